from datetime import UTC, date, datetime, timedelta
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from clinicdesk.ui.calendar.geometry import free_between, on_grid
from clinicdesk.ui.calendar.pens import initials
from clinicdesk.ui.calendar.picture import Lane, side_by_side

NINE = datetime(2026, 11, 23, 9, tzinfo=UTC)
SPANS = st.lists(st.tuples(st.integers(0, 100), st.integers(1, 30)), max_size=12).map(
    lambda pairs: sorted((at(start), at(start + length)) for start, length in pairs)
)


def at(minutes):
    return NINE + timedelta(minutes=minutes)


@given(SPANS)
def test_what_stands_side_by_side_never_covers_another(spans):
    places = side_by_side(spans)
    assert all(0 <= place < among for place, among in places)
    for (one, (place, among)), (other, (beside, others)) in combinations(zip(spans, places, strict=True), 2):
        if one[0] < other[1] and other[0] < one[1]:
            assert place != beside
            assert among == others


@given(SPANS, st.integers(1, 40))
def test_free_time_is_exactly_what_is_left(spans, least):
    first, last = at(0), at(150)
    found = free_between(first, last, spans, timedelta(minutes=least))
    for minute in range(150):
        moment = at(minute)
        busy = any(start <= moment < end for start, end in spans)
        free = any(start <= moment < end for start, end in found)
        assert not (busy and free)
        if not busy and not free:
            before = max([first, *(end for _, end in spans if end <= moment)])
            after = min([last, *(start for start, _ in spans if start > moment)])
            assert after - before < timedelta(minutes=least)


def test_a_mark_of_the_grid_is_one_of_the_clocks():
    from zoneinfo import ZoneInfo  # noqa: PLC0415 - used here only

    kathmandu = ZoneInfo("Asia/Kathmandu")  # three quarters of an hour off
    moment = datetime(2026, 11, 23, 9, 4, tzinfo=kathmandu).astimezone(UTC)
    assert on_grid(moment, 10, kathmandu) == datetime(2026, 11, 23, 9, tzinfo=kathmandu)
    assert on_grid(moment + timedelta(minutes=1), 10, kathmandu) == datetime(2026, 11, 23, 9, 10, tzinfo=kathmandu)


def test_a_name_of_any_script_has_a_short_form():
    assert initials("Ana Ruiz") == "AR"
    assert initials("María del Carmen Ortiz") == "MO"
    assert initials("王小明") == "王"
    assert initials("") == ""


def test_a_lane_without_sessions_has_no_places():
    assert Lane("a", "A", date(2026, 11, 23), NINE).places == ()
