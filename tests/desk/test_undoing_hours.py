"""Decisions about hours, taken back and made again."""

from datetime import time, timedelta

import pytest

from clinicdesk.domain.working_hours import Absence, AbsenceReason, ClockSpan, HolidayChoice, same_every_day
from clinicdesk.errors import NotAllowed
from tests.desk.front_desk import JORDAN, MARIA, NOW, SAM, TODAY, booked, judged, local

LATER = NOW + timedelta(minutes=7)
TOMORROW = TODAY + timedelta(days=1)
MORNING = same_every_day((ClockSpan(time(9), time(12)),))
AFTERNOON = same_every_day((ClockSpan(time(13), time(17)),))


def undo(desk):
    return desk.undoing.undo(actor=MARIA, now=LATER)


def redo(desk):
    return desk.undoing.redo(actor=MARIA, now=LATER)


def next_undo(desk):
    return desk.undoing.next_undo(actor=MARIA, now=LATER)


def set_weekly(desk, owner, weeks, *, actor=MARIA, valid_from=TOMORROW):
    return desk.timetable.set_weekly(owner, weeks, valid_from=valid_from, reference=valid_from, actor=actor, now=NOW)


def weeks_of(desk, owner, on=TOMORROW):
    return desk.timetable.weekly(owner, on).weeks


def test_usual_hours_go_back_to_those_before_and_forward_again(desk):
    before = weeks_of(desk, JORDAN.id)
    set_weekly(desk, JORDAN.id, MORNING)
    assert next_undo(desk) == "changed the usual week of Jordan Lee from 24 November"
    undo(desk)
    assert weeks_of(desk, JORDAN.id) == before
    redo(desk)
    assert weeks_of(desk, JORDAN.id) == MORNING


def test_of_two_changes_for_one_day_the_later_goes_back_to_the_first(desk):
    set_weekly(desk, JORDAN.id, MORNING)
    set_weekly(desk, JORDAN.id, AFTERNOON)
    undo(desk)
    assert weeks_of(desk, JORDAN.id) == MORNING
    undo(desk)
    assert weeks_of(desk, JORDAN.id) == weeks_of(desk, None)


def test_the_hours_of_the_clinic_go_back_with_what_its_days_reach_over(desk):
    clinic, before = desk.clinic.current(), weeks_of(desk, None)
    set_weekly(desk, None, MORNING)
    assert desk.clinic.current().closes_at == time(12)
    assert next_undo(desk) == "changed the usual week of the clinic from 24 November"
    undo(desk)
    assert (desk.clinic.current(), weeks_of(desk, None)) == (clinic, before)


def test_hours_somebody_else_decided_since_stay(desk):
    set_weekly(desk, JORDAN.id, MORNING)
    set_weekly(desk, JORDAN.id, AFTERNOON, actor=SAM)
    with pytest.raises(NotAllowed, match="usual week of Jordan Lee"):
        undo(desk)
    assert weeks_of(desk, JORDAN.id) == AFTERNOON


def test_the_hours_of_a_date_go_back(desk):
    spans = (ClockSpan(time(10), time(11)),)
    desk.timetable.set_special(JORDAN.id, TOMORROW, spans, actor=MARIA, now=NOW)
    desk.timetable.set_special(JORDAN.id, TOMORROW, None, actor=MARIA, now=NOW)
    assert desk.timetable.exceptions(now=NOW) == []
    assert next_undo(desk) == "took back the hours of Jordan Lee on 24 November"
    undo(desk)
    assert [each.spans for each in desk.timetable.exceptions(now=NOW)] == [spans]
    undo(desk)
    assert desk.timetable.exceptions(now=NOW) == []


def test_the_choice_of_holidays_goes_back(desk):
    desk.timetable.choose_holidays(HolidayChoice("NY", frozenset({"Christmas Day"})), actor=MARIA, now=NOW)
    assert next_undo(desk) == "changed which holidays the clinic keeps closed"
    undo(desk)
    assert desk.store.hours.holidays() == HolidayChoice()
    redo(desk)
    assert desk.store.hours.holidays().subdivision == "NY"


def test_a_session_that_was_kept_stands_on_the_list_again(desk):
    ana = judged(desk)
    booked(desk, ana, local(11, days=1))
    away = Absence("away", JORDAN.id, AbsenceReason.ILLNESS, TOMORROW, TOMORROW)
    (hit,) = desk.timetable.add_absence(away, actor=SAM, now=NOW)
    desk.displaced.keep(hit, actor=MARIA, now=NOW)
    assert desk.displaced.waiting(now=NOW) == []
    assert next_undo(desk) == "kept the session of Ana Ruiz all the same"
    undo(desk)
    assert [each.obstacle for each in desk.displaced.waiting(now=NOW)] == [hit.obstacle]
    redo(desk)
    assert desk.displaced.waiting(now=NOW) == []


def test_sessions_that_hours_taken_back_leave_without_room_stand_on_the_list(desk):
    long_days = same_every_day((ClockSpan(time(8), time(21)),))
    set_weekly(desk, None, long_days, actor=SAM)
    evening = booked(desk, judged(desk), local(19, days=1))
    assert desk.displaced.waiting(now=NOW) == []
    desk.undoing.undo(actor=SAM, now=LATER)
    (hit,) = desk.displaced.waiting(now=NOW)
    assert hit.row.session.id == evening.id
