"""What is said of a place before it is taken, and does not stand against it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from clinicdesk.desk.keys import new_key
from clinicdesk.desk.moving import moved
from clinicdesk.desk.plan_views import PlanForm
from clinicdesk.desk.series_views import SeriesRow
from clinicdesk.desk.slots import SlotWish
from clinicdesk.desk.waiting_views import Place
from clinicdesk.domain.plan import PlanPart
from clinicdesk.domain.session import SessionStatus
from clinicdesk.domain.suitability import Kind
from clinicdesk.domain.waiting import WaitingEntry
from clinicdesk.errors import NotAllowed
from tests.desk.front_desk import (
    CLAIRE,
    EXERCISE,
    JORDAN,
    MAPLE,
    MARIA,
    NOW,
    SAM,
    SWEDISH,
    TODAY,
    WILLOW,
    asked,
    booked,
    judged,
    local,
)
from tests.vouching import vouching

BY = {"actor": MARIA, "now": NOW}
THREE_APART = PlanPart(Kind.MASSAGE, SWEDISH.id, 4, min_days=3)


@pytest.fixture
def ana(desk):
    return judged(desk)


def planned(desk, patient, *parts):
    """An active plan."""
    ends, review = TODAY + timedelta(days=60), TODAY + timedelta(days=30)
    form = PlanForm("Carry my grandson", "stairs", parts, TODAY, ends, review)
    return desk.plans.confirm(desk.plans.draft(patient, form, **BY), **vouching(desk, CLAIRE, NOW))


def notes(desk, patient, starts_at, **wanted):
    return desk.booking.notes(asked(patient, starts_at, **wanted), now=NOW)


def moved_to(desk, session, starts_at):
    wanted = moved(session, starts_at=starts_at, therapist_id=session.therapist_id, room_id=session.room_id)
    return desk.moving.fit(wanted, now=NOW)


def waiting(desk, patient, session=None):
    entry = WaitingEntry(new_key(NOW), patient.id, SWEDISH.id, NOW, TODAY + timedelta(days=30), session and session.id)
    return desk.waiting.ask(entry, **BY)


def whom(desk, starts_at):
    return [each.patient.called for each in desk.wanted.people_for(starts_at, therapist_id=JORDAN.id, **BY)]


def place(starts_at):
    return Place(JORDAN.id, starts_at, starts_at + SWEDISH.duration)


# -- the plan's spacing ----------------------------------------------------------------------------


WEDNESDAY = 9
"""Days from now: 2 December."""
FIRST = "2 days after the massage of 30 November"


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ({-1}, "1 day after the massage of 1 December; the plan asks for 3 days between them."),
        ({-2}, f"{FIRST}; the plan asks for 3 days between them."),
        ({1}, "1 day before the massage of 3 December; the plan asks for 3 days between them."),
        ({0}, "The same day as another massage; the plan asks for 3 days between them."),
        ({-2, 1}, f"{FIRST} and 1 day before that of 3 December; the plan asks for 3 days between them."),
    ],
)
def test_a_session_nearer_than_the_plan_asks_for_is_told_in_words(desk, ana, days, said):
    planned(desk, ana, THREE_APART)
    for day in days:
        booked(desk, ana, local(9, days=WEDNESDAY + day))
    assert notes(desk, ana, local(14, days=WEDNESDAY)) == (said,)
    assert desk.booking.clashes(asked(ana, local(14, days=WEDNESDAY)), now=NOW) == []


def test_nothing_is_told_of_a_session_that_keeps_its_distance_or_is_of_the_other_kind(desk, ana):
    planned(desk, ana, THREE_APART, PlanPart(Kind.PHYSICAL_THERAPY, EXERCISE.id, 4, min_days=2))
    booked(desk, ana, local(9, days=WEDNESDAY))
    assert notes(desk, ana, local(14, days=WEDNESDAY + 3)) == ()
    assert notes(desk, ana, local(14, days=WEDNESDAY), session_type=EXERCISE, therapist=CLAIRE) == ()


def test_what_is_off_counts_no_more(desk, ana):
    planned(desk, ana, THREE_APART)
    before = booked(desk, ana, local(9, days=WEDNESDAY - 1))
    desk.day.cancel(before, reason="ill", **BY)
    assert notes(desk, ana, local(9, days=WEDNESDAY)) == ()


def test_what_was_given_before_the_plan_counts_here_and_for_the_next_free_time(desk, ana):
    yesterday = NOW - timedelta(days=1)
    desk.booking.book(asked(ana, yesterday), actor=MARIA, now=yesterday)
    planned(desk, ana, THREE_APART)
    said = "1 day after the massage of 22 November; the plan asks for 3 days between them."
    assert notes(desk, ana, local(14)) == (said,)
    soonest = desk.next_free.find(SlotWish(ana.id, SWEDISH.id), now=NOW, count=1)[0]
    assert soonest.starts_at.date() == TODAY + timedelta(days=2)


def test_without_a_plan_that_still_counts_the_session_nothing_is_asked_for(desk, ana):
    booked(desk, ana, local(9, days=WEDNESDAY))
    assert notes(desk, ana, local(9, days=WEDNESDAY + 1)) == ()
    planned(desk, ana, replace(THREE_APART, sessions=1))
    assert notes(desk, ana, local(9, days=WEDNESDAY + 1)) == ()


def test_a_session_on_its_way_is_measured_against_the_others_and_not_against_itself(desk, ana):
    planned(desk, ana, THREE_APART)
    booked(desk, ana, local(9, days=WEDNESDAY))
    session = booked(desk, ana, local(9, days=WEDNESDAY + 5))
    near = moved_to(desk, session, local(9, days=WEDNESDAY + 2))
    assert near.clashes == ()
    assert near.notes == ("2 days after the massage of 2 December; the plan asks for 3 days between them.",)
    assert moved_to(desk, session, local(9, days=WEDNESDAY + 4)).notes == ()
    asked_there = replace(asked(ana, local(9, days=WEDNESDAY + 2)), id=session.id)
    assert desk.booking.notes(asked_there, now=NOW) == near.notes


def test_it_is_no_obstacle_the_desk_decides(desk, ana):
    planned(desk, ana, THREE_APART)
    booked(desk, ana, local(9, days=WEDNESDAY))
    assert booked(desk, ana, local(9, days=WEDNESDAY + 1)).plan_id is not None


def test_somebody_without_a_booking_is_told_too(desk, ana):
    planned(desk, ana, THREE_APART)
    booked(desk, ana, local(9, days=1))
    offers = {each.offer.session_type.id: each for each in desk.walk_ins.offers(ana, **BY)}
    said = "1 day before the massage of 24 November; the plan asks for 3 days between them."
    assert offers[SWEDISH.id].notes == (said,)
    assert offers[EXERCISE.id].notes == ()


def test_an_earlier_time_that_breaks_the_spacing_is_offered_to_nobody(desk, ana):
    planned(desk, ana, THREE_APART)
    booked(desk, ana, local(9, days=7))
    far = booked(desk, ana, local(9, days=21))
    waiting(desk, ana, far)
    assert whom(desk, local(10, days=6)) == []
    assert whom(desk, local(10, days=9)) == []
    assert whom(desk, local(10, days=10)) == ["Ana"]
    days = {
        each.place.starts_at.date()
        for each in desk.wanted.times_for(desk.waiting.of_session(far, now=NOW), now=NOW, count=99)
    }
    assert days.isdisjoint({(TODAY + timedelta(days=7 + off)) for off in range(-2, 3)})


def test_somebody_who_only_waits_is_left_out_likewise(desk, ana):
    planned(desk, ana, THREE_APART)
    booked(desk, ana, local(9, days=7))
    waiting(desk, ana)
    assert whom(desk, local(10, days=8)) == []
    assert whom(desk, local(10, days=4)) == ["Ana"]


def test_an_offer_that_has_come_too_near_since_says_so_before_it_is_booked(desk, ana):
    planned(desk, ana, THREE_APART)
    far = booked(desk, ana, local(9, days=21))
    entry = desk.waiting.offer(waiting(desk, ana, far), place(local(10, days=7)), **BY)
    booked(desk, ana, local(9, days=8))
    (row,) = desk.waiting.of_patient(ana.id, now=NOW)
    assert row.entry.id == entry.id
    assert row.against == ""
    assert row.notes == ("1 day before the massage of 1 December; the plan asks for 3 days between them.",)


# -- times offered to people of the waiting list ---------------------------------------------------


TEN = local(10, days=2)


@pytest.fixture
def offered(desk, ana):
    """Ana was told that she could have ten o'clock the day after tomorrow, and has not answered."""
    return desk.waiting.offer(waiting(desk, ana), place(TEN), **BY)


@pytest.fixture
def bo(desk):
    return judged(desk, "Bo", "Li")


OFFERED = "Offered to Ana Ruiz on the waiting list, 10:00 to 11:00; not answered yet."


@pytest.mark.parametrize(
    ("starts_at", "said"),
    [
        (local(9, days=2), (OFFERED,)),  # the room is tidied up until ten past ten
        (local(8, 50, days=2), ()),
        (local(10, 30, days=2), (OFFERED,)),
        (local(11, days=2), (OFFERED,)),  # and so it is after Ana
        (local(11, 10, days=2), ()),
        (local(10, days=3), ()),
    ],
)
def test_whoever_books_a_time_that_was_offered_is_told_to_whom(desk, offered, bo, starts_at, said):
    assert notes(desk, bo, starts_at) == said
    assert desk.booking.clashes(asked(bo, starts_at), now=NOW) == []


def test_it_is_told_of_the_therapist_and_of_a_room_that_was_offered_and_to_nobody_else(desk, ana, bo):
    there = replace(place(TEN), room_id=MAPLE.id)
    desk.waiting.offer(waiting(desk, ana), there, **BY)
    assert notes(desk, bo, TEN, therapist=SAM) == ()
    assert notes(desk, bo, TEN, therapist=SAM, room=WILLOW) == ()
    assert notes(desk, bo, TEN, therapist=SAM, room=MAPLE) == (OFFERED,)
    assert notes(desk, ana, TEN) == ()


def test_a_session_dragged_there_is_told_too(desk, offered, bo):
    session = booked(desk, bo, local(14, days=2))
    fit = moved_to(desk, session, TEN)
    assert (fit.clashes, fit.notes) == ((), (OFFERED,))


def test_an_offer_that_was_taken_back_given_or_has_lapsed_is_told_no_more(desk, ana, bo, offered):
    assert notes(desk, bo, TEN) == (OFFERED,)
    back = desk.waiting.take_offer_back(offered, **BY)
    assert notes(desk, bo, TEN) == ()
    again = desk.waiting.offer(back, place(TEN), **BY)
    assert desk.booking.notes(asked(bo, TEN), now=TEN) == ()
    session = desk.waiting.book(again, place(TEN), **BY)
    assert notes(desk, bo, session.starts_at) == ()


def test_whose_session_has_begun_is_promised_nothing_any_more(desk, ana, bo):
    later = booked(desk, ana, local(15, days=1))
    desk.waiting.offer(waiting(desk, ana, later), place(local(12)), **BY)
    assert desk.booking.notes(asked(bo, local(12)), now=NOW) != ()
    with desk.store.write():
        desk.store.sessions.update(replace(later, status=SessionStatus.IN_SESSION, arrived_at=NOW, started_at=NOW))
    assert desk.booking.notes(asked(bo, local(12)), now=NOW) == ()


def test_free_times_near_by_leave_out_what_was_offered(desk, ana, bo):
    full = booked(desk, judged(desk, "Cy"), local(13, days=2))
    wish = asked(bo, local(13, days=2))
    assert full.starts_at == wish.starts_at
    before = [each.starts_at for each in desk.booking.nearest(wish, now=NOW) if each.therapist_id == JORDAN.id]
    entry = waiting(desk, ana)
    desk.waiting.offer(entry, place(before[0]), **BY)
    after = [each for each in desk.booking.nearest(wish, now=NOW) if each.therapist_id == JORDAN.id]
    assert all(desk.booking.notes(each, now=NOW) == () for each in after)
    assert before[0] not in [each.starts_at for each in after]


def test_next_free_leaves_out_what_was_offered_but_for_whom_it_was_offered_to(desk, ana, bo):
    first = desk.next_free.find(SlotWish(bo.id, SWEDISH.id, therapist_id=JORDAN.id), now=NOW, count=1)[0]
    desk.waiting.offer(waiting(desk, ana), place(first.starts_at), **BY)
    slots = desk.next_free.find(SlotWish(bo.id, SWEDISH.id, therapist_id=JORDAN.id), now=NOW, count=20)
    assert slots[0].starts_at == first.starts_at + SWEDISH.occupancy
    assert all(desk.booking.notes(each.request("new", bo.id), now=NOW) == () for each in slots)
    anas = desk.next_free.find(SlotWish(ana.id, SWEDISH.id, therapist_id=JORDAN.id), now=NOW, count=1)
    assert anas[0].starts_at == first.starts_at


def test_next_free_leaves_out_a_room_that_was_offered(desk, ana, bo):
    wish = SlotWish(bo.id, SWEDISH.id, therapist_id=SAM.id, room_id=MAPLE.id)
    first = desk.next_free.find(wish, now=NOW, count=1)[0]
    desk.waiting.offer(waiting(desk, ana), replace(place(first.starts_at), room_id=MAPLE.id), **BY)
    assert desk.next_free.find(wish, now=NOW, count=1)[0].starts_at == first.starts_at + SWEDISH.occupancy
    elsewhere = replace(wish, room_id=WILLOW.id)
    assert desk.next_free.find(elsewhere, now=NOW, count=1)[0].starts_at == first.starts_at


def test_each_date_of_a_series_says_whose_time_it_would_take(desk, bo, offered):
    rows = [SeriesRow(asked(bo, at)) for at in (TEN, local(14, days=5))]
    assert [check.notes for check in desk.series.check(rows, now=NOW)] == [(OFFERED,), ()]


def test_two_people_are_not_offered_times_of_which_only_one_can_be_given(desk, offered, bo):
    entry = waiting(desk, bo)
    with pytest.raises(NotAllowed, match="Maria Keller offered 10:00 to Ana Ruiz"):
        desk.waiting.offer(entry, place(local(11, days=2)), **BY)
    assert desk.waiting.offer(entry, place(local(11, 10, days=2)), **BY).offer.starts_at == local(11, 10, days=2)
