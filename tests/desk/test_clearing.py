"""What therapists decide beside the rules: by name, with a reason, words and an end; and what counts then."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import given as for_any
from hypothesis import strategies as st

from clinicdesk.desk.clashes import session_for
from clinicdesk.desk.day_sheets import Whose
from clinicdesk.desk.judging import JudgedSession
from clinicdesk.desk.series_views import Scope, SeriesChange, SeriesRow
from clinicdesk.desk.slots import SlotWish
from clinicdesk.domain.clearance import DEFAULT_DAYS, LETTER_DAYS, LONGEST_DAYS, ClearanceReason, Lapse, Letter
from clinicdesk.domain.intake import Absence, Answer
from clinicdesk.domain.session import SessionStatus
from clinicdesk.domain.suitability import Kind, Technique, Verdict
from clinicdesk.errors import InvalidValues, NotAllowed, NotBookable, StaleRecord
from clinicdesk.rules import UNANSWERED
from tests.desk.front_desk import (
    CLAIRE,
    EXERCISE,
    JORDAN,
    LETTER,
    MARIA,
    NOW,
    SAM,
    SWEDISH,
    TODAY,
    TYPES,
    asked,
    audited,
    booked,
    harmless,
    judged,
    local,
    person,
)
from tests.strategies import values_of
from tests.vouching import vouching

LATER = NOW + timedelta(minutes=10)
SCIATICA = {"leg_radiating_pain": "pain_only"}
DISC = {"disc_problem": "herniation_no_leg_symptoms", "pain_duration_weeks": 8, "main_complaint": "back_pain"}
SIGNED = ClearanceReason.CLEARED_IN_WRITING


def give(desk, patient, rule="R-SCI1", **wanted):
    wished = {
        "technique": Technique.SWEDISH,
        "reason": ClearanceReason.EXAMINED,
        "text": "Straight leg raise is free.",
        "letter": LETTER,
    }
    by = vouching(desk, wanted.pop("by", CLAIRE), wanted.pop("now", LATER))
    return desk.clearing.give(patient, rule, **wished | wanted, **by)


def judge(desk, patient, technique=Technique.SWEDISH, *, on=TODAY, session=None):
    answers = desk.store.intakes.latest(patient.id).answers
    return desk.judging.judge(patient, answers, technique, on=on, session_id=session.id if session else None)


def answered(desk, patient, *, now, **given):
    return desk.intakes.complete(patient, harmless(desk, **given), actor=MARIA, now=now)


@pytest.fixture(scope="module")
def somebody(lasting_desk):
    return person(lasting_desk, "Ida", "Ode")


# -- giving -----------------------------------------------------------------------------------------


def test_a_therapist_clears_one_rule_and_the_original_stays_in_sight(desk):
    ana = judged(desk, **SCIATICA)
    given = give(desk, ana)
    found = judge(desk, ana)
    assert (found.assessment.verdict, found.verdict) == (
        Verdict.NEEDS_CLINICIAN_REVIEW,
        Verdict.SUITABLE_WITH_PRECAUTIONS,
    )
    assert found.cleared == (given,)
    assert (given.name, given.verdict, given.text, given.letter) == (
        "Claire Dubois",
        Verdict.NEEDS_CLINICIAN_REVIEW,
        "Straight leg raise is free.",
        None,
    )
    assert given.expires_on == TODAY + timedelta(days=DEFAULT_DAYS)
    assert not found.held
    assert found.effective.pairing
    assert audited(desk)[0][:2] == ("Claire Dubois", "clearance.give")
    assert "Straight" not in str(audited(desk))


def test_nobody_else_may(desk):
    ana = judged(desk, **SCIATICA)
    with pytest.raises(NotAllowed, match="Only a therapist"):
        give(desk, ana, by=MARIA)
    given = give(desk, ana)
    with pytest.raises(NotAllowed, match="Only a therapist"):
        desk.clearing.take_back(given, why="Because.", **vouching(desk, MARIA, LATER))
    assert desk.store.clearances.of_patient(ana.id) == [given]


def test_words_and_an_end_are_asked_for(desk):
    ana = judged(desk, **SCIATICA)
    for wanted, field in (
        ({"text": "  "}, "text"),
        ({"text": "x"}, "text"),
        ({"expires_on": TODAY - timedelta(days=1)}, "expires_on"),
        ({"expires_on": TODAY + timedelta(days=LONGEST_DAYS + 1)}, "expires_on"),
    ):
        with pytest.raises(InvalidValues) as refused:
            give(desk, ana, **wanted)
        assert set(refused.value.fields) == {field}
    assert desk.store.clearances.of_patient(ana.id) == []


@pytest.mark.parametrize(
    ("letter", "faulty"),
    [
        (None, {"letter_by", "letter_on"}),
        (Letter(" ", TODAY), {"letter_by"}),
        (Letter("Dr Moss", TODAY + timedelta(days=1)), {"letter_on"}),
        (Letter("Dr Moss", TODAY - timedelta(days=LETTER_DAYS + 1)), {"letter_on"}),
    ],
)
def test_what_is_cleared_in_writing_rests_on_a_letter_somebody_wrote_not_long_ago(desk, letter, faulty):
    ana = judged(desk, **SCIATICA)
    session = booked(desk, ana, local(10))
    release = {"note": "Seen.", "reason": SIGNED, **vouching(desk, JORDAN, LATER)}
    for deed in (
        lambda letter: give(desk, ana, reason=SIGNED, letter=letter),
        lambda letter: desk.day.release(session, letter=letter, **release),
    ):
        with pytest.raises(InvalidValues) as refused:
            deed(letter)
        assert set(refused.value.fields) == faulty
    assert desk.store.clearances.of_patient(ana.id) == []
    oldest = Letter("Dr Moss", TODAY - timedelta(days=LETTER_DAYS))
    assert give(desk, ana, reason=SIGNED, letter=oldest).letter == oldest


def test_that_somebody_was_examined_only_a_physical_therapist_can_say(desk):
    ana = judged(desk, **SCIATICA)
    session = booked(desk, ana, local(10))
    examined = ClearanceReason.EXAMINED
    assert [bool(examined.closed_to(each)) for each in (JORDAN, CLAIRE, SAM)] == [True, False, False]
    with pytest.raises(NotAllowed, match="only by a therapist who gives physical therapy"):
        give(desk, ana, reason=examined, by=JORDAN)
    with pytest.raises(NotAllowed, match="only by a therapist who gives physical therapy"):
        desk.day.release(session, note="Seen.", reason=examined, **vouching(desk, JORDAN, LATER))
    assert desk.store.clearances.of_patient(ana.id) == []
    desk.day.release(session, note="Seen.", reason=examined, **vouching(desk, SAM, LATER))
    assert not judge(desk, ana, session=session).held


@pytest.mark.parametrize(
    ("given", "rule", "why"),
    [
        ({"saddle_numbness": "yes"}, "U01", "urgent referral"),
        ({"consent_given": "no"}, "G01", "Nobody's word"),
        ({"intoxicated_now": "yes"}, "G03", "Nobody's word"),
        ({"vertebral_fracture": "recent_or_unhealed"}, "S01", "Nobody's word"),
        ({"cancer_status": "spinal_tumour_or_mets", "main_complaint": "relaxation"}, "S06", "Nobody's word"),
        ({"fever_now": "yes", "main_complaint": "relaxation"}, "R-FEV", "never lifted"),
        ({"heart_failure": "unstable"}, "R-HF1", "Nobody's word"),
        ({"leg_radiating_pain": "pain_only"}, "R-HF2", "does not hold"),
        (DISC | {"pain_duration_weeks": 2}, "S03", "at least four weeks old"),
        (DISC | {"pain_new_or_changed": "yes"}, "S03", "neither new nor changed"),
    ],
)
def test_what_may_not_be_lifted_is_refused_whatever_the_grounds(desk, given, rule, why):
    ana = judged(desk, **given)
    before = judge(desk, ana).verdicts
    with pytest.raises(NotAllowed, match=why):
        give(desk, ana, rule, reason=SIGNED)
    assert judge(desk, ana).verdicts == before


def test_a_minor_without_consent_is_never_cleared(desk):
    child = person(desk, "Kim", "Young", birth_date="3 Apr 2012")
    answered(desk, child, now=NOW, guardian_consent="no", main_complaint="relaxation")
    with pytest.raises(NotAllowed, match="Nobody's word"):
        give(desk, child, "G02", reason=SIGNED)


def test_a_disc_takes_a_written_word(desk):
    ana = judged(desk, **DISC)
    with pytest.raises(NotAllowed, match="written word"):
        give(desk, ana, "S03")
    with pytest.raises(NotBookable):
        booked(desk, ana, local(10))
    give(desk, ana, "S03", reason=SIGNED, text="Light work is fine.")
    found = judge(desk, ana)
    assert found.verdict is Verdict.SUITABLE_WITH_PRECAUTIONS
    assert any("spreads further down" in each.text for each in found.effective.precautions)
    (signed,) = found.cleared
    person = desk.judging.person(ana, desk.store.intakes.latest(ana.id).answers, decisions=[])
    for reason in set(ClearanceReason) - {SIGNED}:
        other = person.judge(Technique.SWEDISH, on=TODAY, beside=[replace(signed, reason=reason)])
        assert other.verdict is Verdict.NOT_SUITABLE, "whatever came to be on file"
    assert not booked(desk, ana, local(10)).held


def test_what_was_cleared_for_one_technique_opens_no_stronger_one_and_no_other_kind(desk):
    ana = judged(desk, **DISC)
    give(desk, ana, "S03", reason=SIGNED, text="Light work is fine.")
    found = {each: judge(desk, ana, each).verdict for each in Technique if each.kind is Kind.MASSAGE}
    assert found == {
        Technique.SWEDISH: Verdict.SUITABLE_WITH_PRECAUTIONS,
        Technique.RELAXATION: Verdict.SUITABLE_WITH_PRECAUTIONS,
        Technique.DEEP_TISSUE: Verdict.NOT_SUITABLE,
        Technique.TRIGGER_POINT: Verdict.NOT_SUITABLE,
    }
    assert {each: verdict for each, verdict in verdicts(desk, ana).items() if each in found} == found
    deep = TYPES[Technique.DEEP_TISSUE]
    with pytest.raises(NotBookable):
        booked(desk, ana, local(14), session_type=deep)
    give(desk, ana, "S03", technique=Technique.DEEP_TISSUE, reason=SIGNED, text="Light work is fine.")
    give(desk, ana, "S03", technique=Technique.TRIGGER_POINT, reason=SIGNED, text="Light work is fine.")
    assert not booked(desk, ana, local(14), session_type=deep).held, "the other decision stands beside it"


def test_a_rule_that_holds_both_kinds_is_cleared_for_the_kind_looked_at(desk):
    ana = judged(desk, night_sweats="yes", band_like_trunk_pain="yes", main_complaint="relaxation")
    rules = {each.rule for each in judge(desk, ana).assessment.reasons if each.verdict.blocks}
    for rule in rules:
        give(desk, ana, rule)
    assert judge(desk, ana).verdict is Verdict.SUITABLE_WITH_PRECAUTIONS
    assert judge(desk, ana, Technique.THERAPEUTIC_EXERCISE).verdict is Verdict.NEEDS_CLINICIAN_REVIEW
    for rule in rules:
        assert give(desk, ana, rule).technique is Technique.THERAPEUTIC_EXERCISE, "what still holds is the other kind"
    assert judge(desk, ana, Technique.THERAPEUTIC_EXERCISE).verdict is Verdict.SUITABLE_WITH_PRECAUTIONS


def verdicts(desk, patient):
    return desk.judging.verdicts(patient, desk.store.intakes.latest(patient.id).answers, on=TODAY)


def test_open_questions_are_never_cleared_for_every_session(desk):
    ana = person(desk)
    answers = harmless(desk)
    del answers["night_sweats"]
    desk.intakes.complete(ana, answers, actor=MARIA, now=NOW)
    with pytest.raises(NotAllowed, match="session by session"):
        give(desk, ana, UNANSWERED)


def test_a_declined_referral_is_recorded_and_unlocks_nothing(desk):
    ana = judged(desk, saddle_numbness="yes")
    noted = give(desk, ana, "U01", reason=ClearanceReason.REFERRAL_DECLINED, text="Understood, and went home.")
    found = judge(desk, ana)
    assert found.verdict is Verdict.REFER_URGENTLY
    assert (found.cleared, found.recorded) == ((), (noted,))
    desk.clearing.take_back(noted, why="They went after all.", **vouching(desk, CLAIRE, LATER))
    assert judge(desk, ana).recorded == ()
    ben = judged(desk, "Ben", "Ode", **SCIATICA)
    declined = give(desk, ben, reason=ClearanceReason.REFERRAL_DECLINED)
    anybody = desk.judging.person(ben, desk.store.intakes.latest(ben.id).answers, decisions=[])
    assert anybody.judge(Technique.SWEDISH, on=TODAY, beside=[declined]).held
    assert judge(desk, ben).verdict is verdicts(desk, ben)[Technique.SWEDISH] is Verdict.NEEDS_CLINICIAN_REVIEW


def test_a_screen_is_told_what_can_be_decided(desk):
    ana = judged(desk, **DISC, heart_failure="stable", fever_now="no", intoxicated_now="yes")
    choices = desk.clearing.choices(judge(desk, ana), ana, on=TODAY)
    assert choices["S03"].grounds == (SIGNED,)
    assert choices["R-HF2"].every_session
    assert ClearanceReason.REFERRAL_DECLINED not in choices["R-HF2"].grounds
    assert (choices["G03"].grounds, choices["G03"].every_session) == ((), False)
    assert choices["G03"].why_not


# -- how long it stands ------------------------------------------------------------------------------


def test_it_lifts_until_its_last_day_and_is_offered_again_afterwards(desk):
    ana = judged(desk, **SCIATICA)
    last = TODAY + timedelta(days=10)
    given = give(desk, ana, expires_on=last)
    assert judge(desk, ana, on=last).verdict is Verdict.SUITABLE_WITH_PRECAUTIONS
    before = judge(desk, ana, on=TODAY - timedelta(days=1))
    assert (before.verdict, before.cleared, before.lapsed) == (Verdict.NEEDS_CLINICIAN_REVIEW, (), ())
    after = judge(desk, ana, on=last + timedelta(days=1))
    assert after.verdict is Verdict.NEEDS_CLINICIAN_REVIEW
    assert [(each.clearance, each.cause) for each in after.lapsed] == [(given, Lapse.EXPIRED)]


def test_it_lapses_when_an_answer_changes_and_does_not_come_back_by_itself(desk):
    ana = judged(desk, disc_problem="bulge_incidental")
    given = give(desk, ana, "S04")
    answered(desk, ana, now=NOW + timedelta(days=1), disc_problem="none")
    assert judge(desk, ana).verdict is Verdict.SUITABLE
    answered(desk, ana, now=NOW + timedelta(days=2), disc_problem="bulge_incidental")
    found = judge(desk, ana, on=TODAY + timedelta(days=2))
    assert found.verdict is Verdict.NEEDS_CLINICIAN_REVIEW
    assert [(each.clearance, each.cause) for each in found.lapsed] == [(given, Lapse.FACTS_CHANGED)]


def test_an_answer_that_the_rule_does_not_read_changes_nothing(desk):
    ana = judged(desk, **SCIATICA)
    give(desk, ana)
    answered(desk, ana, now=NOW + timedelta(days=1), **SCIATICA, contact_allergy="latex")
    assert judge(desk, ana).verdict is Verdict.SUITABLE_WITH_PRECAUTIONS


def test_a_question_that_was_open_may_turn_out_harmless_and_not_otherwise(desk):
    ana = person(desk)
    answers = harmless(desk, night_sweats="yes")
    del answers["band_like_trunk_pain"]
    desk.intakes.complete(ana, answers, actor=MARIA, now=NOW)
    give(desk, ana, "R-CL")
    answered(desk, ana, now=NOW + timedelta(days=1), night_sweats="yes")
    assert judge(desk, ana).verdict is Verdict.SUITABLE_WITH_PRECAUTIONS
    answered(desk, ana, now=NOW + timedelta(days=2), night_sweats="yes", band_like_trunk_pain="yes")
    found = judge(desk, ana, on=TODAY + timedelta(days=2))
    assert found.verdict is Verdict.NEEDS_CLINICIAN_REVIEW
    assert [each.cause for each in found.lapsed] == [Lapse.FACTS_CHANGED]


def test_it_lapses_when_the_rule_changes_and_with_no_other(desk):
    ana = judged(desk, **SCIATICA)
    given = give(desk, ana)
    ben = judged(desk, "Ben", "Ode", night_sweats=Answer(absence=Absence.DOES_NOT_KNOW))
    session = desk.day.release(
        booked(desk, ben, local(14)), note="Seen.", reason=ClearanceReason.AREA_AVOIDED, **vouching(desk, CLAIRE, LATER)
    )
    assert not judge(desk, ben, session=session).held
    publish(desk, "R-HF2", "stable heart failure")
    assert judge(desk, ana).verdict is Verdict.SUITABLE_WITH_PRECAUTIONS
    found = judge(desk, ben, session=session)
    assert found.held, "what was open was open by all the rules"
    assert [(each.clearance.rule, each.cause) for each in found.lapsed] == [(UNANSWERED, Lapse.RULE_CHANGED)]
    publish(desk, "R-SCI1", "leg pain")
    found = judge(desk, ana)
    assert found.verdict is Verdict.NEEDS_CLINICIAN_REVIEW
    assert [(each.clearance, each.cause) for each in found.lapsed] == [(given, Lapse.RULE_CHANGED)]


def reworded(copy, rule, title):
    """A copy of the rules in which one of them is titled otherwise."""
    texts = dict(copy.texts)
    for name, text in texts.items():
        start = text.find(f'id = "{rule}"\n')
        if start >= 0:
            at = text.index('title = "', start) + len('title = "')
            texts[name] = f"{text[:at]}Edited: {title}: {text[at:]}"
    return type(copy)(copy.based_on, texts, None)


def publish(desk, rule, title):
    edited = reworded(desk.rule_bench.copy(), rule, title)
    desk.rule_bench.publish(
        edited, seen=desk.rule_bench.standing().number, reason="Clearer words.", **vouching(desk, CLAIRE, LATER)
    )


def test_what_lapsed_is_taken_over_in_one_step(desk):
    ana = judged(desk, disc_problem="bulge_incidental")
    give(desk, ana, "S04", text="Scan of April.", expires_on=TODAY)
    give(desk, ana, "S04", text="Scan of May.", now=NOW + timedelta(days=1))
    answered(desk, ana, now=NOW + timedelta(days=1, hours=1), disc_problem="none")
    answered(desk, ana, now=NOW + timedelta(days=2), disc_problem="bulge_incidental")
    (lapsed,) = judge(desk, ana, on=TODAY + timedelta(days=2)).lapsed
    with pytest.raises(NotAllowed, match="only by a therapist who gives physical therapy"):
        desk.clearing.take_over(lapsed, **vouching(desk, JORDAN, NOW + timedelta(days=2, minutes=5)))
    anew = desk.clearing.take_over(lapsed, **vouching(desk, SAM, NOW + timedelta(days=2, minutes=5)))
    assert (anew.text, anew.name, anew.reason) == ("Scan of May.", "Sam Okoro", lapsed.clearance.reason)
    found = judge(desk, ana, on=TODAY + timedelta(days=2))
    assert (found.verdict, found.cleared, found.lapsed) == (Verdict.SUITABLE_WITH_PRECAUTIONS, (anew,), ())


# -- taking back ---------------------------------------------------------------------------------------


def test_it_is_taken_back_with_a_reason_and_stays_on_file(desk):
    ana = judged(desk, **SCIATICA)
    given = give(desk, ana)
    with pytest.raises(InvalidValues):
        desk.clearing.take_back(given, why=" ", **vouching(desk, JORDAN, LATER))
    ended = desk.clearing.take_back(given, why="The scan says otherwise.", **vouching(desk, JORDAN, LATER))
    assert (ended.taken_back.name, ended.taken_back.why) == ("Jordan Lee", "The scan says otherwise.")
    found = judge(desk, ana)
    assert found.verdict is Verdict.NEEDS_CLINICIAN_REVIEW
    assert [each.cause for each in found.lapsed] == [Lapse.TAKEN_BACK]
    assert desk.clearing.history(ana.id, actor=JORDAN, now=LATER) == [ended]
    with pytest.raises(StaleRecord):
        desk.clearing.take_back(given, why="Again.", **vouching(desk, JORDAN, LATER))


def test_undoing_it_is_taking_it_back_and_a_key_gives_nothing_again(desk):
    ana = judged(desk, **SCIATICA)
    give(desk, ana)
    assert desk.undoing.next_undo(actor=CLAIRE, now=LATER) == "cleared rule R-SCI1 for Ana Ruiz"
    desk.undoing.undo(actor=CLAIRE, now=LATER)
    (ended,) = desk.store.clearances.of_patient(ana.id)
    assert ended.taken_back is not None
    assert judge(desk, ana).verdict is Verdict.NEEDS_CLINICIAN_REVIEW
    with pytest.raises(NotAllowed, match="gives a clearance anew"):
        desk.undoing.redo(actor=CLAIRE, now=LATER)


# -- in the book --------------------------------------------------------------------------------------


def test_whoever_waits_is_judged_anew_at_once(desk):
    ana = judged(desk, **SCIATICA)
    session = desk.day.arrive(booked(desk, ana, local(10)), actor=MARIA, now=NOW)
    assert session.held
    given = give(desk, ana)
    assert not desk.store.sessions.get(session.id).held
    desk.clearing.take_back(given, why="Not so.", **vouching(desk, CLAIRE, LATER))
    assert desk.store.sessions.get(session.id).held


def test_the_assessment_kept_with_the_session_tells_both(desk):
    ana = judged(desk, **SCIATICA)
    given = give(desk, ana)
    session = booked(desk, ana, local(10))
    kept = desk.day.assessment(session.id, actor=MARIA, now=LATER)
    assert kept.judgement.assessment.verdict is Verdict.NEEDS_CLINICIAN_REVIEW
    assert kept.assessment.verdict is Verdict.SUITABLE_WITH_PRECAUTIONS
    assert kept.judgement.cleared == (given,)
    assert desk.store.assessments.latest_for(session.id).verdict is Verdict.SUITABLE_WITH_PRECAUTIONS


def test_a_session_that_is_cleared_starts_and_not_once_that_has_ended(desk):
    ana = judged(desk, **SCIATICA)
    given = give(desk, ana)
    session = booked(desk, ana, local(10))
    arrived = desk.arrivals.check_in(session, {}, actor=MARIA, now=LATER).session
    assert not arrived.held
    with desk.store.write():
        desk.store.clearances.take_back(taken_back_quietly(given))
    with pytest.raises(NotAllowed, match="no longer stands"):
        desk.day.start(arrived, actor=CLAIRE, now=LATER)
    assert desk.store.sessions.get(session.id).status is SessionStatus.ARRIVED


def taken_back_quietly(given):
    from clinicdesk.domain.clearance import TakenBack  # noqa: PLC0415 - used here alone

    return TakenBack("back", given.id, CLAIRE.id, CLAIRE.name, LATER, "By another window.")


# -- releasing one session ------------------------------------------------------------------------------


def test_a_release_is_a_decision_about_each_rule_that_holds_the_session(desk):
    ana = judged(desk, **SCIATICA, heart_failure="stable")
    session = booked(desk, ana, local(10))
    desk.day.release(session, note="Seen.", reason=ClearanceReason.AREA_AVOIDED, **vouching(desk, JORDAN, LATER))
    decided = desk.store.clearances.of_patient(ana.id)
    assert {(each.rule, each.session_id, each.reason) for each in decided} == {
        ("R-SCI1", session.id, ClearanceReason.AREA_AVOIDED),
        ("R-HF2", session.id, ClearanceReason.AREA_AVOIDED),
    }
    assert judge(desk, ana, session=session).verdict is Verdict.SUITABLE_WITH_PRECAUTIONS
    assert judge(desk, ana).verdict is Verdict.NEEDS_CLINICIAN_REVIEW


def test_a_release_decides_nothing_about_the_other_kind_and_counts_for_the_day_it_is_given(desk):
    ana = judged(desk, **SCIATICA, night_sweats="yes", band_like_trunk_pain="yes", main_complaint="relaxation")
    session = booked(desk, ana, local(10))
    for rule in judge(desk, ana).holding - {"R-SCI1"}:
        give(desk, ana, rule)
    tomorrow = LATER + timedelta(days=1)
    desk.day.release(
        desk.store.sessions.get(session.id),
        note="Seen.",
        reason=ClearanceReason.AREA_AVOIDED,
        **vouching(desk, CLAIRE, tomorrow),
    )
    assert [each.rule for each in desk.store.clearances.of_patient(ana.id) if each.session_id] == ["R-SCI1"]
    assert desk.store.assessments.latest_for(session.id).on_date == TODAY + timedelta(days=1)


def test_what_comes_to_hold_once_a_block_is_lifted_is_released_with_it(desk):
    ana = judged(desk, **SCIATICA)
    session = booked(desk, ana, local(10))
    answered(desk, ana, now=LATER, **DISC, night_sweats=Answer(absence=Absence.DOES_NOT_KNOW))
    assert judge(desk, ana, session=session).verdict is Verdict.NOT_SUITABLE
    by = vouching(desk, CLAIRE, LATER + timedelta(minutes=1))
    desk.day.release(session, note="Light work is fine.", reason=SIGNED, letter=LETTER, **by)
    assert {each.rule for each in desk.store.clearances.of_patient(ana.id)} == {"S03", UNANSWERED}
    assert judge(desk, ana, session=session).verdict is Verdict.SUITABLE_WITH_PRECAUTIONS


def test_a_session_far_ahead_is_not_released_yet(desk):
    far = booked(desk, judged(desk, **SCIATICA), local(10, days=LONGEST_DAYS + 1))
    with pytest.raises(NotAllowed, match="nearer to its day"):
        desk.day.release(far, note="Seen.", reason=ClearanceReason.AREA_AVOIDED, **vouching(desk, CLAIRE, NOW))
    assert (
        desk.day.release(
            far, note="Seen.", reason=ClearanceReason.AREA_AVOIDED, **vouching(desk, CLAIRE, NOW + timedelta(days=1))
        ).held
        is False
    )


def test_a_release_is_about_the_technique_of_the_session_alone(desk):
    ana = judged(desk, band_like_trunk_pain="yes", main_complaint="relaxation")
    session = booked(desk, ana, local(10))
    desk.day.release(session, note="Seen.", reason=ClearanceReason.AREA_AVOIDED, **vouching(desk, JORDAN, LATER))
    found = judge(desk, ana, session=session)
    assert found.verdicts == {
        Kind.MASSAGE: Verdict.SUITABLE_WITH_PRECAUTIONS,
        Kind.PHYSICAL_THERAPY: Verdict.NEEDS_CLINICIAN_REVIEW,
    }
    assert judge(desk, ana, Technique.THERAPEUTIC_EXERCISE, session=session).held
    verdicts = desk.judging.verdicts(ana, desk.store.intakes.latest(ana.id).answers, on=TODAY, session_id=session.id)
    assert [each for each, verdict in verdicts.items() if not verdict.blocks] == [Technique.SWEDISH]


def test_open_questions_behind_a_rule_are_released_with_it(desk):
    ana = person(desk)
    answers = harmless(desk, heart_failure="stable")
    del answers["osteoporosis"]
    del answers["spinal_surgery"]
    desk.intakes.complete(ana, answers, actor=MARIA, now=NOW)
    session = booked(desk, ana, local(10))
    desk.day.release(session, note="Seen.", reason=ClearanceReason.AREA_AVOIDED, **vouching(desk, JORDAN, LATER))
    assert {each.rule for each in desk.store.clearances.of_patient(ana.id)} == {"R-HF2", UNANSWERED}
    assert not judge(desk, ana, session=session).held
    fewer = harmless(desk, heart_failure="stable", osteoporosis="no")
    del fewer["spinal_surgery"]
    desk.intakes.complete(ana, fewer, actor=MARIA, now=LATER)
    assert not judge(desk, ana, session=session).held, "what is still open was open then"
    whole = fewer | {"spinal_surgery": Answer("none")}
    desk.intakes.complete(ana, whole, actor=MARIA, now=LATER)
    assert [each.rule for each in judge(desk, ana, session=session).cleared] == ["R-HF2"], "nothing is open any more"
    unsure = fewer | {"cancer_status": Answer(absence=Absence.DOES_NOT_KNOW)}
    desk.intakes.complete(ana, unsure, actor=MARIA, now=LATER + timedelta(minutes=1))
    found = judge(desk, ana, session=session)
    assert [(each.clearance.rule, each.cause) for each in found.lapsed] == [(UNANSWERED, Lapse.FACTS_CHANGED)]
    assert found.held


def test_what_is_released_is_held_again_when_the_facts_differ_on_arrival_and_the_old_reason_is_there(desk):
    ana = judged(desk, **SCIATICA)
    session = desk.day.release(
        booked(desk, ana, local(10)), note="Seen.", reason=ClearanceReason.AREA_AVOIDED, **vouching(desk, JORDAN, LATER)
    )
    answered(desk, ana, now=LATER, leg_radiating_pain="with_stable_numbness_or_weakness")
    out = desk.arrivals.check_in(session, {}, actor=MARIA, now=LATER)
    assert out.session.held
    assert out.judgement.lapsed == ()  # another rule holds it now
    answered(desk, ana, now=LATER + timedelta(minutes=1), **SCIATICA)
    again = desk.arrivals.check_in(out.session, {}, actor=MARIA, now=LATER + timedelta(minutes=2))
    assert again.session.held
    assert [(each.clearance.text, each.cause) for each in again.judgement.lapsed] == [("Seen.", Lapse.FACTS_CHANGED)]
    (lapsed,) = again.judgement.lapsed
    desk.clearing.take_over(lapsed, **vouching(desk, JORDAN, LATER + timedelta(minutes=3)))
    assert not desk.store.sessions.get(session.id).held


@pytest.mark.parametrize(
    "given", [{"vertebral_fracture": "recent_or_unhealed"}, {"cancer_status": "spinal_tumour_or_mets"}]
)
def test_what_nobody_lifts_is_not_released_either(desk, given):
    ana = judged(desk, **given, main_complaint="relaxation")
    session = booked(desk, ana, local(10), session_type=EXERCISE, therapist=CLAIRE)
    assert session.held
    with pytest.raises(NotAllowed, match="Nobody's word"):
        desk.day.release(session, note="Seen.", reason=ClearanceReason.AREA_AVOIDED, **vouching(desk, CLAIRE, LATER))
    assert desk.store.sessions.get(session.id) == session
    assert desk.store.clearances.of_patient(ana.id) == []


def test_a_release_that_is_undone_lifts_nothing_any_more(desk):
    ana = judged(desk, **SCIATICA)
    session = desk.day.release(
        booked(desk, ana, local(10)), note="Seen.", reason=ClearanceReason.AREA_AVOIDED, **vouching(desk, JORDAN, LATER)
    )
    desk.undoing.undo(actor=JORDAN, now=LATER)
    assert judge(desk, ana, session=session).held
    assert desk.store.sessions.get(session.id).held
    assert desk.store.assessments.latest_for(session.id).verdict is Verdict.NEEDS_CLINICIAN_REVIEW
    out = desk.arrivals.check_in(desk.store.sessions.get(session.id), {}, actor=MARIA, now=LATER)
    assert out.session.held


def test_of_two_releases_only_the_one_that_is_undone_lifts_nothing_any_more(desk):
    ana = judged(desk, **SCIATICA)
    session = desk.day.release(
        booked(desk, ana, local(10)), note="Seen.", reason=ClearanceReason.AREA_AVOIDED, **vouching(desk, JORDAN, LATER)
    )
    both = harmless(desk, **SCIATICA, heart_failure="stable")
    desk.intakes.complete(ana, both, actor=MARIA, now=LATER + timedelta(minutes=1))
    desk.call_list.hold(actor=MARIA, now=LATER + timedelta(minutes=2))
    held = desk.store.sessions.get(session.id)
    desk.day.release(
        held,
        note="Seen again.",
        reason=ClearanceReason.AREA_AVOIDED,
        **vouching(desk, JORDAN, LATER + timedelta(minutes=3)),
    )
    desk.undoing.undo(actor=JORDAN, now=LATER + timedelta(minutes=4))
    standing = [each.rule for each in desk.store.clearances.of_patient(ana.id) if each.taken_back is None]
    assert standing == ["R-SCI1"]
    assert judge(desk, ana, session=session).held
    assert desk.store.sessions.get(session.id) == replace(held, version=held.version + 2)


def test_a_declined_referral_releases_nothing(desk):
    session = booked(desk, judged(desk, **SCIATICA), local(10))
    with pytest.raises(NotAllowed, match="declined the referral"):
        desk.day.release(session, note="x", reason=ClearanceReason.REFERRAL_DECLINED, **vouching(desk, JORDAN, LATER))
    assert desk.store.sessions.get(session.id).held


# -- on paper and elsewhere ---------------------------------------------------------------------------


def test_paper_tells_what_counts_and_who_decided_until_when_but_neither_what_nor_why(desk):
    ana = judged(desk, **SCIATICA)
    give(desk, ana, text="Seen on Friday.")
    session = booked(desk, ana, local(10))
    sheet = desk.visits.sheet(session.id, actor=MARIA, now=LATER)
    cleared = "Rule R-SCI1 cleared by Claire Dubois for Swedish massage or gentler until 21 December 2026."
    told = f"{cleared} A physical therapist has examined the person."
    alone = "By the rules alone: held for the therapist."
    assert (sheet.verdict, sheet.decided) == (Verdict.SUITABLE_WITH_PRECAUTIONS, (alone, told))
    assert sheet.pairing
    (day,) = desk.day_sheets.sheets(TODAY, Whose.CLINIC, actor=MARIA, now=LATER)
    (line,) = day.lines
    assert (line.verdict, line.standing) == (Verdict.SUITABLE_WITH_PRECAUTIONS, "Cleared by a therapist")
    assert line.decided == (alone, cleared)
    assert "Friday" not in str(sheet.decided)
    ben = judged(desk, "Ben", "Ode", **DISC)
    give(desk, ben, "S03", reason=SIGNED)
    sheet = desk.visits.sheet(booked(desk, ben, local(12)).id, actor=MARIA, now=LATER)
    assert sheet.decided[1].endswith("A clinician has cleared it in writing: letter of Dr Moss, 20 November 2026.")


def test_paper_tells_a_release_of_several_rules_in_one_sentence(desk):
    ana = person(desk)
    answers = harmless(desk, heart_failure="stable", leg_radiating_pain="pain_only")
    del answers["night_sweats"]
    desk.intakes.complete(ana, answers, actor=MARIA, now=NOW)
    session = booked(desk, ana, local(10))
    desk.day.release(session, note="Seen.", reason=ClearanceReason.AREA_AVOIDED, **vouching(desk, JORDAN, LATER))
    assert desk.visits.sheet(session.id, actor=MARIA, now=LATER).decided == (
        "By the rules alone: held for the therapist.",
        (
            "Rules R-HF2, R-SCI1 and open questions released by Jordan Lee for the session of Monday 23 November, "
            "10:00. The area is left out."
        ),
    )


def test_an_export_tells_the_decision_as_a_mitigation(desk):
    ana = judged(desk, **SCIATICA)
    give(desk, ana)
    booked(desk, ana, local(10))
    bundle = json.loads(desk.exports.fhir(ana.id, **vouching(desk, CLAIRE, LATER)))
    issues = [each["resource"] for each in bundle["entry"] if each["resource"]["resourceType"] == "DetectedIssue"]
    (told,) = [each["mitigation"] for each in issues if "mitigation" in each]
    assert told[0]["author"]["display"] == "Claire Dubois"


def test_what_a_clearance_lifts_can_be_looked_for_moved_and_booked_as_a_series(desk):
    ana = judged(desk, **DISC)
    give(desk, ana, "S03", reason=SIGNED, text="Letter.", expires_on=TODAY + timedelta(days=5))
    answers = desk.store.intakes.latest(ana.id).answers
    offers = {each.session_type.id: each for each in desk.booking.offers(ana, answers, on=TODAY)}
    assert offers[SWEDISH.id].bookable
    assert not offers[SWEDISH.id].hold
    assert not {e.session_type.id: e for e in desk.booking.offers(ana, answers, on=TODAY + timedelta(days=6))}[
        SWEDISH.id
    ].bookable
    session = booked(desk, ana, local(10))
    move = desk.moving.move
    moved = move(session, starts_at=local(11, days=1), therapist_id=JORDAN.id, room_id=None, actor=MARIA, now=LATER)
    assert not moved.held
    with pytest.raises(NotBookable):
        move(moved, starts_at=local(11, days=7), therapist_id=JORDAN.id, room_id=None, actor=MARIA, now=LATER)
    (free, *_) = desk.next_free.find(SlotWish(ana.id, SWEDISH.id), now=LATER)
    assert free.verdict is Verdict.SUITABLE_WITH_PRECAUTIONS


# -- what follows from it -------------------------------------------------------------------------------


def test_a_decision_for_every_session_lets_those_go_that_waited_for_it(desk):
    ana, ben = judged(desk, **SCIATICA), judged(desk, "Ben", "Ode", **SCIATICA)
    soon, later = booked(desk, ana, local(10, days=1)), booked(desk, ana, local(10, days=9))
    other = booked(desk, ben, local(12, days=1))
    assert all(each.held for each in (soon, later, other))
    given = give(desk, ana, expires_on=TODAY + timedelta(days=5))
    held = {each.id: each.held for each in map(desk.store.sessions.get, (soon.id, later.id, other.id))}
    assert held == {soon.id: False, later.id: True, other.id: True}
    assert audited(desk)[0][2]["free"] == [soon.id]
    assert desk.store.assessments.latest_for(soon.id).verdict is Verdict.SUITABLE_WITH_PRECAUTIONS
    assert desk.call_list.changed(now=LATER) == []
    desk.clearing.take_back(given, why="Not so.", **vouching(desk, CLAIRE, LATER))
    (call,) = desk.call_list.waiting(actor=MARIA, now=LATER)
    assert (call.row.session.id, call.verdict) == (soon.id, Verdict.NEEDS_CLINICIAN_REVIEW)
    assert desk.store.sessions.get(soon.id).held


def test_it_is_held_again_when_the_answers_the_decision_rests_on_change(desk):
    ana = judged(desk, **SCIATICA)
    session = booked(desk, ana, local(10, days=3))
    give(desk, ana)
    assert not desk.store.sessions.get(session.id).held
    answered(desk, ana, now=LATER, leg_radiating_pain="with_stable_numbness_or_weakness")
    desk.call_list.hold(actor=MARIA, now=LATER)
    assert desk.store.sessions.get(session.id).held


def test_what_waits_for_something_else_stays_held(desk):
    """Another rule, the therapist who was asked about it, or the outcome of a referral."""
    ana = judged(desk, **SCIATICA, night_sweats="yes", band_like_trunk_pain="yes", main_complaint="relaxation")
    both = booked(desk, ana, local(10, days=3))
    holding = {each.rule for each in judge(desk, ana).assessment.reasons if each.verdict.blocks}
    give(desk, ana, "R-SCI1")
    assert len(holding) > 1
    assert desk.store.sessions.get(both.id).held

    deb = judged(desk, "Deb", "Ash", **SCIATICA)
    worse = booked(desk, deb, local(15, days=3))
    answered(desk, deb, now=LATER, **SCIATICA, **DISC)
    give(desk, deb, "R-SCI1")
    assert desk.store.sessions.get(worse.id).held
    assert desk.store.assessments.latest_for(worse.id).verdict is Verdict.NEEDS_CLINICIAN_REVIEW, "a line of the list"

    cy = judged(desk, "Cy", "Ost", **SCIATICA)
    exercise = booked(desk, cy, local(12, days=4), session_type=EXERCISE, therapist=CLAIRE)
    with desk.store.write():
        asked_about = desk.store.sessions.update(replace(exercise, held=True))
    give(desk, cy, "R-SCI1")
    assert desk.store.sessions.get(asked_about.id).held

    ben = judged(desk, "Ben", "Ode", **SCIATICA)
    waits = booked(desk, ben, local(12, days=3))
    answered(desk, ben, now=LATER, **SCIATICA, saddle_numbness="yes")
    desk.clearing.give(
        ben, "R-SCI1", technique=Technique.SWEDISH, reason=ClearanceReason.EXAMINED, text="Free.", session=waits,
        **vouching(desk, CLAIRE, LATER),
    )  # fmt: skip
    assert desk.store.sessions.get(waits.id).held


def test_a_decision_that_ends_brings_the_session_on_the_list_and_holds_it(desk):
    ana = judged(desk, **SCIATICA)
    given = give(desk, ana)
    session = booked(desk, ana, local(10, days=1))
    assert not session.held
    desk.clearing.take_back(given, why="The scan says otherwise.", **vouching(desk, CLAIRE, LATER))
    assert desk.store.sessions.get(session.id).held
    (call,) = desk.call_list.waiting(actor=MARIA, now=LATER)
    assert (call.row.session.id, call.verdict) == (session.id, Verdict.NEEDS_CLINICIAN_REVIEW)


def test_a_released_session_stays_so_when_its_series_is_moved(desk):
    ana = judged(desk, **SCIATICA)
    wanted = [asked(ana, local(10, days=days)) for days in (7, 14)]
    rows = [SeriesRow(each) for each in wanted]
    first, second = desk.series.book(rows, actor=MARIA, now=NOW)
    first = desk.day.release(first, note="Seen.", reason=ClearanceReason.AREA_AVOIDED, **vouching(desk, JORDAN, LATER))
    moved = desk.series.changed(first, Scope.ALL, SeriesChange(weekday=1), now=LATER)
    assert [(each.verdict, each.hold) for each in desk.series.check(moved, now=LATER)] == [
        (Verdict.SUITABLE_WITH_PRECAUTIONS, False),
        (Verdict.NEEDS_CLINICIAN_REVIEW, True),
    ]
    after = desk.series.change(moved, actor=MARIA, now=LATER)
    assert [each.held for each in after] == [False, True]
    assert second.held


def test_an_arrival_can_be_taken_back_although_a_decision_lifted_the_hold_since(desk):
    ana = judged(desk, **SCIATICA)
    session = desk.arrivals.check_in(booked(desk, ana, local(10)), {}, actor=MARIA, now=NOW).session
    assert session.held
    give(desk, ana)
    desk.undoing.undo(actor=MARIA, now=LATER)
    back = desk.store.sessions.get(session.id)
    assert back.status is SessionStatus.BOOKED
    assert not desk.arrivals.check_in(back, {}, actor=MARIA, now=LATER).session.held


def test_a_decision_about_one_session_is_about_its_own_technique_and_frees_or_holds_it_at_once(desk):
    ana = judged(desk, band_like_trunk_pain="yes", main_complaint="relaxation")
    session = booked(desk, ana, local(10, days=3))
    given = give(desk, ana, "R-CL", session=session, technique=Technique.THERAPEUTIC_EXERCISE)
    assert given.technique is Technique.SWEDISH
    assert not desk.store.sessions.get(session.id).held
    assert desk.store.assessments.latest_for(session.id).verdict is Verdict.SUITABLE_WITH_PRECAUTIONS
    desk.clearing.take_back(given, why="Not so.", **vouching(desk, CLAIRE, LATER))
    assert desk.store.sessions.get(session.id).held
    far = booked(desk, ana, local(10, days=60))
    assert give(desk, ana, "R-CL", session=far).expires_on == TODAY + timedelta(days=60)
    soon = give(desk, ana, "R-CL", session=session, expires_on=TODAY + timedelta(days=1))
    lapsed = desk.clearing.lapsed(desk.store.sessions.get(session.id), actor=CLAIRE, now=LATER)
    assert [(each.clearance, each.cause) for each in lapsed] == [(soon, Lapse.EXPIRED)]


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@for_any(data=st.data())
def test_releasing_a_session_lifts_it_alone_or_says_why_not(lasting_desk, somebody, data):
    desk = lasting_desk
    findings = [each for each in desk.ruleset.knowledge.findings.values() if each.asked_by in {"desk", "patient"}]
    changed = data.draw(st.lists(st.sampled_from(findings), max_size=5, unique_by=lambda each: each.id))
    answers = harmless(desk, **{each.id: data.draw(st.sampled_from(values_of(each)), each.id) for each in changed})
    for each in data.draw(st.lists(st.sampled_from(findings), max_size=3)):
        answers.pop(each.id, None)
    session_type = data.draw(st.sampled_from(list(TYPES.values())))
    person_ = desk.judging.person(somebody, answers, decisions=())
    before = person_.judge(session_type.technique, on=TODAY, session_id="session")
    session = replace(session_for(asked(somebody, local(15), session_type=session_type), session_type), id="session")
    judged_ = JudgedSession(session, session_type, somebody, person_, None, TODAY, person_.findings(TODAY), before)
    own = [each for each in before.assessment.reasons if each.kind is session_type.kind and each.verdict.blocks]
    try:
        decided, after = desk.clearing.decisions(
            judged_, reason=ClearanceReason.EXAMINED, text="Seen.", actor=CLAIRE, now=LATER
        )
    except NotAllowed:
        lifts = {each.id: each.may_lift for each in desk.ruleset.knowledge.rules.values()}
        assert any(each.verdict > Verdict.NEEDS_CLINICIAN_REVIEW or lifts.get(each.rule) == "never" for each in own)
        return
    assert not after.verdict.blocks
    assert after.verdicts[session_type.kind.other] is before.verdicts[session_type.kind.other]
    assert after.assessment == before.assessment
    assert {(each.session_id, each.technique) for each in decided} <= {("session", session_type.technique)}
    assert {each.rule for each in own} <= {each.rule for each in decided}
