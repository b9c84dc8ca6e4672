from datetime import date, timedelta

import pytest
import vobject
from ical.calendar_stream import IcsCalendarStream

from clinicdesk.desk.calendars import Detail
from clinicdesk.errors import NotAllowed, NotFound
from tests.desk.front_desk import CLAIRE, EXERCISE, JORDAN, MAPLE, MARIA, NOW, audited, booked, judged, local

MONDAY = date(2026, 11, 23)


def read(file):
    return vobject.readOne(file.content.decode())


def test_a_session_is_told_without_what_is_given_unless_that_is_chosen(desk):
    session = booked(desk, judged(desk), local(10), room=MAPLE)
    private = desk.calendars.session(session.id, Detail.PRIVATE, actor=MARIA, now=NOW)
    full = desk.calendars.session(session.id, Detail.FULL, actor=MARIA, now=NOW)
    assert read(private).vevent.summary.value == "Appointment at Back Clinic"
    for word in ("massage", "Jordan", "Ana", "Ruiz", "Maple"):
        assert word.encode() not in private.content
    assert read(full).vevent.summary.value == "Swedish massage with Jordan Lee"


def test_the_sequence_grows_with_each_change_and_the_uid_stays(desk):
    patient = judged(desk)
    session = booked(desk, patient, local(10))
    first = read(desk.calendars.patient(patient.id, Detail.PRIVATE, actor=MARIA, now=NOW)).vevent
    cancelled = desk.day.cancel(session, reason="ill", actor=MARIA, now=NOW)
    file = desk.calendars.session(session.id, Detail.PRIVATE, actor=MARIA, now=NOW)
    second = read(file).vevent
    assert first.uid.value == second.uid.value == session.id
    assert int(second.sequence.value) == cancelled.version > int(first.sequence.value)
    assert (read(file).method.value, second.status.value) == ("CANCEL", "CANCELLED")


def test_a_persons_calendar_holds_what_is_before_them_and_what_was_cancelled_of_it(desk):
    patient = judged(desk)
    desk.day.cancel(booked(desk, patient, local(11)), reason="ill", actor=MARIA, now=NOW)
    booked(desk, patient, local(10, days=1))
    later = NOW + timedelta(hours=1)
    file = desk.calendars.patient(patient.id, Detail.PRIVATE, actor=MARIA, now=later)
    events = IcsCalendarStream.calendar_from_ics(file.content.decode()).events
    assert [(each.dtstart, each.status.value) for each in events] == [
        (local(11), "CANCELLED"),
        (local(10, days=1), "CONFIRMED"),
    ]
    assert read(file).method.value == "PUBLISH"
    after = desk.calendars.patient(patient.id, Detail.PRIVATE, actor=MARIA, now=local(9, days=1))
    assert after.count == 1


def test_with_nothing_before_them_a_person_gets_no_file(desk):
    with pytest.raises(NotAllowed, match="no coming session"):
        desk.calendars.patient(judged(desk).id, Detail.PRIVATE, actor=MARIA, now=NOW)


def test_a_therapists_week_names_patients_by_number_unless_names_are_chosen(desk):
    ana, ben = judged(desk), judged(desk, "Ben", "Okafor")
    booked(desk, ana, local(10), room=MAPLE)
    booked(desk, ben, local(16, days=5))
    booked(desk, ben, local(10, days=7))
    booked(desk, ben, local(9, 30), therapist=CLAIRE, session_type=EXERCISE)
    private = desk.calendars.week(JORDAN.id, MONDAY, Detail.PRIVATE, actor=MARIA, now=NOW)
    names = [each.summary.value for each in read(private).vevent_list]
    assert names == [f"Patient no. {ana.number}", f"Patient no. {ben.number}"]
    assert read(private).vevent.location.value == "Maple"
    full = desk.calendars.week(JORDAN.id, MONDAY, Detail.FULL, actor=MARIA, now=NOW)
    assert read(full).vevent.summary.value == f"Ana Ruiz (no. {ana.number}): Swedish massage"


def test_an_empty_week_and_an_unknown_therapist_are_said_so(desk):
    with pytest.raises(NotAllowed, match="Jordan Lee has no session in that week"):
        desk.calendars.week(JORDAN.id, MONDAY, Detail.PRIVATE, actor=MARIA, now=NOW)
    with pytest.raises(NotFound):
        desk.calendars.week("nobody", MONDAY, Detail.PRIVATE, actor=MARIA, now=NOW)


def test_every_file_is_in_the_trail_without_names(desk):
    session = booked(desk, judged(desk), local(10))
    desk.calendars.session(session.id, Detail.FULL, actor=MARIA, now=NOW)
    assert audited(desk) == [("Maria Keller", "calendar.export", {"sessions": 1, "detail": "full"})]
