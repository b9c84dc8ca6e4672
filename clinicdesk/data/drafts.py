from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from clinicdesk.data.driver import Connection
from clinicdesk.data.json_text import from_json, to_json
from clinicdesk.data.stamps import moment, stamp


@dataclass(frozen=True, slots=True)
class StoredDraft:
    """Something half typed, in plain JSON values."""

    payload: Mapping[str, object]
    saved_at: datetime


class DraftRepository:
    """Half-typed forms, so that a crash or a log-off loses nothing; one per kind and key."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, kind: str, key: str, payload: Mapping[str, object], saved_at: datetime) -> None:
        """Keep a draft in place of the one before."""
        self._connection.upsert(
            "drafts",
            {"kind": kind, "key": key, "payload": to_json(payload), "saved_at": stamp(saved_at)},
            key=("kind", "key"),
        )

    def get(self, kind: str, key: str) -> StoredDraft | None:
        """The draft, or None."""
        row = self._connection.row(
            "select payload, saved_at from drafts where kind = :kind and key = :key", {"kind": kind, "key": key}
        )
        return None if row is None else StoredDraft(from_json(row["payload"]), moment(row["saved_at"]))

    def keys(self, kind: str) -> list[str]:
        """The keys of all drafts of a kind, last saved first."""
        rows = self._connection.rows(
            "select key from drafts where kind = :kind order by saved_at desc, key", {"kind": kind}
        )
        return [row["key"] for row in rows]

    def delete(self, kind: str, key: str) -> None:
        """Drop a draft; one that is not there is no error."""
        self._connection.execute("delete from drafts where kind = :kind and key = :key", {"kind": kind, "key": key})
