"""The shipped knowledge and the engine against the clinical tables written a second time as plain Python."""

import re
import tomllib
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinicdesk.domain.suitability import GENTLEST, Kind, Technique
from clinicdesk.resources import resource
from clinicdesk.rules import RuleSet, load_knowledge
from tests.rules.plain_tables import CARE, ORDER, REFER, REVIEW, TABLES, worst

RULES = RuleSet(load_knowledge(resource("knowledge")))
DEFINITIONS = tomllib.loads(resource("knowledge", "definitions.toml").read_text(encoding="utf-8"))["definition"]
HARMLESS = {name: finding.harmless for name, finding in RULES.knowledge.findings.items()}
NUMBERS = {
    "age_years": (5, 17, 18, 20, 21, 35, 49, 50, 59, 60, 64, 65, 69, 70, 90),
    "pain_duration_weeks": (0, 3, 4, 11, 12, 13, 25, 26, 60),
    "bp_systolic": (120, 159, 160, 179, 180, 220),
    "bp_diastolic": (80, 99, 100, 109, 110, 130),
    "pain_score": (0, 5, 10),
}


def values_of(name):
    finding = RULES.knowledge.findings[name]
    return NUMBERS[name] if finding.type == "number" else tuple(choice.value for choice in finding.choices)


def answered(harmful):
    """Fully answered findings: everything harmless but ``harmful`` findings, which take any value."""
    return st.fixed_dictionaries({name: st.sampled_from(values_of(name)) for name in harmful}).map(
        lambda chosen: HARMLESS | chosen
    )


def named_by(rule):
    """The findings a rule's condition names, directly or through a definition."""
    text = RULES.knowledge.rules[rule].when
    for definition in DEFINITIONS:
        if re.search(rf"\b{definition['id']}\b", text):
            text += f" {definition.get('when', '')} {' '.join(definition.get('of', ()))}"
    return [finding for finding in HARMLESS if re.search(rf"\b{finding}\b", text)]


few = st.sets(st.sampled_from(sorted(HARMLESS)), max_size=6).flatmap(answered)


def assert_same(findings, technique):
    assessment = RULES.assess(findings, technique)
    for kind in Kind:
        at = technique if technique.kind is kind else GENTLEST[kind]
        expected = worst(findings, kind.value, at.value)
        assert assessment.verdicts[kind].code == expected, (kind, at, expected, assessment.reasons[:3])


@settings(max_examples=1500, deadline=None)
@given(findings=few, technique=st.sampled_from(Technique))
def test_the_engine_agrees_with_the_tables_on_a_few_findings(findings, technique):
    assert_same(findings, technique)


@pytest.mark.parametrize("name", sorted(HARMLESS))
def test_the_engine_agrees_with_the_tables_on_each_value_alone(name):
    for value in values_of(name):
        for technique in Technique:
            assert_same(HARMLESS | {name: value}, technique)


@settings(max_examples=1500, deadline=None)
@given(row=st.sampled_from(TABLES), data=st.data())
def test_the_engine_agrees_with_the_tables_around_each_rule(row, data):
    """Findings named by the rule vary while the rest stays harmless, so that combinations are reached."""
    named = named_by(row[0])
    technique = data.draw(st.sampled_from(Technique))
    assert_same(data.draw(answered(named)), technique)


def completions(findings, missing):
    """Every way the missing answers can turn out; numbers at the values around every limit of the tables."""
    for values in product(*(values_of(name) for name in missing)):
        yield findings | dict(zip(missing, values, strict=True))


def worst_of_three_readings(findings, missing, kind, technique):
    """Harmless as it stands; what matters most read at its worst, up to a review; the rest, up to a precaution."""

    def reading(opened, cap):
        found = max((worst(f, kind, technique) for f in completions(findings, opened)), key=ORDER.index)
        return min(found, cap, key=ORDER.index)

    shipped = RULES.knowledge.findings
    grave = [name for name in missing if shipped[name].if_unknown == "review" and applies(name, findings)]
    any_caution = [name for name in missing if shipped[name].if_unknown != "none" and applies(name, findings)]
    readings = (reading([], REFER), reading(grave, REVIEW), reading(any_caution, CARE))
    return max(readings, key=ORDER.index)


def applies(name, findings):
    """Three findings count as missing only while the fact they hang on holds."""
    return {
        "young_athlete_extension_pain": findings["age_years"] < 21,
        "guardian_consent": findings["age_years"] < 18,
        "pregnancy_high_risk": findings["pregnancy"] != "no_or_not_applicable",
    }.get(name, True)


facts = {"age_years", "pregnancy"}  # others hang on them, and a missing age has a rule of its own
missing_ones = st.lists(st.sampled_from(sorted(set(HARMLESS) - facts)), min_size=1, max_size=3, unique=True)


@settings(max_examples=1000, deadline=None)
@given(findings=few, missing=missing_ones, technique=st.sampled_from(Technique))
def test_the_engine_reads_missing_answers_as_the_tables_do(findings, missing, technique):
    findings = findings | {name: HARMLESS[name] for name in missing}
    given = {name: value for name, value in findings.items() if name not in missing}
    assessment = RULES.assess(given, technique)
    for kind in Kind:
        at = technique if technique.kind is kind else GENTLEST[kind]
        expected = worst_of_three_readings(findings, missing, kind.value, at.value)
        assert assessment.verdicts[kind].code == expected, (kind, at, missing)


def test_both_know_the_same_rules():
    conditional = {"G05"}  # fires on a missing age only, which the tables cannot express
    contributing = {rule for rule in RULES.knowledge.rules if not rule.startswith("I0")}
    assert contributing - conditional == {row[0] for row in TABLES}
