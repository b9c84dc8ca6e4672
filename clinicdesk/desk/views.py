"""What the desk hands to a screen: frozen, complete, and free of storage."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from clinicdesk.domain.intake import Renewal
from clinicdesk.domain.patient import Patient
from clinicdesk.domain.session import Session, SessionType
from clinicdesk.domain.staff import Room, StaffMember
from clinicdesk.domain.suitability import Verdict

if TYPE_CHECKING:
    from clinicdesk.desk.plan_views import PlanNotice, PlanPlace
    from clinicdesk.desk.working_time import Periods


@dataclass(frozen=True, slots=True)
class PatientSummary:
    """Enough to tell one person from another in a list.

    Attributes:
        name: given and family name as written on paper.
        called: how to address the person: preferred name, else given name.
        phone: E.164, or empty.
    """

    id: str
    number: int
    name: str
    called: str
    birth_date: date | None
    phone: str


def summary(patient: Patient) -> PatientSummary:
    """The summary of a patient."""
    details = patient.details
    return PatientSummary(
        patient.id, patient.number, details.full_name, details.called, details.birth_date, details.phone
    )


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A person already registered who may be the one being typed.

    Attributes:
        because: what agrees, in a few words: "same birth date, similar name".
    """

    patient: Patient
    because: str


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
class BookedSlot:
    """One session in a calendar.

    Attributes:
        verdict: as it was when the session was booked.
        place_in_plan: which session of the plan it is, such as 4 of 8; None when it belongs to no plan.
        renewal: what is due on its day where the newest answers are too old to begin by; None where it has begun.
    """

    session: Session
    patient: PatientSummary
    session_type: SessionType
    room: Room | None
    verdict: Verdict
    place_in_plan: "PlanPlace | None" = None
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


@dataclass(frozen=True, slots=True)
class SessionRow:
    """One line of a day's list.

    Attributes:
        verdict: as the session was judged last, at booking or on arrival.
        waiting_since: when the person arrived, while they wait; None otherwise.
        booked_as: the verdict with which the session was booked, where it is another one now.
        asked: whether the person answered questions on the day of the session.
        place_in_plan: which session of the plan it is, such as 4 of 8; None when it belongs to no plan.
        notices: what the person's plan has to say today.
        renewal: as of ``BookedSlot``.
    """

    session: Session
    patient: PatientSummary
    session_type: SessionType
    therapist: StaffMember
    room: Room | None
    verdict: Verdict
    waiting_since: datetime | None
    booked_as: Verdict | None = None
    asked: bool = True
    place_in_plan: "PlanPlace | None" = None
    notices: "tuple[PlanNotice, ...]" = ()
    renewal: Renewal | None = None
