from clinicdesk.data.driver import Connection, Row
from clinicdesk.domain.staff import Equipment
from clinicdesk.errors import NotFound


class EquipmentRepository:
    """The devices, in the order they were added."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, item: Equipment) -> Equipment:
        """Add a device at the end of the list."""
        position = self._connection.next_position("equipment")
        self._connection.insert("equipment", {"position": position, **_row(item)})
        return item

    def update(self, item: Equipment) -> Equipment:
        """Replace what is known about a device; raises NotFound."""
        changed = self._connection.execute(
            "update equipment set name = :name, kind = :kind, active = :active where id = :id",
            _row(item),
        )
        if not changed:
            raise NotFound("This device is not on file.")
        return item

    def get(self, item_id: str) -> Equipment:
        """One device; raises NotFound."""
        row = self._connection.row("select * from equipment where id = :id", {"id": item_id})
        if row is None:
            raise NotFound("This device is not on file.")
        return _item(row)

    def all(self) -> list[Equipment]:
        """Every device, those no longer in use too."""
        return [_item(row) for row in self._connection.rows("select * from equipment order by position")]


def _item(row: Row) -> Equipment:
    return Equipment(id=row["id"], name=row["name"], kind=row["kind"], active=bool(row["active"]))


def _row(item: Equipment) -> Row:
    return {"id": item.id, "name": item.name, "kind": item.kind, "active": int(item.active)}
