"""The next free slot: held against a search that tries every start, and how what it finds is ranked."""

import shutil
import tempfile
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import time, timedelta
from itertools import count, takewhile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clinicdesk.data import open_store
from clinicdesk.desk import Desk
from clinicdesk.desk.next_free import USUAL_IS_WORTH, WHOLE_GAPS_ARE_WORTH
from clinicdesk.desk.slots import SlotWish
from clinicdesk.desk.working_time import working_time
from clinicdesk.domain.intake import Answer
from clinicdesk.domain.staff import Equipment
from clinicdesk.domain.suitability import Kind, Technique, Verdict
from clinicdesk.domain.working_hours import Absence, AbsenceReason, ClockSpan, same_every_day
from clinicdesk.errors import ClinicDeskError
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
    TYPES,
    WILLOW,
    asked,
    booked,
    judged,
    local,
)

BY = {"actor": MARIA, "now": NOW}
TOMORROW = TODAY + timedelta(days=1)
GRID = timedelta(minutes=5)
DAYS = 4


def wish(patient, **fields):
    return SlotWish(patient.id, fields.pop("session_type", SWEDISH).id, **fields)


def found(desk, patient, *, count=8, now=NOW, **fields):
    return desk.next_free.find(wish(patient, **fields), now=now, count=count)


def places(slots):
    return [(slot.therapist, slot.starts_at) for slot in slots]


def bookable(desk, patient, slot_wish, on):
    """Every start of a day on the grid, for every therapist, against which nothing stands, tried one by one."""
    session_type = desk.store.session_types.get(slot_wish.session_type_id)
    starts = set()
    for therapist in desk.clinic.therapists():
        for number in range(24 * 12):
            starts_at = local(0, days=(on - TODAY).days) + number * GRID
            request = asked(patient, starts_at, session_type=session_type, therapist=therapist)
            rooms = [None] if not slot_wish.needs_room else [MAPLE.id, WILLOW.id]
            if starts_at >= NOW and any(
                desk.booking.clashes(replace(request, room_id=room), now=NOW) == [] for room in rooms
            ):
                starts.add((therapist.id, starts_at))
    return starts


def within_hours(slot_wish, starts_at):
    earliest, latest = (
        local(each.hour, each.minute, days=(starts_at.date() - TODAY).days) if each else None
        for each in (slot_wish.earliest, slot_wish.latest)
    )
    return (earliest or starts_at) <= starts_at and (latest is None or starts_at + SWEDISH.duration <= latest)


def wasted_minutes(desk, slot):
    """What a slot leaves before and after it that is too short for anything, counted five by five minutes."""
    therapist, on = slot.therapist, slot.starts_at.date()
    at_work = working_time(desk.store, on, on).working(therapist.id, on)
    booked_out = [
        (each.starts_at, each.free_at)
        for each in desk.store.sessions.between(local(0), local(24, days=DAYS))
        if each.therapist_id == therapist.id and each.status.live
    ]

    def idle(at):
        working = any(begins <= at < ends for begins, ends in at_work)
        return at >= NOW and working and not any(begins <= at < ends for begins, ends in booked_out)

    before = takewhile(idle, (slot.starts_at - number * GRID for number in count(1)))
    behind = takewhile(idle, (slot.starts_at + slot.session_type.occupancy + number * GRID for number in count()))
    shortest = min(each.occupancy for each in TYPES.values() if therapist.gives(each.technique))
    left = [len(list(each)) * GRID for each in (before, behind)]
    return sum(each // timedelta(minutes=1) for each in left if each < shortest)


clocks = st.integers(0, 10).map(lambda half: (8 + half // 2, 30 * (half % 2)))
HOURS = [(None, None), (None, time(9, 30)), (time(8, 30), time(10)), (time(9, 30), time(13, 15)), (time(13), None)]
"""Within working time they leave off in the middle of free stretches."""


@contextmanager
def copied(files, ruleset):
    """A desk over a clinic of its own."""
    with (
        tempfile.TemporaryDirectory() as folder,
        open_store(Path(shutil.copy(files / "furnished.db", folder))) as store,
    ):
        yield Desk(store, ruleset)


@settings(max_examples=8, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_it_finds_what_a_search_that_tries_every_start_finds(files, ruleset, data):
    with copied(files, ruleset) as desk:
        patient = judged(desk)
        desk.timetable.set_weekly(
            None, same_every_day((ClockSpan(time(8), time(11)), ClockSpan(time(12), time(15)))),
            valid_from=TODAY, reference=TODAY, **BY,
        )  # fmt: skip
        if data.draw(st.booleans()):
            absence = Absence("a", JORDAN.id, AbsenceReason.LEAVE, TODAY, TODAY, ClockSpan(time(9), time(10)))
            desk.timetable.add_absence(absence, **BY)
        others = [judged(desk, name) for name in ("Bo", "Cy")]
        for _ in range(data.draw(st.integers(0, 7))):
            who = data.draw(st.sampled_from([patient, *others]))
            clock, day = data.draw(clocks), data.draw(st.integers(0, DAYS - 1))
            therapist = data.draw(st.sampled_from([JORDAN, SAM]))
            room = data.draw(st.sampled_from([None, MAPLE, WILLOW]))
            book_if_possible(desk, who, local(*clock, days=day), therapist=therapist, room=room)
        slot_wish = wish(patient, needs_room=data.draw(st.booleans()), last=TODAY + timedelta(days=DAYS - 1))
        free = set().union(*(bookable(desk, patient, slot_wish, TODAY + timedelta(days=day)) for day in range(DAYS)))
        for earliest, latest in HOURS:
            within = replace(slot_wish, earliest=earliest, latest=latest)
            check_found(desk, patient, within, {each for each in free if within_hours(within, each[1])})


def check_found(desk, patient, slot_wish, free):
    """Every half day of every therapist with a free start is answered, rightly, and best first."""
    slots = desk.next_free.find(slot_wish, now=NOW, count=10_000)
    halves = {(therapist, at.date(), at >= noon(at)) for therapist, at in free}
    offered = {(slot.therapist.id, slot.starts_at) for slot in slots}
    assert offered <= free
    assert {(therapist, at.date(), at >= noon(at)) for therapist, at in offered} == halves
    assert len(offered) == len(halves) == len(slots)
    assert [slot.rank for slot in slots] == sorted(slot.rank for slot in slots)
    assert [slot.wasted_minutes for slot in slots] == [wasted_minutes(desk, slot) for slot in slots]
    assert desk.next_free.find(slot_wish, now=NOW, count=3) == slots[:3]
    for slot in slots[:4]:
        assert (slot.room is not None) is slot_wish.needs_room
        assert desk.booking.clashes(slot.request("new", patient.id), now=NOW) == []


def noon(at):
    return local(12, days=(at.date() - TODAY).days)


def book_if_possible(desk, *request, **wanted):
    """Book, unless the clinic refuses it."""
    with suppress(ClinicDeskError):
        booked(desk, *request, **wanted)


def test_an_empty_clinic_offers_now_first(desk):
    slots = found(desk, judged(desk))
    assert places(slots)[:2] == [(JORDAN, local(9, 5)), (SAM, local(9, 5))]
    assert slots[0].verdict < Verdict.NOT_SUITABLE
    assert slots[0].room is None


def test_the_usual_therapist_is_worth_waiting_for_but_not_for_ever(desk):
    patient = judged(desk)
    for days in (20, 22):
        booked(desk, patient, local(10, days=days), therapist=SAM)
    assert desk.next_free.usual_therapist(patient.id, Kind.MASSAGE, now=NOW) == SAM.id
    assert [slot.therapist for slot in found(desk, patient, count=2)] == [SAM, SAM]
    off = Absence("a", SAM.id, AbsenceReason.LEAVE, TODAY, TODAY + timedelta(days=1))
    desk.timetable.add_absence(off, **BY)
    assert places(found(desk, patient, count=1)) == [(SAM, local(8, days=2))]
    longer = replace(off, id="b", last=TODAY + timedelta(days=5))
    desk.timetable.add_absence(longer, **BY)
    first = found(desk, patient, count=1)[0]
    assert (first.therapist, first.usual) == (JORDAN, False)
    assert first.rank == pytest.approx(USUAL_IS_WORTH + 3 / 1440)


def test_a_leftover_that_nobody_can_use_is_avoided(desk):
    patient = judged(desk)
    booked(desk, judged(desk, "Bo"), local(10, 30))
    # From 09:05 an hour and turn-over would leave a quarter of an hour before half past ten.
    best = found(desk, patient, count=1, therapist_id=JORDAN.id)[0]
    assert (best.starts_at, best.wasted_minutes) == (local(11, 40), 0)
    (early,) = found(desk, patient, therapist_id=JORDAN.id, latest=time(10, 30), last=TODAY)
    assert early.wasted_minutes == 15
    assert early.rank > WHOLE_GAPS_ARE_WORTH


def test_the_days_and_hours_the_person_can(desk):
    slots = found(desk, judged(desk), weekdays=frozenset({2, 4}), earliest=time(15), latest=time(17, 30), count=4)
    assert {(slot.starts_at.astimezone(zone(desk)).weekday()) for slot in slots} == {2, 4}
    assert all(slot.starts_at.astimezone(zone(desk)).time() >= time(15) for slot in slots)
    assert all(slot.ends_at.astimezone(zone(desk)).time() <= time(17, 30) for slot in slots)


def test_hours_that_are_just_long_enough_are_enough(desk):
    patient, day = judged(desk), {"therapist_id": JORDAN.id, "first": TOMORROW, "last": TOMORROW}
    booked(desk, judged(desk, "Bo"), local(9, days=1))
    booked(desk, judged(desk, "Cy"), local(11, 20, days=1))
    # Between ten past ten and twenty past eleven there is room for an hour and the turn-over time.
    slots = found(desk, patient, earliest=time(10, 10), latest=time(11, 10), **day)
    assert places(slots) == [(JORDAN, local(10, 10, days=1))]
    assert found(desk, patient, earliest=time(10, 10), latest=time(11, 9), **day) == []
    assert found(desk, patient, earliest=time(10, 11), latest=time(11, 20), **day) == []


def zone(desk):
    return desk.clinic.current().tz


def test_the_plans_spacing_is_kept(desk):
    patient = judged(desk)
    booked(desk, patient, local(10, days=3), therapist=SAM)
    slots = found(desk, patient, count=90, min_days=3, last=TODAY + timedelta(days=7))
    days = {slot.starts_at.date() for slot in slots}
    assert days == {TODAY, *(TODAY + timedelta(days=day) for day in (6, 7))}


def test_another_kind_of_session_may_be_on_the_same_day(desk):
    patient = judged(desk)
    booked(desk, patient, local(10), session_type=EXERCISE, therapist=CLAIRE)
    assert found(desk, patient, min_days=3, count=1)[0].starts_at.date() == TODAY


def test_only_who_gives_the_technique_and_only_while_the_device_is_free(desk):
    with desk.store.write():
        desk.store.equipment.add(Equipment("one", "Ultrasound 1", "Ultrasound"))
        desk.store.session_types.update(replace(TYPES[Technique.ELECTROTHERAPY], equipment_kind="Ultrasound"))
        desk.store.staff.update(replace(SAM, techniques=frozenset({Technique.SWEDISH})))
    electro = desk.store.session_types.get(TYPES[Technique.ELECTROTHERAPY].id)
    patient = judged(desk)
    booked(desk, judged(desk, "Bo"), local(9, 5), session_type=electro, therapist=CLAIRE)
    assert places(found(desk, patient, session_type=electro, count=1)) == [(CLAIRE, local(9, 45))]


def test_a_date_on_which_the_rules_forbid_it_is_never_offered(desk):
    patient = judged(desk, "Bo", saddle_numbness="yes")
    assert found(desk, patient) == []


def test_the_verdict_is_asked_for_each_date(desk):
    """Massage is forbidden for six weeks after an operation, and physical therapy reads otherwise then."""
    patient = judged(desk, "Bo", spinal_surgery=Answer(date=TODAY - timedelta(days=30)))
    massages = found(desk, patient)
    early = found(desk, patient, session_type=EXERCISE)
    late = found(desk, patient, session_type=EXERCISE, first=TODAY + timedelta(days=60))
    assert massages[0].starts_at.date() == TODAY + timedelta(days=12)
    assert early[0].starts_at.date() == TODAY
    answers = desk.store.intakes.latest(patient.id).answers
    for slot in [*massages, *early, *late]:
        offers = desk.booking.offers(patient, answers, on=slot.starts_at.date())
        (offer,) = [each for each in offers if each.session_type.id == slot.session_type.id]
        assert (slot.verdict, slot.hold) == (offer.verdict, offer.hold)
        assert offer.bookable


def test_a_session_that_is_moved_does_not_stand_in_its_own_way(desk):
    patient = judged(desk)
    session = booked(desk, patient, local(10), therapist=JORDAN)
    desk.timetable.set_special(None, TODAY, (ClockSpan(time(10), time(11)),), **BY)
    assert local(10) not in [slot.starts_at for slot in found(desk, patient, therapist_id=JORDAN.id)]
    moving = found(desk, patient, therapist_id=JORDAN.id, moving=session.id)
    assert moving[0].starts_at == local(10)


def test_closed_days_are_passed_over(desk):
    for day in range(6):
        desk.timetable.set_special(None, TODAY + timedelta(days=day), (), **BY)
    assert found(desk, judged(desk), count=1)[0].starts_at == local(8, days=6)


def test_where_nothing_is_free_nothing_is_offered(desk):
    closed = Absence("a", None, AbsenceReason.CLOSURE, TODAY, TODAY + timedelta(days=200))
    desk.timetable.add_absence(closed, **BY)
    assert found(desk, judged(desk)) == []
