"""Assessments on their way into the store and back."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

import msgspec

from clinicdesk.data import Store
from clinicdesk.data.json_text import plain_answers, to_json
from clinicdesk.domain.assessment_record import AssessmentRecord
from clinicdesk.domain.intake import Intake, Value
from clinicdesk.errors import NotFound
from clinicdesk.rules import Assessment


@dataclass(frozen=True, slots=True)
class Answered:
    """Which answers were judged.

    Attributes:
        intake_id: None when there is no intake.
        hash: SHA-256 of the answers as they were given; of no answers when there is no intake.
    """

    intake_id: str | None
    hash: str


def answered_in(intake: Intake | None) -> Answered:
    """The answers of an intake, or none."""
    text = to_json(plain_answers(intake.answers if intake else {}))
    return Answered(intake.id if intake else None, hashlib.sha256(text.encode()).hexdigest())


def record_of(
    assessment: Assessment,
    *,
    key: str,
    session_id: str,
    answered: Answered,
    findings: Mapping[str, Value],
    on: date,
    now: datetime,
) -> AssessmentRecord:
    """An assessment as it is kept with its session, whole, so that it can be shown unchanged later."""
    ruleset = assessment.ruleset
    return AssessmentRecord(
        id=key,
        session_id=session_id,
        intake_id=answered.intake_id,
        on_date=on,
        made_at=now,
        ruleset_id=ruleset.id,
        ruleset_version=ruleset.version,
        ruleset_hash=ruleset.hash,
        answers_hash=answered.hash,
        technique=assessment.technique,
        verdicts=dict(assessment.verdicts),
        findings=findings,
        payload=msgspec.to_builtins(assessment),
    )


def assessment_in(record: AssessmentRecord) -> Assessment:
    """The assessment that was kept."""
    return msgspec.convert(record.payload, Assessment)


def assessment_on_file(store: Store, session_id: str) -> AssessmentRecord:
    """The newest assessment of a session.

    Raises:
        NotFound: nothing was judged for it.
    """
    record = store.assessments.latest_for(session_id)
    if record is None:
        raise NotFound("No assessment is on file for this session.")
    return record
