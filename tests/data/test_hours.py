from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicdesk.domain.working_hours import ClockSpan, HolidayChoice, HoursBook, SpecialHours, WeeklyHours
from clinicdesk.errors import NotFound, StaleRecord
from tests.data.records import (
    NOW,
    RUTH,
    TESS,
    absence,
    booked,
    days,
    ids,
    kept_session,
    session,
    special_hours,
    texts,
    undone,
    unhurried,
    weekly_hours,
)

TODAY = NOW.date()
clocks = st.lists(st.integers(0, 23 * 60 + 59), unique=True, max_size=8).map(sorted)


@st.composite
def spans(draw):
    """Spans of a day, in order and apart."""
    minutes = draw(clocks)
    times = [time(minute // 60, minute % 60) for minute in minutes]
    return tuple(ClockSpan(*times[place : place + 2]) for place in range(0, len(times) - 1, 2))


weeks = st.lists(st.tuples(*[spans()] * 7), min_size=1, max_size=3).map(tuple)
owners = st.sampled_from([None, TESS.id])


@unhurried
@given(hours=st.builds(WeeklyHours, ids, owners, days, weeks, days))
def test_weekly_hours_are_read_back_as_stored(lasting_store, hours):
    with undone(lasting_store):
        lasting_store.hours.add_weekly(hours)
        assert lasting_store.hours.book(hours.valid_from, hours.valid_from).weekly == (hours,)
        assert lasting_store.hours.book(date.min, hours.valid_from - timedelta(days=1)).weekly == ()


@unhurried
@given(hours=st.builds(SpecialHours, ids, owners, days, st.none() | spans()))
def test_the_hours_of_a_date_are_read_back_as_stored(lasting_store, hours):
    with undone(lasting_store):
        lasting_store.hours.add_special(hours)
        assert lasting_store.hours.book(hours.on, hours.on).special == (hours,)
        assert lasting_store.hours.book(hours.on + timedelta(days=1), date.max).special == ()


@unhurried
@given(choice=st.builds(HolidayChoice, texts, st.frozensets(texts)))
def test_holidays_are_read_back_as_chosen(lasting_store, choice):
    with undone(lasting_store):
        lasting_store.hours.put_holidays(HolidayChoice("XX", frozenset({"New Year"})))
        lasting_store.hours.put_holidays(choice)
        assert lasting_store.hours.holidays() == choice


def test_an_absence_is_found_on_each_of_its_days_and_on_no_other(store):
    with store.write():
        store.hours.add_absence(absence())
    found = {
        offset: store.hours.absences(TODAY + timedelta(days=offset), TODAY + timedelta(days=offset))
        for offset in range(-1, 3)
    }
    assert found == {-1: [], 0: [absence()], 1: [absence()], 2: []}


def test_an_absence_is_changed_and_taken_back_by_whoever_saw_it_last(store):
    with store.write():
        store.hours.add_absence(absence())
        store.hours.add_absence(absence())
        longer = store.hours.update_absence(replace(absence(), last=TODAY + timedelta(days=5)))
        with pytest.raises(StaleRecord):
            store.hours.update_absence(absence())
        with pytest.raises(StaleRecord):
            store.hours.add_absence(absence())
        assert store.hours.absence(longer.id) == longer
        withdrawn = store.hours.update_absence(replace(longer, withdrawn=True))
    assert withdrawn.version == 3
    assert store.hours.absences(TODAY, TODAY) == []
    assert store.hours.absence(longer.id) == withdrawn


def test_a_part_of_a_day_is_read_back(store):
    part = replace(absence(), last=TODAY, part=ClockSpan(time(9, 30), time(12)), note="Dentist")
    with store.write():
        store.hours.add_absence(part)
    assert store.hours.absence(part.id) == part


def test_an_absence_that_is_not_on_file_is_said(store):
    with pytest.raises(NotFound):
        store.hours.absence("nowhere")


@pytest.mark.parametrize("add", ["add_weekly", "add_special"])
def test_the_same_hours_again_change_nothing_and_others_are_refused(store, add):
    made = {"add_weekly": weekly_hours, "add_special": special_hours}[add]
    with store.write():
        getattr(store.hours, add)(made())
        getattr(store.hours, add)(made())
        with pytest.raises(StaleRecord):
            getattr(store.hours, add)(made(owner=None))
    book = store.hours.book(TODAY, TODAY)
    assert len(book.weekly) + len(book.special) == 1


def test_a_decision_to_keep_a_session_is_read_back(store):
    booked(store, session())
    with store.write():
        store.kept_sessions.add(kept_session())
        store.kept_sessions.add(kept_session())
        with pytest.raises(StaleRecord):
            store.kept_sessions.add(replace(kept_session(), kept_by=TESS.id))
    assert store.kept_sessions.of_sessions(["session-1"]) == [kept_session()]
    assert store.kept_sessions.of_sessions(["session-2"]) == []


def test_of_hours_for_one_day_the_later_count():
    first = weekly_hours("a")
    second = replace(first, id="b", weeks=(((),) * 7,))
    third = replace(first, id="c", valid_from=TODAY + timedelta(days=7))
    book = HoursBook(
        weekly=(first, second, third), special=(special_hours("a"), replace(special_hours("b"), spans=None))
    )
    assert book.weekly_of(TESS.id, TODAY - timedelta(days=1)) is None
    assert book.weekly_of(TESS.id, TODAY) == second
    assert book.weekly_of(TESS.id, TODAY + timedelta(days=7)) == third
    assert book.weekly_of(RUTH.id, TODAY) is None
    assert book.special_of(TESS.id, TODAY) is None


@given(on=days, reference=days)
def test_weeks_take_turns_from_monday_to_sunday_before_and_after_the_reference(on, reference):
    week = ((),) * 7
    hours = WeeklyHours("a", None, TODAY, (week, week), reference)
    assert hours.turn(reference) == 0
    assert hours.turn(on) == hours.turn(on - timedelta(days=on.weekday()))
    assert hours.turn(on) != hours.turn(on + timedelta(days=7))


@pytest.mark.parametrize(
    ("starts", "ends", "then"),
    [(time(9), time(9), None), (time(10), time(9), None), (time(9), time(10), time(10)), (time(9), time(10), time(8))],
)
def test_spans_that_do_not_stand_in_order_and_apart_are_refused(starts, ends, then):
    with pytest.raises(ValueError, match="span"):
        SpecialHours("a", None, TODAY, (ClockSpan(starts, ends), ClockSpan(then or time(20), time(21))))


@pytest.mark.parametrize(
    "change",
    [
        {"last": TODAY - timedelta(days=1)},
        {"part": ClockSpan(time(9), time(10))},
        {"owner": None},
    ],
)
def test_an_absence_that_cannot_be_is_refused(change):
    with pytest.raises(ValueError, match=r"absence|day|clinic"):
        replace(absence(), **change)
