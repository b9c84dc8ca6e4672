"""The schedule: days of the book as a calendar shows them, with what is open and who is in."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from clinicdesk.data import Store
from clinicdesk.desk.clinic_setup import clinic_of
from clinicdesk.desk.hours import opening, whole_day
from clinicdesk.desk.roster import Roster
from clinicdesk.desk.views import BookedSlot
from clinicdesk.desk.working_time import Period, PeriodKind, Periods, WorkingTime, working_time
from clinicdesk.domain.session import SessionStatus, SessionType
from clinicdesk.domain.staff import Role, Room, StaffMember


class Ground(StrEnum):
    """What a stretch of time is in which nobody can be booked."""

    CLOSED = "closed"
    BREAK = "break"
    HOLIDAY = "holiday"
    AWAY = "away"


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a day that is not open.

    Attributes:
        words: why, in a few words: ``Lunch``, ``Christmas Day``.
    """

    kind: Ground
    starts_at: datetime
    ends_at: datetime
    words: str = ""


@dataclass(frozen=True, slots=True)
class ScheduleDay:
    """One day of the book.

    Attributes:
        opens, closes: the hours to be drawn, as instants in UTC; on all days read at once the same time of the clock.
        slots: its sessions by start, those that are off too.
        stretches: by therapist, when they cannot be booked within those hours, the clinic's own among them.
        closed: when nobody can.
        shut: whether the clinic is never open on such a day.
    """

    on: date
    opens: datetime
    closes: datetime
    slots: tuple[BookedSlot, ...]
    stretches: Mapping[str, tuple[Stretch, ...]] = field(default_factory=dict)
    closed: tuple[Stretch, ...] = ()
    shut: bool = False


@dataclass(frozen=True, slots=True)
class ScheduleDays:
    """Some days of the book, with everybody and every room that they may name.

    Attributes:
        therapists: who works here, and whoever has a session on these days, in the clinic's order.
        rooms: those in use, and whichever has a session on these days.
        session_types: what is on offer; a gap is worth picking where the shortest of it fits.
    """

    days: tuple[ScheduleDay, ...]
    therapists: tuple[StaffMember, ...]
    rooms: tuple[Room, ...]
    session_types: tuple[SessionType, ...]

    def given_by(self, therapist_id: str | None) -> list[SessionType]:
        """What a therapist gives of it; with None, everything."""
        member = next((each for each in self.therapists if each.id == therapist_id), None)
        return [each for each in self.session_types if member is None or member.gives(each.technique)]


_GROUNDS = {
    PeriodKind.CLOSED: Ground.CLOSED,
    PeriodKind.BREAK: Ground.BREAK,
    PeriodKind.HOLIDAY: Ground.HOLIDAY,
    PeriodKind.TIME_OFF: Ground.AWAY,
    PeriodKind.CLOSURE: Ground.AWAY,
}
_WORDS = {
    PeriodKind.CLOSED: "",
    PeriodKind.BREAK: "Break",
    PeriodKind.HOLIDAY: "Public holiday",
    PeriodKind.TIME_OFF: "Time off",
    PeriodKind.CLOSURE: "Clinic closed",
}

_LONG = timedelta(hours=3)


class Schedule:
    """Reads the book for a calendar."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def read(self, first: date, count: int, *, actor: StaffMember, now: datetime) -> ScheduleDays:
        """Open some days, one after the other."""
        with self._store.write():
            found = self.again(first, count)
            detail = {"days": count}
            self._store.audit.append(actor, "schedule.read", ("day", first.isoformat()), detail, at=now)
        return found

    def again(self, first: date, count: int) -> ScheduleDays:
        """The same days once more: somebody has them in front already, and something in them has changed."""
        clinic = clinic_of(self._store)
        dates = [first + timedelta(days=step) for step in range(count)]
        begin, end = whole_day(clinic, dates[0])[0], whole_day(clinic, dates[-1])[1]
        roster = Roster(self._store)
        slots = self._slots(roster, begin, end)
        treating = {slot.session.therapist_id for slot in slots}
        used = {slot.session.room_id for slot in slots}
        therapists = tuple(
            member
            for member in roster.staff.values()
            if member.id in treating or (member.active and member.role is Role.THERAPIST)
        )
        return ScheduleDays(
            days=tuple(_days(working_time(self._store, dates[0], dates[-1]), dates, slots, therapists)),
            therapists=therapists,
            rooms=tuple(room for room in roster.rooms.values() if room.active or room.id in used),
            session_types=tuple(each for each in roster.session_types.values() if each.active),
        )

    def slots(self, on: date) -> tuple[BookedSlot, ...]:
        """The sessions of one day once more, where a session came, went or changed."""
        return tuple(self._slots(Roster(self._store), *whole_day(clinic_of(self._store), on)))

    def _slots(self, roster: Roster, begin: datetime, end: datetime) -> list[BookedSlot]:
        stored = self._store.sessions.between(begin, end)
        return roster.slots([each for each in stored if each.status is not SessionStatus.ENTERED_IN_ERROR])


def with_slots(days: ScheduleDays, fresh: Mapping[date, tuple[BookedSlot, ...]]) -> ScheduleDays:
    """The days with the sessions of some of them as they are now; the hours stay as they were read."""
    changed = tuple(replace(day, slots=fresh.get(day.on, day.slots)) for day in days.days)
    return replace(days, days=changed)


def _days(
    time: WorkingTime, dates: Sequence[date], slots: Sequence[BookedSlot], therapists: Sequence[StaffMember]
) -> Iterator[ScheduleDay]:
    """The days, all drawn from the same time of the clock to the same."""
    usual = [opening(time.clinic, on) for on in dates]
    reach = [time.reach(on) for on in dates]
    earlier = min(opens - usually for (opens, _), (usually, _) in zip(reach, usual, strict=True))
    later = max(closes - usually for (_, closes), (_, usually) in zip(reach, usual, strict=True))
    for on, (opens, closes) in zip(dates, usual, strict=True):
        first, last = opens + earlier, closes + later
        midnight, next_midnight = whole_day(time.clinic, on)
        own = tuple(slot for slot in slots if midnight <= slot.session.starts_at < next_midnight)
        yield ScheduleDay(
            on=on,
            opens=first,
            closes=last,
            slots=own,
            stretches={each.id: staff_stretches(time.staff_day(each.id, on), first, last) for each in therapists},
            closed=_stretches(time.clinic_day(on), first, last, "Closed"),
            shut=all(period.kind is PeriodKind.CLOSED for period in time.clinic_day(on)),
        )


def staff_stretches(periods: Periods, first: datetime, last: datetime) -> tuple[Stretch, ...]:
    """When a therapist cannot be booked within the hours drawn, be it for the clinic, and why."""
    return _stretches(periods, first, last, "Not at work")


def _stretches(periods: Periods, first: datetime, last: datetime, closed: str) -> tuple[Stretch, ...]:
    """What of the hours drawn is not working time; next to one another the same is one."""
    found: list[Stretch] = []
    for period in periods:
        start, end = max(period.starts_at, first), min(period.ends_at, last)
        if period.working or start >= end:
            continue
        # That a day begins later needs no words; that nobody is there for hours does.
        words = _words(period) or (closed if end - start >= _LONG else "")
        stretch = Stretch(_GROUNDS[period.kind], start, end, words)
        if found and (found[-1].kind, found[-1].words, found[-1].ends_at) == (stretch.kind, stretch.words, start):
            stretch = replace(stretch, starts_at=found.pop().starts_at)
        found.append(stretch)
    return tuple(found)


def _words(period: Period) -> str:
    """Why nobody can be booked; that somebody has time off is told, the reason is theirs."""
    return period.words or _WORDS[period.kind]
