"""The fifteen invariants of the shipped rules, over everything people can answer."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace as replace_fields

from clinicdesk.domain.intake import Absence, Answer
from clinicdesk.domain.suitability import Technique, Verdict
from clinicdesk.errors import InvalidValues
from clinicdesk.resources import resource
from clinicdesk.rules import RuleSet, load_knowledge
from tests.rules import invariants
from tests.strategies import findings, harmless_findings

KNOWLEDGE = load_knowledge(resource("knowledge"))
RULES = RuleSet(KNOWLEDGE)
TODAY = date(2026, 11, 23)

people = findings(KNOWLEDGE)
techniques = st.sampled_from(Technique)
any_finding = st.sampled_from(sorted(KNOWLEDGE.findings))
yes_no_finding = st.sampled_from(sorted(id_ for id_, item in KNOWLEDGE.findings.items() if item.type == "yes_no"))
many = settings(max_examples=400, deadline=None)


@settings(max_examples=800, deadline=None)
@given(people, any_finding)
def test_invariant_01_monotone(answers, id_):
    invariants.assert_01_monotone(RULES, answers, id_)


@many
@given(people, yes_no_finding)
def test_invariant_02_an_unknown_answer_lies_between_no_and_yes(answers, id_):
    invariants.assert_02_unknown_lies_between(RULES, answers, id_)


def test_invariant_03_an_empty_intake_needs_review():
    invariants.assert_03_nothing_asked_is_reviewed(RULES)


@settings(max_examples=200, deadline=None)
@given(
    st.integers(18, 64),
    st.sampled_from(sorted(KNOWLEDGE.findings["main_complaint"].values)),
    st.integers(0, 1000),
    st.sampled_from(sorted(KNOWLEDGE.findings["active_plan"].values)),
)
def test_invariant_04_harmless_answers_are_suitable(age, complaint, weeks, plan):
    invariants.assert_04_harmless_is_suitable(RULES, age, complaint, weeks, plan)


@given(st.integers(18, 130))
def test_invariant_05_age_alone_never_blocks(age):
    invariants.assert_05_age_alone_never_blocks(RULES, age)


@many
@given(people, techniques)
def test_invariant_06_urgent_for_one_kind_is_urgent_for_both(answers, technique):
    invariants.assert_06_urgent_for_one_is_urgent_for_all(RULES, answers, technique)


@many
@given(people, techniques)
def test_invariant_07_unblocked_massage_carries_pairing_advice_and_blocked_massage_no_benefit(answers, technique):
    invariants.assert_07_massage_comes_with_pairing_advice(RULES, answers, technique)


@pytest.mark.parametrize("changes", invariants.EXERCISE_GOES_ON, ids=str)
def test_invariant_08_physical_therapy_stays_open(changes):
    invariants.assert_08_exercise_goes_on(RULES, changes)


def _without_massage():
    """The rules with everything they say of massage taken away, except what stops every kind."""
    kept = {
        id_: rule if rule.massage is Verdict.REFER_URGENTLY else replace_fields(rule, massage=None)
        for id_, rule in KNOWLEDGE.rules.items()
        if rule.physical_therapy is not None
    }
    return RuleSet(replace(KNOWLEDGE, rules=kept))


MASSAGE_UNHEARD = _without_massage()


@many
@given(people)
def test_invariant_08_physical_therapy_is_never_worse_because_massage_is_blocked(answers):
    for technique in Technique:
        if technique.kind == "physical_therapy":
            assert RULES.verdict(answers, technique) is MASSAGE_UNHEARD.verdict(answers, technique)


@many
@given(people, st.sampled_from(sorted(invariants.INDICATIONS)))
def test_invariant_09_indications_change_no_verdict(answers, id_):
    invariants.assert_09_indications_change_no_verdict(RULES, answers, id_)


@many
@given(people, st.sampled_from(invariants.SEED_HAZARDS))
def test_invariant_10_fracture_disc_and_tumour_block_massage_whatever_is_cleared(answers, hazard):
    invariants.assert_10_seed_hazards_block_massage(RULES, answers, hazard)


@settings(max_examples=200, deadline=None)
@given(people, techniques, st.randoms(use_true_random=False))
def test_invariant_11_the_same_answers_give_the_same_assessment(answers, technique, random):
    shuffled = random.sample(sorted(answers), len(answers))
    assessment = RULES.assess(answers, technique)
    assert RULES.assess({id_: answers[id_] for id_ in shuffled}, technique) == assessment
    assert assessment.ruleset == KNOWLEDGE.version


@settings(max_examples=200, deadline=None)
@given(people, techniques, st.randoms(use_true_random=False))
def test_invariant_11_the_order_of_the_rules_does_not_matter(answers, technique, random):
    order = random.sample(sorted(KNOWLEDGE.rules), len(KNOWLEDGE.rules))
    shuffled = _shuffled_ruleset(tuple(order[:3]))
    assert shuffled.assess(answers, technique) == RULES.assess(answers, technique)


def _shuffled_ruleset(first, made={}):  # noqa: B006 - a few orders, each compiled once
    key = len(made) if len(made) < 8 else sum(map(hash, first)) % 8
    if key not in made:
        rest = [id_ for id_ in reversed(KNOWLEDGE.rules) if id_ not in first]
        made[key] = RuleSet(replace(KNOWLEDGE, rules={id_: KNOWLEDGE.rules[id_] for id_ in (*first, *rest)}))
    return made[key]


@given(st.integers(0, 400), st.integers(0, 400))
def test_invariant_12_later_sessions_read_the_same_dates_as_longer_ago(first, later):
    operated = {
        "spinal_surgery": Answer(date=TODAY),
        "pain_duration_weeks": Answer(date=TODAY),
        "recent_injection": Answer(date=TODAY),
    }
    on_first, on_later = (RULES.resolve(operated, TODAY + timedelta(days)) for days in (first, first + later))
    assert on_first["pain_duration_weeks"] == first // 7
    assert on_first["pain_duration_weeks"] <= on_later["pain_duration_weeks"]
    for id_, bands in (
        ("spinal_surgery", ["under_6_weeks", "6_to_12_weeks", "over_12_weeks_not_cleared"]),
        ("recent_injection", ["under_3_days", "3_to_7_days", "over_7_days"]),
    ):
        assert bands.index(on_first[id_]) <= bands.index(on_later[id_])


@many
@given(people, any_finding, st.text(max_size=12))
def test_invariant_13_free_text_is_never_read_as_an_answer(answers, id_, text):
    if text in KNOWLEDGE.findings[id_].values or text == "unknown":
        return
    with pytest.raises(InvalidValues) as refused:
        RULES.assess(answers | {id_: text}, Technique.SWEDISH)
    assert list(refused.value.fields) == [id_]


@many
@given(people, st.text(max_size=20), st.sampled_from(["yes", "no", "unknown", 3]))
def test_invariant_14_an_unknown_finding_is_refused(answers, id_, value):
    if id_ in KNOWLEDGE.findings:
        return
    with pytest.raises(InvalidValues) as refused:
        RULES.assess(answers | {id_: value}, Technique.SWEDISH)
    assert list(refused.value.fields) == [id_]


@many
@given(any_finding, st.sampled_from(["no longer a value", True, False, -1.5]))
def test_invariant_14_a_stored_value_that_no_longer_exists_counts_as_missing(id_, value):
    stored = {other: Answer(value=harmless) for other, harmless in harmless_findings(KNOWLEDGE).items()}
    outdated = RULES.resolve(stored | {id_: Answer(value=value)}, TODAY)
    not_asked = RULES.resolve(stored | {id_: Answer(absence=Absence.NOT_ASKED)}, TODAY)
    assert outdated == not_asked


@pytest.mark.parametrize("id_", ["fever_now", "disc_problem", "cancer_status", "spinal_surgery"])
def test_invariant_14_a_hazard_with_a_value_that_no_longer_exists_is_reviewed(id_):
    stored = {other: Answer(value=harmless) for other, harmless in harmless_findings(KNOWLEDGE).items()}
    outdated = RULES.resolve(stored | {id_: Answer(value="no longer a value")}, TODAY)
    assert RULES.verdict(outdated, Technique.SWEDISH) is Verdict.NEEDS_CLINICIAN_REVIEW


@many
@given(people, techniques)
def test_invariant_15_nothing_is_called_a_diagnosis(answers, technique):
    invariants.assert_15_nothing_is_called_a_diagnosis(RULES, answers, technique)
