"""What decisions lift of the rules: never more than the knowledge lets them, and never to suitable."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinicdesk.domain.suitability import GENTLEST, Kind, Technique, Verdict
from clinicdesk.resources import resource
from clinicdesk.rules import UNANSWERED, RuleSet, load_knowledge
from clinicdesk.rules.conditions import All, Always, Compare, Count, Is, Not, Some, Unknown
from clinicdesk.rules.lifting import NOTHING_LIFTED, Lifted, _spelled
from tests.strategies import findings, harmless_findings

RULES = RuleSet(load_knowledge(resource("knowledge")))
KNOWLEDGE = RULES.knowledge
HARMLESS = harmless_findings(KNOWLEDGE)
DISC = HARMLESS | {"disc_problem": "herniation_no_leg_symptoms", "pain_duration_weeks": 8, "pain_new_or_changed": "no"}
FORBIDDEN = {"G01", "G02", "G03", "S01", "S06", *(f"U{number:02}" for number in range(1, 20))}


def lifted(*rules, here=(), in_writing=()):
    return Lifted(frozenset(rules), frozenset(here), frozenset(in_writing))


EVERYTHING = Lifted(frozenset(KNOWLEDGE.rules), frozenset({*KNOWLEDGE.rules, UNANSWERED}), frozenset(KNOWLEDGE.rules))


def test_every_shipped_rule_that_blocks_says_what_may_be_lifted_of_it():
    for rule in KNOWLEDGE.rules.values():
        blocks = any(said is not None and said.blocks for said in (rule.massage, rule.physical_therapy))
        assert (rule.lift is not None) == blocks, rule.id
    assert {id_ for id_, rule in KNOWLEDGE.rules.items() if rule.lift == "block"} == {"S03"}
    assert all(KNOWLEDGE.rules[id_].lift == "never" for id_ in FORBIDDEN)


def test_a_review_is_left_at_precautions_and_stays_in_sight():
    answers = HARMLESS | {"leg_radiating_pain": "pain_only"}
    plain, effective = (RULES.assess(answers, Technique.SWEDISH, each) for each in (NOTHING_LIFTED, lifted("R-SCI1")))
    assert plain.verdict is Verdict.NEEDS_CLINICIAN_REVIEW
    assert effective.verdict is Verdict.SUITABLE_WITH_PRECAUTIONS
    assert effective.precautions == plain.precautions
    assert {reason.rule: reason.verdict for reason in effective.reasons}["R-SCI1"] is Verdict.SUITABLE_WITH_PRECAUTIONS
    assert effective.pairing
    assert not plain.benefits


def test_only_the_rule_that_is_named_counts_for_less():
    answers = HARMLESS | {"leg_radiating_pain": "pain_only", "heart_failure": "stable"}
    assert RULES.verdict(answers, Technique.SWEDISH, lifted("R-SCI1")) is Verdict.NEEDS_CLINICIAN_REVIEW
    assert RULES.verdict(answers, Technique.SWEDISH, lifted("R-SCI1", "R-HF2")) is Verdict.SUITABLE_WITH_PRECAUTIONS


def test_a_herniated_disc_takes_a_written_word_and_the_first_weeks_to_be_over():
    assert RULES.verdict(DISC, Technique.SWEDISH, lifted("S03")) is Verdict.NOT_SUITABLE
    signed = lifted("S03", in_writing=["S03"])
    assert RULES.verdict(DISC, Technique.SWEDISH, signed) is Verdict.SUITABLE_WITH_PRECAUTIONS
    for early in ({"pain_duration_weeks": 3}, {"pain_new_or_changed": "yes"}, {"pain_new_or_changed": "unknown"}):
        assert RULES.verdict(DISC | early, Technique.SWEDISH, signed) is Verdict.NOT_SUITABLE
    untold = {id_: value for id_, value in DISC.items() if id_ != "pain_duration_weeks"}
    assert RULES.verdict(untold, Technique.SWEDISH, signed) is Verdict.NOT_SUITABLE


def test_what_is_decided_session_by_session_is_not_lifted_for_every_session():
    answers = HARMLESS | {"fever_now": "yes", "main_complaint": "relaxation"}
    exercise = Technique.THERAPEUTIC_EXERCISE
    assert RULES.verdict(answers, exercise, lifted("R-FEV")) is Verdict.NEEDS_CLINICIAN_REVIEW
    assert RULES.verdict(answers, exercise, lifted(here=["R-FEV"])) is Verdict.SUITABLE_WITH_PRECAUTIONS
    assert RULES.verdict(answers, exercise, lifted(here=["R-FEV"]), asked=False) is Verdict.NEEDS_CLINICIAN_REVIEW
    assert RULES.verdict(answers, Technique.SWEDISH, lifted(here=["R-FEV"])) is Verdict.NOT_SUITABLE


def test_open_questions_are_released_for_one_technique_of_one_session():
    untold = {id_: value for id_, value in HARMLESS.items() if id_ != "night_sweats"}
    assert RULES.verdict(untold, Technique.SWEDISH, lifted(UNANSWERED)) is Verdict.NEEDS_CLINICIAN_REVIEW
    may_fire = [id_.removeprefix("rule ") for id_ in RULES.unanswered_facts(untold, Technique.SWEDISH) if " " in id_]
    assert RULES.verdict(untold, Technique.SWEDISH, lifted(*may_fire)) is Verdict.NEEDS_CLINICIAN_REVIEW
    effective = RULES.assess(untold, Technique.SWEDISH, lifted(here=[UNANSWERED]))
    assert effective.verdicts == {
        Kind.MASSAGE: Verdict.SUITABLE_WITH_PRECAUTIONS,
        Kind.PHYSICAL_THERAPY: Verdict.NEEDS_CLINICIAN_REVIEW,
    }


def test_an_open_question_still_holds_when_the_rule_beside_it_is_cleared():
    answers = {id_: value for id_, value in HARMLESS.items() if id_ != "night_sweats"} | {"heart_failure": "stable"}
    effective = RULES.assess(answers, Technique.SWEDISH, lifted("R-HF2"))
    assert effective.verdict is Verdict.NEEDS_CLINICIAN_REVIEW
    holding = {each.rule for each in effective.reasons if each.kind is Kind.MASSAGE and each.verdict.blocks}
    assert holding == {UNANSWERED}


@settings(max_examples=150, deadline=None)
@given(
    findings(KNOWLEDGE),
    st.sampled_from(Technique),
    st.sets(st.sampled_from(sorted({*KNOWLEDGE.rules, UNANSWERED})), max_size=40)
    | st.just({*KNOWLEDGE.rules, UNANSWERED}),
    st.booleans(),
)
def test_whatever_is_cleared_the_verdict_lies_between_the_rest_and_the_whole(answers, technique, rules, here):
    word = Lifted(frozenset(() if here else rules), frozenset(rules if here else ()), frozenset(rules))
    plain, effective = RULES.assess(answers, technique), RULES.assess(answers, technique, word)
    for kind in Kind:
        assert effective.verdicts[kind] <= plain.verdicts[kind]
    assert effective.verdict is RULES.verdict(answers, technique, word)
    for other in effective.alternatives:
        assert other.verdict is RULES.verdict(answers, other.technique, word, asked=False)
    fired = {(reason.rule, reason.kind): reason for reason in plain.reasons}
    for (rule, kind), reason in fired.items():
        if rule not in rules and rule != UNANSWERED:
            assert effective.verdicts[kind] >= reason.verdict
        if rule in FORBIDDEN:
            assert effective.verdicts[kind] >= reason.verdict
        if reason.verdict.blocks:
            assert effective.verdicts[kind] >= Verdict.SUITABLE_WITH_PRECAUTIONS
    if plain.verdict is Verdict.REFER_URGENTLY:
        assert set(effective.verdicts.values()) == {Verdict.REFER_URGENTLY}
    for kind in Kind:
        said = [each.verdict for each in effective.reasons if each.kind is kind]
        assert effective.verdicts[kind] is max(said, default=Verdict.SUITABLE)


@settings(max_examples=100, deadline=None)
@given(findings(KNOWLEDGE), st.sampled_from(Technique))
def test_nothing_lifted_changes_nothing(answers, technique):
    assert RULES.assess(answers, technique, Lifted()) == RULES.assess(answers, technique)


# -- what a decision rests on -----------------------------------------------------------------------


def test_a_birthday_that_crosses_no_limit_of_the_rule_changes_no_fact():
    lifting = RULES.lifting
    young = HARMLESS | {"age_years": 44, "inflammatory_spine": "suspected_pattern"}
    assert lifting.facts("R-SPA1", young) == lifting.facts("R-SPA1", young | {"age_years": 45})
    assert lifting.facts("R-SPA1", young) != lifting.facts("R-SPA1", young | {"age_years": 50})
    # The limit of another rule is none of its own.
    assert lifting.facts("R-YOUTH", HARMLESS | {"age_years": 64}) == lifting.facts(
        "R-YOUTH", HARMLESS | {"age_years": 66}
    )


def test_an_answer_that_counts_the_same_is_another_fact():
    lifting = RULES.lifting
    worse = DISC | {"disc_problem": "herniation_with_leg_symptoms"}
    assert lifting.facts("S03", DISC) != lifting.facts("S03", worse)


def test_what_a_block_is_lifted_by_is_part_of_the_facts_and_so_is_what_is_not_known():
    lifting = RULES.lifting
    for other in ({"pain_duration_weeks": 2}, {"pain_new_or_changed": "yes"}):
        assert lifting.facts("S03", DISC) != lifting.facts("S03", DISC | other)
    assert lifting.facts("S03", DISC) == lifting.facts("S03", DISC | {"pain_duration_weeks": 9})
    ageless = {id_: value for id_, value in HARMLESS.items() if id_ != "age_years"}
    assert lifting.facts("G05", ageless) != lifting.facts("G05", HARMLESS)


def test_a_missing_answer_is_the_harmless_one_until_it_is_known():
    lifting = RULES.lifting
    answers = HARMLESS | {"night_sweats": "yes"}
    untold = {id_: value for id_, value in answers.items() if id_ != "band_like_trunk_pain"}
    assert lifting.facts("R-CL", untold) == lifting.facts("R-CL", answers)
    assert lifting.facts("R-CL", untold) != lifting.facts("R-CL", answers | {"band_like_trunk_pain": "yes"})
    assert "band_like_trunk_pain" not in lifting.facts("R-CL", untold, known_only=True)


def changed(id_, **fields):
    rule = replace_rule(KNOWLEDGE.rules[id_], **fields)
    return RuleSet(replace(KNOWLEDGE, rules={**KNOWLEDGE.rules, id_: rule}))


def replace_rule(rule, **fields):
    from msgspec.structs import replace as replace_fields  # noqa: PLC0415 - used here alone

    return replace_fields(rule, **fields)


def test_the_hash_of_a_rule_changes_with_its_words_and_with_no_other_rule():
    before = RULES.lifting.rule_hash("R-CL")
    assert before == RuleSet(KNOWLEDGE).lifting.rule_hash("R-CL")
    assert changed("R-CL", because="For another reason.").lifting.rule_hash("R-CL") != before
    assert changed("R-HF2", because="For another reason.").lifting.rule_hash("R-CL") == before
    assert RULES.lifting.rule_hash(UNANSWERED) == KNOWLEDGE.version.hash


def test_a_definition_is_part_of_the_rules_that_name_it():
    texts = dict(KNOWLEDGE.texts)
    from clinicdesk.rules import read_knowledge  # noqa: PLC0415 - used here alone

    assert "main_complaint in {" in texts["definitions.toml"]
    texts["definitions.toml"] = texts["definitions.toml"].replace(
        "main_complaint in {back_pain, ", "main_complaint in {"
    )
    edited = RuleSet(read_knowledge(texts))
    assert edited.lifting.rule_hash("R-YOUTH") != RULES.lifting.rule_hash("R-YOUTH")
    assert edited.lifting.rule_hash("S03") == RULES.lifting.rule_hash("S03")


def test_no_two_conditions_are_spelled_alike():
    fever, pain = Is("fever_now", frozenset({"yes"})), Is("pain", frozenset({"new", "old"}))
    different = [
        Always(True),
        Always(False),
        fever,
        Is("fever_now", frozenset({"no"})),
        Is("chills_now", frozenset({"yes"})),
        *(Compare("age_years", operator, number) for operator in (">=", ">") for number in (50, 60)),
        Compare("pain_score", ">=", 50),
        Unknown("age_years"),
        Not(fever),
        *(form((fever, pain)) for form in (All, Some)),
        All((fever,)),
        *(Count((fever, pain), low, high) for low in (0, 1) for high in (1, 2)),
    ]
    assert len({repr(_spelled(each)) for each in different}) == len(different)


@pytest.mark.parametrize("technique", GENTLEST.values())
def test_the_facts_of_open_questions_are_what_is_open_and_what_may_come_of_it(technique):
    untold = {id_: value for id_, value in HARMLESS.items() if id_ != "night_sweats"}
    facts = RULES.unanswered_facts(untold, technique)
    assert facts["night_sweats"] == "unknown"
    assert facts["rule R-CL"] == "may fire"
    assert RULES.unanswered_facts(untold | {"heart_failure": "stable"}, technique).keys() == facts.keys(), "it fires"
    nothing = RULES.unanswered_facts({}, technique)
    rules = [KNOWLEDGE.rules[id_.removeprefix("rule ")] for id_ in nothing if " " in id_]
    assert all(rule.contribution(technique) >= Verdict.NEEDS_CLINICIAN_REVIEW for rule in rules)
    assert RULES.unanswered_facts(HARMLESS, technique) == {}
