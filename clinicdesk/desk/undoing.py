"""Taking back what was done at the desk, and doing it again.

Each member of staff takes back their own deeds, the last first, and does them again until they do something new; or
one of them that is named, whatever was done since. A deed is taken back whole or not at all, and only while every
record is as the deed left it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from clinicdesk.data import Store
from clinicdesk.desk.clinic_setup import clinic_of
from clinicdesk.desk.hours import local_when
from clinicdesk.desk.journal import change_of
from clinicdesk.desk.keys import new_key
from clinicdesk.desk.nouns import Noun, Turn
from clinicdesk.domain.journal import Change, EntryKind, JournalEntry
from clinicdesk.domain.staff import StaffMember
from clinicdesk.errors import Conflict, NotAllowed, SlotTaken


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that can be taken back, or done again.

    Attributes:
        id: by which it is named to ``undo`` and ``redo``.
        words: what was done: ``moved Ana Ruiz to 14:30``.
    """

    id: str
    words: str


@dataclass(frozen=True, slots=True)
class Undone:
    """A deed that was taken back, or done again.

    Attributes:
        id: of the deed.
        words: what was done: ``moved Ana Ruiz to 14:30``.
        records: the values it touched, as they are on file now.
        remark: what has to be known of them, in sentences; empty for nothing.
    """

    id: str
    words: str
    records: tuple[Any, ...]
    remark: str = ""


class Undoing:
    """What each person can take back."""

    def __init__(self, store: Store, nouns: Iterable[Noun[Any]]) -> None:
        """``nouns``: every kind of record whose deeds are noted."""
        self._store = store
        self._nouns = {noun.name: noun for noun in nouns}
        # What was refused would bar the way to what was done before it; a restart tries it again.
        self._refused: dict[bool, set[str]] = {True: set(), False: set()}

    def noted(self) -> str | None:
        """The id of what was done last at this desk, by this program; None where nothing was."""
        return self._store.journal.noted

    def newest(self, *, actor: StaffMember, now: datetime) -> Deed | None:
        """What ``undo`` would take back; None when there is nothing.

        None, too, when the last deed is of a kind that is never taken back: ``undo`` says why.
        """
        entry = self._next(actor, back=True)
        return Deed(entry.id, self.words(entry, now)) if entry and not any(map(self._lasts, entry.changes)) else None

    def next_undo(self, *, actor: StaffMember, now: datetime) -> str:
        """What ``undo`` would take back, in words: ``moved Ana Ruiz to 14:30``; empty when ``newest`` is None."""
        deed = self.newest(actor=actor, now=now)
        return deed.words if deed else ""

    def next_redo(self, *, actor: StaffMember, now: datetime) -> str:
        """What ``redo`` would do again, in words; empty when there is nothing."""
        entry = self._next(actor, back=False)
        return self.words(entry, now) if entry else ""

    def undo(self, deed_id: str | None = None, *, actor: StaffMember, now: datetime) -> Undone:
        """Take back the last deed of a person, or one of theirs that is named.

        Raises:
            NotAllowed: there is none, it was taken back already, or the world has moved on; says how. Nothing was
                changed, and the next call without a name goes on to what was done before.
            SlotTaken: the time was given to somebody else meanwhile; says to whom.
        """
        return self._do(deed_id, actor, now, back=True)

    def redo(self, deed_id: str | None = None, *, actor: StaffMember, now: datetime) -> Undone:
        """Do again what a person took back last, or a deed that is named; raises as ``undo`` does."""
        return self._do(deed_id, actor, now, back=False)

    def words(self, entry: JournalEntry, now: datetime) -> str:
        """An entry of the journal in words, in the clinic's time."""
        told = [words for change in entry.changes if (words := self._told(change, now))]
        if not told:  # an entry from before what tells of it was noted, too
            noun = self._noun(entry.changes[0])
            told = [f"changed {noun.called(noun.present(entry.changes[0].record_id))}"]
        first, more = told[0], len(told) - 1
        return first if not more else f"{first}, and {more} more"

    def told_by(self, entry: JournalEntry, now: datetime) -> str:
        """An entry as a sentence says it: ``Sam Okoro took back: moved Ana Ruiz to 14:30``."""
        how = {EntryKind.DEED: "", EntryKind.UNDO: "took back: ", EntryKind.REDO: "did again: "}[entry.kind]
        deed = entry if entry.deed_id is None else self._store.journal.get(entry.deed_id)
        return f"{entry.actor_name} {how}{self.words(deed, now)}"

    def _told(self, change: Change, now: datetime) -> str:
        noun = self._noun(change)
        return noun.words(noun.read(change.before), noun.read(change.after), now)

    def _lasts(self, change: Change) -> bool:
        noun = self._noun(change)
        return noun.lasts(noun.read(change.before), noun.read(change.after))

    def _noun(self, change: Change) -> Noun[Any]:
        return self._nouns[change.noun]

    def _next(self, actor: StaffMember, *, back: bool) -> JournalEntry | None:
        journal = self._store.journal
        find = journal.newest_done if back else journal.newest_undone
        return find(actor.id, self._refused[back])

    def _named(self, deed_id: str, actor: StaffMember, *, back: bool) -> JournalEntry:
        entry = self._store.journal.get(deed_id)
        if entry.actor_id != actor.id:
            raise NotAllowed(f"{entry.actor_name} did this, so only {entry.actor_name} can take it back.")
        if self._store.journal.done(deed_id) is not back:
            raise NotAllowed(f"This was {'taken back' if back else 'done again'} already. Nothing was changed.")
        return entry

    def _do(self, deed_id: str | None, actor: StaffMember, now: datetime, *, back: bool) -> Undone:
        with self._store.write():
            entry = self._named(deed_id, actor, back=back) if deed_id else self._next(actor, back=back)
            if entry is None:
                raise NotAllowed(f"There is nothing of yours to {'undo' if back else 'do again'}.")
            try:
                records = self._turned(Turn(entry, back, actor, now))
            except Conflict:
                self._refused[back].add(entry.id)
                raise
            kind = EntryKind.UNDO if back else EntryKind.REDO
            changes = tuple(change_of(before, after) for before, after in records)
            self._store.journal.add(
                JournalEntry(new_key(now), kind, entry.deed, actor.id, actor.name, now, changes, entry.id)
            )
            detail = {"deed": entry.deed, "records": [change.record_id for change in changes]}
            self._store.audit.append(actor, f"journal.{kind.value}", ("journal", entry.id), detail, at=now)
        remark = self._remark(changes, records, now)
        return Undone(entry.id, self.words(entry, now), tuple(after for _, after in records), remark)

    def _remark(self, changes: Sequence[Change], records: Sequence[tuple[Any, Any]], now: datetime) -> str:
        told = [
            remark
            for change, (before, after) in zip(changes, records, strict=True)
            if (remark := self._noun(change).remark(before, after, now))
        ]
        return f"{told[0]} So it is with {len(told) - 1} more." if len(told) > 1 else "".join(told)

    def _turned(self, turn: Turn) -> list[tuple[Any, Any]]:
        """Every record of a deed before and after the turn; the last change goes back first."""
        changes = turn.entry.changes[::-1] if turn.back else turn.entry.changes
        presents = [self._standing(change, turn) for change in changes]
        aside = presents
        if len(changes) > 1:
            aside = [self._noun(change).set_aside(present) for change, present in zip(changes, presents, strict=True)]
        turned = []
        for change, was, present in zip(changes, presents, aside, strict=True):
            noun = self._noun(change)
            try:
                restored = noun.restore(present, noun.read(change.before if turn.back else change.after), turn)
                turned.append((was, restored))
            except SlotTaken as taken:
                raise SlotTaken(
                    f"{_refusal(turn)} {taken}", resource=taken.resource, session_id=taken.session_id
                ) from taken
            except NotAllowed as refused:
                raise NotAllowed(f"{_refusal(turn)} {refused} Nothing was changed.") from refused
        return turned

    def _standing(self, change: Change, turn: Turn) -> Any:  # noqa: ANN401 - any kind of record
        """The record of a change, which is as the deed left it."""
        noun = self._noun(change)
        present = noun.present(change.record_id)
        if not noun.stands(present, noun.read(change.after if turn.back else change.before)):
            raise NotAllowed(self._moved_on(noun, present, change, turn))
        return present

    def _moved_on(
        self,
        noun: Noun[Any],
        present: Any,  # noqa: ANN401 - any kind of record
        change: Change,
        turn: Turn,
    ) -> str:
        """Who did what to a record since."""
        latest = next(iter(self._store.journal.of_record(noun.name, change.record_id)), None)
        if latest is None or turn.entry.id in {latest.id, latest.deed_id}:
            called = noun.called(present)
            return f"{_refusal(turn)} {called[:1].upper()}{called[1:]} has changed since. Nothing was changed."
        at = local_when(clinic_of(self._store), latest.at, turn.now)
        return f"{_refusal(turn)} {self.told_by(latest, turn.now)}, at {at}. Nothing was changed."


def _refusal(turn: Turn) -> str:
    return "This can no longer be undone:" if turn.back else "This can no longer be done again:"
