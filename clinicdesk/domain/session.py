"""Sessions: what is booked, for whom, with whom, where, and how far it has come."""

from dataclasses import dataclass, replace
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
    CONFIRMED = "confirmed"  # booked, and the person said that they come
    ARRIVED = "arrived"  # arrived
    IN_SESSION = "in_session"  # checked-in
    COMPLETED = "completed"  # fulfilled
    NO_SHOW = "no_show"  # noshow
    CANCELLED = "cancelled"  # cancelled
    ENTERED_IN_ERROR = "entered_in_error"  # entered-in-error: its booking was taken back; only the audit knows it

    @property
    def live(self) -> bool:
        """Whether the session still takes up its therapist, patient and room."""
        return self not in _OFF

    @property
    def expected(self) -> bool:
        """Whether the person has yet to come."""
        return self in {SessionStatus.BOOKED, SessionStatus.CONFIRMED}

    @property
    def next_steps(self) -> frozenset["SessionStatus"]:
        """The statuses that may follow this one."""
        return _NEXT[self]


_OFF = frozenset({SessionStatus.NO_SHOW, SessionStatus.CANCELLED, SessionStatus.ENTERED_IN_ERROR})
_NEXT = {
    SessionStatus.BOOKED: frozenset(
        {SessionStatus.CONFIRMED, SessionStatus.ARRIVED, SessionStatus.NO_SHOW, SessionStatus.CANCELLED}
    ),
    SessionStatus.CONFIRMED: frozenset({SessionStatus.ARRIVED, SessionStatus.NO_SHOW, SessionStatus.CANCELLED}),
    SessionStatus.ARRIVED: frozenset({SessionStatus.IN_SESSION, SessionStatus.CANCELLED}),
    SessionStatus.IN_SESSION: frozenset({SessionStatus.COMPLETED}),
    SessionStatus.COMPLETED: frozenset(),
    SessionStatus.NO_SHOW: frozenset(),
    SessionStatus.CANCELLED: frozenset(),
    SessionStatus.ENTERED_IN_ERROR: frozenset(),
}


class CancelCause(StrEnum):
    """Whose doing a cancellation was; the words stand beside it."""

    ASKED = "asked"
    ILL = "ill"
    CLINIC = "clinic"
    NOT_SUITABLE = "not_suitable"
    MISTAKE = "mistake"
    OTHER = "other"

    @property
    def by_patient(self) -> bool:
        """Whether the person called it off; only then can it be a late cancellation of theirs."""
        return self in {CancelCause.ASKED, CancelCause.ILL}


@dataclass(frozen=True, slots=True)
class Session:
    """One booked session. Times are aware and in UTC.

    Attributes:
        ends_at: when the patient leaves.
        free_at: when the therapist, the room and the equipment are free again (``ends_at`` plus turn-over).
        equipment_id: the item it takes, where its type needs one.
        held: booked for the therapist to decide; it cannot start until a therapist releases it.
        asked_in: the line of the call list by which a therapist was asked about it, until one has answered.
        plan_id: the plan of care it counts against, or None.
        series_id: what was booked together with it and can be changed together, or None.
        confirmed_at, arrived_at, started_at, completed_at, missed_at, cancelled_at: when each step was taken.
        cancelled_late: called off by the person with less notice than the clinic asks for.
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
    confirmed_at: datetime | None = None
    arrived_at: datetime | None = None
    started_at: datetime | None = None
    completed_at: datetime | None = None
    missed_at: datetime | None = None
    cancelled_at: datetime | None = None
    cancel_cause: CancelCause | None = None
    cancel_reason: str | None = None
    cancelled_late: bool = False
    release_note: str | None = None
    plan_id: str | None = None
    series_id: str | None = None
    equipment_id: str | None = None
    asked_in: str | None = None
    version: int = 1

    def judged(self, *, hold: bool) -> "Session":
        """The session once it was judged; what a therapist was asked about waits for the answer, however that went."""
        return replace(self, held=hold or self.asked_in is not None)


@dataclass(frozen=True, slots=True)
class BookingRequest:
    """What the desk asks for; ``id`` is made by the client so that a retry is harmless."""

    id: str
    patient_id: str
    session_type_id: str
    therapist_id: str
    starts_at: datetime
    room_id: str | None = None
