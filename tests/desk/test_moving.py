from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicdesk.desk.moving import moved, resized
from clinicdesk.domain.clearance import ClearanceReason
from clinicdesk.domain.session import SessionStatus
from clinicdesk.domain.suitability import Verdict
from clinicdesk.errors import Conflict, NotAllowed, NotBookable, SlotTaken, StaleRecord
from tests.desk.front_desk import (
    CLAIRE,
    EXERCISE,
    JORDAN,
    MAPLE,
    MARIA,
    NOW,
    SAM,
    WILLOW,
    audit_length,
    audited,
    booked,
    harmless,
    judged,
    local,
)
from tests.vouching import vouching

LATER = NOW + timedelta(minutes=7)


def move(desk, session, starts_at, *, therapist=JORDAN, room=None, now=LATER):
    room_id = room.id if room else None
    return desk.moving.move(
        session, starts_at=starts_at, therapist_id=therapist.id, room_id=room_id, actor=MARIA, now=now
    )


def named(desk, session, starts_at, *, therapist=JORDAN, room=None, now=LATER):
    """What stands against a place, by resource."""
    wanted = moved(session, starts_at=starts_at, therapist_id=therapist.id, room_id=room.id if room else None)
    return {clash.resource: clash.message for clash in desk.moving.fit(wanted, now=now).clashes}


def test_a_session_goes_to_another_time_therapist_and_room_and_keeps_its_length(desk):
    session = booked(desk, judged(desk), local(10))
    gone = move(desk, session, local(14, 30), therapist=SAM, room=WILLOW)
    assert gone == desk.store.sessions.get(session.id)
    assert (gone.starts_at, gone.ends_at, gone.free_at) == (local(14, 30), local(15, 30), local(15, 40))
    assert (gone.therapist_id, gone.room_id, gone.version) == (SAM.id, WILLOW.id, 2)


def test_moving_is_one_audit_entry_and_keeps_a_new_assessment(desk):
    session = booked(desk, judged(desk), local(10))
    before = audit_length(desk)
    gone = move(desk, session, local(11, days=1))
    assert audit_length(desk) == before + 1
    ((actor, action, detail),) = audited(desk)
    assert (actor, action) == ("Maria Keller", "session.move")
    assert (detail["from"], detail["to"]) == (session.starts_at.isoformat(), gone.starts_at.isoformat())
    newest = desk.store.assessments.latest_for(session.id)
    assert newest.on_date == gone.starts_at.date()
    assert len(desk.store.assessments.history(session.id)) == 2


def test_a_session_becomes_longer_and_keeps_its_turn_over_time(desk):
    session = booked(desk, judged(desk), local(10))
    longer = desk.moving.resize(session, ends_at=local(11, 30), actor=MARIA, now=LATER)
    assert (longer.starts_at, longer.ends_at, longer.free_at) == (local(10), local(11, 30), local(11, 40))
    assert audited(desk)[0][1] == "session.resize"


def test_nothing_is_written_where_nothing_changes(desk):
    session = booked(desk, judged(desk), local(10))
    before = audit_length(desk)
    assert move(desk, session, local(10)) == session
    assert audit_length(desk) == before


def test_a_session_cannot_become_shorter_than_the_grid(desk):
    session = booked(desk, judged(desk), local(10))
    with pytest.raises(NotAllowed, match="five minutes at least"):
        desk.moving.resize(session, ends_at=local(10), actor=MARIA, now=LATER)


@pytest.mark.parametrize(
    ("starts_at", "place", "resource", "sentence"),
    [
        (local(13, 30), {}, "therapist", "Jordan Lee is with Bo Ruiz from 13:00 and free again at 14:10."),
        (local(15), {"therapist": SAM}, "patient", "Ana already has Guided exercise with Claire Dubois from 15:00"),
        (local(13), {"therapist": SAM, "room": MAPLE}, "room", "Maple is in use by Jordan Lee from 13:00 until 14:10."),
        (local(7), {}, "hours", "it is closed at 07:00"),
        (local(17, 30), {}, "hours", "this session would end at 18:30"),
        (local(11), {"therapist": CLAIRE}, "skill", "Claire Dubois does not give massage."),
        (local(8), {}, "past", "Monday 23 November, 08:00 has already passed."),
    ],
)
def test_what_stands_against_a_place_is_named_before_and_refused_after(desk, starts_at, place, resource, sentence):
    ana = judged(desk)
    session = booked(desk, ana, local(10))
    booked(desk, judged(desk, "Bo"), local(13), room=MAPLE)
    booked(desk, ana, local(15), session_type=EXERCISE, therapist=CLAIRE)
    found = named(desk, session, starts_at, **place)
    assert sentence in found[resource]
    before = audit_length(desk)
    with pytest.raises(Conflict) as refused:
        move(desk, session, starts_at, **place)
    assert sentence in str(refused.value)
    assert desk.store.sessions.get(session.id) == session
    assert audit_length(desk) == before


def test_a_session_is_never_in_its_own_way(desk):
    session = booked(desk, judged(desk), local(10), room=MAPLE)
    assert named(desk, session, local(10, 15), room=MAPLE) == {}
    assert move(desk, session, local(10, 15), room=MAPLE).starts_at == local(10, 15)


def test_who_has_the_time_meanwhile_is_named(desk):
    session = booked(desk, judged(desk), local(10))
    holder = booked(desk, judged(desk, "Bo"), local(13))
    with pytest.raises(SlotTaken, match="Bo Ruiz from 13:00") as taken:
        move(desk, session, local(13))
    assert taken.value.session_id == holder.id


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(desk):
    session = booked(desk, judged(desk), local(10))
    move(desk, session, local(12))
    with pytest.raises(StaleRecord):
        move(desk, session, local(15))
    assert desk.store.sessions.get(session.id).starts_at == local(12)


def test_a_session_that_has_begun_or_is_off_stays(desk):
    session = booked(desk, judged(desk), local(10))
    off = desk.day.cancel(session, reason="Ill", actor=MARIA, now=NOW)
    assert "status" in named(desk, off, local(12))
    with pytest.raises(NotAllowed, match="cancelled and can no longer be moved"):
        move(desk, off, local(12))
    begun = replace(booked(desk, judged(desk, "Bo"), local(13)), status=SessionStatus.IN_SESSION, started_at=NOW)
    with desk.store.write():
        begun = desk.store.sessions.update(begun)
    with pytest.raises(NotAllowed, match="in session and can no longer be moved"):
        move(desk, begun, local(15))


def test_who_waits_can_be_seen_later_or_by_somebody_else_today_but_not_on_another_day(desk):
    session = desk.day.arrive(booked(desk, judged(desk), local(9, 30)), actor=MARIA, now=NOW)
    late = local(10, 30)
    session = move(desk, session, session.starts_at, therapist=SAM, now=late)
    assert (session.therapist_id, session.status) == (SAM.id, SessionStatus.ARRIVED)
    with pytest.raises(NotAllowed, match="Take the arrival back"):
        move(desk, session, local(10, days=1), now=late)


def test_the_past_does_not_keep_a_session_from_being_longer(desk):
    session = booked(desk, judged(desk), local(9, 30))
    longer = desk.moving.resize(session, ends_at=local(11), actor=MARIA, now=local(10))
    assert longer.ends_at == local(11)


def amend(desk, patient, **given):
    desk.intakes.complete(patient, harmless(desk, **given), actor=MARIA, now=LATER)


def test_what_is_not_suitable_on_the_new_date_stays_where_it_is(desk):
    ana = judged(desk)
    session = booked(desk, ana, local(10))
    amend(desk, ana, disc_problem="herniation_no_leg_symptoms")
    assert "not suitable for Ana now" in named(desk, session, local(10, days=1))["verdict"]
    with pytest.raises(NotBookable, match="can be booked instead"):
        move(desk, session, local(10, days=1))
    assert desk.store.sessions.get(session.id) == session


def test_what_needs_a_look_on_the_new_date_is_held(desk):
    ana = judged(desk)
    session = booked(desk, ana, local(10))
    amend(desk, ana, leg_radiating_pain="pain_only")
    wanted = moved(session, starts_at=local(10, days=1), therapist_id=JORDAN.id, room_id=None)
    fit = desk.moving.fit(wanted, now=LATER)
    assert (fit.clashes, fit.verdict, fit.hold) == ((), Verdict.NEEDS_CLINICIAN_REVIEW, True)
    assert move(desk, session, local(10, days=1)).held


def test_a_release_goes_along_for_the_same_reasons_and_not_for_others(desk):
    ana = judged(desk, leg_radiating_pain="pain_only")
    session = desk.day.release(
        booked(desk, ana, local(10)),
        note="Examined",
        reason=ClearanceReason.AREA_AVOIDED,
        **vouching(desk, JORDAN, NOW),
    )
    gone = move(desk, session, local(12))
    assert (gone.held, gone.release_note) == (False, "Examined")
    amend(desk, ana, leg_radiating_pain="pain_only", pregnancy="possible")
    assert move(desk, gone, local(15)).held


def test_who_confirmed_one_time_has_not_confirmed_another(desk):
    session = desk.day.confirm(booked(desk, judged(desk), local(10)), actor=MARIA, now=NOW)
    other = move(desk, session, local(10), therapist=SAM)
    assert other.status is SessionStatus.CONFIRMED
    later = move(desk, other, local(11), therapist=SAM)
    assert (later.status, later.confirmed_at) == (SessionStatus.BOOKED, None)


def test_a_move_is_taken_back_and_done_again(desk):
    session = booked(desk, judged(desk), local(10), room=MAPLE)
    gone = move(desk, session, local(14, 30), therapist=SAM)
    assert desk.undoing.next_undo(actor=MARIA, now=LATER) == "moved Ana Ruiz to 14:30 with Sam Okoro"
    desk.undoing.undo(actor=MARIA, now=LATER)
    back = desk.store.sessions.get(session.id)
    assert (back.starts_at, back.therapist_id, back.room_id) == (local(10), JORDAN.id, MAPLE.id)
    desk.undoing.redo(actor=MARIA, now=LATER)
    assert desk.store.sessions.get(session.id).starts_at == gone.starts_at


@given(
    moves=st.lists(
        st.tuples(
            st.integers(0, 3),
            st.integers(0, 11 * 12),
            st.sampled_from([JORDAN, SAM, CLAIRE]),
            st.sampled_from([None, MAPLE, WILLOW]),
            st.integers(0, 24),
        ),
        max_size=12,
    )
)
def test_what_fits_is_placed_what_does_not_is_refused_and_nothing_ever_clashes(lasting_desk, moves):
    desk = lasting_desk
    day = 1 + audit_length(desk)  # each example has a day of its own
    sessions = [booked(desk, judged(desk, f"Person{n}"), local(8 + 2 * n, days=day)) for n in range(4)]
    for which, fives, therapist, room, length in moves:
        session = sessions[which]
        starts_at = local(8, days=day) + timedelta(minutes=5 * fives)
        wanted = moved(session, starts_at=starts_at, therapist_id=therapist.id, room_id=room.id if room else None)
        wanted = resized(wanted, ends_at=starts_at + timedelta(minutes=5 * length))
        fit = desk.moving.fit(wanted, now=LATER)
        if fit.clashes and wanted != session:
            with pytest.raises(Conflict):
                desk.moving.place(session, wanted, actor=MARIA, now=LATER)
        else:
            sessions[which] = desk.moving.place(session, wanted, actor=MARIA, now=LATER)
    for session in sessions:
        assert desk.store.sessions.get(session.id) == session
        assert desk.store.sessions.holders(session) == {}
