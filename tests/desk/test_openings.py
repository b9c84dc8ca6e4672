from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clinicdesk.desk.hours import opening
from clinicdesk.domain.suitability import Technique
from tests.desk.front_desk import (
    CLAIRE,
    CLINIC,
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

TOMORROW = TODAY + timedelta(days=1)


def spans(gaps, therapist=None):
    return [(gap.starts_at, gap.ends_at) for gap in gaps if therapist in {None, gap.therapist}]


def gaps(desk, patient, on=TOMORROW, session_type=SWEDISH, **wanted):
    return desk.booking.gaps(on, session_type, patient_id=patient.id, **({"now": NOW} | wanted))


def test_an_empty_day_is_one_gap_for_each_therapist_of_the_kind(desk):
    found = gaps(desk, judged(desk))
    assert [gap.therapist for gap in found] == [JORDAN, SAM]
    assert set(spans(found)) == {(local(8, days=1), local(18, days=1))}
    assert found[0].minutes == 600


def test_a_session_parts_the_day_of_its_therapist_only(desk):
    booked(desk, judged(desk, "Bo"), local(10, days=1))
    found = gaps(desk, judged(desk))
    assert spans(found, JORDAN) == [
        (local(8, days=1), local(9, 50, days=1)),
        (local(11, 10, days=1), local(18, days=1)),
    ]
    assert len(spans(found, SAM)) == 1


def test_the_patients_own_session_takes_the_time_from_every_therapist(desk):
    patient = judged(desk)
    booked(desk, patient, local(10, days=1), session_type=EXERCISE, therapist=CLAIRE)
    found = gaps(desk, patient)
    assert spans(found, JORDAN) == [
        (local(8, days=1), local(10, days=1)),
        (local(10, 45, days=1), local(18, days=1)),
    ]


def test_a_room_counts_only_when_it_is_asked_for(desk):
    booked(desk, judged(desk, "Bo"), local(10, days=1), room=MAPLE)
    patient = judged(desk)
    assert len(spans(gaps(desk, patient, room_id=MAPLE.id), SAM)) == 2
    assert len(spans(gaps(desk, patient, room_id=WILLOW.id), SAM)) == 1
    assert len(spans(gaps(desk, patient), SAM)) == 1


def test_one_therapist_can_be_asked_for(desk):
    assert {gap.therapist for gap in gaps(desk, judged(desk), therapist_id=SAM.id)} == {SAM}


def test_today_begins_at_the_next_five_minutes_and_yesterday_is_over(desk):
    patient = judged(desk)
    assert {gap.starts_at for gap in gaps(desk, patient, on=TODAY)} == {local(9, 5)}
    assert gaps(desk, patient, on=TODAY - timedelta(days=1)) == []
    assert gaps(desk, patient, on=TODAY, now=local(17, 1)) == []


def test_the_session_ends_by_closing_time_and_tidying_up_may_run_over(desk):
    patient = judged(desk)
    last = gaps(desk, patient)[0].last_start(SWEDISH)
    assert last == local(17, days=1)
    assert booked(desk, patient, last).free_at == local(18, 10, days=1)


def test_cancelled_and_missed_sessions_leave_their_time_free(desk):
    first = booked(desk, judged(desk, "Bo"), local(10, days=1))
    second = booked(desk, judged(desk, "Cy"), local(12, days=1))
    desk.day.cancel(first, reason="Ill", actor=MARIA, now=NOW)
    desk.day.no_show(second, actor=MARIA, now=NOW)
    assert len(spans(gaps(desk, judged(desk)), JORDAN)) == 1


@pytest.mark.parametrize(
    ("on", "hours"), [(date(2026, 3, 7), 24), (date(2026, 3, 8), 23), (date(2026, 11, 1), 25), (date(2026, 11, 2), 24)]
)
def test_a_day_on_which_the_clocks_change_is_as_long_as_it_is(on, hours):
    night = replace(CLINIC, opens_at=time(0), closes_at=time(23, 30))
    opens, closes = opening(night, on)
    assert closes - opens == timedelta(hours=hours - 0.5)


def test_a_gap_over_the_change_of_clocks_has_its_true_length(desk):
    desk.clinic.update(replace(CLINIC, opens_at=time(0, 30), closes_at=time(4)), actor=MARIA, now=NOW)
    patient = judged(desk)
    early = datetime(2026, 1, 1, tzinfo=UTC)
    spring = gaps(desk, patient, on=date(2026, 3, 8), now=early)
    autumn = gaps(desk, patient, on=date(2026, 11, 1), now=early)
    assert {gap.minutes for gap in spring} == {150}
    assert {gap.minutes for gap in autumn} == {270}


days = count(2)
starts = st.integers(0, 110).map(lambda step: step * 5)
others = st.lists(
    st.tuples(st.sampled_from([JORDAN, SAM, CLAIRE]), starts, st.sampled_from([None, MAPLE]), st.booleans()), max_size=6
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(others=others, room=st.sampled_from([None, MAPLE]), technique=st.sampled_from([*Technique]))
def test_a_start_is_in_a_gap_if_and_only_if_nothing_stands_against_it(lasting_desk, others, room, technique):
    desk, day = lasting_desk, next(days)
    me, other = judged(desk, "Ana"), judged(desk, "Bo")
    for therapist, minute, taken_room, mine in others:
        session_type = EXERCISE if therapist is CLAIRE else SWEDISH
        request = asked(
            me if mine else other,
            local(8, minute, days=day),
            session_type=session_type,
            therapist=therapist,
            room=taken_room,
        )
        if not desk.booking.clashes(request, now=NOW):
            desk.booking.book(request, actor=MARIA, now=NOW)
    wanted = TYPES[technique]
    found = gaps(desk, me, on=TODAY + timedelta(days=day), session_type=wanted, room_id=room.id if room else None)
    for therapist in (JORDAN, SAM, CLAIRE):
        for minute in range(-5, 610, 5):
            request = asked(me, local(8, minute, days=day), session_type=wanted, therapist=therapist, room=room)
            offered = any(
                gap.therapist == therapist and gap.starts_at <= request.starts_at <= gap.last_start(wanted)
                for gap in found
            )
            assert offered == (desk.booking.clashes(request, now=NOW) == [])


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(others=others, pick=st.integers(0, 9))
def test_every_gap_offered_can_be_booked_at_both_its_ends(lasting_desk, others, pick):
    desk, day = lasting_desk, next(days)
    me, other = judged(desk, "Ana"), judged(desk, "Bo")
    for therapist, minute, taken_room, _ in others:
        session_type = EXERCISE if therapist is CLAIRE else SWEDISH
        start = local(8, minute, days=day)
        request = asked(other, start, session_type=session_type, therapist=therapist, room=taken_room)
        if not desk.booking.clashes(request, now=NOW):
            desk.booking.book(request, actor=MARIA, now=NOW)
    found = gaps(desk, me, on=TODAY + timedelta(days=day))
    gap = found[pick % len(found)]
    for start in (gap.starts_at, gap.last_start(SWEDISH)):
        session = booked(desk, me, start, therapist=gap.therapist)
        desk.day.cancel(session, reason="Only tried", actor=MARIA, now=NOW)


def test_the_nearest_alternatives_are_free_and_differ(desk):
    booked(desk, judged(desk, "Bo"), local(10, days=1))
    request = asked(judged(desk), local(10, days=1))
    found = desk.booking.nearest(request, now=NOW)
    assert [(each.therapist_id, each.starts_at) for each in found] == [
        (SAM.id, local(10, days=1)),
        (JORDAN.id, local(8, 50, days=1)),
        (JORDAN.id, local(11, 10, days=1)),
    ]
    assert all(desk.booking.clashes(each, now=NOW) == [] for each in found)


def test_another_room_at_the_same_time_is_an_alternative(desk):
    booked(desk, judged(desk, "Bo"), local(10, days=1), room=MAPLE, therapist=SAM)
    request = asked(judged(desk), local(10, days=1), room=MAPLE)
    first = desk.booking.nearest(request, now=NOW)[0]
    assert first == replace(request, room_id=WILLOW.id)


def test_when_the_day_is_over_the_next_days_are_looked_at(desk):
    request = asked(judged(desk), local(17, 30))
    found = desk.booking.nearest(request, now=local(17, 30), count=2)
    assert {each.starts_at for each in found} == {local(17, days=1)}


def test_as_many_alternatives_as_asked_for_are_named_and_never_the_request_itself(desk):
    request = asked(judged(desk), local(10, days=1))
    found = desk.booking.nearest(request, now=NOW, count=8)
    assert len(found) == 8
    assert request not in found
