from collections.abc import Iterable

from clinicdesk.data.driver import Connection, Row
from clinicdesk.data.json_text import to_json
from clinicdesk.data.stamps import moment, stamp
from clinicdesk.domain.call import CallClosed, CallHold, CallStep
from clinicdesk.domain.suitability import Verdict
from clinicdesk.errors import NotFound, StaleRecord


class CallRepository:
    """How lines of the call list were closed, and which sessions it held; only ever added to."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, closed: CallClosed) -> CallClosed:
        """Store a decision; storing the same one again changes nothing.

        Raises:
            StaleRecord: another decision is on file under this id.
        """
        if not self._connection.append("calls", _row(closed)):
            raise StaleRecord("Another decision is already on file under this id. Nothing was overwritten.")
        return closed

    def get(self, entry_id: str) -> CallClosed:
        """One decision; raises NotFound."""
        row = self._connection.row("select * from calls where id = :id", {"id": entry_id})
        if row is None:
            raise NotFound("This decision is not on file.")
        return _closed(row)

    def of_session(self, session_id: str) -> list[CallClosed]:
        """Every decision about a session, in the order in which they were made."""
        rows = self._connection.rows("select * from calls where session_id = :id order by seq", {"id": session_id})
        return [_closed(row) for row in rows]

    def add_hold(self, hold: CallHold) -> CallHold:
        """Note that a session was held or let go; noting the same again changes nothing.

        Raises:
            StaleRecord: another note is on file under this id.
        """
        row: Row = {
            "id": hold.id,
            "session_id": hold.session_id,
            "held": int(hold.held),
            "at": stamp(hold.at),
        }
        if not self._connection.append("call_holds", row):
            raise StaleRecord("Another note is already on file under this id. Nothing was overwritten.")
        return hold

    def held_by_list(self, session_ids: Iterable[str]) -> set[str]:
        """Those of the sessions that were held by the list and not let go by it since."""
        rows = self._connection.rows(
            """
            select wanted.value as session_id from json_each(:sessions) as wanted where 1 = (
                select held from call_holds where session_id = wanted.value order by seq desc limit 1
            )
            """,
            {"sessions": to_json(list(session_ids))},
        )
        return {row["session_id"] for row in rows}


def _row(closed: CallClosed) -> Row:
    return {
        "id": closed.id,
        "session_id": closed.session_id,
        "was": closed.was.code,
        "verdict": closed.verdict.code,
        "step": closed.step.value,
        "note": closed.note,
        "staff_id": closed.staff_id,
        "at": stamp(closed.at),
    }


def _closed(row: Row) -> CallClosed:
    return CallClosed(
        id=row["id"],
        session_id=row["session_id"],
        was=Verdict.from_code(row["was"]),
        verdict=Verdict.from_code(row["verdict"]),
        step=CallStep(row["step"]),
        note=row["note"],
        staff_id=row["staff_id"],
        at=moment(row["at"]),
    )
