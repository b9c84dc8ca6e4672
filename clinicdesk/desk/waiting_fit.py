"""Who of the waiting list could have a free time: the same is asked as when a session is booked, for many at once.

Everything that all of them share is read once; what costs most, the rules, is asked last and only about people
whom nothing else keeps away.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import islice

from clinicdesk.data import Store
from clinicdesk.desk.dated_verdicts import Counted, DatedVerdict, dated_verdict
from clinicdesk.desk.devices import devices_of
from clinicdesk.desk.gaps import Stretch, any_free, forbidden_starts, next_on_grid, start_windows
from clinicdesk.desk.hours import instant, local_date, whole_day
from clinicdesk.desk.judging import Judging
from clinicdesk.desk.moving import movable
from clinicdesk.desk.plan_choice import giving_plan
from clinicdesk.desk.plan_notices import Spacing, spacing_of
from clinicdesk.desk.views import PatientSummary, summary
from clinicdesk.desk.waiting_views import Candidate, FreeTime, Place, WantedTime
from clinicdesk.desk.working_time import working_time
from clinicdesk.domain.session import Session, SessionType
from clinicdesk.domain.staff import Role, StaffMember
from clinicdesk.domain.suitability import Verdict
from clinicdesk.domain.waiting import WaitingEntry

MOST = 20
"""Nobody calls more people for one time; the rules are not asked about those who come after them."""
_SPILL = timedelta(hours=12)
_Person = tuple[str, datetime, datetime]


@dataclass(frozen=True, slots=True)
class Waiter:
    """Somebody who waits, with what bears on when they can.

    Attributes:
        session: the one they would come earlier for, if it still stands.
        session_type: of that session, whatever it was when they asked; else what they asked for.
    """

    entry: WaitingEntry
    session_type: SessionType
    session: Session | None

    @property
    def duration(self) -> timedelta:
        """How long the session lasts; one that was made longer or shorter stays so when it is moved."""
        return self.session.ends_at - self.session.starts_at if self.session else self.session_type.duration

    @property
    def occupancy(self) -> timedelta:
        """The same with the turn-over time."""
        return self.session.free_at - self.session.starts_at if self.session else self.session_type.occupancy


def waiters_of(store: Store, entries: Sequence[WaitingEntry], now: datetime) -> list[Waiter]:
    """The people behind entries, in their order; not those whose session has begun or taken place."""
    sessions = store.sessions.many(entry.session_id for entry in entries if entry.session_id)
    types = {each.id: each for each in store.session_types.all()}
    found = []
    for entry in entries:
        session = sessions.get(entry.session_id or "")
        if session is not None and session.status.live and not (movable(session) and session.starts_at > now):
            continue
        if session is not None and not session.status.live:
            session = None
        session_type = types[session.session_type_id if session else entry.session_type_id]
        found.append(Waiter(entry, session_type, session))
    return found


def besides(store: Store, waiter: Waiter, now: datetime) -> Session | None:
    """What somebody who only waits has of the type all the same: they may have been booked meanwhile."""
    if waiter.session is not None:
        return None
    own = store.sessions.of_patient(waiter.entry.patient_id)
    ahead = (each for each in own if each.session_type_id == waiter.session_type.id and each.starts_at > now)
    return next((each for each in ahead if movable(each)), None)


class Fitting:
    """Whoever waits, against the free time of some dates."""

    def __init__(
        self,
        store: Store,
        judging: Judging,
        entries: Sequence[WaitingEntry],
        *,
        first: date,
        last: date,
        now: datetime,
    ) -> None:
        """``entries``: of whoever waits, in the order to ask them."""
        self._store, self._judging = store, judging
        self._first, self._last = first, last
        self._time = working_time(store, first, last)
        self._clinic = self._time.clinic
        self._now, self._soonest = now, next_on_grid(now)
        self._reach = whole_day(self._clinic, first)[0] - _SPILL, whole_day(self._clinic, last)[1] + _SPILL
        self._waiters = [each for each in waiters_of(store, entries, now) if each.session_type.active]
        self._shortest = min((each.duration for each in self._waiters), default=_SPILL)
        ids = {waiter.entry.patient_id for waiter in self._waiters}
        self._busy = store.free_time.of_people(ids, *self._reach)
        self._told: dict[str, tuple[PatientSummary, Session | None]] = {}
        self._taken: dict[tuple[str, str], list[Stretch]] = {}
        self._clocks: dict[tuple[date, time], datetime] = {}
        self._verdicts: dict[str, DatedVerdict] = {}
        self._said: dict[tuple[str, date], Counted] = {}
        self._spacings: dict[str, Spacing | None] = {}

    def free_times(self, therapist_ids: Iterable[str] | None = None) -> Iterator[FreeTime]:
        """The free time of therapists to come that is long enough for somebody who waits, day by day."""
        wanted = None if therapist_ids is None else set(therapist_ids)
        therapists = [
            member
            for member in self._store.staff.all()
            if member.active and member.role is Role.THERAPIST and (wanted is None or member.id in wanted)
        ]
        start, end = self._reach
        gaps = self._store.free_time.gaps([member.id for member in therapists], begun_by=end, lasting_to=start)
        for offset in range((self._last - self._first).days + 1):
            on = self._first + timedelta(days=offset)
            times = [
                free
                for member in therapists
                for working in self._time.working(member.id, on)
                for free in self._between(member, working, gaps[member.id])
            ]
            yield from sorted(times, key=lambda free: (free.starts_at, free.therapist.name))

    def _between(self, member: StaffMember, working: Stretch, gaps: Sequence[Stretch]) -> Iterator[FreeTime]:
        for freed, taken in gaps:
            starts_at, ends_at = max(working[0], freed, self._soonest), min(working[1], taken)
            if ends_at - starts_at >= self._shortest:
                yield FreeTime(member, starts_at, ends_at, min(taken, self._reach[1]))

    def wanted(self, free: FreeTime, *, room_id: str | None = None, most: int = MOST) -> WantedTime:
        """Who could have some of a free time: the urgent first, then who has waited longest.

        Whom the rules forbid it on that date is left out, and for whom it would be nearer to another session than
        their plan allows.

        Args:
            free: a free time, or the rest of one from a moment on.
            room_id: a room that it has to be.
            most: how many people to find; whoever comes after them is not looked at.
        """
        found = list(islice(self._candidates(free, room_id), most + 1))
        return WantedTime(free, tuple(found[:most]), more=len(found) > most)

    def _candidates(self, free: FreeTime, room_id: str | None) -> Iterator[Candidate]:
        on = local_date(self._clinic, free.starts_at)
        weekday = on.weekday()
        for waiter in self._waiters:
            wish = waiter.entry.wish
            if weekday not in wish.weekdays or on > waiter.entry.expires_on:
                continue
            if wish.therapist_ids and free.therapist.id not in wish.therapist_ids:
                continue
            if not free.therapist.gives(waiter.session_type.technique):
                continue
            starts_at = self._first_start(waiter, free, on, room_id)
            if starts_at is None or self._too_near(waiter, on):
                continue
            verdict, due = self._verdict(waiter, on)
            if verdict < Verdict.NOT_SUITABLE:
                place = Place(free.therapist.id, starts_at, starts_at + waiter.duration, room_id)
                hold = verdict is Verdict.NEEDS_CLINICIAN_REVIEW
                person, other = self._person(waiter)
                of = waiter.entry, person, waiter.session_type, waiter.session
                yield Candidate(*of, place, verdict, hold, other, due)

    def _first_start(self, waiter: Waiter, free: FreeTime, on: date, room_id: str | None) -> datetime | None:
        """The first start at which a person can, and everything else that is needed is free, or None."""
        wish, duration = waiter.entry.wish, waiter.duration
        first, last = free.starts_at, free.last_start(duration, waiter.occupancy)
        if wish.earliest is not None:
            first = max(first, self._clock(on, wish.earliest))
        if wish.latest is not None:
            last = min(last, self._clock(on, wish.latest) - duration)
        if waiter.session is not None:
            last = min(last, waiter.session.starts_at - timedelta(minutes=1))
        if first > last:
            return None
        busy = self._busy.get(waiter.entry.patient_id, ())
        own = waiter.session.id if waiter.session else ""
        windows = start_windows(first, last, forbidden_starts(_others(busy, own), duration))
        for resource, keys in self._needed(waiter.session_type, room_id):
            windows = [
                part
                for window in windows
                for part in any_free(window, (self._forbidden(resource, key, waiter) for key in keys))
            ]
        return _on_grid(windows[0]) if windows else None

    def _needed(self, session_type: SessionType, room_id: str | None) -> Iterator[tuple[str, Sequence[str]]]:
        if room_id is not None:
            yield "room", [room_id]
        if session_type.equipment_kind:
            yield "equipment", [item.id for item in devices_of(self._store, session_type)]

    def _forbidden(self, resource: str, key: str, waiter: Waiter) -> list[Stretch]:
        """The starts that a room or a device rules out; what a person's own session takes of it is free for them."""
        if (resource, key) not in self._taken:
            self._taken[resource, key] = self._store.free_time.taken(resource, key, *self._reach)
        taken, session = self._taken[resource, key], waiter.session
        if session is not None and key in {session.room_id, session.equipment_id}:
            taken = [each for each in taken if each != (session.starts_at, session.free_at)]
        return forbidden_starts(taken, waiter.occupancy)

    def _clock(self, on: date, at: time) -> datetime:
        if (on, at) not in self._clocks:
            self._clocks[on, at] = instant(self._clinic, on, at)
        return self._clocks[on, at]

    def _person(self, waiter: Waiter) -> tuple[PatientSummary, Session | None]:
        """Who it is, and what they have besides."""
        key = waiter.entry.id
        if key not in self._told:
            patient = self._store.patients.get(waiter.entry.patient_id)
            self._told[key] = summary(patient), besides(self._store, waiter, self._now)
        return self._told[key]

    def _too_near(self, waiter: Waiter, on: date) -> bool:
        """Whether the plan asks for more days to another session of the kind; what it rests on is read once."""
        key = waiter.entry.id
        if key not in self._spacings:
            self._spacings[key] = self._spacing(waiter)
        spacing = self._spacings[key]
        return spacing is not None and bool(spacing.words(on))

    def _spacing(self, waiter: Waiter) -> Spacing | None:
        session, kind = waiter.session, waiter.session_type.kind
        if session is None:
            plan = giving_plan(self._store, waiter.entry.patient_id, kind)
        else:
            plan = None if session.plan_id is None else self._store.plans.get(session.plan_id)
        return None if plan is None else spacing_of(self._store, plan, kind, besides=session.id if session else "")

    def _verdict(self, waiter: Waiter, on: date) -> Counted:
        key = waiter.entry.id
        if (key, on) not in self._said:
            if key not in self._verdicts:
                self._verdicts[key] = dated_verdict(
                    self._store,
                    self._judging,
                    patient_id=waiter.entry.patient_id,
                    session_type_id=waiter.session_type.id,
                    session_id=waiter.session.id if waiter.session else None,
                )
            self._said[key, on] = self._verdicts[key](on)
        return self._said[key, on]


def from_moment(free: FreeTime, starts_at: datetime) -> FreeTime:
    """The rest of a free time from a moment on."""
    return replace(free, starts_at=max(free.starts_at, starts_at))


def _others(busy: Iterable[_Person], own: str) -> list[Stretch]:
    return [(starts_at, ends_at) for session_id, starts_at, ends_at in busy if session_id != own]


def _on_grid(window: Stretch) -> datetime:
    """The first start of a window that a clock would be set to, where there is one in it."""
    first = next_on_grid(window[0])
    return first if first <= window[1] else window[0]
