"""What an assessment holds and in which order, and what it refuses to judge."""

from dataclasses import replace
from fractions import Fraction

import pytest

from clinicdesk.domain.suitability import Kind, Technique, Verdict
from clinicdesk.errors import InvalidValues
from clinicdesk.rules import Alternative, RuleSet
from clinicdesk.rules.conditions import Always, Is
from clinicdesk.rules.knowledge import PairingNote
from tests.rules.small_knowledge import finding, rule
from tests.rules.small_knowledge import knowledge as knowledge_of
from tests.strategies import harmless_findings


@pytest.fixture(scope="module")
def harmless(knowledge):
    return harmless_findings(knowledge)


def test_reasons_come_worst_first_then_by_rule_then_by_kind(ruleset, harmless):
    answers = harmless | {
        "osteoporosis": "yes",
        "disc_problem": "past_settled",
        "fever_now": "yes",
        "diabetes": "unknown",
    }
    reasons = ruleset.assess(answers, Technique.DEEP_TISSUE).reasons
    assert [(reason.verdict, reason.rule, reason.kind) for reason in reasons] == [
        (Verdict.NOT_SUITABLE, "R-FEV", Kind.MASSAGE),
        (Verdict.NOT_SUITABLE, "R-OP-D", Kind.MASSAGE),
        (Verdict.NEEDS_CLINICIAN_REVIEW, "R-FEV", Kind.PHYSICAL_THERAPY),
        (Verdict.SUITABLE_WITH_PRECAUTIONS, "R-OP", Kind.MASSAGE),
        (Verdict.SUITABLE_WITH_PRECAUTIONS, "R-OP", Kind.PHYSICAL_THERAPY),
        (Verdict.SUITABLE_WITH_PRECAUTIONS, "S05", Kind.MASSAGE),
        (Verdict.SUITABLE, "S05", Kind.PHYSICAL_THERAPY),
    ]


def test_a_reason_carries_everything_its_rule_says(ruleset, harmless):
    rule = ruleset.knowledge.rules["S04"]
    reason = ruleset.assess(harmless | {"disc_problem": "bulge_incidental"}, Technique.SWEDISH).reasons[0]
    assert (reason.title, reason.because, reason.desk) == (rule.title, rule.because, rule.desk)
    assert (reason.sources, reason.strength, reason.unverified) == (rule.sources, rule.strength, rule.unverified)
    assert rule.unverified


@pytest.mark.parametrize(
    ("changes", "rule", "matched"),
    [
        ({"saddle_numbness": "yes"}, "U01", {"saddle_numbness": "yes"}),
        (
            {"fever_now": "yes", "main_complaint": "neck_pain", "immunosuppression": "yes", "recent_injection": "none"},
            "U11",
            {"fever_now": "yes", "main_complaint": "neck_pain", "immunosuppression": "yes"},
        ),
        (
            {"age_years": 71, "osteoporosis": "yes", "minor_trauma_recent": "yes", "pain_new_or_changed": "yes"},
            "U09",
            {"age_years": 71, "osteoporosis": "yes", "minor_trauma_recent": "yes", "pain_new_or_changed": "yes"},
        ),
        ({"bp_systolic": 170}, "R-BP1", {"bp_systolic": 170}),
        ({"age_years": "unknown"}, "G05", {"age_years": "unknown"}),
    ],
)
def test_a_reason_rests_on_the_answers_that_made_its_rule_fire(ruleset, harmless, changes, rule, matched):
    reasons = ruleset.assess(harmless | changes, Technique.SWEDISH).reasons
    assert [dict(reason.findings) for reason in reasons if reason.rule == rule] == [matched, matched]


def test_precautions_are_listed_once_in_the_order_of_the_reasons(ruleset, harmless):
    answers = harmless | {"osteoporosis": "yes", "long_term_steroids": "yes", "spinal_hardware": "yes"}
    precautions = ruleset.assess(answers, Technique.SWEDISH).precautions
    texts = [precaution.text for precaution in precautions]
    assert len(set(texts)) == len(texts)
    assert list(dict.fromkeys(precaution.rule for precaution in precautions)) == ["R-HARD", "R-OP", "R-STER"]
    rules = ruleset.knowledge.rules
    expected = [text for rule in ("R-HARD", "R-OP", "R-STER") for text in rules[rule].heeded(Kind.MASSAGE)]
    assert texts == list(dict.fromkeys(expected))


def test_precautions_are_those_for_the_kind_that_is_asked_for(ruleset, harmless):
    answers = harmless | {"osteoporosis": "yes"}
    rule = ruleset.knowledge.rules["R-OP"]
    for technique in (Technique.SWEDISH, Technique.THERAPEUTIC_EXERCISE):
        texts = tuple(precaution.text for precaution in ruleset.assess(answers, technique).precautions)
        assert texts == rule.heeded(technique.kind)


def test_an_urgent_referral_says_only_what_to_do_about_it(ruleset, harmless):
    answers = harmless | {"saddle_numbness": "yes", "osteoporosis": "yes", "fever_now": "unknown"}
    assessment = ruleset.assess(answers, Technique.SWEDISH)
    assert {precaution.rule for precaution in assessment.precautions} == {"U01"}
    assert assessment.questions == ()
    assert not assessment.benefits
    assert not assessment.pairing
    assert {reason.rule for reason in assessment.reasons} == {"U01", "R-OP"}


def test_benefits_are_printed_for_massage_only(ruleset, harmless):
    answers = harmless | {"muscle_tension_or_spasm": "yes"}
    massage = ruleset.assess(answers, Technique.SWEDISH)
    assert [benefit.id for benefit in massage.benefits] == ["tension_relief"]
    assert massage.benefits[0].caveat
    assert ruleset.assess(answers, Technique.STRETCHING).benefits == ()
    blocked = answers | {"fever_now": "yes"}
    assert ruleset.assess(blocked, Technique.SWEDISH).benefits == ()


def test_pairing_advice_is_printed_under_its_verdicts_of_physical_therapy_only():
    notes = (
        PairingNote(id="move", text="Move.", when="always", physical_therapy=(Verdict.SUITABLE,)),
        PairingNote(id="ask", text="Ask.", when="always", physical_therapy=(Verdict.NEEDS_CLINICIAN_REVIEW,)),
        PairingNote(id="any", text="Rest.", when="always"),
        PairingNote(id="never", text="Run.", when="never"),
    )
    waits = rule("waits", None, Verdict.NEEDS_CLINICIAN_REVIEW)
    known = replace(
        knowledge_of(
            [finding("a")], [(waits, Is("a", frozenset({"yes"})))], {"always": Always(True), "never": Always(False)}
        ),
        pairing=notes,
    )
    printed = {
        answer: [note.id for note in RuleSet(known).assess({"a": answer}, Technique.SWEDISH).pairing]
        for answer in ("no", "yes")
    }
    assert printed == {"no": ["move", "any"], "yes": ["ask", "any"]}


@pytest.mark.parametrize(
    ("changes", "technique", "offered"),
    [
        ({}, Technique.SWEDISH, True),
        ({"active_plan": "unknown"}, Technique.SWEDISH, True),
        ({"active_plan": "physical_therapy"}, Technique.SWEDISH, False),
        ({"fever_now": "yes"}, Technique.SWEDISH, False),
        ({}, Technique.STRETCHING, False),
    ],
)
def test_physical_therapy_is_offered_beside_massage_to_those_without_a_plan(
    ruleset, harmless, changes, technique, offered
):
    assert ruleset.assess(harmless | changes, technique).offer_physical_therapy is offered


def test_alternatives_are_the_other_techniques_best_first(ruleset, harmless):
    answers = harmless | {"blood_thinner": "anticoagulant", "hypermobility": "diagnosed_connective_tissue"}
    kinds = {technique: technique.kind for technique in Technique}
    expected = [
        (Technique.SWEDISH, Verdict.SUITABLE_WITH_PRECAUTIONS),
        (Technique.RELAXATION, Verdict.SUITABLE_WITH_PRECAUTIONS),
        (Technique.MANUAL_THERAPY, Verdict.SUITABLE_WITH_PRECAUTIONS),
        (Technique.THERAPEUTIC_EXERCISE, Verdict.SUITABLE_WITH_PRECAUTIONS),
        (Technique.ELECTROTHERAPY, Verdict.SUITABLE_WITH_PRECAUTIONS),
        (Technique.STRETCHING, Verdict.NEEDS_CLINICIAN_REVIEW),
        (Technique.TRIGGER_POINT, Verdict.NOT_SUITABLE),
        (Technique.MANIPULATION_THRUST, Verdict.NOT_SUITABLE),
    ]
    assert ruleset.assess(answers, Technique.DEEP_TISSUE).alternatives == tuple(
        Alternative(kinds[technique], technique, verdict) for technique, verdict in expected
    )


def test_the_kind_not_asked_for_is_judged_at_its_gentlest_technique(ruleset, harmless):
    answers = harmless | {"osteoporosis": "yes"}
    verdicts = ruleset.assess(answers, Technique.MANIPULATION_THRUST).verdicts
    assert verdicts == {
        Kind.MASSAGE: Verdict.SUITABLE_WITH_PRECAUTIONS,
        Kind.PHYSICAL_THERAPY: Verdict.NOT_SUITABLE,
    }


@pytest.mark.parametrize(
    ("id_", "value"),
    [
        ("fever_now", True),
        ("fever_now", None),
        ("fever_now", "Yes"),
        ("fever_now", ""),
        ("fever_now", ["yes"]),
        ("fever_now", {"yes": 1}),
        ("fever_now", 1),
        ("disc_problem", "yes"),
        ("age_years", True),
        ("age_years", "48"),
        ("age_years", None),
        ("age_years", float("nan")),
        ("age_years", float("inf")),
        ("age_years", -1),
        ("age_years", 131),
        ("age_years", 10**400),
        ("age_years", [48]),
        ("age_years", Fraction(48)),
        ("feaver", "yes"),
        ("feaver", "unknown"),
        ("feaver", 3),
    ],
)
def test_what_is_no_value_of_the_finding_is_refused_by_name(ruleset, harmless, id_, value):
    for judge in (ruleset.assess, ruleset.verdict):
        with pytest.raises(InvalidValues, match=f"'{id_}'") as refused:
            judge(harmless | {id_: value}, Technique.SWEDISH)
        assert list(refused.value.fields) == [id_]


@pytest.mark.parametrize("age", [0, 48, 48.0, 48.5, 130])
def test_numbers_within_their_range_are_read(ruleset, harmless, age):
    assert ruleset.verdict(harmless | {"age_years": age, "guardian_consent": "yes"}, Technique.SWEDISH) is not None


def test_answers_are_not_changed_by_being_judged(ruleset, harmless):
    answers = dict(harmless)
    ruleset.assess(answers, Technique.SWEDISH)
    assert answers == harmless
