"""The quick checks that any rule set can be held against, by the program and from the command line."""

import shutil
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from msgspec.structs import replace as replace_fields

from clinicdesk.__main__ import main
from clinicdesk.domain.suitability import Technique, Verdict
from clinicdesk.resources import resource
from clinicdesk.rules import RuleSet
from clinicdesk.rules.conditions import All, Always, Compare, Count, Is, Not, Some, Unknown
from clinicdesk.rules.invariants import broken_invariants
from clinicdesk.rules.knowledge import Allowance, Exemption, Guarantee, PairingNote
from tests.rules.small_knowledge import finding, knowledge, rule, small_knowledge, values_of

CAUTION, REVIEW, UNSUITABLE, URGENT = list(Verdict)[1:]
YES_A, YES_B, NO_A = Is("a", frozenset({"yes"})), Is("b", frozenset({"yes"})), Is("a", frozenset({"no"}))
MOVE = PairingNote(id="move", text="Move.", when="always")


def known(*ruled, gates=(), pairing=(MOVE,), **promises):
    """Rules over the findings a to e that break nothing, and some more."""
    types = {"a": "yes_no", "b": "yes_no", "c": "choice", "e": "number"}
    findings = [finding(id_, type_) for id_, type_ in types.items()]
    gated = finding("d", "choice", if_unknown_when="gate") if "gate" in dict(gates) else finding("d", "choice")
    sound = (rule("sound", UNSUITABLE, UNSUITABLE), YES_A)
    conditions = {"always": Always(True), **dict(gates)}
    return replace(knowledge([*findings, gated], [sound, *ruled], conditions), pairing=pairing, **promises)


def test_the_shipped_rules_break_nothing(knowledge):
    assert broken_invariants(knowledge) == []


def test_rules_that_keep_everything_are_left_alone():
    severe = (rule("several", REVIEW, CAUTION), Count((YES_B, Is("c", frozenset({"mild", "severe"}))), 1, 2))
    assert broken_invariants(known(severe)) == []


def better(id_, answer, technique, *, where=""):
    said = f"Rule r: '{answer}' for '{id_}' is judged better than the harmless answer"
    return f"{said}: {technique} becomes suitable instead of suitable with precautions{where}."


NOT_KNOWN = Some((Unknown("e"), Is("c", frozenset({"severe"}))))
BROKEN = {
    "a harmless answer is what fires": (
        known((rule("r", CAUTION), All((Is("b", frozenset({"no"})), Is("c", frozenset({"mild"})))))),
        better("b", "yes", "swedish", where=", where c is mild"),
    ),
    "a count has a top": (
        known((rule("r", CAUTION), Count((YES_B, Is("c", frozenset({"mild", "severe"}))), 1, 1))),
        better("b", "yes", "swedish", where=", where c is mild"),
    ),
    "a number is worst where it is harmless": (
        known((rule("r", None, CAUTION), Compare("e", "<=", 2))),
        better("e", "3", "manual therapy"),
    ),
    "a worse answer closes a gate": (
        known(gates=[("gate", NO_A)]),
        "A missing answer to 'd' may count for less because of 'a'.",
    ),
    "a gate rests on what is known": (
        known(gates=[("gate", Unknown("e"))]),
        "A missing answer to 'd' may count for less because of 'e'.",
    ),
    "a rule speaks while something is known": (
        known((rule("r", CAUTION), All((Not(Unknown("e")), YES_B)))),
        "Rule r may fall silent because 'e' has no answer.",
    ),
    "a missing answer blocks": (
        known((rule("r", UNSUITABLE), NOT_KNOWN)),
        "Rule r does more than hold a session because 'e' has no answer.",
    ),
    "nothing asked blocks": (
        known((rule("r", UNSUITABLE), NOT_KNOWN)),
        "Before anything is asked, swedish is not suitable, not needs clinician review.",
    ),
    "an urgent referral for one kind": (
        known((rule("r", URGENT, REVIEW), YES_B)),
        "Rule r refers urgently for some sessions only; an urgent referral stops every session.",
    ),
    "an urgent referral for one technique": (
        known((rule("r", URGENT, URGENT, techniques=(Technique.SWEDISH, Technique.STRETCHING)), YES_B)),
        "Rule r refers urgently for some sessions only; an urgent referral stops every session.",
    ),
    "no advice beside massage": (
        known(pairing=(PairingNote(id="move", text="Move.", when="always", physical_therapy=(REVIEW, UNSUITABLE)),)),
        "Massage may come without advice on active work where physical therapy is suitable.",
    ),
    "a broken guarantee": (
        known(gates=[("b", YES_B)], guarantees=(Guarantee(id="g", when="b", because="", massage=REVIEW),)),
        "Guarantee 'g' is broken: swedish may be suitable.",
    ),
    "a broken allowance": (
        known(
            (rule("r", None, REVIEW), Is("c", frozenset({"severe"}))),
            gates=[("no", NO_A)],
            allowances=(Allowance(id="w", when="no", because="", whatever=("c",), physical_therapy=CAUTION),),
        ),
        "Allowance 'w' is broken for physical therapy by rule r.",
    ),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_a_broken_invariant_is_said_in_a_sentence(fault):
    rules, sentence = BROKEN[fault]
    assert sentence in broken_invariants(rules)


def test_an_exemption_excuses_what_it_names_and_no_more():
    harmless_fires = (rule("r", CAUTION), All((Is("b", frozenset({"no"})), Is("c", frozenset({"mild", "severe"})))))
    mild = All((YES_B, Is("c", frozenset({"mild"}))))
    exemption = Exemption(id="x", finding="b", when="mild", because="")
    (left,) = broken_invariants(known(harmless_fires, gates=[("mild", mild)], exemptions=(exemption,)))
    assert left.endswith("where c is severe.")
    everywhere = replace(exemption_knowledge(harmless_fires), exemptions=(replace_fields(exemption, when="yes"),))
    assert broken_invariants(everywhere) == []


def exemption_knowledge(*ruled):
    return known(*ruled, gates=[("yes", YES_B)])


def test_another_rule_may_take_over():
    milder = (rule("r", CAUTION), All((Is("b", frozenset({"no"})), Is("c", frozenset({"mild"})))))
    worse = (rule("s", REVIEW), All((YES_B, Is("c", frozenset({"mild"})))))
    assert broken_invariants(known(milder, worse)) == []


@settings(max_examples=150, deadline=None)
@given(small_knowledge(with_unknown=False))
def test_whoever_is_said_to_be_judged_better_is(rules):
    """Against trying every person; the checks may miss what only several rules together make, never invent anything."""
    said = [line for line in broken_invariants(rules) if "is judged better" in line]
    ruleset = RuleSet(rules)
    people = [
        dict(zip(rules.findings, values, strict=True))
        for values in product(*(values_of(item) for item in rules.findings.values()))
    ]
    for line in said:
        id_ = line.split("for '")[1].split("'")[0]
        harmless = rules.findings[id_].harmless
        assert any(
            ruleset.verdict(person, technique) < ruleset.verdict(person | {id_: harmless}, technique)
            for person in people
            for technique in (Technique.SWEDISH, Technique.STRETCHING)
        ), line


# -- from the command line ------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path):
    shutil.copytree(resource("knowledge"), tmp_path / "knowledge")
    return tmp_path / "knowledge"


def edited(folder, file, old, new):
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new), encoding="utf-8")


def test_a_folder_of_sound_rules_is_found_sound(folder, capsys):
    assert main(["check-rules", str(folder)]) == 0
    out, err = capsys.readouterr()
    assert out.endswith("126 rules, no fault found.\n")
    assert err == ""


def test_a_folder_that_cannot_be_loaded_is_refused_with_its_fault(folder, capsys):
    edited(folder, "rules_seed.toml", "vertebral_fracture == healed_confirmed", "vertebral_fracture == healed")
    assert main(["check-rules", str(folder)]) == 1
    assert capsys.readouterr().out == ("rules_seed.toml, S02: 'healed' is not a value of 'vertebral_fracture'\n")


def test_broken_invariants_are_printed_a_line_each(folder, capsys):
    edited(folder, "safety.toml", 'finding = "pain_duration_weeks"', 'finding = "pain_score"')
    edited(folder, "rules_seed.toml", 'massage = "not_suitable"', 'massage = "needs_clinician_review"')
    assert main(["check-rules", str(folder)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert "Guarantee 'herniated_disc' is broken: swedish may be needs clinician review." in lines
    assert any(line.startswith("Rule R-CL: '26' for 'pain_duration_weeks'") for line in lines)


def test_a_folder_that_is_not_there_is_no_rule_set(tmp_path, capsys):
    assert main(["check-rules", str(tmp_path / "nowhere")]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "There is no folder" in err
