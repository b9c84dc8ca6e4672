"""The shipped findings, sources and meanings against the clinical tables."""

import re
from datetime import date

import pytest

from clinicdesk.domain.intake import Answer
from clinicdesk.domain.suitability import Verdict
from clinicdesk.resources import resource
from clinicdesk.rules import RuleSet, load_knowledge
from tests.rules.finding_table import (
    CHOICES,
    CODES,
    CONDITIONAL,
    HARMLESS,
    NUMBERS,
    OF_THE_DAY,
    PRIVATE,
    SOURCES,
    YES_NO,
)

KNOWLEDGE = load_knowledge(resource("knowledge"))
FINDINGS = KNOWLEDGE.findings


def lines(table):
    return [line.split() for line in table.strip().splitlines()]


CHOICE_ROWS = [(head.split(), values.split()) for head, values in (r.split(": ") for r in CHOICES.strip().splitlines())]
EXPECTED = (
    [(id_, "yes_no", core, cap) for id_, core, cap in lines(YES_NO)]
    + [(id_, "number", core, cap) for id_, core, cap in lines(NUMBERS)]
    + [(head[0], "choice", head[1], head[2]) for head, _ in CHOICE_ROWS]
)


def test_every_finding_of_the_table_is_there_and_the_pain_score_is_the_only_addition():
    assert set(FINDINGS) == {row[0] for row in EXPECTED} | {"pain_score"}
    assert len(EXPECTED) == 81


@pytest.mark.parametrize(("id_", "type_", "core", "cap"), EXPECTED)
def test_a_finding_has_the_type_and_weight_of_the_table(id_, type_, core, cap):
    finding = FINDINGS[id_]
    assert (finding.type, finding.core, finding.if_unknown) == (type_, core == "core", cap)


def test_forty_seven_findings_are_core():
    assert sum(finding.core for finding in FINDINGS.values()) == 47


@pytest.mark.parametrize(("head", "values"), CHOICE_ROWS, ids=lambda part: part[0])
def test_choices_stand_harmless_first_and_then_in_the_order_of_the_table(head, values):
    harmless = HARMLESS.get(head[0], "none")
    expected = [harmless, *(value for value in values if value != harmless)]
    assert [choice.value for choice in FINDINGS[head[0]].choices] == expected


def test_every_finding_has_the_harmless_value_agreed():
    usual = {"yes_no": "no", "choice": "none"}
    for id_, finding in FINDINGS.items():
        assert finding.harmless == (HARMLESS[id_] if id_ in HARMLESS else usual[finding.type]), id_


def test_every_finding_carries_the_codes_of_the_table():
    expected = {id_: tuple(codes) for id_, *codes in lines(CODES)}
    assert {id_: finding.icd10cm for id_, finding in FINDINGS.items() if finding.icd10cm} == expected


@pytest.mark.parametrize("code", sorted({code for _, *codes in lines(CODES) for code in codes}))
def test_codes_are_written_as_icd_10_cm(code):
    assert re.fullmatch(r"[A-Z]\d[0-9A-Z](\.[0-9A-Z]{1,4})?", code)


def test_the_private_questions_are_handed_over_and_stand_in_groups_of_their_own():
    assert {id_ for id_, finding in FINDINGS.items() if finding.private} == PRIVATE
    private_groups = {group.id for group in KNOWLEDGE.groups if group.private}
    assert {id_ for id_, finding in FINDINGS.items() if finding.group in private_groups} == PRIVATE


def test_private_groups_follow_each_other_so_that_the_screen_changes_hands_once():
    places = [place for place, group in enumerate(KNOWLEDGE.groups) if group.private]
    assert places == list(range(places[0], places[0] + len(places)))


def test_what_a_desk_must_never_ask_is_left_to_the_clinician():
    assert {id_ for id_, finding in FINDINGS.items() if finding.asked_by == "clinician"} == {
        "sexual_function_change",
        "self_harm_disclosed",
    }


def test_a_group_fits_one_screen():
    for group in KNOWLEDGE.groups:
        members = [finding for finding in FINDINGS.values() if finding.group == group.id]
        assert 1 <= len(members) <= 8, group.id
        assert len({finding.asked_by for finding in members}) == 1, group.id


def test_questions_stand_in_the_order_of_their_groups():
    asked = list(dict.fromkeys(finding.group for finding in FINDINGS.values()))
    assert asked == [group.id for group in KNOWLEDGE.groups]


def test_none_of_these_never_gives_consent_a_complaint_or_a_measurement():
    must_be_given = {"consent_given", "guardian_consent", "main_complaint", "clinician_clearance"}
    swept = {group.id for group in KNOWLEDGE.groups if group.none_of_these}
    for id_, finding in FINDINGS.items():
        if finding.group in swept:
            assert finding.type != "number", id_
            assert id_ not in must_be_given


def test_no_question_waits_for_another_fact_but_those_four():
    conditions = {id_: (finding.asked_when, finding.if_unknown_when) for id_, finding in FINDINGS.items()}
    assert {id_: pair for id_, pair in conditions.items() if pair != (None, None)} == CONDITIONAL


def test_the_follow_up_of_the_pregnancy_question_waits_for_its_yes_and_is_never_put_to_a_man():
    ruleset = RuleSet(KNOWLEDGE)
    man = {"age_years": 40, "sex_at_birth": "male"}
    woman = {"age_years": 40, "sex_at_birth": "female"}
    assert not {"pregnancy", "pregnancy_high_risk"} & set(ruleset.applicable(man))
    assert {"pregnancy": "no_or_not_applicable", "pregnancy_high_risk": "no"}.items() <= ruleset.not_applicable(
        man
    ).items()
    assert "pregnancy_high_risk" not in ruleset.applicable(woman | {"pregnancy": "no_or_not_applicable"})
    assert "pregnancy_high_risk" in ruleset.applicable(woman | {"pregnancy": "postpartum_6w"})


@pytest.mark.parametrize(
    ("weeks", "also", "expected"),
    [
        (3, {}, "acute_under_4w"),
        (4, {}, "subacute_4_12w"),
        (12, {}, "subacute_4_12w"),
        (13, {}, "chronic_over_12w"),
        (30, {"not_improving_after_care": "yes"}, "chronic_over_12w"),
        (30, {"disc_problem": "past_settled"}, "chronic_over_12w"),
        (3, {"leg_radiating_pain": "pain_only"}, "none"),
        (3, {"unrelenting_night_pain": "yes"}, "none"),
        (3, {"main_complaint": "neck_pain"}, "none"),
        (3, {"disc_problem": None}, None),
    ],
)
def test_ordinary_back_pain_follows_from_its_age_once_no_other_cause_is_known(weeks, also, expected):
    answered = {id_: finding.harmless for id_, finding in FINDINGS.items() if finding.asked_by != "record"}
    answered |= {"main_complaint": "back_pain", "pain_duration_weeks": weeks} | also
    answers = {id_: Answer(value=value) for id_, value in answered.items() if value is not None}
    assert RuleSet(KNOWLEDGE).resolve(answers, date(2026, 11, 23)).get("nonspecific_lbp") == expected


def test_red_flags_and_what_a_day_can_change_are_asked_at_every_visit():
    red_flags = {id_ for id_, finding in FINDINGS.items() if finding.category in {"red_flag_emergency", "red_flag"}}
    left_to_the_clinician = {"sexual_function_change", "self_harm_disclosed"}
    expected = (red_flags - left_to_the_clinician) | OF_THE_DAY
    assert {id_ for id_, finding in FINDINGS.items() if finding.every_visit} == expected


def test_a_label_fits_the_button_it_stands_on():
    for finding in FINDINGS.values():
        for choice in finding.choices:
            assert len(choice.short or choice.label) <= 14, (finding.id, choice.value)


def test_labels_of_one_question_differ():
    for finding in FINDINGS.values():
        for labels in ([c.label for c in finding.choices], [c.short or c.label for c in finding.choices]):
            assert len(set(labels)) == len(labels), finding.id


def test_questions_are_short_and_sound_like_questions():
    for finding in FINDINGS.values():
        assert len(finding.question) <= 105, finding.id
        assert len(finding.help) <= 95, finding.id
        if finding.type == "yes_no":
            assert "?" in finding.question, finding.id


def test_the_leg_question_leaves_out_plain_soreness_and_old_heaviness():
    assert re.search("[Ss]ore legs after exercise.*heavy legs.*No", FINDINGS["bilateral_leg_symptoms"].help)


def test_the_flank_question_names_dark_urine():
    assert "dark like cola" in FINDINGS["flank_pain_with_urinary_symptoms"].question


@pytest.mark.parametrize(
    ("id_", "bands"),
    [
        (
            "spinal_surgery",
            [
                (42, "under_6_weeks"),
                (84, "6_to_12_weeks"),
                (None, "over_12_weeks_not_cleared over_12_weeks_cleared"),
            ],
        ),
        ("recent_injection", [(3, "under_3_days"), (8, "3_to_7_days"), (None, "over_7_days")]),
        ("pregnancy", [(14, "trimester_1"), (28, "trimester_2"), (43, "trimester_3")]),
        ("pain_duration_weeks", []),
    ],
)
def test_dates_become_the_agreed_bands(id_, bands):
    dated = FINDINGS[id_].dated
    assert [(band.below, " ".join(band.values)) for band in dated.bands] == bands
    assert dated.unit == ("days" if id_ in {"spinal_surgery", "recent_injection"} else "weeks")
    assert dated.counts_from == ("due_date" if id_ == "pregnancy" else "date")


def test_every_source_is_listed_with_how_far_it_can_be_trusted():
    assert list(KNOWLEDGE.sources) == SOURCES.split()
    for key, source in KNOWLEDGE.sources.items():
        assert source.what, key
        assert source.year, key
        assert source.note, key
        assert source.addresses or key == "seed"
        assert all(re.match("https?://", address) for address in source.addresses), key


@pytest.mark.parametrize("key", ["S-REDFLAGTABLE", "S-KIDNEY1", "S-PREG3", "S-DMFORUM", "S-HUGHES"])
def test_weak_sources_say_so(key):
    assert "weak" in KNOWLEDGE.sources[key].note.lower()


def test_inflammation_is_split_into_its_meanings_with_the_agreed_verdicts():
    review, care, no, refer, fine = (
        Verdict.NEEDS_CLINICIAN_REVIEW,
        Verdict.SUITABLE_WITH_PRECAUTIONS,
        Verdict.NOT_SUITABLE,
        Verdict.REFER_URGENTLY,
        Verdict.SUITABLE,
    )
    by_value = {
        value: (meaning.massage, meaning.physical_therapy)
        for meaning in KNOWLEDGE.inflammation
        for value in meaning.value
    }
    assert by_value == {
        "unspecified": (care, fine),
        "mechanical_soft_tissue_subacute": (care, fine),
        "acute_injury_hot_swollen": (no, care),
        "diagnosed_stable": (care, fine),
        "inflammatory_arthritis_flare": (review, care),
        "diagnosed_flare": (review, care),
        "fused_or_advanced": (review, care),
        "suspected_pattern": (review, care),
        "infection_suspected": (refer, refer),
    }


def test_the_rule_set_says_that_it_is_a_draft():
    assert KNOWLEDGE.version.id == "clinicdesk-backpain"
    assert re.search("draft.*licensed clinician.*sign.*never make a diagnosis", KNOWLEDGE.statement)
