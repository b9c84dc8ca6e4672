"""What the waiting list hands to a screen."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from clinicdesk.desk.views import PatientSummary
from clinicdesk.domain.renewal import Renewal
from clinicdesk.domain.session import Session, SessionType
from clinicdesk.domain.staff import StaffMember
from clinicdesk.domain.suitability import Verdict
from clinicdesk.domain.waiting import Standing, WaitingEntry


@dataclass(frozen=True, slots=True)
class FreeTime:
    """A stretch in which a therapist is at work and nobody is booked.

    Attributes:
        ends_at: when the last person has to leave: a session begins, or the therapist's work or the day ends.
        free_until: when the therapist has to be free again; tidying up may run over the end of work.
    """

    therapist: StaffMember
    starts_at: datetime
    ends_at: datetime
    free_until: datetime

    def holds(self, starts_at: datetime) -> bool:
        """Whether a moment lies in it."""
        return self.starts_at <= starts_at < self.ends_at

    def last_start(self, duration: timedelta, occupancy: timedelta) -> datetime:
        """The latest start for a session of a length; before ``starts_at`` where it does not fit at all."""
        return min(self.ends_at - duration, self.free_until - occupancy)


@dataclass(frozen=True, slots=True)
class Place:
    """A time that somebody of the waiting list could have."""

    therapist_id: str
    starts_at: datetime
    ends_at: datetime
    room_id: str | None = None

    def meets(self, other: "Place") -> bool:
        """Whether both are of one therapist or in one room, and have a moment in common."""
        apart = self.ends_at <= other.starts_at or other.ends_at <= self.starts_at
        return self.concerns(other.therapist_id, other.room_id) and not apart

    def concerns(self, therapist_id: str, room_id: str | None) -> bool:
        """Whether it takes up a therapist's time, or a room."""
        return self.therapist_id == therapist_id or (room_id is not None and self.room_id == room_id)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who waits and could have a time.

    Attributes:
        session: what they would give up for it, or None.
        besides: for somebody who only waits, what they have of the type all the same; it would stay.
        place: the first start that is free for them.
        verdict: of the rules on that date.
        hold: whether it can be booked only as held for the therapist.
        renewal: what is due on that date where the answers are too old by then to begin by.
    """

    entry: WaitingEntry
    patient: PatientSummary
    session_type: SessionType
    session: Session | None
    place: Place
    verdict: Verdict
    hold: bool
    besides: Session | None = None
    renewal: Renewal | None = None

    @property
    def gained(self) -> timedelta | None:
        """How much earlier it is than what they have; None for somebody who only waits."""
        return None if self.session is None else self.session.starts_at - self.place.starts_at


@dataclass(frozen=True, slots=True)
class WantedTime:
    """Free time that somebody waits for, with those who could have some of it, in the order to ask them.

    Attributes:
        more: whether there are others after them, who were not looked at.
    """

    free: FreeTime
    people: tuple[Candidate, ...]
    more: bool = False

    @property
    def count_words(self) -> str:
        """How many people wait for it: ``3``, or ``20+`` where there are more."""
        return f"{len(self.people)}{'+' if self.more else ''}"


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """One line of the waiting list.

    Attributes:
        session: the one they would come earlier for, where it still stands.
        therapist: who gives that one.
        besides: for somebody who only waits, what they have of the type all the same.
        verdict: what the rules say today.
        offered_by: who made the offer that stands.
        against: what stands against the time that was offered by now, in sentences.
        notes: what does not, and has to be seen before it is booked.
        renewal: what is due today where the answers are too old to begin by.
    """

    entry: WaitingEntry
    standing: Standing
    patient: PatientSummary
    session_type: SessionType
    session: Session | None
    therapist: StaffMember | None
    verdict: Verdict
    besides: Session | None = None
    offered_by: StaffMember | None = None
    against: str = ""
    notes: tuple[str, ...] = ()
    renewal: Renewal | None = None

    @property
    def offered(self) -> Candidate | None:
        """The person with the time they were offered, while that stands."""
        offer = self.entry.offer
        if offer is None or self.standing is not Standing.OFFERED:
            return None
        place = Place(offer.therapist_id, offer.starts_at, offer.ends_at, offer.room_id)
        hold = self.verdict is Verdict.NEEDS_CLINICIAN_REVIEW
        return Candidate(
            self.entry,
            self.patient,
            self.session_type,
            self.session,
            place,
            self.verdict,
            hold,
            renewal=self.renewal,
        )


@dataclass(frozen=True, slots=True)
class WaitingRows:
    """The top of the waiting list.

    Attributes:
        total: how many lines the whole of it has.
    """

    rows: tuple[WaitingRow, ...]
    total: int


@dataclass(frozen=True, slots=True)
class FoundTimes:
    """The free times of the coming days that somebody waits for.

    Attributes:
        more: whether there are later ones that were not looked at.
    """

    times: tuple[WantedTime, ...]
    more: bool
