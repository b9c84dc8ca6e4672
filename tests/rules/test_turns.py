"""Which answers may be said to change: what the loader refuses, and what the shipped findings hold out."""

import re
import shutil

import pytest

from clinicdesk.domain.suitability import Technique, Verdict
from clinicdesk.errors import KnowledgeFault
from clinicdesk.resources import resource
from clinicdesk.rules import load_knowledge
from tests.strategies import harmless_findings


@pytest.fixture
def faulty(tmp_path):
    """The shipped files with one passage changed; returns the fault they are refused for."""

    def load(old, new, times=1):
        folder = tmp_path / "knowledge"
        shutil.copytree(resource("knowledge"), folder)
        path = folder / "findings.toml"
        text = path.read_text(encoding="utf-8")
        assert text.count(old) >= times
        path.write_text(text.replace(old, new, times), encoding="utf-8")
        with pytest.raises(KnowledgeFault) as refused:
            load_knowledge(folder)
        return refused.value

    return load


HEALED = '{ was = ["recent_or_unhealed"], to = "healed_confirmed", words = "the fracture is confirmed healed" }'
PRESSURE = '{ at_least = 160, to = 159, words = "the upper number, measured again after a rest, is below 160" }'


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (HEALED, HEALED.replace("recent_or", "or"), "'or_unhealed' that may change"),
        (HEALED, HEALED.replace('"healed_confirmed"', '"healed"'), "'healed' it may change to"),
        (HEALED, HEALED.replace('"healed_confirmed"', '"recent_or_unhealed"'), "starts from the same value"),
        (HEALED, HEALED.replace("confirmed healed", "confirmed healed."), "without a full stop"),
        (HEALED, HEALED.replace("the fracture is confirmed healed", " "), "follow on 'If'"),
        (HEALED, HEALED.replace('was = ["recent_or_unhealed"], ', ""), "either from answers or from a number"),
        (HEALED, HEALED.replace("was =", "at_least = 3, was ="), "either from answers or from a number"),
        (HEALED, f"{HEALED},\n  {HEALED}", "is listed twice"),
        (HEALED, HEALED.replace('was = ["recent_or_unhealed"]', "at_least = 1"), "only a number falls"),
        (PRESSURE, PRESSURE.replace("to = 159", "to = 160"), "only a number falls"),
        (PRESSURE, PRESSURE.replace("to = 159", "to = 9"), "'9' it may change to"),
        (PRESSURE, PRESSURE.replace("at_least = 160", 'was = ["unknown"]'), "held out as harmless or not at all"),
        (PRESSURE, '{ was = ["unknown"], to = 120, words = "it is normal" }', "a missing answer to it never counts"),
    ],
)
def test_a_change_that_means_nothing_is_refused(faulty, old, new, fault):
    assert fault in str(faulty(old, new))


def test_a_question_one_answer_of_which_refers_is_never_held_out_as_harmless(faulty):
    fault = faulty(HEALED, HEALED + ',\n  { was = ["unknown"], to = "none", words = "no bone was ever broken" }')
    assert fault.entry == "vertebral_fracture"
    assert "asked and never held out as harmless" in str(fault)


def test_an_answer_that_refers_is_never_talked_away(faulty):
    fault = faulty(HEALED, HEALED.replace('["recent_or_unhealed"]', '["recent_or_unhealed", "suspected"]'))
    assert "only be closed by the outcome of the referral" in str(fault)


def test_every_open_question_that_counts_is_held_out_unless_one_answer_to_it_refers(ruleset):
    harmless = harmless_findings(ruleset.knowledge)
    not_held_out = {
        id_
        for id_, item in ruleset.knowledge.findings.items()
        if item.if_unknown != "none" and not any("unknown" in turn.was for turn in item.can_become)
    }
    refers = {
        id_
        for id_ in not_held_out
        if any(
            ruleset.verdict(harmless | {id_: value}, Technique.SWEDISH) is Verdict.REFER_URGENTLY
            for value in ruleset.knowledge.findings[id_].values
        )
    }
    assert not_held_out - refers == {"age_years", "pain_duration_weeks"}  # no one number of theirs is the harmless one
    emergencies = {
        id_
        for id_, item in ruleset.knowledge.findings.items()
        if item.category == "red_flag_emergency" and item.if_unknown != "none"
    }
    assert emergencies < refers


FOR_GOOD = """
age_years sex_at_birth iv_drug_use osteoporosis long_term_steroids height_loss_or_new_stoop minor_trauma_recent
spinal_hardware pacemaker_or_stimulator immunosuppression blood_thinner bleeding_disorder pain_masking_medicine
consent_given diabetes hypermobility contact_allergy lymphoedema kidney_disease poor_circulation implant_or_port
main_complaint pain_duration_weeks
"""


def test_nothing_is_held_out_that_cannot_come_true(ruleset):
    """What was, stays: years lived, a diagnosis for life, a medicine that somebody needs, a consent withheld."""
    for id_ in FOR_GOOD.split():
        for turn in ruleset.knowledge.findings[id_].can_become:
            assert turn.was == ("unknown",), id_
    for id_, item in ruleset.knowledge.findings.items():
        if item.category == "red_flag_emergency":
            assert item.can_become == (), id_


def test_a_known_answer_never_becomes_a_worse_one(ruleset):
    harmless = harmless_findings(ruleset.knowledge)
    for id_, item in ruleset.knowledge.findings.items():
        for turn in item.can_become:
            for was in turn.was if turn.at_least is None else (turn.at_least,):
                answers = harmless | ({"age_years": 16} if id_ == "guardian_consent" else {"pregnancy": "trimester_2"})
                if was != "unknown":
                    before = ruleset.verdict(answers | {id_: was}, Technique.SWEDISH)
                    assert ruleset.verdict(answers | {id_: turn.to}, Technique.SWEDISH) <= before, (id_, was)


def test_the_words_follow_on_if_and_put_nothing_into_the_mouth(ruleset):
    for id_, item in ruleset.knowledge.findings.items():
        for turn in item.can_become:
            assert re.match(r"[a-z0-9]", turn.words), id_
            assert not re.search(r"\b(you|your|answer|say|tick|choose)\b|[.:;?]", turn.words), id_
