"""What the desk hands to a screen: frozen, complete, and free of storage."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from clinicdesk.domain.patient import Patient
from clinicdesk.domain.renewal import Renewal
from clinicdesk.domain.session import Session, SessionType
from clinicdesk.domain.staff import Room, StaffMember
from clinicdesk.domain.suitability import Verdict

if TYPE_CHECKING:
    from clinicdesk.desk.plan_views import PlanNotice, PlanPlace


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
