"""The journal: every deed at the desk is noted with the records before and after, so that it can be taken back.

``Undoing`` takes back and does again; what each kind of record has to heed in that stands with its ``Noun``.
"""

from datetime import datetime
from typing import TYPE_CHECKING, Protocol, TypeAlias

from clinicdesk.data import Store
from clinicdesk.desk.keys import new_key
from clinicdesk.domain.staff import StaffMember

if TYPE_CHECKING:
    from collections.abc import Iterable

    from clinicdesk.domain.clinic import Clinic
    from clinicdesk.domain.journal import Change
    from clinicdesk.domain.working_hours import HolidayChoice

THE_ONLY = "1"
"""The key of what there is one of: the clinic, and its choice of holidays."""


class Keyed(Protocol):
    """A frozen value of the domain that is on file under a key."""

    @property
    def id(self) -> str:
        """Its key."""


Kept: TypeAlias = "Keyed | Clinic | HolidayChoice"
"""What can be noted; of the clinic and of its holidays there is one, which needs no key."""


class Journal:
    """Notes what is done."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def note(
        self, deed: str, changes: "Iterable[tuple[Kept | None, Kept | None]]", *, actor: StaffMember, now: datetime
    ) -> None:
        """Note a deed inside the transaction that does it.

        Args:
            deed: what is done, as in the audit trail, e.g. ``session.move``.
            changes: each record as it was (None for a new one) and as it is on file now, in the order they were
                changed. A record that did not change is left out; a deed without changes is not noted.
            actor: who does it, and who alone can take it back.
            now: when.
        """
        from clinicdesk.domain.journal import EntryKind, JournalEntry  # noqa: PLC0415 - nothing is noted at the start

        noted = tuple(change_of(before, after) for before, after in changes if before != after)
        if noted:
            self._store.journal.add(
                JournalEntry(new_key(now), EntryKind.DEED, deed, actor.id, actor.name, now, noted),
            )


def change_of(before: "Kept | None", after: "Kept | None") -> "Change":
    """Two states of a record as the journal keeps them.

    The noun is the name of the value's class: a class that is renamed keeps its noun in ``nouns``.
    """
    import msgspec  # noqa: PLC0415 - nothing is noted at the start

    from clinicdesk.domain.journal import Change  # noqa: PLC0415 - same

    value = after if after is not None else before
    if value is None:
        raise ValueError("a change needs a record before or after it")

    def text(each: "Kept | None") -> str | None:
        return None if each is None else msgspec.json.encode(each).decode()

    record_id: str = getattr(value, "id", THE_ONLY)
    return Change(type(value).__name__, record_id, text(before), text(after))
