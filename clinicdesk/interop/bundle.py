"""One person's file as a FHIR R4 Bundle."""

from collections.abc import Iterator
from datetime import datetime

from clinicdesk.domain.patient import Patient
from clinicdesk.interop.assessment_documents import detected_issues, risk_assessment
from clinicdesk.interop.codes import Document, identifier, instant, is_private, key, meta
from clinicdesk.interop.patient_file import PatientFile
from clinicdesk.interop.questionnaire_response import questionnaire_response
from clinicdesk.rules.knowledge import Knowledge


def patient_bundle(file: PatientFile, knowledge: Knowledge, *, made_at: datetime) -> Document:
    """A collection of everything in a file; the same file always gives the same ids.

    Args:
        file: what is handed over.
        knowledge: where the wording of the questions comes from.
        made_at: an aware time.
    """
    resources = list(_resources(file, knowledge))
    return {
        "resourceType": "Bundle",
        "id": key("bundle", file.patient.id, instant(made_at)),
        "meta": meta(private=any(is_private(resource) for resource in resources), marked=True),
        "type": "collection",
        "timestamp": instant(made_at),
        "entry": [{"fullUrl": f"urn:uuid:{resource['id']}", "resource": resource} for resource in resources],
    }


def _resources(file: PatientFile, knowledge: Knowledge) -> Iterator[Document]:
    person = _patient(file.patient)
    subject = _reference(person)
    yield person
    answered: dict[str, Document] = {}
    for intake in file.intakes:
        name = file.staff_names.get(intake.completed_by, "Clinic staff")
        response = questionnaire_response(intake, knowledge, subject=subject, recorded_by=name)
        answered[intake.id] = _reference(response)
        yield response
    for judged in file.judged:
        basis = answered.get(judged.stored.intake_id or "")
        yield risk_assessment(judged, knowledge, subject=subject, basis=basis)
        yield from detected_issues(judged, knowledge, subject=subject, basis=basis)


def _patient(patient: Patient) -> Document:
    """Name, birth date and number: enough to find the person again, and no more."""
    details = patient.details
    name: Document = {"text": details.full_name, "family": details.family_name, "given": [details.given_name]}
    person: Document = {
        "resourceType": "Patient",
        "id": key("patient", patient.id),
        "meta": meta(private=False),
        "identifier": [identifier("patient", patient.id), identifier("patient-number", str(patient.number))],
        "name": [{part: text for part, text in name.items() if text}],
    }
    if details.birth_date is not None:
        person["birthDate"] = details.birth_date.isoformat()
    return person


def _reference(resource: Document) -> Document:
    return {"reference": f"urn:uuid:{resource['id']}", "type": resource["resourceType"]}
