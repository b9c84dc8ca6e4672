"""A fault planted in any rule is noticed: each mutant fails the expected verdicts or an invariant."""

from dataclasses import replace
from random import Random

from msgspec.structs import replace as replace_fields

from clinicdesk.domain.suitability import Technique, Verdict
from clinicdesk.rules import RuleSet
from clinicdesk.rules.conditions import All, Compare, Count, Is, Not, Some
from tests.rules import invariants
from tests.rules.expected_verdicts import CASES, check_case
from tests.strategies import harmless_findings, values_of

# Between them they reach every rule that speaks of some techniques only.
TECHNIQUES = (
    Technique.SWEDISH,
    Technique.DEEP_TISSUE,
    Technique.TRIGGER_POINT,
    Technique.MANIPULATION_THRUST,
    Technique.STRETCHING,
    Technique.ELECTROTHERAPY,
)


def test_a_lost_rule_is_noticed(knowledge):
    mutants = {f"{id_} dropped": _without(knowledge, id_) for id_ in knowledge.rules}
    assert _survivors(mutants) == []


def test_a_changed_verdict_is_noticed(knowledge):
    mutants = {}
    for rule in knowledge.rules.values():
        for kind in ("massage", "physical_therapy"):
            verdict = getattr(rule, kind)
            if verdict is None:
                continue
            for other in {verdict - 1, verdict + 1} & set(Verdict) | {None}:
                changed = replace_fields(rule, **{kind: None if other is None else Verdict(other)})
                mutants[f"{rule.id} {kind} {other}"] = _with(knowledge, changed)
    assert _survivors(mutants) == []


def test_a_changed_scope_is_noticed(knowledge):
    mutants = {}
    for rule in knowledge.rules.values():
        if rule.techniques:
            mutants[f"{rule.id} any"] = _with(knowledge, replace_fields(rule, techniques=()))
        for technique in rule.techniques[:-1] and rule.techniques:
            left = tuple(other for other in rule.techniques if other is not technique)
            mutants[f"{rule.id} not {technique}"] = _with(knowledge, replace_fields(rule, techniques=left))
    assert _survivors(mutants) == []


def test_a_changed_condition_is_noticed(knowledge):
    mutants = {}
    for rule in knowledge.rules.values():
        for number, condition in enumerate(_variants(knowledge.conditions[rule.when])):
            text = f"{rule.id} variant {number}"
            conditions = {**knowledge.conditions, text: condition}
            changed = _with(knowledge, replace_fields(rule, when=text))
            mutants[f"{text}: {condition}"] = replace(changed, conditions=conditions)
    assert _survivors(mutants) == []


def _without(knowledge, id_):
    return replace(knowledge, rules={other: rule for other, rule in knowledge.rules.items() if other != id_})


def _with(knowledge, changed):
    return replace(knowledge, rules={**knowledge.rules, changed.id: changed})


def _variants(condition):
    """The condition with one part lost, one limit moved or one value forgotten."""
    match condition:
        case All(of=parts) | Some(of=parts) | Count(of=parts):
            for place, part in enumerate(parts):
                yield _rebuilt(condition, parts[:place] + parts[place + 1 :])
                for variant in _variants(part):
                    yield _rebuilt(condition, (*parts[:place], variant, *parts[place + 1 :]))
            if isinstance(condition, Count) and condition.at_least:
                yield replace(condition, at_least=condition.at_least + 1)
                yield replace(condition, at_least=condition.at_least - 1)
        case Not(of=part):
            yield part
            yield from map(Not, _variants(part))
        case Compare():
            yield replace(condition, number=condition.number + 1)
            yield replace(condition, number=condition.number - 1)
        case Is(values=values) if len(values) > 1:
            for value in sorted(values):
                yield replace(condition, values=values - {value})


def _rebuilt(condition, parts):
    if isinstance(condition, Count):
        return Count(parts, condition.at_least, min(condition.at_most, len(parts)))
    return type(condition)(parts)


def _survivors(mutants):
    assert mutants
    return [name for name, knowledge in mutants.items() if not _noticed(name.split()[0], RuleSet(knowledge))]


def _noticed(rule, ruleset):
    """Whether some check fails; those that name the rule are tried first, as they nearly always do."""
    near = [case for case in CASES if any(name.rstrip("?") == rule for name in case[0])]
    try:
        for case in (*near, *CASES):
            check_case(ruleset, case, TECHNIQUES)
        _check_invariants(ruleset)
    except AssertionError:
        return True
    return False


def _check_invariants(ruleset):
    invariants.assert_03_nothing_asked_is_reviewed(ruleset)
    findings = list(ruleset.knowledge.findings.values())
    random = Random(2026)
    for _ in range(150):
        answers = harmless_findings(ruleset.knowledge)
        for finding in random.sample(findings, 6):
            answers[finding.id] = random.choice((*values_of(finding), "unknown"))
        invariants.assert_01_monotone(ruleset, answers, random.choice(findings).id)
        invariants.assert_06_urgent_for_one_is_urgent_for_all(ruleset, answers, Technique.SWEDISH)
        invariants.assert_07_massage_comes_with_pairing_advice(ruleset, answers, Technique.SWEDISH)
