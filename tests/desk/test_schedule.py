from datetime import time, timedelta

from clinicdesk.desk.schedule import Ground
from clinicdesk.domain.working_hours import Absence, AbsenceReason, ClockSpan, SpecialHours, WeeklyHours
from tests.desk.front_desk import (
    CLAIRE,
    EXERCISE,
    JORDAN,
    MAPLE,
    MARIA,
    NOW,
    SAM,
    TODAY,
    WILLOW,
    audited,
    booked,
    judged,
    local,
)


def test_days_hold_their_sessions_with_everybody_and_every_room(desk):
    late = booked(desk, judged(desk, "Bo"), local(15), session_type=EXERCISE, therapist=CLAIRE)
    early = booked(desk, judged(desk), local(10), room=MAPLE)
    next_day = booked(desk, judged(desk, "Cy"), local(9, days=1))
    off = desk.day.cancel(late, reason="Ill", actor=MARIA, now=NOW)
    days = desk.schedule.read(TODAY, 2, actor=MARIA, now=NOW)
    assert [[slot.session for slot in day.slots] for day in days.days] == [[early, off], [next_day]]
    assert [(day.on, day.opens, day.closes) for day in days.days] == [
        (TODAY, local(8), local(18)),
        (TODAY + timedelta(days=1), local(8, days=1), local(18, days=1)),
    ]
    assert days.therapists == (JORDAN, CLAIRE, SAM)
    assert days.rooms == (MAPLE, WILLOW)
    assert days.session_types == tuple(desk.clinic.session_types())
    assert {each.kind for each in days.given_by(JORDAN.id)} == JORDAN.kinds
    assert days.given_by(None) == list(days.session_types)


def test_opening_days_is_audited_and_refreshing_them_is_not(desk):
    days = desk.schedule.read(TODAY, 7, actor=MARIA, now=NOW)
    assert audited(desk) == [("Maria Keller", "schedule.read", {"days": 7})]
    assert desk.schedule.again(TODAY, 7) == days
    assert len(audited(desk, 2)) == 2
    assert audited(desk)[0][1] == "schedule.read"


def kinds(stretches):
    return [(each.kind, each.starts_at, each.ends_at, each.words) for each in stretches]


def decide(desk, *, weekly=(), special=(), absences=()):
    with desk.store.write():
        for each in weekly:
            desk.store.hours.add_weekly(each)
        for each in special:
            desk.store.hours.add_special(each)
        for each in absences:
            desk.store.hours.add_absence(each)


def test_breaks_time_off_and_closures_are_told_in_the_lanes_they_concern(desk):
    shifts = (ClockSpan(time(8), time(12)), ClockSpan(time(13), time(18)))
    tomorrow = TODAY + timedelta(days=1)
    decide(
        desk,
        weekly=[WeeklyHours("w", JORDAN.id, TODAY - timedelta(days=30), ((shifts,) * 7,), TODAY)],
        absences=[
            Absence("a", CLAIRE.id, AbsenceReason.ILLNESS, TODAY, TODAY, ClockSpan(time(14), time(16))),
            Absence("b", None, AbsenceReason.CLOSURE, tomorrow, tomorrow, note="Team day"),
        ],
    )
    monday, tuesday = desk.schedule.again(TODAY, 2).days
    assert kinds(monday.stretches[JORDAN.id]) == [(Ground.BREAK, local(12), local(13), "Break")]
    assert kinds(monday.stretches[CLAIRE.id]) == [(Ground.AWAY, local(14), local(16), "Time off")]
    assert monday.closed == ()
    assert kinds(tuesday.closed) == [(Ground.AWAY, local(8, days=1), local(18, days=1), "Team day")]
    assert not tuesday.shut


def test_days_of_other_hours_are_drawn_over_the_same_time_of_the_clock(desk):
    tomorrow = TODAY + timedelta(days=1)
    early = SpecialHours("s", None, tomorrow, (ClockSpan(time(6), time(19)),))
    decide(desk, special=[early, SpecialHours("t", None, tomorrow + timedelta(days=1), ())])
    monday, tuesday, wednesday = desk.schedule.again(TODAY, 3).days
    assert (monday.opens, monday.closes) == (local(6), local(19))
    assert (tuesday.opens, tuesday.closes) == (local(6, days=1), local(19, days=1))
    assert kinds(monday.closed) == [
        (Ground.CLOSED, local(6), local(8), ""),
        (Ground.CLOSED, local(18), local(19), ""),
    ]
    assert wednesday.shut
    assert [each.words for each in wednesday.closed] == ["Closed"]
