import json
from collections.abc import Iterable
from datetime import date, datetime

from clinicdesk.data.driver import Connection, Row
from clinicdesk.data.json_text import from_json, to_json
from clinicdesk.data.stamps import moment, stamp
from clinicdesk.domain.assessment_record import AssessmentRecord
from clinicdesk.domain.suitability import Kind, Technique, Verdict
from clinicdesk.errors import StaleRecord

# One row per session asked for: the newest. The outer select reads only rows the index named.
_LATEST = """
    from json_each(:sessions) as wanted
    join assessments on assessments.seq = (
        select seq from assessments where session_id = wanted.value order by seq desc limit 1
    )
"""


class AssessmentRepository:
    """What the rules said about each session; a later assessment stands beside the earlier ones."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, assessment: AssessmentRecord) -> AssessmentRecord:
        """Store an assessment; storing the same one again changes nothing.

        Raises:
            StaleRecord: another assessment is on file under this id.
        """
        if not self._connection.append("assessments", _row(assessment)):
            raise StaleRecord("Another assessment is already on file under this id. Nothing was overwritten.")
        return assessment

    def latest_for(self, session_id: str) -> AssessmentRecord | None:
        """The newest assessment of a session, or None."""
        return self.latest_for_many([session_id]).get(session_id)

    def latest_for_many(self, session_ids: Iterable[str]) -> dict[str, AssessmentRecord]:
        """The newest assessment of each session that has one, by session id, in one query."""
        rows = self._connection.rows(
            f"select assessments.* {_LATEST}",
            {"sessions": to_json(list(session_ids))},
        )
        return {row["session_id"]: _assessment(row) for row in rows}

    def newest(self) -> int:
        """The number of the newest assessment, 0 before the first."""
        return int(self._connection.value("select coalesce(max(seq), 0) from assessments"))

    def blocked(self, after: int, until: int, since: datetime) -> set[tuple[str, str]]:
        """Which rule held or forbade which session, among the assessments of a stretch that were made since a time.

        What was lifted counts, too: the rule had spoken. Reads every assessment of the stretch whole.
        """
        rows = self._connection.rows(
            """
            select distinct reason.value ->> '$.rule' as rule, assessments.session_id
            from assessments, json_each(assessments.payload, '$.reasons') as reason
            where assessments.seq > :after and assessments.seq <= :until and assessments.made_at >= :since
                and (
                    assessments.verdict in ('needs_clinician_review', 'not_suitable', 'refer_urgently')
                    or assessments.decisions is not null
                )
                and reason.value ->> '$.verdict' >= :review
                and reason.value ->> '$.kind' = assessments.payload ->> '$.kind'
            """,
            {
                "after": after,
                "until": until,
                "since": stamp(since),
                "review": Verdict.NEEDS_CLINICIAN_REVIEW.value,
            },
        )
        return {(row["rule"], row["session_id"]) for row in rows}

    def history(self, session_id: str) -> list[AssessmentRecord]:
        """All assessments of a session, newest first."""
        rows = self._connection.rows(
            "select * from assessments where session_id = :id order by seq desc", {"id": session_id}
        )
        return [_assessment(row) for row in rows]


def _row(assessment: AssessmentRecord) -> Row:
    return {
        "id": assessment.id,
        "session_id": assessment.session_id,
        "intake_id": assessment.intake_id,
        "on_date": assessment.on_date.isoformat(),
        "made_at": stamp(assessment.made_at),
        "ruleset_id": assessment.ruleset_id,
        "ruleset_version": assessment.ruleset_version,
        "ruleset_hash": assessment.ruleset_hash,
        "answers_hash": assessment.answers_hash,
        "technique": assessment.technique.value,
        "verdict": assessment.verdict.code,
        "massage_verdict": assessment.verdicts[Kind.MASSAGE].code,
        "physical_therapy_verdict": assessment.verdicts[Kind.PHYSICAL_THERAPY].code,
        "findings": to_json(dict(assessment.findings)),
        "payload": to_json(dict(assessment.payload)),
        "decisions": None if assessment.decisions is None else to_json(dict(assessment.decisions)),
    }


def _assessment(row: Row) -> AssessmentRecord:
    return AssessmentRecord(
        id=row["id"],
        session_id=row["session_id"],
        intake_id=row["intake_id"],
        on_date=date.fromisoformat(row["on_date"]),
        made_at=moment(row["made_at"]),
        ruleset_id=row["ruleset_id"],
        ruleset_version=row["ruleset_version"],
        ruleset_hash=row["ruleset_hash"],
        answers_hash=row["answers_hash"],
        technique=Technique(row["technique"]),
        verdicts={
            Kind.MASSAGE: Verdict.from_code(row["massage_verdict"]),
            Kind.PHYSICAL_THERAPY: Verdict.from_code(row["physical_therapy_verdict"]),
        },
        findings=json.loads(row["findings"]),
        payload=from_json(row["payload"]),
        decisions=None if row["decisions"] is None else from_json(row["decisions"]),
    )
