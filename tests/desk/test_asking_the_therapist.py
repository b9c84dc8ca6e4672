"""What a therapist was asked about from the call list waits for them, whatever happens to the session meanwhile."""

from dataclasses import replace
from datetime import timedelta

import pytest

from clinicdesk.data import open_store
from clinicdesk.data.driver import ConstraintBroken
from clinicdesk.desk import Desk
from clinicdesk.desk.series_views import Scope, SeriesChange, SeriesRow
from clinicdesk.domain.call import CallStep
from clinicdesk.domain.clearance import ClearanceReason
from clinicdesk.domain.session import SessionStatus
from clinicdesk.domain.suitability import Technique, Verdict
from clinicdesk.errors import NotAllowed
from tests.desk.front_desk import CLAIRE, JORDAN, MARIA, NOW, asked, booked, harmless, judged, local
from tests.desk.test_clearing import SCIATICA, give
from tests.vouching import vouching

LATER = NOW + timedelta(minutes=10)
MILDER = {"blood_thinner": "antiplatelet"}
"""Answers that leave massage with precautions: by the rules alone nobody would have to look."""


def answer(desk, patient, *, now=LATER, **given):
    return desk.intakes.complete(patient, harmless(desk, **given), actor=MARIA, now=now)


def ask(desk, *, now=LATER, note="Is this all right?"):
    (call,) = desk.call_list.waiting(actor=MARIA, now=now)
    return desk.call_list.close(call, CallStep.ASKED, note=note, actor=MARIA, now=now)


def held(desk, session):
    return desk.store.sessions.get(session.id).held


@pytest.fixture
def ana(desk):
    return judged(desk)


@pytest.fixture
def waiting(desk, ana):
    """A session of today that the rules would let go, and that a therapist was asked about."""
    booked(desk, ana, local(10))
    answer(desk, ana, **MILDER)
    session = ask(desk)
    assert desk.store.assessments.latest_for(session.id).verdict is Verdict.SUITABLE_WITH_PRECAUTIONS
    return session


def arrived(desk, session, *, now=LATER):
    return desk.arrivals.check_in(session, {}, actor=MARIA, now=now).session


def test_it_does_not_start_when_the_person_arrives_until_the_therapist_has_answered(desk, waiting):
    here = arrived(desk, waiting)
    assert here.held
    with pytest.raises(NotAllowed, match="therapist has to release"):
        desk.day.start(here, actor=JORDAN, now=LATER)
    released = desk.day.release(
        here, note="Gentle is fine.", reason=ClearanceReason.AREA_AVOIDED, **vouching(desk, JORDAN, LATER)
    )
    assert desk.day.start(released, actor=JORDAN, now=LATER).status is SessionStatus.IN_SESSION


def test_a_move_and_a_longer_session_leave_it_held_and_say_so_before(desk, waiting):
    moved = desk.moving.move(waiting, starts_at=local(14), therapist_id=JORDAN.id, room_id=None, actor=MARIA, now=LATER)
    assert moved.held
    longer = desk.moving.resize(moved, ends_at=moved.ends_at + timedelta(minutes=15), actor=MARIA, now=LATER)
    assert longer.held
    assert desk.moving.fit(longer, now=LATER).hold


def test_a_series_that_is_moved_leaves_it_held_and_frees_the_others(desk, ana):
    rows = [SeriesRow(asked(ana, local(10, days=days))) for days in (7, 14)]
    first, second = desk.series.book(rows, actor=MARIA, now=NOW)
    answer(desk, ana, **MILDER)
    line, _other = desk.call_list.waiting(actor=MARIA, now=LATER)
    first = desk.call_list.close(line, CallStep.ASKED, actor=MARIA, now=LATER)
    change = desk.series.changed(first, Scope.ALL, SeriesChange(weekday=2), now=LATER)
    after = {each.id: each.held for each in desk.series.change(change, actor=MARIA, now=LATER)}
    assert after == {first.id: True, second.id: False}


def test_undoing_and_doing_again_what_happened_since_leaves_it_held(desk, waiting):
    move = {"therapist_id": JORDAN.id, "room_id": None, "actor": MARIA, "now": LATER}
    desk.moving.move(waiting, starts_at=local(14), **move)
    desk.undoing.undo(actor=MARIA, now=LATER)
    assert held(desk, waiting)
    desk.undoing.redo(actor=MARIA, now=LATER)
    assert held(desk, waiting)
    here = arrived(desk, desk.store.sessions.get(waiting.id))
    desk.undoing.undo(actor=MARIA, now=LATER)
    assert held(desk, here)


def test_a_move_from_before_the_question_can_still_be_undone(desk, ana):
    session = booked(desk, ana, local(10))
    desk.moving.move(session, starts_at=local(14), therapist_id=JORDAN.id, room_id=None, actor=CLAIRE, now=NOW)
    answer(desk, ana, **MILDER)
    ask(desk)
    desk.undoing.undo(actor=CLAIRE, now=LATER)
    back = desk.store.sessions.get(session.id)
    assert (back.starts_at, back.held) == (local(10), True)


def test_the_question_is_taken_back_and_asked_again_by_a_key(desk, waiting):
    desk.undoing.undo(actor=MARIA, now=LATER)
    assert not held(desk, waiting)
    desk.undoing.redo(actor=MARIA, now=LATER)
    assert held(desk, waiting)
    assert arrived(desk, desk.store.sessions.get(waiting.id)).held


def test_taking_back_a_second_question_leaves_the_first(desk, ana, waiting):
    answer(desk, ana, now=LATER + timedelta(minutes=1))
    ask(desk, now=LATER + timedelta(minutes=2))
    desk.undoing.undo(actor=MARIA, now=LATER + timedelta(minutes=3))
    assert held(desk, waiting)


def test_another_word_about_the_line_is_no_answer(desk, ana, waiting):
    answer(desk, ana, now=LATER + timedelta(minutes=1))
    (call,) = desk.call_list.waiting(actor=MARIA, now=LATER)
    assert desk.call_list.close(call, CallStep.KEPT, actor=MARIA, now=LATER).held


def test_answers_that_lift_everything_are_no_answer_of_the_therapist(desk, ana, waiting):
    answer(desk, ana, now=LATER + timedelta(minutes=1))
    desk.call_list.hold(actor=MARIA, now=LATER)
    assert arrived(desk, desk.store.sessions.get(waiting.id)).held


def test_it_waits_after_a_restart(desk, ruleset, waiting):
    with open_store(desk.store.path) as store:
        assert arrived(Desk(store, ruleset), waiting).held


def test_a_release_answers_for_good_and_taking_it_back_asks_again(desk, waiting):
    released = desk.day.release(
        waiting, note="Gentle is fine.", reason=ClearanceReason.AREA_AVOIDED, **vouching(desk, JORDAN, LATER)
    )
    assert not released.held
    here = arrived(desk, released)
    assert not here.held
    desk.undoing.undo(actor=MARIA, now=LATER)
    desk.undoing.undo(actor=JORDAN, now=LATER)
    assert held(desk, waiting)
    assert arrived(desk, desk.store.sessions.get(waiting.id)).held


@pytest.mark.parametrize("for_this_session", [False, True])
def test_clearing_what_the_question_was_about_answers_it(desk, ana, for_this_session):
    booked(desk, ana, local(10))
    answer(desk, ana, **SCIATICA)
    session = ask(desk)
    give(desk, ana, technique=Technique.SWEDISH, session=session if for_this_session else None, now=LATER)
    assert not held(desk, session)
    assert not arrived(desk, desk.store.sessions.get(session.id)).held


def test_doing_again_what_was_done_before_the_answer_asks_nothing_anew(desk, ana):
    booked(desk, ana, local(10))
    answer(desk, ana, **SCIATICA)
    session = ask(desk)
    desk.day.confirm(session, actor=JORDAN, now=LATER)
    desk.undoing.undo(actor=JORDAN, now=LATER)
    give(desk, ana, now=LATER)
    (again,) = desk.undoing.redo(actor=JORDAN, now=LATER).records
    assert (again.id, again.status, again.asked_in) == (session.id, SessionStatus.CONFIRMED, None)


def test_clearing_something_else_does_not(desk, ana, waiting):
    answer(desk, ana, now=LATER + timedelta(minutes=1), **MILDER, **SCIATICA)
    ask_about = desk.store.sessions.get(waiting.id)
    assert ask_about.held
    give(desk, ana, reason=ClearanceReason.AREA_AVOIDED, now=LATER + timedelta(minutes=2))
    assert held(desk, waiting)


def test_clearing_a_part_of_what_holds_it_does_not(desk, ana):
    booked(desk, ana, local(10))
    answer(desk, ana, **SCIATICA, heart_failure="stable")
    session = ask(desk)
    give(desk, ana, session=session, now=LATER)
    assert desk.store.sessions.get(session.id).asked_in == session.asked_in is not None
    answer(desk, ana, now=LATER + timedelta(minutes=1), **SCIATICA)
    assert arrived(desk, desk.store.sessions.get(session.id)).held


def test_clearing_what_the_list_held_it_for_does_not_answer_what_was_asked_since(desk, ana):
    session = booked(desk, ana, local(10))
    answer(desk, ana, now=NOW, **SCIATICA)
    assert desk.call_list.hold(actor=MARIA, now=NOW) == 1
    answer(desk, ana, now=NOW + timedelta(minutes=1), **MILDER)
    ask(desk, now=NOW + timedelta(minutes=2))
    desk.call_list.hold(actor=MARIA, now=NOW + timedelta(minutes=2))
    assert held(desk, session)
    answer(desk, ana, now=NOW + timedelta(minutes=3), **MILDER, **SCIATICA)
    give(desk, ana)
    assert held(desk, session)


def test_taking_a_decision_back_does_not_answer_what_was_asked_since(desk, ana):
    session = booked(desk, ana, local(10))
    answer(desk, ana, **SCIATICA)
    given = give(desk, ana, session=session, now=LATER)
    answer(desk, ana, now=LATER + timedelta(minutes=1))
    ask(desk, now=LATER + timedelta(minutes=2))
    desk.clearing.take_back(given, why="Not so.", **vouching(desk, CLAIRE, LATER + timedelta(minutes=3)))
    assert held(desk, session)


def test_the_database_itself_lets_nobody_free_it(desk, waiting):
    with pytest.raises(ConstraintBroken), desk.store.write():
        desk.store.sessions.update(replace(waiting, held=False))
