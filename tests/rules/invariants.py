"""What holds for every person: each function asserts one invariant for one set of answers.

They take the rule set to look at, so that the same checks also judge rule sets with a planted fault.
"""

import re

from clinicdesk.domain.suitability import Kind, Technique, Verdict, techniques_of
from clinicdesk.rules import UNANSWERED
from tests.strategies import harmless_findings, values_of

OPEN = (Verdict.SUITABLE, Verdict.SUITABLE_WITH_PRECAUTIONS)
PAIR = (Technique.SWEDISH, Technique.THERAPEUTIC_EXERCISE)


def assert_01_monotone(ruleset, answers, id_):
    """No value of a finding is better than its harmless one, for any technique.

    Exceptions, all of which the clinical tables make: a diagnosis of stable inflammatory disease explains morning
    stiffness; nobody of 50 or more has the young person's pattern of stiffness; and pain that has been the
    same for half a year or more is no longer judged as pain that resists care. A gentler technique is another
    technique, and written clearance changes no verdict here.
    """
    item = ruleset.knowledge.findings[id_]
    base = answers | {id_: item.harmless}
    best = {technique: ruleset.verdict(base, technique) for technique in Technique}
    stiff = answers.get("morning_stiffness_over_30_min") != "no"
    for value in values_of(item):
        if stiff and (id_, value) == ("inflammatory_spine", "diagnosed_stable"):
            continue
        if stiff and id_ == "age_years" and value >= 50:
            continue
        if answers.get("not_improving_after_care") != "no" and id_ == "pain_duration_weeks" and value >= 26:
            continue
        for technique in Technique:
            assert ruleset.verdict(answers | {id_: value}, technique) >= best[technique], (id_, value, technique)


def assert_02_unknown_lies_between(ruleset, answers, id_):
    """For a yes/no finding a missing answer is never better than the harmless one nor worse than the other."""
    item = ruleset.knowledge.findings[id_]
    (harmful,) = item.values - {item.harmless}
    for technique in Technique:
        harmless, unknown, worst = (
            ruleset.verdict(answers | {id_: value}, technique) for value in (item.harmless, "unknown", harmful)
        )
        assert harmless <= unknown <= worst, (id_, technique)


def assert_03_nothing_asked_is_reviewed(ruleset):
    """With no answer at all everything waits for a clinician: no better, and not urgent."""
    for technique in Technique:
        verdicts = ruleset.assess({}, technique).verdicts
        assert verdicts == dict.fromkeys(Kind, Verdict.NEEDS_CLINICIAN_REVIEW)


def assert_04_harmless_is_suitable(ruleset, age, complaint, weeks, plan):
    """A grown-up below 65 with harmless answers may have both kinds, whatever hurts and for how long."""
    answers = harmless_findings(ruleset.knowledge) | {
        "age_years": age,
        "main_complaint": complaint,
        "pain_duration_weeks": weeks,
        "active_plan": plan,
    }
    assert ruleset.assess(answers, Technique.SWEDISH).verdicts == dict.fromkeys(Kind, Verdict.SUITABLE)
    core = {id_: answers[id_] for id_, item in ruleset.knowledge.findings.items() if item.core}
    asked = core | {"spinal_inflammation_type": "none", "young_athlete_extension_pain": "no"}
    for technique in PAIR:
        assert ruleset.verdict(asked, technique) is Verdict.SUITABLE_WITH_PRECAUTIONS


def assert_05_age_alone_never_blocks(ruleset, age):
    """No age of a grown-up stops Swedish massage or exercise."""
    answers = harmless_findings(ruleset.knowledge) | {"age_years": age}
    for technique in PAIR:
        assert ruleset.verdict(answers, technique) in OPEN


def assert_06_urgent_for_one_is_urgent_for_all(ruleset, answers, technique):
    """An urgent referral concerns every kind and technique, and nothing else is said beside it."""
    assessment = ruleset.assess(answers, technique)
    verdicts = [*assessment.verdicts.values(), *(other.verdict for other in assessment.alternatives)]
    if Verdict.REFER_URGENTLY in verdicts:
        assert set(verdicts) == {Verdict.REFER_URGENTLY}
        assert assessment.questions == ()
        urgent = {reason.rule for reason in assessment.reasons if reason.verdict is Verdict.REFER_URGENTLY}
        assert urgent
        assert assessment.precautions
        assert {precaution.rule for precaution in assessment.precautions} <= urgent


def assert_07_massage_comes_with_pairing_advice(ruleset, answers, technique):
    """Massage that may go ahead carries advice on active work; massage that may not promises nothing."""
    assessment = ruleset.assess(answers, technique)
    if assessment.verdicts[Kind.MASSAGE] in OPEN:
        assert assessment.pairing
        assert all(note.text for note in assessment.pairing)
    else:
        assert assessment.benefits == ()
        assert assessment.pairing == ()
        assert not assessment.offer_physical_therapy
    if assessment.verdicts[Kind.PHYSICAL_THERAPY] not in OPEN:
        assert not assessment.offer_physical_therapy
        advice = " ".join(note.text for note in assessment.pairing)
        assert not re.search(r"\bexercises?\b|book physical therapy", advice, re.IGNORECASE)


EXERCISE_GOES_ON = (
    {"disc_problem": "herniation_no_leg_symptoms"},
    {"disc_problem": "herniation_with_leg_symptoms"},
    {"osteoporosis": "yes"},
    {"inflammatory_spine": "diagnosed_stable"},
    {"spinal_stenosis": "stable"},
    {"pregnancy": "trimester_1"},
    {"pregnancy": "trimester_2"},
    {"pregnancy": "trimester_3"},
    {"blood_thinner": "anticoagulant"},
    {"hypermobility": "benign"},
    {"hypermobility": "diagnosed_connective_tissue"},
    {"diabetes": "neuropathy"},
    {"reduced_sensation": "yes"},
)


def assert_08_exercise_goes_on(ruleset, changes):
    """Each of these alone, whatever it means for massage, leaves therapeutic exercise open."""
    answers = harmless_findings(ruleset.knowledge) | changes
    assert ruleset.verdict(answers, Technique.THERAPEUTIC_EXERCISE) in OPEN


INDICATIONS = {
    "muscle_tension_or_spasm": "yes",
    "delayed_onset_soreness": "yes",
    "stress_or_low_mood": "yes",
    "poor_circulation": "general_sluggish",
    "nonspecific_lbp": ("acute_under_4w", "subacute_4_12w", "chronic_over_12w"),
}


def assert_09_indications_change_no_verdict(ruleset, answers, id_):
    """What speaks for massage neither improves nor worsens a verdict.

    Soreness after exercise is left out where the flank hurts as well: dark urine may then come from muscle breakdown.
    """
    if id_ == "delayed_onset_soreness" and answers.get("flank_pain_with_urinary_symptoms") != "no":
        return
    base = answers | {id_: ruleset.knowledge.findings[id_].harmless}
    values = INDICATIONS[id_]
    for value in (values,) if isinstance(values, str) else values:
        for technique in Technique:
            assert ruleset.verdict(base | {id_: value}, technique) is ruleset.verdict(base, technique)
        for reason in ruleset.assess(base | {id_: value}, Technique.SWEDISH).reasons:
            assert not reason.rule.startswith("I") or reason.verdict is Verdict.SUITABLE


SEED_HAZARDS = (
    {"vertebral_fracture": "suspected"},
    {"vertebral_fracture": "recent_or_unhealed"},
    {"disc_problem": "herniation_no_leg_symptoms"},
    {"disc_problem": "herniation_with_leg_symptoms"},
    {"cancer_status": "spinal_tumour_or_mets"},
)


def assert_10_seed_hazards_block_massage(ruleset, answers, hazard):
    """A fracture, a herniated disc or a spinal tumour blocks every massage, written clearance or not."""
    for clearance in ("none", "cleared_in_writing", "declined", "unknown"):
        for technique in techniques_of(Kind.MASSAGE):
            given = answers | hazard | {"clinician_clearance": clearance}
            assert ruleset.verdict(given, technique) >= Verdict.NOT_SUITABLE


def assert_15_nothing_is_called_a_diagnosis(ruleset, answers, technique):
    """A reason says what may be; it never says that a person has something."""
    for reason in ruleset.assess(answers, technique).reasons:
        if reason.rule == UNANSWERED:
            continue  # names questions only
        assert re.search(r"\bmay\b", reason.because)
        for text in (reason.because, reason.desk, reason.title):
            assert not re.search(r"\b(you have|suffers? from|is diagnosed with)\b", text, re.IGNORECASE)
