"""The people who work here and the rooms they work in."""

from dataclasses import dataclass
from enum import StrEnum

from clinicdesk.domain.suitability import Kind


class Role(StrEnum):
    """What a member of staff may do; therapists treat and release held sessions."""

    RECEPTIONIST = "receptionist"
    THERAPIST = "therapist"


@dataclass(frozen=True, slots=True)
class StaffMember:
    """A member of staff.

    Attributes:
        kinds: the kinds of session a therapist gives; empty for a receptionist.
    """

    id: str
    name: str
    role: Role
    kinds: frozenset[Kind] = frozenset()
    active: bool = True


@dataclass(frozen=True, slots=True)
class Room:
    """A treatment room."""

    id: str
    name: str
    active: bool = True
