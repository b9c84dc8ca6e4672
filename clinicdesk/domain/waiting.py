"""The waiting list: who would come earlier than they are booked, or at all, and when they could."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

EVERY_WEEKDAY = frozenset(range(7))


@dataclass(frozen=True, slots=True)
class Wish:
    """When and with whom a person can, by the clinic's own clock and calendar.

    Attributes:
        weekdays: Monday is 0.
        earliest, latest: the session lies between them; None for from the opening, and until the closing.
        therapist_ids: whoever of them gives the session will do; empty for anybody who does.
    """

    weekdays: frozenset[int] = EVERY_WEEKDAY
    earliest: time | None = None
    latest: time | None = None
    therapist_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SlotOffer:
    """A time that somebody was told they could have.

    Attributes:
        made_by: the id of the member of staff who told them.
    """

    therapist_id: str
    starts_at: datetime
    ends_at: datetime
    room_id: str | None
    made_by: str
    made_at: datetime


class WaitingStatus(StrEnum):
    """What became of a wish; that its time has run out is told by its date."""

    WAITING = "waiting"
    BOOKED = "booked"
    WITHDRAWN = "withdrawn"


class Standing(StrEnum):
    """Where a wish stands on a day."""

    WAITING = "waiting"
    OFFERED = "offered"
    BOOKED = "booked"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"

    @property
    def open(self) -> bool:
        """Whether the person could still be offered a time."""
        return self in {Standing.WAITING, Standing.OFFERED}


@dataclass(frozen=True, slots=True)
class WaitingEntry:
    """One person's wish for a session of a type, or for an earlier time of one that is booked.

    Attributes:
        session_id: the session they would come earlier for, or None for somebody who only waits.
        expires_on: the last day on which they wait.
        offer: what they were told they could have, and have not answered yet.
        booked_session_id: what came of it.
    """

    id: str
    patient_id: str
    session_type_id: str
    asked_at: datetime
    expires_on: date
    session_id: str | None = None
    wish: Wish = Wish()
    urgent: bool = False
    note: str = ""
    offer: SlotOffer | None = None
    status: WaitingStatus = WaitingStatus.WAITING
    booked_session_id: str | None = None
    version: int = 1

    def standing(self, now: datetime, today: date) -> Standing:
        """Where it stands now; an offer of a time that has passed is none any more."""
        if self.status is not WaitingStatus.WAITING:
            return Standing(self.status.value)
        if self.expires_on < today:
            return Standing.EXPIRED
        offered = self.offer is not None and self.offer.starts_at > now
        return Standing.OFFERED if offered else Standing.WAITING
