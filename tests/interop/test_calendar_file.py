"""Calendar files, read back by two programs that did not write them."""

from datetime import UTC, datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st
from ical.calendar_stream import IcsCalendarStream

from clinicdesk.interop.calendar_file import Appointment, Method, calendar_file, method_for

NOW = datetime(2026, 1, 5, 9, 30, 15, 250_000, tzinfo=UTC)
NAMES = count()
ZONES = ("America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "America/Santiago", "UTC", "Asia/Kolkata")
CHANGES = {
    "America/New_York": (datetime(2026, 3, 8, 7, tzinfo=UTC), datetime(2026, 11, 1, 6, tzinfo=UTC)),
    "Europe/Berlin": (datetime(2026, 3, 29, 1, tzinfo=UTC), datetime(2026, 10, 25, 1, tzinfo=UTC)),
    "Australia/Lord_Howe": (datetime(2026, 4, 4, 15, tzinfo=UTC), datetime(2026, 10, 3, 15, 30, tzinfo=UTC)),
    "America/Santiago": (datetime(2026, 4, 5, 3, tzinfo=UTC), datetime(2026, 9, 6, 4, tzinfo=UTC)),
}
"""The instants at which the clock is put forward or back."""
AROUND = [
    pytest.param(zone, change + timedelta(minutes=minutes), id=f"{zone}-{change:%b}{minutes:+}")
    for zone, changes in CHANGES.items()
    for change in changes
    for minutes in (-90, -60, -45, -30, -15, 0, 15, 30, 45, 60, 90)
]
instants = st.datetimes(datetime(2024, 1, 1), datetime(2034, 1, 1)).map(  # noqa: DTZ001 - the zone is added below
    lambda at: at.replace(second=0, microsecond=0, tzinfo=UTC)
)


def appointment(starts_at, minutes=60, **given):
    return Appointment("uid-1", 1, starts_at, starts_at + timedelta(minutes=minutes), "Appointment", **given)


def written(*appointments, zone="America/New_York", method=Method.PUBLISH):
    return calendar_file(appointments, zone=ZoneInfo(zone), method=method, made_at=NOW).decode()


def by_ical(text):
    """When each event is, as the library of Home Assistant's calendar reads it."""
    events = IcsCalendarStream.calendar_from_ics(text).events
    return [(each.dtstart.astimezone(UTC), each.dtend.astimezone(UTC)) for each in events]


def by_vobject(text, zone):
    """When each event is, as the library of many CalDAV servers reads it.

    Under a name that no program has ever heard of, so that it goes by the file's own table of changes.
    """
    if zone != "UTC":
        text = text.replace(zone, f"Clinic/Zone-{next(NAMES)}")
    events = vobject.readOne(text).vevent_list
    return [(each.dtstart.value.astimezone(UTC), each.dtend.value.astimezone(UTC)) for each in events]


@pytest.mark.parametrize(("zone", "starts_at"), AROUND)
def test_two_other_programs_read_the_right_time_around_every_change_of_the_clock(zone, starts_at):
    text = written(appointment(starts_at, 45), zone=zone)
    expected = [(starts_at, starts_at + timedelta(minutes=45))]
    assert by_ical(text) == expected
    assert by_vobject(text, zone) == expected


@given(st.lists(st.tuples(instants, st.integers(5, 600)), min_size=1, max_size=6), st.sampled_from(ZONES))
def test_two_other_programs_read_any_times_in_any_zone(stretches, zone):
    entries = [appointment(begin, minutes) for begin, minutes in stretches]
    text = written(*entries, zone=zone)
    expected = sorted((each.starts_at, each.ends_at) for each in entries)
    assert sorted(by_ical(text)) == expected
    assert sorted(by_vobject(text, zone)) == expected


def test_the_file_names_the_zone_and_tells_its_changes_by_the_clock_before_them():
    text = written(appointment(datetime(2026, 3, 29, 8, tzinfo=UTC)), zone="Europe/Berlin")
    assert "TZID:Europe/Berlin\r\n" in text
    assert "DTSTART;TZID=Europe/Berlin:20260329T100000\r\n" in text
    spring = "BEGIN:DAYLIGHT\r\nDTSTART:20260329T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\n"
    autumn = "BEGIN:STANDARD\r\nDTSTART:20261025T030000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\n"
    assert spring in text
    assert autumn in text


def test_the_second_pass_of_a_repeated_hour_is_told_in_utc():
    first, second = (datetime(2026, 11, 1, hour, 30, tzinfo=UTC) for hour in (5, 6))
    text = written(appointment(first, 15), appointment(second, 15))
    assert "DTSTART;TZID=America/New_York:20261101T013000\r\n" in text
    assert "DTSTART:20261101T063000Z\r\n" in text


def test_a_changed_appointment_keeps_its_uid_and_has_a_higher_sequence():
    before = Appointment("uid-7", 1, NOW, NOW + timedelta(hours=1), "Appointment")
    after = Appointment("uid-7", 2, NOW + timedelta(hours=3), NOW + timedelta(hours=4), "Appointment")
    read = [IcsCalendarStream.calendar_from_ics(written(each)).events[0] for each in (before, after)]
    assert [(each.uid, each.sequence) for each in read] == [("uid-7", 1), ("uid-7", 2)]


def test_a_cancelled_appointment_is_taken_out_of_the_calendar_it_was_put_into():
    off = appointment(NOW, cancelled=True)
    text = written(off, method=method_for([off]))
    parsed = vobject.readOne(text)
    assert (parsed.method.value, parsed.vevent.status.value, parsed.vevent.transp.value) == (
        "CANCEL",
        "CANCELLED",
        "TRANSPARENT",
    )


def test_one_cancelled_among_others_is_published_as_cancelled():
    entries = [appointment(NOW, cancelled=True), appointment(NOW + timedelta(days=1), tentative=True)]
    parsed = vobject.readOne(written(*entries, method=method_for(entries)))
    assert parsed.method.value == "PUBLISH"
    assert [each.status.value for each in parsed.vevent_list] == ["CANCELLED", "TENTATIVE"]


def test_words_with_commas_line_breaks_and_any_script_come_back_unharmed():
    words = "Rücken, Nacken; 背中の痛み עיסוי\nzweite Zeile " + "lang " * 40
    text = written(appointment(NOW, place=words, note=words))
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    event = IcsCalendarStream.calendar_from_ics(text).events[0]
    assert (event.location, event.description) == (words, words)
    assert vobject.readOne(text).vevent.description.value == words


def test_an_empty_calendar_is_still_a_calendar():
    assert IcsCalendarStream.calendar_from_ics(written()).events == []
