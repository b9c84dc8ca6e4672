from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinicdesk.domain.intake import Absence, Answer, IntakeDraft, Source
from clinicdesk.domain.suitability import Technique, Verdict
from clinicdesk.errors import InvalidValues
from tests.desk.front_desk import MARIA, NOW, TODAY, audit_length, audited, harmless, judged, person


def complete(desk, patient, answers):
    return desk.intakes.complete(patient, answers, actor=MARIA, now=NOW)


def test_a_question_that_does_not_apply_is_recorded_as_derived(desk):
    patient = person(desk, "Tom", sex_at_birth="male")
    intake = complete(desk, patient, {"fever_now": Answer("no")})
    assert intake.answers["guardian_consent"] == Answer("not_applicable", source=Source.DERIVED)
    assert intake.answers["pregnancy"] == Answer("no_or_not_applicable", source=Source.DERIVED)
    # The follow-up is hidden because the question before it is.
    assert intake.answers["pregnancy_high_risk"] == Answer("no", source=Source.DERIVED)


def test_an_answer_is_kept_with_the_day_on_which_it_was_given(desk):
    long_ago = TODAY - timedelta(days=40)
    intake = complete(desk, person(desk), {"fever_now": Answer("no"), "osteoporosis": Answer("no", given_on=long_ago)})
    assert intake.answers["fever_now"].given_on == TODAY
    assert intake.answers["osteoporosis"].given_on == long_ago
    stored = desk.store.intakes.get(intake.id).answers
    assert {key: each.given_on for key, each in stored.items()} == {
        key: each.given_on for key, each in intake.answers.items()
    }


def test_what_counts_for_one_day_is_not_kept_on_another(desk):
    patient = person(desk)
    yesterday = {"fever_now": Answer("no", given_on=TODAY - timedelta(days=1)), "osteoporosis": Answer("no")}
    with pytest.raises(InvalidValues) as refused:
        complete(desk, patient, yesterday)
    assert refused.value.fields == {
        "fever_now": "This was answered on 22 November 2026 and counts for that day only. Ask it again."
    }
    assert desk.store.intakes.latest(patient.id) is None


def test_a_question_that_was_not_put_stays_absent(desk):
    intake = complete(desk, person(desk), {"fever_now": Answer("no")})
    assert "disc_problem" not in intake.answers
    assert intake.answers["fever_now"] == Answer("no")


def test_an_answer_to_a_question_that_no_longer_applies_is_replaced(desk):
    answers = harmless(desk, pregnancy="no_or_not_applicable", pregnancy_high_risk="yes")
    assert complete(desk, person(desk), answers).answers["pregnancy_high_risk"] == Answer("no", source=Source.DERIVED)


def test_the_reasons_for_having_no_answer_are_kept_apart(desk):
    answers = {
        "clot_history": Answer(absence=Absence.DOES_NOT_KNOW),
        "iv_drug_use": Answer(absence=Absence.DECLINED, source=Source.PATIENT),
        "fever_now": Answer(absence=Absence.NOT_ASKED),
    }
    patient = person(desk)
    complete(desk, patient, answers)
    stored = desk.intakes.latest(patient.id, actor=MARIA, now=NOW).answers
    assert {finding: stored[finding] for finding in answers} == answers


def test_each_intake_is_the_next_version_and_none_is_overwritten(desk):
    patient = person(desk)
    first = complete(desk, patient, harmless(desk))
    second = complete(desk, patient, harmless(desk, fever_now="yes"))
    assert (first.version, second.version) == (1, 2)
    assert desk.intakes.history(patient.id, actor=MARIA, now=NOW) == [second, first]
    assert desk.intakes.latest(patient.id, actor=MARIA, now=NOW) == second


def test_completing_drops_the_draft_and_leaves_one_audit_entry_without_answers(desk):
    patient = person(desk)
    desk.intakes.save_draft(IntakeDraft(patient.id, {"fever_now": Answer("yes")}), now=NOW)
    before = audit_length(desk)
    complete(desk, patient, harmless(desk))
    assert desk.intakes.draft(patient.id) is None
    assert audit_length(desk) == before + 1
    assert audited(desk) == [("Maria Keller", "intake.complete", {"version": 1})]


@pytest.mark.parametrize(
    "wrong", [{"fever_now": Answer("maybe")}, {"pain_score": Answer(11)}, {"shoe_size": Answer(date=TODAY)}]
)
def test_an_answer_that_no_question_has_is_refused_and_the_draft_kept(desk, wrong):
    patient = person(desk)
    desk.intakes.save_draft(IntakeDraft(patient.id, wrong), now=NOW)
    with pytest.raises(InvalidValues) as refused:
        complete(desk, patient, wrong)
    assert set(refused.value.fields) == set(wrong)
    assert desk.intakes.draft(patient.id).answers == wrong
    assert desk.intakes.latest(patient.id, actor=MARIA, now=NOW) is None


def test_a_draft_comes_back_as_it_was_saved(desk):
    patient = person(desk)
    answers = {
        "spinal_surgery": Answer("over_12_weeks_cleared", date=TODAY - timedelta(days=100)),
        "fever_now": Answer(absence=Absence.DECLINED, source=Source.PATIENT),
        "bp_systolic": Answer(141),
    }
    desk.intakes.save_draft(IntakeDraft(patient.id, answers, question="fever_now"), now=NOW)
    draft = desk.intakes.draft(patient.id)
    assert draft == IntakeDraft(patient.id, answers, NOW, "fever_now")
    assert {each.given_on for each in draft.answers.values()} == {TODAY}
    desk.intakes.discard_draft(patient.id)
    assert desk.intakes.draft(patient.id) is None


def test_reading_intakes_is_audited(desk):
    patient = judged(desk)
    desk.intakes.latest(patient.id, actor=MARIA, now=NOW)
    desk.intakes.history(patient.id, actor=MARIA, now=NOW)
    assert [action for _, action, _ in audited(desk, 2)] == ["intake.history", "intake.read"]


def test_the_record_gives_the_age_and_the_sex(desk):
    found = desk.intakes.resolve(person(desk), {}, on=TODAY)
    assert found["age_years"] == 46
    assert found["sex_at_birth"] == "female"


def test_the_verdict_moves_with_the_date_of_the_session(desk):
    patient = person(desk)
    answers = harmless(desk, spinal_surgery=Answer(date=TODAY - timedelta(days=30)))
    soon = desk.intakes.assess(patient, answers, Technique.SWEDISH, on=TODAY)
    later = desk.intakes.assess(patient, answers, Technique.SWEDISH, on=TODAY + timedelta(days=60))
    assert soon.verdict is Verdict.NOT_SUITABLE
    assert later.verdict is Verdict.NEEDS_CLINICIAN_REVIEW


def test_judging_writes_nothing(desk):
    patient = person(desk)
    before = audit_length(desk)
    desk.intakes.assess(patient, harmless(desk), Technique.SWEDISH, on=TODAY)
    assert audit_length(desk) == before


YEARS_AGO = NOW - timedelta(days=700)
HAZARD = "vertebral_fracture"


@pytest.fixture
def back_again(desk):
    """Somebody whose only intake is 700 days old; a fracture was suspected then."""
    patient = person(desk)
    desk.intakes.complete(patient, harmless(desk, **{HAZARD: "suspected"}), actor=MARIA, now=YEARS_AGO)
    return patient


def so_far(desk, patient):
    return desk.intakes.so_far(patient.id, actor=MARIA, now=NOW)


def test_what_was_said_years_ago_is_known_and_answers_nothing(desk, back_again):
    known = so_far(desk, back_again)
    findings = desk.ruleset.knowledge.findings
    assert known.given == {}
    assert {each.given_on for each in known.earlier.values()} == {YEARS_AGO.date()}
    assert known.earlier[HAZARD] == Answer("suspected")
    assert not any(findings[key].every_visit for key in known.earlier)


def test_answering_what_is_open_makes_no_full_intake_of_old_answers(desk, back_again):
    known = so_far(desk, back_again)
    still_open = {key: answer for key, answer in harmless(desk).items() if key not in known.earlier}
    intake = complete(desk, back_again, still_open)
    assert not intake.full
    assert intake.answers[HAZARD] == Answer("suspected"), "what was said stands until it is said otherwise"
    assert intake.answers[HAZARD].given_on == YEARS_AGO.date()
    assert desk.store.intakes.latest_full(back_again.id).completed_at == YEARS_AGO


def test_confirming_every_one_of_them_does(desk, back_again):
    known = so_far(desk, back_again)
    confirmed = {key: replace(answer, given_on=TODAY) for key, answer in known.earlier.items()}
    intake = complete(desk, back_again, harmless(desk) | confirmed)
    assert intake.full
    assert intake.answers[HAZARD] == Answer("suspected")
    assert intake.answers[HAZARD].given_on == TODAY


def test_a_question_left_open_keeps_an_intake_from_being_full_unless_it_changes_nothing(desk):
    answers = harmless(desk)
    for key in ("bp_systolic", "muscle_tension_or_spasm"):
        del answers[key]
    assert complete(desk, person(desk), answers).full
    del answers["osteoporosis"]
    assert not complete(desk, person(desk, "Bo"), answers).full
    not_put = answers | {"osteoporosis": Answer(absence=Absence.NOT_ASKED)}
    assert not complete(desk, person(desk, "Cy"), not_put).full
    assert complete(desk, person(desk, "Di"), answers | {"osteoporosis": Answer(absence=Absence.DECLINED)}).full


def test_the_draft_and_the_file_give_each_answer_as_it_was_said_last(desk, back_again):
    drafted = {"osteoporosis": Answer("yes", given_on=TODAY - timedelta(days=3)), "fever_now": Answer("no")}
    desk.intakes.save_draft(IntakeDraft(back_again.id, drafted), now=NOW - timedelta(hours=1))
    known = so_far(desk, back_again)
    assert known.given == {"fever_now": Answer("no")}
    assert known.earlier["osteoporosis"] == Answer("yes")
    # Another desk keeps something newer meanwhile.
    with desk.store.write():
        desk.intakes.keep(back_again, {"fever_now": Answer("yes")}, actor=MARIA, now=NOW)
    assert so_far(desk, back_again).given == {"fever_now": Answer("yes")}


@settings(max_examples=60)
@given(
    days=st.lists(st.tuples(st.integers(0, 200), st.booleans()), min_size=1, max_size=4, unique_by=lambda day: day[0]),
    chance=st.randoms(use_true_random=False),
)
def test_no_answer_is_lost_or_made_younger_by_keeping_others(lasting_desk, days, chance):
    """Whatever is kept on whichever days: each answer is the one given last, with its day; full is where all were."""
    desk = lasting_desk
    patient, findings = person(desk), desk.ruleset.knowledge.findings
    askable = sorted(harmless(desk))
    last: dict[str, tuple[object, date]] = {}
    for ahead, everything in sorted(days):
        now = NOW + timedelta(days=ahead)
        told = askable if everything else chance.sample(askable, chance.randint(0, 6))
        values = {
            key: chance.choice([each.value for each in findings[key].choices] or [findings[key].harmless])
            for key in told
        }
        intake = desk.intakes.complete(
            patient, {key: Answer(value) for key, value in values.items()}, actor=MARIA, now=now
        )
        last |= {key: (value, now.date()) for key, value in values.items()}
        said = {key: each for key, each in intake.answers.items() if each.source is not Source.DERIVED}
        for key, each in said.items():
            assert (each.value, each.given_on) == last[key]
            assert each.given_on == now.date() or not findings[key].every_visit
        # What does not follow otherwise from another answer is still there.
        following = {key for key, each in intake.answers.items() if each.source is Source.DERIVED}
        lasting = {key for key in last if not findings[key].every_visit} - following
        assert lasting <= said.keys()
        assert intake.full == (not desk.intakes.open_on(patient, intake.answers, on=now.date()))
        assert intake.full or not everything
