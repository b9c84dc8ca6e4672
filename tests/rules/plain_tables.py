"""The clinical tables once more, as plain Python over fully answered findings.

Written from the evidence and not from the knowledge files, so that a slip in either shows as a difference.
Each row: rule id, techniques (empty: any), condition over ``f`` (finding id to value), massage, physical therapy.
"""

from collections.abc import Callable, Mapping

Value = str | int | float
Findings = Mapping[str, Value]
Row = tuple[str, str, Callable[[Findings], bool], str | None, str | None]

REFER, NO, REVIEW, CARE, OK = (
    "refer_urgently",
    "not_suitable",
    "needs_clinician_review",
    "suitable_with_precautions",
    "suitable",
)
ORDER = (OK, CARE, REVIEW, NO, REFER)

DEEP = "deep_tissue trigger_point"
DEEP_AND_THRUST = DEEP + " manipulation_thrust"
PREGNANT = {"possible", "trimester_1", "trimester_2", "trimester_3"}
CLUSTER = (
    "unrelenting_night_pain",
    "constant_nonmechanical_pain",
    "band_like_trunk_pain",
    "unexplained_weight_loss",
    "night_sweats",
    "not_improving_after_care",
)


def yes(f: Findings, *ids: str) -> bool:
    return any(f[finding] == "yes" for finding in ids)


def cluster(f: Findings) -> int:
    return sum(f[finding] == "yes" for finding in CLUSTER)


def sore(f: Findings) -> bool:
    return f["main_complaint"] in {"back_pain", "neck_pain", "other"}


def frailty(f: Findings) -> int:
    marks = ("osteoporosis", "long_term_steroids", "height_loss_or_new_stoop")
    return (f["age_years"] >= 70) + sum(f[mark] == "yes" for mark in marks)


def new(f: Findings) -> bool:
    return yes(f, "pain_new_or_changed")


def is_(finding: str, *values: str) -> Callable[[Findings], bool]:
    return lambda f: f[finding] in values


def stuck_only(f: Findings) -> bool:
    """A long-standing unchanged pattern: no lasting gain is the only companion sign."""
    return yes(f, "not_improving_after_care") and cluster(f) == 1 and not new(f) and f["pain_duration_weeks"] >= 26


def spinal_infection_signs(f: Findings) -> bool:
    return (
        new(f)
        or yes(
            f,
            "iv_drug_use",
            "immunosuppression",
            "recent_infection_or_procedure",
            "unrelenting_night_pain",
            "constant_nonmechanical_pain",
        )
        or f["spinal_surgery"] in {"under_6_weeks", "6_to_12_weeks"}
        or f["recent_injection"] in {"under_3_days", "3_to_7_days"}
    )


def bleeding_tendency(f: Findings) -> bool:
    return f["blood_thinner"] == "anticoagulant" or yes(f, "bleeding_disorder")


def thrust_hazard(f: Findings) -> bool:
    return (
        f["disc_problem"] in {"herniation_no_leg_symptoms", "herniation_with_leg_symptoms"}
        or f["leg_radiating_pain"] != "none"
        or f["inflammatory_spine"] != "none"
        or f["spondylolisthesis"] != "none"
        or yes(f, "spinal_hardware")
        or f["vertebral_fracture"] != "none"
    )


def pregnant(f: Findings) -> bool:
    return f["pregnancy"] in PREGNANT


def pregnant_or_just_after(f: Findings) -> bool:
    """'Pregnancy (any)': clots, bleeding and high blood pressure stay a danger in the weeks after a birth."""
    return f["pregnancy"] != "no_or_not_applicable"


STOP: tuple[Row, ...] = (
    (
        "U01",
        "",
        lambda f: yes(f, "saddle_numbness", "bladder_change", "bowel_change", "sexual_function_change"),
        REFER,
        REFER,
    ),
    ("U02", "", is_("bilateral_leg_symptoms", "yes"), REFER, REFER),
    ("U03", "", is_("progressive_leg_weakness", "yes"), REFER, REFER),
    ("U04", "", is_("unsteady_gait_or_hand_clumsiness", "yes"), REFER, REFER),
    ("U05", "", is_("emergency_symptoms_now", "yes"), REFER, REFER),
    (
        "U06",
        "",
        lambda f: (
            yes(f, "pulsating_abdomen_or_tearing_pain") or (f["aortic_aneurysm"] in {"known", "repaired"} and new(f))
        ),
        REFER,
        REFER,
    ),
    ("U07", "", is_("one_leg_swollen_hot_painful", "yes"), REFER, REFER),
    ("U08", "", is_("major_trauma", "yes"), REFER, REFER),
    (
        "U09",
        "",
        lambda f: (
            f["vertebral_fracture"] == "suspected" or (yes(f, "minor_trauma_recent") and new(f) and frailty(f) >= 2)
        ),
        REFER,
        REFER,
    ),
    (
        "U10",
        "",
        lambda f: f["inflammatory_spine"] == "fused_or_advanced" and (yes(f, "minor_trauma_recent") or new(f)),
        REFER,
        REFER,
    ),
    (
        "U11",
        "",
        lambda f: (
            (yes(f, "fever_now") and sore(f) and spinal_infection_signs(f))
            or f["spinal_inflammation_type"] == "infection_suspected"
        ),
        REFER,
        REFER,
    ),
    (
        "U12",
        "",
        lambda f: (
            f["cancer_status"] != "never"
            and sore(f)
            and (cluster(f) >= 1 or (f["cancer_status"] == "spinal_tumour_or_mets" and new(f)))
        ),
        REFER,
        REFER,
    ),
    (
        "U13",
        "",
        lambda f: (
            (sore(f) and cluster(f) >= 3)
            or (cluster(f) >= 2 and f["age_years"] >= 50)
            or (yes(f, "unexplained_weight_loss") and f["age_years"] >= 60)
        ),
        REFER,
        REFER,
    ),
    (
        "U14",
        "",
        lambda f: (
            bleeding_tendency(f)
            and new(f)
            and yes(f, "minor_trauma_recent", "constant_nonmechanical_pain", "unrelenting_night_pain")
        ),
        REFER,
        REFER,
    ),
    (
        "U15",
        "",
        lambda f: (
            (yes(f, "flank_pain_with_urinary_symptoms") and yes(f, "fever_now"))
            or (pregnant_or_just_after(f) and yes(f, "pregnancy_high_risk") and new(f))
        ),
        REFER,
        REFER,
    ),
    ("U16", "", is_("self_harm_disclosed", "yes"), REFER, REFER),
    (
        "U17",
        "",
        lambda f: f["skin_problem"] == "contagious_or_spreading" and yes(f, "fever_now"),
        REFER,
        REFER,
    ),
    (
        "U18",
        "",
        lambda f: (
            sore(f)
            and new(f)
            and yes(f, "iv_drug_use", "immunosuppression", "recent_infection_or_procedure")
            and yes(
                f, "unrelenting_night_pain", "constant_nonmechanical_pain", "night_sweats", "unexplained_weight_loss"
            )
        ),
        REFER,
        REFER,
    ),
    (
        "U19",
        "",
        lambda f: yes(f, "flank_pain_with_urinary_symptoms") and yes(f, "delayed_onset_soreness"),
        REFER,
        REFER,
    ),
)

GATES: tuple[Row, ...] = (
    ("G01", "", is_("consent_given", "no"), NO, NO),
    ("G02", "", lambda f: f["age_years"] < 18 and f["guardian_consent"] != "yes", NO, NO),
    ("G03", "", is_("intoxicated_now", "yes"), NO, NO),
    ("G04", "", is_("clinician_clearance", "declined"), NO, REVIEW),
)

SEED: tuple[Row, ...] = (
    ("S01", "", is_("vertebral_fracture", "recent_or_unhealed"), NO, REVIEW),
    ("S02", "", is_("vertebral_fracture", "healed_confirmed"), REVIEW, CARE),
    ("S03", "", is_("disc_problem", "herniation_no_leg_symptoms", "herniation_with_leg_symptoms"), NO, CARE),
    ("S04", "", is_("disc_problem", "bulge_incidental"), REVIEW, CARE),
    ("S05", "", is_("disc_problem", "past_settled"), CARE, OK),
    ("S06", "", is_("cancer_status", "spinal_tumour_or_mets"), NO, REVIEW),
)

SPINE: tuple[Row, ...] = (
    ("R-CA-P", "", lambda f: f["cancer_status"] == "past" and sore(f) and cluster(f) == 0, REVIEW, CARE),
    (
        "R-CA-P-N",
        "",
        lambda f: f["cancer_status"] == "past" and sore(f) and new(f) and cluster(f) == 0,
        REVIEW,
        REVIEW,
    ),
    ("R-CA-P2", "", lambda f: f["cancer_status"] == "past" and not sore(f), CARE, OK),
    ("R-CA-A", "", lambda f: f["cancer_status"] == "active" and cluster(f) == 0, REVIEW, REVIEW),
    ("R-CA-D", DEEP, is_("cancer_status", "active"), NO, None),
    (
        "R-INF",
        "",
        lambda f: (
            (sore(f) and yes(f, "iv_drug_use", "recent_infection_or_procedure"))
            or (yes(f, "immunosuppression") and f["pain_duration_weeks"] < 12)
        ),
        REVIEW,
        REVIEW,
    ),
    ("R-IMM", "", is_("immunosuppression", "yes"), CARE, CARE),
    ("R-FEV", "", is_("fever_now", "yes"), NO, REVIEW),
    ("R-ILL", "", is_("acute_illness", "yes"), NO, REVIEW),
    ("R-SPINF-C", "", is_("spinal_infection", "current"), NO, REVIEW),
    ("R-SPINF-P", "", is_("spinal_infection", "past_resolved"), REVIEW, CARE),
    ("R-WL", "", is_("unexplained_weight_loss", "yes"), REVIEW, REVIEW),
    ("R-CL", "", lambda f: cluster(f) >= 1 and not stuck_only(f), REVIEW, REVIEW),
    ("R-NOGAIN", "", stuck_only, CARE, CARE),
    (
        "R-FRAG",
        "",
        lambda f: yes(f, "minor_trauma_recent") and new(f) and frailty(f) == 1,
        REVIEW,
        REVIEW,
    ),
    ("R-YOUTH", "", lambda f: f["age_years"] < 18 and sore(f), REVIEW, CARE),
    ("R-PARS", "", is_("young_athlete_extension_pain", "yes"), REVIEW, REVIEW),
    ("R-SCI1", "", is_("leg_radiating_pain", "pain_only"), REVIEW, CARE),
    ("R-SCI2", "", is_("leg_radiating_pain", "with_stable_numbness_or_weakness"), REVIEW, CARE),
    ("R-STEN1", "", is_("spinal_stenosis", "stable"), CARE, OK),
    ("R-STEN2", "", is_("spinal_stenosis", "worsening"), REVIEW, REVIEW),
    ("R-SLIP1", "", is_("spondylolisthesis", "stable_low_grade"), CARE, CARE),
    ("R-SLIP2", "", is_("spondylolisthesis", "unstable_or_stress_fracture"), REVIEW, REVIEW),
    (
        "R-SPA1",
        "",
        lambda f: (
            f["inflammatory_spine"] == "suspected_pattern"
            or (
                yes(f, "morning_stiffness_over_30_min")
                and f["pain_duration_weeks"] > 12
                and f["age_years"] < 50
                and f["inflammatory_spine"] != "diagnosed_stable"
            )
        ),
        REVIEW,
        CARE,
    ),
    ("R-SPA2", "", is_("inflammatory_spine", "diagnosed_stable"), CARE, OK),
    (
        "R-SPA3",
        "",
        lambda f: (
            f["inflammatory_spine"] == "diagnosed_flare"
            or f["spinal_inflammation_type"] == "inflammatory_arthritis_flare"
        ),
        REVIEW,
        CARE,
    ),
    ("R-SPA4", "", is_("inflammatory_spine", "fused_or_advanced"), REVIEW, CARE),
    ("R-RA", "", is_("inflammatory_arthritis_elsewhere", "flare"), REVIEW, CARE),
    ("R-INFL1", "", is_("spinal_inflammation_type", "acute_injury_hot_swollen"), NO, CARE),
    (
        "R-INFL2",
        "",
        is_("spinal_inflammation_type", "unspecified", "mechanical_soft_tissue_subacute"),
        CARE,
        OK,
    ),
    ("R-SURG1", "", is_("spinal_surgery", "under_6_weeks"), NO, REVIEW),
    ("R-SURG2", "", is_("spinal_surgery", "6_to_12_weeks"), REVIEW, CARE),
    ("R-SURG3", "", is_("spinal_surgery", "over_12_weeks_cleared"), CARE, OK),
    ("R-SURG4", "", is_("spinal_surgery", "over_12_weeks_not_cleared"), REVIEW, REVIEW),
    ("R-HARD", "", is_("spinal_hardware", "yes"), CARE, CARE),
    ("R-HARD-D", DEEP, is_("spinal_hardware", "yes"), REVIEW, None),
    ("R-OP", "", is_("osteoporosis", "yes"), CARE, CARE),
    ("R-OP-D", DEEP_AND_THRUST, is_("osteoporosis", "yes"), NO, NO),
    ("R-THR", "manipulation_thrust", thrust_hazard, None, NO),
    ("R-HM1", "", is_("hypermobility", "diagnosed_connective_tissue"), CARE, CARE),
    ("R-HM2", "", is_("hypermobility", "benign"), CARE, OK),
    ("R-HM-T", "manipulation_thrust stretching", is_("hypermobility", "diagnosed_connective_tissue"), None, REVIEW),
    ("R-INJ1", "", is_("recent_injection", "under_3_days"), NO, REVIEW),
    ("R-INJ2", "", is_("recent_injection", "3_to_7_days"), CARE, CARE),
)

BODY: tuple[Row, ...] = (
    ("R-FLANK", "", is_("flank_pain_with_urinary_symptoms", "yes"), NO, REVIEW),
    ("R-AAA-K", "", is_("aortic_aneurysm", "known"), NO, REVIEW),
    ("R-AAA-R", "", is_("aortic_aneurysm", "repaired"), REVIEW, CARE),
    ("R-DVT-C", "", is_("clot_history", "under_3_months"), NO, REVIEW),
    ("R-DVT-P", "", is_("clot_history", "over_3_months"), CARE, OK),
    ("R-DVT-D", DEEP, is_("clot_history", "over_3_months"), REVIEW, None),
    ("R-STER", "", is_("long_term_steroids", "yes"), CARE, CARE),
    ("R-STER-D", DEEP_AND_THRUST, is_("long_term_steroids", "yes"), REVIEW, REVIEW),
    ("R-AC", "", is_("blood_thinner", "anticoagulant"), CARE, CARE),
    ("R-AC-D", DEEP_AND_THRUST, is_("blood_thinner", "anticoagulant"), NO, NO),
    ("R-AP", "", is_("blood_thinner", "antiplatelet"), CARE, OK),
    ("R-BD", "", is_("bleeding_disorder", "yes"), REVIEW, CARE),
    ("R-BD-D", DEEP_AND_THRUST, is_("bleeding_disorder", "yes"), NO, NO),
    ("R-PG1", "", is_("pregnancy", "possible", "trimester_1"), REVIEW, CARE),
    ("R-PG2", "", is_("pregnancy", "trimester_2", "trimester_3"), CARE, CARE),
    ("R-PG-D", DEEP_AND_THRUST, pregnant, NO, REVIEW),
    ("R-PG-H", "", lambda f: pregnant_or_just_after(f) and yes(f, "pregnancy_high_risk"), NO, REVIEW),
    ("R-PP", "", is_("pregnancy", "postpartum_6w"), CARE, CARE),
    ("R-SK1", "", is_("skin_problem", "local_away_from_area"), CARE, OK),
    ("R-SK2", "", is_("skin_problem", "local_in_area"), NO, CARE),
    ("R-SK3", "", is_("skin_problem", "contagious_or_spreading"), NO, REVIEW),
    (
        "R-BP1",
        "",
        lambda f: (
            f["hypertension_status"] == "uncontrolled"
            or 160 <= f["bp_systolic"] <= 179
            or 100 <= f["bp_diastolic"] <= 109
        ),
        REVIEW,
        REVIEW,
    ),
    ("R-BP2", "", lambda f: f["bp_systolic"] >= 180 or f["bp_diastolic"] >= 110, NO, NO),
    ("R-BP3", "", is_("hypertension_status", "controlled"), CARE, OK),
    ("R-HF1", "", is_("heart_failure", "unstable"), NO, NO),
    ("R-HF2", "", is_("heart_failure", "stable"), REVIEW, CARE),
    ("R-MI1", "", is_("heart_attack_or_stroke", "under_3_months"), NO, REVIEW),
    ("R-MI2", "", is_("heart_attack_or_stroke", "over_3_months_not_cleared"), REVIEW, REVIEW),
    ("R-MI3", "", is_("heart_attack_or_stroke", "over_3_months_cleared"), CARE, CARE),
    ("R-PM", "", is_("pacemaker_or_stimulator", "yes"), CARE, CARE),
    ("R-PM-E", "electrotherapy", is_("pacemaker_or_stimulator", "yes"), None, NO),
    (
        "R-EL",
        "electrotherapy",
        lambda f: (
            pregnant_or_just_after(f)
            or f["cancer_status"] in {"active", "spinal_tumour_or_mets"}
            or yes(f, "reduced_sensation")
            or f["clot_history"] == "under_3_months"
        ),
        None,
        NO,
    ),
    ("R-DM1", "", lambda f: f["diabetes"] == "neuropathy" or yes(f, "reduced_sensation"), CARE, CARE),
    ("R-DM-D", DEEP, lambda f: f["diabetes"] == "neuropathy" or yes(f, "reduced_sensation"), REVIEW, None),
    ("R-DM0", "", is_("diabetes", "no_neuropathy"), OK, OK),
    ("R-LY", "", is_("lymphoedema", "nodes_removed", "limb_swollen"), CARE, CARE),
    ("R-KD1", "", is_("kidney_disease", "severe_or_dialysis"), REVIEW, CARE),
    ("R-KD2", "", is_("kidney_disease", "mild_or_moderate"), CARE, OK),
    ("R-PMM", "", is_("pain_masking_medicine", "yes"), CARE, CARE),
    ("R-PMM-D", DEEP, is_("pain_masking_medicine", "yes"), REVIEW, None),
    ("R-IMP", "", is_("implant_or_port", "in_area", "away_from_area"), CARE, OK),
    ("R-ALL", "", lambda f: f["contact_allergy"] != "none", CARE, OK),
    ("R-PVD", "", is_("poor_circulation", "arterial_disease_or_ulcer"), REVIEW, CARE),
    ("R-VV", "", is_("poor_circulation", "venous_varicose"), CARE, OK),
    ("R-OLD-D", "deep_tissue", lambda f: f["age_years"] >= 65, CARE, None),
)

TABLES = STOP + GATES + SEED + SPINE + BODY


def worst(findings: Findings, kind: str, technique: str) -> str:
    """The verdict of the tables for fully answered findings; stop-everything rows count for both kinds alike."""
    verdict = OK
    for _rule, techniques, condition, massage, physical_therapy in TABLES:
        contribution = massage if kind == "massage" else physical_therapy
        if contribution is None or (techniques and technique not in techniques.split()):
            continue
        if condition(findings):
            verdict = max(verdict, contribution, key=ORDER.index)
    return verdict
