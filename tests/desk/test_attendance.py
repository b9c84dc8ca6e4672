from dataclasses import replace
from datetime import timedelta

import pytest

from clinicdesk.desk.attendance import Attendance
from clinicdesk.domain.session import CancelCause
from tests.desk.front_desk import CLINIC, MARIA, NOW, booked, judged, local


def cancel(desk, session, cause, now=NOW):
    return desk.day.cancel(session, reason="words", cause=cause, actor=MARIA, now=now)


@pytest.mark.parametrize("cause", CancelCause)
def test_only_what_the_person_calls_off_with_too_little_notice_is_late(desk, cause):
    ana = judged(desk)
    soon = booked(desk, ana, local(10))
    assert cancel(desk, soon, cause).cancelled_late == (cause in {CancelCause.ASKED, CancelCause.ILL})
    in_time = booked(desk, ana, local(10, days=2))
    assert not cancel(desk, in_time, cause).cancelled_late


def test_the_clinic_says_how_much_notice_it_asks_for(desk):
    ana = judged(desk)
    desk.clinic.update(replace(CLINIC, notice_hours=2), actor=MARIA, now=NOW)
    at_the_limit = booked(desk, ana, NOW + timedelta(hours=2))
    assert not cancel(desk, at_the_limit, CancelCause.ILL).cancelled_late
    assert cancel(desk, booked(desk, ana, NOW + timedelta(minutes=118)), CancelCause.ILL).cancelled_late


def test_no_shows_and_late_cancellations_are_counted_for_twelve_months(desk):
    ana, bo = judged(desk), judged(desk, "Bo")
    for hour in (9, 11):
        desk.day.no_show(booked(desk, ana, local(hour, 30)), actor=MARIA, now=NOW)
    cancel(desk, booked(desk, ana, local(14)), CancelCause.ASKED)
    cancel(desk, booked(desk, ana, local(16)), CancelCause.CLINIC)
    desk.day.no_show(booked(desk, bo, local(14)), actor=MARIA, now=NOW)
    found = desk.day.attendance(ana.id, now=NOW)
    assert found == Attendance(no_shows=2, late_cancellations=1)
    assert found.words == "2 no-shows, 1 late cancellation in the last 12 months"
    assert desk.day.attendance(ana.id, now=NOW + timedelta(days=367)).words == ""
    desk.undoing.undo(actor=MARIA, now=NOW)
    assert desk.day.attendance(bo.id, now=NOW) == Attendance()


@pytest.mark.parametrize(
    ("attendance", "words"),
    [
        (Attendance(1, 0), "1 no-show in the last 12 months"),
        (Attendance(0, 2), "2 late cancellations in the last 12 months"),
        (Attendance(), ""),
    ],
)
def test_the_words_are_those_a_desk_would_use(attendance, words):
    assert attendance.words == words
