"""What the safety case says of the shipped rules, proved for every person there can be.

A complete set of answers is what the solver reasons about. Missing answers are read three times, each time as the
worst of some complete sets (``docs/safety-case.md`` says why that carries the proofs over); what that step rests on is
checked here as well.
"""

from dataclasses import replace
from itertools import product
from random import Random

import pytest
import z3
from msgspec.structs import replace as replace_fields

from clinicdesk.domain.suitability import GENTLEST, Kind, Technique, Verdict, techniques_of
from clinicdesk.resources import resource
from clinicdesk.rules import RuleSet, load_knowledge
from clinicdesk.rules.circuits import Every, Tally, slots_of
from clinicdesk.rules.compiled import Compiled
from clinicdesk.rules.conditions import findings_of
from tests.rules.small_knowledge import means
from tests.rules.solver import Formulas, example, says
from tests.strategies import harmless_findings, values_of

KNOWLEDGE = load_knowledge(resource("knowledge"))
FORMULAS = Formulas(KNOWLEDGE)
ANYBODY, PERSON = FORMULAS.anybody(), FORMULAS.person
YES_NO = sorted(id_ for id_, item in KNOWLEDGE.findings.items() if item.type == "yes_no")
WORSE = list(Verdict)[1:]
INDICATIONS = {
    "muscle_tension_or_spasm": ["yes"],
    "delayed_onset_soreness": ["yes"],
    "stress_or_low_mood": ["yes"],
    "poor_circulation": ["general_sluggish"],
    "nonspecific_lbp": ["acute_under_4w", "subacute_4_12w", "chronic_over_12w"],
    "active_plan": ["exercise_or_stretching", "physical_therapy"],
    "prefers_passive_care": ["yes"],
}


# -- the ground the proofs stand on --------------------------------------------------------------


def test_the_formulas_say_what_the_engine_says():
    random, ruleset = Random(2026), RuleSet(KNOWLEDGE)
    findings = list(KNOWLEDGE.findings.values())
    step = {technique: [FORMULAS.at_least(technique, verdict) for verdict in WORSE] for technique in Technique}
    for _ in range(60):
        answers = harmless_findings(KNOWLEDGE)
        for item in random.sample(findings, 12):
            answers[item.id] = random.choice(values_of(item))
        given = [(variable, FORMULAS.value(id_, answers[id_])) for id_, variable in PERSON.values.items()]
        given += [(known, z3.BoolVal(True)) for known in PERSON.known.values()]
        technique = random.choice(list(Technique))
        reached = [z3.is_true(z3.simplify(z3.substitute(formula, *given))) for formula in step[technique]]
        assert sum(reached) == ruleset.verdict(answers, technique), answers


@pytest.mark.parametrize("id_", list(KNOWLEDGE.rules))
def test_the_generated_code_fires_each_rule_exactly_where_its_condition_holds(id_, compiled):
    """Every answer to every finding the condition names, numbers on both sides of every limit."""
    condition = KNOWLEDGE.conditions[KNOWLEDGE.rules[id_].when]
    named = sorted(findings_of(condition))
    place = next(number for number, rule in enumerate(compiled.rules) if rule.id == id_)
    encoding = compiled.encoding
    ways = [[(value, encoding.state(name, value)) for value in all_values(name, compiled)] for name in named]
    slots = [encoding.slot[name] for name in named]
    for unknown in ((), *((name,) for name in named if name in encoding.known_slot)):
        states = [*encoding.harmless, *(2 if name in unknown else 1 for name in encoding.known_slot)]
        for way in product(*ways):
            for slot, (_, state) in zip(slots, way, strict=True):
                states[slot] = state
            values = {name: value for name, (value, _) in zip(named, way, strict=True)}
            assert bool(compiled.fires(states) >> place & 1) == means(condition, values, unknown), values


@pytest.fixture(scope="module")
def compiled():
    return Compiled(KNOWLEDGE)


def all_values(name, compiled):
    """Every value, and of numbers those near each limit and one out of every stretch between two limits."""
    values = values_of(KNOWLEDGE.findings[name])
    if name in compiled.encoding.cells:
        values = sorted({*values, *compiled.encoding.cells[name].samples()})
        reached = {compiled.encoding.state(name, value) for value in values}
        assert sum(reached) == compiled.encoding.full[compiled.encoding.slot[name]]
    return values


def test_no_rule_looks_at_one_answer_twice_where_both_have_to_hold(compiled):
    """So that "may hold" is exact: parts that look at different answers may hold together if each may."""

    def check(circuit):
        parts = getattr(circuit, "parts", ())
        if isinstance(circuit, Every | Tally):
            seen = [slot for part in parts for slot in slots_of(part)]
            assert len(seen) == len(set(seen))
        for part in parts:
            check(part)

    for circuit in compiled.circuits:
        check(circuit)


# -- 1 and 2: monotone, and unknown between no and yes --------------------------------------------


def better_after(formulas, id_, *, exempted=True):
    """Somebody for whom another answer than the harmless one is judged better, beyond the exemptions."""
    new = formulas.variable(id_, f"new {id_}")
    before, after = formulas.person.with_(**{id_: formulas.harmless(id_)}), formulas.person.with_(**{id_: new})
    exemptions = [entry for entry in formulas.knowledge.exemptions if entry.finding == id_] if exempted else []
    outside = [z3.Not(formulas.when(entry.when, after)) for entry in exemptions]
    return example(formulas.anybody(), formulas.allowed(id_, new), *outside, formulas.better(before, after, id_))


@pytest.mark.parametrize("id_", list(KNOWLEDGE.findings))
def test_proof_01_no_answer_is_judged_better_than_the_harmless_one(id_):
    assert better_after(FORMULAS, id_) is None


def test_proof_01_each_exemption_is_needed_and_there_are_no_others():
    assert {entry.finding for entry in KNOWLEDGE.exemptions} == {
        id_ for id_ in ("inflammatory_spine", "age_years", "pain_duration_weeks") if exists_better(id_)
    }
    assert len(KNOWLEDGE.exemptions) == 3


def exists_better(id_):
    return better_after(FORMULAS, id_, exempted=False) is not None


@pytest.mark.parametrize("entry", KNOWLEDGE.exemptions, ids=lambda entry: entry.id)
def test_proof_01_an_exemption_goes_no_further_than_it_has_to(entry):
    """Wherever it speaks there is somebody whom the harmless answer would have left with a worse verdict."""
    after = PERSON
    before = PERSON.with_(**{entry.finding: FORMULAS.harmless(entry.finding)})
    assert example(ANYBODY, FORMULAS.when(entry.when, after), FORMULAS.better(before, after, entry.finding)) is not None
    rules = {"inflammatory_spine": "R-SPA1", "age_years": "R-SPA1", "pain_duration_weeks": "R-CL"}
    rule = KNOWLEDGE.rules[rules[entry.finding]]
    assert example(ANYBODY, FORMULAS.when(entry.when, after), z3.Not(FORMULAS.fires(rule, before))) is None


def test_proof_01_holds_for_what_decides_whether_a_missing_answer_counts():
    gates = {item.if_unknown_when for item in KNOWLEDGE.findings.values() if item.if_unknown_when}
    assert len(gates) == 3
    for text in gates:
        for id_ in findings_of(KNOWLEDGE.conditions[text]):
            harmless = PERSON.with_(**{id_: FORMULAS.harmless(id_)})
            assert example(ANYBODY, FORMULAS.when(text, harmless), z3.Not(FORMULAS.when(text))) is None, (text, id_)


def test_proof_02_no_answer_that_is_yes_or_no_decides_whether_another_missing_one_counts():
    gates = {item.if_unknown_when for item in KNOWLEDGE.findings.values() if item.if_unknown_when}
    assert not set(YES_NO) & {id_ for text in gates for id_ in findings_of(KNOWLEDGE.conditions[text])}
    assert not {entry.finding for entry in KNOWLEDGE.exemptions} & set(YES_NO)


@pytest.mark.parametrize("id_", ["age_years"])
def test_proof_02_not_knowing_is_never_better_and_never_blocks_by_itself(id_):
    """The only rules that read whether an answer is known; every other one reads a missing answer as some answer."""
    asked = [rule for rule in KNOWLEDGE.rules.values() if f"unknown({id_})" in rule.when]
    assert asked == [rule for rule in KNOWLEDGE.rules.values() if "unknown(" in rule.when]
    known, unknown = z3.BoolVal(True), z3.BoolVal(False)
    told = replace(PERSON, known=PERSON.known | {id_: known})
    untold = replace(PERSON, known=PERSON.known | {id_: unknown})
    for technique in Technique:
        for verdict in WORSE:
            after, before = FORMULAS.at_least(technique, verdict, untold), FORMULAS.at_least(technique, verdict, told)
            assert example(ANYBODY, before, z3.Not(after)) is None
            if verdict > Verdict.NEEDS_CLINICIAN_REVIEW:
                assert example(ANYBODY, after, z3.Not(before)) is None


# -- 3 to 7 ---------------------------------------------------------------------------------------


def test_proof_03_an_empty_intake_waits_for_a_clinician(ruleset):
    for technique in Technique:
        assert ruleset.verdict({}, technique) is Verdict.NEEDS_CLINICIAN_REVIEW


def exceeded(formulas, entry):
    """Somebody harmless but for what an allowance names, who is judged worse than it allows."""
    condition = formulas.knowledge.conditions[entry.when]
    person = formulas.harmless_but({*findings_of(condition), *entry.whatever})
    for kind, allowed in ((Kind.MASSAGE, entry.massage), (Kind.PHYSICAL_THERAPY, entry.physical_therapy)):
        if allowed is not None:
            worse = formulas.at_least(GENTLEST[kind], Verdict(allowed + 1), person)
            found = example(formulas.anybody(), formulas.holds(condition, person), worse)
            if found is not None:
                return found
    return None


@pytest.mark.parametrize("entry", KNOWLEDGE.allowances, ids=lambda entry: entry.id)
def test_proof_04_05_08_nobody_is_stopped_for_what_is_allowed(entry):
    assert exceeded(FORMULAS, entry) is None


def test_proof_04_05_08_the_allowances_are_those_of_the_safety_case():
    assert [entry.id for entry in KNOWLEDGE.allowances] == ["healthy_adult", "age_alone", "exercise_goes_on"]
    for age in (18, 64):
        person = PERSON.with_(age_years=FORMULAS.value("age_years", age))
        assert example(z3.Not(FORMULAS.when(KNOWLEDGE.allowances[0].when, person))) is None


def test_proof_06_what_refers_for_one_technique_refers_for_all():
    urgent = {
        id_
        for id_, rule in KNOWLEDGE.rules.items()
        for technique in Technique
        if rule.contribution(technique) is Verdict.REFER_URGENTLY
    }
    assert len(urgent) == 19
    for technique in Technique:
        assert FORMULAS.causing(technique, Verdict.REFER_URGENTLY) == urgent


def test_proof_07_massage_never_comes_without_advice_on_active_work():
    for verdict in Verdict:
        printed = [note for note in KNOWLEDGE.pairing if not note.physical_therapy or verdict in note.physical_therapy]
        assert all(note.text for note in printed)
        assert example(ANYBODY, *(z3.Not(FORMULAS.when(note.when)) for note in printed)) is None


# -- 8 to 10 --------------------------------------------------------------------------------------


def test_proof_08_what_massage_comes_to_never_weighs_on_physical_therapy():
    """Each step of physical therapy rests on the same rules when all that is said of massage is taken away."""
    stops = Verdict.REFER_URGENTLY
    unheard = {
        id_: replace_fields(rule, massage=rule.massage if rule.massage is stops else None)
        for id_, rule in KNOWLEDGE.rules.items()
    }
    for technique in techniques_of(Kind.PHYSICAL_THERAPY):
        for id_, rule in KNOWLEDGE.rules.items():
            assert says(rule, technique) is says(unheard[id_], technique), (id_, technique)


@pytest.mark.parametrize("id_", INDICATIONS)
def test_proof_09_what_speaks_for_massage_changes_no_verdict(id_):
    """But for soreness after exercise together with a flank that hurts: dark urine may be muscle breaking down."""
    dark_urine = FORMULAS.person.values["flank_pain_with_urinary_symptoms"] == FORMULAS.value(
        "flank_pain_with_urinary_symptoms", "yes"
    )
    excepted = [z3.Not(dark_urine)] if id_ == "delayed_onset_soreness" else []
    without = PERSON.with_(**{id_: FORMULAS.harmless(id_)})
    for value in INDICATIONS[id_]:
        with_it = PERSON.with_(**{id_: FORMULAS.value(id_, value)})
        for before, after in ((without, with_it), (with_it, without)):
            assert example(ANYBODY, *excepted, FORMULAS.better(before, after, id_)) is None
    if excepted:
        assert example(ANYBODY, dark_urine, FORMULAS.better(with_it, without, id_)) is not None


def bettered(formulas, entry):
    """Somebody whom a guarantee is about and who is judged better than it says."""
    for kind, least in ((Kind.MASSAGE, entry.massage), (Kind.PHYSICAL_THERAPY, entry.physical_therapy)):
        for technique in techniques_of(kind) if least is not None else ():
            found = example(formulas.anybody(), formulas.when(entry.when), z3.Not(formulas.at_least(technique, least)))
            if found is not None:
                return found
    return None


@pytest.mark.parametrize("entry", KNOWLEDGE.guarantees, ids=lambda entry: entry.id)
def test_proof_10_nothing_betters_what_is_guaranteed(entry):
    assert bettered(FORMULAS, entry) is None


def test_proof_10_fracture_disc_and_tumour_are_guaranteed_whatever_is_cleared():
    guaranteed = {entry.id: entry for entry in KNOWLEDGE.guarantees}
    for id_, hazards in (
        ("broken_spine", [("vertebral_fracture", "suspected"), ("vertebral_fracture", "recent_or_unhealed")]),
        ("herniated_disc", [("disc_problem", "herniation_no_leg_symptoms")]),
        ("herniated_disc", [("disc_problem", "herniation_with_leg_symptoms")]),
        ("spinal_tumour", [("cancer_status", "spinal_tumour_or_mets")]),
    ):
        assert guaranteed[id_].massage >= Verdict.NOT_SUITABLE
        for finding, value in hazards:
            person = PERSON.with_(**{finding: FORMULAS.value(finding, value)})
            assert example(ANYBODY, z3.Not(FORMULAS.when(guaranteed[id_].when, person))) is None


# -- the proofs can fail --------------------------------------------------------------------------


def changed(id_, **fields):
    rule = replace_fields(KNOWLEDGE.rules[id_], **fields)
    return Formulas(replace(KNOWLEDGE, rules={**KNOWLEDGE.rules, id_: rule}))


def test_a_planted_fault_breaks_its_proof():
    assert better_after(changed("R-CA-P2", massage=Verdict.NOT_SUITABLE), "main_complaint") is not None
    assert better_after(changed("R-CL", massage=None), "night_sweats") is not None
    guarantees = {entry.id: entry for entry in KNOWLEDGE.guarantees}
    assert bettered(changed("S03", massage=Verdict.NEEDS_CLINICIAN_REVIEW), guarantees["herniated_disc"]) is not None
    assert bettered(changed("U05", massage=None, physical_therapy=None), guarantees["emergency_signs"]) is not None
    allowances = {entry.id: entry for entry in KNOWLEDGE.allowances}
    stricter = changed("S03", physical_therapy=Verdict.NEEDS_CLINICIAN_REVIEW)
    assert exceeded(stricter, allowances["exercise_goes_on"]) is not None
    assert exceeded(stricter, allowances["age_alone"]) is None
