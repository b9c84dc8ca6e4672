"""Where a session could start on a date, for every therapist who gives it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from clinicdesk.data import Store
from clinicdesk.desk.devices import devices_of
from clinicdesk.desk.gaps import GRID, Stretch, any_free, forbidden_starts, next_on_grid, start_windows
from clinicdesk.desk.hours import instant, whole_day
from clinicdesk.desk.slots import SlotWish
from clinicdesk.desk.working_time import working_time
from clinicdesk.domain.session import Session
from clinicdesk.domain.staff import Room, StaffMember

_SPILL = timedelta(hours=12)
_MOST_DAYS = 16

Start = tuple[StaffMember, datetime, Stretch]
"""A therapist, a start, and the free time of the therapist in which it lies."""


@dataclass(slots=True)
class _Read:
    """What was read of some therapists, from one date to another; rooms and devices are read when they matter."""

    first: date
    last: date
    stretch: Stretch
    gaps: dict[str, list[Stretch]]
    taken: dict[tuple[str, str], list[Stretch]] = field(default_factory=dict)

    @property
    def days(self) -> int:
        """How many dates were read at once."""
        return (self.last - self.first).days + 1


class FreeDays:
    """The free time of dates that are asked for one after the other.

    Attributes:
        therapists: who gives the session and may be asked, in the order they were added.
    """

    def __init__(
        self, store: Store, wish: SlotWish, *, between: tuple[date, date], own: Sequence[Session], now: datetime
    ) -> None:
        """``own`` are the person's live sessions, apart from one that is to be moved."""
        self._store = store
        self._wish = wish
        self._type = store.session_types.get(wish.session_type_id)
        self._duration, self._occupancy = self._type.duration, self._type.occupancy
        self._time = working_time(store, *between)
        self._soonest = next_on_grid(now)
        self.therapists = [
            member
            for member in store.staff.all()
            if member.active
            and member.gives(self._type.technique)
            and self._type.active
            and wish.therapist_id in {None, member.id}
        ]
        self._patient = forbidden_starts(((each.starts_at, each.ends_at) for each in own), self._duration)
        self._rooms = self._wanted_rooms()
        self._devices = [item.id for item in devices_of(store, self._type)] if self._type.equipment_kind else None
        self._read: dict[tuple[str, ...], _Read] = {}

    def starts(self, on: date, therapists: Sequence[StaffMember]) -> Iterator[Start]:
        """The starts worth offering: the first of each free stretch, one behind the other, and the last."""
        read = self._read_for(on, therapists)
        can_from, can_until = self._person_can(on)
        for therapist in therapists:
            for free, window in self._windows(read, therapist, on, (can_from, can_until)):
                for starts_at in self._offered(window):
                    yield therapist, starts_at, free

    def room_for(self, on: date, therapists: Sequence[StaffMember], starts_at: datetime) -> Room | None:
        """The first room that is free for a session, where one is needed."""
        if self._rooms is None:
            return None
        read = self._read_for(on, therapists)
        for room in self._rooms:
            if not any(after < starts_at < before for after, before in self._forbidden_by(read, "room", room.id)):
                return room
        return None

    def _read_for(self, on: date, therapists: Sequence[StaffMember]) -> "_Read":
        """What was read of some therapists for a date; a few days at once, and more each time."""
        ids = tuple(member.id for member in therapists)
        read = self._read.get(ids)
        if read is None or not read.first <= on <= read.last:
            days = min(2 * read.days, _MOST_DAYS) if read else 1
            last = on + timedelta(days=days - 1)
            start = whole_day(self._time.clinic, on)[0] - _SPILL
            end = whole_day(self._time.clinic, last)[1] + _SPILL
            found = self._store.free_time.gaps(ids, start, end, without=self._wish.moving)
            # Where no session begins any more, the gap goes on to the end of what was read.
            gaps = {owner: [(begins or start, ends or end) for begins, ends in own] for owner, own in found.items()}
            read = self._read[ids] = _Read(on, last, (start, end), gaps)
        return read

    def _windows(
        self, read: "_Read", therapist: StaffMember, on: date, person_can: Stretch
    ) -> Iterator[tuple[Stretch, Stretch]]:
        """Free time of a therapist on a date, each with a window in which every start can be booked."""
        can_from, can_until = person_can
        for begins, ends in self._time.working(therapist.id, on):
            for first, last in read.gaps[therapist.id]:
                free = max(begins, first, self._soonest), min(ends, last)
                # Tidying up may run over the end of work, but not into the next session.
                latest = min(min(ends, can_until) - self._duration, last - self._occupancy)
                earliest = max(free[0], can_from)
                if earliest <= latest:
                    for window in self._free_of_others(read, earliest, latest):
                        yield free, window

    def _free_of_others(self, read: "_Read", earliest: datetime, latest: datetime) -> Iterable[Stretch]:
        """What is left where the person, a room if one is needed, and a device have to be free, too."""
        windows = start_windows(earliest, latest, self._patient)
        for resource, keys in (("room", self._room_ids()), ("equipment", self._devices)):
            if keys is not None:
                windows = [
                    part
                    for window in windows
                    for part in any_free(window, (self._forbidden_by(read, resource, key) for key in keys))
                ]
        return windows

    def _forbidden_by(self, read: "_Read", resource: str, key: str) -> list[Stretch]:
        if (resource, key) not in read.taken:
            taken = self._store.free_time.taken(resource, key, *read.stretch, without=self._wish.moving)
            read.taken[resource, key] = forbidden_starts(taken, self._occupancy)
        return read.taken[resource, key]

    def _offered(self, window: Stretch) -> list[datetime]:
        first, last = next_on_grid(window[0]), window[1]
        if first > last:
            return [window[0]]
        step = next_on_grid(first + self._occupancy) - first
        starts = [first + number * step for number in range((last - first) // step + 1)]
        on_grid = last - timedelta(seconds=last.timestamp() % GRID.total_seconds())
        return [*starts, on_grid] if on_grid > starts[-1] else starts

    def _person_can(self, on: date) -> Stretch:
        clinic, wish = self._time.clinic, self._wish
        begins, ends = whole_day(clinic, on)
        return (
            instant(clinic, on, wish.earliest) if wish.earliest else begins,
            instant(clinic, on, wish.latest) if wish.latest else ends,
        )

    def _wanted_rooms(self) -> list[Room] | None:
        """The rooms that will do, or None where no room is needed."""
        wish = self._wish
        if wish.room_id is None and not wish.needs_room:
            return None
        return [room for room in self._store.rooms.all() if room.active and wish.room_id in {None, room.id}]

    def _room_ids(self) -> list[str] | None:
        return None if self._rooms is None else [room.id for room in self._rooms]
