"""Stored answers, read as values on the day of a session."""

from datetime import date, timedelta

import pytest

from clinicdesk.domain.intake import Absence, Answer
from clinicdesk.domain.suitability import Technique, Verdict
from tests.strategies import harmless_findings

ON = date(2026, 11, 23)


def ago(days):
    return Answer(date=ON - timedelta(days))


def test_values_are_read_as_they_are_and_absences_left_out(ruleset):
    answers = {"fever_now": Answer(value="no"), "disc_problem": Answer(absence=Absence.DECLINED)}
    assert ruleset.resolve(answers, ON) == {"fever_now": "no"}


@pytest.mark.parametrize(
    ("id_", "days", "value"),
    [
        ("spinal_surgery", 0, "under_6_weeks"),
        ("spinal_surgery", 41, "under_6_weeks"),
        ("spinal_surgery", 42, "6_to_12_weeks"),
        ("spinal_surgery", 83, "6_to_12_weeks"),
        ("spinal_surgery", 84, "over_12_weeks_not_cleared"),
        ("spinal_surgery", -1, None),
        ("recent_injection", 2, "under_3_days"),
        ("recent_injection", 3, "3_to_7_days"),
        ("recent_injection", 7, "3_to_7_days"),
        ("recent_injection", 8, "over_7_days"),
        ("pain_duration_weeks", 0, 0),
        ("pain_duration_weeks", 6, 0),
        ("pain_duration_weeks", 7, 1),
        ("pain_duration_weeks", 182, 26),
        ("pain_duration_weeks", -3, None),
        ("pregnancy", -182, "trimester_2"),
        ("pregnancy", -183, "trimester_1"),
        ("pregnancy", -84, "trimester_3"),
        ("pregnancy", -85, "trimester_2"),
        ("pregnancy", 20, "trimester_3"),
        ("pregnancy", 21, None),
        ("pregnancy", -281, None),
    ],
)
def test_a_date_becomes_what_it_amounts_to_on_the_day(ruleset, id_, days, value):
    by_its_finding = ruleset.values_on({id_: ago(days)}, ON)
    assert by_its_finding.get(id_) == value
    own_id = ruleset.knowledge.findings[id_].dated.id
    assert ruleset.values_on({own_id: ago(days)}, ON) == by_its_finding


def test_what_was_said_with_the_date_decides_within_its_band(ruleset):
    cleared = "over_12_weeks_cleared"
    for days, value in ((100, cleared), (50, "6_to_12_weeks")):
        answer = Answer(value=cleared, date=ON - timedelta(days))
        assert ruleset.values_on({"spinal_surgery": answer}, ON)["spinal_surgery"] == value
    apart = {"spinal_surgery": Answer(value=cleared), "spinal_surgery_date": ago(100)}
    assert ruleset.values_on(apart, ON)["spinal_surgery"] == cleared


def test_a_date_to_come_is_not_known(ruleset):
    answer = Answer(value="over_12_weeks_cleared", date=ON + timedelta(1))
    assert "spinal_surgery" not in ruleset.resolve({"spinal_surgery": answer}, ON)


def test_the_age_follows_from_the_birth_date(ruleset):
    assert ruleset.resolve({}, ON, birth_date=date(1980, 11, 23))["age_years"] == 46
    assert ruleset.resolve({}, ON, birth_date=date(1980, 11, 24))["age_years"] == 45
    stated = {"age_years": Answer(value=30)}
    assert ruleset.resolve(stated, ON)["age_years"] == 30
    assert ruleset.resolve(stated, ON, birth_date=date(1980, 11, 23))["age_years"] == 46


@pytest.mark.parametrize("birth_date", [date(2026, 11, 24), date(1850, 1, 1)])
def test_a_birth_date_that_cannot_be_leaves_the_age_unknown(ruleset, birth_date):
    assert "age_years" not in ruleset.resolve({"age_years": Answer(value=30)}, ON, birth_date=birth_date)


def test_a_question_that_does_not_apply_gets_its_recorded_value(ruleset):
    values = ruleset.resolve({}, ON, birth_date=date(1980, 1, 1), sex_at_birth="male")
    assert values["sex_at_birth"] == "male"
    assert values["pregnancy"] == "no_or_not_applicable"
    assert values["guardian_consent"] == "not_applicable"
    assert values["young_athlete_extension_pain"] == "no"


def test_a_question_that_may_apply_stays_open(ruleset):
    assert ruleset.resolve({}, ON) == {}
    assert "guardian_consent" not in ruleset.resolve({}, ON, birth_date=date(2015, 1, 1))
    assert "pregnancy" not in ruleset.resolve({}, ON, sex_at_birth="other")


def test_an_answer_is_never_overwritten_by_the_value_for_not_applicable(ruleset):
    answers = {"pregnancy": Answer(value="trimester_1")}
    assert ruleset.resolve(answers, ON, sex_at_birth="male")["pregnancy"] == "trimester_1"


def complete(ruleset, **changes):
    values = harmless_findings(ruleset.knowledge) | changes
    del values["nonspecific_lbp"]
    return {id_: Answer(value=value) for id_, value in values.items()}


@pytest.mark.parametrize(
    ("changes", "derived"),
    [
        ({"main_complaint": "back_pain", "pain_duration_weeks": 3}, "acute_under_4w"),
        ({"main_complaint": "back_pain", "pain_duration_weeks": 4}, "subacute_4_12w"),
        ({"main_complaint": "back_pain", "pain_duration_weeks": 13}, "chronic_over_12w"),
        ({"main_complaint": "neck_pain", "pain_duration_weeks": 3}, "none"),
        (
            {
                "main_complaint": "back_pain",
                "pain_duration_weeks": 3,
                "disc_problem": "herniation_no_leg_symptoms",
            },
            "none",
        ),
    ],
)
def test_ordinary_back_pain_follows_from_the_other_answers(ruleset, changes, derived):
    assert ruleset.resolve(complete(ruleset, **changes), ON)["nonspecific_lbp"] == derived


def test_nothing_is_derived_from_what_is_not_certain(ruleset):
    answers = complete(ruleset, main_complaint="back_pain", pain_duration_weeks=3)
    del answers["disc_problem"]
    assert "nonspecific_lbp" not in ruleset.resolve(answers, ON)


def test_a_derived_finding_that_was_answered_is_left_alone(ruleset):
    answers = complete(ruleset, main_complaint="back_pain", pain_duration_weeks=3)
    answers["nonspecific_lbp"] = Answer(value="chronic_over_12w")
    assert ruleset.resolve(answers, ON)["nonspecific_lbp"] == "chronic_over_12w"


def test_the_questions_that_apply_come_in_asking_order_and_only_those_of_the_desk(ruleset):
    everything = ruleset.applicable({})
    findings = ruleset.knowledge.findings
    groups = [group.id for group in ruleset.knowledge.groups]
    places = [groups.index(findings[id_].group) for id_ in everything]
    assert places == sorted(places)
    assert set(everything) == {id_ for id_, item in findings.items() if item.asked_by in {"desk", "patient"}}


def test_a_follow_up_applies_once_its_question_is_not_answered_otherwise(ruleset):
    assert "pregnancy_high_risk" in ruleset.applicable({"pregnancy": "trimester_1"})
    assert "pregnancy_high_risk" in ruleset.applicable({})
    hidden = {"pregnancy": "no_or_not_applicable"}
    assert "pregnancy_high_risk" not in ruleset.applicable(hidden)
    assert ruleset.not_applicable(hidden) == {"pregnancy_high_risk": "no"}


def test_answers_resolved_and_harmless_are_suitable_in_the_end(ruleset):
    answers = complete(ruleset)
    values = ruleset.resolve(answers, ON, birth_date=date(1980, 1, 1), sex_at_birth="female")
    assert ruleset.verdict(values, Technique.SWEDISH) is Verdict.SUITABLE
