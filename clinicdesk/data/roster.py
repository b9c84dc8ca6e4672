from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from clinicdesk.data.driver import Connection
from clinicdesk.data.json_text import to_json
from clinicdesk.data.stamps import day_or_none, moment
from clinicdesk.domain.suitability import Verdict


class LastAsked(NamedTuple):
    """A newest intake: when it was kept, and of which day its oldest answer is that a full one asks anew."""

    at: datetime
    said_on: date | None


class RosterRepository:
    """What a list of sessions says beside each, read without reasons and answers, in one query each."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def verdicts(self, session_ids: Iterable[str]) -> dict[str, Verdict]:
        """The newest verdict of each session that was judged, by session id."""
        return self._verdicts(session_ids, "desc")

    def first_verdicts(self, session_ids: Iterable[str]) -> dict[str, Verdict]:
        """The verdict with which each session was booked, by session id."""
        return self._verdicts(session_ids, "asc")

    def last_asked(self, patient_ids: Iterable[str]) -> dict[str, LastAsked]:
        """What is to be told of the newest intake of each patient who has one, by patient id."""
        rows = self._connection.rows(
            """
            select intakes.patient_id, intakes.completed_at, intakes.said_on
            from json_each(:patients) as wanted join intakes on intakes.id = (
                select id from intakes where patient_id = wanted.value order by version desc limit 1
            )
            """,
            {"patients": to_json(list(patient_ids))},
        )
        return {row["patient_id"]: LastAsked(moment(row["completed_at"]), day_or_none(row["said_on"])) for row in rows}

    def _verdicts(self, session_ids: Iterable[str], order: str) -> dict[str, Verdict]:
        rows = self._connection.rows(
            f"""
            select assessments.session_id, assessments.verdict
            from json_each(:sessions) as wanted
            join assessments on assessments.seq = (
                select seq from assessments where session_id = wanted.value order by seq {order} limit 1
            )
            """,
            {"sessions": to_json(list(session_ids))},
        )
        return {row["session_id"]: Verdict.from_code(row["verdict"]) for row in rows}
