"""Edited rules: every fault is found at once, and no promise of the shipped rules is taken back unnoticed."""

import pytest

from clinicdesk.resources import resource
from clinicdesk.rules import Knowledge
from clinicdesk.rules.checking import checked
from clinicdesk.rules.knowledge_files import texts_in

TEXTS = texts_in(resource("knowledge"))


def edited(*changes):
    """The shipped files with some passages replaced, each ``(file, old, new)``."""
    texts = dict(TEXTS)
    for file, old, new in changes:
        assert old in texts[file]
        texts[file] = texts[file].replace(old, new, 1)
    return texts


def test_the_shipped_rules_have_neither_faults_nor_broken_promises(knowledge):
    found = checked(TEXTS, knowledge)
    assert (found.faults, found.broken) == ((), ())
    assert isinstance(found.knowledge, Knowledge)
    assert found.knowledge.version == knowledge.version
    assert dict(found.knowledge.texts) == TEXTS


def test_every_fault_of_a_kind_is_told_at_once(knowledge):
    found = checked(
        edited(
            ("rules_seed.toml", "vertebral_fracture == healed_confirmed", "vertebral_fracture == healed"),
            ("rules_medical_body.toml", 'when = "fever_now"', 'when = "fever_tomorrow"'),
        ),
        knowledge,
    )
    assert [(fault.file, fault.entry, fault.field) for fault in found.faults] == [
        ("rules_medical_body.toml", "R-FEV", "when"),
        ("rules_seed.toml", "S02", "when"),
    ]
    assert found.knowledge is None


def test_a_slip_in_the_text_is_not_followed_by_faults_it_causes(knowledge):
    found = checked(edited(("findings.toml", "[[finding]]", "[[finding]")), knowledge)
    assert [fault.file for fault in found.faults] == ["findings.toml"]
    assert "not valid TOML" in str(found.faults[0])


def off(text, id_):
    """A text in which a rule is switched off."""
    return text.replace(f'id = "{id_}"\n', f'id = "{id_}"\nactive = false\n')


def test_a_rule_that_is_switched_off_says_nothing(knowledge):
    texts = dict(TEXTS) | {"rules_medical_body.toml": off(TEXTS["rules_medical_body.toml"], "R-FEV")}
    found = checked(texts, knowledge)
    assert [each.grave for each in found.broken] == [False]
    assert not found.knowledge.rules["R-FEV"].active


BROKEN = {
    "a rule behind a guarantee is switched off": (
        ("rules_seed.toml", 'id = "S03"', 'id = "S03"\nactive = false'),
        "Guarantee 'herniated_disc' is broken",
    ),
    "a guarantee is taken out with its rule": (
        ("safety.toml", 'id = "herniated_disc"', 'id = "something_else"'),
        "The guarantee 'herniated_disc' was taken out",
    ),
    "a guarantee promises less": (
        ("safety.toml", "vertebral_fracture in {suspected, recent_or_unhealed}", "vertebral_fracture == suspected"),
        "The guarantee 'broken_spine' was taken out or means something else",
    ),
    "an exemption is added": (
        ("safety.toml", 'finding = "pain_duration_weeks"', 'finding = "pain_score"'),
        "The exemption 'long_the_same' is not one of those",
    ),
    "a missing answer weighs less": (
        ("findings.toml", 'if_unknown = "review"', 'if_unknown = "precaution"'),
        "counts for less than in the shipped rules",
    ),
    "a red flag is not asked again": (
        ("findings.toml", "every_visit = true", "every_visit = false"),
        "is not asked at every visit any more",
    ),
    "a harmless answer is what fires": (
        ("rules_medical_body.toml", 'when = "fever_now"', 'when = "fever_now == no"'),
        "Before anything is asked, swedish is not suitable",
    ),
}
LESSER = frozenset({"a harmless answer is what fires"})


@pytest.mark.parametrize("fault", BROKEN)
def test_what_an_edited_rule_set_breaks_is_said_in_a_sentence(fault, knowledge):
    change, sentence = BROKEN[fault]
    found = checked(edited(change), knowledge)
    assert found.faults == ()
    told = [each for each in found.broken if sentence in each.sentence]
    assert told
    assert fault in LESSER or all(each.grave for each in told)
    assert found.grave


def test_what_stops_people_for_nothing_may_be_answered_for(knowledge):
    found = checked(edited(("rules_medical_body.toml", 'when = "fever_now"', 'when = "age_years >= 60"')), knowledge)
    assert found.grave == ()
    assert any("Allowance 'healthy_adult'" in each.sentence for each in found.lesser)
