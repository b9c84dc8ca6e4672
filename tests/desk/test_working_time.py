"""Working time against a plain reading of it, every five minutes of a day, in three zones."""

from contextlib import closing
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicdesk.data import open_store
from clinicdesk.data.driver import Connection
from clinicdesk.data.migrations import STEPS, Steps
from clinicdesk.data.opening import bring_up_to_date
from clinicdesk.desk.hours import instant, whole_day
from clinicdesk.desk.public_holidays import PublicHolidays, plain_name, subdivisions
from clinicdesk.desk.working_time import PeriodKind, WorkingTime, working_time
from clinicdesk.domain.clinic import Clinic
from clinicdesk.domain.working_hours import (
    Absence,
    AbsenceReason,
    ClockSpan,
    HolidayChoice,
    HoursBook,
    SpecialHours,
    WeeklyHours,
    same_every_day,
)

TESS = "tess"
ZONES = ["America/New_York", "Europe/Berlin", "Australia/Lord_Howe"]
CHANGES = [
    date(2026, 3, 8), date(2026, 11, 1), date(2026, 3, 29), date(2026, 10, 25), date(2026, 4, 5), date(2026, 10, 4),
]  # fmt: skip
GRID = 5
ORDINARY = date(2026, 11, 25)

dates = st.sampled_from([*CHANGES, ORDINARY])


@st.composite
def spans(draw):
    """Spans of a day on a grid of five minutes, in order and apart."""
    marks = draw(st.lists(st.integers(0, 24 * 60 // GRID - 1), unique=True, max_size=6).map(sorted))
    times = [time(mark * GRID // 60, mark * GRID % 60) for mark in marks]
    return tuple(ClockSpan(*times[place : place + 2]) for place in range(0, len(times) - 1, 2))


@st.composite
def books(draw, on):
    """Hours decided about one date."""
    owners = st.sampled_from([None, TESS])
    weeks = st.lists(spans().map(lambda day: same_every_day(day)[0]), min_size=1, max_size=2).map(tuple)
    weekly = st.builds(WeeklyHours, st.just("w"), owners, st.just(on), weeks, st.just(on + timedelta(days=9)))
    special = st.builds(SpecialHours, st.just("s"), owners, st.just(on), st.none() | spans())
    parts = st.none() | spans().filter(bool).map(lambda some: some[0])

    def absence(owner, part, days):
        reason = AbsenceReason.LEAVE if owner else AbsenceReason.CLOSURE
        first, last = (on, on) if part else (on - timedelta(days=days), on)
        return Absence("a", owner, reason, first, last, part)

    absences = st.builds(absence, owners, parts, st.integers(0, 3))
    few = {"max_size": 2}
    return HoursBook(
        tuple(draw(st.lists(weekly, **few))),
        tuple(draw(st.lists(special, **few))),
        tuple(draw(st.lists(absences, **few))),
    )


def clocks(clinic, on):
    """Every five minutes of the date as instants, with the latest time that the clock has shown until then."""
    begins, ends = whole_day(clinic, on)
    shown, at = time(), begins
    while at < ends:
        shown = max(shown, at.astimezone(clinic.tz).time())
        yield at, shown
        at += timedelta(minutes=GRID)


def within(day, shown):
    return any(span.starts <= shown < span.ends for span in day)


def away(book, owner, on, shown):
    return any(each.part is None or within((each.part,), shown) for each in book.absences_of(owner, on))


def usual(book, owner, on):
    special = book.special_of(owner, on)
    if special is not None:
        return special
    weekly = book.weekly_of(owner, on)
    return weekly.spans(on) if weekly else None


@given(data=st.data(), zone=st.sampled_from(ZONES), on=dates)
def test_it_says_of_every_moment_what_a_plain_reading_says(data, zone, on):
    clinic = Clinic("Clinic", zone=zone, opens_at=time(8), closes_at=time(18))
    book = data.draw(books(on))
    working = WorkingTime(clinic, book)
    opening_hours = usual(book, None, on)
    if opening_hours is None:
        opening_hours = (ClockSpan(time(8), time(18)),)
    own = usual(book, TESS, on)
    for at, shown in clocks(clinic, on):
        opened = within(opening_hours, shown) and not away(book, None, on, shown)
        at_work = opened and (own is None or within(own, shown)) and not away(book, TESS, on, shown)
        (clinics,) = [each for each in working.clinic_day(on) if each.starts_at <= at < each.ends_at]
        (hers,) = [each for each in working.staff_day(TESS, on) if each.starts_at <= at < each.ends_at]
        assert (clinics.working, hers.working) == (opened, at_work)
        if not opened:
            assert hers.kind is clinics.kind


@given(data=st.data(), zone=st.sampled_from(ZONES), on=dates)
def test_the_periods_of_a_day_fill_it_from_midnight_to_midnight(data, zone, on):
    clinic = Clinic("Clinic", zone=zone)
    working = WorkingTime(clinic, data.draw(books(on)))
    for day in (working.clinic_day(on), working.staff_day(TESS, on)):
        assert (day[0].starts_at, day[-1].ends_at) == whole_day(clinic, on)
        assert all(one.ends_at == other.starts_at for one, other in pairwise(day))
        assert all(each.starts_at < each.ends_at for each in day)
    opens, closes = working.reach(on)
    for begins, ends in working.working(TESS, on):
        assert opens <= begins < ends <= closes


@given(zone=st.sampled_from(ZONES), on=dates, one=st.times(), other=st.times())
def test_instants_of_a_date_never_run_backwards(zone, on, one, other):
    clinic = Clinic("Clinic", zone=zone)
    early, late = sorted((one.replace(second=0, microsecond=0), other.replace(second=0, microsecond=0)))
    assert instant(clinic, on, early) <= instant(clinic, on, late)
    begins, ends = whole_day(clinic, on)
    assert begins <= instant(clinic, on, early) <= ends


@pytest.mark.parametrize(
    ("zone", "on", "minutes"),
    [
        ("America/New_York", date(2026, 3, 8), 60),
        ("America/New_York", date(2026, 11, 1), 180),
        ("Europe/Berlin", date(2026, 3, 29), 60),
        ("Europe/Berlin", date(2026, 10, 25), 180),
        ("Australia/Lord_Howe", date(2026, 10, 4), 90),
        ("Australia/Lord_Howe", date(2026, 4, 5), 150),
        ("America/New_York", ORDINARY, 120),
    ],
)
def test_a_shift_over_the_change_of_clocks_is_as_long_as_it_is(zone, on, minutes):
    night = (ClockSpan(time(1), time(3)),)
    book = HoursBook(special=(SpecialHours("s", None, on, night),))
    ((begins, ends),) = WorkingTime(Clinic("Clinic", zone=zone), book).working(TESS, on)
    assert ends - begins == timedelta(minutes=minutes)


def test_a_time_that_the_clock_skips_is_met_at_the_skip():
    clinic = Clinic("Clinic", zone="America/New_York")
    skip = instant(clinic, date(2026, 3, 8), time(3))
    assert instant(clinic, date(2026, 3, 8), time(2)) == instant(clinic, date(2026, 3, 8), time(2, 59)) == skip


def kinds(day):
    return [period.kind for period in day]


def at(clock, *, on=ORDINARY):
    return datetime.fromisoformat(f"{on}T{clock}:00-05:00")


NEW_YORK = Clinic("Clinic", zone="America/New_York", region="US")
SHIFT = (ClockSpan(time(9), time(12)), ClockSpan(time(13), time(16)))


def test_a_day_says_why_nobody_works():
    book = HoursBook(
        weekly=(WeeklyHours("w", TESS, ORDINARY, same_every_day(SHIFT), ORDINARY),),
        absences=(
            Absence("a", TESS, AbsenceReason.TRAINING, ORDINARY, ORDINARY, ClockSpan(time(15), time(18))),
            Absence("c", None, AbsenceReason.CLOSURE, ORDINARY, ORDINARY, ClockSpan(time(17), time(18)), "Fire drill"),
        ),
    )
    day = WorkingTime(NEW_YORK, book).staff_day(TESS, ORDINARY)
    kind = PeriodKind
    assert kinds(day) == [
        kind.CLOSED, kind.CLOSED, kind.WORKING, kind.BREAK, kind.WORKING, kind.TIME_OFF, kind.CLOSURE, kind.CLOSED,
    ]  # fmt: skip
    assert [period.starts_at for period in day[1:-1]] == [at(f"{hour:02}:00") for hour in (8, 9, 12, 13, 15, 17)]
    assert day[-2].words == "Fire drill"


def test_a_public_holiday_is_closed_only_where_it_is_kept_and_not_on_special_hours():
    thanksgiving = date(2026, 11, 26)
    kept = HoursBook(holidays=HolidayChoice("NY", frozenset({"Thanksgiving Day"})))
    opened = replace(kept, special=(SpecialHours("s", None, thanksgiving, (ClockSpan(time(10), time(12)),)),))
    (holiday,) = WorkingTime(NEW_YORK, kept).clinic_day(thanksgiving)
    assert (holiday.kind, holiday.words) == (PeriodKind.HOLIDAY, "Thanksgiving Day")
    assert kinds(WorkingTime(NEW_YORK, kept).staff_day(TESS, thanksgiving)) == [PeriodKind.HOLIDAY]
    assert WorkingTime(NEW_YORK, HoursBook()).working(TESS, thanksgiving) != []
    assert WorkingTime(NEW_YORK, opened).working(TESS, thanksgiving) == [
        (at("10:00", on=thanksgiving), at("12:00", on=thanksgiving))
    ]


def test_a_holiday_is_kept_on_the_day_it_is_observed_too():
    kept = HoursBook(holidays=HolidayChoice("", frozenset({"Independence Day"})))
    closed = WorkingTime(NEW_YORK, kept)
    for day, name in ((3, "Independence Day (observed)"), (4, "Independence Day")):
        assert closed.clinic_day(date(2026, 7, day))[0].words == name


def test_alternate_weeks_take_turns():
    weeks = (same_every_day(SHIFT)[0], same_every_day(())[0])
    book = HoursBook(weekly=(WeeklyHours("w", TESS, ORDINARY, weeks, ORDINARY),))
    working = WorkingTime(NEW_YORK, book)
    worked = [len(working.working(TESS, ORDINARY + timedelta(weeks=week))) for week in range(4)]
    assert worked == [2, 0, 2, 0]


def test_before_any_hours_were_decided_everybody_is_there_whenever_the_clinic_is_open():
    working = WorkingTime(NEW_YORK, HoursBook())
    assert working.working(TESS, ORDINARY) == [(at("08:00"), at("18:00"))] == [working.reach(ORDINARY)]


def test_an_opening_beyond_the_usual_hours_is_within_reach():
    book = HoursBook(special=(SpecialHours("s", None, ORDINARY, (ClockSpan(time(6), time(21)),)),))
    assert WorkingTime(NEW_YORK, book).reach(ORDINARY) == (at("06:00"), at("21:00"))


def test_holidays_differ_by_state_and_an_unknown_place_has_none():
    munich, berlin = PublicHolidays("DE", "BY"), PublicHolidays("DE", "BE")
    assert munich.names(date(2026, 1, 6)) == ("Epiphany",)
    assert berlin.names(date(2026, 1, 6)) == ()
    assert PublicHolidays("XX").names(date(2026, 1, 1)) == ()
    assert PublicHolidays("DE", "nowhere").names(date(2026, 1, 1)) == ()
    assert ("BY", "Bayern") in subdivisions("DE")
    assert subdivisions("XX") == ()


def test_two_holidays_of_one_date_are_told_apart():
    listed = PublicHolidays("US", "NY").of_year(2027)
    assert [name for day, name in listed if day == date(2027, 2, 15)] == [
        "Susan B. Anthony Day",
        "Washington's Birthday",
    ]
    assert plain_name("Christmas Day (observed)") == "Christmas Day"


def test_a_clinic_from_before_hours_were_decided_is_open_as_it_was(tmp_path):
    """A file of the shape before this one: opening and closing time only, everybody there every day."""
    path = tmp_path / "clinic.db"
    earlier = Steps()
    for name in (each for each in STEPS.names if each < "012"):
        earlier.add(name, STEPS._sql[name])
    with closing(Connection(path)) as connection:
        bring_up_to_date(connection, earlier)
        with connection.write():
            connection.execute(
                "insert into clinic"
                " (id, name, address, phone, zone, region, emergency_number, opens_at, closes_at, demo)"
                " values (1, 'Clinic', '', '', 'America/New_York', 'US', '911', '07:30', '19:00', 0)"
            )
            connection.execute(
                "insert into staff (id, position, name, role, active) values ('t', 1, 'Tess', 'therapist', 1)"
            )
    with open_store(path) as store:
        time_of = working_time(store, ORDINARY, ORDINARY + timedelta(days=6))
        for day in range(7):
            ((opens, closes),) = time_of.working("t", ORDINARY + timedelta(days=day))
            assert (opens, closes) == time_of.reach(ORDINARY + timedelta(days=day))
            assert f"{opens.astimezone(NEW_YORK.tz):%H:%M}-{closes.astimezone(NEW_YORK.tz):%H:%M}" == "07:30-19:00"
