from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinicdesk.domain.clearance import ClearanceReason
from clinicdesk.domain.intake import Absence, Answer, Source
from clinicdesk.domain.renewal import FULL_INTAKE_DAYS
from clinicdesk.domain.session import SessionStatus
from clinicdesk.domain.suitability import Verdict
from clinicdesk.errors import InvalidValues, NotAllowed, StaleRecord
from tests.desk.front_desk import (
    CLAIRE,
    EXERCISE,
    JORDAN,
    MARIA,
    NOW,
    TODAY,
    audit_length,
    audited,
    booked,
    harmless,
    judged,
    local,
    person,
)
from tests.vouching import vouching

WEEK = timedelta(days=7)
THEN = NOW + WEEK
"""A week after the intake: what a day can change is not known any more."""
NUMBERS = {"pain_score", "bp_systolic", "bp_diastolic"}


def visit_answers(desk, **given):
    """Everything that is asked at every visit, harmless but for what is given."""
    findings = desk.ruleset.knowledge.findings
    whole = harmless(desk, **given)
    return {key: answer for key, answer in whole.items() if findings[key].every_visit and key not in NUMBERS}


def coming(desk, *, days=7, session_type=None, therapist=JORDAN, **given):
    """Somebody with an intake of today, and a session some days later."""
    wanted = {"session_type": session_type, "therapist": therapist} if session_type else {}
    return booked(desk, judged(desk, **given), local(10, days=days), **wanted)


def check(desk, session, now=THEN):
    return desk.arrivals.check(session, actor=MARIA, now=now)


def check_in(desk, session, now=THEN, **given):
    return desk.arrivals.check_in(session, visit_answers(desk, **given), actor=MARIA, now=now)


def arrive(desk, session, now=THEN):
    return desk.day.arrive(session, actor=MARIA, now=now)


def start(desk, session, now=THEN):
    return desk.day.start(session, actor=JORDAN, now=now)


def history(desk, session):
    return desk.store.intakes.history(session.patient_id)


def test_every_sign_that_a_day_can_change_is_asked_on_arrival_and_nothing_else(desk):
    found = check(desk, coming(desk))
    findings = desk.ruleset.knowledge.findings
    assert all(findings[key].every_visit for key in found.questions)
    assert {"progressive_leg_weakness", "saddle_numbness", "fever_now", "consent_given"} <= set(found.questions)
    assert "guardian_consent" not in found.questions, "it is for those under 18"
    assert set(found.left) == set(found.questions) - NUMBERS
    assert not found.given
    assert "disc_problem" in found.carried


def test_a_measurement_is_asked_again_only_of_those_it_was_taken_from(desk):
    assert "bp_systolic" in check(desk, coming(desk)).questions
    answers = {key: answer for key, answer in harmless(desk).items() if key not in NUMBERS}
    patient = person(desk, "Bo")
    desk.intakes.complete(patient, answers, actor=MARIA, now=NOW)
    assert not NUMBERS & set(check(desk, booked(desk, patient, local(14, days=7))).questions)


def test_what_was_answered_earlier_the_same_day_is_not_asked_again(desk):
    session = coming(desk, days=0)
    found = check(desk, session, NOW)
    assert (found.left, found.judged, found.obstacle) == ((), True, "")
    arrived = desk.day.arrive(session, actor=MARIA, now=NOW)
    assert start(desk, arrived, NOW).status is SessionStatus.IN_SESSION


def test_yesterdays_answers_do_not_count_today(desk):
    session = coming(desk, days=1)
    assert check(desk, session, NOW + timedelta(days=1)).left


def test_an_arrival_is_a_new_version_that_carries_the_other_answers_over(desk):
    session = coming(desk, osteoporosis="yes")
    full = desk.store.intakes.latest(session.patient_id)
    out = check_in(desk, session, fever_now="no")
    newest, before = history(desk, session)
    assert (before, newest.version, newest.full, before.full) == (full, 2, False, True)
    assert newest.answers["osteoporosis"] == full.answers["osteoporosis"]
    assert newest.answers["fever_now"] == Answer("no")
    assert (newest.completed_at, newest.completed_by) == (THEN, MARIA.id)
    assert out.session.status is SessionStatus.ARRIVED
    assert out.session.arrived_at == THEN


def test_unchanged_answers_arrive_as_usual_and_the_session_starts(desk):
    session = coming(desk)
    out = check_in(desk, session)
    assert (out.before, out.assessment.verdict, out.worse) == (Verdict.SUITABLE, Verdict.SUITABLE, False)
    assert start(desk, out.session).status is SessionStatus.IN_SESSION


def test_checking_in_is_one_transaction_one_audit_entry_and_one_assessment(desk):
    session = coming(desk)
    before = audit_length(desk)
    check_in(desk, session, fever_now="yes")
    assert audit_length(desk) == before + 1
    assert audited(desk) == [("Maria Keller", "session.check_in", {"intake": 2})]
    records = desk.store.assessments.history(session.id)
    assert [record.on_date for record in records] == [THEN.date(), THEN.date()]
    assert records[0].intake_id == history(desk, session)[0].id
    assert records[0].made_at == THEN


def test_a_leg_that_gives_way_stops_the_session(desk):
    session = coming(desk)
    out = check_in(desk, session, progressive_leg_weakness="yes")
    assert (out.before, out.assessment.verdict, out.worse) == (Verdict.SUITABLE, Verdict.REFER_URGENTLY, True)
    with pytest.raises(NotAllowed, match="seen by a doctor first"):
        start(desk, out.session)
    (row,) = desk.day.sessions(THEN.date(), actor=MARIA, now=THEN)
    assert (row.verdict, row.booked_as, row.asked) == (Verdict.REFER_URGENTLY, Verdict.SUITABLE, True)
    assert desk.visits.urgent_sheet(out.patient, out.answers, actor=MARIA, now=THEN).actions


def test_an_answer_that_needs_a_look_holds_the_session_for_the_therapist(desk):
    session = coming(desk, session_type=EXERCISE, therapist=CLAIRE)
    out = check_in(desk, session, fever_now="yes")
    assert (out.assessment.verdict, out.session.held) == (Verdict.NEEDS_CLINICIAN_REVIEW, True)
    with pytest.raises(NotAllowed, match="held"):
        start(desk, out.session)
    released = desk.day.release(
        out.session, note="Seen; light exercise.", reason=ClearanceReason.AREA_AVOIDED, **vouching(desk, CLAIRE, THEN)
    )
    assert start(desk, released).status is SessionStatus.IN_SESSION


def test_what_is_not_suitable_today_cannot_start(desk):
    out = check_in(desk, coming(desk), fever_now="yes")
    assert out.assessment.verdict is Verdict.NOT_SUITABLE
    with pytest.raises(NotAllowed, match="Book another instead"):
        start(desk, out.session)
    assert "not suitable" in check(desk, out.session).obstacle


def test_an_answer_left_open_counts_as_unknown_and_keeps_the_session_from_starting(desk):
    session = coming(desk)
    answers = visit_answers(desk)
    del answers["saddle_numbness"]
    out = desk.arrivals.check_in(session, answers, actor=MARIA, now=THEN)
    assert out.assessment.verdict is Verdict.NEEDS_CLINICIAN_REVIEW
    assert check(desk, out.session).left == ("saddle_numbness",)
    asked = {"saddle_numbness": Answer("no", source=Source.PATIENT)}
    again = desk.arrivals.check_in(out.session, asked, actor=MARIA, now=THEN)
    assert (again.assessment.verdict, again.session.held) == (Verdict.SUITABLE, False)
    assert start(desk, again.session).status is SessionStatus.IN_SESSION


def test_not_knowing_is_an_answer_and_is_judged_as_unknown(desk):
    unsure = Answer(absence=Absence.DOES_NOT_KNOW)
    out = check_in(desk, coming(desk), progressive_leg_weakness=unsure)
    assert check(desk, out.session).left == ()
    assert out.session.held


def test_somebody_may_be_asked_later_but_nothing_starts_before(desk):
    arrived = desk.day.arrive(coming(desk), actor=MARIA, now=THEN)
    with pytest.raises(NotAllowed, match="not all answered today"):
        start(desk, arrived)
    (row,) = desk.day.sessions(THEN.date(), actor=MARIA, now=THEN)
    assert not row.asked
    out = check_in(desk, arrived, THEN + timedelta(minutes=9))
    assert out.session.arrived_at == THEN, "they came when they came"
    assert start(desk, out.session).status is SessionStatus.IN_SESSION


def test_an_undone_arrival_keeps_the_answers(desk):
    check_in(desk, coming(desk), fever_now="yes")
    (undone,) = desk.undoing.undo(actor=MARIA, now=THEN).records
    assert undone.status is SessionStatus.BOOKED
    found = check(desk, undone)
    assert (found.left, found.given["fever_now"]) == ((), Answer("yes"))
    again = desk.arrivals.check_in(undone, {}, actor=MARIA, now=THEN)
    assert again.assessment.verdict is Verdict.NOT_SUITABLE
    assert len(history(desk, undone)) == 2, "nothing new was said"


def test_a_slip_is_mended_by_a_further_version(desk):
    wrong = check_in(desk, coming(desk), fever_now="yes")
    right = desk.arrivals.check_in(wrong.session, {"fever_now": Answer("no")}, actor=MARIA, now=THEN)
    assert (right.before, right.assessment.verdict) == (Verdict.NOT_SUITABLE, Verdict.SUITABLE)
    assert [intake.answers["fever_now"].value for intake in history(desk, wrong.session)] == ["no", "yes", "no"]
    assert start(desk, right.session).status is SessionStatus.IN_SESSION


@pytest.mark.parametrize(("days", "due"), [(FULL_INTAKE_DAYS, False), (FULL_INTAKE_DAYS + 1, True)])
def test_a_full_intake_stands_for_ninety_days(desk, days, due):
    session = coming(desk, days=days)
    now = NOW + timedelta(days=days)
    arrived = check_in(desk, session, now).session
    assert check(desk, arrived, now).full_due is due
    if due:
        with pytest.raises(NotAllowed, match="full intake is of 23 November 2026"):
            start(desk, arrived, now)
    else:
        assert start(desk, arrived, now).status is SessionStatus.IN_SESSION


def test_visits_in_between_do_not_make_a_full_intake_younger(desk):
    session = coming(desk, days=30)
    check_in(desk, session, NOW + timedelta(days=30))
    patient = desk.store.patients.get(session.patient_id)
    later = booked(desk, patient, local(10, days=98))
    assert desk.store.intakes.latest(patient.id).said_on == TODAY
    assert check(desk, later, NOW + timedelta(days=98)).full_due


def test_a_full_intake_gone_through_now_is_judged_before_the_session_starts(desk):
    session = desk.day.arrive(coming(desk, days=98), actor=MARIA, now=NOW + timedelta(days=98))
    now = NOW + timedelta(days=98)
    patient = desk.store.patients.get(session.patient_id)
    desk.intakes.complete(patient, harmless(desk, disc_problem="herniation_no_leg_symptoms"), actor=MARIA, now=now)
    with pytest.raises(NotAllowed, match="changed since the session was judged"):
        start(desk, session, now)
    out = desk.arrivals.check_in(session, {}, actor=MARIA, now=now)
    assert out.assessment.verdict is Verdict.NOT_SUITABLE
    assert [intake.full for intake in history(desk, session)] == [True, True]


def test_nobody_starts_without_ever_having_been_asked(desk):
    patient = person(desk)
    arrived = desk.day.arrive(booked(desk, patient, local(10)), actor=MARIA, now=NOW)
    free = desk.day.release(arrived, note="fine", reason=ClearanceReason.AREA_AVOIDED, **vouching(desk, JORDAN, NOW))
    with pytest.raises(NotAllowed, match="Nobody has gone through the intake"):
        start(desk, free, NOW)
    asked_today = check_in(desk, free, NOW).session
    assert not asked_today.held
    with pytest.raises(NotAllowed, match="never gone through to its end"):
        start(desk, asked_today, NOW)


def test_bands_move_with_the_date(desk):
    operated = Answer("over_12_weeks_cleared", date=(NOW - timedelta(days=80)).date())
    patient = judged(desk, spinal_surgery=operated)
    found = []
    for days in (0, 7):
        session = booked(desk, patient, local(10, days=days), session_type=EXERCISE, therapist=CLAIRE)
        check_in(desk, session, NOW + timedelta(days=days))
        found.append(desk.store.assessments.latest_for(session.id).findings["spinal_surgery"])
    assert found == ["6_to_12_weeks", "over_12_weeks_cleared"]


def test_a_record_corrected_since_the_arrival_is_judged_before_the_session_starts(desk):
    out = check_in(desk, coming(desk))
    assert check(desk, out.session).judged
    older = replace(out.patient.details, birth_date=date(1960, 4, 3))
    with desk.store.write():
        desk.store.patients.update(replace(out.patient, details=older))
    assert not check(desk, out.session).judged
    with pytest.raises(NotAllowed, match="Mark the arrival again"):
        start(desk, out.session)


def test_a_release_covers_its_own_reasons_and_no_new_ones(desk):
    session = coming(desk, leg_radiating_pain="pain_only")
    released = desk.day.release(
        session, note="Examined.", reason=ClearanceReason.AREA_AVOIDED, **vouching(desk, JORDAN, NOW)
    )
    same = check_in(desk, released)
    assert same.judgement.assessment.verdict is Verdict.NEEDS_CLINICIAN_REVIEW
    assert (same.assessment.verdict, same.session.held) == (Verdict.SUITABLE_WITH_PRECAUTIONS, False)
    other = check_in(desk, same.session, night_sweats="yes")
    assert (other.assessment.verdict, other.session.held) == (Verdict.NEEDS_CLINICIAN_REVIEW, True)
    with pytest.raises(NotAllowed, match="held"):
        start(desk, other.session)


def test_booking_ahead_goes_by_the_last_answers(desk):
    out = check_in(desk, coming(desk))
    ahead = booked(desk, out.patient, local(10, days=14))
    assert desk.store.assessments.latest_for(ahead.id).verdict is Verdict.SUITABLE


def test_what_somebody_happens_to_say_at_the_door_counts_whether_or_not_it_is_asked_there(desk):
    out = desk.arrivals.check_in(coming(desk), {"osteoporosis": Answer("yes")}, actor=MARIA, now=THEN)
    assert out.answers["osteoporosis"] == Answer("yes")
    with pytest.raises(InvalidValues) as refused:
        desk.arrivals.check_in(out.session, {"osteoporosis": Answer("perhaps")}, actor=MARIA, now=THEN)
    assert set(refused.value.fields) == {"osteoporosis"}


def test_what_somebody_else_changed_meanwhile_is_not_overwritten_and_nothing_is_kept(desk):
    seen = coming(desk)
    desk.day.arrive(seen, actor=MARIA, now=THEN)
    with pytest.raises(StaleRecord):
        check_in(desk, seen)
    assert len(history(desk, seen)) == 1


def test_a_hold_put_on_while_the_questions_are_asked_does_not_stand_in_the_way_and_a_move_does(desk):
    before = coming(desk)
    place = {"therapist_id": before.therapist_id, "room_id": before.room_id}
    seen = desk.moving.move(before, starts_at=before.starts_at + timedelta(hours=1), **place, actor=MARIA, now=NOW)
    with pytest.raises(StaleRecord):
        check_in(desk, before)
    with desk.store.write():
        desk.store.sessions.update(replace(seen, held=True))
    assert check_in(desk, seen).session.status is SessionStatus.ARRIVED


def test_nobody_arrives_for_a_session_that_has_begun_or_was_cancelled(desk):
    gone = desk.day.cancel(coming(desk), reason="ill", actor=MARIA, now=NOW)
    with pytest.raises(NotAllowed, match="cancelled"):
        check_in(desk, gone)


def test_what_was_answered_before_a_crash_is_there_again_and_counts_for_nothing_yet(desk):
    session = coming(desk)
    desk.arrivals.save_draft(session, {"fever_now": Answer("no", source=Source.PATIENT)}, now=THEN)
    found = check(desk, session)
    assert found.given == {"fever_now": Answer("no", source=Source.PATIENT)}
    assert "fever_now" in found.left
    assert len(history(desk, session)) == 1
    check_in(desk, session)
    assert desk.store.drafts.keys("arrival") == []


def test_what_was_begun_another_day_is_asked_anew(desk):
    session = coming(desk, days=8)
    desk.arrivals.save_draft(session, {"fever_now": Answer("no")}, now=THEN)
    assert check(desk, session, now=THEN + timedelta(days=1)).given == {}


@pytest.mark.parametrize("given_on", [TODAY, THEN.date() - timedelta(days=1), THEN.date() + timedelta(days=1)])
def test_what_was_answered_another_day_is_refused_at_the_door_and_nothing_is_kept(desk, given_on):
    session = coming(desk)
    answers = {key: replace(each, given_on=THEN.date()) for key, each in visit_answers(desk).items()}
    answers["saddle_numbness"] = Answer("no", given_on=given_on)
    with pytest.raises(InvalidValues, match="counts for that day only") as refused:
        desk.arrivals.check_in(session, answers, actor=MARIA, now=THEN)
    assert set(refused.value.fields) == {"saddle_numbness"}
    assert len(history(desk, session)) == 1
    assert desk.store.sessions.get(session.id) == session


@pytest.mark.parametrize(
    ("days", "told"), [(1, "session was on Monday, 30 November 2026"), (-1, "session is on Monday")]
)
def test_nobody_is_asked_or_starts_on_another_day_than_that_of_the_session(desk, days, told):
    session = coming(desk)
    now = THEN + timedelta(days=days)
    for deed in (check, check_in, arrive):
        with pytest.raises(NotAllowed, match=told):
            deed(desk, session, now)
    arrived = check_in(desk, session).session
    with pytest.raises(NotAllowed, match=told):
        start(desk, arrived, now)
    assert len(history(desk, session)) == 2


def test_each_answer_keeps_the_day_on_which_it_was_given(desk):
    session = coming(desk, osteoporosis="yes")
    check_in(desk, session)
    newest = history(desk, session)[0].answers
    assert newest["fever_now"].given_on == THEN.date()
    assert newest["osteoporosis"].given_on == TODAY
    again = {"osteoporosis": Answer("yes")}
    desk.arrivals.check_in(desk.store.sessions.get(session.id), again, actor=MARIA, now=THEN)
    assert history(desk, session)[0].answers["osteoporosis"].given_on == THEN.date(), "said again is said today"


@settings(max_examples=60)
@given(
    days=st.dictionaries(
        st.sampled_from(["saddle_numbness", "fever_now", "osteoporosis"]),
        st.integers(-3, 3) | st.none(),
    ),
    at_the_door=st.booleans(),
)
def test_whatever_is_handed_in_no_answer_of_another_day_counts_as_one_of_today(lasting_desk, days, at_the_door):
    desk = lasting_desk
    session = booked(desk, judged(desk), local(10, days=7)) if at_the_door else None
    patient = desk.store.patients.get(session.patient_id) if session else person(desk)
    answers = {
        key: Answer("no", given_on=None if ahead is None else THEN.date() + timedelta(days=ahead))
        for key, ahead in days.items()
    }
    with suppress(InvalidValues):
        if session:
            desk.arrivals.check_in(session, answers, actor=MARIA, now=THEN)
        else:
            desk.intakes.complete(patient, answers, actor=MARIA, now=THEN)
    findings = desk.ruleset.knowledge.findings
    for intake in desk.store.intakes.history(patient.id):
        if intake.completed_at == THEN:
            of_the_day = {key: each for key, each in intake.answers.items() if findings[key].every_visit}
            asked = {key for key, each in of_the_day.items() if each.source is not Source.DERIVED}
            assert asked <= days.keys()
            assert {of_the_day[key].given_on for key in asked} <= {THEN.date()}
    if session:
        desk.day.cancel(desk.store.sessions.get(session.id), reason="next example", actor=MARIA, now=THEN)
