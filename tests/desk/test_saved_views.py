import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicdesk.desk.saved_views import GRIDS, LAST, ScheduleView
from tests.desk.front_desk import JORDAN, MARIA, audit_length

VIEWS = st.builds(
    ScheduleView,
    week=st.booleans(),
    rooms=st.booleans(),
    chosen=st.lists(st.text(max_size=12), max_size=4).map(tuple),
    grid=st.sampled_from(GRIDS),
    zoom=st.sampled_from([0.5, 1.0, 4.0]),
)


@given(view=VIEWS, place=st.sampled_from([LAST, 2, 8]))
def test_a_view_comes_back_as_it_was_kept(lasting_desk, view, place):
    lasting_desk.saved_views.keep(place, view, actor=MARIA)
    assert lasting_desk.saved_views.of(MARIA)[place] == view


def test_everybody_has_views_of_their_own_and_the_newest_counts(desk):
    desk.saved_views.keep(2, ScheduleView(week=True), actor=MARIA)
    desk.saved_views.keep(2, ScheduleView(rooms=True), actor=MARIA)
    desk.saved_views.keep(3, ScheduleView(grid=5), actor=JORDAN)
    assert desk.saved_views.of(MARIA) == {2: ScheduleView(rooms=True)}
    assert desk.saved_views.of(JORDAN) == {3: ScheduleView(grid=5)}


def test_a_matter_of_taste_is_not_audited(desk):
    before = audit_length(desk)
    desk.saved_views.keep(LAST, ScheduleView(), actor=MARIA)
    assert audit_length(desk) == before


@pytest.mark.parametrize("payload", [{}, {"chosen": [], "grid": 7, "zoom": 1}, {"chosen": "x", "grid": 5, "zoom": 1}])
def test_what_another_version_kept_is_left_aside(desk, payload):
    with desk.store.write():
        desk.store.saved_views.put(MARIA.id, 2, payload)
    assert desk.saved_views.of(MARIA) == {}
