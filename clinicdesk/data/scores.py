from collections.abc import Iterable

from clinicdesk.data.driver import Connection, Row
from clinicdesk.data.json_text import to_json
from clinicdesk.data.stamps import moment, stamp
from clinicdesk.domain.score import Measure, Score
from clinicdesk.errors import StaleRecord


class ScoreRepository:
    """What people said of their pain and of what they can do; an answer never changes, a later one follows it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, score: Score) -> Score:
        """Store an answer; storing the same one again changes nothing.

        Raises:
            StaleRecord: another answer is on file under this id.
        """
        if not self._connection.append("scores", _row(score)):
            raise StaleRecord("Another answer is already on file under this id. Nothing was overwritten.")
        return score

    def of_patient(self, patient_id: str) -> list[Score]:
        """Every answer of a patient, also those that a later one replaces, in the order in which they were noted."""
        rows = self._connection.rows(
            "select * from scores where patient_id = :patient order by seq", {"patient": patient_id}
        )
        return [_score(row) for row in rows]

    def of_sessions(self, session_ids: Iterable[str]) -> list[Score]:
        """Every answer given at some sessions, in the order in which they were noted."""
        rows = self._connection.rows(
            """
            select scores.* from json_each(:sessions) as asked join scores on scores.session_id = asked.value
            order by scores.seq
            """,
            {"sessions": to_json(list(session_ids))},
        )
        return [_score(row) for row in rows]


def _row(score: Score) -> Row:
    return {
        "id": score.id,
        "patient_id": score.patient_id,
        "session_id": score.session_id,
        "measure": score.measure.value,
        "activity": score.activity,
        "value": score.value,
        "made_by": score.made_by,
        "made_at": stamp(score.made_at),
    }


def _score(row: Row) -> Score:
    return Score(
        id=row["id"],
        patient_id=row["patient_id"],
        measure=Measure(row["measure"]),
        value=row["value"],
        made_by=row["made_by"],
        made_at=moment(row["made_at"]),
        session_id=row["session_id"],
        activity=row["activity"],
    )
