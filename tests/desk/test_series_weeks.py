"""A series of which one weekday becomes another: once, twice and three times a week, and with pairs of one day."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicdesk.desk.plan_views import PlanForm
from clinicdesk.desk.series_views import Along, OtherDays, Scope, SeriesChange, SeriesRow
from clinicdesk.desk.series_weeks import SeriesWeeks
from clinicdesk.domain.plan import PlanPart
from clinicdesk.domain.suitability import Kind
from clinicdesk.domain.working_hours import ClockSpan
from tests.desk.front_desk import CLAIRE, CLINIC, EXERCISE, JORDAN, MARIA, NOW, SWEDISH, TODAY, asked, judged, local
from tests.vouching import vouching

MON, TUE, WED, THU, FRI, SAT = range(6)
MASSAGE, THERAPY = Kind.MASSAGE, Kind.PHYSICAL_THERAPY
GO_ALONG, STAY = OtherDays.GO_ALONG, OtherDays.STAY


@pytest.fixture
def ana(desk):
    """Somebody of a clinic that is open from Monday to Friday."""
    workdays = ((ClockSpan(time(8), time(18)),),) * 5 + ((), ())
    desk.timetable.set_weekly(None, (workdays,), valid_from=TODAY, reference=TODAY, actor=MARIA, now=NOW)
    return judged(desk)


def plan(desk, patient, massage, therapy):
    """A plan with these least days between the sessions of each kind."""
    parts = (PlanPart(MASSAGE, SWEDISH.id, 20, massage), PlanPart(THERAPY, EXERCISE.id, 20, therapy))
    form = PlanForm("Walk", "", parts, TODAY, TODAY + timedelta(weeks=9), TODAY + timedelta(weeks=4))
    desk.plans.confirm(desk.plans.draft(patient, form, actor=MARIA, now=NOW), **vouching(desk, CLAIRE, NOW))


def three_weeks(desk, patient, massages=(), exercises=()):
    """A series on these weekdays of three weeks; massage at 10:00, exercise at 11:00."""
    wanted = [(day, 10, SWEDISH, JORDAN) for day in massages] + [(day, 11, EXERCISE, CLAIRE) for day in exercises]
    rows = [
        SeriesRow(asked(patient, local(hour, days=7 * week + day), session_type=session_type, therapist=therapist))
        for week in (1, 2, 3)
        for day, hour, session_type, therapist in wanted
    ]
    return desk.series.book(rows, actor=MARIA, now=NOW)


def weeks_of(rows, session_type=SWEDISH):
    """The days of each week as they would be, such as ``[(0, 3), (0, 3)]``."""
    days = [
        row.request.starts_at.astimezone(CLINIC.tz).date()
        for row in rows
        if row.request.session_type_id == session_type.id
    ]
    weeks = {}
    for day in days:
        weeks.setdefault(day.isocalendar()[1], []).append(day.weekday())
    return [tuple(week) for week in weeks.values()]


@pytest.mark.parametrize(
    ("on", "least", "to", "proposed"),
    [
        ((MON,), 3, THU, ((THU,), None)),
        ((MON, THU), 3, TUE, ((TUE, FRI), GO_ALONG)),
        ((TUE, FRI), 3, MON, ((MON, THU), GO_ALONG)),
        ((MON, THU), 1, WED, ((WED, THU), STAY)),  # nobody works on Saturday, and one day between them is enough
        ((MON, THU), 2, WED, ((WED, FRI), GO_ALONG)),  # Saturday again; Friday is the nearest that is far enough
        ((MON, WED, FRI), 1, TUE, ((TUE, WED, FRI), STAY)),
        ((MON, TUE, WED), 1, WED, ((WED, THU, FRI), GO_ALONG)),
    ],
)
def test_the_days_of_a_week_keep_their_distances(desk, ana, on, least, *, to, proposed):
    plan(desk, ana, least, 1)
    before = three_weeks(desk, ana, massages=on)
    change = SeriesChange(weekday=to)
    choice = desk.series.week_choice(before[0], Scope.ALL, change, now=NOW)
    rows = desk.series.changed(before[0], Scope.ALL, change, now=NOW)
    there, usual = proposed
    assert (weeks_of(rows), choice and choice.usual) == ([there] * 3, usual)
    assert [(check.fits, check.notes) for check in desk.series.check(rows, now=NOW)] == [(True, ())] * len(rows)


def test_where_no_day_keeps_the_distance_the_date_says_what_stands_against_it(desk, ana):
    plan(desk, ana, 2, 1)
    before = three_weeks(desk, ana, massages=(MON, WED, FRI))
    rows = desk.series.changed(before[0], Scope.ALL, SeriesChange(weekday=TUE), now=NOW)
    # After the last week nothing stands in the way of the Monday that follows.
    assert weeks_of(rows) == [(TUE, THU, SAT)] * 2 + [(TUE, THU), (MON,)]
    fits = [check.fits for check in desk.series.check(rows, now=NOW)]
    assert fits == [True, True, False] * 2 + [True] * 3
    # What the person wishes for is done, and a distance that is too short told, on either side of it.
    staying = replace(SeriesChange(weekday=TUE), other_days=STAY)
    rows = desk.series.changed(before[0], Scope.ALL, staying, now=NOW)
    assert weeks_of(rows) == [(TUE, WED, FRI)] * 3
    notes = [check.notes for check in desk.series.check(rows, now=NOW)]
    assert notes == [(), ("Massage 1 day after the one before; 2 are planned.",), ()] * 3
    (alone,) = desk.series.changed(before[0], Scope.THIS, staying, now=NOW)
    (check,) = desk.series.check([alone], now=NOW)
    assert check.notes == ("Massage 1 day before the next; 2 are planned.",)


def test_this_and_following_leaves_the_days_before_where_they_are(desk, ana):
    plan(desk, ana, 2, 1)
    before = three_weeks(desk, ana, massages=(MON, THU))
    rows = desk.series.changed(before[3], Scope.FOLLOWING, SeriesChange(weekday=FRI), now=NOW)
    assert weeks_of(rows) == [(FRI,), (TUE, FRI)]
    rows = desk.series.changed(before[3], Scope.FOLLOWING, SeriesChange(weekday=FRI, other_days=STAY), now=NOW)
    assert weeks_of(rows) == [(FRI,), (MON, FRI)]


def test_the_last_ones_of_a_series_that_came_twice_a_week_are_not_taken_for_weekly_ones(desk, ana):
    before = three_weeks(desk, ana, massages=(MON, THU))
    desk.day.cancel(before[4], reason="Away", actor=MARIA, now=NOW)
    rows = desk.series.changed(before[3], Scope.FOLLOWING, SeriesChange(weekday=FRI, starts_at=time(14)), now=NOW)
    assert weeks_of(rows) == [(FRI,), (FRI,)]
    rows = desk.series.changed(before[2], Scope.FOLLOWING, SeriesChange(weekday=TUE), now=NOW)
    assert weeks_of(rows) == [(TUE, FRI), (FRI,)]


def test_pairs_of_one_day_stay_together_on_every_day_of_the_week(desk, ana):
    plan(desk, ana, 3, 3)
    before = three_weeks(desk, ana, massages=(MON, THU), exercises=(MON, THU))
    change = SeriesChange(weekday=TUE, starts_at=time(14), along=Along.SAME_DAY)
    rows = desk.series.changed(before[0], Scope.ALL, change, now=NOW)
    assert weeks_of(rows) == weeks_of(rows, EXERCISE) == [(TUE, FRI)] * 3
    assert all(check.fits and not check.notes for check in desk.series.check(rows, now=NOW))
    by_time = [row.request.starts_at for row in rows]
    assert [b - a for a, b in zip(by_time[::2], by_time[1::2], strict=True)] == [timedelta(hours=1)] * 6


@pytest.mark.parametrize(("least", "usual"), [(2, Along.SAME_DAY), (3, Along.EVERYTHING)])
def test_what_stands_apart_is_taken_along_where_it_would_come_too_near_to_the_pairs(desk, ana, least, usual):
    plan(desk, ana, 7, least)
    before = three_weeks(desk, ana, massages=(MON,), exercises=(MON, THU))
    change = SeriesChange(weekday=TUE)
    assert desk.series.pairing(before[0], Scope.ALL, change, now=NOW).usual is usual
    rows = desk.series.changed(before[0], Scope.ALL, replace(change, along=usual), now=NOW)
    assert weeks_of(rows) == [(TUE,)] * 3
    assert weeks_of(rows, EXERCISE) == [(TUE, FRI) if usual is Along.EVERYTHING else (TUE,)] * 3
    assert all(check.fits and not check.notes for check in desk.series.check(rows, now=NOW))


MONDAY = date(2026, 11, 30)
patterns = st.lists(st.frozensets(st.integers(0, 4), min_size=1, max_size=3), min_size=1, max_size=4)


@given(patterns, st.integers(0, 4), st.integers(1, 4), st.data())
def test_any_series_goes_where_it_is_wished_for_and_keeps_what_can_be_kept(pattern, weekday, least, data):
    days = [MONDAY + timedelta(weeks=week, days=day) for week, week_days in enumerate(pattern) for day in week_days]
    begin = data.draw(st.sampled_from(sorted(days)))
    weeks = SeriesWeeks(
        {day: {MASSAGE} for day in days},
        begin,
        weekday,
        often=any(len(each) > 1 for each in pattern),
        least={MASSAGE: least},
        taken={},
        works=lambda _day, there: there.weekday() < SAT,
    )
    shift = timedelta(days=weekday - begin.weekday())
    moved = weeks.places(weeks.usual())
    assert moved[begin] == begin + shift
    together = {day: day + shift for day in days}
    if weeks.often and weeks.keeps(together):
        assert moved == together, "nothing stands against all of them going along"
    if weeks.keeps(weeks.places(STAY)):
        assert weeks.keeps(moved), "one way keeps all, so the one proposed does"
