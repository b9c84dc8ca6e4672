"""Referral cases: opened by the answers, in the way of everything, closed by a therapist alone."""

from dataclasses import replace
from datetime import timedelta

import pytest

from clinicdesk.desk.call_list import Advice
from clinicdesk.desk.plan_views import Alert, PlanForm
from clinicdesk.desk.referrals import OutcomeForm
from clinicdesk.desk.slots import SlotWish
from clinicdesk.domain.call import CallStep
from clinicdesk.domain.clearance import ClearanceReason
from clinicdesk.domain.intake import Absence, Answer, IntakeDraft
from clinicdesk.domain.plan import PlanPart
from clinicdesk.domain.referral import Origin, Outcome, Step, Whom
from clinicdesk.domain.session import CancelCause, SessionStatus
from clinicdesk.domain.suitability import Kind, Verdict
from clinicdesk.errors import InvalidValues, NotAllowed, NotBookable, NotFound
from tests.desk.front_desk import (
    CLAIRE,
    EXERCISE,
    JORDAN,
    LETTER,
    MARIA,
    NOW,
    SWEDISH,
    TODAY,
    audited,
    booked,
    harmless,
    judged,
    local,
    person,
)
from tests.vouching import vouching

LATER = NOW + timedelta(hours=1)
REVIEW = Verdict.NEEDS_CLINICIAN_REVIEW
LEG = "progressive_leg_weakness"
RULED_OUT = OutcomeForm(Outcome.SERIOUS_RULED_OUT, TODAY, "Seen in hospital: no pressure on the nerves.")


def answered(desk, patient, *, now=NOW, **given):
    return desk.intakes.complete(patient, harmless(desk, **given), actor=MARIA, now=now)


def case_of(desk, patient, now=NOW):
    return desk.referrals.of_patient(patient.id, actor=MARIA, now=now)[0].case


@pytest.fixture
def ana(desk):
    """Fit last time, booked for today and Thursday."""
    return judged(desk)


@pytest.fixture
def today(desk, ana):
    return booked(desk, ana, local(10))


@pytest.fixture
def thursday(desk, ana):
    return booked(desk, ana, local(10, days=3))


@pytest.fixture
def referred(desk, ana, today, thursday):
    """At the door today a leg gives way."""
    desk.arrivals.check_in(today, every_visit(desk, progressive_leg_weakness="yes"), actor=MARIA, now=NOW)
    return case_of(desk, ana)


def every_visit(desk, **given):
    """The questions of every visit, answered harmlessly but for what is given."""
    findings = desk.ruleset.knowledge.findings
    return {key: answer for key, answer in harmless(desk, **given).items() if findings[key].every_visit}


def close(desk, case, form=RULED_OUT, *, now=LATER):
    return desk.referrals.record_outcome(case, form, **vouching(desk, CLAIRE, now))


# -- opening ---------------------------------------------------------------------------------------


def test_a_completed_intake_that_calls_for_it_opens_a_case_with_what_was_said(desk):
    ana = person(desk)
    intake = answered(desk, ana, saddle_numbness="yes")
    case = case_of(desk, ana)
    referral = case.referral
    assert case.open
    assert (referral.origin, referral.intake_id, referral.session_id) == (Origin.INTAKE, intake.id, None)
    assert (referral.opened_by, referral.opened_at) == (MARIA.id, NOW)
    assert referral.ruleset_hash == desk.ruleset.version.hash
    assert "saddle_numbness" in referral.called_by
    assert all(reason.rule in desk.ruleset.knowledge.rules for reason in referral.reasons)
    assert len({reason.rule for reason in referral.reasons}) == len(referral.reasons)
    assert referral.wording[0] == "In an emergency call 911"
    assert referral.wording[1:]
    assert case.missing is Step.TOLD
    assert ("Maria Keller", "referral.begin", {"referral": case.id}) in audited(desk, 3)


def test_answers_at_the_door_open_a_case_and_hold_what_is_still_to_come(desk, referred, today, thursday):
    assert (referred.referral.origin, referred.referral.session_id) == (Origin.ARRIVAL, today.id)
    assert desk.store.sessions.get(thursday.id).held
    assert desk.store.sessions.get(today.id).status is SessionStatus.ARRIVED


def test_whoever_is_late_is_held_as_well(desk, ana, today):
    answered(desk, ana, now=today.starts_at + timedelta(minutes=10), saddle_numbness="yes")
    assert desk.store.sessions.get(today.id).held


def test_an_ordinary_intake_opens_none(desk, ana):
    assert desk.referrals.of_patient(ana.id, actor=MARIA, now=NOW) == []
    assert desk.referrals.open_of(ana.id) is None


def test_one_case_at_a_time_whatever_else_is_answered(desk, ana, referred):
    answered(desk, ana, now=LATER, saddle_numbness="yes")
    assert [view.case.id for view in desk.referrals.of_patient(ana.id, actor=MARIA, now=LATER)] == [referred.id]


def test_whoever_acts_on_a_draft_opens_the_case_at_once_and_the_intake_opens_no_second(desk, ana):
    answers = harmless(desk, progressive_leg_weakness="yes")
    case = desk.referrals.begin(ana, answers, actor=MARIA, now=NOW)
    assert case.referral.origin is Origin.DRAFT
    assert desk.referrals.begin(ana, answers, actor=MARIA, now=LATER) == case
    answered(desk, ana, now=LATER, progressive_leg_weakness="yes")
    assert [view.case.id for view in desk.referrals.of_patient(ana.id, actor=MARIA, now=LATER)] == [case.id]
    close(desk, case)
    again = desk.referrals.begin(ana, answers, actor=MARIA, now=LATER)
    assert again.id != case.id, "another draft is another occasion"


def test_a_draft_that_does_not_call_for_it_opens_none(desk, ana):
    with pytest.raises(NotAllowed, match="do not call for a referral"):
        desk.referrals.begin(ana, harmless(desk), actor=MARIA, now=NOW)
    assert desk.referrals.open_of(ana.id) is None


def test_a_case_and_the_answers_that_open_it_are_stored_together_or_not_at_all(desk, ana, monkeypatch):
    monkeypatch.setattr(desk.store.referrals, "add", lambda _referral: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        answered(desk, ana, now=LATER, saddle_numbness="yes")
    assert desk.store.intakes.latest(ana.id).version == 1


# -- in the way ------------------------------------------------------------------------------------


def test_nothing_is_booked_moved_released_or_started_while_it_is_open(desk, ana, referred, today, thursday):
    answered(desk, ana, now=LATER)  # all clear by the newest answers
    with pytest.raises(NotBookable, match=r"Ana Ruiz .* they were referred urgently on 23 November"):
        booked(desk, ana, local(14), session_type=EXERCISE, therapist=CLAIRE)
    held = desk.store.sessions.get(thursday.id)
    with pytest.raises(NotBookable, match="referred urgently"):
        desk.moving.move(
            held, starts_at=local(11, days=3), therapist_id=JORDAN.id, room_id=None, actor=MARIA, now=LATER
        )
    assert "referred urgently" in desk.moving.fit(held, now=LATER).clashes[-1].message
    with pytest.raises(NotAllowed, match="outcome of the referral first"):
        desk.day.release(held, note="Looks fine", reason=ClearanceReason.AREA_AVOIDED, **vouching(desk, JORDAN, LATER))
    with pytest.raises(NotAllowed, match="referred urgently"):
        desk.day.start(desk.store.sessions.get(today.id), actor=JORDAN, now=LATER)
    assert not any(offer.bookable or offer.hold for offer in desk.booking.offers(ana, harmless(desk), on=TODAY))
    walk_ins = desk.walk_ins.offers(ana, actor=MARIA, now=LATER)
    assert all(offer.request is None for offer in walk_ins)


def test_a_booking_taken_back_is_not_booked_again_by_a_key(desk, ana, today, thursday):
    booking = desk.undoing.undo(actor=MARIA, now=NOW).id
    desk.referrals.begin(ana, harmless(desk, saddle_numbness="yes"), actor=MARIA, now=NOW)
    with pytest.raises(NotAllowed, match="was referred urgently, and that case is open"):
        desk.undoing.redo(booking, actor=MARIA, now=NOW)
    assert desk.store.sessions.get(thursday.id).status is SessionStatus.ENTERED_IN_ERROR


def test_a_cancellation_taken_back_comes_back_held(desk, ana, referred, thursday):
    held = desk.store.sessions.get(thursday.id)
    desk.day.cancel(held, reason="Referred", cause=CancelCause.CLINIC, actor=MARIA, now=LATER)
    desk.undoing.undo(actor=MARIA, now=LATER)
    back = desk.store.sessions.get(thursday.id)
    assert (back.status, back.held) == (SessionStatus.BOOKED, True)


def test_what_was_cancelled_before_the_referral_comes_back_held(desk, ana, thursday):
    desk.day.cancel(thursday, reason="Ill", actor=JORDAN, now=NOW)
    answered(desk, ana, now=LATER, saddle_numbness="yes")
    desk.undoing.undo(actor=JORDAN, now=NOW)
    back = desk.store.sessions.get(thursday.id)
    assert (back.status, back.held) == (SessionStatus.BOOKED, True)


def test_taking_the_arrival_back_leaves_the_case_and_the_holds(desk, ana, referred, thursday):
    desk.undoing.undo(actor=MARIA, now=LATER)
    assert desk.referrals.open_of(ana.id) is not None
    assert desk.store.sessions.get(thursday.id).held


# -- what happens to it ----------------------------------------------------------------------------


def test_who_was_told_the_letter_and_what_is_missing_next(desk, ana, referred):
    told = desk.referrals.tell(referred, Whom.DOCTOR, name="  Dr.  Amara Obi ", actor=MARIA, now=LATER)
    assert told.name == "Dr. Amara Obi"
    assert case_of(desk, ana).missing is Step.LETTER
    desk.referrals.note_letter(referred, to="Dr. Amara Obi", actor=MARIA, now=LATER)
    case = case_of(desk, ana)
    assert case.missing is Step.OUTCOME
    assert [event.step for event in case.events] == [Step.TOLD, Step.LETTER]
    assert audited(desk, 9)[1][:2] == ("Maria Keller", "referral.letter")


def test_what_was_noted_by_mistake_is_taken_back_once_and_stays_on_file(desk, ana, referred):
    told = desk.referrals.tell(referred, Whom.COMPANION, actor=MARIA, now=NOW)
    desk.referrals.take_back(case_of(desk, ana), told, actor=MARIA, now=LATER)
    case = case_of(desk, ana)
    assert case.of(Step.TOLD) == ()
    assert case.missing is Step.TOLD
    assert [event.step for event in case.events] == [Step.TOLD, Step.WITHDRAWN]
    with pytest.raises(NotAllowed, match="cannot be taken back"):
        desk.referrals.take_back(case, told, actor=MARIA, now=LATER)


def test_the_sessions_to_come_are_listed_and_can_be_kept_or_cancelled(desk, ana, referred, thursday):
    (view,) = desk.referrals.open(actor=MARIA, now=NOW)
    (row,) = view.coming
    assert (row.session.id, row.session.held) == (thursday.id, True)
    assert view.kept == frozenset()
    desk.referrals.keep(referred, row.session, actor=MARIA, now=NOW)
    (view,) = desk.referrals.open(actor=MARIA, now=NOW)
    assert view.kept == {thursday.id}
    assert desk.store.sessions.get(thursday.id).held
    desk.undoing.undo(actor=MARIA, now=NOW)
    (view,) = desk.referrals.open(actor=MARIA, now=NOW)
    assert view.kept == frozenset()
    desk.day.cancel(row.session, reason="Referred", cause=CancelCause.CLINIC, actor=MARIA, now=NOW)
    (view,) = desk.referrals.open(actor=MARIA, now=NOW)
    assert view.coming == ()
    with pytest.raises(NotFound):
        desk.referrals.keep(referred, row.session, actor=MARIA, now=NOW)


def test_what_is_kept_is_kept_against_that_case_and_where_it_stood(desk, ana, thursday):
    moved = desk.moving.move(
        thursday, starts_at=local(14, days=3), therapist_id=JORDAN.id, room_id=None, actor=MARIA, now=NOW
    )
    move = desk.undoing.noted()
    answered(desk, ana, saddle_numbness="yes")

    def kept():
        (view,) = desk.referrals.open(actor=MARIA, now=LATER)
        return view.kept

    desk.referrals.keep(case_of(desk, ana), moved, actor=MARIA, now=NOW)
    assert kept() == {thursday.id}
    desk.undoing.undo(move, actor=MARIA, now=NOW)
    assert kept() == frozenset(), "it stands elsewhere now"
    desk.referrals.keep(case_of(desk, ana), thursday, actor=MARIA, now=NOW)
    assert kept() == {thursday.id}
    close(desk, case_of(desk, ana), now=NOW)
    draft = harmless(desk, progressive_leg_weakness="yes")
    again = desk.referrals.begin(ana, draft, actor=MARIA, now=LATER)
    assert kept() == frozenset(), "that was decided when another case was open"
    close(desk, again)
    assert desk.referrals.to_ask_again(ana.id) == {"saddle_numbness", LEG}


# -- the outcome -----------------------------------------------------------------------------------


def test_only_a_therapist_records_the_outcome(desk, ana, referred):
    with pytest.raises(NotAllowed, match="Only a therapist"):
        desk.referrals.record_outcome(referred, RULED_OUT, **vouching(desk, MARIA, LATER))
    close(desk, referred)
    assert desk.referrals.open_of(ana.id) is None
    assert case_of(desk, ana).closing.made_by == CLAIRE.id


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"outcome": None}, "outcome"),
        ({"text": "  "}, "text"),
        ({"on": None}, "on"),
        ({"on": TODAY + timedelta(days=1)}, "on"),
        ({"on": TODAY - timedelta(days=1)}, "on"),
    ],
)
def test_an_outcome_is_whole_or_refused(desk, ana, referred, wrong, field):
    with pytest.raises(InvalidValues) as refused:
        close(desk, referred, replace(RULED_OUT, **wrong))
    assert set(refused.value.fields) == {field}
    assert desk.referrals.open_of(ana.id) is not None


@pytest.mark.parametrize("outcome", list(Outcome))
def test_going_home_against_advice_or_out_of_reach_unlocks_nothing(desk, ana, referred, outcome):
    close(desk, referred, replace(RULED_OUT, outcome=outcome))
    case = case_of(desk, ana)
    records_only = {Outcome.DECLINED, Outcome.NOT_REACHED}
    assert case.open is (outcome in records_only)
    assert len(case.of(Step.OUTCOME)) == 1
    if case.open:
        answered(desk, ana, now=LATER + timedelta(minutes=1))
        with pytest.raises(NotBookable, match="referred urgently"):
            booked(desk, ana, local(15))
        close(desk, case)
        assert desk.referrals.open_of(ana.id) is None


def test_a_closed_case_takes_nothing_more(desk, ana, referred):
    close(desk, referred)
    for deed in (
        lambda: desk.referrals.tell(referred, Whom.PATIENT, actor=MARIA, now=LATER),
        lambda: desk.referrals.note_letter(referred, to="", actor=MARIA, now=LATER),
        lambda: close(desk, referred),
    ):
        with pytest.raises(NotAllowed, match="closed"):
            deed()
    assert len(case_of(desk, ana).events) == 1


def test_after_the_outcome_what_called_for_it_is_asked_again_before_anything_is_booked(desk, ana, referred):
    answered(desk, ana, now=NOW + timedelta(minutes=1))
    close(desk, referred, replace(RULED_OUT, ask_again=frozenset({"disc_problem", "age_years"})))
    assert desk.referrals.to_ask_again(ana.id) == {LEG, "disc_problem"}, "asked before it was closed is not asked since"
    with pytest.raises(NotBookable, match="2 questions have to be asked again"):
        booked(desk, ana, local(15))
    carried = desk.intakes.carried(ana.id, desk.store.intakes.latest(ana.id).answers, on=TODAY)
    assert "disc_problem" not in carried
    assert "osteoporosis" in carried
    answered(desk, ana, now=LATER + timedelta(minutes=1), disc_problem="herniation_no_leg_symptoms")
    assert desk.referrals.to_ask_again(ana.id) == frozenset()
    with pytest.raises(NotBookable, match="not suitable"):
        booked(desk, ana, local(15))
    exercise = booked(desk, ana, local(15), session_type=EXERCISE, therapist=CLAIRE)
    assert exercise.status is SessionStatus.BOOKED


def test_the_call_list_tells_of_questions_to_ask_again_and_of_no_emergency_that_is_over(desk, ana, referred, thursday):
    assert desk.call_list.waiting(actor=MARIA, now=LATER) == []
    close(desk, referred)
    (call,) = desk.call_list.waiting(actor=MARIA, now=LATER)
    assert (call.row.session.id, call.verdict, call.advice) == (thursday.id, REVIEW, Advice.ASK_AGAIN)
    assert call.desk == (
        "One question has to be asked again since a referral, before anything is booked or started. "
        "Ask on the phone now, or when the person comes."
    )
    assert desk.call_list.count(now=LATER) == 1
    held = desk.store.sessions.get(thursday.id)
    assert held.held
    for reason in ClearanceReason:
        with pytest.raises(NotAllowed):
            desk.day.release(held, note="Seen.", reason=reason, letter=LETTER, **vouching(desk, CLAIRE, LATER))
    with pytest.raises(NotAllowed):
        desk.day.start(
            desk.day.arrive(held, actor=MARIA, now=local(9, 50, days=3)), actor=JORDAN, now=local(9, 55, days=3)
        )
    desk.undoing.undo(actor=MARIA, now=local(9, 56, days=3))
    (call,) = desk.call_list.waiting(actor=MARIA, now=LATER)
    desk.call_list.close(call, CallStep.CALLED, note="Will come.", actor=MARIA, now=LATER)
    assert desk.call_list.waiting(actor=MARIA, now=LATER) == []
    assert desk.store.assessments.latest_for(thursday.id).verdict is REVIEW
    assert desk.store.sessions.get(thursday.id).held
    answered(desk, ana, now=LATER + timedelta(minutes=1))
    (call,) = desk.call_list.waiting(actor=MARIA, now=LATER + timedelta(minutes=2))
    assert (call.verdict, call.again, call.worse) == (Verdict.SUITABLE, "", False)


def test_asking_again_counts_from_the_moment_the_case_was_closed(desk, ana):
    answered(desk, ana, saddle_numbness="yes")
    close(desk, case_of(desk, ana), now=NOW)
    assert desk.referrals.to_ask_again(ana.id) == {"saddle_numbness"}, "the answers that called for it count no more"
    answered(desk, ana, now=NOW, saddle_numbness=Answer(absence=Absence.NOT_ASKED))
    assert desk.referrals.to_ask_again(ana.id) == {"saddle_numbness"}
    answered(desk, ana, now=NOW)
    assert desk.referrals.to_ask_again(ana.id) == frozenset()


def test_asking_at_the_door_is_enough_for_what_is_asked_at_every_visit(desk, ana, referred, thursday):
    close(desk, referred)
    there = local(9, 55, days=3)
    session = desk.store.sessions.get(thursday.id)
    check = desk.arrivals.check(session, actor=MARIA, now=there)
    assert LEG in check.left
    desk.arrivals.check_in(session, every_visit(desk), actor=MARIA, now=there)
    started = desk.day.start(desk.store.sessions.get(thursday.id), actor=JORDAN, now=there)
    assert started.status is SessionStatus.IN_SESSION


def test_on_the_same_day_the_answer_of_the_morning_is_asked_again(desk, ana, referred, today):
    desk.arrivals.save_draft(today, {LEG: Answer("no")}, now=NOW)
    close(desk, referred)
    arrived = desk.store.sessions.get(today.id)
    check = desk.arrivals.check(arrived, actor=MARIA, now=LATER)
    assert LEG in check.left
    assert LEG not in check.given
    with pytest.raises(NotAllowed, match="asked again"):
        desk.day.start(arrived, actor=JORDAN, now=LATER)
    checked = desk.arrivals.check_in(arrived, {LEG: Answer("no")}, actor=MARIA, now=LATER + timedelta(minutes=1))
    assert checked.assessment.verdict < Verdict.REFER_URGENTLY
    assert desk.day.start(checked.session, actor=JORDAN, now=LATER).status is SessionStatus.IN_SESSION


def test_the_same_answers_asked_again_open_the_next_case(desk, ana, referred):
    close(desk, referred)
    answered(desk, ana, now=LATER + timedelta(minutes=1), progressive_leg_weakness="yes")
    cases = desk.referrals.of_patient(ana.id, actor=MARIA, now=LATER)
    assert [view.case.open for view in cases] == [True, False]


def test_answers_that_called_for_it_once_open_no_second_case_by_themselves(desk, ana, referred, today):
    close(desk, referred)
    arrived = desk.store.sessions.get(today.id)
    desk.arrivals.check_in(arrived, {}, actor=MARIA, now=LATER)
    assert [view.case.id for view in desk.referrals.of_patient(ana.id, actor=MARIA, now=LATER)] == [referred.id]


def test_what_was_half_typed_before_does_not_count_as_asked_again(desk, ana, referred):
    typed = harmless(desk, disc_problem="none")
    desk.intakes.save_draft(IntakeDraft(ana.id, typed, NOW, "disc_problem"), now=NOW)
    close(desk, referred, replace(RULED_OUT, ask_again=frozenset({"disc_problem"})))
    draft = desk.intakes.draft(ana.id)
    assert {LEG, "disc_problem"}.isdisjoint(draft.answers)
    assert (draft.saved_at, draft.question, len(draft.answers)) == (NOW, "disc_problem", len(typed) - 2)


def test_a_plan_rests_while_a_referral_is_open_and_not_a_day_longer(desk, ana, referred):
    form = PlanForm(
        goal="Walk to the shop",
        activity="walking",
        parts=(PlanPart(Kind.PHYSICAL_THERAPY, EXERCISE.id, 6),),
        starts_on=TODAY,
        expires_on=TODAY + timedelta(days=40),
        review_on=TODAY + timedelta(days=20),
    )
    desk.plans.draft(ana, form, actor=CLAIRE, now=NOW)
    answered(desk, ana, now=LATER)

    def said():
        (standing,) = desk.plans.of_patient(ana, actor=CLAIRE, now=LATER)
        return [notice.words for notice in standing.notices if notice.alert is Alert.UNSUITABLE]

    assert said() == ["To be seen by a doctor first: let the plan rest until then."]
    close(desk, referred)
    assert said() == []


def test_cases_are_listed_oldest_open_first_and_newest_closed_first(desk, ana, referred):
    bo = person(desk, "Bo", "Berg")
    answered(desk, bo, saddle_numbness="yes")
    opened = desk.referrals.open(actor=MARIA, now=NOW)
    assert [view.patient.details.given_name for view in opened] == ["Ana", "Bo"]
    for view in opened:
        close(desk, view.case)
    assert desk.referrals.open(actor=MARIA, now=LATER) == []
    closed = desk.referrals.closed(actor=MARIA, now=LATER)
    assert [view.patient.details.given_name for view in closed] == ["Bo", "Ana"]
    assert desk.store.referrals.count_open() == 0


def test_next_free_finds_nothing_while_a_referral_is_open(desk, ana, referred):
    verdicts = {offer.verdict for offer in desk.booking.offers(ana, harmless(desk), on=TODAY)}
    assert Verdict.SUITABLE in verdicts, "the rules themselves have nothing against these answers"

    wish = SlotWish(ana.id, SWEDISH.id)
    assert desk.next_free.find(wish, now=LATER) == []
