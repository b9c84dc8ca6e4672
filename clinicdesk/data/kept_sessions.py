from collections.abc import Iterable

from clinicdesk.data.driver import Connection, Row
from clinicdesk.data.json_text import to_json
from clinicdesk.data.stamps import moment, stamp
from clinicdesk.domain.working_hours import KeptSession
from clinicdesk.errors import NotFound, StaleRecord


class KeptSessionRepository:
    """Decisions to keep a session although the hours stand against it; only ever added to."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, kept: KeptSession) -> KeptSession:
        """Store a decision; storing the same one again changes nothing.

        Raises:
            StaleRecord: another decision is on file under this id.
        """
        if not self._connection.append("sessions_kept", _row(kept)):
            raise StaleRecord("Another decision is already on file under this id. Nothing was overwritten.")
        return kept

    def get(self, kept_id: str) -> KeptSession:
        """One decision, taken back or not; raises NotFound."""
        row = self._connection.row("select * from sessions_kept where id = :id", {"id": kept_id})
        if row is None:
            raise NotFound("This decision is not on file.")
        return _kept(row)

    def of_sessions(self, session_ids: Iterable[str]) -> list[KeptSession]:
        """Every decision about some sessions that counts, in the order in which they were made."""
        rows = self._connection.rows(
            """
            select * from sessions_kept
            where session_id in (select value from json_each(:ids)) and id not in (select id from hours_void)
            order by seq
            """,
            {"ids": to_json(list(session_ids))},
        )
        return [_kept(row) for row in rows]


def _row(kept: KeptSession) -> Row:
    return {
        "id": kept.id,
        "session_id": kept.session_id,
        "starts_at": stamp(kept.starts_at),
        "ends_at": stamp(kept.ends_at),
        "therapist_id": kept.therapist_id,
        "obstacle": kept.obstacle,
        "kept_by": kept.kept_by,
        "kept_at": stamp(kept.kept_at),
    }


def _kept(row: Row) -> KeptSession:
    return KeptSession(
        id=row["id"],
        session_id=row["session_id"],
        starts_at=moment(row["starts_at"]),
        ends_at=moment(row["ends_at"]),
        therapist_id=row["therapist_id"],
        obstacle=row["obstacle"],
        kept_by=row["kept_by"],
        kept_at=moment(row["kept_at"]),
    )
