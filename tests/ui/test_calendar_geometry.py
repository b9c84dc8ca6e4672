from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicdesk.ui.calendar.geometry import (
    COARSE_STEP,
    FINE_STEP,
    DayScale,
    Opening,
    beside,
    columns_for,
    earlier_start,
    later_start,
    scale_for,
    snapped,
)

OPENS = datetime(2026, 11, 24, 8, tzinfo=UTC)
CLOSES = datetime(2026, 11, 24, 18, tzinfo=UTC)
SCALE = DayScale(OPENS, CLOSES, 1.5)


def at(hour, minute=0):
    return OPENS.replace(hour=hour, minute=minute)


def opening(start, end, minutes=60, column=0):
    return Opening(column, start, end - timedelta(minutes=minutes), end)


@given(st.integers(0, 600))
def test_a_time_comes_back_from_its_own_pixel(minutes):
    moment = OPENS + timedelta(minutes=minutes)
    assert abs(SCALE.moment(SCALE.y(moment)) - moment) < timedelta(seconds=1)


@given(st.floats(-500, 5000))
def test_no_pixel_lies_outside_the_day(y):
    assert OPENS <= SCALE.moment(y) <= CLOSES


def test_a_time_outside_the_day_is_drawn_on_its_edge():
    assert SCALE.y(at(6)) == 0
    assert SCALE.span(at(17), datetime(2026, 11, 24, 20, tzinfo=UTC)) == (SCALE.y(at(17)), 90)


def test_the_scale_fills_the_height_and_never_shrinks_below_readable():
    tall = scale_for(OPENS, CLOSES, [], tall=1320, least=1)
    assert tall.height == pytest.approx(1320)
    assert scale_for(OPENS, CLOSES, [], tall=100, least=1.5).pixels_per_minute == 1.5


def test_a_session_outside_the_opening_hours_is_still_in_sight():
    scale = scale_for(OPENS, CLOSES, [(at(6), at(7)), (at(18), at(21))], tall=0, least=1)
    assert (scale.first, scale.last) == (at(6), at(21))


def test_hour_marks_are_round_in_the_clinics_own_zone():
    kathmandu = ZoneInfo("Asia/Kathmandu")
    marks = SCALE.marks(kathmandu, 60)
    assert [mark.astimezone(kathmandu).minute for mark in marks] == [0] * 10
    assert SCALE.marks(UTC, 60)[0] == OPENS


def test_a_day_of_changing_clocks_is_as_long_as_it_really_is():
    paris = ZoneInfo("Europe/Paris")
    midnight = datetime(2026, 10, 25, tzinfo=paris).astimezone(UTC)
    scale = DayScale(midnight, datetime(2026, 10, 26, tzinfo=paris).astimezone(UTC), 1)
    assert scale.height == 25 * 60
    assert [mark.astimezone(paris).hour for mark in scale.marks(paris, 60)][:5] == [0, 1, 2, 2, 3]


def test_columns_share_the_width_until_they_would_be_too_narrow():
    assert columns_for([100] * 4, 600).width(3) == 150
    narrow = columns_for([100] * 12, 600)
    assert (narrow.width(5), narrow.total) == (100, 1200)
    assert [narrow.at(x) for x in (-1, 0, 99, 100, 1199, 1200)] == [None, 0, 0, 1, 11, None]
    assert columns_for([], 600).at(5) is None


def test_a_column_that_needs_more_has_it_and_they_share_what_is_left_over():
    columns = columns_for([100, 300, 100], 560)
    assert [columns.width(column) for column in range(3)] == [120, 320, 120]
    assert [columns.at(x) for x in (119, 120, 439, 440)] == [0, 1, 1, 2]


@given(st.lists(st.floats(20, 400), min_size=1, max_size=12), st.data(), st.floats(0, 0.999))
def test_a_point_inside_a_column_finds_that_column(least, data, share):
    columns = columns_for(least, 1000)
    column = data.draw(st.integers(0, len(least) - 1))
    assert columns.at(columns.left(column) + share * columns.width(column)) in {column, column + (share > 0.99)}


def test_start_times_are_round_but_also_snug_against_the_neighbours():
    gap = opening(at(10, 50), at(12, 40))
    assert gap.starts(COARSE_STEP) == [at(10, 50), at(11), at(11, 15), at(11, 30), at(11, 40)]


def test_a_gap_that_just_fits_has_one_start():
    assert opening(at(10), at(11)).starts(FINE_STEP) == [at(10)]


@given(st.integers(0, 59), st.integers(60, 400), st.sampled_from([FINE_STEP, COARSE_STEP]))
def test_every_start_time_lies_in_its_opening_and_they_rise(offset, length, step):
    start = at(9) + timedelta(minutes=offset)
    gap = opening(start, start + timedelta(minutes=length))
    starts = gap.starts(step)
    assert starts == sorted(set(starts))
    assert all(gap.earliest <= each <= gap.latest for each in starts)


def test_the_nearest_start_is_chosen_and_the_earlier_of_two():
    gap = opening(at(9), at(12))
    assert gap.start_near(at(9, 22), COARSE_STEP) == at(9, 15)
    assert gap.start_near(datetime(2026, 11, 24, 9, 7, 30, tzinfo=UTC), COARSE_STEP) == at(9)
    assert gap.start_near(at(17), COARSE_STEP) == at(11)


def test_stepping_leaps_over_what_is_taken():
    column = [opening(at(9), at(10, 15)), opening(at(13), at(15))]
    assert later_start(column, at(9), COARSE_STEP) == at(9, 15)
    assert later_start(column, at(9, 15), COARSE_STEP) == at(13)
    assert earlier_start(column, at(13), COARSE_STEP) == at(9, 15)
    assert later_start(column, at(14), COARSE_STEP) is None
    assert earlier_start(column, at(9), COARSE_STEP) is None


def test_a_fine_step_is_a_third_of_a_coarse_one():
    column = [opening(at(9), at(12))]
    assert later_start(column, at(9), FINE_STEP) == at(9, 5)
    assert later_start(column, at(9), COARSE_STEP) == at(9, 15)


def test_moving_sideways_skips_full_columns_and_keeps_the_time():
    openings = [opening(at(9), at(12)), opening(at(8), at(10), column=2), opening(at(10, 30), at(13), column=2)]
    assert beside(openings, 0, at(9, 50), 1) == (2, at(10, 30))
    assert beside(openings, 0, at(9, 10), 1) == (2, at(9))
    assert beside(openings, 2, at(9), -1) == (0, at(9))
    assert beside(openings, 2, at(9), 1) is None


def test_round_times_are_at_or_before_the_moment():
    assert snapped(at(9, 14), COARSE_STEP) == at(9)
    assert snapped(at(9, 15), COARSE_STEP) == at(9, 15)


@pytest.mark.parametrize(
    ("first", "hours", "clocks"),
    [
        (datetime(2026, 10, 3, 14, tzinfo=UTC), 4, ["01:00", "03:00", "04:00", "05:00"]),
        (datetime(2026, 4, 4, 13, tzinfo=UTC), 4, ["00:00", "01:00", "02:00", "03:00"]),
    ],
)
def test_hour_lines_stand_at_whole_hours_where_the_clock_changes_by_half_an_hour(first, hours, clocks):
    zone = ZoneInfo("Australia/Lord_Howe")
    scale = DayScale(first, first + timedelta(hours=hours), 2.0)
    assert [f"{mark.astimezone(zone):%H:%M}" for mark in scale.marks(zone, 60)][: len(clocks)] == clocks
