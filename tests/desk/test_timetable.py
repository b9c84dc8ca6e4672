"""Decisions about hours, and the list of sessions they hit."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from clinicdesk.domain.suitability import Technique
from clinicdesk.domain.working_hours import Absence, AbsenceReason, ClockSpan, HolidayChoice, same_every_day
from clinicdesk.errors import InvalidValues, NotAllowed, StaleRecord
from tests.desk.front_desk import JORDAN, MARIA, NOW, SAM, TODAY, audited, booked, judged, local

TOMORROW = TODAY + timedelta(days=1)
MORNING = ClockSpan(time(9), time(12))
BY = {"actor": MARIA, "now": NOW}


def leave(owner=JORDAN.id, *, first=TOMORROW, last=None, key="leave"):
    return Absence(key, owner, AbsenceReason.LEAVE, first, last or first)


def listed(desk, now=NOW):
    return [(each.row.session.id, each.obstacle) for each in desk.displaced.waiting(now=now)]


@pytest.fixture
def session(desk):
    """Tomorrow at ten, with Jordan."""
    return booked(desk, judged(desk), local(10, days=1))


def test_nothing_is_hit_before_anything_is_decided(desk, session):
    assert listed(desk) == []


def test_an_absence_tells_the_sessions_it_hits_and_they_stay_on_the_list(desk, session):
    other = booked(desk, judged(desk, "Bo"), local(10, days=2))
    hit = desk.timetable.add_absence(leave(), **BY)
    assert [each.row.session for each in hit] == [session]
    assert hit[0].row.patient.called == "Ana"
    assert hit[0].obstacle == "Jordan Lee is on leave on 24 November."
    assert listed(desk) == [(session.id, hit[0].obstacle)]
    again = desk.timetable.change_absence(replace(leave(), last=TOMORROW + timedelta(days=1)), **BY)
    assert {each.row.session.id for each in again} == {session.id, other.id}
    assert audited(desk)[0][:2] == ("Maria Keller", "absence.change")


def test_what_stood_on_the_list_already_is_not_told_again(desk, session):
    desk.timetable.add_absence(leave(), **BY)
    later = booked(desk, judged(desk, "Bo"), local(10, days=2), therapist=SAM)
    hit = desk.timetable.add_absence(leave(SAM.id, first=TOMORROW + timedelta(days=1), key="sam"), **BY)
    assert [each.row.session for each in hit] == [later]
    assert desk.displaced.count(now=NOW) == 2


def test_a_session_leaves_the_list_when_it_is_moved_or_cancelled_or_when_the_absence_is_taken_back(desk, session):
    others = [booked(desk, judged(desk, name), local(hour, days=1)) for name, hour in (("Bo", 12), ("Cy", 14))]
    desk.timetable.add_absence(leave(), **BY)
    desk.moving.move(session, starts_at=local(10, days=2), therapist_id=JORDAN.id, room_id=None, **BY)
    desk.day.cancel(others[0], reason="Clinic", **BY)
    assert [key for key, _ in listed(desk)] == [others[1].id]
    desk.timetable.withdraw_absence(leave(), **BY)
    assert listed(desk) == []


def test_a_kept_session_leaves_the_list_until_something_else_stands_against_it(desk, session):
    (hit,) = desk.timetable.add_absence(leave(), **BY)
    desk.displaced.keep(hit, **BY)
    assert listed(desk) == []
    assert audited(desk)[0][:2] == ("Maria Keller", "session.keep")
    desk.timetable.add_absence(Absence("closed", None, AbsenceReason.CLOSURE, TOMORROW, TOMORROW, note="Storm"), **BY)
    assert listed(desk) == [
        (session.id, "The clinic is closed on 24 November: Storm. Jordan Lee is on leave on 24 November.")
    ]


def test_a_kept_session_that_is_moved_into_another_absence_is_listed_again(desk, session):
    (hit,) = desk.timetable.add_absence(leave(), **BY)
    desk.displaced.keep(hit, **BY)
    moved = desk.moving.move(session, starts_at=local(10, days=2), therapist_id=JORDAN.id, room_id=None, **BY)
    desk.timetable.add_absence(leave(first=TOMORROW + timedelta(days=1), key="more"), **BY)
    assert [key for key, _ in listed(desk)] == [moved.id]


def test_only_what_stands_on_the_list_as_shown_can_be_kept(desk, session):
    (hit,) = desk.timetable.add_absence(leave(), **BY)
    with pytest.raises(NotAllowed, match="no longer stands on the list"):
        desk.displaced.keep(replace(hit, obstacle="Something else."), **BY)
    desk.day.cancel(session, reason="Clinic", **BY)
    with pytest.raises(StaleRecord):
        desk.displaced.keep(hit, **BY)


def test_sessions_that_have_begun_or_gone_by_are_nobodys_work(desk, session):
    desk.timetable.add_absence(leave(), **BY)
    assert listed(desk, now=local(10, 1, days=1)) == []
    assert listed(desk, now=local(10, days=1)) != []


def test_new_weekly_hours_hit_what_falls_outside_them(desk):
    early, late = (booked(desk, judged(desk, name), local(hour, days=1)) for name, hour in (("Bo", 9), ("Cy", 14)))
    hit = desk.timetable.set_weekly(JORDAN.id, same_every_day((MORNING,)), valid_from=TODAY, reference=TODAY, **BY)
    assert [each.row.session for each in hit] == [late]
    assert early.id not in {each.row.session.id for each in hit}
    assert desk.timetable.weekly(JORDAN.id, TOMORROW).spans(TOMORROW) == (MORNING,)


def test_the_clinics_hours_hold_from_their_day_and_until_then_it_is_open_as_before(desk):
    weeks = same_every_day((ClockSpan(time(7), time(20)),))
    desk.timetable.set_weekly(None, weeks, valid_from=TOMORROW, reference=TODAY, **BY)
    time_of = desk.timetable.working_time(TODAY - timedelta(days=9), TOMORROW)
    assert time_of.working(SAM.id, TODAY - timedelta(days=9)) == [(local(8, days=-9), local(18, days=-9))]
    assert time_of.working(SAM.id, TODAY) == [(local(8), local(18))]
    assert time_of.working(SAM.id, TOMORROW) == [(local(7, days=1), local(20, days=1))]
    clinic = desk.clinic.current()
    assert (clinic.opens_at, clinic.closes_at) == (time(7), time(20))


def test_a_therapist_without_hours_of_their_own_follows_the_clinic(desk):
    own = desk.timetable.weekly(JORDAN.id, TODAY)
    assert (own.id, own.owner) == ("", JORDAN.id)
    assert own.spans(TODAY) == (ClockSpan(time(8), time(18)),)


def test_special_hours_stand_until_they_are_taken_back(desk, session):
    hit = desk.timetable.set_special(JORDAN.id, TOMORROW, (), **BY)
    assert [each.row.session for each in hit] == [session]
    assert [each.on for each in desk.timetable.exceptions(now=NOW)] == [TOMORROW]
    assert desk.timetable.set_special(JORDAN.id, TOMORROW, None, **BY) == []
    assert desk.timetable.exceptions(now=NOW) == []
    assert listed(desk) == []


def test_holidays_kept_closed_hit_their_sessions(desk):
    session = booked(desk, judged(desk), local(10, days=3))
    hit = desk.timetable.choose_holidays(HolidayChoice("", frozenset({"Thanksgiving Day"})), **BY)
    assert [each.row.session for each in hit] == [session]


def test_whoever_no_longer_gives_a_technique_leaves_its_sessions_on_the_list(desk, session):
    with desk.store.write():
        desk.store.staff.update(replace(JORDAN, techniques=frozenset({Technique.RELAXATION})))
    assert listed(desk) == [(session.id, "Jordan Lee does not give Swedish massage.")]


@pytest.mark.parametrize(
    "decide",
    [
        lambda desk: desk.timetable.add_absence(leave(first=date(2026, 11, 1)), **BY),
        lambda desk: desk.timetable.set_special(None, date(2026, 11, 1), (), **BY),
        lambda desk: desk.timetable.set_weekly(
            None, same_every_day((MORNING,)), valid_from=date(2026, 11, 1), reference=TODAY, **BY
        ),
        lambda desk: desk.timetable.set_weekly(None, same_every_day(()), valid_from=TODAY, reference=TODAY, **BY),
    ],
)
def test_what_cannot_be_decided_is_refused(desk, decide):
    with pytest.raises(InvalidValues):
        decide(desk)


def test_an_absence_taken_back_is_not_changed_any_more(desk):
    desk.timetable.add_absence(leave(), **BY)
    withdrawn = desk.timetable.withdraw_absence(leave(), **BY)
    with pytest.raises(NotAllowed, match="taken back"):
        desk.timetable.change_absence(replace(withdrawn, withdrawn=False), **BY)


def test_other_places_for_a_displaced_session_can_all_be_taken(desk, session):
    desk.timetable.add_absence(leave(), **BY)
    places = desk.elsewhere.places(session, now=NOW)
    assert len(places) == 4
    assert (places[0].starts_at, places[0].therapist_id) == (session.starts_at, SAM.id)
    assert all(desk.moving.fit(place, now=NOW).clashes == () for place in places)
    assert desk.moving.place(session, places[0], **BY).therapist_id == SAM.id


def test_an_absence_is_undone_and_done_again_in_words(desk, session):
    desk.timetable.add_absence(leave(), **BY)
    assert desk.undoing.next_undo(**BY) == "noted that Jordan Lee is on leave on 24 November"
    desk.undoing.undo(**BY)
    assert listed(desk) == []
    desk.undoing.redo(**BY)
    assert [key for key, _ in listed(desk)] == [session.id]


def test_a_changed_and_a_withdrawn_absence_come_back_as_they_were(desk):
    desk.timetable.add_absence(leave(), **BY)
    longer = replace(leave(), last=TOMORROW + timedelta(days=4))
    desk.timetable.change_absence(longer, **BY)
    assert desk.undoing.next_undo(**BY) == "changed that Jordan Lee is on leave until 28 November"
    desk.undoing.undo(**BY)
    (standing,) = desk.timetable.book(now=NOW).absences
    assert standing.last == TOMORROW
    desk.timetable.withdraw_absence(standing, **BY)
    assert desk.undoing.next_undo(**BY) == "took back that Jordan Lee is on leave on 24 November"
    desk.undoing.undo(**BY)
    assert [each.last for each in desk.timetable.book(now=NOW).absences] == [TOMORROW]


def test_a_closure_that_somebody_else_changed_since_is_not_undone(desk):
    closure = Absence("closed", None, AbsenceReason.CLOSURE, TOMORROW, TOMORROW)
    desk.timetable.add_absence(closure, **BY)
    desk.timetable.change_absence(replace(closure, note="Storm"), actor=JORDAN, now=NOW)
    with pytest.raises(NotAllowed, match="Jordan Lee"):
        desk.undoing.undo(**BY)
    assert desk.timetable.book(now=NOW).absences[0].note == "Storm"


def test_usual_weeks_that_somebody_changed_since_are_not_overwritten(desk):
    def seen():
        return [each.id for each in desk.timetable.book(now=NOW).usual_of(JORDAN.id)]

    looked = seen()
    give = {"valid_from": TODAY, "reference": TODAY, "now": NOW}
    desk.timetable.set_weekly(JORDAN.id, same_every_day((MORNING,)), actor=SAM, seen=looked, **give)
    with pytest.raises(StaleRecord, match=r"^Sam Okoro changed these hours at 09:02\. Nothing was overwritten\.$"):
        desk.timetable.set_weekly(JORDAN.id, same_every_day(()), actor=MARIA, seen=looked, **give)
    assert desk.timetable.weekly(JORDAN.id, TODAY).spans(TODAY) == (MORNING,)
    desk.timetable.set_weekly(JORDAN.id, same_every_day(()), actor=MARIA, seen=seen(), **give)
    assert desk.timetable.weekly(JORDAN.id, TODAY).spans(TODAY) == ()


def test_whoever_has_the_hours_of_the_clinic_is_told_when_those_change(desk):
    looked = [each.id for each in desk.timetable.book(now=NOW).usual_of(JORDAN.id)]
    desk.timetable.set_weekly(None, same_every_day((MORNING,)), valid_from=TODAY, reference=TODAY, **BY)
    changed = desk.timetable.usual_changed(JORDAN.id, looked, now=NOW + timedelta(days=1))
    assert changed == "Maria Keller changed these hours at 09:02 on 23 November."
