"""An assessment as CDS Hooks cards: short, worst first, and never offering a way around a stop."""

from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clinicdesk.domain.clearance import ClearanceReason
from clinicdesk.domain.suitability import Technique
from clinicdesk.interop.cards import cards
from clinicdesk.resources import resource
from clinicdesk.rules import RuleSet, load_knowledge
from tests.strategies import findings, harmless_findings

RULES = RuleSet(load_knowledge(resource("knowledge")))
HARMLESS = harmless_findings(RULES.knowledge)
URGENCY = ["critical", "warning", "info"]


def shown(technique=Technique.SWEDISH, **changes):
    return cards(RULES.assess(HARMLESS | changes, technique), RULES.knowledge)["cards"]


def codes(card):
    return {each["code"] for each in card.get("overrideReasons", ())}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(findings(RULES.knowledge), st.sampled_from(Technique))
def test_every_assessment_makes_cards_that_a_client_accepts(values, technique):
    assessment = RULES.assess(values, technique)
    made = cards(assessment, RULES.knowledge)["cards"]
    assert made
    verdict = assessment.verdict.code.replace("_", " ")
    assert f": {verdict}" in made[0]["summary"]
    assert not any(": suitable" in card["summary"] or ": not suitable" in card["summary"] for card in made[1:])
    assert [card["indicator"] for card in made] == sorted((card["indicator"] for card in made), key=URGENCY.index)
    ids = [card["uuid"] for card in made] + [s["uuid"] for card in made for s in card.get("suggestions", ())]
    assert len(ids) == len(set(ids))
    assert all(UUID(id_) for id_ in ids)
    for card in made:
        assert 0 < len(card["summary"]) < 140
        assert card["detail"]
        assert card["source"]["label"]
        assert ("suggestions" in card) == ("selectionBehavior" in card)
        for reason in card.get("overrideReasons", ()):
            assert reason["display"]
    assert made == cards(assessment, RULES.knowledge)["cards"]


def test_what_suits_is_one_quiet_card():
    (card,) = shown()
    assert card["indicator"] == "info"
    assert card["summary"] == "Swedish: suitable"
    assert codes(card) == set()


def test_a_block_says_why_where_it_is_written_and_what_could_be_done_instead():
    card = shown(disc_problem="herniation_no_leg_symptoms", main_complaint="back_pain")[0]
    assert card["indicator"] == "critical"
    assert card["summary"].startswith("Swedish: not suitable. ")
    assert "S03" in card["detail"]
    assert card["source"]["label"].endswith(f"{RULES.version.id} {RULES.version.version}")
    assert card["links"][0]["type"] == "absolute"
    assert card["selectionBehavior"] == "at-most-one"
    assert codes(card) == {"clinician-cleared-in-writing"}


def test_what_speaks_for_a_session_is_told_only_when_it_can_be_given():
    helped = {"main_complaint": "back_pain", "nonspecific_lbp": "chronic_over_12w", "pain_duration_weeks": 26}
    open_to_it = shown(**helped, blood_thinner="antiplatelet")
    assert [card["summary"].split(".")[0].split(":")[0] for card in open_to_it] == ["Swedish", "Speaks for it"]
    stopped = shown(**helped, disc_problem="herniation_no_leg_symptoms")
    assert not any("Speaks for it" in card["summary"] for card in stopped)


def test_a_suggestion_is_always_something_that_can_be_booked():
    card = shown(Technique.DEEP_TISSUE, blood_thinner="anticoagulant")[0]
    assert card["suggestions"]
    for suggestion in card["suggestions"]:
        assert suggestion["label"].split(": ")[1] in {"suitable", "suitable with precautions"}


def test_an_urgent_referral_offers_no_other_session_and_no_way_around():
    urgent, *others = shown(saddle_numbness="yes", disc_problem="herniation_no_leg_symptoms", fever_now="unknown")
    assert urgent["indicator"] == "critical"
    assert others
    assert all("suggestions" not in card for card in (urgent, *others))
    assert all(codes(card) == set() for card in others)
    assert codes(urgent) == {"patient-declined-referral", "outcome-of-referral-recorded"}


@pytest.mark.parametrize(
    "changes",
    [{"consent_given": "no"}, {"intoxicated_now": "yes"}, {"age_years": 16, "guardian_consent": "no"}],
    ids=["refused", "intoxicated", "minor"],
)
def test_refused_consent_intoxication_and_a_minor_without_consent_stand_whoever_speaks(changes):
    assert codes(shown(**changes)[0]) == {"answer-corrected"}


def test_a_long_title_is_cut_and_the_count_of_reasons_is_not():
    made = shown(fever_now="yes", consent_given="no", intoxicated_now="yes")
    assert "more)" in made[0]["summary"]


def test_signs_of_markdown_in_a_text_mean_nothing():
    from clinicdesk.interop.cards import _escaped  # noqa: PLC0415 - looks inside

    assert _escaped("a *b* [c](d)\n# e") == r"a \*b\* \[c\](d) \# e"


def test_what_may_be_said_for_going_on_is_what_the_rules_let_be_lifted():
    reviewed = shown(leg_radiating_pain="pain_only")[0]
    assert codes(reviewed) == {each.value for each in ClearanceReason if each.lifts}
    for changes in ({"fever_now": "yes"}, {"vertebral_fracture": "recent_or_unhealed"}, {"heart_failure": "unstable"}):
        assert codes(shown(**changes)[0]) == {"answer-corrected"}
    assert codes(shown(disc_problem="herniation_no_leg_symptoms", heart_failure="unstable")[0]) == {"answer-corrected"}
