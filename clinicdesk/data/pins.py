from clinicdesk.data.driver import Connection, Row
from clinicdesk.data.stamps import moment, moment_or_none, stamp, stamp_or_none
from clinicdesk.domain.pins import Pin


class PinRepository:
    """One PIN for each member of staff who has one; an earlier hash is not kept."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, pin: Pin) -> Pin:
        """Keep a PIN, or what has become of it, in place of what was known."""
        self._connection.upsert("staff_pins", _row(pin), key=("staff_id",))
        return pin

    def get(self, staff_id: str) -> Pin | None:
        """Somebody's PIN, or None."""
        row = self._connection.row("select * from staff_pins where staff_id = :id", {"id": staff_id})
        return None if row is None else _pin(row)

    def all(self) -> dict[str, Pin]:
        """Every PIN, by the id of whose it is."""
        return {row["staff_id"]: _pin(row) for row in self._connection.rows("select * from staff_pins")}


def _row(pin: Pin) -> Row:
    return {
        "staff_id": pin.staff_id,
        "hash": pin.hash,
        "set_at": stamp(pin.set_at),
        "set_by": pin.set_by,
        "reason": pin.reason,
        "wrong": pin.wrong,
        "wrong_at": stamp_or_none(pin.wrong_at),
        "told_at": stamp_or_none(pin.told_at),
    }


def _pin(row: Row) -> Pin:
    return Pin(
        staff_id=row["staff_id"],
        hash=row["hash"],
        set_at=moment(row["set_at"]),
        set_by=row["set_by"],
        reason=row["reason"],
        wrong=row["wrong"],
        wrong_at=moment_or_none(row["wrong_at"]),
        told_at=moment_or_none(row["told_at"]),
    )
