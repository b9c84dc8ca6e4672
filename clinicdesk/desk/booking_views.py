"""What the desk hands to whoever books: a day by therapist, what is free, what fits and what stands against it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from clinicdesk.desk.views import BookedSlot
from clinicdesk.domain.renewal import Renewal
from clinicdesk.domain.session import SessionType
from clinicdesk.domain.staff import StaffMember
from clinicdesk.domain.suitability import Verdict

if TYPE_CHECKING:
    from clinicdesk.desk.working_time import Periods


@dataclass(frozen=True, slots=True)
class Offer:
    """A session type and what the rules say about it for one person on one day.

    Attributes:
        bookable: whether the desk may book it at all.
        hold: whether it can be booked only as held for the therapist.
        renewal: what is due on that day where the answers are too old to begin by.
    """

    session_type: SessionType
    verdict: Verdict
    bookable: bool
    hold: bool
    renewal: Renewal | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """One therapist's sessions of a day, by start; cancelled and missed ones too.

    Attributes:
        hours: the whole day from midnight to midnight: at work, and else why not.
    """

    therapist: StaffMember
    sessions: tuple[BookedSlot, ...]
    hours: "Periods" = ()


@dataclass(frozen=True, slots=True)
class DayPlan:
    """A day of the clinic, and one column per therapist.

    Attributes:
        opens, closes: the stretch to show, in UTC: every opening of that day and of the usual ones lies in it.
        hours: the whole day of the clinic from midnight to midnight: open, and else why not.
    """

    on: date
    opens: datetime
    closes: datetime
    columns: tuple[Column, ...]
    hours: "Periods" = ()


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch in which a session of the asked-for type can be given.

    Attributes:
        starts_at: the earliest start.
        ends_at: when the person leaves at the latest; the turn-over time behind it is free, too.
    """

    therapist: StaffMember
    starts_at: datetime
    ends_at: datetime

    @property
    def minutes(self) -> int:
        """Length of the stretch in whole minutes."""
        return int((self.ends_at - self.starts_at) / timedelta(minutes=1))

    def last_start(self, session_type: SessionType) -> datetime:
        """The latest start in this stretch; every start up to it can be booked."""
        return self.ends_at - session_type.duration


@dataclass(frozen=True, slots=True)
class Clash:
    """One thing that stands against a booking.

    Attributes:
        resource: ``therapist``, ``patient``, ``room``, ``equipment``, ``hours``, ``past`` or ``skill``; for a session
            that is to be moved also ``verdict`` or ``status``.
        message: a sentence naming who, what and until when, in the clinic's local time.
    """

    resource: str
    message: str
