"""Whom a free time suits, against trying every start by the way a session is booked."""

from dataclasses import replace
from datetime import time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clinicdesk.desk.hours import local_date
from clinicdesk.desk.keys import new_key
from clinicdesk.domain.session import BookingRequest, CancelCause, SessionStatus
from clinicdesk.domain.staff import Equipment
from clinicdesk.domain.suitability import Technique, Verdict
from clinicdesk.domain.waiting import WaitingEntry, Wish
from clinicdesk.errors import Conflict
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
    judged,
    local,
    person,
)
from tests.desk.test_clock_changes import EACH_CHANGE, night_clinic

FIVE = timedelta(minutes=5)
DEVICE = replace(TYPES[Technique.ELECTROTHERAPY], equipment_kind="tens")
OFFERED = (SWEDISH, EXERCISE, DEVICE)
MASSAGE_BLOCKED = {"disc_problem": "herniation_no_leg_symptoms"}

clocks = st.none() | st.integers(8, 18).map(time)
wishes = st.builds(
    Wish,
    weekdays=st.frozensets(st.integers(0, 6), min_size=1),
    earliest=clocks,
    latest=clocks,
    therapist_ids=st.sampled_from([(), (JORDAN.id,), (SAM.id, CLAIRE.id)]),
).filter(lambda wish: not (wish.earliest and wish.latest and wish.earliest >= wish.latest))
sittings = st.tuples(
    st.integers(0, 2),
    st.sampled_from([JORDAN, SAM, CLAIRE]),
    st.integers(0, 3),
    st.integers(0, 30).map(lambda step: local(9) + 3 * FIVE * step),
    st.sampled_from(OFFERED),
    st.sampled_from([None, MAPLE, WILLOW]),
)
asking = st.tuples(st.integers(0, 2), wishes, st.sampled_from(OFFERED), st.booleans(), st.booleans(), st.integers(0, 3))


@pytest.fixture(scope="module")
def crowd(lasting_desk):
    """Three people of whom one must not have massage and one has answered nothing; one device."""
    desk = lasting_desk
    desk.equipping.add(Equipment("tens-1", "Tens", "tens"), actor=MARIA, now=NOW)
    with desk.store.write():
        desk.store.session_types.update(DEVICE)
    return desk, [judged(desk, "Al"), judged(desk, "Bo", **MASSAGE_BLOCKED), person(desk, "Cy")]


def clear(desk):
    """No example relies on another."""
    with desk.store.write():
        for entry in desk.store.waiting.open(TODAY):
            desk.store.waiting.update(replace(entry, expires_on=TODAY - timedelta(days=90)))
        for session in desk.store.sessions.between(local(0), local(0, days=60)):
            if session.status.live:
                off = replace(session, status=SessionStatus.CANCELLED, cancel_cause=CancelCause.OTHER)
                desk.store.sessions.update(off)


def book(desk, patient, starts_at, **wanted):
    try:
        return desk.booking.book(asked(patient, starts_at, **wanted), actor=MARIA, now=NOW)
    except Conflict:
        return None


def by_trying(desk, entry, session, free, on):
    """The first start on the clock that booking would accept within a free time, or None."""
    wish, kind = entry.wish, session.session_type_id if session else entry.session_type_id
    session_type = desk.store.session_types.get(kind)
    patient = desk.store.patients.get(entry.patient_id)
    intake = desk.store.intakes.latest(patient.id)
    offer = next(
        each
        for each in desk.booking.offers(patient, intake.answers if intake else {}, on=on)
        if each.session_type.id == kind
    )
    if not offer.bookable or on.weekday() not in wish.weekdays:
        return None
    if wish.therapist_ids and free.therapist.id not in wish.therapist_ids:
        return None
    zone = ZoneInfo("America/New_York")
    starts_at = free.starts_at
    while starts_at < free.ends_at:
        ends_at = starts_at + session_type.duration
        begins, ends = starts_at.astimezone(zone).time(), ends_at.astimezone(zone).time()
        within = (not wish.earliest or begins >= wish.earliest) and (not wish.latest or ends <= wish.latest)
        whole = ends_at <= free.ends_at and starts_at + session_type.occupancy <= free.free_until
        earlier = session is None or starts_at < session.starts_at
        key = session.id if session else entry.id
        request = BookingRequest(key, patient.id, kind, free.therapist.id, starts_at)
        if within and whole and earlier and not desk.booking.clashes(request, now=NOW):
            return starts_at
        starts_at += FIVE
    return None


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(booked=st.lists(sittings, max_size=8), wished=st.lists(asking, min_size=1, max_size=4))
def test_a_free_time_suits_whomever_booking_would_accept_and_nobody_else(crowd, booked, wished):
    desk, people = crowd
    clear(desk)
    for who, therapist, days, starts_at, session_type, room in booked:
        book(
            desk,
            people[who],
            starts_at + timedelta(days=days),
            therapist=therapist,
            session_type=session_type,
            room=room,
        )
    entries = {}
    for place, (who, wish, session_type, urgent, with_session, days) in enumerate(wished):
        far = None
        if with_session:
            therapist = JORDAN if session_type is SWEDISH else CLAIRE
            far = book(desk, people[who], local(11, days=days), session_type=session_type, therapist=therapist)
        asked_at = NOW - timedelta(minutes=place)
        kind = far.session_type_id if far else session_type.id
        entry = WaitingEntry(
            new_key(asked_at), people[who].id, kind, asked_at, TODAY + timedelta(days=9), far and far.id, wish, urgent
        )
        with desk.store.write():
            desk.store.waiting.add(entry)
        entries[entry.id] = entry, far
    last = TODAY + timedelta(days=3)
    found = {(each.free.therapist.id, each.free.starts_at): each for each in desk.wanted.wanted(TODAY, last, now=NOW)}
    fitting = desk.wanted._fitting(TODAY, last, NOW)
    for free in fitting.free_times():
        on = free.starts_at.astimezone(ZoneInfo("America/New_York")).date()
        wanted = found.get((free.therapist.id, free.starts_at))
        got = {each.entry.id: each.place.starts_at for each in wanted.people} if wanted else {}
        expected = {key: by_trying(desk, entry, far, free, on) for key, (entry, far) in entries.items()}
        assert got == {key: at for key, at in expected.items() if at is not None}
        if wanted:
            turn = [(not each.entry.urgent, each.entry.asked_at) for each in wanted.people]
            assert turn == sorted(turn)
            assert all(each.verdict < Verdict.NOT_SUITABLE for each in wanted.people)


@EACH_CHANGE
@pytest.mark.parametrize("hours", [(time(8), time(10)), (time(0), time(4)), (time(1, 30), time(3, 30))])
def test_wished_hours_are_those_of_the_clinics_clock_on_the_day_the_clock_changes(bare_desk, zone, change, hours):
    desk = bare_desk
    clinic = night_clinic(desk, zone)
    now = change - timedelta(days=3)
    patient = judged(desk)
    on = local_date(clinic, change)
    earliest, latest = hours
    wish = Wish(frozenset({on.weekday()}), earliest, latest, (JORDAN.id,))
    entry = WaitingEntry(new_key(now), patient.id, SWEDISH.id, now, on, None, wish)
    desk.waiting.ask(entry, actor=MARIA, now=now)
    (wanted,) = desk.wanted.wanted(on, on, now=now)
    (found,) = wanted.people
    begins, ends = found.place.starts_at.astimezone(clinic.tz), found.place.ends_at.astimezone(clinic.tz)
    assert found.place.ends_at - found.place.starts_at == SWEDISH.duration
    assert begins.date() == on
    # A time that the clock skips is met at the skip.
    assert begins.time() >= earliest
    assert ends.time() <= latest
    session = desk.waiting.book(entry, found.place, actor=MARIA, now=now)
    assert session.starts_at == found.place.starts_at


def test_what_is_read_does_not_grow_with_the_free_times(desk):
    people, days = 20, 15
    for place in range(people):
        patient = judged(desk, f"P{place}")
        entry = WaitingEntry(new_key(NOW), patient.id, SWEDISH.id, NOW, TODAY + timedelta(days=20))
        desk.waiting.ask(entry, actor=MARIA, now=NOW)
    asked_for = []
    desk.store._connection._raw.set_trace_callback(asked_for.append)
    found = desk.wanted.free_now(now=NOW, count=100)
    of_all = len(asked_for)
    asked_for.clear()
    desk.wanted.people_again(local(13), therapist_id=JORDAN.id, now=NOW)
    desk.store._connection._raw.set_trace_callback(None)
    assert len(found.times) >= 2 * days
    # What a therapist decided is looked up for each date of a person, whoever else is free on it.
    assert of_all - len(asked_for) < people * days
