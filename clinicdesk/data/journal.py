from collections.abc import Collection
from typing import TYPE_CHECKING

from clinicdesk.data.driver import Connection, Row
from clinicdesk.data.json_text import to_json
from clinicdesk.data.stamps import moment, stamp
from clinicdesk.errors import NotFound

if TYPE_CHECKING:
    from clinicdesk.domain.journal import JournalEntry

# What was done and not taken back: nothing turned it back, or the last that touched it took it up again.
_DONE = """
    coalesce((select kind from journal as later where later.deed_id = deed.id order by seq desc limit 1), 'redo')
        = 'redo'
"""


class JournalRepository:
    """What each person did, took back and did again; an entry never changes, a later one follows it.

    Attributes:
        noted: the id of what was noted last through this connection; None where nothing was.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.noted: str | None = None

    def add(self, entry: "JournalEntry") -> "JournalEntry":
        """Store a new entry with its changes."""
        seq = self._connection.value("select coalesce(max(seq), 0) + 1 from journal")
        self._connection.insert(
            "journal",
            {
                "seq": seq,
                "id": entry.id,
                "kind": entry.kind.value,
                "deed": entry.deed,
                "deed_id": entry.deed_id,
                "actor_id": entry.actor_id,
                "actor_name": entry.actor_name,
                "at": stamp(entry.at),
            },
        )
        for place, change in enumerate(entry.changes):
            self._connection.insert(
                "journal_changes",
                {
                    "entry_id": entry.id,
                    "place": place,
                    "noun": change.noun,
                    "record_id": change.record_id,
                    "before": change.before,
                    "after": change.after,
                },
            )
        self.noted = entry.id
        return entry

    def get(self, entry_id: str) -> "JournalEntry":
        """One entry; raises NotFound."""
        row = self._connection.row("select * from journal where id = :id", {"id": entry_id})
        if row is None:
            raise NotFound("This entry is not in the journal.")
        return self._entry(row)

    def newest(self) -> int:
        """The number of the newest entry, or 0."""
        return int(self._connection.value("select coalesce(max(seq), 0) from journal"))

    def after(self, seq: int) -> "list[JournalEntry]":
        """What was done since an entry, by anybody, in order."""
        rows = self._connection.rows("select * from journal where seq > :seq order by seq", {"seq": seq})
        return [self._entry(row) for row in rows]

    def changed_since(self, entry_id: str, nouns: Collection[str]) -> bool:
        """Whether anything done or taken back after an entry, and still so, has changed records of some kinds."""
        return bool(
            self._connection.value(
                f"""
                with asked as (select seq from journal where id = :id)
                select exists (
                    select 1 from journal as deed join journal_changes on entry_id = deed.id
                    where seq > (select seq from asked) and noun in (select value from json_each(:nouns)) and (
                        (kind = 'deed' and {_DONE})
                        or deed_id in (select id from journal where seq <= (select seq from asked))
                    )
                )
                """,
                {"id": entry_id, "nouns": to_json(sorted(nouns))},
            )
        )

    def newest_done(self, actor_id: str, passed: Collection[str] = ()) -> "JournalEntry | None":
        """The last thing a person did that was not taken back and is none of ``passed``, or None."""
        row = self._connection.row(
            f"""
            select * from journal as deed
            where actor_id = :actor and kind = 'deed' and {_DONE} and id not in (select value from json_each(:passed))
            order by seq desc limit 1
            """,
            {"actor": actor_id, "passed": to_json(sorted(passed))},
        )
        return None if row is None else self._entry(row)

    def done(self, entry_id: str) -> bool:
        """Whether a deed was not taken back, or was done again since."""
        return bool(self._connection.value(f"select {_DONE} from journal as deed where id = :id", {"id": entry_id}))

    def newest_undone(self, actor_id: str, passed: Collection[str] = ()) -> "JournalEntry | None":
        """The deed a person took back last since they last did something new, and not again since; or None."""
        rows = self._connection.rows(
            """
            select kind, deed_id from journal
            where actor_id = :actor and kind <> 'deed' and seq > (
                select coalesce(max(seq), 0) from journal where actor_id = :actor and kind = 'deed'
            )
            order by seq
            """,
            {"actor": actor_id},
        )
        from clinicdesk.domain.journal import EntryKind  # noqa: PLC0415 - nothing is read of it at the start

        undone: list[str] = []
        for row in rows:
            if row["kind"] == EntryKind.UNDO:
                undone.append(row["deed_id"])
            elif row["deed_id"] in undone:  # one taken back before that was done again by its own button
                undone.remove(row["deed_id"])
        left = [deed_id for deed_id in undone if deed_id not in passed]
        return self.get(left[-1]) if left else None

    def of_record(self, noun: str, record_id: str) -> "list[JournalEntry]":
        """Everything that changed a record, newest first."""
        rows = self._connection.rows(
            """
            select * from journal where id in (
                select entry_id from journal_changes where record_id = :id and noun = :noun
            ) order by seq desc
            """,
            {"id": record_id, "noun": noun},
        )
        return [self._entry(row) for row in rows]

    def _entry(self, row: Row) -> "JournalEntry":
        from clinicdesk.domain.journal import Change, EntryKind, JournalEntry  # noqa: PLC0415 - same

        changes = self._connection.rows(
            "select * from journal_changes where entry_id = :id order by place", {"id": row["id"]}
        )
        return JournalEntry(
            id=row["id"],
            kind=EntryKind(row["kind"]),
            deed=row["deed"],
            actor_id=row["actor_id"],
            actor_name=row["actor_name"],
            at=moment(row["at"]),
            changes=tuple(
                Change(change["noun"], change["record_id"], change["before"], change["after"]) for change in changes
            ),
            deed_id=row["deed_id"],
        )
