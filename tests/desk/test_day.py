from datetime import timedelta

import pytest

from clinicdesk.domain.clearance import ClearanceReason
from clinicdesk.domain.session import CancelCause, SessionStatus
from clinicdesk.errors import InvalidValues, NotAllowed, NotFound, StaleRecord
from tests.desk.front_desk import (
    CLAIRE,
    EXERCISE,
    JORDAN,
    MARIA,
    NOW,
    SAM,
    TODAY,
    audit_length,
    audited,
    booked,
    judged,
    local,
)
from tests.vouching import vouching

S = SessionStatus
LATER = NOW + timedelta(minutes=7)

STEPS = {
    S.CONFIRMED: lambda desk, session: desk.day.confirm(session, actor=MARIA, now=LATER),
    S.ARRIVED: lambda desk, session: desk.day.arrive(session, actor=MARIA, now=LATER),
    S.IN_SESSION: lambda desk, session: desk.day.start(session, actor=JORDAN, now=LATER),
    S.COMPLETED: lambda desk, session: desk.day.complete(session, actor=JORDAN, now=LATER),
    S.NO_SHOW: lambda desk, session: desk.day.no_show(session, actor=MARIA, now=LATER),
    S.CANCELLED: lambda desk, session: desk.day.cancel(session, reason=" Ill ", actor=MARIA, now=LATER),
}
ROADS = {
    S.BOOKED: [],
    S.CONFIRMED: [S.CONFIRMED],
    S.ARRIVED: [S.ARRIVED],
    S.IN_SESSION: [S.ARRIVED, S.IN_SESSION],
    S.COMPLETED: [S.ARRIVED, S.IN_SESSION, S.COMPLETED],
    S.NO_SHOW: [S.NO_SHOW],
    S.CANCELLED: [S.CANCELLED],
}


FOLLOWS = {
    S.BOOKED: {S.CONFIRMED, S.ARRIVED, S.NO_SHOW, S.CANCELLED},
    S.CONFIRMED: {S.ARRIVED, S.NO_SHOW, S.CANCELLED},
    S.ARRIVED: {S.IN_SESSION, S.CANCELLED},
    S.IN_SESSION: {S.COMPLETED},
}


def standing_at(desk, status):
    session = booked(desk, judged(desk), local(10))
    for step in ROADS[status]:
        session = STEPS[step](desk, session)
    return session


@pytest.mark.parametrize("before", ROADS)
@pytest.mark.parametrize("after", STEPS)
def test_a_step_is_taken_if_and_only_if_it_follows(desk, before, after):
    session = standing_at(desk, before)
    if after in FOLLOWS.get(before, ()):
        assert STEPS[after](desk, session).status is after
    else:
        with pytest.raises(NotAllowed, match="from there"):
            STEPS[after](desk, session)
        assert desk.store.sessions.get(session.id) == session


def test_each_step_keeps_its_time(desk):
    session = standing_at(desk, S.COMPLETED)
    assert (session.arrived_at, session.started_at, session.completed_at) == (LATER, LATER, LATER)
    confirmed = STEPS[S.CONFIRMED](desk, booked(desk, judged(desk, "Bo"), local(14)))
    cancelled = desk.day.cancel(confirmed, reason=" Ill ", cause=CancelCause.ILL, actor=MARIA, now=LATER)
    assert (cancelled.confirmed_at, cancelled.cancelled_at) == (LATER, LATER)
    assert (cancelled.cancel_cause, cancelled.cancel_reason) == (CancelCause.ILL, "Ill")
    assert STEPS[S.NO_SHOW](desk, booked(desk, judged(desk, "Cy"), local(16))).missed_at == LATER


def test_each_step_is_one_audit_entry_without_the_reason(desk):
    session = booked(desk, judged(desk), local(10))
    before = audit_length(desk)
    STEPS[S.CANCELLED](desk, session)
    assert audit_length(desk) == before + 1
    assert audited(desk) == [("Maria Keller", "session.cancel", {})]


def test_a_cancellation_needs_a_reason(desk):
    with pytest.raises(InvalidValues) as refused:
        desk.day.cancel(standing_at(desk, S.BOOKED), reason="  ", actor=MARIA, now=LATER)
    assert set(refused.value.fields) == {"reason"}


@pytest.mark.parametrize("step", STEPS)
def test_what_somebody_else_changed_meanwhile_is_not_overwritten(desk, step):
    seen = standing_at(desk, S.BOOKED)
    STEPS[S.ARRIVED](desk, seen)
    with pytest.raises(StaleRecord, match="now marked as arrived"):
        STEPS[step](desk, seen)


@pytest.mark.parametrize("meanwhile", ["confirmed", "given a room"])
def test_what_does_not_bear_on_a_cancellation_does_not_refuse_it(desk, meanwhile):
    seen = standing_at(desk, S.BOOKED)
    if meanwhile == "confirmed":
        STEPS[S.CONFIRMED](desk, seen)
    else:
        room = desk.clinic.rooms()[0].id
        place = {"starts_at": seen.starts_at, "therapist_id": seen.therapist_id, "room_id": room}
        desk.moving.move(seen, **place, actor=MARIA, now=LATER)
    off = STEPS[S.CANCELLED](desk, seen)
    assert off.status is S.CANCELLED
    assert (off.confirmed_at is not None, off.room_id is not None) == (
        meanwhile == "confirmed",
        meanwhile != "confirmed",
    )


@pytest.mark.parametrize(("later", "therapist"), [(2, None), (0, SAM)])
def test_a_session_that_was_moved_meanwhile_is_not_cancelled_unseen(desk, later, therapist):
    seen = standing_at(desk, S.BOOKED)
    therapist_id = therapist.id if therapist else seen.therapist_id
    place = {"starts_at": seen.starts_at + timedelta(hours=later), "therapist_id": therapist_id, "room_id": None}
    desk.moving.move(seen, **place, actor=MARIA, now=LATER)
    with pytest.raises(StaleRecord, match="now booked"):
        STEPS[S.CANCELLED](desk, seen)


def held(desk):
    return booked(desk, judged(desk, leg_radiating_pain="pain_only"), local(10))


def test_a_held_session_can_arrive_and_cannot_start(desk):
    arrived = STEPS[S.ARRIVED](desk, held(desk))
    with pytest.raises(NotAllowed, match="held"):
        STEPS[S.IN_SESSION](desk, arrived)


def test_a_therapist_releases_a_held_session_with_a_note_that_stays_out_of_the_audit(desk):
    session = held(desk)
    desk.day.confirm(session, actor=MARIA, now=LATER)
    with pytest.raises(StaleRecord):
        desk.day.release(
            session, note="Examined.", reason=ClearanceReason.AREA_AVOIDED, **vouching(desk, CLAIRE, LATER)
        )
    session = desk.store.sessions.get(session.id)
    released = desk.day.release(
        session, note=" Examined; go ahead. ", reason=ClearanceReason.AREA_AVOIDED, **vouching(desk, JORDAN, LATER)
    )
    assert (released.held, released.release_note) == (False, "Examined; go ahead.")
    assert audited(desk) == [("Jordan Lee", "session.release", {})]
    assert STEPS[S.IN_SESSION](desk, STEPS[S.ARRIVED](desk, released)).status is S.IN_SESSION


def test_a_receptionist_cannot_release(desk):
    session = held(desk)
    with pytest.raises(NotAllowed, match="Only a therapist"):
        desk.day.release(session, note="fine", reason=ClearanceReason.AREA_AVOIDED, **vouching(desk, MARIA, LATER))
    assert desk.store.sessions.get(session.id) == session


def test_a_release_needs_a_note_and_something_to_release(desk):
    with pytest.raises(InvalidValues):
        desk.day.release(held(desk), note=" ", reason=ClearanceReason.AREA_AVOIDED, **vouching(desk, JORDAN, LATER))
    free = booked(desk, judged(desk, "Bo"), local(14))
    with pytest.raises(NotAllowed, match="does not wait"):
        desk.day.release(free, note="fine", reason=ClearanceReason.AREA_AVOIDED, **vouching(desk, JORDAN, LATER))


def test_a_cancelled_session_cannot_be_released(desk):
    cancelled = STEPS[S.CANCELLED](desk, held(desk))
    with pytest.raises(NotAllowed):
        desk.day.release(cancelled, note="fine", reason=ClearanceReason.AREA_AVOIDED, **vouching(desk, JORDAN, LATER))


def test_a_days_list_is_in_order_and_says_who_waits_since_when(desk):
    late = booked(desk, judged(desk, "Bo"), local(15), session_type=EXERCISE, therapist=CLAIRE)
    early = STEPS[S.ARRIVED](desk, booked(desk, judged(desk), local(10)))
    booked(desk, judged(desk, "Cy"), local(10, days=1))
    rows = desk.day.sessions(TODAY, actor=SAM, now=NOW)
    assert [row.session for row in rows] == [early, late]
    assert [row.waiting_since for row in rows] == [LATER, None]
    assert [row.therapist for row in rows] == [JORDAN, CLAIRE]
    assert rows[0].patient.name == "Ana Ruiz"
    assert audited(desk) == [("Sam Okoro", "day.read", {})]


def test_a_day_runs_from_local_midnight_to_local_midnight(desk):
    evening = booked(desk, judged(desk), local(17))
    assert evening.starts_at.date() == TODAY
    assert [row.session for row in desk.day.sessions(TODAY, actor=SAM, now=NOW)] == [evening]
    assert desk.day.sessions(TODAY + timedelta(days=1), actor=SAM, now=NOW) == []


def test_a_session_without_an_assessment_has_none_to_show(desk):
    with pytest.raises(NotFound):
        desk.day.assessment("unknown", actor=SAM, now=NOW)
