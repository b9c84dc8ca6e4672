from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from clinicdesk.desk.gaps import forbidden_starts, nearest_in, next_on_grid, start_windows

DAY = datetime(2026, 11, 23, tzinfo=UTC)


def at(minute):
    return DAY + timedelta(minutes=minute)


busy_days = st.lists(st.tuples(st.integers(0, 120), st.integers(1, 40)), max_size=8)


@given(busy=busy_days, needed=st.integers(1, 60), first=st.integers(0, 60), length=st.integers(-10, 100))
def test_the_windows_hold_exactly_the_starts_that_meet_nothing(busy, needed, first, length):
    taken = [(at(start), at(start + minutes)) for start, minutes in busy]
    windows = start_windows(at(first), at(first + length), forbidden_starts(taken, timedelta(minutes=needed)))
    offered = {m for m in range(240) if any(a <= at(m) <= b for a, b in windows)}
    free = {
        m
        for m in range(first, first + length + 1)
        if all(at(m + needed) <= begins or at(m) >= ends for begins, ends in taken)
    }
    assert offered == free


@given(busy=busy_days, needed=st.integers(1, 60))
def test_windows_come_in_order_and_apart(busy, needed):
    taken = [(at(start), at(start + minutes)) for start, minutes in busy]
    windows = start_windows(at(0), at(200), forbidden_starts(taken, timedelta(minutes=needed)))
    ends = [instant for window in windows for instant in window]
    assert ends == sorted(ends)
    assert all(before[1] < after[0] for before, after in pairwise(windows))


def test_a_session_that_fits_exactly_has_one_start():
    taken = [(at(0), at(30)), (at(90), at(120))]
    assert start_windows(at(0), at(80), forbidden_starts(taken, timedelta(hours=1))) == [(at(30), at(30))]


def test_the_next_time_on_the_grid_is_not_in_the_past():
    assert next_on_grid(at(10)) == at(10)
    assert next_on_grid(at(10) + timedelta(microseconds=1)) == at(15)
    assert next_on_grid(at(14) + timedelta(seconds=59)) == at(15)


def test_the_nearest_start_stays_within_the_window():
    assert nearest_in((at(10), at(20)), at(5)) == at(10)
    assert nearest_in((at(10), at(20)), at(15)) == at(15)
    assert nearest_in((at(10), at(20)), at(25)) == at(20)
