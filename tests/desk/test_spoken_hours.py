from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicdesk.desk.spoken_hours import read_spans, spans_text
from clinicdesk.domain.working_hours import ClockSpan


@st.composite
def spans(draw):
    minutes = draw(st.lists(st.integers(0, 24 * 60 - 1), unique=True, max_size=8).map(sorted))
    times = [time(minute // 60, minute % 60) for minute in minutes]
    return tuple(ClockSpan(*times[place : place + 2]) for place in range(0, len(times) - 1, 2))


@given(spans())
def test_hours_are_read_as_they_are_written(some):
    assert read_spans(spans_text(some)) == some


EN_DASH = "\N{EN DASH}"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("9-12, 13-17", "09:00-12:00, 13:00-17:00"),
        ("9-12 13-17", "09:00-12:00, 13:00-17:00"),
        ("8.30 - 12 and 13h15-16:45", "08:30-12:00, 13:15-16:45"),
        ("0830-1200", "08:30-12:00"),
        ("9-5", "09:00-17:00"),
        ("8-12 1-5", "08:00-12:00, 13:00-17:00"),
        ("9am to 5.30pm", "09:00-17:30"),
        ("12pm-1pm", "12:00-13:00"),
        ("12am-6am", "00:00-06:00"),
        ("9-12; 12-17", "09:00-17:00"),
        ("9 until 10", "09:00-10:00"),
        ("9\N{EM DASH}10", "09:00-10:00"),
        ("", ""),
        ("Closed", ""),
        ("off", ""),
    ],
)
def test_hours_are_read_as_people_type_them(typed, meant):
    assert spans_text(read_spans(typed)) == meant.replace("-", EN_DASH)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("morning", "does not read as hours"),
        ("9-", "does not read as hours"),
        ("9-12, lunch", "does not read as hours"),
        ("22-20", "end before they begin"),
        ("14-18, 16-20", "run into each other"),
        ("9-24", "23:59"),
        ("9-10:75", "sixty"),
    ],
)
def test_what_cannot_be_read_is_said(typed, sentence):
    with pytest.raises(ValueError, match=sentence):
        read_spans(typed)
