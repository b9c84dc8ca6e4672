"""Wishes of the waiting list, taken back."""

from dataclasses import replace
from datetime import datetime

from clinicdesk.desk.nouns import Noun, Turn, when_words
from clinicdesk.domain.waiting import WaitingEntry, WaitingStatus


class WaitingNoun(Noun[WaitingEntry]):
    """A wish. One that is taken back stays on file as withdrawn."""

    kind = WaitingEntry

    def present(self, record_id: str) -> WaitingEntry:
        """The wish on file."""
        return self.store.waiting.get(record_id)

    def stands(self, present: WaitingEntry, found: WaitingEntry | None) -> bool:
        """Whether nothing but the version differs."""
        if found is None:
            return present.status is WaitingStatus.WITHDRAWN
        return replace(present, version=found.version) == found

    def restore(self, present: WaitingEntry, wanted: WaitingEntry | None, turn: Turn) -> WaitingEntry:  # noqa: ARG002 - a noun's call
        """Put it back; of two who were offered one time the later booking tells."""
        if wanted is None:
            return self.store.waiting.update(replace(present, status=WaitingStatus.WITHDRAWN, offer=None))
        return self.store.waiting.update(replace(wanted, version=present.version))

    def called(self, value: WaitingEntry) -> str:
        """As in a sentence."""
        return f"the wish of {self._name(value)}"

    def words(self, before: WaitingEntry | None, after: WaitingEntry | None, now: datetime) -> str:
        """What was done to a wish; that it was booked is told by the session."""
        told = after or before
        if told is None:
            return ""
        name = self._name(told)
        if before is None or after is None:
            return f"put {name} on the waiting list"
        if after.status is not before.status:
            return "" if after.status is WaitingStatus.BOOKED else f"took {name} off the waiting list"
        if after.offer != before.offer:
            if after.offer is None:
                return f"took back the offer to {name}"
            return f"offered {name} {when_words(self.store, after.offer.starts_at, now)}"
        return f"changed the wish of {name}"

    def _name(self, entry: WaitingEntry) -> str:
        return self.store.patients.get(entry.patient_id).details.full_name
