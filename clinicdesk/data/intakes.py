from collections.abc import Iterable
from datetime import date, datetime

from clinicdesk.data.driver import Connection, Row
from clinicdesk.data.json_text import from_json, to_json
from clinicdesk.data.plain_answers import answers_from_plain, body_map_from_plain, plain_answers, plain_body_map
from clinicdesk.data.stamps import day_or_none, moment, stamp
from clinicdesk.domain.body_map import BodyMap
from clinicdesk.domain.intake import Answers, Intake
from clinicdesk.errors import NotFound, StaleRecord


class IntakeRepository:
    """Completed intakes; each patient's are numbered from 1 and never change."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(
        self,
        intake_id: str,
        patient_id: str,
        answers: Answers,
        *,
        completed_at: datetime,
        completed_by: str,
        full: bool = True,
        body_map: BodyMap | None = None,
        said_on: date | None = None,
    ) -> Intake:
        """Store a completed intake as the patient's next version.

        Storing the same intake again under the same id changes nothing.

        Raises:
            StaleRecord: another intake is on file under this id.
        """
        version = self._connection.value(
            "select coalesce(max(version), 0) + 1 from intakes where patient_id = :id", {"id": patient_id}
        )
        intake = Intake(
            intake_id, patient_id, version, dict(answers), completed_at, completed_by, full, body_map, said_on
        )
        row = _row(intake)
        stored = self._connection.row("select * from intakes where id = :id", {"id": intake_id})
        if stored is None:
            self._connection.insert("intakes", row)
            return intake
        if {**row, "version": 0} != {**stored, "version": 0}:
            raise StaleRecord("Another intake is already on file under this id. Nothing was overwritten.")
        return _intake(stored)

    def get(self, intake_id: str) -> Intake:
        """One intake; raises NotFound."""
        row = self._connection.row("select * from intakes where id = :id", {"id": intake_id})
        if row is None:
            raise NotFound("This intake is not on file.")
        return _intake(row)

    def latest(self, patient_id: str) -> Intake | None:
        """The patient's newest intake, or None."""
        row = self._connection.row(
            "select * from intakes where patient_id = :id order by version desc limit 1", {"id": patient_id}
        )
        return None if row is None else _intake(row)

    def latest_full(self, patient_id: str) -> Intake | None:
        """The newest intake in which every question was gone through, or None."""
        row = self._connection.row(
            "select * from intakes where patient_id = :id and is_full = 1 order by version desc limit 1",
            {"id": patient_id},
        )
        return None if row is None else _intake(row)

    def latest_of(self, patient_ids: Iterable[str]) -> dict[str, Intake]:
        """The newest intake of each patient who has one, by patient id, in one query."""
        rows = self._connection.rows(
            """
            select intakes.* from json_each(:patients) as wanted join intakes on intakes.id = (
                select id from intakes where patient_id = wanted.value order by version desc limit 1
            )
            """,
            {"patients": to_json(list(patient_ids))},
        )
        return {row["patient_id"]: _intake(row) for row in rows}

    def many(self, intake_ids: Iterable[str]) -> dict[str, Intake]:
        """Those of the intakes that are on file, by id, in one query."""
        rows = self._connection.rows(
            "select intakes.* from json_each(:ids) as wanted join intakes on intakes.id = wanted.value",
            {"ids": to_json(list(intake_ids))},
        )
        return {row["id"]: _intake(row) for row in rows}

    def with_body_map(self, patient_id: str) -> list[Intake]:
        """The intakes of a patient with which a body map was marked, newest first."""
        rows = self._connection.rows(
            "select * from intakes where patient_id = :id and body_map is not null order by version desc",
            {"id": patient_id},
        )
        return [_intake(row) for row in rows]

    def after(self, patient_id: str, version: int) -> list[Intake]:
        """The intakes of a patient that followed a version, oldest first."""
        rows = self._connection.rows(
            "select * from intakes where patient_id = :id and version > :version order by version",
            {"id": patient_id, "version": version},
        )
        return [_intake(row) for row in rows]

    def history(self, patient_id: str) -> list[Intake]:
        """All intakes of a patient, newest first."""
        rows = self._connection.rows(
            "select * from intakes where patient_id = :id order by version desc", {"id": patient_id}
        )
        return [_intake(row) for row in rows]


def _row(intake: Intake) -> Row:
    return {
        "id": intake.id,
        "patient_id": intake.patient_id,
        "version": intake.version,
        "answers": to_json(plain_answers(intake.answers)),
        "completed_at": stamp(intake.completed_at),
        "completed_by": intake.completed_by,
        "is_full": int(intake.full),
        "body_map": None if intake.body_map is None else to_json(plain_body_map(intake.body_map)),
        "said_on": None if intake.said_on is None else intake.said_on.isoformat(),
    }


def _intake(row: Row) -> Intake:
    return Intake(
        id=row["id"],
        patient_id=row["patient_id"],
        version=row["version"],
        answers=answers_from_plain(from_json(row["answers"])),
        completed_at=moment(row["completed_at"]),
        completed_by=row["completed_by"],
        full=bool(row["is_full"]),
        body_map=None if row["body_map"] is None else body_map_from_plain(from_json(row["body_map"])),
        said_on=day_or_none(row["said_on"]),
    )
