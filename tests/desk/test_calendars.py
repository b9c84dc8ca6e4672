from datetime import UTC, date, timedelta

import pytest
import vobject
from ical.calendar_stream import IcsCalendarStream

from clinicdesk.desk.calendars import Detail
from clinicdesk.desk.series_views import PartWish, SeriesWish
from clinicdesk.domain.suitability import Kind
from clinicdesk.errors import NotAllowed, NotFound
from tests.desk.front_desk import (
    CLAIRE,
    EXERCISE,
    JORDAN,
    MAPLE,
    MARIA,
    NOW,
    SAM,
    SWEDISH,
    audited,
    booked,
    judged,
    local,
)

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
    assert audited(desk) == [("Maria Keller", "calendar.export", {"sessions": [session.id], "detail": "full"})]


# -- ghosts ----------------------------------------------------------------------------------------


class Program:
    """A calendar program, as the standard has it: an entry is known by its UID, the higher sequence counts."""

    def __init__(self):
        self.entries = {}

    def take(self, file):
        text = file.content.decode()
        found = {
            each.uid: (each.sequence, each.status.value, each.dtstart)
            for each in IcsCalendarStream.calendar_from_ics(text).events
        }
        again = {
            each.uid.value: (int(each.sequence.value), each.status.value, each.dtstart.value)
            for each in vobject.readOne(text).vevent_list
        }
        assert found == again, "both read the same"
        for uid, entry in found.items():
            if entry[0] >= self.entries.get(uid, entry)[0]:
                self.entries[uid] = entry
        return self

    @property
    def shown(self):
        """When something stands in it."""
        return sorted(at.astimezone(UTC) for _, status, at in self.entries.values() if status != "CANCELLED")


def week_of(desk, therapist, monday=MONDAY):
    return desk.calendars.week(therapist.id, monday, Detail.PRIVATE, actor=MARIA, now=NOW)


def file_of(desk, patient, now=NOW):
    return desk.calendars.patient(patient.id, Detail.PRIVATE, actor=MARIA, now=now)


def moved(desk, session, starts_at, therapist=JORDAN):
    place = {"starts_at": starts_at, "therapist_id": therapist.id, "room_id": session.room_id}
    return desk.moving.move(session, **place, actor=MARIA, now=NOW)


def test_a_session_given_to_a_colleague_is_cancelled_in_the_next_file_of_the_week(desk):
    session = booked(desk, judged(desk), local(10), room=MAPLE)
    jordan, sam = Program().take(week_of(desk, JORDAN)), Program()
    with_sam = moved(desk, session, local(12), SAM)
    assert jordan.take(week_of(desk, JORDAN)).shown == []
    ((sequence, status, at),) = jordan.entries.values()
    assert (sequence, status, at) == (with_sam.version, "CANCELLED", local(10))
    assert sequence > session.version
    assert sam.take(week_of(desk, SAM)).shown == [local(12)]
    # In one calendar for both it stands with one of them, in whatever order the files are read.
    both = Program()
    for therapist in (JORDAN, SAM, JORDAN):
        assert both.take(week_of(desk, therapist)).entries
    assert both.shown == [local(12)]
    moved(desk, with_sam, local(14))
    assert jordan.take(week_of(desk, JORDAN)).shown == [local(14)]
    assert sam.take(week_of(desk, SAM)).shown == []


def test_what_goes_to_another_week_of_the_therapist_moves_in_the_calendar(desk):
    session = booked(desk, judged(desk), local(10))
    jordan = Program().take(week_of(desk, JORDAN))
    moved(desk, session, local(10, days=8))
    assert jordan.take(week_of(desk, JORDAN)).shown == [local(10, days=8)]
    assert jordan.take(week_of(desk, JORDAN, MONDAY + timedelta(days=7))).shown == [local(10, days=8)]


def test_a_booking_taken_back_is_cancelled_for_the_person_and_for_the_therapist(desk):
    patient = judged(desk)
    session = booked(desk, patient, local(10))
    person, jordan = Program().take(file_of(desk, patient)), Program().take(week_of(desk, JORDAN))
    desk.undoing.undo(actor=MARIA, now=NOW)
    file = file_of(desk, patient)
    assert read(file).method.value == "CANCEL"
    assert person.take(file).shown == []
    assert person.entries[session.id][0] > session.version
    assert jordan.take(week_of(desk, JORDAN)).shown == []
    desk.undoing.redo(actor=MARIA, now=NOW)
    assert person.take(file_of(desk, patient)).shown == [local(10)]
    assert jordan.take(week_of(desk, JORDAN)).shown == [local(10)]


def test_a_booking_that_was_told_in_a_file_of_its_own_is_cancelled_with_the_persons_others(desk):
    patient = judged(desk)
    booked(desk, patient, local(10, days=1))
    session = booked(desk, patient, local(10))
    person = Program().take(desk.calendars.session(session.id, Detail.PRIVATE, actor=MARIA, now=NOW))
    desk.undoing.undo(actor=MARIA, now=NOW)
    assert person.take(file_of(desk, patient)).shown == [local(10, days=1)]


def test_what_was_put_back_into_the_past_moves_there_in_the_calendar(desk):
    patient = judged(desk)
    session = booked(desk, patient, local(10))
    moved(desk, session, local(15))
    person = Program().take(file_of(desk, patient))
    noon = local(12)
    desk.undoing.undo(actor=MARIA, now=noon)
    assert person.take(file_of(desk, patient, noon)).shown == [local(10)]


def test_what_no_file_told_of_is_not_told_as_cancelled(desk):
    ana, ben = judged(desk), judged(desk, "Ben", "Okafor")
    booked(desk, ana, local(10))
    desk.undoing.undo(actor=MARIA, now=NOW)
    moved(desk, booked(desk, ana, local(10)), local(12), SAM)
    booked(desk, ben, local(11))
    assert len(Program().take(week_of(desk, JORDAN)).entries) == 1
    assert len(Program().take(file_of(desk, ana)).entries) == 1
    gone = judged(desk, "Cy", "Moor")
    booked(desk, gone, local(9, 30, days=1))
    desk.undoing.undo(actor=MARIA, now=NOW)
    with pytest.raises(NotAllowed, match="no coming session"):
        file_of(desk, gone)


def test_what_took_place_is_not_told_again_and_again(desk):
    patient = judged(desk)
    booked(desk, patient, local(10))
    booked(desk, patient, local(10, days=2))
    file_of(desk, patient)
    assert file_of(desk, patient, local(12)).count == 1


def test_a_whole_series_that_is_undone_leaves_nothing_behind(desk):
    patient = judged(desk)
    wish = SeriesWish(patient.id, (PartWish(Kind.MASSAGE, SWEDISH.id, 4, min_days=7),), MONDAY, weeks=4)
    desk.series.book(desk.series.propose(wish, now=NOW), actor=MARIA, now=NOW)
    person = Program().take(file_of(desk, patient))
    assert len(person.shown) == 4
    desk.undoing.undo(actor=MARIA, now=NOW)
    assert person.take(file_of(desk, patient)).shown == []
