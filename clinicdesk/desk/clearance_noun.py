"""Clearances, taken back: undoing one is ending it, and what was ended is given anew by a therapist, never by a key."""

from datetime import datetime
from typing import TYPE_CHECKING

from clinicdesk.data import Store
from clinicdesk.desk.nouns import Noun, Turn, when_words
from clinicdesk.domain.clearance import Clearance
from clinicdesk.errors import NotAllowed

if TYPE_CHECKING:
    from collections.abc import Callable

    from clinicdesk.desk.clearing import Clearing


class ClearanceNoun(Noun[Clearance]):
    """A therapist's decision beside the rules."""

    kind = Clearance

    def __init__(self, store: Store, clearing: "Callable[[], Clearing]") -> None:
        super().__init__(store)
        self._clearing = clearing

    def present(self, record_id: str) -> Clearance:
        """The decision on file."""
        return self.store.clearances.get(record_id)

    def stands(self, present: Clearance, found: Clearance | None) -> bool:
        """Whether nothing differs; one that is not there any more was taken back."""
        return present.taken_back is not None if found is None else present == found

    def restore(self, present: Clearance, wanted: Clearance | None, turn: Turn) -> Clearance:
        """End it; that it was ended stays."""
        if wanted is not None:
            raise NotAllowed("A therapist gives a clearance anew, after looking again.")
        return self._clearing().end(present, why="Undone by who gave it.", actor=turn.actor, now=turn.now)

    def lasts(self, before: Clearance | None, after: Clearance | None) -> bool:  # noqa: ARG002 - a noun's call
        """What was ended stays ended."""
        return before is not None

    def called(self, value: Clearance) -> str:
        """As in a sentence."""
        return f"the clearance of {self._name(value)}"

    def words(self, before: Clearance | None, after: Clearance | None, now: datetime) -> str:
        """What was decided."""
        told = after or before
        if told is None:
            return ""
        verb = "cleared" if before is None else "took back the clearance of"
        session = self.store.sessions.get(told.session_id) if told.session_id else None
        about = f", session at {when_words(self.store, session.starts_at, now)}" if session else ""
        return f"{verb} rule {told.rule} for {self._name(told)}{about}"

    def _name(self, clearance: Clearance) -> str:
        return self.store.patients.get(clearance.patient_id).details.full_name
