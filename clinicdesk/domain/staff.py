"""The people who work here and the rooms they work in."""

from dataclasses import dataclass
from enum import StrEnum

from clinicdesk.domain.suitability import Kind, Technique


class Role(StrEnum):
    """What a member of staff may do; therapists treat and release held sessions."""

    RECEPTIONIST = "receptionist"
    THERAPIST = "therapist"


@dataclass(frozen=True, slots=True)
class StaffMember:
    """A member of staff.

    Attributes:
        kinds: the kinds of session a therapist gives; empty for a receptionist.
        techniques: those of the kinds that they give, where it is not all of them.
    """

    id: str
    name: str
    role: Role
    kinds: frozenset[Kind] = frozenset()
    active: bool = True
    techniques: frozenset[Technique] = frozenset()

    def gives(self, technique: Technique) -> bool:
        """Whether they give a technique."""
        return technique.kind in self.kinds and (not self.techniques or technique in self.techniques)


@dataclass(frozen=True, slots=True)
class Room:
    """A treatment room."""

    id: str
    name: str
    active: bool = True


@dataclass(frozen=True, slots=True)
class Equipment:
    """A device that one session at a time can use.

    Attributes:
        kind: what session types ask for, such as ``Ultrasound device``; several items may be of one kind.
    """

    id: str
    name: str
    kind: str
    active: bool = True
