import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicdesk.domain.passive_share import falls, front_loaded, shares, third_sizes

counts = st.integers(0, 60)


@given(counts, counts)
def test_whatever_is_planned_all_of_it_is_in_the_order(passive, active):
    order = front_loaded(passive, active)
    assert sum(order) == passive
    assert len(order) == passive + active


@given(st.integers(1, 60), st.integers(1, 60))
def test_with_both_in_a_plan_the_passive_share_always_falls(passive, active):
    parts = shares(front_loaded(passive, active))
    assert falls(parts)
    assert parts[-1] < parts[0]


@given(st.integers(1, 60))
def test_massage_alone_cannot_fall(passive):
    assert falls(shares(front_loaded(passive, 0))) is (passive == 1)


@given(st.integers(0, 500))
def test_thirds_are_as_even_as_can_be(sessions):
    sizes = third_sizes(sessions)
    assert sum(sizes) == sessions
    assert not sizes or max(sizes) - min(sizes) <= 1


def test_four_massages_among_eight_of_physical_therapy():
    order = "".join("M" if passive else "P" for passive in front_loaded(4, 8))
    assert order == "MPMPMPPPMPPP"


@pytest.mark.parametrize(
    ("parts", "fallen"),
    [
        ((1.0, 0.5, 0.0), True),
        ((0.5, 0.5, 0.25), True),
        ((0.5, 0.5, 0.5), False),
        ((0.5, 0.75, 0.25), False),
        ((0.0, 0.0, 0.0), True),
        ((0.0, 0.0, 0.5), False),
        ((), True),
    ],
)
def test_a_share_that_stays_or_rises_does_not_fall(parts, fallen):
    assert falls(parts) is fallen
