"""Sessions around both changes of the clock, in zones that change by an hour, by half an hour, and at midnight."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicdesk.desk.day_sheets import Whose
from clinicdesk.desk.hours import local_date, opening, same_clock, whole_day
from clinicdesk.desk.series_views import PartWish, Scope, SeriesChange, SeriesWish
from clinicdesk.domain.session import BookingRequest
from clinicdesk.domain.suitability import Kind
from clinicdesk.errors import SlotTaken
from tests.desk.front_desk import CLINIC, EXERCISE, JORDAN, MAPLE, MARIA, SAM, SWEDISH, TYPES, WILLOW, judged

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
CHANGES = {
    "America/New_York": (datetime(2026, 3, 8, 7, tzinfo=UTC), datetime(2026, 11, 1, 6, tzinfo=UTC)),
    "Europe/Berlin": (datetime(2026, 3, 29, 1, tzinfo=UTC), datetime(2026, 10, 25, 1, tzinfo=UTC)),
    "Australia/Lord_Howe": (datetime(2026, 10, 3, 15, 30, tzinfo=UTC), datetime(2026, 4, 4, 15, tzinfo=UTC)),
    "America/Santiago": (datetime(2026, 9, 6, 4, tzinfo=UTC), datetime(2026, 4, 5, 3, tzinfo=UTC)),
}
"""The instants at which the clock is put forward, and back."""
SHIFTS = {zone: timedelta(minutes=30 if zone == "Australia/Lord_Howe" else 60) for zone in CHANGES}
EACH_CHANGE = pytest.mark.parametrize(
    ("zone", "change"),
    [pytest.param(zone, change, id=f"{zone}-{change:%b}") for zone, changes in CHANGES.items() for change in changes],
)
BY_NIGHT = pytest.mark.parametrize(
    ("zone", "change"),
    [
        pytest.param(zone, change, id=f"{zone}-{change:%b}")
        for zone, changes in CHANGES.items()
        for change in changes
        if zone != "America/Santiago"  # where it is at midnight, and no session goes on into another day
    ],
)


def night_clinic(desk, zone):
    """A clinic that is open round the clock, so that a session can lie on a change."""
    clinic = replace(CLINIC, zone=zone, opens_at=time(0), closes_at=time(23, 55))
    long_ago = datetime(2026, 1, 5, tzinfo=UTC)
    desk.clinic.open_clinic(clinic, [MARIA, JORDAN, SAM], [MAPLE, WILLOW], list(TYPES.values()), now=long_ago)
    return clinic


def ask(patient, starts_at, *, therapist=JORDAN, key=""):
    return BookingRequest(
        key or f"{starts_at:%m%d%H%M}-{therapist.id}", patient.id, SWEDISH.id, therapist.id, starts_at
    )


def book(desk, patient, starts_at, **wanted):
    now = starts_at - timedelta(hours=30)
    return desk.booking.book(ask(patient, starts_at, **wanted), actor=MARIA, now=now)


def clock(moment, zone):
    return f"{moment.astimezone(ZoneInfo(zone)):%H:%M}"


@BY_NIGHT
@pytest.mark.parametrize("before", [0, 15, 30, 45, 60])
def test_a_session_across_the_change_is_as_long_as_its_type(bare_desk, zone, change, before):
    night_clinic(bare_desk, zone)
    session = book(bare_desk, judged(bare_desk), change - before * MINUTE)
    assert session.ends_at - session.starts_at == SWEDISH.duration
    assert session.free_at - session.starts_at == SWEDISH.occupancy
    stored = bare_desk.store.sessions.get(session.id)
    assert (stored.starts_at, stored.ends_at) == (session.starts_at, session.ends_at)


@BY_NIGHT
def test_sessions_before_on_and_after_the_change_stand_in_order_wherever_they_are_shown(bare_desk, zone, change):
    night_clinic(bare_desk, zone)
    starts = [change + hours * SWEDISH.occupancy for hours in (-1, 0, 1, 2)]
    for number, starts_at in enumerate(reversed(starts)):
        book(bare_desk, judged(bare_desk, f"Ana{number}"), starts_at)
    seen: dict[date, list[datetime]] = {}
    for on in sorted({local_date(bare_desk.clinic.current(), each) for each in starts}):
        day = [row.session.starts_at for row in bare_desk.day.sessions(on, actor=MARIA, now=change)]
        (column,) = [each for each in bare_desk.booking.day(on).columns if each.therapist == JORDAN]
        assert [slot.session.starts_at for slot in column.sessions] == day
        (sheet,) = bare_desk.day_sheets.sheets(on, Whose.CLINIC, actor=MARIA, now=change)
        assert [line.session.starts_at for line in sheet.lines] == day
        assert {line.minutes for line in sheet.lines} == {SWEDISH.minutes}
        seen[on] = day
    assert [each for day in seen.values() for each in day] == starts


@pytest.mark.parametrize("zone", ["America/New_York", "Europe/Berlin"])
def test_both_passes_of_the_repeated_hour_can_be_booked_and_neither_twice(bare_desk, zone):
    night_clinic(bare_desk, zone)
    change = CHANGES[zone][1]
    short = next(each for each in bare_desk.clinic.session_types() if each.minutes + each.turnover_minutes <= 60)
    first, second = change - 50 * MINUTE, change + 10 * MINUTE
    assert clock(first, zone) == clock(second, zone)
    ana, ben = judged(bare_desk), judged(bare_desk, "Ben")
    for person, starts_at in ((ana, first), (ben, second)):
        wanted = replace(ask(person, starts_at, therapist=SAM), session_type_id=short.id)
        bare_desk.booking.book(wanted, actor=MARIA, now=first - HOUR)
    third = replace(ask(judged(bare_desk, "Cy"), second, therapist=SAM, key="third"), session_type_id=short.id)
    with pytest.raises(SlotTaken):
        bare_desk.booking.book(third, actor=MARIA, now=first - HOUR)


@EACH_CHANGE
def test_free_time_is_as_long_as_it_really_is_and_all_of_it_can_be_booked(bare_desk, zone, change):
    clinic = night_clinic(bare_desk, zone)
    on = local_date(clinic, change)
    opens, closes = opening(clinic, on)
    patient = judged(bare_desk)
    (gap,) = bare_desk.booking.gaps(
        on, SWEDISH, patient_id=patient.id, therapist_id=JORDAN.id, now=opens - timedelta(days=1)
    )
    assert (gap.starts_at, gap.ends_at) == (opens, closes)
    forward = change == CHANGES[zone][0]
    usual = timedelta(hours=23, minutes=55)
    late_night = zone == "America/Santiago" and not forward
    assert closes - opens == (usual if late_night else usual - SHIFTS[zone] if forward else usual + SHIFTS[zone])
    assert gap.minutes == (closes - opens) / MINUTE
    for number, starts_at in enumerate((gap.starts_at, gap.last_start(SWEDISH))):
        assert not bare_desk.booking.clashes(ask(patient, starts_at, key=str(number)), now=opens - HOUR)


@BY_NIGHT
def test_free_time_beside_a_session_on_the_change_ends_where_the_session_begins(bare_desk, zone, change):
    clinic = night_clinic(bare_desk, zone)
    starts_at = change - 30 * MINUTE
    session = book(bare_desk, judged(bare_desk), starts_at)
    other = judged(bare_desk, "Ben")
    gaps = [
        gap
        for on in sorted({local_date(clinic, starts_at), local_date(clinic, session.free_at)})
        for gap in bare_desk.booking.gaps(
            on, SWEDISH, patient_id=other.id, therapist_id=JORDAN.id, now=change - timedelta(days=3)
        )
    ]
    assert all(
        gap.last_start(SWEDISH) + SWEDISH.occupancy <= session.starts_at or gap.starts_at >= session.free_at
        for gap in gaps
    )
    assert session.free_at in {gap.starts_at for gap in gaps}


@BY_NIGHT
def test_alternatives_near_the_change_can_be_booked_as_they_are(bare_desk, zone, change):
    night_clinic(bare_desk, zone)
    book(bare_desk, judged(bare_desk), change - 30 * MINUTE)
    wanted = ask(judged(bare_desk, "Ben"), change, key="wanted")
    found = bare_desk.booking.nearest(wanted, now=change - timedelta(days=2))
    assert len(found) == 3
    for place, request in enumerate(found):
        again = replace(request, id=f"alternative-{place}")
        assert not bare_desk.booking.clashes(again, now=change - timedelta(days=2))


@BY_NIGHT
def test_the_wait_of_somebody_who_came_before_the_change_is_the_time_that_passed(bare_desk, zone, change):
    night_clinic(bare_desk, zone)
    patient = judged(bare_desk)
    session = book(bare_desk, patient, change + 10 * MINUTE)
    arrived = bare_desk.day.arrive(session, actor=MARIA, now=change - 20 * MINUTE)
    on = local_date(bare_desk.clinic.current(), session.starts_at)
    (row,) = [each for each in bare_desk.day.sessions(on, actor=MARIA, now=change) if each.session.id == session.id]
    assert change + 10 * MINUTE - row.waiting_since == 30 * MINUTE
    assert arrived.arrived_at == change - 20 * MINUTE


def weekly_around(desk, zone, change, at):
    """Four exercises, a week apart, the second on the date of the change, and the time two weeks before it."""
    night_clinic(desk, zone)
    begins = local_date(desk.clinic.current(), change) - timedelta(weeks=1)
    now = change - timedelta(weeks=2)
    part = PartWish(
        Kind.PHYSICAL_THERAPY, EXERCISE.id, 4, min_days=7, earliest=at, weekdays=frozenset({begins.weekday()})
    )
    wish = SeriesWish(judged(desk).id, (part,), begins, weeks=4)
    return desk.series.propose(wish, now=now), now


@EACH_CHANGE
def test_a_series_keeps_its_local_time_across_the_change(bare_desk, zone, change):
    rows, now = weekly_around(bare_desk, zone, change, time(11, 15))
    starts = [row.request.starts_at for row in rows]
    assert {clock(each, zone) for each in starts} == {"11:15"}
    assert {b - a for a, b in pairwise(starts)} - {timedelta(weeks=1)} == {
        timedelta(weeks=1) + (-SHIFTS[zone] if change == CHANGES[zone][0] else SHIFTS[zone])
    }
    assert all(check.fits for check in bare_desk.series.check(rows, now=now))
    sessions = bare_desk.series.book(rows, actor=MARIA, now=now)
    assert {each.ends_at - each.starts_at for each in sessions} == {EXERCISE.duration}


@EACH_CHANGE
def test_a_series_moved_across_the_change_goes_to_that_clock_and_back(bare_desk, zone, change):
    rows, now = weekly_around(bare_desk, zone, change, time(11, 15))
    before = bare_desk.series.book(rows, actor=MARIA, now=now)
    earlier = bare_desk.series.changed(before[0], Scope.ALL, SeriesChange(starts_at=time(9)), now=now)
    after = bare_desk.series.change(earlier, actor=MARIA, now=now)
    assert {clock(each.starts_at, zone) for each in after} == {"09:00"}
    midweek = bare_desk.series.changed(after[0], Scope.ALL, SeriesChange(weekday=2), now=now)
    assert {clock(row.request.starts_at, zone) for row in midweek} == {"09:00"}
    bare_desk.undoing.undo(actor=MARIA, now=now)
    stored = bare_desk.store.sessions.of_series(before[0].series_id)
    assert [each.starts_at for each in stored] == [each.starts_at for each in before]


@BY_NIGHT
def test_a_series_in_the_hour_that_is_missing_or_comes_twice_is_in_order_and_as_long_as_its_type(
    bare_desk, zone, change
):
    at = (change.astimezone(ZoneInfo(zone)) - 10 * MINUTE).time()
    rows, now = weekly_around(bare_desk, zone, change, at)
    starts = [row.request.starts_at for row in rows]
    assert [clock(each, zone) for each in starts].count(f"{at:%H:%M}") >= 3
    assert [local_date(bare_desk.clinic.current(), each).weekday() for each in starts] == [
        local_date(bare_desk.clinic.current(), change).weekday()
    ] * 4
    assert all(check.fits for check in bare_desk.series.check(rows, now=now))
    sessions = bare_desk.series.book(rows, actor=MARIA, now=now)
    assert [each.starts_at for each in sessions] == starts == sorted(starts)
    assert {each.ends_at - each.starts_at for each in sessions} == {EXERCISE.duration}


@given(
    st.sampled_from([*CHANGES, "Pacific/Apia", "Africa/Casablanca", "Asia/Kathmandu"]),
    st.dates(date(2010, 1, 1), date(2037, 12, 30)),
)
def test_days_follow_each_other_without_gap_or_overlap(zone, on):
    clinic = replace(CLINIC, zone=zone)
    begin, end = whole_day(clinic, on)
    assert whole_day(clinic, on + timedelta(days=1))[0] == end
    assert begin <= end
    for moment in (begin, begin + (end - begin) / 2, end - MINUTE):
        if begin <= moment < end:
            assert local_date(clinic, moment) == on


@given(
    st.sampled_from(list(CHANGES)),
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 30)),  # noqa: DTZ001 - the zone is added below
    st.integers(1, 60),
)
def test_the_same_clock_some_days_on_is_that_clock_unless_the_day_has_no_such_time(zone, at, days):
    clinic = replace(CLINIC, zone=zone)
    moment = at.replace(second=0, microsecond=0, tzinfo=UTC)
    on = local_date(clinic, moment) + timedelta(days=days)
    found = same_clock(clinic, moment, on)
    local = moment.astimezone(clinic.tz)
    if found.astimezone(clinic.tz).time() != local.time():
        skipped = datetime.combine(on, local.time(), tzinfo=clinic.tz)
        assert skipped.astimezone(UTC).astimezone(clinic.tz).replace(tzinfo=None) != skipped.replace(tzinfo=None)
    assert local_date(clinic, found) == on
