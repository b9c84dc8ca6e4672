"""Sessions: what is booked, for whom, with whom, where, and how far it has come."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from clinicdesk.domain.suitability import Kind, Technique


@dataclass(frozen=True, slots=True)
class SessionType:
    """Something the clinic sells: a technique for a length of time.

    Attributes:
        minutes: length of the session as the patient knows it.
        turnover_minutes: time the therapist and the room stay taken afterwards.
        equipment_kind: the kind of equipment it needs, or an empty text.
    """

    id: str
    name: str
    technique: Technique
    minutes: int
    turnover_minutes: int = 0
    active: bool = True
    equipment_kind: str = ""

    @property
    def kind(self) -> Kind:
        """Massage or physical therapy."""
        return self.technique.kind

    @property
    def duration(self) -> timedelta:
        """The patient's time."""
        return timedelta(minutes=self.minutes)

    @property
    def occupancy(self) -> timedelta:
        """The therapist's and the room's time: the session and its turn-over."""
        return timedelta(minutes=self.minutes + self.turnover_minutes)


class SessionStatus(StrEnum):
    """How far a session has come (FHIR Appointment status in brackets)."""

    BOOKED = "booked"  # booked, or pending while held
    ARRIVED = "arrived"  # arrived
    IN_SESSION = "in_session"  # checked-in
    COMPLETED = "completed"  # fulfilled
    NO_SHOW = "no_show"  # noshow
    CANCELLED = "cancelled"  # cancelled

    @property
    def live(self) -> bool:
        """Whether the session still takes up its therapist, patient and room."""
        return self not in {SessionStatus.NO_SHOW, SessionStatus.CANCELLED}

    @property
    def next_steps(self) -> frozenset["SessionStatus"]:
        """The statuses that may follow this one."""
        return _NEXT[self]


_NEXT = {
    SessionStatus.BOOKED: frozenset({SessionStatus.ARRIVED, SessionStatus.NO_SHOW, SessionStatus.CANCELLED}),
    SessionStatus.ARRIVED: frozenset({SessionStatus.IN_SESSION, SessionStatus.CANCELLED}),
    SessionStatus.IN_SESSION: frozenset({SessionStatus.COMPLETED}),
    SessionStatus.COMPLETED: frozenset(),
    SessionStatus.NO_SHOW: frozenset(),
    SessionStatus.CANCELLED: frozenset(),
}


@dataclass(frozen=True, slots=True)
class Session:
    """One booked session. Times are aware and in UTC.

    Attributes:
        ends_at: when the patient leaves.
        free_at: when the therapist, the room and the equipment are free again (``ends_at`` plus turn-over).
        equipment_id: the item it takes, where its type needs one.
        held: booked for the therapist to decide; it cannot start until a therapist releases it.
        plan_id: the plan of care it counts against, or None.
        series_id: what was booked together with it and can be changed together, or None.
    """

    id: str
    patient_id: str
    session_type_id: str
    therapist_id: str
    room_id: str | None
    starts_at: datetime
    ends_at: datetime
    free_at: datetime
    status: SessionStatus = SessionStatus.BOOKED
    held: bool = False
    arrived_at: datetime | None = None
    started_at: datetime | None = None
    completed_at: datetime | None = None
    cancel_reason: str | None = None
    release_note: str | None = None
    plan_id: str | None = None
    series_id: str | None = None
    equipment_id: str | None = None
    version: int = 1


@dataclass(frozen=True, slots=True)
class BookingRequest:
    """What the desk asks for; ``id`` is made by the client so that a retry is harmless."""

    id: str
    patient_id: str
    session_type_id: str
    therapist_id: str
    starts_at: datetime
    room_id: str | None = None
