from datetime import date, time
from zoneinfo import ZoneInfo

import pytest

from clinicdesk.desk.day_sheets import Whose
from clinicdesk.desk.working_time import PeriodKind
from clinicdesk.domain.suitability import Verdict
from clinicdesk.domain.working_hours import Absence, AbsenceReason, ClockSpan
from clinicdesk.errors import NotAllowed
from tests.desk.front_desk import (
    CLAIRE,
    EXERCISE,
    JORDAN,
    MAPLE,
    MARIA,
    NOW,
    WILLOW,
    audited,
    booked,
    harmless,
    judged,
    local,
    person,
)

MONDAY = date(2026, 11, 23)
ZONE = ZoneInfo("America/New_York")


def sheets(desk, whose, only=None, on=MONDAY, actor=MARIA):
    return desk.day_sheets.sheets(on, whose, only, actor=actor, now=NOW)


@pytest.fixture
def people(desk):
    ana, ben = judged(desk), judged(desk, "Ben", "Okafor")
    booked(desk, ana, local(10), room=MAPLE)
    booked(desk, ben, local(9, 30), room=WILLOW, therapist=CLAIRE, session_type=EXERCISE)
    booked(desk, ben, local(11, 30))
    return ana, ben


def test_the_list_of_everybody_is_in_order_of_time(desk, people):
    (sheet,) = sheets(desk, Whose.CLINIC)
    assert [(line.name, line.therapist, line.room) for line in sheet.lines] == [
        ("Ben Okafor", "Claire Dubois", "Willow"),
        ("Ana Ruiz", "Jordan Lee", "Maple"),
        ("Ben Okafor", "Jordan Lee", ""),
    ]
    assert (sheet.name, sheet.made_by, sheet.made_at) == ("Back Clinic", "Maria Keller", NOW)


def test_each_therapist_and_each_room_with_a_session_gets_a_sheet(desk, people):
    assert [(each.name, len(each.lines)) for each in sheets(desk, Whose.THERAPIST)] == [
        ("Claire Dubois", 1),
        ("Jordan Lee", 2),
    ]
    assert [(each.name, len(each.lines)) for each in sheets(desk, Whose.ROOM)] == [("Maple", 1), ("Willow", 1)]


def test_one_therapist_gets_a_sheet_on_a_free_day_too(desk, people):
    (sheet,) = sheets(desk, Whose.THERAPIST, JORDAN.id, on=date(2026, 11, 24))
    assert (sheet.name, sheet.lines) == ("Jordan Lee", ())
    assert sheets(desk, Whose.THERAPIST, on=date(2026, 11, 24)) == ()


def test_what_is_off_stands_apart(desk, people):
    desk.day.cancel(desk.store.sessions.between(local(10), local(11))[0], reason="ill", actor=MARIA, now=NOW)
    (sheet,) = sheets(desk, Whose.THERAPIST, JORDAN.id)
    assert [line.name for line in sheet.lines] == ["Ben Okafor"]
    assert [(line.name, line.standing) for line in sheet.off] == [("Ana Ruiz", "Cancelled")]


def test_a_line_tells_the_verdict_the_precautions_and_what_the_desk_noted(desk):
    patient = person(desk, notes="Prefers\n the morning")
    desk.intakes.complete(patient, harmless(desk, blood_thinner="antiplatelet"), actor=MARIA, now=NOW)
    booked(desk, patient, local(10))
    (line,) = sheets(desk, Whose.CLINIC)[0].lines
    assert line.verdict is Verdict.SUITABLE_WITH_PRECAUTIONS
    assert "Use moderate pressure at most; expect bruises more easily." in line.precautions
    assert line.note == "Prefers the morning"


def test_a_person_nobody_asked_is_held_for_the_therapist(desk):
    booked(desk, person(desk, phone="503 555 0142"), local(10))
    (line,) = sheets(desk, Whose.CLINIC)[0].lines
    assert (line.verdict, line.standing) == (
        Verdict.NEEDS_CLINICIAN_REVIEW,
        "Held: the therapist decides first",
    )
    assert line.phone == "(503) 555-0142"


def test_making_sheets_is_in_the_trail_by_whoever_did_it_or_the_program(desk, people):
    sheets(desk, Whose.ROOM, MAPLE.id)
    sheets(desk, Whose.CLINIC, actor=None)
    assert audited(desk, 2) == [
        ("", "day_sheet.make", {"whose": "clinic"}),
        ("Maria Keller", "day_sheet.make", {"whose": "room", "only": "room-maple"}),
    ]


def test_a_card_tells_what_is_still_to_come(desk, people):
    _ana, ben = people
    coming = desk.day_sheets.coming(ben.id, actor=MARIA, now=local(10))
    assert [line.session.starts_at for line in coming.lines] == [local(11, 30)]
    with pytest.raises(NotAllowed, match="Ben has no coming session"):
        desk.day_sheets.coming(ben.id, actor=MARIA, now=local(12))


def told(pauses):
    """Stretches by the clinic's clock."""
    return [
        (f"{each.starts_at.astimezone(ZONE):%H:%M}", f"{each.ends_at.astimezone(ZONE):%H:%M}", each.kind)
        for each in pauses
    ]


FREE, BREAK, AWAY = PeriodKind.WORKING, PeriodKind.BREAK, PeriodKind.TIME_OFF


@pytest.fixture
def hours(desk):
    """Jordan from nine to one and from two to six, on Mondays."""
    spans = tuple(ClockSpan(time(first), time(last)) for first, last in ((9, 13), (14, 18)))
    week = ((spans, *((),) * 6),)
    desk.timetable.set_weekly(JORDAN.id, week, valid_from=MONDAY, reference=MONDAY, actor=MARIA, now=NOW)


@pytest.mark.usefixtures("hours", "people")
def test_a_therapists_sheet_tells_free_time_and_breaks(desk):
    (sheet,) = sheets(desk, Whose.THERAPIST, JORDAN.id)
    # Ten to eleven and half past eleven to half past twelve are taken, with ten minutes to tidy up behind each; in the
    # twenty minutes that are left behind them no session fits.
    assert told(sheet.pauses) == [("09:00", "10:00", FREE), ("13:00", "14:00", BREAK), ("14:00", "18:00", FREE)]


@pytest.mark.usefixtures("hours", "people")
def test_an_hour_away_is_told_and_a_whole_day_off_is_not(desk):
    part = Absence("a", JORDAN.id, AbsenceReason.TRAINING, MONDAY, MONDAY, ClockSpan(time(14), time(16)))
    desk.timetable.add_absence(part, actor=MARIA, now=NOW)
    (sheet,) = sheets(desk, Whose.THERAPIST, JORDAN.id)
    assert told(sheet.pauses)[-2:] == [("14:00", "16:00", AWAY), ("16:00", "18:00", FREE)]
    desk.timetable.add_absence(Absence("b", JORDAN.id, AbsenceReason.LEAVE, MONDAY, MONDAY), actor=MARIA, now=NOW)
    (sheet,) = sheets(desk, Whose.THERAPIST, JORDAN.id)
    assert sheet.pauses == ()


@pytest.mark.usefixtures("hours", "people")
def test_the_list_of_everybody_tells_for_each_therapist_when_they_are_free(desk):
    (sheet,) = sheets(desk, Whose.CLINIC)
    free = dict(sheet.free)
    assert told(free["Jordan Lee"])[0] == ("09:00", "10:00", FREE)
    assert list(free) == sorted(free)
    assert sheet.pauses == ()


def test_a_room_is_free_while_the_clinic_is_open_and_nobody_is_in_it(desk, people):
    sheet = next(each for each in sheets(desk, Whose.ROOM) if each.name == "Maple")
    opens, closes = (f"{each:%H:%M}" for each in (desk.clinic.current().opens_at, desk.clinic.current().closes_at))
    assert told(sheet.pauses) == [(opens, "10:00", FREE), ("11:10", closes, FREE)]


def test_the_next_days_that_need_paper_pass_over_closed_days_on_which_nobody_is_booked(desk, people):
    week = ((ClockSpan(time(9), time(17)),),) * 5 + ((), ())
    desk.timetable.set_weekly(None, (week,), valid_from=MONDAY, reference=MONDAY, actor=MARIA, now=NOW)
    friday = date(2026, 11, 27)
    days = desk.day_sheets.next_days(friday, 3)
    assert [day.day for day in days] == [27, 30, 1]
    desk.timetable.add_absence(
        Absence("c", None, AbsenceReason.CLOSURE, date(2026, 11, 1), date(2027, 11, 1)), actor=MARIA, now=NOW
    )
    assert desk.day_sheets.next_days(MONDAY, 3) == [MONDAY]
