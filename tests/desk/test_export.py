import json

import pytest

from clinicdesk.errors import NotAllowed, NotFound
from tests.desk.front_desk import JORDAN, MARIA, NOW, audit_length, audited, booked, judged, local, person
from tests.interop.documents import valid
from tests.vouching import vouching


def exported(desk, patient):
    bundle = valid(json.loads(desk.exports.fhir(patient.id, **vouching(desk, JORDAN, NOW))))
    return [entry["resource"] for entry in bundle["entry"]]


def types(resources):
    return [resource["resourceType"] for resource in resources]


def test_a_file_holds_the_person_their_intakes_and_what_was_judged(desk):
    patient = judged(desk, fever_now="yes", consent_given="yes")
    desk.intakes.complete(patient, {}, actor=MARIA, now=local(9))
    resources = exported(desk, patient)
    assert types(resources) == ["Patient", "QuestionnaireResponse", "QuestionnaireResponse"]
    assert resources[1]["author"]["display"] == "Maria Keller"


def test_each_stored_assessment_is_told_with_its_issues(desk):
    patient = judged(desk, leg_radiating_pain="pain_only", main_complaint="back_pain")
    session = booked(desk, patient, local(10, days=1))
    stored = desk.day.assessment(session.id, actor=JORDAN, now=NOW)
    resources = exported(desk, patient)
    rules = {reason.rule for reason in stored.assessment.reasons}
    assert types(resources).count("RiskAssessment") == 1
    assert types(resources).count("DetectedIssue") == len(rules) > 0
    (risk,) = [each for each in resources if each["resourceType"] == "RiskAssessment"]
    assert risk["prediction"][0]["whenPeriod"]["start"] == "2026-11-24"


def test_nothing_of_anybody_else_leaves(desk):
    other = judged(desk, "Bo", "Holm", fever_now="yes")
    text = desk.exports.fhir(judged(desk).id, **vouching(desk, JORDAN, NOW))
    assert "Holm" not in text
    assert other.id not in text


def test_one_entry_of_the_audit_trail_says_who_took_what(desk):
    patient = judged(desk)
    before = audit_length(desk)
    exported(desk, patient)
    assert audit_length(desk) == before + 2, "the PIN, and the export"
    assert audited(desk) == [("Jordan Lee", "patient.export", {"format": "FHIR R4", "intakes": 1, "assessments": 0})]


def test_a_person_who_answered_nothing_yet_is_told_alone(desk):
    assert types(exported(desk, person(desk))) == ["Patient"]


def test_nobody_can_be_exported_who_is_not_registered_and_nothing_is_audited(desk):
    by = vouching(desk, JORDAN, NOW)
    before = audit_length(desk)
    with pytest.raises(NotFound):
        desk.exports.fhir("nobody", **by)
    assert audit_length(desk) == before


def test_private_answers_leave_only_by_the_hand_of_a_therapist(desk):
    patient = judged(desk)
    by = vouching(desk, MARIA, NOW)
    before = audit_length(desk)
    with pytest.raises(NotAllowed, match="Only a therapist can export a record with its private answers"):
        desk.exports.fhir(patient.id, **by)
    assert audit_length(desk) == before
