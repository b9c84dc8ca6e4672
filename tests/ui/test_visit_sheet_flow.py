import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicdesk.ui.visit_sheet.flow import Block, Row, paginate


def block(*heights, **options):
    return Block(tuple(Row(height, f"row {number}") for number, height in enumerate(heights)), **options)


def tops(page):
    return [placed.top for placed in page]


def test_nothing_to_say_is_still_one_page():
    assert paginate([], 100) == [[]]


def test_blocks_follow_each_other_with_their_gaps_and_padding():
    (page,) = paginate([block(20), block(10, 10, gap=5, padding=3), block(4, gap=6)], 100)
    assert tops(page) == [0, 25, 57]


def test_a_block_that_does_not_fit_moves_whole_to_the_next_page_without_its_gap():
    first, second = paginate([block(80), block(10, 15, gap=9)], 100)
    assert tops(first) == [0]
    assert tops(second) == [0]
    assert len(second[0].rows) == 2


def test_a_heading_goes_with_what_it_heads():
    first, second = paginate([block(70), block(10, with_next=True), block(30)], 100)
    assert len(first) == 1
    assert tops(second) == [0, 10]


def test_a_heading_at_the_very_end_is_not_lost():
    assert len(paginate([block(10, with_next=True)], 100)[0]) == 1


def test_a_block_taller_than_a_page_is_parted_between_rows():
    pages = paginate([block(*[30] * 7, padding=5, frame=1)], 100)
    assert [len(page[0].rows) for page in pages] == [3, 3, 1]
    assert [page[0].height for page in pages] == [100, 100, 40]


def test_a_row_taller_than_a_page_is_placed_rather_than_lost():
    pages = paginate([block(10), block(500), block(10)], 100)
    assert [len(page) for page in pages] == [1, 1, 1]


blocks = st.lists(
    st.builds(
        lambda heights, gap, padding, with_next: block(*heights, gap=gap, padding=padding, with_next=with_next),
        st.lists(st.integers(1, 60), min_size=1, max_size=8),
        st.integers(0, 20),
        st.integers(0, 15),
        st.booleans(),
    ),
    max_size=12,
)


@given(blocks)
def test_every_row_is_placed_once_in_order_inside_its_page(given_blocks):
    pages = paginate(given_blocks, 100)
    placed_rows = [row for page in pages for placed in page for row in placed.rows]
    assert placed_rows == [row for each in given_blocks for row in each.rows]
    for page in pages:
        bottom = 0
        for placed in page:
            assert placed.top >= bottom
            bottom = placed.top + placed.height
        assert bottom <= 100


@given(blocks)
def test_no_page_is_left_empty(given_blocks):
    pages = paginate(given_blocks, 100)
    if given_blocks:
        assert all(pages)


def test_a_flow_measures_in_fractions_too():
    (page,) = paginate([block(0.5), block(0.25, gap=0.25)], 1)
    assert page[1].top == pytest.approx(0.75)
