from clinicdesk.data.driver import Connection, Row
from clinicdesk.domain.session import SessionType
from clinicdesk.domain.suitability import Technique
from clinicdesk.errors import NotFound


class SessionTypeRepository:
    """What can be booked, in the order it was added."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, session_type: SessionType) -> SessionType:
        """Add a session type at the end of the list."""
        position = self._connection.next_position("session_types")
        self._connection.insert("session_types", {**_row(session_type), "position": position})
        return session_type

    def update(self, session_type: SessionType) -> SessionType:
        """Replace what is known about a session type; sessions on file keep their times. Raises NotFound."""
        changed = self._connection.execute(
            """
            update session_types set name = :name, technique = :technique, minutes = :minutes,
                turnover_minutes = :turnover_minutes, active = :active, equipment_kind = :equipment_kind
            where id = :id
            """,
            _row(session_type),
        )
        if not changed:
            raise NotFound("This session type is not on file.")
        return session_type

    def get(self, session_type_id: str) -> SessionType:
        """One session type; raises NotFound."""
        row = self._connection.row("select * from session_types where id = :id", {"id": session_type_id})
        if row is None:
            raise NotFound("This session type is not on file.")
        return _session_type(row)

    def all(self) -> list[SessionType]:
        """Every session type, those no longer offered too."""
        return [_session_type(row) for row in self._connection.rows("select * from session_types order by position")]


def _row(session_type: SessionType) -> Row:
    return {
        "id": session_type.id,
        "name": session_type.name,
        "technique": session_type.technique.value,
        "minutes": session_type.minutes,
        "turnover_minutes": session_type.turnover_minutes,
        "active": int(session_type.active),
        "equipment_kind": session_type.equipment_kind,
    }


def _session_type(row: Row) -> SessionType:
    return SessionType(
        id=row["id"],
        name=row["name"],
        technique=Technique(row["technique"]),
        minutes=row["minutes"],
        turnover_minutes=row["turnover_minutes"],
        active=bool(row["active"]),
        equipment_kind=row["equipment_kind"],
    )
