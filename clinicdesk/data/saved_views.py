from collections.abc import Mapping

from clinicdesk.data.driver import Connection
from clinicdesk.data.json_text import from_json, to_json


class SavedViewRepository:
    """Views of the schedule by person and place, in plain JSON values."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, staff_id: str, place: int, payload: Mapping[str, object]) -> None:
        """Keep a view in place of the one before."""
        row = {"staff_id": staff_id, "place": place, "payload": to_json(payload)}
        self._connection.upsert("saved_views", row, key=("staff_id", "place"))

    def of(self, staff_id: str) -> dict[int, Mapping[str, object]]:
        """A person's views by place."""
        rows = self._connection.rows(
            "select place, payload from saved_views where staff_id = :staff order by place", {"staff": staff_id}
        )
        return {row["place"]: from_json(row["payload"]) for row in rows}
