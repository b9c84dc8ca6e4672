"""Invented people as a back-pain clinic might see them: mostly harmless answers, a few troubles each.

How common each answer is, is made up: plausible to the eye and nothing more. It only serves to have somebody to ask.
"""

from random import Random

COMMON = """
main_complaint back_pain=.55 neck_pain=.15 sports_recovery=.08 other=.05
pain_new_or_changed yes=.35
consent_given no=.005
intoxicated_now yes=.005
saddle_numbness yes=.004
bladder_change yes=.01
bowel_change yes=.003
cancer_status past=.05 active=.01 spinal_tumour_or_mets=.002
iv_drug_use yes=.01
pregnancy possible=.01 trimester_1=.01 trimester_2=.015 trimester_3=.015 postpartum_6w=.01
pregnancy_high_risk yes=.1
emergency_symptoms_now yes=.005
pulsating_abdomen_or_tearing_pain yes=.003
bilateral_leg_symptoms yes=.01
progressive_leg_weakness yes=.01
unsteady_gait_or_hand_clumsiness yes=.01
one_leg_swollen_hot_painful yes=.008
fever_now yes=.01
acute_illness yes=.03
skin_problem local_away_from_area=.04 local_in_area=.02 contagious_or_spreading=.005
pain_masking_medicine yes=.1
unexplained_weight_loss yes=.01
night_sweats yes=.02
unrelenting_night_pain yes=.04
constant_nonmechanical_pain yes=.04
band_like_trunk_pain yes=.01
flank_pain_with_urinary_symptoms yes=.008
not_improving_after_care yes=.12
major_trauma yes=.01
minor_trauma_recent yes=.15
vertebral_fracture suspected=.002 recent_or_unhealed=.005 healed_confirmed=.01
osteoporosis yes=.06
height_loss_or_new_stoop yes=.05
long_term_steroids yes=.02
young_athlete_extension_pain yes=.1
disc_problem past_settled=.06 bulge_incidental=.04 herniation_no_leg_symptoms=.02 herniation_with_leg_symptoms=.03
leg_radiating_pain pain_only=.06 with_stable_numbness_or_weakness=.02
spinal_stenosis stable=.03 worsening=.005
spondylolisthesis stable_low_grade=.02 unstable_or_stress_fracture=.003
inflammatory_spine suspected_pattern=.01 diagnosed_stable=.01 diagnosed_flare=.005 fused_or_advanced=.002
morning_stiffness_over_30_min yes=.08
spinal_inflammation_type unspecified=.04 mechanical_soft_tissue_subacute=.03 acute_injury_hot_swollen=.01
spinal_inflammation_type inflammatory_arthritis_flare=.005 infection_suspected=.001
inflammatory_arthritis_elsewhere settled=.02 flare=.005
spinal_surgery under_6_weeks=.003 6_to_12_weeks=.004 over_12_weeks_cleared=.03 over_12_weeks_not_cleared=.01
spinal_hardware yes=.02
recent_injection over_7_days=.02 3_to_7_days=.005 under_3_days=.003
implant_or_port away_from_area=.02 in_area=.005
recent_infection_or_procedure yes=.03
spinal_infection current=.001 past_resolved=.003
immunosuppression yes=.02
heart_failure stable=.015 unstable=.003
heart_attack_or_stroke under_3_months=.002 over_3_months_cleared=.025 over_3_months_not_cleared=.01
aortic_aneurysm known=.004 repaired=.003
clot_history under_3_months=.003 over_3_months=.02
recent_immobility yes=.1
hypertension_status controlled=.18 uncontrolled=.04
pacemaker_or_stimulator yes=.01
poor_circulation general_sluggish=.06 venous_varicose=.06 arterial_disease_or_ulcer=.01
blood_thinner antiplatelet=.06 anticoagulant=.04
bleeding_disorder yes=.015
diabetes no_neuropathy=.06 neuropathy=.015
reduced_sensation yes=.03
kidney_disease mild_or_moderate=.02 severe_or_dialysis=.004
lymphoedema nodes_removed=.02 limb_swollen=.005
contact_allergy oil_or_lotion=.04 latex=.015 both=.005
hypermobility benign=.04 diagnosed_connective_tissue=.004
"""
_SHARES: dict[str, list[tuple[str, float]]] = {}
for _id, *_entries in map(str.split, COMMON.strip().splitlines()):
    _pairs = (entry.split("=") for entry in _entries)
    _SHARES.setdefault(_id, []).extend((value, float(share)) for value, share in _pairs)
_LAST_PREGNANCY = 50


def plausible_people(knowledge, count, *, seed=2026):
    """Answers to every question that may be put, and age and sex from the record; the same in every run."""
    random = Random(seed)
    for _ in range(count):
        answers = {
            id_: _drawn(random, id_, item.harmless)
            for id_, item in knowledge.findings.items()
            if item.asked_by in ("desk", "patient")
        }
        answers["age_years"] = int(random.triangular(16, 90, 45))
        answers["sex_at_birth"] = random.choice(["female", "male"])
        answers["pain_duration_weeks"] = min(int(random.expovariate(1 / 30)), 5200)
        if answers["age_years"] > _LAST_PREGNANCY:
            answers["pregnancy"] = "no_or_not_applicable"
        yield answers


def _drawn(random, id_, harmless):
    left = random.random()
    for value, share in _SHARES.get(id_, ()):
        if left < share:
            return value
        left -= share
    return harmless
