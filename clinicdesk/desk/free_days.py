"""Where a session could start on a date, for every therapist who gives it."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta

from clinicdesk.data import Store
from clinicdesk.desk.devices import devices_of
from clinicdesk.desk.gaps import GRID, Stretch, forbidden_starts, next_on_grid, start_windows, united
from clinicdesk.desk.hours import instant, whole_day
from clinicdesk.desk.slots import SlotWish
from clinicdesk.desk.working_time import working_time
from clinicdesk.domain.session import Session
from clinicdesk.domain.staff import Room, StaffMember

_SPILL = timedelta(hours=12)

Start = tuple[StaffMember, datetime, Stretch]
"""A therapist, a start, and the free time of the therapist in which it lies."""


class FreeDays:
    """The free time of some dates, read a few dates at once.

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
        self._patient = forbidden_starts(((each.starts_at, each.ends_at) for each in own), self._type.duration)
        self._rooms = self._wanted_rooms()
        self._devices = [item.id for item in devices_of(store, self._type)] if self._type.equipment_kind else None
        self._gaps: dict[str, list[Stretch]] = {}
        self._read: Stretch = (now, now)
        self._taken: dict[tuple[str, str], list[Stretch]] = {}

    def read(self, dates: Sequence[date]) -> None:
        """Read what is free on some dates that follow each other; ``starts`` knows only these then."""
        start = whole_day(self._time.clinic, dates[0])[0] - _SPILL
        end = whole_day(self._time.clinic, dates[-1])[1] + _SPILL
        ids = [member.id for member in self.therapists]
        found = self._store.free_time.gaps(ids, start, end, without=self._wish.moving)
        # Where no session begins any more, the gap goes on to the end of what was read.
        self._gaps = {owner: [(first or start, last or end) for first, last in gaps] for owner, gaps in found.items()}
        self._read = (start, end)
        self._taken = {}

    def starts(self, on: date) -> Iterator[Start]:
        """The starts worth offering: the first of each free stretch, one behind the other, and the last."""
        for therapist in self.therapists:
            for free, window in self._windows(therapist, on):
                for starts_at in self._offered(window):
                    yield therapist, starts_at, free

    def room_for(self, starts_at: datetime) -> Room | None:
        """The first room that is free for a session, where one is needed."""
        for room in self._rooms or ():
            if not any(after < starts_at < before for after, before in self._forbidden_by("room", room.id)):
                return room
        return None

    def _windows(self, therapist: StaffMember, on: date) -> Iterator[tuple[Stretch, Stretch]]:
        """Free time of a therapist on a date, each with a window in which every start can be booked."""
        can_from, can_until = self._person_can(on)
        for begins, ends in self._time.working(therapist.id, on):
            for first, last in self._gaps[therapist.id]:
                free = max(begins, first, self._soonest), min(ends, last)
                # Tidying up may run over the end of work, but not into the next session.
                latest = min(ends - self._type.duration, last - self._type.occupancy, can_until - self._type.duration)
                earliest = max(free[0], can_from)
                for window in self._free_of_others(earliest, latest):
                    yield free, window

    def _free_of_others(self, earliest: datetime, latest: datetime) -> Iterable[Stretch]:
        """What is left where the person, a room if one is needed, and a device have to be free, too."""
        windows = start_windows(earliest, latest, self._patient)
        for resource, keys in (("room", self._room_ids()), ("equipment", self._devices)):
            if keys is not None:
                windows = [part for window in windows for part in self._one_free(resource, keys, window)]
        return windows

    def _one_free(self, resource: str, keys: Sequence[str], window: Stretch) -> list[Stretch]:
        """Where at least one of several things is free throughout; it ends with the first that is always free."""
        found: list[Stretch] = []
        for key in keys:
            found = united([*found, *start_windows(*window, self._forbidden_by(resource, key))])
            if found == [window]:
                break
        return found

    def _forbidden_by(self, resource: str, key: str) -> list[Stretch]:
        if (resource, key) not in self._taken:
            taken = self._store.free_time.taken(resource, key, *self._read, without=self._wish.moving)
            self._taken[resource, key] = forbidden_starts(taken, self._type.occupancy)
        return self._taken[resource, key]

    def _offered(self, window: Stretch) -> list[datetime]:
        first, last = next_on_grid(window[0]), window[1]
        if first > last:
            return [window[0]]
        step = next_on_grid(first + self._type.occupancy) - first
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
