"""The journal of the desk: what a person did, with every record before and after."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class EntryKind(StrEnum):
    """Whether something was done, taken back, or done again."""

    DEED = "deed"
    UNDO = "undo"
    REDO = "redo"


@dataclass(frozen=True, slots=True)
class Change:
    """One record, before and after.

    Attributes:
        noun: what kind of record it is.
        before: the record as JSON, or None where there was none yet.
        after: the same, or None where it was taken back.
    """

    noun: str
    record_id: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """Something one person did in one go.

    Attributes:
        deed: what was done, e.g. ``session.move``.
        deed_id: for an undo and a redo, the entry they turn back or take up again.
        changes: in the order they were made.
    """

    id: str
    kind: EntryKind
    deed: str
    actor_id: str
    actor_name: str
    at: datetime
    changes: tuple[Change, ...]
    deed_id: str | None = None
