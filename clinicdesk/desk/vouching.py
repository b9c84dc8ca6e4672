"""Vouching: what is a therapist's to decide is decided by one who has just typed their PIN.

``Pins`` makes the proof, and nothing else does; whatever takes one asks here whose it is and whether it still counts.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from clinicdesk.data import Store
from clinicdesk.domain.staff import Role, StaffMember
from clinicdesk.errors import NotAllowed

FRESH = timedelta(minutes=5)
"""For how long a proof counts: time for a slow computer, none to walk away from the desk."""
_MOST_NAMES = 3


@dataclass(frozen=True, slots=True)
class Vouched:
    """Somebody showed by their PIN that they are who they say they are.

    Attributes:
        at: when they typed it.
    """

    member: StaffMember
    at: datetime


def vouching_therapist(store: Store, vouched: Vouched, deed: str, *, now: datetime) -> StaffMember:
    """The therapist who vouches for a deed, such as ``confirm a plan``.

    Raises:
        NotAllowed: they are no therapist, no longer work here, or did not prove it just now.
    """
    actor = vouching_person(store, vouched, now=now)
    refuse_all_but_therapists(store, actor, deed)
    return actor


def vouching_person(store: Store, vouched: Vouched, *, now: datetime) -> StaffMember:
    """Whoever vouches, therapist or not; raises as ``vouching_therapist`` does."""
    actor = store.staff.get(vouched.member.id)
    if not actor.active:
        raise NotAllowed(f"{actor.name} no longer works here. Nothing was changed.")
    if not timedelta() <= now - vouched.at <= FRESH:
        raise NotAllowed("The PIN was not typed just now. Type it again; nothing was changed.")
    return actor


def refuse_all_but_therapists(store: Store, actor: StaffMember, deed: str) -> None:
    """Raise NotAllowed, which names who can, unless somebody is a therapist."""
    if actor.role is not Role.THERAPIST:
        therapists = [each for each in store.staff.all() if each.active and each.role is Role.THERAPIST]
        raise NotAllowed(
            f"Only a therapist can {deed}. Ask {one_of(therapists)} to sit down at the desk; nothing was changed."
        )


def one_of(people: Iterable[StaffMember]) -> str:
    """Whom to ask: their names, or only ``one`` where that would be too many."""
    *before, last = [member.name for member in people] or ["one"]
    if not before:
        return last
    return f"{', '.join(before)} or {last}" if len(before) < _MOST_NAMES else "one"
