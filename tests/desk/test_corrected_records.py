"""A record that is corrected after the intake: what followed from the wrong one counts no more, in whatever order."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinicdesk.domain.intake import Answer, Source
from clinicdesk.domain.session import SessionStatus
from clinicdesk.domain.suitability import Technique, Verdict
from clinicdesk.errors import NotAllowed
from tests.desk.front_desk import JORDAN, MARIA, NOW, TODAY, booked, harmless, local, person

REVIEW = Verdict.NEEDS_CLINICIAN_REVIEW
MASSAGE = [each for each in Technique if each.kind is Technique.SWEDISH.kind]
PREGNANCY, SPORT, GUARDIAN = "pregnancy", "young_athlete_extension_pain", "guardian_consent"
HIGH_RISK = "pregnancy_high_risk"
NEVER_PUT = {PREGNANCY, HIGH_RISK, SPORT, GUARDIAN}
MAN = {"birth_date": "3 Apr 1996", "sex_at_birth": "male"}
# The record as it should have been, and what nobody asked because of that, with the answers to it.
WRONG = {
    "sex": ({"sex_at_birth": "female"}, {PREGNANCY: "no_or_not_applicable", HIGH_RISK: "no"}),
    "birth date": ({"birth_date": "3 Apr 2007"}, {SPORT: "no"}),
    "a minor": ({"birth_date": "3 Apr 2012"}, {GUARDIAN: "yes", SPORT: "no"}),
}


def said(desk, **given):
    """What a man of thirty is asked, answered harmlessly, and what is given."""
    return {key: answer for key, answer in harmless(desk, **given).items() if key in given or key not in NEVER_PUT}


def registered(desk, **fields):
    """Somebody whose intake of today was gone through, with a wrong record."""
    patient = person(desk, **MAN | fields)
    return patient, desk.intakes.complete(patient, said(desk), actor=MARIA, now=NOW)


def correct(desk, patient, fields):
    patient = desk.store.patients.get(patient.id)
    form = replace(desk.patients.form_of(patient), **fields)
    return desk.patients.amend(patient, form, actor=MARIA, now=NOW)


def check(desk, session):
    return desk.arrivals.check(desk.store.sessions.get(session.id), actor=MARIA, now=NOW)


def arrive(desk, session, **given):
    return desk.arrivals.check_in(desk.store.sessions.get(session.id), given, actor=MARIA, now=NOW)


def asked_now(desk, unasked):
    """The ids in asking order."""
    return [key for key in desk.ruleset.applicable({}) if key in unasked]


def start(desk, session):
    return desk.day.start(desk.store.sessions.get(session.id), actor=JORDAN, now=NOW)


@pytest.mark.parametrize("technique", [*MASSAGE, Technique.MANIPULATION_THRUST, Technique.ELECTROTHERAPY])
def test_a_sex_corrected_after_the_intake_leaves_pregnancy_open(desk, technique):
    right, _ = WRONG["sex"]
    patient, intake = registered(desk)
    assert intake.answers[PREGNANCY].source is Source.DERIVED
    assert desk.judging.judge(patient, intake.answers, technique, on=TODAY).verdict is Verdict.SUITABLE
    judgement = desk.judging.judge(correct(desk, patient, right), intake.answers, technique, on=TODAY)
    assert judgement.verdict is REVIEW
    assert PREGNANCY in judgement.assessment.questions


@pytest.mark.parametrize(("right", "unasked"), WRONG.values(), ids=WRONG)
def test_what_is_booked_after_the_correction_is_held_and_the_question_is_asked_at_the_door(desk, right, unasked):
    patient, _ = registered(desk)
    patient = correct(desk, patient, right)
    session = booked(desk, patient, local(10))
    assert desk.store.assessments.latest_for(session.id).verdict is REVIEW
    assert session.held
    assert check(desk, session).left == tuple(asked_now(desk, unasked))
    assert desk.call_list.waiting(actor=MARIA, now=NOW) == [], "it was judged with the record as it is"
    out = arrive(desk, session, **{key: Answer(value) for key, value in unasked.items()})
    assert (check(desk, session).left, out.session.held) == ((), False)
    assert start(desk, session).status is SessionStatus.IN_SESSION


@pytest.mark.parametrize(("right", "unasked"), WRONG.values(), ids=WRONG)
def test_what_was_booked_before_the_correction_stands_on_the_call_list_and_is_held(desk, right, unasked):
    patient, _ = registered(desk)
    session = booked(desk, patient, local(10))
    assert not session.held
    correct(desk, patient, right)
    (call,) = desk.call_list.waiting(actor=MARIA, now=NOW)
    assert (call.row.session.id, call.row.verdict, call.verdict) == (session.id, Verdict.SUITABLE, REVIEW)
    assert desk.call_list.hold(actor=MARIA, now=NOW) == 1
    assert check(desk, session).left == tuple(asked_now(desk, unasked))


@pytest.mark.parametrize(("right", "unasked"), WRONG.values(), ids=WRONG)
@pytest.mark.parametrize("when", ["before the arrival", "before the start"])
def test_no_session_starts_by_what_followed_from_the_wrong_record(desk, right, unasked, when):
    patient, _ = registered(desk)
    session = booked(desk, patient, local(10))
    if when == "before the arrival":
        correct(desk, patient, right)
    out = arrive(desk, session)
    if when == "before the start":
        assert (out.assessment.verdict, out.session.held) == (Verdict.SUITABLE, False)
        correct(desk, patient, right)
    else:
        assert (out.assessment.verdict, out.session.held) == (REVIEW, True)
    assert check(desk, session).left == tuple(asked_now(desk, unasked))
    with pytest.raises(NotAllowed, match="held" if out.session.held else "not all answered today"):
        start(desk, session)


def test_the_follow_up_of_a_pregnancy_denied_is_open_again_once_it_is_not(desk):
    patient, intake = registered(desk, sex_at_birth="female")
    answers = {**intake.answers, PREGNANCY: Answer("no_or_not_applicable")}
    kept = desk.intakes.complete(patient, answers, actor=MARIA, now=NOW).answers
    assert kept[HIGH_RISK].source is Source.DERIVED
    pregnant = {**kept, PREGNANCY: Answer("trimester_2")}
    found = desk.judging.judge(patient, pregnant, Technique.SWEDISH, on=TODAY)
    assert HIGH_RISK in found.assessment.questions
    assert found.verdict is REVIEW


def test_asked_after_the_correction_the_person_is_judged_by_what_they_say(desk):
    right, _ = WRONG["sex"]
    patient, _ = registered(desk)
    session = booked(desk, patient, local(10))
    correct(desk, patient, right)
    out = arrive(desk, session, **{PREGNANCY: Answer("trimester_2", source=Source.PATIENT), HIGH_RISK: Answer("yes")})
    assert out.assessment.verdict is Verdict.NOT_SUITABLE
    assert out.answers[PREGNANCY] == Answer("trimester_2", source=Source.PATIENT)


def test_what_somebody_said_outlives_a_record_that_says_it_cannot_be(desk):
    patient, _ = registered(desk, sex_at_birth="female")
    pregnant = said(desk, **{PREGNANCY: "trimester_2", HIGH_RISK: "yes"})
    desk.intakes.complete(patient, pregnant, actor=MARIA, now=NOW)
    patient = correct(desk, patient, {"sex_at_birth": "male"})
    kept = desk.intakes.complete(patient, pregnant, actor=MARIA, now=NOW).answers
    assert (kept[PREGNANCY].value, kept[HIGH_RISK].value) == ("trimester_2", "yes")
    assert desk.judging.judge(patient, kept, Technique.SWEDISH, on=TODAY).verdict is Verdict.NOT_SUITABLE


def test_the_record_says_which_sex_whatever_was_kept_among_the_answers(desk):
    patient = person(desk, sex_at_birth="female")
    known = desk.intakes.resolve(patient, {"sex_at_birth": Answer("male")}, on=TODAY)
    assert known["sex_at_birth"] == "female"
    assert PREGNANCY not in known


RECORDS = st.fixed_dictionaries(
    {
        "birth_date": st.sampled_from(["", "3 Apr 1950", "3 Apr 1996", "3 Apr 2007", "3 Apr 2012"]),
        "sex_at_birth": st.sampled_from(["", "female", "male"]),
    }
)


@settings(max_examples=80)
@given(before=RECORDS, after=RECORDS, pregnancy=st.sampled_from([None, "no_or_not_applicable", "trimester_1"]))
def test_after_any_correction_everything_is_judged_as_if_the_record_had_always_been_right(
    lasting_desk, before, after, pregnancy
):
    """Whatever followed from the record at the time weighs nothing, for any technique."""
    desk = lasting_desk
    given_then = said(desk) | ({} if pregnancy is None else {PREGNANCY: Answer(pregnancy)})
    kept = desk.intakes.completed(person(desk, **before), given_then, on=TODAY)
    right = person(desk, **after)
    for technique in Technique:
        by_what_was_kept = desk.judging.judge(right, kept, technique, on=TODAY)
        assert by_what_was_kept == desk.judging.judge(right, given_then, technique, on=TODAY)
