"""Every rule fires where the clinical tables say so, and not next to it."""

import pytest

from clinicdesk.domain.suitability import Kind, Technique, Verdict
from tests.rules.expected_verdicts import CASES, SAYS, answers_of, check_case
from tests.strategies import harmless_findings

R, N, V, P, S = reversed(Verdict)


@pytest.mark.parametrize("case", CASES, ids=lambda case: " ".join(f"{k}={v}" for k, v in case[1].items()))
def test_exactly_the_expected_rules_fire(ruleset, case):
    check_case(ruleset, case)


def test_every_rule_fires_in_some_case(knowledge):
    assert {rule for rules, _ in CASES for rule in rules if not rule.endswith("?")} == set(SAYS)
    assert set(SAYS) == set(knowledge.rules)


# Why massage is blocked, with the verdicts of massage and physical therapy.
WHEN_MASSAGE_IS_BLOCKED = [
    ("disc_problem=herniation_with_leg_symptoms", "", N, P),
    ("vertebral_fracture=suspected", "", R, R),
    ("saddle_numbness", "", R, R),
    ("progressive_leg_weakness", "", R, R),
    ("one_leg_swollen_hot_painful", "", R, R),
    ("spinal_inflammation_type=infection_suspected", "", R, R),
    ("main_complaint=back_pain unrelenting_night_pain night_sweats unexplained_weight_loss", "", R, R),
    ("vertebral_fracture=recent_or_unhealed", "", N, V),
    ("vertebral_fracture=healed_confirmed", "", V, P),
    ("cancer_status=spinal_tumour_or_mets", "", N, V),
    ("spinal_inflammation_type=acute_injury_hot_swollen", "", N, P),
    ("fever_now", "", N, V),
    ("acute_illness", "", N, V),
    ("skin_problem=local_in_area", "", N, P),
    ("skin_problem=contagious_or_spreading", "", N, V),
    ("aortic_aneurysm=known", "", N, V),
    ("clot_history=under_3_months", "", N, V),
    ("heart_attack_or_stroke=under_3_months", "", N, V),
    ("spinal_surgery=under_6_weeks", "", N, V),
    ("recent_injection=under_3_days", "", N, V),
    ("bleeding_disorder", "deep_tissue", N, P),
    ("heart_failure=unstable", "", N, N),
    ("bp_systolic=180", "", N, N),
    ("bp_diastolic=110", "", N, N),
    ("intoxicated_now", "", N, N),
    ("consent_given=no", "", N, N),
    ("age_years=15 guardian_consent=no", "", N, N),
    ("pacemaker_or_stimulator", "", P, P),
    ("pacemaker_or_stimulator", "electrotherapy", P, N),
]

# The five things called inflammation.
INFLAMMATIONS = [
    ("spinal_inflammation_type=mechanical_soft_tissue_subacute", "", P, S),
    ("spinal_inflammation_type=unspecified", "", P, S),
    ("spinal_inflammation_type=acute_injury_hot_swollen", "", N, P),
    ("inflammatory_spine=diagnosed_stable", "", P, S),
    ("inflammatory_spine=diagnosed_stable", "manipulation_thrust", P, N),
    ("inflammatory_spine=diagnosed_flare", "", V, P),
    ("inflammatory_spine=fused_or_advanced", "", V, P),
    ("inflammatory_spine=fused_or_advanced pain_new_or_changed", "", R, R),
    ("morning_stiffness_over_30_min pain_duration_weeks=20 age_years=30", "", V, P),
    ("inflammatory_spine=suspected_pattern", "", V, P),
    ("spinal_inflammation_type=infection_suspected", "", R, R),
    ("spinal_inflammation_type=unknown", "", V, V),
]


@pytest.mark.parametrize(("answers", "technique", "massage", "therapy"), WHEN_MASSAGE_IS_BLOCKED + INFLAMMATIONS)
def test_the_verdicts_of_both_kinds_are_those_of_the_summary_tables(ruleset, answers, technique, massage, therapy):
    findings = harmless_findings(ruleset.knowledge) | answers_of(answers)
    verdicts = ruleset.assess(findings, Technique(technique or "swedish")).verdicts
    assert verdicts == {Kind.MASSAGE: massage, Kind.PHYSICAL_THERAPY: therapy}
