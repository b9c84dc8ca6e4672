from collections.abc import Sequence
from datetime import date, datetime

from clinicdesk.data.driver import Connection, Row
from clinicdesk.data.json_text import to_json
from clinicdesk.data.stamps import day_or_none, moment, stamp
from clinicdesk.domain.assessment_record import Standing
from clinicdesk.domain.session import SessionStatus
from clinicdesk.domain.suitability import Technique, Verdict


class StandingRepository:
    """How sessions to come were judged, read without their reasons and answers: thousands at a time."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def to_come(self, after: datetime, findings: Sequence[str]) -> list[Standing]:
        """Every session that nobody has come for yet and that starts at an instant or later, in order of time.

        Args:
            after: the instant.
            findings: ids of the findings whose judged values are wanted.
        """
        columns = {f"finding_{place}": name for place, name in enumerate(findings)}
        values = "".join(f", assessments.findings ->> :{column} as {column}" for column in columns)
        rows = self._connection.rows(
            f"""
            select sessions.id, sessions.patient_id, sessions.session_type_id, sessions.starts_at,
                assessments.verdict, assessments.technique, assessments.intake_id, assessments.on_date,
                assessments.ruleset_hash, patients.birth_date, patients.sex_at_birth,
                (
                    select id from intakes where patient_id = sessions.patient_id order by version desc limit 1
                ) as newest_intake_id {values}
            from sessions
            join patients on patients.id = sessions.patient_id
            join assessments on assessments.seq = (
                select seq from assessments where session_id = sessions.id order by seq desc limit 1
            )
            where sessions.starts_at >= :after and sessions.status in (select value from json_each(:expected))
            order by sessions.starts_at, sessions.id
            """,
            {
                "after": stamp(after),
                "expected": to_json([each.value for each in SessionStatus if each.expected]),
                **{column: f"$.{name}" for column, name in columns.items()},
            },
        )
        return [_standing(row, columns) for row in rows]


def _standing(row: Row, columns: dict[str, str]) -> Standing:
    return Standing(
        session_id=row["id"],
        patient_id=row["patient_id"],
        session_type_id=row["session_type_id"],
        starts_at=moment(row["starts_at"]),
        verdict=Verdict.from_code(row["verdict"]),
        technique=Technique(row["technique"]),
        intake_id=row["intake_id"],
        on_date=date.fromisoformat(row["on_date"]),
        ruleset_hash=row["ruleset_hash"],
        findings={name: row[column] for column, name in columns.items() if row[column] is not None},
        newest_intake_id=row["newest_intake_id"],
        birth_date=day_or_none(row["birth_date"]),
        sex_at_birth=row["sex_at_birth"],
    )
