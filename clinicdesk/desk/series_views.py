"""A series of sessions: what is wished for, and each date as it stands before anything is booked."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time
from enum import StrEnum

from clinicdesk.desk.booking_views import Clash
from clinicdesk.domain.renewal import Renewal
from clinicdesk.domain.session import BookingRequest, Session
from clinicdesk.domain.suitability import Kind, Verdict


@dataclass(frozen=True, slots=True)
class PartWish:
    """The sessions of one kind in a series.

    Attributes:
        min_days: the least days from one to the next, those already booked included.
        therapist_id: with whom; None for anybody who gives it, staying with whoever comes first.
        weekdays: Monday is 0; empty for any day.
        earliest, latest: by the clinic's clock, the first and the last time to begin at; None for any.
        every_weeks: in each week, in every second one, and so on.
    """

    kind: Kind
    session_type_id: str
    sessions: int
    min_days: int = 1
    therapist_id: str | None = None
    weekdays: frozenset[int] = frozenset()
    earliest: time | None = None
    latest: time | None = None
    every_weeks: int = 1


@dataclass(frozen=True, slots=True)
class SeriesWish:
    """What a person and the desk agree on.

    Attributes:
        parts: at most one for each kind.
        weeks: over which the sessions are spread; what does not fit follows after.
        same_day: whether a massage and the physical therapy that follows it share a day where that fits.
        without: dates on which nothing is wished for.
    """

    patient_id: str
    parts: tuple[PartWish, ...]
    starts_on: date
    weeks: int
    same_day: bool = True
    without: frozenset[date] = frozenset()

    def part(self, kind: Kind) -> PartWish | None:
        """The sessions of a kind, or None."""
        return next((part for part in self.parts if part.kind is kind), None)


@dataclass(frozen=True, slots=True)
class SeriesRow:
    """One date of a series as it is wished for.

    Attributes:
        request: where and what; its id is the session's, of the one to be booked or of the one on file.
        session: the one on file that is to be changed; None for one to be booked.
        off: whether the session on file is to be cancelled.
    """

    request: BookingRequest
    session: Session | None = None
    off: bool = False

    @property
    def changes(self) -> bool:
        """Whether anything would be done: a session booked, put elsewhere or cancelled."""
        return self.session is None or self.off or _place(self.request) != _place(self.session)

    def followed(self, session: Session) -> "SeriesRow":
        """The same wish for a session that was changed meanwhile; what nobody wished to be another is as it is now."""
        was, wished = self.session, self.request
        if was is None or was == session:
            return self
        request = BookingRequest(
            session.id,
            session.patient_id,
            session.session_type_id,
            session.therapist_id if wished.therapist_id == was.therapist_id else wished.therapist_id,
            session.starts_at if wished.starts_at == was.starts_at else wished.starts_at,
            session.room_id if wished.room_id == was.room_id else wished.room_id,
        )
        return replace(self, request=request, session=session)


@dataclass(frozen=True, slots=True)
class RowCheck:
    """What a row would come to if everything were booked now.

    Attributes:
        clashes: everything that stands against it; empty when it fits.
        verdict: what the rules say on its own date.
        hold: whether a therapist has to decide before it starts.
        notes: what does not stand against it and should be known, such as a gap shorter than planned.
        renewal: what is due on its date where the answers are too old by then to begin by.
    """

    row: SeriesRow
    clashes: tuple[Clash, ...]
    verdict: Verdict
    hold: bool
    notes: tuple[str, ...] = ()
    renewal: Renewal | None = None

    @property
    def fits(self) -> bool:
        """Whether nothing stands against it."""
        return not self.clashes


class Scope(StrEnum):
    """Which sessions of a series are meant."""

    THIS = "this"
    FOLLOWING = "following"
    ALL = "all"


class Along(StrEnum):
    """What a move takes along of the other kind."""

    NOTHING = "nothing"
    SAME_DAY = "same_day"
    EVERYTHING = "everything"


class OtherDays(StrEnum):
    """What becomes of the other days of its week when one day of a series becomes another."""

    GO_ALONG = "go_along"
    STAY = "stay"


@dataclass(frozen=True, slots=True)
class WeekChoice:
    """What could become of the other days of a week.

    Attributes:
        goes: the weekdays they would come to, going along; Monday is 0.
        stays: the weekdays they are on.
        usual: what is best.
    """

    goes: tuple[int, ...]
    stays: tuple[int, ...]
    usual: OtherDays


@dataclass(frozen=True, slots=True)
class Pairing:
    """How the sessions of the other kind stand to those that would be moved.

    Attributes:
        kind: of those that would be moved.
        beside: on a day of one of those.
        apart: on a day of their own.
        usual: what is best taken along.
    """

    kind: Kind
    beside: tuple[Session, ...]
    apart: tuple[Session, ...]
    usual: Along

    def taken(self, along: Along) -> tuple[Session, ...]:
        """Those that go along."""
        return {Along.NOTHING: (), Along.SAME_DAY: self.beside, Along.EVERYTHING: (*self.beside, *self.apart)}[along]

    def staying(self, along: Along) -> tuple[Session, ...]:
        """Those that stay."""
        taken = self.taken(along)
        return tuple(each for each in (*self.beside, *self.apart) if each not in taken)


@dataclass(frozen=True, slots=True)
class SeriesChange:
    """What is to become of them; what is None stays as it is.

    Attributes:
        weekday: Monday is 0; of a series that comes once a week, each session goes to that day of its own week.
        starts_at: by the clinic's clock; of the kind that the change begins from, the other keeps its distance.
        therapist_id: of the kind that the change begins from.
        along: what it takes along of the other kind.
        other_days: of a series that comes more often, what becomes of its other days; None for what is best.
        cancel: whether they are cancelled, of both kinds; nothing else is changed then.
    """

    weekday: int | None = None
    starts_at: time | None = None
    therapist_id: str | None = None
    along: Along = Along.NOTHING
    other_days: OtherDays | None = None
    cancel: bool = False


def _place(each: BookingRequest | Session) -> tuple[datetime, str, str | None]:
    return each.starts_at, each.therapist_id, each.room_id
