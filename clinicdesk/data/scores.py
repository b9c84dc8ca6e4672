from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from clinicdesk.data.driver import Connection, Row
from clinicdesk.data.json_text import to_json
from clinicdesk.data.stamps import moment, stamp
from clinicdesk.domain.score import Measure, Score
from clinicdesk.errors import NotFound, StaleRecord

_WITHDRAWN = """
    coalesce((
        select withdrawn from scores_withdrawn as mark where mark.score_id = scores.id order by mark.seq desc limit 1
    ), 0) as withdrawn
"""


class ScoreRepository:
    """What people said of their pain and of what they can do.

    An answer never changes: a later one follows it, and that one was taken back is a line of its own.
    """

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

    def get(self, score_id: str) -> Score:
        """One answer, also one that was taken back; raises NotFound."""
        row = self._connection.row(f"select scores.*, {_WITHDRAWN} from scores where id = :id", {"id": score_id})
        if row is None:
            raise NotFound("This answer is not on file.")
        return _score(row)

    def withdraw(self, score: Score, withdrawn: bool, *, by: str, at: datetime) -> Score:
        """Take an answer back, or let it stand again; ``by`` is who does, by id."""
        seq = self._connection.value("select coalesce(max(seq), 0) + 1 from scores_withdrawn")
        mark = {"seq": seq, "score_id": score.id, "withdrawn": int(withdrawn), "made_by": by, "made_at": stamp(at)}
        self._connection.insert("scores_withdrawn", mark)
        return replace(score, withdrawn=withdrawn)

    def of_patient(self, patient_id: str) -> list[Score]:
        """Every answer of a patient that stands, also those that a later one replaces, in the order they were noted."""
        rows = self._connection.rows(
            f"select scores.*, {_WITHDRAWN} from scores where patient_id = :patient order by seq",
            {"patient": patient_id},
        )
        return [score for score in map(_score, rows) if not score.withdrawn]

    def of_sessions(self, session_ids: Iterable[str]) -> list[Score]:
        """Every answer given at some sessions that stands, in the order in which they were noted."""
        rows = self._connection.rows(
            f"""
            select scores.*, {_WITHDRAWN}
            from json_each(:sessions) as asked join scores on scores.session_id = asked.value
            order by scores.seq
            """,
            {"sessions": to_json(list(session_ids))},
        )
        return [score for score in map(_score, rows) if not score.withdrawn]


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
        withdrawn=bool(row["withdrawn"]),
    )
