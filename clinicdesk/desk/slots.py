"""What is asked of a search for the next free slot, and what it finds."""

from dataclasses import dataclass
from datetime import date, datetime, time

from clinicdesk.domain.renewal import Renewal
from clinicdesk.domain.session import BookingRequest, SessionType
from clinicdesk.domain.staff import Room, StaffMember
from clinicdesk.domain.suitability import Verdict

EVERY_DAY = frozenset(range(7))


@dataclass(frozen=True, slots=True)
class SlotWish:
    """What a person needs and when they can.

    Attributes:
        therapist_id: None for anybody who gives the session.
        room_id: a room that it has to be; None for any.
        needs_room: whether there has to be a free room at all.
        first, last: the dates, both included; None for from today, and for as far as the search goes.
        weekdays: Monday is 0.
        earliest, latest: the hours the person can; the session lies between them.
        min_days: the least days to the person's other sessions of the kind; None to ask their plan.
        moving: the id of a session that is to be moved, whose own time counts as free.
    """

    patient_id: str
    session_type_id: str
    therapist_id: str | None = None
    room_id: str | None = None
    needs_room: bool = False
    first: date | None = None
    last: date | None = None
    weekdays: frozenset[int] = EVERY_DAY
    earliest: time | None = None
    latest: time | None = None
    min_days: int | None = None
    moving: str = ""


@dataclass(frozen=True, slots=True)
class Slot:
    """A place that can be booked as it is.

    Attributes:
        usual: whether it is the person's usual therapist.
        wasted_minutes: what it leaves beside it that is too short for any session of the therapist; 0 for nothing.
        verdict: of the rules on that date.
        hold: whether it can be booked only as held for the therapist.
        rank: lower is better, in days of waiting that it is worth.
        renewal: what is due on that date where the answers are too old by then to begin by.
    """

    therapist: StaffMember
    room: Room | None
    session_type: SessionType
    starts_at: datetime
    ends_at: datetime
    usual: bool
    wasted_minutes: int
    verdict: Verdict
    hold: bool
    rank: float
    renewal: Renewal | None = None

    def request(self, key: str, patient_id: str) -> BookingRequest:
        """The booking of this slot for a person, under a key."""
        room_id = self.room.id if self.room else None
        return BookingRequest(key, patient_id, self.session_type.id, self.therapist.id, self.starts_at, room_id)
