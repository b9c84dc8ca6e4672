"""What no decision of a therapist can do, proved for every person and every set of decisions there can be.

A decision is one variable for each rule: whether it is cleared. What that leaves of the rule follows from the checked
conditions and from ``lift`` in the files; that the program does the same is compared below.
"""

from dataclasses import replace
from random import Random

import pytest
import z3
from msgspec.structs import replace as replace_fields

from clinicdesk.domain.suitability import Kind, Technique, Verdict, techniques_of
from clinicdesk.resources import resource
from clinicdesk.rules import RuleSet, load_knowledge
from clinicdesk.rules.checking import checked
from clinicdesk.rules.condition_parser import parse_condition
from clinicdesk.rules.conditions import Vocabulary
from clinicdesk.rules.invariants import broken_invariants
from clinicdesk.rules.knowledge_files import texts_in
from clinicdesk.rules.lifting import Lifted
from tests.rules.solver import Cleared, Formulas, example, says
from tests.strategies import harmless_findings, values_of

KNOWLEDGE = load_knowledge(resource("knowledge"))
FORMULAS = Formulas(KNOWLEDGE)
CLEARED = Cleared(FORMULAS)
ANYBODY, PERSON = FORMULAS.anybody(), FORMULAS.person
WORSE = list(Verdict)[1:]
URGENT = {id_ for id_, rule in KNOWLEDGE.rules.items() if rule.massage is Verdict.REFER_URGENTLY}
FORBIDDEN = sorted({"G01", "G02", "G03", "S01", "S06", *URGENT})
STANDING = [entry for entry in KNOWLEDGE.guarantees if entry.whatever_is_cleared]


def test_the_formulas_of_what_is_cleared_say_what_the_engine_says():
    random, ruleset = Random(2026), RuleSet(KNOWLEDGE)
    findings, rules = list(KNOWLEDGE.findings.values()), sorted(KNOWLEDGE.rules)
    for _ in range(60):
        answers = harmless_findings(KNOWLEDGE)
        for item in random.sample(findings, 12):
            answers[item.id] = random.choice(values_of(item))
        cleared = set(random.sample(rules, random.choice([5, 60, len(rules)])))
        given = [(variable, FORMULAS.value(id_, answers[id_])) for id_, variable in PERSON.values.items()]
        given += [(known, z3.BoolVal(True)) for known in PERSON.known.values()]
        given += [(variable, z3.BoolVal(id_ in cleared)) for id_, variable in CLEARED.of.items()]
        technique = random.choice(list(Technique))
        steps = [z3.substitute(CLEARED.at_least(technique, verdict), *given) for verdict in WORSE]
        lifted = Lifted(here=frozenset(cleared), in_writing=frozenset(cleared))
        assert sum(z3.is_true(z3.simplify(step)) for step in steps) == ruleset.verdict(answers, technique, lifted)


def test_proof_16_the_rules_that_nobody_lifts_are_those_of_the_safety_case():
    assert len(URGENT) == 19
    assert {KNOWLEDGE.rules[id_].lift for id_ in FORBIDDEN} == {"never"}
    assert [entry.id for entry in STANDING] == ["broken_spine", "spinal_tumour", "emergency_signs", "no_go_ahead"]


@pytest.mark.parametrize("id_", FORBIDDEN)
def test_proof_16_no_set_of_decisions_lifts_a_rule_that_nobody_lifts(id_):
    rule = KNOWLEDGE.rules[id_]
    for technique in Technique:
        said = says(rule, technique)
        if said is not Verdict.SUITABLE:
            assert example(ANYBODY, FORMULAS.fires(rule), z3.Not(CLEARED.at_least(technique, said))) is None


def cleared_away(formulas, entry):
    """Somebody whom a guarantee is about and who is judged better than it says because of some decisions."""
    cleared = Cleared(formulas)
    for kind, least in ((Kind.MASSAGE, entry.massage), (Kind.PHYSICAL_THERAPY, entry.physical_therapy)):
        for technique in techniques_of(kind) if least is not None else ():
            found = example(formulas.anybody(), formulas.when(entry.when), z3.Not(cleared.at_least(technique, least)))
            if found is not None:
                return found
    return None


@pytest.mark.parametrize("entry", STANDING, ids=lambda entry: entry.id)
def test_proof_16_no_set_of_decisions_betters_what_is_guaranteed_whatever_is_cleared(entry):
    assert cleared_away(FORMULAS, entry) is None


@pytest.mark.parametrize("technique", Technique)
def test_proof_16_the_verdict_lies_between_that_without_the_rules_cleared_and_that_with_them(technique):
    for verdict in WORSE:
        without, effective = CLEARED.without(technique, verdict), CLEARED.at_least(technique, verdict)
        assert example(ANYBODY, without, z3.Not(effective)) is None
        assert example(ANYBODY, effective, z3.Not(FORMULAS.at_least(technique, verdict))) is None


@pytest.mark.parametrize("technique", Technique)
def test_proof_16_where_something_is_lifted_precautions_are_left_at_least(technique):
    lifting = [
        z3.And(CLEARED.of[id_], FORMULAS.fires(rule))
        for id_, rule in KNOWLEDGE.rules.items()
        if says(rule, technique).blocks
    ]
    least = CLEARED.at_least(technique, Verdict.SUITABLE_WITH_PRECAUTIONS)
    assert example(ANYBODY, z3.Or(lifting), z3.Not(least)) is None


@pytest.mark.parametrize("id_", list(KNOWLEDGE.findings))
def test_proof_16_with_the_same_decisions_no_answer_is_judged_better_than_the_harmless_one(id_):
    assert better_after(FORMULAS, id_) is None


ONCE_CLEARED = """\
age_years >= 50 and morning_stiffness_over_30_min and pain_duration_weeks > 12 \
and inflammatory_spine in {diagnosed_flare, fused_or_advanced}"""
REACHES_FURTHER = parse_condition(ONCE_CLEARED, Vocabulary(KNOWLEDGE.findings, {}))
"""How far the exemption `past_the_age_of_onset` reaches once the rule about a flare or a fused spine is cleared."""


def test_proof_16_the_one_exemption_that_reaches_further_is_needed():
    assert better_after(FORMULAS, "age_years", further=False) is not None


def better_after(formulas, id_, *, further=True):
    cleared = Cleared(formulas)
    new = formulas.variable(id_, f"new {id_}")
    before, after = formulas.person.with_(**{id_: formulas.harmless(id_)}), formulas.person.with_(**{id_: new})
    exemptions = [entry for entry in formulas.knowledge.exemptions if entry.finding == id_]
    outside = [z3.Not(formulas.when(entry.when, after)) for entry in exemptions]
    if further and id_ == "age_years":
        outside.append(z3.Not(formulas.holds(REACHES_FURTHER, after)))
    return example(formulas.anybody(), formulas.allowed(id_, new), *outside, cleared.better(before, after, id_))


# -- the proofs can fail, and edited rules are refused ----------------------------------------------


def changed(id_, **fields):
    rule = replace_fields(KNOWLEDGE.rules[id_], **fields)
    return Formulas(replace(KNOWLEDGE, rules={**KNOWLEDGE.rules, id_: rule}))


def test_a_rule_made_liftable_breaks_its_proof():
    guarantees = {entry.id: entry for entry in KNOWLEDGE.guarantees}
    assert cleared_away(changed("S01", lift="review"), guarantees["broken_spine"]) is not None
    assert cleared_away(changed("S06", lift="session"), guarantees["spinal_tumour"]) is not None
    signed = changed("G03", lift="block", lift_when=KNOWLEDGE.rules["S03"].lift_when)
    assert cleared_away(signed, guarantees["no_go_ahead"]) is not None


TEXTS = texts_in(resource("knowledge"))


def relifted(rule, lift, extra=""):
    """The shipped files with what may be lifted of one rule edited."""
    texts = dict(TEXTS)
    for name, text in texts.items():
        start = text.find(f'id = "{rule}"\n')
        if start >= 0:
            at = text.index("lift = ", start)
            texts[name] = f'{text[:at]}lift = "{lift}"\n{extra}{text[text.index(chr(10), at) + 1 :]}'
    return texts


SIGNED = 'lift_when = "pain_duration_weeks >= 4"\nlift_words = "the pain is old"\n'


@pytest.mark.parametrize(
    ("rule", "lift", "extra"),
    [
        ("S01", "review", ""),
        ("S01", "session", ""),
        ("S06", "review", ""),
        ("G01", "block", SIGNED),
        ("G02", "block", SIGNED),
        ("G03", "block", SIGNED),
        ("R-FEV", "block", SIGNED),
        ("R-FEV", "review", ""),
        ("G05", "review", ""),
    ],
)
def test_edited_rules_that_let_more_be_lifted_are_refused(rule, lift, extra):
    found = checked(relifted(rule, lift, extra), KNOWLEDGE)
    assert found.faults == ()
    assert any(rule in broken.sentence for broken in found.grave)


def test_an_urgent_referral_made_liftable_is_not_even_read():
    found = checked(relifted("U03", "session"), KNOWLEDGE)
    assert "nobody's word lifts an urgent referral" in str(found.faults[0])


def test_the_block_of_a_disc_stays_under_its_own_condition():
    texts = dict(TEXTS)
    name = "rules_seed.toml"
    assert "pain_duration_weeks >= 4 and" in texts[name]
    texts[name] = texts[name].replace("pain_duration_weeks >= 4 and", "pain_duration_weeks >= 0 and")
    assert any("S03" in broken.sentence for broken in checked(texts, KNOWLEDGE).grave)


def test_a_rule_of_the_clinics_own_under_another_name_does_not_make_it_liftable():
    texts = dict(TEXTS)
    name = "rules_seed.toml"
    texts[name] = texts[name].replace('id = "S01"', 'id = "S01-OURS"').replace('lift = "never"', 'lift = "review"', 1)
    assert any("broken_spine" in broken.sentence for broken in checked(texts, KNOWLEDGE).grave)


def test_less_may_be_lifted_than_in_the_shipped_rules():
    assert checked(relifted("R-HF2", "never"), KNOWLEDGE).grave == ()


def test_a_guarantee_that_was_cleared_away_is_named_with_its_rule():
    rules = {**KNOWLEDGE.rules, "S06": replace_fields(KNOWLEDGE.rules["S06"], lift="review")}
    told = broken_invariants(replace(KNOWLEDGE, rules=rules))
    assert told
    assert all("spinal_tumour" in sentence and "S06" in sentence for sentence in told)
