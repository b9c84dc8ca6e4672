"""Where a session could start on a date, for every therapist who gives it."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import product

from clinicdesk.data import Store
from clinicdesk.desk.devices import devices_of
from clinicdesk.desk.gaps import GRID, Stretch, any_free, forbidden_starts, next_on_grid, start_windows
from clinicdesk.desk.hours import instant, whole_day
from clinicdesk.desk.open_offers import OpenOffers
from clinicdesk.desk.slots import SlotWish
from clinicdesk.desk.waiting_views import Place
from clinicdesk.desk.working_time import working_time
from clinicdesk.domain.session import Session
from clinicdesk.domain.staff import Room, StaffMember

_LONGEST = timedelta(hours=12)
"""No session takes a room or a device for longer."""

Start = tuple[StaffMember, datetime, Stretch]
"""A therapist, a start, and the free time of the therapist in which it lies."""


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
        self._promised = self._promised_to_others(between, now)
        self._days: dict[date, Stretch] = {}
        self._taken: dict[tuple[date, str, str], list[Stretch]] = {}

    def starts(self, on: date, therapists: Sequence[StaffMember]) -> Iterator[Start]:
        """The starts worth offering: the first of each free stretch, one behind the other, and the last."""
        hours = self._hours(on)
        first, last = hours[0], hours[1] - self._duration
        if first > last:
            return
        at_work = [(member, spans) for member in therapists if (spans := self._time.working(member.id, on))]
        gaps = self._store.free_time.gaps(
            (member.id for member, _ in at_work),
            begun_by=last,
            lasting_to=first + self._occupancy,
            without=self._wish.moving,
        )
        for member, spans in at_work:
            for span, gap in product(spans, gaps[member.id]):
                free = max(span[0], gap[0], self._soonest), min(span[1], gap[1])
                # Tidying up may run over the end of work, but not into the next session.
                latest = min(min(span[1], hours[1]) - self._duration, gap[1] - self._occupancy)
                for window in self._free_of_others(member.id, on, max(free[0], hours[0]), latest):
                    for starts_at in self._offered(window):
                        yield member, starts_at, free

    def room_for(self, on: date, starts_at: datetime) -> Room | None:
        """The first room that is free for a session, where one is needed."""
        for room in self._rooms or ():
            if not any(after < starts_at < before for after, before in self._forbidden_by(on, "room", room.id)):
                return room
        return None

    def _free_of_others(self, therapist_id: str, on: date, earliest: datetime, latest: datetime) -> Iterable[Stretch]:
        """What is left where the person, a room if one is needed, and a device have to be free, too.

        What somebody else was offered of the therapist's time, and has not answered, is as good as taken.
        """
        kept = [(each.starts_at, each.ends_at) for each in self._promised if each.therapist_id == therapist_id]
        windows = start_windows(earliest, latest, self._patient + forbidden_starts(kept, self._occupancy))
        for resource, keys in (("room", self._room_ids()), ("equipment", self._devices)):
            if keys is not None:
                windows = [
                    part
                    for window in windows
                    for part in any_free(window, (self._forbidden_by(on, resource, key) for key in keys))
                ]
        return windows

    def _forbidden_by(self, on: date, resource: str, key: str) -> list[Stretch]:
        if (on, resource, key) not in self._taken:
            first, until = self._hours(on)
            reach = first - _LONGEST, until + self._occupancy
            taken = self._store.free_time.taken(resource, key, *reach, without=self._wish.moving)
            if resource == "room":
                taken += [(each.starts_at, each.ends_at) for each in self._promised if each.room_id == key]
            self._taken[on, resource, key] = forbidden_starts(taken, self._occupancy)
        return self._taken[on, resource, key]

    def _promised_to_others(self, between: tuple[date, date], now: datetime) -> list[Place]:
        clinic = self._time.clinic
        reach = whole_day(clinic, between[0])[0], whole_day(clinic, between[1])[1]
        found = OpenOffers(self._store).between(*reach, now=now)
        return [place for entry, place in found if entry.patient_id != self._wish.patient_id]

    def _offered(self, window: Stretch) -> list[datetime]:
        first, last = next_on_grid(window[0]), window[1]
        if first > last:
            return [window[0]]
        step = next_on_grid(first + self._occupancy) - first
        starts = [first + number * step for number in range((last - first) // step + 1)]
        on_grid = last - timedelta(seconds=last.timestamp() % GRID.total_seconds())
        return [*starts, on_grid] if on_grid > starts[-1] else starts

    def _hours(self, on: date) -> Stretch:
        """Between when a session of a date has to lie, whoever gives it."""
        if on not in self._days:
            clinic, wish = self._time.clinic, self._wish
            opens, closes = self._time.reach(on)
            can_from = instant(clinic, on, wish.earliest) if wish.earliest else opens
            can_until = instant(clinic, on, wish.latest) if wish.latest else closes
            self._days[on] = max(opens, can_from, self._soonest), min(closes, can_until)
        return self._days[on]

    def _wanted_rooms(self) -> list[Room] | None:
        """The rooms that will do, or None where no room is needed."""
        wish = self._wish
        if wish.room_id is None and not wish.needs_room:
            return None
        return [room for room in self._store.rooms.all() if room.active and wish.room_id in {None, room.id}]

    def _room_ids(self) -> list[str] | None:
        return None if self._rooms is None else [room.id for room in self._rooms]
