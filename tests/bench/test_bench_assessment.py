"""How long an assessment takes, and how that compares with general rule engines on the same conditions."""

from collections import defaultdict
from random import Random
from statistics import median
from time import perf_counter, process_time

import pytest
import rule_engine
from json_logic import jsonLogic

from clinicdesk.domain.suitability import Technique, Verdict
from clinicdesk.resources import resource
from clinicdesk.rules import RuleSet, load_knowledge
from clinicdesk.rules.conditions import All, Always, Compare, Count, Is, Not, Some, Unknown
from tests.rules.plausible_people import plausible_people
from tests.rules.questioning import asked_in_file_order, asked_in_our_order, least_to_ask
from tests.strategies import harmless_findings, values_of

KNOWLEDGE = load_knowledge(resource("knowledge"))
RULES = RuleSet(KNOWLEDGE)
HARMLESS = harmless_findings(KNOWLEDGE)
FULL_BUDGET = 150e-6
LIFT_BUDGET = 500e-6
START_BUDGET = 60e-3
TIMES_FASTER = 10


def people(count, *, differing, missing, seed=2026):
    """Intakes with some answers that are not harmless and some missing, the same in every run."""
    random = Random(seed)
    findings = list(KNOWLEDGE.findings.values())
    made = []
    for _ in range(count):
        answers = dict(HARMLESS)
        for finding in random.sample(findings, differing):
            answers[finding.id] = random.choice(values_of(finding))
        for finding in random.sample(findings, missing):
            answers.pop(finding.id)
        made.append(answers)
    return made


INTAKES = {
    "answered": people(100, differing=8, missing=0),
    "some_missing": people(100, differing=8, missing=15),
    "many_missing": people(100, differing=6, missing=50),
    "empty": [{}],
}


def assess_all(intakes):
    for answers in intakes:
        RULES.assess(answers, Technique.SWEDISH)


def seconds_each(judge, intakes, rounds=5):
    """Median over the intakes; of each the best of some rounds, as whatever else the machine does only adds to it."""
    judge(intakes[0])
    return median(min(timed(judge, answers) for _ in range(rounds)) for answers in intakes)


def timed(judge, answers):
    start = perf_counter()
    judge(answers)
    return perf_counter() - start


@pytest.mark.parametrize("kind", INTAKES)
def test_a_full_assessment_stays_in_its_budget(benchmark, kind):
    intakes = INTAKES[kind]
    benchmark.extra_info["intakes a round"] = len(intakes)
    benchmark(assess_all, intakes)
    assert seconds_each(lambda answers: RULES.assess(answers, Technique.SWEDISH), intakes) <= FULL_BUDGET


@pytest.mark.parametrize("kind", INTAKES)
def test_what_would_change_a_verdict_is_found_while_a_key_is_pressed(benchmark, kind):
    intakes = INTAKES[kind]
    benchmark.extra_info["intakes a round"] = len(intakes)
    benchmark(lambda: [RULES.would_change(answers, Technique.SWEDISH) for answers in intakes])
    assert seconds_each(lambda answers: RULES.would_change(answers, Technique.SWEDISH), intakes) <= LIFT_BUDGET


def test_asking_what_decides_most_settles_a_thousand_people_sooner(benchmark):
    """Median questions until no verdict can change: in our order, in that of the files, and at the least."""
    asked = defaultdict(list)
    random = Random(2026)
    for number, person in enumerate(plausible_people(KNOWLEDGE, 1000)):
        ours, assessment = asked_in_our_order(RULES, person)
        in_order, other = asked_in_file_order(RULES, person)
        assert assessment.verdicts == other.verdicts
        asked[assessment.verdict.code].append((ours, in_order))
        if number % 20 == 0:
            asked["at the least"].append((ours, least_to_ask(RULES, person, random)))
    asked["everybody"] = [pair for verdict in Verdict for pair in asked[verdict.code]]
    medians = {name: tuple(map(median, zip(*pairs, strict=True))) for name, pairs in asked.items()}
    benchmark.extra_info["median questions (ours, other)"] = medians
    benchmark.extra_info["people"] = {name: len(pairs) for name, pairs in asked.items()}
    benchmark(asked_in_our_order, RULES, next(plausible_people(KNOWLEDGE, 1)))
    for name, most in (("everybody", 0.75), ("refer_urgently", 0.45), ("not_suitable", 0.6), ("at the least", 1.2)):
        ours, other = medians[name]
        assert ours <= most * other, (name, ours, other)


def test_the_rules_are_ready_soon_after_the_start(benchmark):
    def make():
        start = process_time()
        RuleSet(load_knowledge(resource("knowledge")))
        return process_time() - start

    benchmark.pedantic(make, rounds=10, warmup_rounds=1)
    assert min(make() for _ in range(10)) <= START_BUDGET


class RuleEngine:
    """The same conditions in rule-engine."""

    def __init__(self):
        self.rules = [
            (rule_engine.Rule(rule_engine_text(KNOWLEDGE.conditions[rule.when])), contribution(rule))
            for rule in KNOWLEDGE.rules.values()
        ]

    def verdict(self, answers):
        return max((verdict for rule, verdict in self.rules if rule.matches(answers)), default=Verdict.SUITABLE)


class JsonLogic:
    """The same conditions in JSON logic."""

    def __init__(self):
        self.rules = [
            (json_logic_of(KNOWLEDGE.conditions[rule.when]), contribution(rule)) for rule in KNOWLEDGE.rules.values()
        ]

    def verdict(self, answers):
        return max((verdict for rule, verdict in self.rules if jsonLogic(rule, answers)), default=Verdict.SUITABLE)


def contribution(rule):
    return rule.contribution(Technique.SWEDISH) or Verdict.SUITABLE


def rule_engine_text(condition):  # noqa: PLR0911 - one return per form
    match condition:
        case Always(holds=holds):
            return "true" if holds else "false"
        case Unknown(finding=id_):
            return f"{id_} == null"
        case Is(finding=id_, values=values):
            words = ", ".join(f'"{value}"' for value in sorted(values))
            return f"{id_} in [{words}]" if len(values) > 1 else f"{id_} == {words}"
        case Compare(finding=id_, operator=operator, number=number):
            return f"{id_} {operator} {number}"
        case Not(of=part):
            return f"not ({rule_engine_text(part)})"
        case All(of=parts) | Some(of=parts):
            word = " and " if isinstance(condition, All) else " or "
            return f"({word.join(map(rule_engine_text, parts))})"
        case Count(of=parts, at_least=low, at_most=high):
            number = " + ".join(f"(({rule_engine_text(part)}) ? 1 : 0)" for part in parts)
            return f"({number} >= {low} and {number} <= {high})" if high < len(parts) else f"({number} >= {low})"


def json_logic_of(condition):  # noqa: PLR0911 - one return per form
    match condition:
        case Always(holds=holds):
            return holds
        case Unknown(finding=id_):
            return {"==": [{"var": id_}, None]}
        case Is(finding=id_, values=values):
            (first, *rest) = sorted(values)
            return {"in": [{"var": id_}, [first, *rest]]} if rest else {"==": [{"var": id_}, first]}
        case Compare(finding=id_, operator=operator, number=number):
            return {operator: [{"var": id_}, number]}
        case Not(of=part):
            return {"!": [json_logic_of(part)]}
        case All(of=parts) | Some(of=parts):
            return {"and" if isinstance(condition, All) else "or": [json_logic_of(part) for part in parts]}
        case Count(of=parts, at_least=low, at_most=high):
            number = {"+": [{"if": [json_logic_of(part), 1, 0]} for part in parts]}
            return {"and": [{">=": [number, low]}, {"<=": [number, high]}]}


@pytest.mark.parametrize("engine", [RuleEngine, JsonLogic])
def test_a_verdict_alone_is_ten_times_faster_than_a_general_engine(benchmark, engine):
    """Both get answers that are complete; only ours would also know what to do with missing ones."""
    other, intakes = engine(), INTAKES["answered"]
    assert len(other.rules) >= 115
    for answers in intakes:
        assert other.verdict(answers) is RULES.verdict(answers, Technique.SWEDISH)
    theirs = seconds_each(other.verdict, intakes[:30], rounds=3)
    ours = seconds_each(lambda answers: RULES.verdict(answers, Technique.SWEDISH), intakes)
    benchmark.extra_info["times faster"] = round(theirs / ours)
    benchmark(RULES.verdict, intakes[0], Technique.SWEDISH)
    assert theirs >= TIMES_FASTER * ours, (theirs, ours)
