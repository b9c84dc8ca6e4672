"""What every kind of record that can be taken back knows about itself."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from clinicdesk.data import Store
from clinicdesk.desk.clinic_setup import clinic_of
from clinicdesk.desk.hours import local_clock, local_date
from clinicdesk.domain.journal import JournalEntry
from clinicdesk.domain.staff import StaffMember

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Turn:
    """One taking back, or doing again.

    Attributes:
        entry: the deed.
        back: whether it is taken back; else it is done again.
    """

    entry: JournalEntry
    back: bool
    actor: StaffMember
    now: datetime


class Noun(ABC, Generic[Value]):
    """A kind of record that can be taken back.

    Attributes:
        kind: its class in the domain; msgspec reads the journal's JSON back into it.
    """

    kind: type[Value]

    def __init__(self, store: Store) -> None:
        self.store = store

    @property
    def name(self) -> str:
        """What the journal calls it."""
        return self.kind.__name__

    def read(self, text: str | None) -> Value | None:
        """A record as the journal kept it."""
        import msgspec  # noqa: PLC0415 - nothing is taken back while the program starts

        return None if text is None else msgspec.json.decode(text, type=self.kind)

    @abstractmethod
    def present(self, record_id: str) -> Value:
        """The record as it is on file, a new one that was taken back too; raises NotFound."""

    @abstractmethod
    def stands(self, present: Value, found: Value | None) -> bool:
        """Whether a record is as the deed left it, whatever its version; None stands for not there."""

    def set_aside(self, present: Value) -> Value:
        """Clear the way for the other records of the same deed; the record as ``restore`` is to take it then."""
        return present

    @abstractmethod
    def restore(self, present: Value, wanted: Value | None, turn: Turn) -> Value:
        """Put a record back, inside the caller's transaction, and return it as it is on file now.

        Raises:
            Conflict: the world has moved on; says how, in a sentence.
        """

    @abstractmethod
    def words(self, before: Value | None, after: Value | None, now: datetime) -> str:
        """What was done, as it follows "Undo:" or a person's name: ``moved Ana Ruiz to 14:30``.

        Empty where another record of the same deed tells it.
        """

    def remark(self, was: Value, is_now: Value, now: datetime) -> str:  # noqa: ARG002 - most kinds need not look
        """What has to be known of a record that was put back, as a sentence; empty for nothing."""
        return ""

    def lasts(self, before: Value | None, after: Value | None) -> bool:  # noqa: ARG002 - most kinds need not look
        """Whether such a change is never taken back, so that nobody is offered to; ``restore`` says why."""
        return False

    @abstractmethod
    def called(self, value: Value) -> str:
        """The record in a sentence: ``the session of Ana Ruiz``."""


def when_words(store: Store, at: datetime, now: datetime) -> str:
    """A time as it stands in what was done: ``14:30``, on another day than today's ``14:30 on Thu 26 Nov``."""
    clinic = clinic_of(store)
    clock, day = local_clock(clinic, at), local_date(clinic, at)
    return clock if day == local_date(clinic, now) else f"{clock} on {day:%a} {day.day} {day:%b}"
