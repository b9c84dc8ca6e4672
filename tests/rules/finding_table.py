"""The table of findings and the list of sources once more, copied from the clinical tables and not from the files.

They stand apart from the knowledge files, so that a slip in either shows as a difference.
"""

# id, core or -, the worst a missing answer can cause
YES_NO = """
consent_given core review
intoxicated_now core review
pain_new_or_changed core review
saddle_numbness core review
bladder_change core review
bowel_change core review
sexual_function_change - none
bilateral_leg_symptoms core review
progressive_leg_weakness core review
unsteady_gait_or_hand_clumsiness core review
emergency_symptoms_now core review
pulsating_abdomen_or_tearing_pain core review
one_leg_swollen_hot_painful core review
recent_immobility - precaution
fever_now core review
acute_illness core review
iv_drug_use core review
immunosuppression core review
recent_infection_or_procedure core review
unexplained_weight_loss core review
night_sweats core review
unrelenting_night_pain core review
constant_nonmechanical_pain core review
band_like_trunk_pain core review
not_improving_after_care core review
flank_pain_with_urinary_symptoms core review
major_trauma core review
minor_trauma_recent core review
long_term_steroids core review
osteoporosis core review
height_loss_or_new_stoop - precaution
young_athlete_extension_pain - review
morning_stiffness_over_30_min - precaution
spinal_hardware - precaution
bleeding_disorder core review
pregnancy_high_risk - review
pacemaker_or_stimulator - precaution
reduced_sensation - precaution
pain_masking_medicine - precaution
muscle_tension_or_spasm - none
delayed_onset_soreness - none
stress_or_low_mood - none
prefers_passive_care - none
self_harm_disclosed - none
"""

NUMBERS = """
age_years core review
pain_duration_weeks core review
bp_systolic - none
bp_diastolic - none
"""

CHOICES = """
sex_at_birth - none: female male other
guardian_consent core review: yes no not_applicable
main_complaint core review: back_pain neck_pain sports_recovery relaxation other
aortic_aneurysm core review: none known repaired
clot_history core review: none under_3_months over_3_months
spinal_infection core review: none current past_resolved
cancer_status core review: never past active spinal_tumour_or_mets
vertebral_fracture core review: none suspected recent_or_unhealed healed_confirmed
disc_problem core review: none past_settled bulge_incidental herniation_no_leg_symptoms herniation_with_leg_symptoms
leg_radiating_pain core review: none pain_only with_stable_numbness_or_weakness
spinal_stenosis - precaution: none stable worsening
spondylolisthesis - precaution: none stable_low_grade unstable_or_stress_fracture
inflammatory_spine core review: none suspected_pattern diagnosed_stable diagnosed_flare fused_or_advanced
spinal_inflammation_type - review: none unspecified mechanical_soft_tissue_subacute acute_injury_hot_swollen \
inflammatory_arthritis_flare infection_suspected
inflammatory_arthritis_elsewhere - precaution: none settled flare
spinal_surgery core review: none under_6_weeks 6_to_12_weeks over_12_weeks_cleared over_12_weeks_not_cleared
hypermobility - precaution: none benign diagnosed_connective_tissue
blood_thinner core review: none antiplatelet anticoagulant
pregnancy core review: no_or_not_applicable possible trimester_1 trimester_2 trimester_3 postpartum_6w
skin_problem core review: none local_away_from_area local_in_area contagious_or_spreading
hypertension_status - precaution: none controlled uncontrolled
heart_failure core review: none stable unstable
heart_attack_or_stroke core review: none under_3_months over_3_months_cleared over_3_months_not_cleared
diabetes - precaution: none no_neuropathy neuropathy
lymphoedema - precaution: none nodes_removed limb_swollen
kidney_disease - precaution: none mild_or_moderate severe_or_dialysis
implant_or_port - precaution: none away_from_area in_area
recent_injection - precaution: none over_7_days 3_to_7_days under_3_days
contact_allergy - precaution: none oil_or_lotion latex both
poor_circulation - precaution: none general_sluggish venous_varicose arterial_disease_or_ulcer
nonspecific_lbp - none: none acute_under_4w subacute_4_12w chronic_over_12w
active_plan - none: none exercise_or_stretching physical_therapy
clinician_clearance - none: none cleared_in_writing declined
"""

CODES = """
consent_given Z53.20
intoxicated_now F10.929 F19.929
saddle_numbness G83.4 R20.0
bladder_change R33.9 R39.198 R32
bowel_change R15.9
bilateral_leg_symptoms R29.898
progressive_leg_weakness M21.379 R29.898
unsteady_gait_or_hand_clumsiness R26.89 G95.20
emergency_symptoms_now R07.9 R06.02 R55 I63.9
pulsating_abdomen_or_tearing_pain R09.89
aortic_aneurysm I71.40 I71.9
one_leg_swollen_hot_painful R60.0
clot_history I82.409 I26.99 I80.9 Z86.718
fever_now R50.9
spinal_infection M46.20 M46.26 M46.40 M46.46 G06.1 A18.01
iv_drug_use F19.90
immunosuppression D84.9 D84.821 B20 Z94.9
cancer_status Z85.9 C79.51 C41.2 C72.0 C90.00 D33.4
unexplained_weight_loss R63.4
night_sweats R61
band_like_trunk_pain M54.6
flank_pain_with_urinary_symptoms N12 N20.0 R31.9
major_trauma V89.2XXA W19.XXXA
minor_trauma_recent W19.XXXA
long_term_steroids Z79.52 Z92.241
osteoporosis M81.0 Z87.310
height_loss_or_new_stoop R29.890
vertebral_fracture M80.08XA M80.88XA S32.009A S22.000A M48.50XA M84.58XA
disc_problem M51.26 M51.27 M51.16 M51.17 M51.9
leg_radiating_pain M54.16 M54.30 M54.40
spinal_stenosis M48.061 M48.062
spondylolisthesis M43.16 M43.06
young_athlete_extension_pain M43.06
inflammatory_spine M45.9 M45.A0 M46.90 M46.1
morning_stiffness_over_30_min M25.60
spinal_inflammation_type M46.90 S39.012A
inflammatory_arthritis_elsewhere M06.9 L40.50
spinal_surgery Z98.1 Z98.890 Z47.89 M96.1
spinal_hardware Z98.1 Z96.82
hypermobility M35.7 Q79.62
blood_thinner Z79.01 Z79.02
bleeding_disorder D68.9 D66 D69.6
pregnancy Z33.1 Z3A.00
pregnancy_high_risk O09.90 O14.90
skin_problem L08.9 L03.90 T14.8XXA T30.0 B02.9 B86 B35.4
hypertension_status I10 I16.9
bp_systolic R03.0
bp_diastolic R03.0
heart_failure I50.9
heart_attack_or_stroke I21.9 I25.2 I63.9 Z86.73
pacemaker_or_stimulator Z95.0 Z95.810 Z96.82
diabetes E11.42 E10.42
reduced_sensation R20.1 G62.9
lymphoedema I89.0 I97.2
kidney_disease N18.9 N18.6 Z99.2
pain_masking_medicine Z79.891
implant_or_port Z95.828
contact_allergy Z91.040 Z91.048
poor_circulation I73.9 I87.2 I83.90
muscle_tension_or_spasm M62.830
delayed_onset_soreness M79.18
nonspecific_lbp M54.50 M54.59 G89.29
stress_or_low_mood Z73.3 F43.9 F32.A
self_harm_disclosed R45.851
"""

SOURCES = """
seed S-ACP S-NG59 S-NG59B S-WHO S-JOSPT S-KNGF S-DANISH S-LANCET S-COCHRANE S-CHERKIN S-KAMALI S-JOSEPH
S-IFOMPT S-HENSCHKE S-DOWNIE S-REDFLAGTABLE S-AHCPR S-CES1 S-CES2 S-CES3 S-CES4 S-CES5 S-CES6 S-NG234
S-NICECANCER S-MABRY S-ROSS S-GEBHARDT S-AAA1 S-AAA2 S-AAA3 S-PE1 S-PE2 S-PE3 S-PE4 S-DVT1 S-DVT2 S-VO1 S-VO2
S-SEA1 S-SEA2 S-PAPA S-ASFX1 S-ASFX2 S-ASFX3 S-ASFX4 S-SEH1 S-SEH2 S-HEMO S-YIN S-FXPT1 S-FXPT2 S-BJSMFX
S-WB-DISC S-WB-FX S-WB-OP S-WB-INFL S-WB-AS S-WB-RA S-WB-AN S-WB-HTN S-WB-MI S-YUMPU S-YUMPU2 S-YUMPU3 S-NCCIH
S-MSKCC S-MACMILLAN S-CANCERMASSAGE S-MSU S-NG65 S-QS170 S-ASMASS S-AHA S-FRANKLIN S-ENDO S-DOMS1 S-DOMS2
S-LSS1 S-LSS2 S-CMTO S-IJTMB63 S-PREG1 S-PREG2 S-PREG3 S-ZOSTER S-KIDNEY1 S-KIDNEY2 S-KIDNEY3 S-PARS S-SURG1
S-SURG2 S-INJ1 S-INJ2 S-INJ3 S-CHF1 S-CHF2 S-URIN S-ELEC1 S-ELEC2 S-LYMPH1 S-LYMPH2 S-DMFORUM S-EDS S-EDS2
S-MBLEX1 S-MBLEX2 S-MBLEX3 S-KNOWT S-HUGHES S-ABMPLIST S-ASCENSION S-SPAVERDE S-SPENCER S-LIVIH S-SIDE
S-MINOR1 S-MINOR2 S-AYUR S-121
"""

# Where the harmless answer is not 'no' or 'none'.
HARMLESS = {
    "consent_given": "yes",
    "guardian_consent": "yes",
    "main_complaint": "relaxation",
    "cancer_status": "never",
    "pregnancy": "no_or_not_applicable",
    "sex_at_birth": "female",
    "age_years": 40,
    "pain_duration_weeks": 12,
    "pain_score": 0,
    "bp_systolic": 120,
    "bp_diastolic": 80,
}

PRIVATE = {
    "saddle_numbness",
    "bladder_change",
    "bowel_change",
    "intoxicated_now",
    "cancer_status",
    "iv_drug_use",
    "pregnancy",
    "pregnancy_high_risk",
}

# Asked again at every visit beside the emergency signs and the plain red flags: what a day can change.
OF_THE_DAY = {
    "consent_given",
    "guardian_consent",
    "intoxicated_now",
    "pain_new_or_changed",
    "pain_score",
    "minor_trauma_recent",
    "fever_now",
    "acute_illness",
    "skin_problem",
    "pain_masking_medicine",
    "bp_systolic",
    "bp_diastolic",
}

# Finding to the condition under which it is asked and the one under which not knowing it counts.
CONDITIONAL = {
    "guardian_consent": ("age_years < 18", "age_years < 18"),
    "young_athlete_extension_pain": ("age_years < 21", "age_years < 21"),
    "pregnancy": ("sex_at_birth != male", None),
    "pregnancy_high_risk": ("sex_at_birth != male and pregnancy_any", "pregnancy_any"),
}
