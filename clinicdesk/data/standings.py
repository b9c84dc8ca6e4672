from collections.abc import Iterable, Sequence
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

    def marks(self, after: datetime) -> dict[str, str]:
        """A mark of every session that nobody has come for yet and that starts at an instant or later, by start.

        It is another one as soon as anything on file is another that its verdict depends on: the session, how it was
        judged, the answers of its person, their record, what was decided about them, and what came of a referral. None
        of these is ever gone.
        """
        rows = self._connection.rows(
            """
            select sessions.id, format('%d %d %d %d %d %d %d', sessions.version, patients.version,
                (select max(seq) from assessments where session_id = sessions.id),
                (select max(version) from intakes where patient_id = sessions.patient_id),
                (select max(seq) from clearances where patient_id = sessions.patient_id),
                (
                    select count(*) from clearances join clearances_taken_back on clearance_id = clearances.id
                    where patient_id = sessions.patient_id
                ),
                (
                    select count(*) from referrals join referral_events on referral_id = referrals.id
                    where patient_id = sessions.patient_id
                )
            ) as mark
            from sessions join patients on patients.id = sessions.patient_id
            where sessions.starts_at >= :after and sessions.status in (select value from json_each(:expected))
            order by sessions.starts_at, sessions.id
            """,
            {"after": stamp(after), "expected": to_json([each.value for each in SessionStatus if each.expected])},
        )
        return {row["id"]: row["mark"] for row in rows}

    def many(self, session_ids: Iterable[str], findings: Sequence[str]) -> list[Standing]:
        """How some sessions stand.

        Args:
            session_ids: of them.
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
            from json_each(:sessions) as wanted
            join sessions on sessions.id = wanted.value
            join patients on patients.id = sessions.patient_id
            join assessments on assessments.seq = (
                select seq from assessments where session_id = sessions.id order by seq desc limit 1
            )
            """,
            {
                "sessions": to_json(list(session_ids)),
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
