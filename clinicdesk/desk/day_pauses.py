"""The hours of a day in which nobody is booked: free time, breaks, and time off in the middle of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from clinicdesk.data import Store
from clinicdesk.desk.gaps import Stretch
from clinicdesk.desk.working_time import Period, PeriodKind, Periods, working_time
from clinicdesk.domain.session import Session, SessionType
from clinicdesk.domain.staff import Role


@dataclass(frozen=True, slots=True)
class Pause:
    """A stretch without a session.

    Attributes:
        kind: what it is; working time that nobody is booked in is free.
    """

    starts_at: datetime
    ends_at: datetime
    kind: PeriodKind

    @property
    def free(self) -> bool:
        """Whether somebody could be booked."""
        return self.kind is PeriodKind.WORKING


def pauses(day: Periods, busy: Iterable[Stretch], least: timedelta) -> tuple[Pause, ...]:
    """What lies between the sessions of a day, in order.

    Before the day begins, after it is over, and on a day that is off as a whole there are none.

    Args:
        day: of a therapist, or of the clinic.
        busy: from when to when somebody is booked, tidying up included.
        least: how long free time has to be to be of use; a break is told however short it is.
    """
    taken = sorted(busy)
    return tuple(
        Pause(starts_at, ends_at, period.kind)
        for period in day
        if period.working or _part_of_the_day(period)
        for starts_at, ends_at in _left(period, taken)
        if not period.working or ends_at - starts_at >= least
    )


class BetweenSessions:
    """What lies between the sessions of one day."""

    def __init__(self, store: Store, on: date, sessions: Sequence[Session]) -> None:
        """``sessions`` are those of the day that take place."""
        self._on = on
        self._time = working_time(store, on, on)
        self._sessions = sessions
        self._types = [each for each in store.session_types.all() if each.active]
        self._staff = {each.id: each for each in store.staff.all() if each.active and each.role is Role.THERAPIST}

    def clinic(self) -> tuple[Pause, ...]:
        """When the clinic as a whole is closed for a while."""
        day = self._time.clinic_day(self._on)
        return tuple(each for each in pauses(day, (), timedelta()) if not each.free)

    def room(self, room_id: str) -> tuple[Pause, ...]:
        """Between the sessions of a room."""
        busy = [_taken(each) for each in self._sessions if each.room_id == room_id]
        return pauses(self._time.clinic_day(self._on), busy, _shortest(self._types))

    def therapist(self, staff_id: str) -> tuple[Pause, ...]:
        """Between the sessions of a therapist; of somebody who works here no more there is nothing to be told."""
        member = self._staff.get(staff_id)
        if member is None:
            return ()
        busy = [_taken(each) for each in self._sessions if each.therapist_id == staff_id]
        given = [each for each in self._types if member.gives(each.technique)]
        return pauses(self._time.staff_day(staff_id, self._on), busy, _shortest(given))

    def each_therapist(self) -> tuple[tuple[str, tuple[Pause, ...]], ...]:
        """Between the sessions of everybody at work, by name."""
        found = [(each.name, self.therapist(each.id)) for each in self._staff.values()]
        return tuple(sorted((pair for pair in found if pair[1]), key=lambda pair: pair[0].casefold()))


def _taken(session: Session) -> Stretch:
    return session.starts_at, session.free_at


def _shortest(types: Sequence[SessionType]) -> timedelta:
    """Free time in which nothing that is offered fits is of no use."""
    return min((each.duration for each in types), default=timedelta())


def _part_of_the_day(period: Period) -> bool:
    return period.kind is PeriodKind.BREAK or (period.absence is not None and period.absence.part is not None)


def _left(period: Period, taken: Iterable[Stretch]) -> list[Stretch]:
    """What of a period is not taken."""
    left, here = [], period.starts_at
    for begins, ends in taken:
        if begins > here:
            left.append((here, min(begins, period.ends_at)))
        here = max(here, ends)
        if here >= period.ends_at:
            break
    left.append((here, period.ends_at))
    return [(starts_at, ends_at) for starts_at, ends_at in left if starts_at < ends_at]
