from dataclasses import replace
from datetime import timedelta

import pytest

from clinicdesk.desk.patient_form import PatientForm
from clinicdesk.desk.series_views import SeriesRow
from clinicdesk.domain.clearance import ClearanceReason
from clinicdesk.domain.session import BookingRequest, CancelCause, SessionStatus
from clinicdesk.domain.working_hours import Absence, AbsenceReason
from clinicdesk.errors import NotAllowed, SlotTaken
from tests.desk.front_desk import (
    CLAIRE,
    EXERCISE,
    JORDAN,
    MAPLE,
    MARIA,
    NOW,
    SAM,
    TODAY,
    asked,
    audit_length,
    audited,
    booked,
    harmless,
    local,
)
from tests.vouching import vouching

S = SessionStatus
LATER = NOW + timedelta(minutes=7)


def judged(desk, *names, **given):
    """Somebody registered and asked by a colleague, so that it is not what the others would take back."""
    form = PatientForm((*names, "Ana")[0], "Ruiz", birth_date="3 Apr 1980", sex_at_birth="female")
    patient = desk.patients.register(form, actor=CLAIRE, now=NOW)
    desk.intakes.complete(patient, harmless(desk, **given), actor=CLAIRE, now=NOW)
    return patient


def step(desk, name, session, actor=MARIA):
    return getattr(desk.day, name)(session, actor=actor, now=LATER)


def cancel(desk, session):
    return desk.day.cancel(session, reason="Ill", cause=CancelCause.ILL, actor=MARIA, now=LATER)


def undo(desk, actor=MARIA):
    (record,) = desk.undoing.undo(actor=actor, now=LATER).records
    return record


def redo(desk, actor=MARIA):
    (record,) = desk.undoing.redo(actor=actor, now=LATER).records
    return record


def next_undo(desk, actor=MARIA, now=LATER):
    return desk.undoing.next_undo(actor=actor, now=now)


def next_redo(desk, actor=MARIA):
    return desk.undoing.next_redo(actor=actor, now=LATER)


def moved(desk, session, **changes):
    """What moving a session comes to."""
    after = replace(session, **changes)
    with desk.store.write():
        stored = desk.store.sessions.update(after)
        desk.booking._journal.note("session.move", [(session, stored)], actor=MARIA, now=LATER)
    return stored


def unversioned(session):
    return replace(session, version=1)


ROADS = {
    S.CONFIRMED: ["confirm"],
    S.ARRIVED: ["confirm", "arrive"],
    S.IN_SESSION: ["arrive", "start"],
    S.COMPLETED: ["arrive", "start", "complete"],
    S.NO_SHOW: ["confirm", "no_show"],
}


@pytest.mark.parametrize("status", ROADS)
def test_every_step_is_taken_back_and_done_again_exactly(desk, status):
    session = booked(desk, judged(desk), local(10))
    states = [session]
    for name in ROADS[status]:
        states.append(step(desk, name, states[-1]))
    for before in reversed(states[:-1]):
        assert unversioned(undo(desk)) == unversioned(before)
    for after in states[1:]:
        assert unversioned(redo(desk)) == unversioned(after)
    assert desk.store.sessions.get(session.id).status is status


def test_a_cancellation_goes_back_to_where_the_session_stood(desk):
    arrived = step(desk, "arrive", booked(desk, judged(desk), local(10)))
    cancelled = cancel(desk, arrived)
    assert unversioned(undo(desk)) == unversioned(arrived)
    assert unversioned(redo(desk)) == unversioned(cancelled)


def test_a_booking_taken_back_is_not_deleted_and_shown_nowhere(desk):
    session = booked(desk, judged(desk), local(10))
    assert next_undo(desk) == "booked Ana Ruiz for 10:00"
    assert undo(desk).status is S.ENTERED_IN_ERROR
    assert desk.day.sessions(NOW.date(), actor=MARIA, now=NOW) == []
    assert desk.store.assessments.history(session.id) != []
    booked(desk, judged(desk, "Bo"), local(14), therapist=SAM)
    assert next_redo(desk) == "", "a new deed ends what could be done again"


def test_a_booking_is_done_again_under_its_own_key(desk):
    session = booked(desk, judged(desk), local(10))
    undo(desk)
    assert next_redo(desk) == "booked Ana Ruiz for 10:00"
    again = redo(desk)
    assert unversioned(again) == unversioned(session)
    assert next_redo(desk) == ""


def test_what_was_booked_for_another_day_says_so(desk):
    booked(desk, judged(desk), local(10, days=1))
    assert next_undo(desk) == "booked Ana Ruiz for 10:00 on Tue 24 Nov"


def test_a_move_is_undone_in_words_and_in_fact(desk):
    session = booked(desk, judged(desk), local(10))
    late = {"starts_at": local(14, 30), "ends_at": local(15, 30), "free_at": local(15, 40)}
    there = moved(desk, session, **late)
    assert next_undo(desk) == "moved Ana Ruiz to 14:30"
    assert unversioned(undo(desk)) == unversioned(session)
    assert next_redo(desk) == "moved Ana Ruiz to 14:30"
    assert unversioned(redo(desk)) == unversioned(there)


def test_what_is_put_back_to_a_time_that_has_passed_says_so(desk):
    session = booked(desk, judged(desk), local(10))
    place = {"starts_at": local(15), "therapist_id": JORDAN.id, "room_id": None}
    desk.moving.move(session, **place, actor=MARIA, now=NOW)
    undone = desk.undoing.undo(actor=MARIA, now=local(12))
    assert undone.remark == "Ana Ruiz is booked for 10:00 now, and that time has passed."
    assert desk.undoing.redo(actor=MARIA, now=local(12)).remark == ""
    assert desk.undoing.undo(actor=MARIA, now=local(9, 30)).remark == ""


def test_what_is_revived_after_its_time_says_so_and_a_step_of_its_own_time_does_not(desk):
    session = booked(desk, judged(desk), local(10))
    cancelled = desk.day.cancel(session, reason="Ill", actor=MARIA, now=NOW)
    next_day = local(9, days=1)
    assert desk.undoing.undo(actor=MARIA, now=next_day).remark == (
        "Ana Ruiz is booked for 10:00 on Mon 23 Nov now, and that time has passed."
    )
    desk.day.no_show(desk.store.sessions.get(cancelled.id), actor=MARIA, now=next_day)
    assert desk.undoing.undo(actor=MARIA, now=next_day).remark == ""


def test_several_that_are_put_back_into_the_past_are_counted(desk):
    ana, bo = judged(desk), judged(desk, "Bo")
    first, second = booked(desk, ana, local(10)), booked(desk, bo, local(10), therapist=SAM)
    rows = [
        SeriesRow(BookingRequest(each.id, each.patient_id, each.session_type_id, each.therapist_id, local(15)), each)
        for each in (first, second)
    ]
    desk.series.change(rows, actor=MARIA, now=NOW)
    remark = desk.undoing.undo(actor=MARIA, now=local(12)).remark
    assert remark.endswith("Ruiz is booked for 10:00 now, and that time has passed. So it is with 1 more.")


def test_smaller_changes_have_words_of_their_own(desk):
    session = booked(desk, judged(desk), local(10))
    session = moved(desk, session, therapist_id=SAM.id)
    assert next_undo(desk) == "moved Ana Ruiz to Sam Okoro"
    session = moved(desk, session, room_id=MAPLE.id)
    assert next_undo(desk) == "moved Ana Ruiz to Maple"
    session = moved(desk, session, ends_at=local(10, 40))
    assert next_undo(desk) == "changed Ana Ruiz to 40 minutes"
    session = moved(desk, session, session_type_id=EXERCISE.id)
    assert next_undo(desk) == "changed Ana Ruiz to Guided exercise"
    step(desk, "no_show", session)
    assert next_undo(desk) == "marked Ana Ruiz as a no-show"


def test_several_records_of_one_deed_go_back_together_or_not_at_all(desk):
    first = booked(desk, judged(desk), local(10))
    bo = judged(desk, "Bo")
    with desk.store.write():
        gone = desk.store.sessions.update(replace(first, status=S.CANCELLED, cancelled_at=LATER))
        taker = desk.store.sessions.add(replace(first, id="taker", patient_id=bo.id, version=1))
        desk.booking._journal.note("offer.accept", [(first, gone), (None, taker)], actor=MARIA, now=LATER)
    assert next_undo(desk) == "cancelled Ana Ruiz at 10:00, and 1 more"
    desk.undoing.undo(actor=MARIA, now=LATER)
    assert desk.store.sessions.get(first.id).status is S.BOOKED
    assert desk.store.sessions.get("taker").status is S.ENTERED_IN_ERROR
    desk.undoing.redo(actor=MARIA, now=LATER)
    step(desk, "confirm", desk.store.sessions.get("taker"), actor=SAM)
    length = audit_length(desk)
    with pytest.raises(NotAllowed, match=r"Sam Okoro marked Bo Ruiz as confirmed, at 09:09. Nothing was changed"):
        desk.undoing.undo(actor=MARIA, now=LATER)
    assert desk.store.sessions.get(first.id).status is S.CANCELLED
    assert audit_length(desk) == length


def test_nobody_undoes_what_somebody_else_did(desk):
    booked(desk, judged(desk), local(10))
    assert next_undo(desk, SAM) == ""
    with pytest.raises(NotAllowed, match="nothing of yours to undo"):
        undo(desk, SAM)
    with pytest.raises(NotAllowed, match="nothing of yours to do again"):
        redo(desk, SAM)


def test_a_deed_is_taken_back_and_done_again_by_its_name_whatever_was_done_since(desk):
    first = booked(desk, judged(desk), local(10))
    noted = desk.undoing.noted()
    second = booked(desk, judged(desk, "Bo"), local(14))
    assert desk.undoing.undo(noted, actor=MARIA, now=LATER).records[0].id == first.id
    with pytest.raises(NotAllowed, match="taken back already"):
        desk.undoing.undo(noted, actor=MARIA, now=LATER)
    assert undo(desk).id == second.id
    assert next_redo(desk) == "booked Bo Ruiz for 14:00"
    desk.undoing.redo(noted, actor=MARIA, now=LATER)
    with pytest.raises(NotAllowed, match="done again already"):
        desk.undoing.redo(noted, actor=MARIA, now=LATER)
    assert redo(desk).id == second.id
    assert next_redo(desk) == ""


def test_a_deed_taken_back_before_something_new_is_done_again_by_its_name_alone(desk):
    first = booked(desk, judged(desk), local(10))
    noted = desk.undoing.noted()
    undo(desk)
    booked(desk, judged(desk, "Bo"), local(14))
    assert next_redo(desk) == ""
    desk.undoing.redo(noted, actor=MARIA, now=LATER)
    assert desk.store.sessions.get(first.id).status is S.BOOKED
    assert next_redo(desk) == ""


def test_nobody_takes_back_what_another_did_by_its_name(desk):
    session = booked(desk, judged(desk), local(10))
    with pytest.raises(NotAllowed, match="Maria Keller did this, so only Maria Keller can take it back"):
        desk.undoing.undo(desk.undoing.noted(), actor=SAM, now=LATER)
    assert desk.store.sessions.get(session.id) == session


def noted_only_to_fail(desk, session):
    with desk.store.write():
        desk.booking._journal.note("session.book", [(None, session)], actor=MARIA, now=LATER)
        raise ZeroDivisionError


def test_what_was_refused_or_not_stored_is_not_there_to_be_taken_back(desk):
    bo = judged(desk, "Bo")
    session = booked(desk, judged(desk), local(10))
    noted = desk.undoing.noted()
    with pytest.raises(SlotTaken):
        booked(desk, bo, local(10))
    with pytest.raises(ZeroDivisionError):
        noted_only_to_fail(desk, session)
    desk.day.sessions(NOW.date(), actor=MARIA, now=LATER)
    assert desk.undoing.noted() == noted
    assert desk.undoing.undo(noted, actor=MARIA, now=LATER).records[0].id == session.id


def test_what_has_changed_since_is_refused_by_who_changed_it_and_no_longer_stands_in_the_way(desk):
    first = booked(desk, judged(desk), local(10))
    second = booked(desk, judged(desk, "Bo"), local(14))
    step(desk, "arrive", second, actor=SAM)
    with pytest.raises(NotAllowed) as refused:
        undo(desk)
    assert str(refused.value) == (
        "This can no longer be undone: Sam Okoro marked Bo Ruiz as arrived, at 09:09. Nothing was changed."
    )
    assert desk.store.sessions.get(second.id).status is S.ARRIVED
    assert next_undo(desk) == "booked Ana Ruiz for 10:00"
    assert undo(desk).id == first.id


def test_what_somebody_moved_since_is_not_taken_back(desk):
    session = booked(desk, judged(desk), local(10))
    place = {"starts_at": local(14), "therapist_id": JORDAN.id, "room_id": None}
    there = desk.moving.move(session, **place, actor=SAM, now=LATER)
    with pytest.raises(NotAllowed, match="Sam Okoro moved Ana Ruiz to 14:00"):
        undo(desk)
    assert desk.store.sessions.get(session.id) == there


def test_a_time_given_to_somebody_else_is_refused_with_who_has_it(desk):
    cancelled = cancel(desk, booked(desk, judged(desk), local(10)))
    holder = desk.booking.book(asked(judged(desk, "Bo"), local(10, 30)), actor=SAM, now=NOW)
    with pytest.raises(SlotTaken, match=r"no longer be undone: Jordan Lee is with Bo Ruiz from 10:30") as taken:
        undo(desk)
    assert taken.value.session_id == holder.id
    assert desk.store.sessions.get(cancelled.id) == cancelled


def away(desk, key, day=TODAY):
    """Jordan is ill, as Sam notes."""
    absence = Absence(key, JORDAN.id, AbsenceReason.ILLNESS, day, day)
    return desk.timetable.add_absence(absence, actor=SAM, now=LATER)


def test_hours_that_changed_since_are_refused_with_how(desk):
    cancelled = cancel(desk, booked(desk, judged(desk), local(10)))
    away(desk, "ill")
    with pytest.raises(NotAllowed, match=r"undone: Jordan Lee is ill on 23 November\. Nothing was changed"):
        undo(desk)
    assert desk.store.sessions.get(cancelled.id) == cancelled


def test_what_was_moved_goes_back_only_to_where_it_could_be_booked(desk):
    ana = judged(desk)
    session = booked(desk, ana, local(10, days=1))
    place = {"starts_at": local(10), "therapist_id": SAM.id, "room_id": None}
    moved_on = desk.moving.move(session, **place, actor=MARIA, now=NOW)
    away(desk, "ill", TODAY + timedelta(days=1))
    with pytest.raises(NotAllowed, match="undone: Jordan Lee is ill"):
        undo(desk)
    desk.timetable.withdraw_absence(desk.store.hours.absence("ill"), actor=SAM, now=LATER)
    move = desk.store.journal.of_record("Session", session.id)[0]
    assert desk.undoing.undo(move.id, actor=MARIA, now=LATER).records[0].starts_at == session.starts_at
    desk.intakes.complete(ana, harmless(desk), actor=SAM, now=LATER + timedelta(minutes=1))
    with pytest.raises(NotAllowed, match="answered questions since"):
        desk.undoing.redo(move.id, actor=MARIA, now=LATER + timedelta(minutes=2))
    assert desk.store.sessions.get(moved_on.id).starts_at == session.starts_at


def test_what_the_hours_stood_against_before_goes_back_to_the_list_it_was_on(desk):
    session = booked(desk, judged(desk), local(10))
    (hit,) = away(desk, "ill")
    cancel(desk, session)
    assert desk.displaced.waiting(now=LATER) == []
    absence = away(desk, "elsewhere", TODAY + timedelta(days=3))
    assert absence == []
    desk.undoing.undo(actor=SAM, now=LATER)
    assert undo(desk).status is S.BOOKED
    assert [each.obstacle for each in desk.displaced.waiting(now=LATER)] == [hit.obstacle]


def test_hours_that_somebody_took_back_or_gave_back_since_count_as_changed(desk):
    away(desk, "ill")
    desk.timetable.withdraw_absence(desk.store.hours.absence("ill"), actor=SAM, now=LATER)
    cancelled = cancel(desk, booked(desk, judged(desk), local(10)))
    desk.undoing.undo(actor=SAM, now=LATER)
    with pytest.raises(NotAllowed, match="Jordan Lee is ill"):
        undo(desk)
    assert desk.store.sessions.get(cancelled.id) == cancelled


def test_a_cancellation_is_done_again_though_the_session_was_held_meanwhile(desk):
    ana = judged(desk)
    session = booked(desk, ana, local(10, days=1))
    cancel(desk, session)
    undo(desk)
    desk.intakes.complete(ana, harmless(desk, leg_radiating_pain="pain_only"), actor=SAM, now=LATER)
    assert desk.call_list.hold(actor=SAM, now=LATER) == 1
    again = redo(desk)
    assert (again.status, again.held) == (S.CANCELLED, True)


def test_it_survives_a_restart(desk, ruleset):
    from clinicdesk.data import open_store  # noqa: PLC0415
    from clinicdesk.desk import Desk  # noqa: PLC0415

    session = step(desk, "confirm", booked(desk, judged(desk), local(10)))
    with open_store(desk.store.path) as store:
        other = Desk(store, ruleset)
        assert next_undo(other) == "marked Ana Ruiz as confirmed"
        undo(other)
    assert desk.store.sessions.get(session.id).status is S.BOOKED
    assert next_redo(desk) == "marked Ana Ruiz as confirmed"


def test_every_undo_is_an_audit_entry_without_a_name(desk):
    session = booked(desk, judged(desk), local(10))
    undo(desk)
    actor, action, detail = audited(desk)[0]
    assert (actor, action) == ("Maria Keller", "journal.undo")
    assert detail == {"deed": "session.book", "records": [session.id]}
    redo(desk)
    assert audited(desk)[0][1] == "journal.redo"
    assert desk.store.audit.verify() is None


def test_an_undone_check_in_keeps_the_hold_that_todays_answers_call_for(desk):
    session = booked(desk, judged(desk), local(10))
    answers = harmless(desk, night_sweats="yes")
    every_visit = {key for key, each in desk.ruleset.knowledge.findings.items() if each.every_visit}
    asked_today = {key: answer for key, answer in answers.items() if key in every_visit}
    held = desk.arrivals.check_in(session, asked_today, actor=MARIA, now=LATER).session
    assert held.held
    back = undo(desk)
    assert (back.status, back.held) == (S.BOOKED, True)
    assert desk.store.intakes.latest(session.patient_id).answers.keys() >= asked_today.keys()
    assert undo(desk).status is S.ENTERED_IN_ERROR


def held_session(desk):
    return booked(desk, judged(desk, leg_radiating_pain="pain_only"), local(10))


def test_a_release_is_taken_back_by_who_gave_it_and_given_again_only_with_a_note(desk):
    released = desk.day.release(
        held_session(desk), note="Examined", reason=ClearanceReason.AREA_AVOIDED, **vouching(desk, JORDAN, LATER)
    )
    assert next_undo(desk, JORDAN) == "released the session of Ana Ruiz at 10:00"
    back = undo(desk, JORDAN)
    assert (back.held, back.release_note) == (True, None)
    with pytest.raises(NotAllowed, match="released by a therapist, with a note"):
        redo(desk, JORDAN)
    assert desk.store.sessions.get(released.id) == back


def test_a_start_is_not_done_again_past_what_stands_against_it(desk):
    step(desk, "start", step(desk, "arrive", booked(desk, judged(desk), local(10))))
    undo(desk)
    with pytest.raises(NotAllowed, match=r"no longer be done again: .*counts on that day only"):
        desk.undoing.redo(actor=MARIA, now=LATER + timedelta(days=1))


def test_a_booking_is_not_done_again_by_older_answers(desk):
    ana = judged(desk)
    booked(desk, ana, local(10))
    undo(desk)
    desk.intakes.complete(ana, harmless(desk, saddle_numbness="yes"), actor=SAM, now=LATER)
    with pytest.raises(NotAllowed, match=r"Ana Ruiz answered questions since\. Book anew"):
        redo(desk)


def test_a_session_put_back_stands_as_it_was_judged_for_that_day(desk):
    session = booked(desk, judged(desk), local(10))
    first = desk.store.assessments.latest_for(session.id)
    tomorrow = {key: getattr(session, key) + timedelta(days=1) for key in ("starts_at", "ends_at", "free_at")}
    with desk.store.write():
        stored = desk.store.sessions.update(replace(session, **tomorrow, held=True))
        there = replace(first, id="there", on_date=first.on_date + timedelta(days=1), made_at=LATER)
        desk.store.assessments.add(there)
        desk.booking._journal.note("session.move", [(session, stored)], actor=MARIA, now=LATER)
    assert unversioned(undo(desk)) == unversioned(session)
    assert desk.store.assessments.latest_for(session.id).on_date == first.on_date
    redo(desk)
    assert desk.store.assessments.latest_for(session.id).on_date == there.on_date


def test_a_deed_that_changed_nothing_is_not_noted(desk):
    session = booked(desk, judged(desk), local(10))
    with desk.store.write():
        desk.booking._journal.note("session.move", [(session, session)], actor=SAM, now=LATER)
    assert next_undo(desk, SAM) == ""
