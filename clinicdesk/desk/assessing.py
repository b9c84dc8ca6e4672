"""Assessments on their way into the store and back."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

import msgspec

from clinicdesk.data import Store
from clinicdesk.data.json_text import to_json
from clinicdesk.data.plain_answers import plain_answers
from clinicdesk.desk.judgement import Judgement
from clinicdesk.domain.assessment_record import AssessmentRecord
from clinicdesk.domain.clearance import Clearance, Lapsed
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


@dataclass(frozen=True, slots=True)
class _Decisions:
    """What is kept beside the assessment."""

    effective: Assessment
    cleared: tuple[Clearance, ...]
    lapsed: tuple[Lapsed, ...]
    recorded: tuple[Clearance, ...]

    @classmethod
    def of(cls, judgement: Judgement) -> "_Decisions":
        return cls(judgement.effective, judgement.cleared, judgement.lapsed, judgement.recorded)


def answered_in(intake: Intake | None) -> Answered:
    """The answers of an intake, or none."""
    text = to_json(plain_answers(intake.answers if intake else {}))
    return Answered(intake.id if intake else None, hashlib.sha256(text.encode()).hexdigest())


def record_of(
    judgement: Judgement,
    *,
    key: str,
    session_id: str,
    answered: Answered,
    findings: Mapping[str, Value],
    on: date,
    now: datetime,
) -> AssessmentRecord:
    """A judgement as it is kept with its session, whole, so that it can be shown unchanged later."""
    assessment, ruleset = judgement.assessment, judgement.assessment.ruleset
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
        verdicts=dict(judgement.verdicts),
        findings=findings,
        payload=msgspec.to_builtins(assessment),
        decisions=msgspec.to_builtins(_Decisions.of(judgement)) if judgement.decided else None,
    )


def judgement_in(record: AssessmentRecord) -> Judgement:
    """What was kept: the rules alone, where it is from before anybody decided beside them."""
    assessment = msgspec.convert(record.payload, Assessment)
    if record.decisions is None:
        return Judgement(assessment, assessment)
    kept = msgspec.convert(record.decisions, _Decisions)
    return Judgement(assessment, kept.effective, kept.cleared, kept.lapsed, kept.recorded)


def assessment_on_file(store: Store, session_id: str) -> AssessmentRecord:
    """The newest assessment of a session.

    Raises:
        NotFound: nothing was judged for it.
    """
    record = store.assessments.latest_for(session_id)
    if record is None:
        raise NotFound("No assessment is on file for this session.")
    return record
