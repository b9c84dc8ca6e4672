"""A person's file as a Bundle: every part valid, every reference inside it, nothing more than was asked for."""

import json
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from clinicdesk.domain.clearance import ClearanceReason
from clinicdesk.domain.intake import Answer
from clinicdesk.domain.suitability import Kind, Technique, Verdict
from clinicdesk.interop.bundle import patient_bundle
from clinicdesk.interop.codes import INDICATOR, SEVERITY, is_private
from clinicdesk.resources import resource
from clinicdesk.rules import UNANSWERED, Reason, RuleSet, load_knowledge
from tests.data.records import clearance
from tests.interop.documents import ANA, NOW, file, intake, judged, valid
from tests.strategies import findings, harmless_findings

RULES = RuleSet(load_knowledge(resource("knowledge")))
KNOWLEDGE = RULES.knowledge
HARMLESS = harmless_findings(KNOWLEDGE)


def written(*, answers=None, changes=None, technique=Technique.SWEDISH):
    intakes = [] if answers is None else [intake(answers)]
    assessed = [] if changes is None else [judged(RULES, HARMLESS | changes, technique)]
    return valid(patient_bundle(file(intakes=intakes, assessed=assessed), KNOWLEDGE, made_at=NOW))


def of_type(bundle, name):
    return [entry["resource"] for entry in bundle["entry"] if entry["resource"]["resourceType"] == name]


def issue(bundle, rule):
    return next(each for each in of_type(bundle, "DetectedIssue") if each["code"]["coding"][0]["code"] == rule)


def references(part):
    if isinstance(part, dict):
        if "reference" in part:
            yield part["reference"]
        for each in part.values():
            yield from references(each)
    elif isinstance(part, list):
        for each in part:
            yield from references(each)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(findings(KNOWLEDGE))
def test_every_assessment_is_valid_with_one_issue_for_each_rule_that_fired(values):
    made = judged(RULES, values, Technique.SWEDISH)
    bundle = valid(patient_bundle(file(intakes=[intake({})], assessed=[made]), KNOWLEDGE, made_at=NOW))
    fired = [each["code"]["coding"][0]["code"] for each in of_type(bundle, "DetectedIssue")]
    against = [reason for reason in made.assessment.reasons if reason.verdict is not Verdict.SUITABLE]
    assert fired == list(dict.fromkeys(reason.rule for reason in against))
    (risk,) = of_type(bundle, "RiskAssessment")
    told = [each["qualitativeRisk"]["coding"][0]["code"] for each in risk["prediction"]]
    verdicts = made.assessment.verdicts
    assert told == [verdicts[Kind.MASSAGE].code, verdicts[Kind.PHYSICAL_THERAPY].code]
    said = " ".join(each.get("rationale", "") for each in risk["prediction"])
    assert all(f"({reason.rule})" in said for reason in made.assessment.reasons)
    names = [entry["fullUrl"] for entry in bundle["entry"]]
    assert len(names) == len(set(names))
    assert set(references(bundle)) <= set(names)
    assert "probability" not in json.dumps(bundle)


@pytest.mark.parametrize("rule", sorted(KNOWLEDGE.rules))
def test_every_rule_can_be_told_with_how_severe_it_is_and_why(rule):
    shipped = KNOWLEDGE.rules[rule]
    verdict = max(shipped.massage or Verdict.SUITABLE, shipped.physical_therapy or Verdict.SUITABLE)
    reason = Reason(
        rule, Kind.MASSAGE, verdict, shipped.title, shipped.because, shipped.desk, {}, shipped.sources, shipped.strength
    )
    base = judged(RULES, HARMLESS, Technique.SWEDISH)
    made = replace(base, assessment=replace(base.assessment, reasons=(reason,)))
    bundle = valid(patient_bundle(file(assessed=[made]), KNOWLEDGE, made_at=NOW))
    (risk,) = of_type(bundle, "RiskAssessment")
    assert risk["prediction"][0]["rationale"] == f"{shipped.title} ({rule})"
    if verdict is Verdict.SUITABLE:
        assert of_type(bundle, "DetectedIssue") == []
        return
    found = issue(bundle, rule)
    assert found["code"]["text"] == shipped.title
    assert found["severity"] == SEVERITY[verdict]
    assert " ".join(shipped.because.split()) in found["detail"]


def test_verdicts_are_as_severe_and_as_urgent_as_they_are_bad():
    severity = [SEVERITY.get(verdict) for verdict in Verdict]
    assert severity == [None, "low", "moderate", "high", "high"]
    assert [INDICATOR[verdict] for verdict in Verdict] == ["info", "info", "warning", "critical", "critical"]


def test_an_issue_names_the_session_and_the_answers_it_rests_on():
    bundle = written(answers={}, changes={"disc_problem": "herniation_no_leg_symptoms"})
    found = issue(bundle, "S03")
    (response,) = [entry for entry in bundle["entry"] if entry["resource"]["resourceType"] == "QuestionnaireResponse"]
    (evidence,) = found["evidence"]
    assert found["severity"] == "high"
    assert found["status"] == "final"
    assert found["detail"].startswith("Massage: not suitable. Physical therapy: suitable with precautions.")
    assert found["implicated"][0]["type"] == "Appointment"
    assert evidence["code"][0]["coding"][0]["code"] == "disc_problem"
    assert evidence["detail"][0]["reference"] == response["fullUrl"]


def test_open_questions_are_a_preliminary_issue():
    found = issue(written(changes={"fever_now": "unknown"}), UNANSWERED)
    assert (found["status"], found["severity"]) == ("preliminary", "moderate")
    assert found["evidence"][0]["code"][0]["text"].endswith("Unknown")


def test_an_assessment_names_its_rules_and_its_answers():
    (risk,) = of_type(written(answers={}, changes={}), "RiskAssessment")
    (response,) = of_type(written(answers={}), "QuestionnaireResponse")
    method = risk["method"]["coding"][0]
    assert (method["code"], method["version"]) == (RULES.version.id, RULES.version.version)
    assert risk["method"]["extension"][0]["valueString"] == RULES.version.hash
    assert [basis["reference"] for basis in risk["basis"]] == [f"urn:uuid:{response['id']}"]


def test_an_assessment_without_an_intake_has_no_basis():
    (risk,) = of_type(written(changes={"age_years": "unknown"}), "RiskAssessment")
    assert "basis" not in risk


def test_the_technique_asked_for_is_told_first_and_the_other_kind_at_its_gentlest():
    (risk,) = of_type(written(changes={}, technique=Technique.STRETCHING), "RiskAssessment")
    assert [each["outcome"]["text"] for each in risk["prediction"]] == [
        "Physical therapy, stretching",
        "Massage, swedish",
    ]


def test_what_rests_on_a_private_answer_is_marked_up_to_the_whole_file():
    bundle = written(changes={"saddle_numbness": "yes"})
    private = [each for each in of_type(bundle, "DetectedIssue") if is_private(each)]
    assert private
    assert is_private(of_type(bundle, "RiskAssessment")[0])
    assert is_private(bundle)
    assert not is_private(written(changes={"fever_now": "yes"}))


def test_the_person_is_told_by_name_birth_date_and_number_alone():
    (person,) = of_type(written(), "Patient")
    assert person["name"] == [{"text": "Ana Ruiz", "family": "Ruiz", "given": ["Ana"]}]
    assert person["birthDate"] == "1980-04-03"
    assert set(person) == {"resourceType", "id", "meta", "identifier", "name", "birthDate"}


def test_somebody_with_one_name_and_no_birth_date_is_told_so_far():
    nobody_else = replace(ANA, details=replace(ANA.details, given_name="明", family_name="", birth_date=None))
    bundle = valid(patient_bundle(replace(file(), patient=nobody_else), KNOWLEDGE, made_at=NOW))
    (person,) = of_type(bundle, "Patient")
    assert person["name"] == [{"text": "明", "given": ["明"]}]
    assert "birthDate" not in person


def test_the_same_file_gives_the_same_ids_so_that_a_reader_recognises_it():
    one, two = (written(answers={"fever_now": Answer("no")}, changes={"fever_now": "yes"}) for _ in range(2))
    assert one == two


def test_a_clearance_mitigates_the_issue_it_is_about_and_the_verdict_is_the_one_that_counts():
    given = clearance(rule="R-SCI1", text="Straight leg raise is free.", session_id="session-1", facts={})
    noted = clearance("other", rule="U01", reason=ClearanceReason.REFERRAL_DECLINED, text="Went home.", letter=None)
    made = judged(RULES, HARMLESS | {"leg_radiating_pain": "pain_only"}, Technique.SWEDISH)
    verdicts = {**made.stored.verdicts, Kind.MASSAGE: Verdict.SUITABLE_WITH_PRECAUTIONS}
    made = replace(made, stored=replace(made.stored, verdicts=verdicts), cleared=(given,), recorded=(noted,))
    bundle = valid(patient_bundle(file(assessed=[made]), KNOWLEDGE, made_at=NOW))
    told = issue(bundle, "R-SCI1")
    (mitigation,) = told["mitigation"]
    assert mitigation["action"]["coding"][0]["code"] == "clinician-cleared-in-writing"
    assert mitigation["action"]["text"] == (
        "For this session alone. Letter of Dr Moss, 2026-11-20. Straight leg raise is free."
    )
    assert mitigation["author"]["display"] == given.name
    assert told["severity"] == "moderate"
    (risk,) = of_type(bundle, "RiskAssessment")
    assert risk["prediction"][0]["qualitativeRisk"]["coding"][0]["code"] == "suitable_with_precautions"
    assert [note["text"] for note in risk["note"]] == [
        "U01: The person declined the referral (unlocks nothing). Until 2026-12-21. Went home."
    ]
    lasting = replace(given, session_id=None, letter=None)
    bundle = valid(patient_bundle(file(assessed=[replace(made, cleared=(lasting,))]), KNOWLEDGE, made_at=NOW))
    (mitigation,) = issue(bundle, "R-SCI1")["mitigation"]
    assert mitigation["action"]["text"].startswith("Until 2026-12-21, for Swedish massage or gentler. No letter noted.")


def test_a_release_of_open_questions_that_no_issue_tells_of_is_a_note():
    made = replace(
        judged(RULES, HARMLESS | {"leg_radiating_pain": "pain_only"}, Technique.SWEDISH),
        cleared=(clearance(rule=UNANSWERED, session_id="session-1"),),
    )
    bundle = valid(patient_bundle(file(assessed=[made]), KNOWLEDGE, made_at=NOW))
    (risk,) = of_type(bundle, "RiskAssessment")
    assert risk["note"][0]["text"].startswith("UNANSWERED: A clinician has cleared it in writing.")
