import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from clinicdesk.data.driver import Connection, Row
from clinicdesk.data.json_text import from_json, to_json
from clinicdesk.data.stamps import moment, stamp
from clinicdesk.domain.staff import StaffMember

if TYPE_CHECKING:
    from clinicdesk.domain.audit_entry import AuditEntry

_FIRST = "0" * 64
_SEALED = ("seq", "at", "actor_id", "actor_name", "action", "subject_kind", "subject_id", "detail", "prev_hash")


class AuditRepository:
    """The audit trail: each entry carries the SHA-256 of itself and of the entry before."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def append(
        self,
        actor: StaffMember | None,
        action: str,
        subject: tuple[str, str],
        detail: Mapping[str, object] | None = None,
        *,
        at: datetime,
    ) -> int:
        """Add an entry in the transaction of what it reports, and return its number.

        Args:
            actor: who did it; None for the program itself.
            action: what was done, e.g. ``patient.amend``.
            subject: kind and id of the record.
            detail: plain JSON values without names or clinical content.
            at: when.
        """
        last = self._connection.row("select seq, hash from audit order by seq desc limit 1")
        entry: Row = {
            "seq": 1 if last is None else last["seq"] + 1,
            "at": stamp(at),
            "actor_id": "" if actor is None else actor.id,
            "actor_name": "" if actor is None else actor.name,
            "action": action,
            "subject_kind": subject[0],
            "subject_id": subject[1],
            "detail": to_json(dict(detail or {})),
            "prev_hash": _FIRST if last is None else last["hash"],
        }
        self._connection.insert("audit", {**entry, "hash": _seal(entry)})
        return int(entry["seq"])

    def verify(self) -> int | None:
        """The number of the first entry that is missing or is not as it was written, or None if all are well."""
        expected, before = 1, _FIRST
        for row in self._connection.each("select * from audit order by seq"):
            if row["seq"] != expected or row["prev_hash"] != before or row["hash"] != _seal(row):
                return expected
            expected, before = expected + 1, row["hash"]
        given = self._connection.value("select coalesce(max(seq), 0) from sqlite_sequence where name = 'audit'")
        return expected if given >= expected else None

    def newest(self) -> int:
        """The number of the newest entry, 0 before the first."""
        return int(self._connection.value("select coalesce(max(seq), 0) from audit"))

    def after(self, seq: int) -> "list[AuditEntry]":
        """The entries behind one, oldest first."""
        return [
            _entry(row)
            for row in self._connection.rows("select * from audit where seq > :seq order by seq", {"seq": seq})
        ]

    def calendar_files(self, subjects: Iterable[tuple[str, str]]) -> "list[AuditEntry]":
        """The entries of the calendar files that were made of some records, oldest first.

        Args:
            subjects: kind and id of each record.
        """
        rows = self._connection.rows(
            """
            select audit.* from json_each(:subjects) as wanted
            join audit on subject_kind = wanted.value ->> 0 and subject_id = wanted.value ->> 1
            where action = 'calendar.export' order by seq
            """,
            {"subjects": to_json([list(subject) for subject in subjects])},
        )
        return [_entry(row) for row in rows]

    def tail(self, limit: int = 100) -> "list[AuditEntry]":
        """The newest entries, newest first."""
        rows = self._connection.rows("select * from audit order by seq desc limit :limit", {"limit": limit})
        return [_entry(row) for row in rows]


def _seal(row: Row) -> str:
    return hashlib.sha256(to_json([row[name] for name in _SEALED]).encode()).hexdigest()


def _entry(row: Row) -> "AuditEntry":
    from clinicdesk.domain.audit_entry import AuditEntry  # noqa: PLC0415 - the program starts by writing one

    return AuditEntry(
        seq=row["seq"],
        at=moment(row["at"]),
        actor_id=row["actor_id"],
        actor_name=row["actor_name"],
        action=row["action"],
        subject_kind=row["subject_kind"],
        subject_id=row["subject_id"],
        detail=from_json(row["detail"]),
    )
