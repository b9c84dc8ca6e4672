"""What would lift a verdict: as trying every change finds it, and as a clinic would put it."""

from dataclasses import replace
from itertools import combinations, product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace as replace_fields

from clinicdesk.domain.suitability import Kind, Technique, Verdict
from clinicdesk.errors import InvalidValues
from clinicdesk.rules import RuleSet, Turn
from clinicdesk.rules.conditions import Is
from clinicdesk.rules.would_change import MOST_CHANGES
from tests.rules.small_knowledge import TECHNIQUE_OF, finding, knowledge, rule, small_answers, small_knowledge
from tests.strategies import harmless_findings, values_of

SUITABLE, CAUTION, REVIEW, UNSUITABLE = list(Verdict)[:4]


def ways_of(item, value):
    """What an answer may become, in file order."""
    if value == "unknown":
        return [turn.to for turn in item.can_become if "unknown" in turn.was]
    return [
        turn.to
        for turn in item.can_become
        if value in turn.was or (turn.at_least is not None and value >= turn.at_least)
    ]


def by_trying(ruleset, answers, technique):
    """The sets of changes that lift a verdict, found by trying every set of at most three."""
    known = ruleset.knowledge
    before = ruleset.verdict(answers, technique)
    if before in (Verdict.SUITABLE, Verdict.REFER_URGENTLY):
        return []
    hidden = ruleset.not_applicable(answers)
    options = {
        id_: ways
        for id_, item in known.findings.items()
        if (ways := ways_of(item, answers.get(id_, "unknown")))
        and not (answers.get(id_, "unknown") == "unknown" and id_ in hidden)
    }
    verdicts = {
        changes: ruleset.verdict(answers | dict(changes), technique)
        for size in range(MOST_CHANGES + 1)
        for ids in combinations(options, size)
        for changes in (tuple(zip(ids, values, strict=True)) for values in product(*(options[id_] for id_ in ids)))
    }
    nearest = {}
    for changes, verdict in verdicts.items():  # in file order within each size
        fewer = [part for size in range(len(changes)) for part in combinations(changes, size)]
        if verdict < before and all(verdicts[part] > verdict for part in fewer):
            nearest.setdefault((verdict, *(id_ for id_, _ in changes)), (changes, verdict))
    return sorted(
        nearest.values(),
        key=lambda found: (
            len(found[0]),
            found[1],
            not all(answers.get(id_, "unknown") == "unknown" for id_, _ in found[0]),
            [list(known.findings).index(id_) for id_, _ in found[0]],
        ),
    )


def found_by(ruleset, answers, technique):
    return [(w.changes, w.verdict) for w in ruleset.would_change(answers, technique) if w.technique is None]


TURNS = {
    "yes_no": [(("unknown",), "no"), (("yes",), "no"), (("no",), "yes")],
    "choice": [
        (("unknown",), "none"),
        (("severe",), "mild"),
        (("severe", "mild"), "none"),
        (("mild",), "severe"),
        (("none",), "mild"),
    ],
    "number": [(("unknown",), 2), (3, 2.5), (2, 1), (3, 0)],
}


@st.composite
def changeable_knowledge(draw):
    """Small knowledge whose findings allow some changes, for better or worse."""
    known = draw(small_knowledge())
    findings = {}
    for id_, item in known.findings.items():
        turns = draw(st.lists(st.sampled_from(TURNS[item.type]), unique=True, max_size=4))
        can_become = tuple(
            Turn(was=was, to=to, words=f"{id_} {to}")
            if isinstance(was, tuple)
            else Turn(at_least=was, to=to, words=f"{id_} {to}")
            for was, to in turns
        )
        findings[id_] = replace_fields(item, can_become=can_become)
    return replace(known, findings=findings)


@settings(max_examples=400, deadline=None)
@given(changeable_knowledge(), small_answers)
def test_the_sets_are_those_that_trying_every_change_finds(known, answers):
    ruleset = RuleSet(known)
    for technique in TECHNIQUE_OF.values():
        assert found_by(ruleset, answers, technique) == by_trying(ruleset, answers, technique)


def test_the_sets_are_those_that_trying_finds_for_people_with_the_shipped_rules(ruleset):
    random = Random(2026)
    findings = list(ruleset.knowledge.findings.values())
    found = 0
    for _ in range(400):
        answers = harmless_findings(ruleset.knowledge)
        for item in random.sample(findings, 7):
            answers[item.id] = random.choice((*values_of(item), "unknown"))
        technique = random.choice(list(Technique))
        expected = by_trying(ruleset, answers, technique)
        assert found_by(ruleset, answers, technique) == expected
        found += len(expected)
    assert found > 150


CLEARED_AFTER_12_WEEKS = "12 weeks have passed since the operation and the surgeon has cleared the person"
STORIES = [
    (
        {"vertebral_fracture": "recent_or_unhealed"},
        Technique.SWEDISH,
        ["If the fracture is confirmed healed: needs clinician review"],
    ),
    (
        {"fever_now": "yes"},
        Technique.SWEDISH,
        ["If the fever has been gone for two days: suitable"],
    ),
    (
        {"fever_now": "unknown"},
        Technique.SWEDISH,
        ["If there was no fever in the past two days: suitable"],
    ),
    (
        {"spinal_surgery": "under_6_weeks"},
        Technique.SWEDISH,
        [
            f"If {CLEARED_AFTER_12_WEEKS}: suitable with precautions",
            "If six weeks have passed since the operation: needs clinician review",
        ],
    ),
    (
        {"disc_problem": "herniation_with_leg_symptoms", "leg_radiating_pain": "pain_only"},
        Technique.SWEDISH,
        [
            "If a clinician confirms that the disc has settled: needs clinician review",
            "If a clinician confirms that the disc has settled, and the leg pain is gone: suitable with precautions",
        ],
    ),
    (
        {"pregnancy": "trimester_1"},
        Technique.SWEDISH,
        [
            "If six weeks have passed since the end of the pregnancy: suitable",
            "If the pregnancy has reached 14 weeks: suitable with precautions",
        ],
    ),
    (
        {"bp_systolic": 185},
        Technique.SWEDISH,
        [
            "If the upper number, measured again after a rest, is below 160: suitable",
            "If the upper number, measured again after a rest, is below 180: needs clinician review",
        ],
    ),
    (
        {"age_years": 16, "guardian_consent": "no"},
        Technique.SWEDISH,
        ["If a parent or guardian has signed and is here: suitable"],
    ),
    (
        {"skin_problem": "local_in_area"},
        Technique.RELAXATION,
        [
            "If the skin has healed: suitable",
            "If the work stays well away from the skin problem: suitable with precautions",
        ],
    ),
    (
        {"cancer_status": "past", "main_complaint": "unknown"},
        Technique.SWEDISH,
        ["If the visit is only for relaxing: suitable with precautions"],
    ),
    (
        {"clinician_clearance": "declined"},
        Technique.THERAPEUTIC_EXERCISE,
        ["If the clinician, asked again, agrees in writing: suitable"],
    ),
]


@pytest.mark.parametrize(("changes", "technique", "expected"), STORIES, ids=lambda part: str(part)[:40])
def test_what_would_lift_the_verdict_is_said_in_words(ruleset, changes, technique, expected):
    answers = harmless_findings(ruleset.knowledge) | changes
    assert [w.text for w in ruleset.would_change(answers, technique) if w.technique is None] == expected


@pytest.mark.parametrize(
    ("changes", "technique"),
    [
        ({"age_years": 75}, Technique.DEEP_TISSUE),
        ({"age_years": 10, "guardian_consent": "yes", "main_complaint": "back_pain"}, Technique.SWEDISH),
        ({"blood_thinner": "anticoagulant"}, Technique.DEEP_TISSUE),
        ({"long_term_steroids": "yes"}, Technique.DEEP_TISSUE),
        ({"pain_masking_medicine": "yes"}, Technique.DEEP_TISSUE),
        ({"consent_given": "no"}, Technique.SWEDISH),
        ({"iv_drug_use": "yes", "main_complaint": "back_pain"}, Technique.SWEDISH),
        ({"cancer_status": "spinal_tumour_or_mets"}, Technique.SWEDISH),
        ({"saddle_numbness": "unknown"}, Technique.SWEDISH),
        ({"vertebral_fracture": "unknown"}, Technique.SWEDISH),
        ({"age_years": "unknown"}, Technique.SWEDISH),
        ({"sex_at_birth": "male", "pregnancy": "unknown"}, Technique.SWEDISH),
    ],
    ids=str,
)
def test_what_cannot_or_must_not_be_talked_away_is_not_held_out(ruleset, changes, technique):
    answers = harmless_findings(ruleset.knowledge) | changes
    assert ruleset.verdict(answers, technique) > Verdict.SUITABLE
    assert [w.changes for w in ruleset.would_change(answers, technique) if w.technique is None] == []


@pytest.mark.parametrize("technique", Technique)
def test_nothing_lifts_an_urgent_referral_and_nothing_betters_the_best(ruleset, technique):
    harmless = harmless_findings(ruleset.knowledge)
    assert ruleset.would_change(harmless, technique) == ()
    for urgent in ({"saddle_numbness": "yes"}, {"fever_now": "yes", "pain_new_or_changed": "yes"}):
        answers = harmless | {"main_complaint": "back_pain"} | urgent
        assert ruleset.verdict(answers, technique) is Verdict.REFER_URGENTLY
        assert ruleset.would_change(answers, technique) == ()


def test_the_techniques_that_would_lift_it_stand_last_and_best_first(ruleset):
    answers = harmless_findings(ruleset.knowledge) | {
        "blood_thinner": "anticoagulant",
        "hypermobility": "diagnosed_connective_tissue",
        "fever_now": "unknown",
    }
    lifts = ruleset.would_change(answers, Technique.DEEP_TISSUE)
    assert lifts
    assert all(w.technique is not None and not w.changes for w in lifts)
    assert {w.verdict for w in lifts} == {REVIEW}
    assert [w.technique for w in lifts][:2] == [Technique.SWEDISH, Technique.RELAXATION]
    assert lifts[0].text == "With Swedish massage instead: needs clinician review"
    assert [w.technique.kind for w in lifts] == sorted((w.technique.kind for w in lifts), key=list(Kind).index)
    better = {
        a.technique for a in ruleset.assess(answers, Technique.DEEP_TISSUE).alternatives if a.verdict < UNSUITABLE
    }
    assert {w.technique for w in lifts} == better


def test_a_change_that_wakes_another_rule_counts_with_it():
    turns = (Turn(was=("severe",), to="mild", words="it is mild"), Turn(was=("severe",), to="none", words="it is gone"))
    known = knowledge(
        [finding("c", "choice", can_become=turns)],
        [
            (rule("worst", UNSUITABLE), Is("c", frozenset({"severe"}))),
            (rule("still", REVIEW), Is("c", frozenset({"mild"}))),
        ],
    )
    assert found_by(RuleSet(known), {"c": "severe"}, Technique.SWEDISH) == [
        ((("c", "none"),), SUITABLE),
        ((("c", "mild"),), REVIEW),
    ]


def test_closing_the_question_that_opens_another_closes_both():
    turn = Turn(was=("unknown",), to="no", words="it is not so")
    gated = finding("b", if_unknown_when="gate", asked_when="gate", otherwise="no")
    known = knowledge(
        [finding("a", can_become=(turn,)), gated],
        [(rule("r"), Is("b", frozenset({"yes"})))],
        {"gate": Is("a", frozenset({"yes"}))},
    )
    assert found_by(RuleSet(known), {}, Technique.SWEDISH) == [((("a", "no"),), SUITABLE)]


def test_sets_of_more_than_three_answers_are_not_held_out():
    turn = Turn(was=("yes",), to="no", words="it is over")
    ids = "abcd"
    known = knowledge(
        [finding(id_, can_become=(turn,)) for id_ in ids],
        [(rule(f"r{id_}"), Is(id_, frozenset({"yes"}))) for id_ in ids],
    )
    ruleset = RuleSet(known)
    assert found_by(ruleset, dict.fromkeys(ids, "yes"), Technique.SWEDISH) == []
    assert found_by(ruleset, dict.fromkeys("abc", "yes") | {"d": "no"}, Technique.SWEDISH) == [
        ((("a", "no"), ("b", "no"), ("c", "no")), SUITABLE)
    ]


def test_what_is_no_answer_is_refused(ruleset):
    with pytest.raises(InvalidValues):
        ruleset.would_change({"fever_now": "maybe"}, Technique.SWEDISH)
