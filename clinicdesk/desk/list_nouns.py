"""What the settings list, and the clinic's own details, taken back."""

from dataclasses import replace
from datetime import datetime
from typing import Any, Protocol, TypeVar

from clinicdesk.data import Store
from clinicdesk.desk.nouns import Noun, Turn
from clinicdesk.domain.clinic import Clinic
from clinicdesk.domain.session import SessionType
from clinicdesk.domain.staff import Equipment, Room, StaffMember
from clinicdesk.errors import NotAllowed

Listed = TypeVar("Listed", StaffMember, Room, Equipment, SessionType)


class _List(Protocol[Listed]):
    def get(self, key: str, /) -> Listed: ...

    def update(self, value: Listed, /) -> Listed: ...


class ListNoun(Noun[Listed]):
    """Something of a list. What was added goes out of use when that is taken back; it stays on file."""

    def __init__(self, store: Store, kind: type[Listed], repository: _List[Listed]) -> None:
        super().__init__(store)
        self.kind = kind
        self._repository: _List[Listed] = repository

    def present(self, record_id: str) -> Listed:
        """The entry on file."""
        found: Listed = self._repository.get(record_id)
        return found

    def stands(self, present: Listed, found: Listed | None) -> bool:
        """Whether nothing differs."""
        return not present.active if found is None else present == found

    def restore(self, present: Listed, wanted: Listed | None, turn: Turn) -> Listed:
        """Put it back, unless sessions ahead would lose who gives them."""
        target = replace(present, active=False) if wanted is None else wanted
        if isinstance(present, StaffMember) and present.active and not target.active:
            if present.id == turn.actor.id:
                raise NotAllowed("Nobody retires themself.")
            if self.store.sessions.count_ahead(present.id, turn.now):
                raise NotAllowed(f"{present.name} has sessions ahead.")
        stored: Listed = self._repository.update(target)
        return stored

    def called(self, value: Listed) -> str:
        """By its name."""
        return value.name

    def words(self, before: Listed | None, after: Listed | None, now: datetime) -> str:  # noqa: ARG002 - a noun's call
        """What was done to it."""
        if before is None or after is None:
            told = before or after
            return f"added {told.name}" if told else ""
        if before.active != after.active:
            return f"brought {after.name} back" if after.active else f"took {after.name} out of use"
        if before.name != after.name:
            return f"renamed {before.name} to {after.name}"
        return f"changed {after.name}"


class ClinicNoun(Noun[Clinic]):
    """The clinic's own details."""

    kind = Clinic

    def present(self, record_id: str) -> Clinic:  # noqa: ARG002 - there is one
        """The clinic on file."""
        clinic = self.store.clinic.get()
        if clinic is None:
            raise NotAllowed("The clinic is not set up yet.")
        return clinic

    def stands(self, present: Clinic, found: Clinic | None) -> bool:
        """Whether nothing differs."""
        return present == found

    def restore(self, present: Clinic, wanted: Clinic | None, turn: Turn) -> Clinic:  # noqa: ARG002 - a noun's call
        """Put the details back."""
        if wanted is None:
            raise NotAllowed("A clinic that was opened stays open.")
        self.store.clinic.put(wanted)
        return wanted

    def called(self, value: Clinic) -> str:
        """By its name."""
        return value.name

    def words(self, before: Clinic | None, after: Clinic | None, now: datetime) -> str:  # noqa: ARG002 - a noun's call
        """What was done; which hours its days reach from and to follows from its usual weeks, which tell of it."""
        hours_only = before and after and replace(before, opens_at=after.opens_at, closes_at=after.closes_at) == after
        return "" if hours_only else "changed the clinic's details"


def list_nouns(store: Store) -> list[Noun[Any]]:
    """Every kind of thing that the settings list."""
    return [
        ListNoun(store, StaffMember, store.staff),
        ListNoun(store, Room, store.rooms),
        ListNoun(store, Equipment, store.equipment),
        ListNoun(store, SessionType, store.session_types),
        ClinicNoun(store),
    ]
