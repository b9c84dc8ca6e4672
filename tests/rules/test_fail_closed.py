"""A missing answer is never better than the harmless one, and never refers or blocks by itself."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinicdesk.domain.suitability import Technique, Verdict
from clinicdesk.resources import resource
from clinicdesk.rules import RuleSet, load_knowledge
from tests.rules.small_knowledge import TECHNIQUE_OF, small_answers, small_knowledge
from tests.strategies import findings, harmless_findings

RULES = RuleSet(load_knowledge(resource("knowledge")))
HARMLESS = harmless_findings(RULES.knowledge)


def assert_fails_closed(ruleset, answers, id_, techniques):
    harmless = answers | {id_: ruleset.knowledge.findings[id_].harmless}
    missing = answers | {id_: "unknown"}
    for technique in techniques:
        told, untold = ruleset.verdict(harmless, technique), ruleset.verdict(missing, technique)
        assert told <= untold <= max(told, Verdict.NEEDS_CLINICIAN_REVIEW), (id_, technique)


@settings(max_examples=600, deadline=None)
@given(findings(RULES.knowledge), st.sampled_from(sorted(RULES.knowledge.findings)))
def test_a_missing_answer_lies_between_the_harmless_one_and_a_review(answers, id_):
    assert_fails_closed(RULES, answers, id_, Technique)


@settings(max_examples=200, deadline=None)
@given(small_knowledge(with_unknown=False), small_answers, st.sampled_from("abcde"))
def test_whatever_the_rules_are_a_missing_answer_lies_between_the_harmless_one_and_a_review(known, answers, id_):
    assert_fails_closed(RuleSet(known), answers, id_, TECHNIQUE_OF.values())


@pytest.mark.parametrize("id_", sorted(HARMLESS))
def test_a_single_missing_answer_weighs_no_more_than_its_finding_says(id_):
    caps = {"review": Verdict.NEEDS_CLINICIAN_REVIEW, "precaution": Verdict.SUITABLE_WITH_PRECAUTIONS}
    cap = caps.get(RULES.knowledge.findings[id_].if_unknown, Verdict.SUITABLE)
    for technique in Technique:
        assert RULES.verdict(HARMLESS | {id_: "unknown"}, technique) <= cap
