"""One person's file made up for tests, and the check that a document is what FHIR says it is."""

from datetime import UTC, date, datetime
from functools import cache
from importlib import import_module

from hypothesis import strategies as st

from clinicdesk.domain.assessment_record import AssessmentRecord
from clinicdesk.domain.intake import Absence, Answer, Intake, Source
from clinicdesk.domain.patient import Patient, PatientDetails
from clinicdesk.interop.patient_file import JudgedSession, PatientFile
from tests.strategies import values_of

NOW = datetime(2026, 11, 23, 14, 30, tzinfo=UTC)
ANA = Patient(
    "patient-ana", 7, PatientDetails("Ana", "Ruiz", date(1980, 4, 3), phone="+12025550143", notes="Cat lover")
)
SUBJECT = {"reference": "urn:uuid:6f2f1f0a-0000-4000-8000-000000000000", "type": "Patient"}


@cache
def model(name):
    return getattr(import_module(f"fhir.resources.R4B.{name.lower()}"), name)


def valid(document):
    """The document, once the model of its type has read it and would write it back the same."""
    read = model(document["resourceType"]).model_validate(document)
    again = read.model_dump(mode="json")
    assert without_fractions(again) == without_fractions(document)
    return document


def without_fractions(part):
    """A document to compare: the models write times and numbers in a spelling of their own."""
    if isinstance(part, dict):
        return {name: without_fractions(each) for name, each in part.items()}
    if isinstance(part, list):
        return [without_fractions(each) for each in part]
    if isinstance(part, str) and part.endswith("Z"):
        return datetime.fromisoformat(part)
    if isinstance(part, (int, float)) and not isinstance(part, bool):
        return float(part)
    return part


def intake(answers):
    return Intake("intake-1", ANA.id, 1, answers, NOW, "staff-maria")


def judged(ruleset, findings, technique, *, intake_id="intake-1", key="assessment-1"):
    """An assessment as it is kept with a session."""
    assessment = ruleset.assess(findings, technique)
    version = assessment.ruleset
    stored = AssessmentRecord(
        id=key,
        session_id="session-1",
        intake_id=intake_id,
        on_date=NOW.date(),
        made_at=NOW,
        ruleset_id=version.id,
        ruleset_version=version.version,
        ruleset_hash=version.hash,
        answers_hash="",
        technique=technique,
        verdicts=assessment.verdicts,
        findings=findings,
        payload={},
    )
    return JudgedSession(stored, assessment, "Swedish massage")


def file(*, intakes=(), assessed=()):
    return PatientFile(ANA, tuple(intakes), tuple(assessed), {"staff-maria": "Maria"})


def answers(knowledge):
    """Anything an intake may hold: values, dates, both, and absences, from whichever source, or no answer at all."""
    dates = st.dates(date(1920, 1, 1), date(2027, 12, 31))
    absent = st.builds(lambda absence: {"absence": absence}, st.sampled_from(Absence))
    sources = st.sampled_from(Source)
    optional = {}
    for finding in knowledge.findings.values():
        value = st.sampled_from(values_of(finding))
        if finding.type == "number":
            value |= st.floats(finding.minimum or 0, finding.maximum or 1000)
        given = st.builds(lambda value: {"value": value}, value) | absent
        if finding.dated is not None:
            dated = st.builds(lambda day: {"date": day}, dates)
            given |= dated | st.builds(lambda value, day: {"value": value, "date": day}, value, dates)
            optional[finding.dated.id] = st.builds(
                lambda fields, source: Answer(**fields, source=source), dated, sources
            )
        optional[finding.id] = st.builds(lambda fields, source: Answer(**fields, source=source), given, sources)
    return st.lists(st.sampled_from(sorted(optional)), unique=True, max_size=len(optional)).flatmap(
        lambda ids: st.fixed_dictionaries({id_: optional[id_] for id_ in ids})
    )
