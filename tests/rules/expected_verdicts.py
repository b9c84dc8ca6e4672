"""What each rule is expected to say, written from the clinical tables and not from the knowledge files.

``SAYS`` holds each rule's scope and contribution to massage and physical therapy. ``CASES`` holds small changes to
a person who has answered everything harmlessly, each with exactly the rules that have to fire; a rule with a
question mark may fire as well where the tables leave that open because a worse one does.
"""

from clinicdesk.domain.suitability import GENTLEST, Kind, Technique, Verdict
from tests.strategies import harmless_findings

_VERDICTS = dict(zip("SPVNR", Verdict, strict=True)) | {"-": None}
_SCOPES = {
    "any": tuple(Technique),
    "deep": (Technique.DEEP_TISSUE, Technique.TRIGGER_POINT),
    "force": (Technique.DEEP_TISSUE, Technique.TRIGGER_POINT, Technique.MANIPULATION_THRUST),
    "thrust": (Technique.MANIPULATION_THRUST,),
    "range": (Technique.MANIPULATION_THRUST, Technique.STRETCHING),
    "electro": (Technique.ELECTROTHERAPY,),
    "tissue": (Technique.DEEP_TISSUE,),
}

# Scope and contributions: refer urgently, not suitable, reView, with Precautions, suitable, - for none.
_SAYS = """
U01 any R R|U02 any R R|U03 any R R|U04 any R R|U05 any R R|U06 any R R|U07 any R R|U08 any R R|U09 any R R|U10 any R R
U11 any R R|U12 any R R|U13 any R R|U14 any R R|U15 any R R|U16 any R R|U17 any R R|U18 any R R|U19 any R R
G01 any N N|G02 any N N|G03 any N N|G04 any N V|G05 any V V
S01 any N V|S02 any V P|S03 any N P|S04 any V P|S05 any P S|S06 any N V
R-CA-P any V P|R-CA-P-N any V V|R-CA-P2 any P S|R-CA-A any V V|R-CA-D deep N -
R-INF any V V|R-IMM any P P|R-FEV any N V|R-ILL any N V|R-SPINF-C any N V|R-SPINF-P any V P|R-WL any V V
R-CL any V V|R-NOGAIN any P P|R-FRAG any V V|R-YOUTH any V P|R-PARS any V V|R-FLANK any N V
R-AAA-K any N V|R-AAA-R any V P|R-DVT-C any N V|R-DVT-P any P S|R-DVT-D deep V -
R-SCI1 any V P|R-SCI2 any V P|R-STEN1 any P S|R-STEN2 any V V|R-SLIP1 any P P|R-SLIP2 any V V
R-SPA1 any V P|R-SPA2 any P S|R-SPA3 any V P|R-SPA4 any V P|R-RA any V P|R-INFL1 any N P|R-INFL2 any P S
R-SURG1 any N V|R-SURG2 any V P|R-SURG3 any P S|R-SURG4 any V V|R-HARD any P P|R-HARD-D deep V -
R-OP any P P|R-OP-D force N N|R-STER any P P|R-STER-D force V V|R-AC any P P|R-AC-D force N N|R-AP any P S
R-BD any V P|R-BD-D force N N|R-PG1 any V P|R-PG2 any P P|R-PG-D force N V|R-PG-H any N V|R-PP any P P
R-SK1 any P S|R-SK2 any N P|R-SK3 any N V|R-BP1 any V V|R-BP2 any N N|R-BP3 any P S|R-HF1 any N N|R-HF2 any V P
R-MI1 any N V|R-MI2 any V V|R-MI3 any P P|R-PM any P P|R-PM-E electro - N|R-EL electro - N
R-DM1 any P P|R-DM-D deep V -|R-DM0 any S S|R-LY any P P|R-KD1 any V P|R-KD2 any P S|R-PMM any P P|R-PMM-D deep V -
R-IMP any P S|R-INJ1 any N V|R-INJ2 any P P|R-ALL any P S|R-PVD any V P|R-VV any P S|R-HM1 any P P|R-HM2 any P S
R-HM-T range - V|R-THR thrust - N|R-OLD-D tissue P -
I01 any S S|I02 any S S|I03 any S S|I04 any S S|I05 any S S|I06 any S S|I07 any S S
"""

SAYS = {
    rule: (_SCOPES[scope], {Kind.MASSAGE: _VERDICTS[massage], Kind.PHYSICAL_THERAPY: _VERDICTS[therapy]})
    for rule, scope, massage, therapy in (row.split() for row in _SAYS.replace("\n", "|").split("|") if row)
}

# Rules that fire: the answers that differ from the harmless ones; a bare name is a yes.
_CASES = """
: nonspecific_lbp=none
: pain_new_or_changed
: main_complaint=back_pain
: main_complaint=back_pain pain_new_or_changed
: minor_trauma_recent pain_new_or_changed
: recent_immobility
: height_loss_or_new_stoop
: prefers_passive_care
: active_plan=physical_therapy
: clinician_clearance=cleared_in_writing
: sex_at_birth=male
: pain_score=10

U01: saddle_numbness
U01: bladder_change
U01: bowel_change
U01: sexual_function_change
U02: bilateral_leg_symptoms
U03: progressive_leg_weakness
U04: unsteady_gait_or_hand_clumsiness
U05: emergency_symptoms_now
U06: pulsating_abdomen_or_tearing_pain
U06 R-AAA-K?: aortic_aneurysm=known pain_new_or_changed
U06 R-AAA-R: aortic_aneurysm=repaired pain_new_or_changed
R-AAA-K: aortic_aneurysm=known
R-AAA-R: aortic_aneurysm=repaired
U07: one_leg_swollen_hot_painful
U08: major_trauma
U09 R-THR: vertebral_fracture=suspected
U09 R-FRAG? R-OP R-OP-D R-OLD-D: minor_trauma_recent pain_new_or_changed age_years=70 osteoporosis
U09 R-FRAG? R-STER R-STER-D: minor_trauma_recent pain_new_or_changed height_loss_or_new_stoop long_term_steroids
R-FRAG R-OP R-OP-D R-OLD-D: minor_trauma_recent pain_new_or_changed age_years=69 osteoporosis
R-STER R-STER-D: minor_trauma_recent height_loss_or_new_stoop long_term_steroids
R-STER R-STER-D: pain_new_or_changed height_loss_or_new_stoop long_term_steroids
R-FRAG R-OLD-D: minor_trauma_recent pain_new_or_changed age_years=70
R-OLD-D: minor_trauma_recent pain_new_or_changed age_years=69
R-FRAG R-OP R-OP-D: minor_trauma_recent pain_new_or_changed osteoporosis
R-FRAG R-STER R-STER-D: minor_trauma_recent pain_new_or_changed long_term_steroids
R-FRAG: minor_trauma_recent pain_new_or_changed height_loss_or_new_stoop
: minor_trauma_recent height_loss_or_new_stoop
: pain_new_or_changed height_loss_or_new_stoop
U10 R-SPA4 R-THR: inflammatory_spine=fused_or_advanced minor_trauma_recent
U10 R-SPA4? R-THR: inflammatory_spine=fused_or_advanced pain_new_or_changed
R-SPA4 R-THR: inflammatory_spine=fused_or_advanced
R-SPA3 R-THR: inflammatory_spine=diagnosed_flare minor_trauma_recent

U11 R-FEV: fever_now main_complaint=back_pain pain_new_or_changed
U11 R-FEV: fever_now main_complaint=neck_pain pain_new_or_changed
U11 R-FEV: fever_now main_complaint=other pain_new_or_changed
R-FEV: fever_now main_complaint=sports_recovery pain_new_or_changed
R-FEV: fever_now main_complaint=relaxation pain_new_or_changed
R-FEV: fever_now main_complaint=back_pain
R-FEV: fever_now
U11 R-FEV R-INF: fever_now main_complaint=back_pain iv_drug_use
U11 R-FEV R-IMM: fever_now main_complaint=back_pain immunosuppression
U11 R-FEV R-INF: fever_now main_complaint=back_pain recent_infection_or_procedure
U11 R-FEV R-CL: fever_now main_complaint=back_pain unrelenting_night_pain
U11 R-FEV R-CL: fever_now main_complaint=back_pain constant_nonmechanical_pain
R-FEV R-CL: fever_now main_complaint=back_pain band_like_trunk_pain
U11 R-FEV R-SURG1: fever_now main_complaint=back_pain spinal_surgery=under_6_weeks
U11 R-FEV R-SURG2: fever_now main_complaint=back_pain spinal_surgery=6_to_12_weeks
R-FEV R-SURG3: fever_now main_complaint=back_pain spinal_surgery=over_12_weeks_cleared
R-FEV R-SURG4: fever_now main_complaint=back_pain spinal_surgery=over_12_weeks_not_cleared
U11 R-FEV R-INJ1: fever_now main_complaint=back_pain recent_injection=under_3_days
U11 R-FEV R-INJ2: fever_now main_complaint=back_pain recent_injection=3_to_7_days
R-FEV: fever_now main_complaint=back_pain recent_injection=over_7_days
U11: spinal_inflammation_type=infection_suspected

U12 R-CL: cancer_status=past main_complaint=back_pain unrelenting_night_pain
U12 R-CL: cancer_status=past main_complaint=neck_pain constant_nonmechanical_pain
U12 R-CL: cancer_status=past main_complaint=other band_like_trunk_pain
U12 R-CL R-WL: cancer_status=past main_complaint=back_pain unexplained_weight_loss
U12 R-CL: cancer_status=past main_complaint=back_pain night_sweats
U12 R-CL: cancer_status=past main_complaint=back_pain not_improving_after_care
U12 R-NOGAIN: cancer_status=past main_complaint=back_pain not_improving_after_care pain_duration_weeks=30
U12 R-CL: cancer_status=past main_complaint=back_pain pain_new_or_changed unrelenting_night_pain
U12 R-CL: cancer_status=past main_complaint=back_pain pain_new_or_changed constant_nonmechanical_pain
U12 R-CL: cancer_status=past main_complaint=back_pain pain_new_or_changed band_like_trunk_pain
U12 R-CL R-WL: cancer_status=past main_complaint=back_pain pain_new_or_changed unexplained_weight_loss
U12 R-CL: cancer_status=past main_complaint=back_pain pain_new_or_changed night_sweats
U12 R-CL: cancer_status=past main_complaint=back_pain pain_new_or_changed not_improving_after_care
U12 R-CL R-CA-A? R-CA-D R-EL: cancer_status=active main_complaint=back_pain night_sweats
U12 R-CL S06 R-EL: cancer_status=spinal_tumour_or_mets main_complaint=back_pain night_sweats
U12 S06 R-EL: cancer_status=spinal_tumour_or_mets main_complaint=back_pain pain_new_or_changed
S06 R-EL: cancer_status=spinal_tumour_or_mets main_complaint=back_pain
S06 R-EL: cancer_status=spinal_tumour_or_mets pain_new_or_changed
S06 R-EL: cancer_status=spinal_tumour_or_mets
R-CA-A R-CA-D R-EL: cancer_status=active main_complaint=back_pain pain_new_or_changed
R-CA-A R-CA-D R-EL: cancer_status=active
R-CA-P2 R-CL: cancer_status=past night_sweats
R-CA-P: cancer_status=past main_complaint=back_pain
R-CA-P: cancer_status=past main_complaint=neck_pain
R-CA-P: cancer_status=past main_complaint=other
R-CA-P? R-CA-P-N: cancer_status=past main_complaint=back_pain pain_new_or_changed
R-CA-P? R-CA-P-N: cancer_status=past main_complaint=neck_pain pain_new_or_changed
R-CA-P? R-CA-P-N: cancer_status=past main_complaint=other pain_new_or_changed
R-CA-P2: cancer_status=past
R-CA-P2: cancer_status=past pain_new_or_changed
R-CA-P2: cancer_status=past main_complaint=sports_recovery

U13 R-CL: main_complaint=back_pain unrelenting_night_pain constant_nonmechanical_pain band_like_trunk_pain
U13 R-CL R-WL: main_complaint=neck_pain unexplained_weight_loss night_sweats not_improving_after_care
U13 R-CL: main_complaint=other constant_nonmechanical_pain band_like_trunk_pain night_sweats
R-CL: unrelenting_night_pain constant_nonmechanical_pain band_like_trunk_pain
R-CL: main_complaint=back_pain unrelenting_night_pain constant_nonmechanical_pain
U13 R-CL: age_years=50 unrelenting_night_pain constant_nonmechanical_pain
U13 R-CL: age_years=50 band_like_trunk_pain night_sweats
U13 R-CL R-WL: age_years=50 unexplained_weight_loss not_improving_after_care
R-CL: age_years=49 band_like_trunk_pain night_sweats
R-CL: age_years=50 band_like_trunk_pain
U13 R-CL R-WL: age_years=60 unexplained_weight_loss
R-CL R-WL: age_years=59 unexplained_weight_loss
: age_years=60
U14 R-AC R-AC-D: blood_thinner=anticoagulant pain_new_or_changed minor_trauma_recent
U14 R-AC R-AC-D R-CL: blood_thinner=anticoagulant pain_new_or_changed constant_nonmechanical_pain
U14 R-AC R-AC-D R-CL: blood_thinner=anticoagulant pain_new_or_changed unrelenting_night_pain
U14 R-BD R-BD-D: bleeding_disorder pain_new_or_changed minor_trauma_recent
R-AC R-AC-D: blood_thinner=anticoagulant pain_new_or_changed
R-AC R-AC-D: blood_thinner=anticoagulant minor_trauma_recent
R-BD R-BD-D: bleeding_disorder minor_trauma_recent
R-AC R-AC-D R-CL: blood_thinner=anticoagulant pain_new_or_changed band_like_trunk_pain
R-AP: blood_thinner=antiplatelet pain_new_or_changed minor_trauma_recent
U15 R-FLANK R-FEV: flank_pain_with_urinary_symptoms fever_now
U15 R-PG1 R-PG-D R-PG-H R-EL: pregnancy=possible pregnancy_high_risk pain_new_or_changed
U15 R-PG1 R-PG-D R-PG-H R-EL: pregnancy=trimester_1 pregnancy_high_risk pain_new_or_changed
U15 R-PG2 R-PG-D R-PG-H R-EL: pregnancy=trimester_2 pregnancy_high_risk pain_new_or_changed
U15 R-PG2 R-PG-D R-PG-H R-EL: pregnancy=trimester_3 pregnancy_high_risk pain_new_or_changed
U15 R-PP R-PG-H R-EL: pregnancy=postpartum_6w pregnancy_high_risk pain_new_or_changed
: pregnancy_high_risk pain_new_or_changed
R-PG2 R-PG-D R-EL: pregnancy=trimester_2 pain_new_or_changed
U16: self_harm_disclosed
U17 R-SK3 R-FEV: skin_problem=contagious_or_spreading fever_now
R-SK2 R-FEV: skin_problem=local_in_area fever_now
U18 R-INF R-CL: main_complaint=back_pain iv_drug_use pain_new_or_changed unrelenting_night_pain
U18 R-IMM R-CL: main_complaint=neck_pain immunosuppression pain_new_or_changed constant_nonmechanical_pain
U18 R-INF R-CL: main_complaint=other recent_infection_or_procedure pain_new_or_changed night_sweats
U18 R-INF R-CL R-WL: main_complaint=back_pain iv_drug_use pain_new_or_changed unexplained_weight_loss
R-INF R-CL: main_complaint=back_pain iv_drug_use pain_new_or_changed band_like_trunk_pain
R-INF R-CL: main_complaint=back_pain iv_drug_use unrelenting_night_pain
R-CL: main_complaint=back_pain pain_new_or_changed unrelenting_night_pain
R-CL: iv_drug_use pain_new_or_changed unrelenting_night_pain
R-INF: main_complaint=back_pain iv_drug_use pain_new_or_changed
U19 R-FLANK I05: flank_pain_with_urinary_symptoms delayed_onset_soreness

G01: consent_given=no
G02: age_years=17 guardian_consent=no
G02: age_years=17 guardian_consent=not_applicable
: age_years=17
: age_years=18 guardian_consent=no
G03: intoxicated_now
G04: clinician_clearance=declined
G05: age_years=unknown
S01 R-THR: vertebral_fracture=recent_or_unhealed
S02 R-THR: vertebral_fracture=healed_confirmed
S03 R-THR: disc_problem=herniation_no_leg_symptoms
S03 R-THR: disc_problem=herniation_with_leg_symptoms
S04: disc_problem=bulge_incidental
S05: disc_problem=past_settled

R-INF: main_complaint=back_pain iv_drug_use
R-INF: main_complaint=neck_pain recent_infection_or_procedure
R-INF R-IMM: immunosuppression pain_duration_weeks=11
R-IMM: immunosuppression pain_duration_weeks=12
R-IMM: immunosuppression pain_duration_weeks=12 main_complaint=back_pain
: iv_drug_use pain_duration_weeks=3
: recent_infection_or_procedure
: pain_duration_weeks=3 main_complaint=back_pain
R-ILL: acute_illness
R-SPINF-C: spinal_infection=current
R-SPINF-P: spinal_infection=past_resolved
R-CL R-WL: unexplained_weight_loss
R-CL: unrelenting_night_pain
R-CL: constant_nonmechanical_pain
R-CL: band_like_trunk_pain
R-CL: night_sweats
R-CL: not_improving_after_care
R-CL: not_improving_after_care pain_duration_weeks=25
R-NOGAIN: not_improving_after_care pain_duration_weeks=26
R-CL: not_improving_after_care pain_duration_weeks=26 pain_new_or_changed
R-CL: not_improving_after_care pain_duration_weeks=26 unrelenting_night_pain
R-CL: not_improving_after_care pain_duration_weeks=26 constant_nonmechanical_pain
R-CL: not_improving_after_care pain_duration_weeks=26 band_like_trunk_pain
R-CL R-WL: not_improving_after_care pain_duration_weeks=26 unexplained_weight_loss
R-CL: not_improving_after_care pain_duration_weeks=26 night_sweats
: pain_duration_weeks=26
R-YOUTH: age_years=17 main_complaint=back_pain
R-YOUTH: age_years=17 main_complaint=neck_pain
R-YOUTH: age_years=17 main_complaint=other
: age_years=17 main_complaint=sports_recovery
: age_years=18 main_complaint=back_pain
R-PARS: young_athlete_extension_pain age_years=20
R-FLANK: flank_pain_with_urinary_symptoms
R-DVT-C R-EL: clot_history=under_3_months
R-DVT-P R-DVT-D: clot_history=over_3_months
R-SCI1 R-THR: leg_radiating_pain=pain_only
R-SCI2 R-THR: leg_radiating_pain=with_stable_numbness_or_weakness
R-STEN1: spinal_stenosis=stable
R-STEN2: spinal_stenosis=worsening
R-SLIP1 R-THR: spondylolisthesis=stable_low_grade
R-SLIP2 R-THR: spondylolisthesis=unstable_or_stress_fracture
R-SPA1 R-THR: inflammatory_spine=suspected_pattern
R-SPA1: morning_stiffness_over_30_min pain_duration_weeks=13
R-SPA1: morning_stiffness_over_30_min pain_duration_weeks=13 age_years=49
: morning_stiffness_over_30_min pain_duration_weeks=13 age_years=50
: morning_stiffness_over_30_min pain_duration_weeks=12
: pain_duration_weeks=13
R-SPA2 R-THR: inflammatory_spine=diagnosed_stable morning_stiffness_over_30_min pain_duration_weeks=13
R-SPA1 R-SPA3 R-THR: inflammatory_spine=diagnosed_flare morning_stiffness_over_30_min pain_duration_weeks=13
R-SPA2 R-THR: inflammatory_spine=diagnosed_stable
R-SPA3 R-THR: inflammatory_spine=diagnosed_flare
R-SPA3: spinal_inflammation_type=inflammatory_arthritis_flare
R-RA: inflammatory_arthritis_elsewhere=flare
: inflammatory_arthritis_elsewhere=settled
R-INFL1: spinal_inflammation_type=acute_injury_hot_swollen
R-INFL2: spinal_inflammation_type=unspecified
R-INFL2: spinal_inflammation_type=mechanical_soft_tissue_subacute
R-SURG1: spinal_surgery=under_6_weeks
R-SURG2: spinal_surgery=6_to_12_weeks
R-SURG3: spinal_surgery=over_12_weeks_cleared
R-SURG4: spinal_surgery=over_12_weeks_not_cleared
R-HARD R-HARD-D R-THR: spinal_hardware
R-OP R-OP-D: osteoporosis
R-STER R-STER-D: long_term_steroids
R-AC R-AC-D: blood_thinner=anticoagulant
R-AP: blood_thinner=antiplatelet
R-BD R-BD-D: bleeding_disorder
R-PG1 R-PG-D R-EL: pregnancy=possible
R-PG1 R-PG-D R-EL: pregnancy=trimester_1
R-PG2 R-PG-D R-EL: pregnancy=trimester_2
R-PG2 R-PG-D R-EL: pregnancy=trimester_3
R-PP R-EL: pregnancy=postpartum_6w
R-PG1 R-PG-D R-PG-H R-EL: pregnancy=possible pregnancy_high_risk
R-PG1 R-PG-D R-PG-H R-EL: pregnancy=trimester_1 pregnancy_high_risk
R-PG2 R-PG-D R-PG-H R-EL: pregnancy=trimester_2 pregnancy_high_risk
R-PG2 R-PG-D R-PG-H R-EL: pregnancy=trimester_3 pregnancy_high_risk
R-PP R-PG-H R-EL: pregnancy=postpartum_6w pregnancy_high_risk
: pregnancy_high_risk
R-SK1: skin_problem=local_away_from_area
R-SK2: skin_problem=local_in_area
R-SK3: skin_problem=contagious_or_spreading
R-BP1: hypertension_status=uncontrolled
R-BP1: bp_systolic=160
R-BP1: bp_systolic=179
R-BP1: bp_diastolic=100
R-BP1: bp_diastolic=109
: bp_systolic=159 bp_diastolic=99
R-BP2: bp_systolic=180
R-BP2: bp_diastolic=110
R-BP1 R-BP2: bp_systolic=165 bp_diastolic=115
R-BP1 R-BP2: bp_systolic=185 bp_diastolic=105
R-BP3: hypertension_status=controlled
R-HF1: heart_failure=unstable
R-HF2: heart_failure=stable
R-MI1: heart_attack_or_stroke=under_3_months
R-MI2: heart_attack_or_stroke=over_3_months_not_cleared
R-MI3: heart_attack_or_stroke=over_3_months_cleared
R-PM R-PM-E: pacemaker_or_stimulator
R-DM1 R-DM-D: diabetes=neuropathy
R-DM1 R-DM-D R-EL: reduced_sensation
R-DM0: diabetes=no_neuropathy
R-LY: lymphoedema=nodes_removed
R-LY: lymphoedema=limb_swollen
R-KD1: kidney_disease=severe_or_dialysis
R-KD2: kidney_disease=mild_or_moderate
R-PMM R-PMM-D: pain_masking_medicine
R-IMP: implant_or_port=in_area
R-IMP: implant_or_port=away_from_area
R-INJ1: recent_injection=under_3_days
R-INJ2: recent_injection=3_to_7_days
: recent_injection=over_7_days
R-ALL: contact_allergy=oil_or_lotion
R-ALL: contact_allergy=latex
R-ALL: contact_allergy=both
R-PVD: poor_circulation=arterial_disease_or_ulcer
R-VV: poor_circulation=venous_varicose
R-HM1 R-HM-T: hypermobility=diagnosed_connective_tissue
R-HM2: hypermobility=benign
R-OLD-D: age_years=65
: age_years=64
I01: nonspecific_lbp=acute_under_4w
I02: nonspecific_lbp=subacute_4_12w
I03: nonspecific_lbp=chronic_over_12w
I04: muscle_tension_or_spasm
I05: delayed_onset_soreness
I06: poor_circulation=general_sluggish
I07: stress_or_low_mood
"""


def answers_of(text):
    """Findings from ``name`` (a yes) and ``name=value`` words."""
    words = (word.split("=") for word in text.split())
    return {name: _value(*value) if value else "yes" for name, *value in words}


def _value(text):
    return int(text) if text.isdecimal() else text


CASES = [
    (rules.split(), answers_of(answers))
    for rules, answers in (line.split(":") for line in _CASES.strip().splitlines() if line)
]


def check_case(ruleset, case, techniques=tuple(Technique)):
    """Asserts that exactly the expected rules fire, say what they should, and add up to the verdict."""
    rules, changes = case
    required = {rule for rule in rules if not rule.endswith("?")}
    allowed = {rule.rstrip("?") for rule in rules}
    answers = harmless_findings(ruleset.knowledge) | changes
    for technique in techniques:
        assessment = ruleset.assess(answers, technique)
        said = {(reason.rule, reason.kind): reason.verdict for reason in assessment.reasons}
        must, may = said_by(required, technique), said_by(allowed, technique)
        assert must.items() <= said.items() <= may.items(), (changes, technique, said)
        worst = {kind: max((v for (_, k), v in must.items() if k is kind), default=Verdict.SUITABLE) for kind in Kind}
        assert assessment.verdicts == worst, (changes, technique, assessment.verdicts)


def said_by(rules, technique):
    """What the rules say when one technique is asked for, by rule and kind."""
    said = {}
    for rule in rules:
        scope, verdicts = SAYS[rule]
        for kind, verdict in verdicts.items():
            judged = technique if technique.kind is kind else GENTLEST[kind]
            if verdict is not None and judged in scope:
                said[rule, kind] = verdict
    return said
