from clinicdesk.data.driver import Connection, Row
from clinicdesk.domain.staff import Room
from clinicdesk.errors import NotFound


class RoomRepository:
    """The treatment rooms, in the order they were added."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, room: Room) -> Room:
        """Add a room at the end of the list."""
        position = self._connection.next_position("rooms")
        self._connection.insert(
            "rooms", {"id": room.id, "position": position, "name": room.name, "active": int(room.active)}
        )
        return room

    def update(self, room: Room) -> Room:
        """Replace what is known about a room; raises NotFound."""
        changed = self._connection.execute(
            "update rooms set name = :name, active = :active where id = :id",
            {"id": room.id, "name": room.name, "active": int(room.active)},
        )
        if not changed:
            raise NotFound("This room is not on file.")
        return room

    def get(self, room_id: str) -> Room:
        """One room; raises NotFound."""
        row = self._connection.row("select * from rooms where id = :id", {"id": room_id})
        if row is None:
            raise NotFound("This room is not on file.")
        return _room(row)

    def all(self) -> list[Room]:
        """Every room, those no longer in use too."""
        return [_room(row) for row in self._connection.rows("select * from rooms order by position")]


def _room(row: Row) -> Room:
    return Room(id=row["id"], name=row["name"], active=bool(row["active"]))
