"""What stands against a session because of hours, skills and equipment, and the free time that is left."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from clinicdesk.domain.intake import Answer
from clinicdesk.domain.staff import Equipment
from clinicdesk.domain.suitability import Technique
from clinicdesk.domain.working_hours import (
    Absence,
    AbsenceReason,
    ClockSpan,
    HolidayChoice,
    SpecialHours,
    WeeklyHours,
    same_every_day,
)
from clinicdesk.errors import NotAllowed, SlotTaken
from tests.desk.front_desk import (
    CLAIRE,
    JORDAN,
    MARIA,
    NOW,
    SAM,
    SWEDISH,
    TODAY,
    TYPES,
    asked,
    booked,
    judged,
    local,
)

TOMORROW = TODAY + timedelta(days=1)
MORNING, AFTERNOON = ClockSpan(time(9), time(12)), ClockSpan(time(13), time(17))
ELECTRO = TYPES[Technique.ELECTROTHERAPY]


def decide(desk, *decided):
    """Put decisions about hours on file."""
    adders = {
        WeeklyHours: "add_weekly",
        SpecialHours: "add_special",
        Absence: "add_absence",
        HolidayChoice: "put_holidays",
    }
    with desk.store.write():
        for each in decided:
            getattr(desk.store.hours, adders[type(each)])(each)


def weekly(owner, *spans, key="w"):
    return WeeklyHours(key, owner, TODAY, same_every_day(spans), TODAY)


def leave(owner=JORDAN.id, *, last=TOMORROW, part=None, reason=AbsenceReason.LEAVE, note=""):
    return Absence(f"a-{owner}", owner, reason, TOMORROW, last, part, note)


def closure(last=TOMORROW, **fields):
    return leave(None, last=last, reason=AbsenceReason.CLOSURE, **fields)


def against(desk, starts_at, **wanted):
    clashes = desk.booking.clashes(asked(judged(desk), starts_at, **wanted), now=NOW)
    return [(clash.resource, clash.message) for clash in clashes]


@pytest.mark.parametrize(
    ("decided", "clock", "sentence"),
    [
        ([leave(last=date(2026, 12, 3))], (10, 0), "Jordan Lee is on leave until 3 December."),
        ([leave(last=date(2027, 1, 4))], (10, 0), "Jordan Lee is on leave until 4 January 2027."),
        ([leave(reason=AbsenceReason.ILLNESS)], (10, 0), "Jordan Lee is ill on 24 November."),
        (
            [leave(part=ClockSpan(time(14), time(16)), reason=AbsenceReason.TRAINING)],
            (13, 30),
            "Jordan Lee is at a training from 14:00 to 16:00.",
        ),
        ([weekly(JORDAN.id, MORNING, AFTERNOON)], (12, 15), "Jordan Lee has a break from 12:00 to 13:00."),
        ([weekly(JORDAN.id, MORNING, AFTERNOON)], (11, 30), "Jordan Lee has a break from 12:00 to 13:00."),
        (
            [weekly(JORDAN.id, MORNING)],
            (11, 30),
            "Jordan Lee works from 09:00 to 12:00; this session would end at 12:30.",
        ),
        ([weekly(JORDAN.id, MORNING)], (8, 30), "Jordan Lee works from 09:00 to 12:00; not at 08:30."),
        ([weekly(JORDAN.id)], (10, 0), "Jordan Lee does not work on Tuesday 24 November."),
        ([SpecialHours("s", JORDAN.id, TOMORROW, ())], (10, 0), "Jordan Lee does not work on Tuesday 24 November."),
        ([closure(last=date(2026, 12, 3))], (10, 0), "The clinic is closed until 3 December."),
        ([closure(note="Renovation")], (10, 0), "The clinic is closed on 24 November: Renovation."),
        ([weekly(None)], (10, 0), "The clinic is closed on Tuesday 24 November."),
        (
            [weekly(None, MORNING, AFTERNOON)],
            (12, 0),
            "The clinic is open from 09:00 to 12:00 and from 13:00 to 17:00; it is closed at 12:00.",
        ),
    ],
)
def test_the_reason_is_named(desk, decided, clock, sentence):
    decide(desk, *decided)
    assert against(desk, local(*clock, days=1)) == [("hours", sentence)]


def test_a_public_holiday_is_named(desk):
    decide(desk, HolidayChoice("", frozenset({"Thanksgiving Day"})))
    assert against(desk, local(10, days=3)) == [("hours", "The clinic is closed on 26 November: Thanksgiving Day.")]


def test_a_closed_clinic_and_an_absent_therapist_are_both_named(desk):
    decide(desk, closure(), leave(last=date(2026, 12, 3)))
    assert [sentence for _, sentence in against(desk, local(10, days=1))] == [
        "The clinic is closed on 24 November.",
        "Jordan Lee is on leave until 3 December.",
    ]


def test_nothing_is_booked_while_the_therapist_is_away(desk):
    decide(desk, leave())
    with pytest.raises(NotAllowed, match="on leave"):
        booked(desk, judged(desk), local(10, days=1))
    assert booked(desk, judged(desk, "Bo"), local(10, days=1), therapist=SAM)


def test_the_turn_over_may_run_into_a_break(desk):
    decide(desk, weekly(JORDAN.id, MORNING, AFTERNOON))
    session = booked(desk, judged(desk), local(11, days=1))
    assert session.free_at == local(12, 10, days=1)


def test_free_time_is_working_time(desk):
    decide(desk, weekly(JORDAN.id, MORNING, AFTERNOON), leave(SAM.id), closure(part=ClockSpan(time(15), time(16))))
    booked(desk, judged(desk, "Bo"), local(9, days=1))
    gaps = desk.booking.gaps(TOMORROW, SWEDISH, patient_id=judged(desk).id, now=NOW)
    assert [(gap.therapist, gap.starts_at, gap.ends_at) for gap in gaps] == [
        (JORDAN, local(10, 10, days=1), local(12, days=1)),
        (JORDAN, local(13, days=1), local(15, days=1)),
        (JORDAN, local(16, days=1), local(17, days=1)),
    ]


def test_every_start_of_a_gap_can_be_booked_and_none_beside_it(desk):
    decide(desk, weekly(JORDAN.id, MORNING, AFTERNOON), leave(JORDAN.id, part=ClockSpan(time(14), time(14, 30))))
    patient = judged(desk)
    gaps = desk.booking.gaps(TOMORROW, SWEDISH, patient_id=patient.id, therapist_id=JORDAN.id, now=NOW)
    inside = {
        starts_at
        for minute in range(0, 24 * 60, 5)
        for gap in gaps
        if gap.starts_at <= (starts_at := local(0, minute, days=1)) <= gap.last_start(SWEDISH)
    }
    for minute in range(0, 24 * 60, 5):
        request = asked(patient, local(0, minute, days=1))
        assert (desk.booking.clashes(request, now=NOW) == []) is (request.starts_at in inside)


def test_alternatives_are_at_work(desk):
    decide(desk, leave(last=TOMORROW + timedelta(days=1)), weekly(SAM.id, MORNING))
    found = desk.booking.nearest(asked(judged(desk), local(15, days=1)), now=NOW)
    assert len(found) == 3
    assert all(desk.booking.clashes(each, now=NOW) == [] for each in found)


def test_no_alternative_is_on_a_date_on_which_the_rules_forbid_it(desk):
    patient = judged(desk, "Bo", spinal_surgery=Answer(date=TODAY - timedelta(days=30)))
    found = desk.booking.nearest(asked(patient, local(10, days=9)), now=NOW)
    assert min(each.starts_at.date() for each in found) == TODAY + timedelta(days=12)


def test_the_day_of_the_calendar_tells_the_hours_of_everybody(desk):
    decide(desk, weekly(JORDAN.id, MORNING, AFTERNOON), closure(part=ClockSpan(time(17), time(18)), note="Party"))
    plan = desk.booking.day(TOMORROW)
    columns = {column.therapist: column for column in plan.columns}
    assert [(period.starts_at, period.ends_at) for period in columns[JORDAN].hours if period.working] == [
        (local(9, days=1), local(12, days=1)),
        (local(13, days=1), local(17, days=1)),
    ]
    assert [period.words for period in plan.hours] == ["", "", "Party", ""]
    assert [period.words for period in columns[SAM].hours] == ["", "", "Party", ""]


def test_a_therapist_gives_only_their_own_techniques(desk):
    with desk.store.write():
        desk.store.staff.update(replace(JORDAN, techniques=frozenset({Technique.RELAXATION})))
    assert against(desk, local(10, days=1)) == [("skill", "Jordan Lee does not give Swedish massage.")]
    gaps = desk.booking.gaps(TOMORROW, SWEDISH, patient_id=judged(desk).id, now=NOW)
    assert {gap.therapist for gap in gaps} == {SAM}
    assert against(desk, local(10, days=1), session_type=TYPES[Technique.RELAXATION]) == []


@pytest.fixture
def devices(desk):
    """Electrotherapy needs an ultrasound device, and there are two."""
    items = [Equipment("one", "Ultrasound 1", "Ultrasound"), Equipment("two", "Ultrasound 2", "Ultrasound")]
    with desk.store.write():
        for item in items:
            desk.store.equipment.add(item)
        desk.store.session_types.update(replace(ELECTRO, equipment_kind="Ultrasound"))
    return items


def test_a_session_takes_a_free_device_of_its_kind(desk, devices):
    wanted = {"session_type": ELECTRO}
    first = booked(desk, judged(desk, "Bo"), local(10, days=1), therapist=CLAIRE, **wanted)
    second = booked(desk, judged(desk, "Cy"), local(10, days=1), therapist=SAM, **wanted)
    assert [first.equipment_id, second.equipment_id] == ["one", "two"]
    assert booked(desk, judged(desk), local(10, days=1)).equipment_id is None


def test_where_no_device_is_free_it_is_said_who_has_the_one_that_is_free_first(desk, devices):
    with desk.store.write():
        desk.store.equipment.update(replace(devices[1], active=False))
    booked(desk, judged(desk, "Bo"), local(10, days=1), therapist=CLAIRE, session_type=ELECTRO)
    patient = judged(desk)
    request = asked(patient, local(10, 20, days=1), therapist=SAM, session_type=ELECTRO)
    (clash,) = desk.booking.clashes(request, now=NOW)
    assert (clash.resource, clash.message) == (
        "equipment",
        "Ultrasound 1 is in use by Claire Dubois from 10:00 until 10:40.",
    )
    with pytest.raises(SlotTaken, match="Ultrasound 1 is in use"):
        desk.booking.book(request, actor=MARIA, now=NOW)


def test_free_time_needs_one_device_free_throughout(desk, devices):
    stored = desk.store.session_types.get(ELECTRO.id)
    for therapist, clock in ((CLAIRE, (10, 0)), (SAM, (10, 20))):
        booked(desk, judged(desk, therapist.name), local(*clock, days=1), therapist=therapist, session_type=stored)
    with desk.store.write():
        desk.store.staff.add(replace(CLAIRE, id="staff-lea", name="Lea Roth"))
    patient = judged(desk)
    gaps = desk.booking.gaps(TOMORROW, stored, patient_id=patient.id, therapist_id="staff-lea", now=NOW)
    # One device is taken from 10:00 to 10:40, the other from 10:20 to 11:00: the earliest start with one is 10:40.
    assert [(gap.starts_at, gap.ends_at) for gap in gaps] == [
        (local(8, days=1), local(10, 10, days=1)),
        (local(10, 40, days=1), local(18, days=1)),
    ]


def test_a_type_whose_device_is_missing_says_so(desk):
    with desk.store.write():
        desk.store.session_types.update(replace(ELECTRO, equipment_kind="Ultrasound"))
    assert against(desk, local(10, days=1), therapist=SAM, session_type=ELECTRO) == [
        ("equipment", "Electrotherapy needs equipment that is not there: Ultrasound.")
    ]
