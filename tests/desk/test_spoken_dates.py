from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicdesk.desk.spoken_dates import UNREADABLE, day_in_words, parse_when, span_in_words

TODAY = date(2026, 3, 3)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("about 3 weeks ago", date(2026, 2, 10)),
        ("3 weeks", date(2026, 2, 10)),
        ("2 months", date(2026, 1, 3)),
        ("yesterday", date(2026, 3, 2)),
        ("today", TODAY),
        ("Monday", date(2026, 3, 2)),
        ("last Tuesday", date(2026, 2, 24)),
        ("a week ago", date(2026, 2, 24)),
        ("last month", date(2026, 2, 3)),
        ("half a year", date(2025, 9, 3)),
        ("a year and a half ago", date(2024, 9, 3)),
        ("2-3 weeks", date(2026, 2, 17)),
        ("a fortnight ago", date(2026, 2, 17)),
        ("3.4.2025", date(2025, 4, 3)),
        ("3/4/25", date(2025, 4, 3)),
        ("3.4.98", date(1998, 4, 3)),
        ("2025-12-01", date(2025, 12, 1)),
        ("3 Apr 2024", date(2024, 4, 3)),
        ("April 3rd, 2024", date(2024, 4, 3)),
        ("12 May", date(2025, 5, 12)),
        ("April", date(2025, 4, 15)),
        ("March", TODAY),
        ("April 2025", date(2025, 4, 15)),
        ("2019", date(2019, 7, 1)),
    ],
)
def test_a_day_is_understood_however_it_is_said(said, meant):
    assert parse_when(said, TODAY, day_first=True) == meant


def test_the_month_comes_first_where_the_clinic_writes_it_first():
    assert parse_when("3/4/2025", TODAY, day_first=False) == date(2025, 3, 4)
    assert parse_when("23/4/2025", TODAY, day_first=False) == date(2025, 4, 23)


@pytest.mark.parametrize(("said", "meant"), [("12 May", date(2026, 5, 12)), ("in 12 weeks", date(2026, 5, 26))])
def test_a_due_date_lies_ahead(said, meant):
    assert parse_when(said, TODAY, day_first=True, ahead=True) == meant


def test_what_happened_cannot_lie_ahead():
    with pytest.raises(ValueError, match="still to come"):
        parse_when("12 May 2026", TODAY, day_first=True)


@pytest.mark.parametrize("said", ["", "soon", "31 February 2020", "3/4/5/6", "٣ weeks?", "99999999 years"])
def test_what_is_no_date_is_refused_with_a_sentence(said):
    with pytest.raises(ValueError, match=r"[.]$"):
        parse_when(said, TODAY, day_first=True)


@given(st.text())
def test_any_text_is_read_or_refused_but_never_breaks(said):
    try:
        assert parse_when(said, TODAY, day_first=True) <= TODAY
    except ValueError as error:
        assert str(error).endswith(".")  # noqa: PT017 - either outcome is right, the sentence is checked


@given(st.dates(date(1950, 1, 1), TODAY))
def test_every_past_day_is_read_back_from_its_own_words(day):
    words = day_in_words(day, TODAY).split(",")[0]
    assert parse_when(words, TODAY, day_first=True) == day


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "today"),
        (1, "yesterday"),
        (13, "13 days ago"),
        (49, "7 weeks ago"),
        (400, "13 months ago"),
        (-84, "in 12 weeks"),
    ],
)
def test_a_distance_is_said_in_the_unit_people_use(days, words):
    assert span_in_words(TODAY - timedelta(days=days), TODAY) == words


def test_the_refusal_shows_ways_that_work():
    for way in ("3 April", "3 weeks ago", "yesterday"):
        assert way in UNREADABLE
        assert parse_when(way, TODAY, day_first=True) <= TODAY
