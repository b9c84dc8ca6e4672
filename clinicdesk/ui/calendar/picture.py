"""What a calendar draws, as one value: lanes of time, what stands in them, and what is being chosen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import cached_property

from clinicdesk.desk.booking_views import Clash
from clinicdesk.desk.schedule import Stretch
from clinicdesk.desk.views import BookedSlot
from clinicdesk.ui.calendar.geometry import Opening, minutes_between

LIVE_SHARE = 0.84
"""How much of a lane a session takes where one that is off is remembered beside it."""


@dataclass(frozen=True)
class Lane:
    """One column of a calendar: a therapist or a room on one day.

    Attributes:
        key: names the lane from one picture to the next.
        first: the moment at the top edge; the same time of day in every lane.
        title, detail: the two lines of its heading.
        short: what stands in place of the title where there is no room for it.
        therapist_id, room_id: whose lane it is; a session put here goes to them.
        of_room: whether it is the lane of a room, or of no room where ``room_id`` is None.
        free: its free stretches; a session that is off and lies in one gives way to it.
    """

    key: str
    title: str
    on: date
    first: datetime
    slots: tuple[BookedSlot, ...] = ()
    stretches: tuple[Stretch, ...] = ()
    detail: str = ""
    short: str = ""
    therapist_id: str | None = None
    room_id: str | None = None
    of_room: bool = False
    free: tuple[tuple[datetime, datetime], ...] = ()

    @cached_property
    def places(self) -> tuple[tuple[float, float], ...]:
        """For each slot, how far from the left it begins and how much of the lane it takes."""
        return _places(
            [(slot.session.starts_at, slot.session.free_at, slot.session.status.live) for slot in self.slots],
            [slot in self.remembered for slot in self.slots],
        )

    @cached_property
    def abreast(self) -> int:
        """How many sessions stand side by side where most do: many, where it is the lane of no room."""
        spans = [(slot.session.starts_at, slot.session.free_at) for slot in self.slots if slot.session.status.live]
        return max((among for _, among in side_by_side(spans)), default=1)

    @cached_property
    def remembered(self) -> tuple[BookedSlot, ...]:
        """The sessions that are off and whose time, or some of it, is free again."""
        return tuple(
            slot
            for slot in self.slots
            if not slot.session.status.live and self.crossed(slot.session.starts_at, slot.session.ends_at) is not None
        )

    @cached_property
    def stops(self) -> tuple[BookedSlot, ...]:
        """The sessions that the arrows stop at: all that do not give way to free time."""
        return tuple(slot for slot in self.slots if slot not in self.remembered)

    def crossed(self, starts_at: datetime, ends_at: datetime) -> tuple[datetime, datetime] | None:
        """The first free stretch that has some time in common with another."""
        return next((each for each in self.free if each[0] < ends_at and starts_at < each[1]), None)

    @cached_property
    def minutes(self) -> tuple[tuple[float, float, float], ...]:
        """For each slot, the minutes from ``first`` until it starts, until it ends, and until its therapist is free."""
        return tuple(
            (
                minutes_between(self.first, slot.session.starts_at),
                minutes_between(self.first, slot.session.ends_at),
                minutes_between(self.first, slot.session.free_at),
            )
            for slot in self.slots
        )

    def slot_at(self, moment: datetime) -> BookedSlot | None:
        """The session that takes up a moment; a live one before one that is off."""
        found = [slot for slot in self.stops if slot.session.starts_at <= moment < slot.session.ends_at]
        return min(found, key=lambda slot: not slot.session.status.live, default=None)

    def remembered_at(self, moment: datetime) -> BookedSlot | None:
        """A session that is off, and would have taken up a moment that is free again."""
        found = (slot for slot in self.remembered if slot.session.starts_at <= moment < slot.session.ends_at)
        return next(found, None)


@dataclass(frozen=True, slots=True)
class Group:
    """A heading over several lanes: the day they belong to.

    Attributes:
        waiting: how many of the waiting list could have a time of it, as it is written; empty for nobody.
    """

    first: int
    count: int
    title: str
    detail: str = ""
    today: bool = False
    waiting: str = ""


@dataclass(frozen=True, slots=True)
class Ghost:
    """A session as it would stand in the book.

    Attributes:
        free_at: when the therapist is free again.
        words: what it is, under its time.
        clashes: what stands against it.
        notes: what does not, and has to be seen before it is put there.
        firm: the chosen time, not only the one under the pointer.
        hold: whether a therapist would have to decide first.
    """

    column: int
    starts_at: datetime
    ends_at: datetime
    free_at: datetime
    words: str
    clashes: tuple[Clash, ...] = ()
    taken: bool = False
    firm: bool = True
    hold: bool = False
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where the keyboard is: a lane and a moment in it.

    Attributes:
        session_id: which session, where several stand side by side; otherwise the one at the moment.
    """

    column: int
    moment: datetime
    session_id: str = ""


@dataclass(slots=True)
class Picture:
    """Everything a calendar draws.

    Attributes:
        opens, closes: the hours that must be in sight, on the day of the first lane.
        openings: free stretches that can be picked.
        pickable: whether there is something to find a time for.
        patient_id: whose other sessions stand out.
        lifted: the session in hand, which its old place shows faintly.
        parked: sessions in the tray.
        grid: minutes between the lines.
        names: of therapists by id, for lanes that are not theirs.
    """

    zone: tzinfo = UTC
    opens: datetime = datetime(2000, 1, 1, tzinfo=UTC)
    closes: datetime = datetime(2000, 1, 2, tzinfo=UTC)
    now: datetime = datetime(2000, 1, 1, tzinfo=UTC)
    lanes: Sequence[Lane] = ()
    openings: Sequence[Opening] = ()
    ghost: Ghost | None = None
    hovered: Ghost | None = None
    patient_id: str = ""
    pickable: bool = True
    focused: bool = False
    groups: Sequence[Group] = ()
    cursor: Cursor | None = None
    lifted: str = ""
    parked: frozenset[str] = field(default_factory=frozenset)
    grid: int = 15
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def kept(self) -> int | None:
        """The lane that keeps its left for what is in hand: that of no room, where many stand abreast."""
        if self.ghost is None:
            return None
        lane = self.lanes[self.ghost.column]
        return self.ghost.column if lane.of_room and lane.room_id is None else None

    def places(self, column: int) -> Sequence[tuple[float, float]]:
        """For each slot of a lane, how far from the left it begins and how much of the lane it takes."""
        lane = self.lanes[column]
        if column != self.kept:
            return lane.places
        own = self.kept_share(column)
        return [(own + left * (1 - own), wide * (1 - own)) for left, wide in lane.places]

    def kept_share(self, column: int) -> float:
        """How much of a lane is kept for what is in hand."""
        return 1 / (self.lanes[column].abreast + 1) if column == self.kept else 0.0

    def shift(self, column: int) -> timedelta:
        """How much later than the first lane a lane begins."""
        return self.lanes[column].first - self.lanes[0].first

    def under(self, cursor: Cursor | None) -> BookedSlot | None:
        """The session that the cursor is on, if any."""
        if cursor is None or cursor.column >= len(self.lanes):
            return None
        lane = self.lanes[cursor.column]
        own = (slot for slot in lane.slots if slot.session.id == cursor.session_id)
        return next(own, None) or lane.slot_at(cursor.moment)

    def gap_from(self, cursor: Cursor) -> datetime | None:
        """From when on the cursor means free time, or any where nobody is; None on a session that takes up its own."""
        lane, slot = self.lanes[cursor.column], self.under(cursor)
        if slot is None:
            return cursor.moment
        free = lane.crossed(cursor.moment, slot.session.ends_at) if slot in lane.remembered else None
        return max(cursor.moment, free[0]) if free is not None else None

    def opening_at(self, column: int, moment: datetime) -> Opening | None:
        """The free stretch of a lane that a moment lies in, if any."""
        own = (each for each in self.openings if each.column == column and each.earliest <= moment < each.ends_at)
        return next(own, None)

    def group_of(self, column: int) -> Group | None:
        """The day that a lane stands under, where there are several."""
        return next((each for each in self.groups if 0 <= column - each.first < each.count), None)

    def column_of(self, starts_at: datetime, therapist_id: str | None, room_id: str | None) -> int | None:
        """The lane in which a session of a therapist in a room would stand, or None when it is not shown."""
        on = starts_at.astimezone(self.zone).date()
        for column, lane in enumerate(self.lanes):
            same = lane.room_id == room_id if lane.of_room else lane.therapist_id == therapist_id
            if lane.on == on and same:
                return column
        return None

    def found(self, session_id: str) -> tuple[int, BookedSlot] | None:
        """A session and the lane it stands in."""
        for column, lane in enumerate(self.lanes):
            for slot in lane.slots:
                if slot.session.id == session_id:
                    return column, slot
        return None


def _places(
    spans: Sequence[tuple[datetime, datetime, bool]], yielding: Sequence[bool]
) -> tuple[tuple[float, float], ...]:
    """Sessions that take up time share the lane; one that is off is only remembered at its right edge.

    It has the lane to itself where nothing else wants it.
    """

    def aside(index: int) -> bool:
        start, end, _ = spans[index]
        return yielding[index] or any(start < until and since < end for since, until, lives in spans if lives)

    def shared(indices: list[int]) -> dict[int, tuple[int, int]]:
        return dict(zip(indices, side_by_side([spans[index][:2] for index in indices]), strict=True))

    live = shared([index for index, (_, _, lives) in enumerate(spans) if lives])
    off = shared([index for index, (_, _, lives) in enumerate(spans) if not lives and aside(index)])
    found = []
    for index, (start, end, lives) in enumerate(spans):
        if lives:
            place, among = live[index]
            crossed = any(start < until and since < end for since, until, others in spans if not others)
            wide = LIVE_SHARE if crossed else 1.0
            found.append((wide * place / among, wide / among))
        elif index in off:
            place, among = off[index]
            wide = 0.99 - LIVE_SHARE
            found.append((LIVE_SHARE + 0.01 + wide * place / among, wide / among))
        else:
            found.append((0.0, 1.0))
    return tuple(found)


def side_by_side(spans: Sequence[tuple[datetime, datetime]]) -> list[tuple[int, int]]:
    """For spans in order of their start: the place of each and among how many, so that none covers another."""
    places: list[tuple[int, int]] = []
    cluster: list[int] = []
    ends: list[datetime] = []

    def close() -> None:
        for index in cluster:
            places[index] = (places[index][0], len(ends))
        cluster.clear()
        ends.clear()

    for index, (start, end) in enumerate(spans):
        if cluster and start >= max(ends):
            close()
        place = next((at for at, taken_until in enumerate(ends) if taken_until <= start), len(ends))
        if place == len(ends):
            ends.append(end)
        else:
            ends[place] = end
        places.append((place, 1))
        cluster.append(index)
    close()
    return places
