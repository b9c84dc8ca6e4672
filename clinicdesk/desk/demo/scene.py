"""What the demo clinic is made of, read from the files that ship with the program."""

from datetime import date, time
from typing import Literal

import msgspec
from msgspec import Struct

from clinicdesk.domain.session import CancelCause
from clinicdesk.domain.staff import Role
from clinicdesk.domain.suitability import Kind, Technique
from clinicdesk.resources import resource

Span = tuple[int, int]
"""The least and the most."""


class Names(Struct, frozen=True, forbid_unknown_fields=True):
    """Names of one language; see ``people.toml``."""

    id: str
    language: str
    weight: int
    female: tuple[str, ...]
    male: tuple[str, ...]
    family: tuple[str, ...]
    double: float
    joiner: str
    second: float
    family_female: tuple[str, ...] = ()
    called_female: tuple[str, ...] = ()
    called_male: tuple[str, ...] = ()
    called_share: float = 0.0


class DatedAnswer(Struct, frozen=True, forbid_unknown_fields=True):
    """A date that is answered, counted from the day of the intake."""

    days_ago: Span | None = None
    due_in_days: Span | None = None
    value: str | None = None


class Profile(Struct, frozen=True, forbid_unknown_fields=True):
    """A kind of person and what they answer; see ``profiles.toml``."""

    id: str
    weight: int
    ages: Span
    answers: dict[str, str | int | tuple[str | int, ...]]
    sex: Literal["female", "male"] | None = None
    onset_days: Span | None = None
    dates: dict[str, DatedAnswer] = {}
    does_not_know: tuple[str, ...] = ()
    declined: tuple[str, ...] = ()
    within_days: int = 420
    urgent: bool = False
    stops_after: str | None = None


class Employee(Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody who works in the demo clinic."""

    name: str
    role: Role
    kinds: tuple[Kind, ...] = ()
    weeks: tuple[tuple[str, ...], ...] = ()


class Device(Struct, frozen=True, forbid_unknown_fields=True):
    """A device of the demo clinic."""

    name: str
    kind: str


class Premises(Struct, frozen=True, forbid_unknown_fields=True):
    """The demo clinic itself; see ``clinic.toml``."""

    name: str
    address: str
    opens_at: str
    closes_at: str
    week: tuple[str, ...]
    rooms: tuple[str, ...]
    equipment: tuple[Device, ...]
    needs: dict[Technique, str]
    referrers: tuple[str, ...]
    notes: tuple[str, ...]
    cancel_reasons: dict[str, CancelCause]
    release_notes: tuple[str, ...]
    streets: tuple[str, ...]
    towns: tuple[str, ...]
    relations: tuple[str, ...]
    phones: dict[str, tuple[str, ...]]
    staff: tuple[Employee, ...]

    @property
    def hours(self) -> tuple[time, time]:
        """Opening and closing time."""
        return time.fromisoformat(self.opens_at), time.fromisoformat(self.closes_at)


class _People(Struct, frozen=True, forbid_unknown_fields=True):
    group: tuple[Names, ...]


class _Profiles(Struct, frozen=True, forbid_unknown_fields=True):
    profile: tuple[Profile, ...]


class Scene(Struct, frozen=True):
    """Everything the demo clinic is made of.

    Attributes:
        today: the day around which it is arranged.
    """

    premises: Premises
    names: tuple[Names, ...]
    profiles: tuple[Profile, ...]
    region: str
    today: date


def load_scene(region: str, today: date) -> Scene:
    """The shipped scene, set in a country and around a day."""
    return Scene(
        premises=msgspec.toml.decode(resource("demo", "clinic.toml").read_bytes(), type=Premises),
        names=msgspec.toml.decode(resource("demo", "people.toml").read_bytes(), type=_People).group,
        profiles=msgspec.toml.decode(resource("demo", "profiles.toml").read_bytes(), type=_Profiles).profile,
        region=region,
        today=today,
    )
