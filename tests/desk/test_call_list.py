"""The call list: every session whose verdict changed, and nothing else, until it is dealt with."""

import shutil
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinicdesk.data import open_store
from clinicdesk.desk import Desk
from clinicdesk.desk.call_list import Advice
from clinicdesk.desk.referrals import OutcomeForm
from clinicdesk.domain.call import CallStep
from clinicdesk.domain.clearance import ClearanceReason
from clinicdesk.domain.intake import Answer
from clinicdesk.domain.referral import Outcome
from clinicdesk.domain.session import CancelCause, SessionStatus
from clinicdesk.domain.suitability import Kind, Technique, Verdict
from clinicdesk.errors import ClinicDeskError, NotAllowed, SlotTaken, StaleRecord
from tests.desk.front_desk import (
    CLAIRE,
    EXERCISE,
    JORDAN,
    MARIA,
    NOW,
    SAM,
    SWEDISH,
    TODAY,
    audited,
    booked,
    harmless,
    judged,
    local,
    person,
)  # fmt: skip
from tests.desk.test_clearing import LATER, SCIATICA, give
from tests.desk.test_rule_bench import AGED, FEVER, edited, publish
from tests.vouching import vouching

BLOCKED = {"disc_problem": "herniation_no_leg_symptoms"}
REVIEWED = {"night_sweats": "yes"}


def answer(desk, patient, *, now=NOW + timedelta(hours=1), **given):
    return desk.intakes.complete(patient, harmless(desk, **given), actor=MARIA, now=now)


def waiting(desk):
    return desk.call_list.waiting(actor=MARIA, now=NOW)


def brute(desk):
    """The same by judging every session of the book anew, one by one, but for those of people referred."""
    found = []
    for session in desk.store.sessions.to_come(NOW):
        if desk.referrals.open_of(session.patient_id) is not None:
            continue
        now = desk.judging.session(session).judgement.verdict
        was = desk.store.assessments.latest_for(session.id).verdict
        if now is not was:
            found.append((session.id, was, now))
    return found


def told(desk):
    return [(call.row.session.id, call.row.verdict, call.verdict) for call in waiting(desk)]


@pytest.fixture
def ana(desk):
    return judged(desk)


@pytest.fixture
def session(desk, ana):
    return booked(desk, ana, local(10, days=1))


def test_nobody_stands_on_the_list_while_nothing_changed(desk, session):
    assert waiting(desk) == []
    assert desk.call_list.count(now=NOW) == 0


def test_new_answers_bring_every_later_session_with_both_verdicts_and_what_to_do(desk, ana, session):
    later = booked(desk, ana, local(11, days=8))
    answer(desk, ana, **BLOCKED)
    first, second = waiting(desk)
    assert [first.row.session, second.row.session] == [session, later]
    assert (first.row.verdict, first.verdict) == (Verdict.SUITABLE, Verdict.NOT_SUITABLE)
    assert first.worse
    assert first.advice is Advice.REBOOK
    assert first.desk
    assert first.row.patient.name == "Ana Ruiz"


def test_nothing_else_is_advised_where_nothing_else_suits(desk, ana, session):
    answer(desk, ana, heart_failure="unstable")
    (call,) = waiting(desk)
    assert {verdict.blocks for verdict in call.assessment.verdicts.values()} == {True}
    assert (call.verdict, call.advice) == (Verdict.NOT_SUITABLE, Advice.CALL)


def test_each_technique_has_its_own_verdict(desk, ana, session):
    booked(desk, ana, local(14, days=1), session_type=EXERCISE, therapist=CLAIRE)
    answer(desk, ana, **BLOCKED)
    found = [(each.session_id, each.was, each.verdict) for each in desk.call_list.changed(now=NOW)]
    assert found == brute(desk)
    assert [verdict for _, _, verdict in found] == [Verdict.NOT_SUITABLE, Verdict.SUITABLE_WITH_PRECAUTIONS]


def test_other_rules_bring_them_and_go_when_the_rules_are_put_back(desk):
    patient = person(desk, "Ben", "Ode", birth_date="3 Apr 1950")
    answer(desk, patient, now=NOW)
    session = booked(desk, patient, local(10, days=1))
    was = desk.store.assessments.latest_for(session.id).verdict
    publish(desk, AGED, accepted=True)
    assert told(desk) == [(session.id, was, Verdict.NOT_SUITABLE)]
    desk.rule_bench.roll_back(0, seen=1, reason="Too much.", **vouching(desk, CLAIRE, NOW))
    assert waiting(desk) == []


def test_a_corrected_birth_date_brings_them_too(desk):
    patient = person(desk)
    asked_of_adults = {key: each for key, each in harmless(desk).items() if key != "guardian_consent"}
    desk.intakes.complete(patient, asked_of_adults, actor=MARIA, now=NOW)
    session = booked(desk, patient, local(10, days=1))
    assert waiting(desk) == []
    form = replace(desk.patients.form_of(patient), birth_date="3 Apr 2016")
    desk.patients.amend(patient, form, actor=MARIA, now=NOW)
    assert told(desk) == brute(desk) == [(session.id, Verdict.SUITABLE, Verdict.NEEDS_CLINICIAN_REVIEW)]


def test_what_is_past_or_off_stands_on_no_list(desk, ana, session):
    off = booked(desk, ana, local(11, days=2))
    desk.day.cancel(off, reason="Ill", actor=MARIA, now=NOW)
    answer(desk, ana, **BLOCKED)
    assert [call.row.session.id for call in waiting(desk)] == [session.id]
    assert desk.call_list.count(now=NOW) == 1
    assert desk.call_list.count(now=session.starts_at + timedelta(minutes=1)) == 0


def test_a_session_that_has_to_be_looked_at_is_held_by_itself_and_stays_on_the_list(desk, ana, session):
    answer(desk, ana, **REVIEWED)
    (call,) = waiting(desk)
    assert (call.verdict, call.advice) == (Verdict.NEEDS_CLINICIAN_REVIEW, Advice.ASK)
    assert desk.call_list.hold(actor=MARIA, now=NOW) == 1
    assert audited(desk)[0][1] == "calls.hold"
    (call,) = waiting(desk)
    assert call.row.session.held
    assert desk.call_list.hold(actor=MARIA, now=NOW) == 0


def test_a_hold_that_is_needed_no_longer_goes_by_itself_but_no_other(desk, ana, session):
    other = judged(desk, "Ben", "Ode", **REVIEWED)
    own_hold = booked(desk, other, local(14, days=1), therapist=SAM)
    assert own_hold.held
    answer(desk, ana, **REVIEWED)
    desk.call_list.hold(actor=MARIA, now=NOW)
    answer(desk, ana, now=NOW + timedelta(hours=2))
    answer(desk, other, now=NOW + timedelta(hours=2))
    assert desk.call_list.hold(actor=MARIA, now=NOW) == 0
    assert not desk.store.sessions.get(session.id).held
    assert desk.store.sessions.get(own_hold.id).held


def test_a_hold_that_somebody_has_seen_or_that_hides_something_worse_does_not_go_by_itself(desk, ana, session):
    other = judged(desk, "Ben", "Ode")
    bens = booked(desk, other, local(14, days=1), therapist=SAM)
    for patient in (ana, other):
        answer(desk, patient, **REVIEWED)
    assert desk.call_list.hold(actor=MARIA, now=NOW) == 2
    line = next(call for call in waiting(desk) if call.row.session.id == session.id)
    desk.call_list.close(line, CallStep.CALLED, actor=MARIA, now=NOW)
    answer(desk, ana, now=NOW + timedelta(hours=2))
    answer(desk, other, now=NOW + timedelta(hours=2), **BLOCKED)
    desk.call_list.hold(actor=MARIA, now=NOW)
    assert desk.store.sessions.get(session.id).held
    assert desk.store.sessions.get(bens.id).held
    line = next(call for call in waiting(desk) if call.row.session.id == bens.id)
    assert desk.call_list.close(line, CallStep.CALLED, actor=MARIA, now=NOW).held, "what is forbidden is not let go"


def test_an_answer_with_a_date_counts_on_the_day_of_each_session(desk, ana):
    days = [1, 15]
    for day in days:
        booked(desk, ana, local(10, days=day), session_type=EXERCISE, therapist=CLAIRE)
    operated = Answer("over_12_weeks_cleared", date=TODAY - timedelta(days=80))
    answer(desk, ana, spinal_surgery=operated)
    assert told(desk) == brute(desk) != []
    assert len({desk.judging.session(each).judgement.verdict for each in desk.store.sessions.to_come(NOW)}) == 2


def test_a_clinic_in_another_zone_has_its_sessions_on_other_days(desk):
    operated = Answer("over_12_weeks_cleared", date=TODAY - timedelta(days=83))
    patient = judged(desk, spinal_surgery=operated)
    booked(desk, patient, local(16), session_type=EXERCISE, therapist=CLAIRE)
    assert told(desk) == []
    clinic = replace(desk.store.clinic.get(), zone="Asia/Tokyo")
    desk.clinic.update(clinic, actor=MARIA, now=NOW)
    assert told(desk) == brute(desk) != []


def test_a_called_person_leaves_the_list_and_the_session_stands_by_the_new_verdict(desk, ana, session):
    answer(desk, ana, **BLOCKED)
    assert desk.call_list.hold(actor=MARIA, now=NOW) == 0, "there is nothing for a therapist to look at"
    (call,) = waiting(desk)
    desk.call_list.close(call, CallStep.CALLED, note=" Comes to talk about it. ", actor=MARIA, now=NOW)
    assert waiting(desk) == []
    (closed,) = desk.store.calls.of_session(session.id)
    assert (closed.step, closed.note, closed.was, closed.verdict) == (
        CallStep.CALLED, "Comes to talk about it.", Verdict.SUITABLE, Verdict.NOT_SUITABLE,
    )  # fmt: skip
    history = desk.store.assessments.history(session.id)
    assert [each.verdict for each in history] == [Verdict.NOT_SUITABLE, Verdict.SUITABLE]
    assert audited(desk)[0][1:] == ("session.called", {"verdict": "not_suitable"})


def test_a_verdict_that_changes_again_brings_a_closed_line_back(desk, ana, session):
    answer(desk, ana, **BLOCKED)
    desk.call_list.close(waiting(desk)[0], CallStep.KEPT, actor=MARIA, now=NOW)
    answer(desk, ana, now=NOW + timedelta(hours=2))
    assert told(desk) == [(session.id, Verdict.NOT_SUITABLE, Verdict.SUITABLE)]
    assert not waiting(desk)[0].worse


def test_a_line_closed_while_the_therapist_has_to_decide_leaves_the_session_held(desk, ana, session):
    answer(desk, ana, **REVIEWED)
    (call,) = waiting(desk)
    assert desk.call_list.close(call, CallStep.CALLED, actor=MARIA, now=NOW).held
    assert waiting(desk) == []


def test_asking_the_therapist_holds_whatever_the_verdict_and_lasts(desk, ana, session):
    answer(desk, ana, **BLOCKED)
    held = desk.call_list.close(waiting(desk)[0], CallStep.ASKED, actor=MARIA, now=NOW)
    assert held.held
    assert desk.call_list.hold(actor=MARIA, now=NOW) == 0
    assert desk.store.sessions.get(session.id).held
    assert waiting(desk) == []


def test_a_part_at_a_time_tells_of_nothing_that_was_not_looked_at(desk, ana):
    sessions = [booked(desk, ana, local(10, days=1 + 7 * week)) for week in range(3)]
    while not desk.call_list.catch_up(now=NOW, at_most=1):
        pass
    answer(desk, ana, **BLOCKED)
    assert not desk.call_list.catch_up(now=NOW, at_most=2)
    assert desk.call_list.catch_up(now=NOW, at_most=2)
    assert [key for key, _, _ in told(desk)] == [each.id for each in sessions]
    assert desk.call_list.count(now=local(11, days=1)) == 2
    answer(desk, ana, now=NOW + timedelta(hours=2))
    assert not desk.call_list.catch_up(now=NOW, at_most=2)
    answer(desk, ana, now=NOW + timedelta(hours=3), **REVIEWED)
    assert told(desk) == brute(desk) != []


def test_what_another_desk_stored_is_noticed(desk, ana, session, ruleset):
    assert told(desk) == []
    with open_store(desk.store.path) as store:
        answer(Desk(store, ruleset), ana, **BLOCKED)
    assert [key for key, _, _ in told(desk)] == [session.id]


def test_what_was_shown_is_what_is_decided(desk, ana, session):
    answer(desk, ana, **BLOCKED)
    (call,) = waiting(desk)
    answer(desk, ana, now=NOW + timedelta(hours=2), **REVIEWED)
    with pytest.raises(NotAllowed, match="changed again"):
        desk.call_list.close(call, CallStep.CALLED, actor=MARIA, now=NOW)
    assert desk.store.calls.of_session(session.id) == []
    desk.day.confirm(session, actor=MARIA, now=NOW)
    with pytest.raises(StaleRecord):
        desk.call_list.close(call, CallStep.CALLED, actor=MARIA, now=NOW)


def test_a_release_is_about_what_the_rules_say_now_and_ends_the_line(desk, ana, session):
    answer(desk, ana, **REVIEWED)
    desk.call_list.hold(actor=MARIA, now=NOW)
    held = desk.store.sessions.get(session.id)
    desk.day.release(
        held, note="Looked at the scan.", reason=ClearanceReason.AREA_AVOIDED, **vouching(desk, JORDAN, NOW)
    )
    assert waiting(desk) == []
    assert desk.call_list.hold(actor=MARIA, now=NOW) == 0
    assert not desk.store.sessions.get(session.id).held
    assert desk.store.assessments.latest_for(session.id).verdict is Verdict.SUITABLE_WITH_PRECAUTIONS


def test_a_blocked_session_cannot_start_whether_or_not_anybody_called(desk, ana):
    session = booked(desk, ana, local(10))
    answer(desk, ana, now=NOW + timedelta(minutes=1), **BLOCKED)
    here = desk.day.arrive(session, actor=MARIA, now=NOW)
    with pytest.raises(NotAllowed):
        desk.day.start(here, actor=JORDAN, now=NOW)


def test_rebooking_offers_physical_therapy_first_at_the_time_that_it_frees(desk, ana, session):
    answer(desk, ana, **BLOCKED)
    (call,) = waiting(desk)
    offers = desk.call_list.offers(call)
    assert offers[0].session_type.kind is Kind.PHYSICAL_THERAPY
    assert all(offer.bookable and offer.session_type.technique is not Technique.SWEDISH for offer in offers)
    places = desk.call_list.places(call, EXERCISE, now=NOW)
    assert places[0].starts_at == session.starts_at
    desk.day.confirm(session, actor=SAM, now=NOW)
    with pytest.raises(StaleRecord):
        desk.call_list.rebook(call, places[0], actor=MARIA, now=NOW)
    (call,) = waiting(desk)
    booked_anew = desk.call_list.rebook(call, places[0], actor=MARIA, now=NOW)
    assert booked_anew.starts_at == session.starts_at
    off = desk.store.sessions.get(session.id)
    assert (off.status, off.cancel_cause) == (SessionStatus.CANCELLED, CancelCause.NOT_SUITABLE)
    assert "Rebooked: " in off.cancel_reason
    assert waiting(desk) == []


def test_rebooking_is_taken_back_as_one_and_the_line_stands_again(desk, ana, session):
    answer(desk, ana, **BLOCKED)
    (call,) = waiting(desk)
    place = desk.call_list.places(call, EXERCISE, now=NOW)[0]
    booked_anew = desk.call_list.rebook(call, place, actor=MARIA, now=NOW + timedelta(hours=2))
    desk.undoing.undo(actor=MARIA, now=NOW + timedelta(hours=2, minutes=1))
    assert desk.store.sessions.get(session.id).status is SessionStatus.BOOKED
    assert desk.store.sessions.get(booked_anew.id).status is SessionStatus.ENTERED_IN_ERROR
    assert [each.row.session.id for each in waiting(desk)] == [session.id]
    desk.undoing.redo(actor=MARIA, now=NOW + timedelta(hours=2, minutes=2))
    assert waiting(desk) == []


def test_a_place_taken_meanwhile_leaves_the_old_session_as_it_is(desk, ana, session):
    answer(desk, ana, **BLOCKED)
    (call,) = waiting(desk)
    place = desk.call_list.places(call, EXERCISE, now=NOW)[0]
    therapist = desk.store.staff.get(place.therapist_id)
    other = judged(desk, "Ben", "Ode")
    booked(desk, other, place.starts_at, session_type=EXERCISE, therapist=therapist)
    with pytest.raises(SlotTaken, match="is with Ben Ode"):
        desk.call_list.rebook(call, place, actor=MARIA, now=NOW)
    assert desk.store.sessions.get(session.id) == session


def test_a_clearance_lets_the_sessions_go_that_it_lifts_and_its_end_brings_them(desk, ana):
    held = judged(desk, "Ben", "Ode", **SCIATICA)
    session = booked(desk, held, local(10, days=1))
    given = give(desk, held)
    assert told(desk) == []
    assert not desk.store.sessions.get(session.id).held
    desk.clearing.take_back(given, why="Looked again.", **vouching(desk, CLAIRE, LATER))
    assert desk.store.sessions.get(session.id).held
    assert told(desk) == [(session.id, Verdict.SUITABLE_WITH_PRECAUTIONS, Verdict.NEEDS_CLINICIAN_REVIEW)]
    assert desk.call_list.hold(actor=MARIA, now=LATER) == 0


def test_what_the_end_of_a_clearance_held_goes_once_it_is_given_anew(desk, ana):
    held = judged(desk, "Ben", "Ode", **SCIATICA)
    given = give(desk, held)
    session = booked(desk, held, local(10, days=1))
    assert not session.held
    desk.clearing.take_back(given, why="Looked again.", **vouching(desk, CLAIRE, LATER))
    assert desk.store.sessions.get(session.id).held
    give(desk, held, now=LATER + timedelta(minutes=1))
    assert not desk.store.sessions.get(session.id).held
    assert told(desk) == []
    desk.call_list.hold(actor=MARIA, now=LATER + timedelta(minutes=2))
    assert not desk.store.sessions.get(session.id).held


def test_a_clearance_that_a_new_rule_version_voids_brings_its_sessions(desk):
    patient = judged(desk, "Ben", "Ode", **SCIATICA)
    give(desk, patient)
    session = booked(desk, patient, local(10, days=1))
    assert not session.held
    text = desk.rule_bench.texts(0)["rules_medical_spine.toml"]
    title = next(line for line in text[text.index('id = "R-SCI1"') :].split("\n") if line.startswith("because"))
    copy = edited(desk, (title, title[:-1] + ' Looked at again."'), file="rules_medical_spine.toml")
    desk.rule_bench.publish(copy, seen=0, reason="Said better.", accepted=True, **vouching(desk, CLAIRE, LATER))
    assert [verdict for _, _, verdict in told(desk)] == [Verdict.NEEDS_CLINICIAN_REVIEW]


def test_sessions_of_somebody_who_was_referred_are_dealt_with_there_until_the_case_is_closed(desk, ana, session):
    later = booked(desk, ana, local(11, days=8))
    other = judged(desk, "Ben", "Ode")
    bens = booked(desk, other, local(12, days=1))
    answer(desk, ana, saddle_numbness="yes")
    answer(desk, other, **BLOCKED)
    assert [key for key, _, _ in told(desk)] == [bens.id]
    assert desk.call_list.count(now=NOW) == 1
    (view,) = desk.referrals.open(actor=MARIA, now=NOW)
    assert {row.session.id for row in view.coming} == {session.id, later.id}
    outcome = OutcomeForm(Outcome.SERIOUS_RULED_OUT, TODAY, "Nothing of it.")
    desk.referrals.record_outcome(view.case, outcome, **vouching(desk, CLAIRE, LATER + timedelta(hours=2)))
    assert {key for key, _, _ in told(desk)} == {session.id, later.id, bens.id}


def test_what_the_list_held_stays_held_while_a_referral_is_open(desk, ana, session):
    answer(desk, ana, **REVIEWED)
    assert desk.call_list.hold(actor=MARIA, now=NOW) == 1
    answer(desk, ana, saddle_numbness="yes", now=NOW + timedelta(hours=2))
    answer(desk, ana, now=NOW + timedelta(hours=3))
    assert desk.call_list.hold(actor=MARIA, now=NOW) == 0
    assert desk.store.sessions.get(session.id).held


def test_what_a_referral_held_the_list_does_not_let_go(desk, ana, session):
    answer(desk, ana, saddle_numbness="yes")
    (view,) = desk.referrals.open(actor=MARIA, now=NOW)
    outcome = OutcomeForm(Outcome.SERIOUS_RULED_OUT, TODAY, "Nothing of it.")
    desk.referrals.record_outcome(view.case, outcome, **vouching(desk, CLAIRE, LATER + timedelta(hours=2)))
    other = judged(desk, "Ben", "Ode")
    booked(desk, other, local(14, days=1), therapist=SAM)
    answer(desk, ana, now=LATER + timedelta(hours=3))
    answer(desk, other, **REVIEWED)
    assert desk.call_list.hold(actor=MARIA, now=NOW) == 1
    assert desk.store.sessions.get(session.id).held


@pytest.mark.parametrize("given", [BLOCKED, REVIEWED])
@pytest.mark.parametrize("step", list(CallStep))
def test_a_closed_line_is_taken_back_and_closed_again(desk, ana, session, step, given):
    answer(desk, ana, **given)
    desk.call_list.hold(actor=MARIA, now=NOW)
    before, standing = told(desk), desk.store.sessions.get(session.id).held
    later = NOW + timedelta(hours=2)
    desk.call_list.close(waiting(desk)[0], step, note="Left word.", actor=MARIA, now=later)
    held = desk.store.sessions.get(session.id).held
    undone = desk.undoing.undo(actor=MARIA, now=later + timedelta(minutes=1))
    assert "Ana Ruiz" in undone.words
    assert told(desk) == before == brute(desk)
    assert desk.store.sessions.get(session.id).held is standing
    desk.undoing.redo(actor=MARIA, now=later + timedelta(minutes=2))
    assert waiting(desk) == []
    assert desk.store.sessions.get(session.id).held is held


def test_a_call_is_not_taken_back_once_the_person_answered_again(desk, ana, session):
    answer(desk, ana, **BLOCKED)
    desk.call_list.close(waiting(desk)[0], CallStep.CALLED, actor=MARIA, now=NOW + timedelta(hours=2))
    answer(desk, ana, now=NOW + timedelta(hours=3))
    desk.call_list.close(waiting(desk)[0], CallStep.KEPT, actor=JORDAN, now=NOW + timedelta(hours=4))
    with pytest.raises(NotAllowed):
        desk.undoing.undo(actor=MARIA, now=NOW + timedelta(hours=5))
    assert waiting(desk) == []


def test_what_was_held_before_a_line_was_closed_is_held_when_that_is_taken_back(desk, ana, session):
    answer(desk, ana, leg_radiating_pain="pain_only")
    desk.call_list.hold(actor=MARIA, now=LATER)
    assert desk.store.sessions.get(session.id).held, "a therapist has to look"
    desk.call_list.close(waiting(desk)[0], CallStep.ASKED, actor=MARIA, now=LATER)
    desk.undoing.undo(actor=MARIA, now=LATER)
    assert desk.store.sessions.get(session.id).held


@pytest.mark.parametrize("step", list(CallStep))
def test_the_story_of_a_session_tells_the_call_once_and_what_was_said(desk, ana, session, step):
    answer(desk, ana, **BLOCKED)
    desk.call_list.close(waiting(desk)[0], step, note="Comes to talk.", actor=SAM, now=NOW)
    lines = [line.words for line in desk.stories.of(session.id, actor=MARIA, now=NOW)]
    (told,) = (line for line in lines if line.startswith("Sam Okoro"))
    assert told.endswith(": Comes to talk")


ANSWERS = [{}, BLOCKED, REVIEWED, {"saddle_numbness": "yes"}, {"fever_now": "yes"}, {}]


def book_one(desk, person, which, now):
    session_type = (SWEDISH, EXERCISE)[which % 2]
    booked(desk, person, local(9 + which, days=1 + now.minute // 10), session_type=session_type, therapist=SAM)


def answer_one(desk, person, which, now):
    answer(desk, person, now=now, **ANSWERS[which])


def turn_rules(desk, _person, _which, now):
    if desk.rules.number:
        desk.rule_bench.roll_back(0, seen=desk.rules.number, reason="Back.", **vouching(desk, CLAIRE, now))
    else:
        publish(desk, FEVER, now=now)


def clear_one(desk, person, _which, now):
    rule = next(
        reason.rule
        for reason in desk.judging.judge(person, latest(desk, person), Technique.SWEDISH, on=TODAY).effective.reasons
        if reason.verdict.blocks
    )
    desk.clearing.give(person, rule, technique=Technique.SWEDISH, reason=ClearanceReason.EXAMINED, text="Seen.",
                       expires_on=now.date() + timedelta(days=2), **vouching(desk, CLAIRE, now))  # fmt: skip


def take_back_one(desk, person, _which, now):
    for each in desk.store.clearances.of_patient(person.id)[-1:]:
        desk.clearing.take_back(each, why="Looked again.", **vouching(desk, CLAIRE, now))


def latest(desk, person):
    return desk.store.intakes.latest(person.id).answers


def close_one(desk, _person, which, now):
    for call in waiting(desk)[:1]:
        desk.call_list.close(call, list(CallStep)[which % 3], actor=MARIA, now=now)


def hold(desk, _person, _which, _now):
    desk.call_list.hold(actor=MARIA, now=NOW)


def amend_one(desk, person, which, now):
    form = replace(desk.patients.form_of(person), birth_date=f"3 Apr {2016 - 20 * which}")
    desk.patients.amend(desk.store.patients.get(person.id), form, actor=MARIA, now=now)


def move_one(desk, person, which, now):
    for session in desk.store.sessions.of_patient(person.id)[:1]:
        desk.moving.move(
            session, starts_at=local(9 + which, days=9), therapist_id=SAM.id, room_id=None, actor=MARIA, now=now
        )


def other_technique(desk, _person, which, _now):
    with desk.store.write():
        desk.store.session_types.update(replace(SWEDISH, technique=list(Technique)[which]))


DEEDS = st.sampled_from(
    [
        book_one, book_one, answer_one, answer_one, clear_one, take_back_one, turn_rules, close_one, hold, amend_one,
        move_one, other_technique,
    ]
)  # fmt: skip


@settings(max_examples=15)
@given(st.lists(st.tuples(DEEDS, st.integers(0, 5)), min_size=4, max_size=10))
def test_the_list_is_what_judging_every_session_anew_finds(files, ruleset, tmp_path_factory, deeds):
    with open_store(shutil.copy(files / "furnished.db", tmp_path_factory.mktemp("calls"))) as store:
        desk, now = Desk(store, ruleset), NOW
        people = [judged(desk, name, "Ode") for name in ("Ben", "Ida", "Kai")]
        for deed, which in deeds:
            now += timedelta(minutes=10)
            with suppress(ClinicDeskError, StopIteration):  # a clash, or a verdict that forbids it
                deed(desk, people[which % 3], which, now)
            # A part at a time, on a clock that goes on; what was looked at before is not looked at again.
            while not desk.call_list.catch_up(now=NOW, at_most=1 + which):
                pass
            assert told(desk) == brute(desk)
        hold(desk, None, 0, now)
        held = {call.row.session.held for call in waiting(desk) if call.verdict is Verdict.NEEDS_CLINICIAN_REVIEW}
        assert held <= {True}
