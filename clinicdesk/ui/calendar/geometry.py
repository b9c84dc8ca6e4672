"""Where a time of the day stands on the page, and where a session may start; free of Qt.

All moments are aware. Minutes are elapsed minutes, so a day on which the clocks change is
drawn as long as it really is.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from itertools import accumulate

COARSE_STEP = 15
"""Minutes between the start times the arrow keys and a click choose from."""
FINE_STEP = 5
"""Minutes between start times while Shift is held."""


@dataclass(frozen=True, slots=True)
class DayScale:
    """A stretch of one day drawn downwards.

    Attributes:
        first, last: the moments at the top and the bottom edge.
        pixels_per_minute: how tall a minute is.
    """

    first: datetime
    last: datetime
    pixels_per_minute: float

    @property
    def height(self) -> float:
        """The whole stretch in pixels."""
        return minutes_between(self.first, self.last) * self.pixels_per_minute

    def y(self, moment: datetime) -> float:
        """Pixels below the top edge; moments outside the stretch lie on its edge."""
        inside = min(max(moment, self.first), self.last)
        return minutes_between(self.first, inside) * self.pixels_per_minute

    def moment(self, y: float) -> datetime:
        """The moment drawn at ``y``, kept inside the stretch."""
        inside = min(max(y, 0.0), self.height)
        return self.first + timedelta(minutes=inside / self.pixels_per_minute)

    def span(self, start: datetime, end: datetime) -> tuple[float, float]:
        """Top and height of the part of ``start``..``end`` that is drawn."""
        top = self.y(start)
        return top, self.y(end) - top

    def marks(self, zone: tzinfo, minutes: int) -> list[datetime]:
        """Every moment drawn whose wall clock in ``zone`` is a whole multiple of ``minutes`` past the hour."""
        marks = []
        mark = _next_mark(self.first, zone, minutes)
        while mark <= self.last:
            marks.append(mark)
            # Where the clock changes by half an hour, the next whole hour is not an hour away.
            mark = _next_mark(mark + timedelta(minutes=minutes), zone, minutes)
        return marks


def scale_for(
    opens: datetime,
    closes: datetime,
    busy: Iterable[tuple[datetime, datetime]],
    *,
    tall: float,
    least: float,
    zoom: float = 1.0,
) -> DayScale:
    """The scale for a day that shows its opening hours, a rim of closed time, and every session.

    Args:
        opens: when the clinic opens.
        closes: when it closes.
        busy: the sessions that must be in sight, even outside the opening hours.
        tall: pixels to fill if the day would otherwise be shorter.
        least: the smallest readable number of pixels per minute.
        zoom: how much taller than readable; a day is never shorter than what there is to fill.
    """
    rim = timedelta(minutes=30)
    first, last = opens - rim, closes + rim
    for start, end in busy:
        first, last = min(first, start), max(last, end)
    fitting = tall / minutes_between(first, last)
    return DayScale(first, last, max(least * zoom, fitting * max(zoom, 1.0)))


@dataclass(frozen=True, slots=True)
class Columns:
    """Columns side by side.

    Attributes:
        edges: where each begins, from the left, and where the last one ends.
    """

    edges: tuple[float, ...] = (0.0,)

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.edges) - 1

    @property
    def total(self) -> float:
        """The width of all columns."""
        return self.edges[-1]

    def left(self, column: int) -> float:
        """The left edge of a column."""
        return self.edges[column]

    def width(self, column: int) -> float:
        """Of a column."""
        return self.edges[column + 1] - self.edges[column]

    def at(self, x: float) -> int | None:
        """The column under ``x``, or None beside them."""
        column = bisect_right(self.edges, x) - 1
        return column if 0 <= column < self.count else None


def columns_for(least: Sequence[float], wide: float) -> Columns:
    """Columns each at least so wide, and together at least ``wide``: what is left over they share."""
    over = max(0.0, wide - sum(least)) / max(1, len(least))
    return Columns((0.0, *accumulate(each + over for each in least)))


@dataclass(frozen=True, slots=True)
class Opening:
    """A free stretch in which a session may start from ``earliest`` to ``latest``, both included.

    Attributes:
        column: which lane of the calendar.
        ends_at: when the person leaves at the latest.
        waiting: how many of the waiting list could have it, as it is written; empty for nobody.
        offered: the names of those of them who were offered some of it.
    """

    column: int
    earliest: datetime
    latest: datetime
    ends_at: datetime
    waiting: str = ""
    offered: str = ""

    def starts(self, step: int) -> list[datetime]:
        """Start times to choose from: the first, the round times after it, and the last.

        The first and the last are there even when they are not round, so that a session can lie
        snug against its neighbour.
        """
        times = [self.earliest]
        mark = snapped(self.earliest, step) + timedelta(minutes=step)
        while mark < self.latest:
            times.append(mark)
            mark += timedelta(minutes=step)
        if self.latest > self.earliest:
            times.append(self.latest)
        return times

    def start_near(self, moment: datetime, step: int) -> datetime:
        """The start time to choose from that is nearest to ``moment``; the earlier of two equally near."""
        return min(self.starts(step), key=lambda start: (abs(start - moment), start))


def minutes_between(start: datetime, end: datetime) -> float:
    """Elapsed minutes; negative when ``end`` comes first."""
    return (end - start) / timedelta(minutes=1)


def snapped(moment: datetime, step: int) -> datetime:
    """The round moment at or before ``moment``; zones are whole quarters off UTC, so is every round time."""
    return moment - timedelta(seconds=moment.timestamp() % (step * 60))


def on_grid(moment: datetime, step: int, zone: tzinfo) -> datetime:
    """The mark nearest to a moment, of marks every ``step`` minutes from the full hour of the clock."""
    local = moment.astimezone(zone)
    past = timedelta(minutes=local.minute % step, seconds=local.second, microseconds=local.microsecond)
    before = moment - past
    return before if past < timedelta(minutes=step) / 2 else before + timedelta(minutes=step)


def free_between(
    first: datetime, last: datetime, busy: Iterable[tuple[datetime, datetime]], least: timedelta
) -> list[tuple[datetime, datetime]]:
    """What is left of ``first``..``last`` beside what is busy, as far as it is ``least`` long."""
    found, free_from = [], first
    for start, end in sorted(busy):
        if min(start, last) - free_from >= least:
            found.append((free_from, min(start, last)))
        free_from = max(free_from, end)
    if last - free_from >= least:
        found.append((free_from, last))
    return found


def later_start(openings: Sequence[Opening], after: datetime, step: int) -> datetime | None:
    """The next start time in one column, into the next opening if need be; None at the end of the day."""
    times = _all_starts(openings, step)
    at = bisect_right(times, after)
    return times[at] if at < len(times) else None


def earlier_start(openings: Sequence[Opening], before: datetime, step: int) -> datetime | None:
    """The start time before, into the opening before if need be; None at the start of the day."""
    times = _all_starts(openings, step)
    at = bisect_left(times, before)
    return times[at - 1] if at else None


def beside(openings: Sequence[Opening], column: int, moment: datetime, direction: int) -> tuple[int, datetime] | None:
    """The nearest start time in the next column that has one; ``direction`` is 1 rightwards, -1 leftwards."""
    reachable = [each for each in openings if (each.column - column) * direction > 0]
    if not reachable:
        return None
    target = min(reachable, key=lambda each: abs(each.column - column)).column
    starts = [each.start_near(moment, FINE_STEP) for each in reachable if each.column == target]
    return target, min(starts, key=lambda start: abs(start - moment))


def _next_mark(moment: datetime, zone: tzinfo, minutes: int) -> datetime:
    """The first moment from one on whose wall clock is a whole multiple of ``minutes`` past the hour."""
    local = moment.astimezone(zone)
    into = timedelta(minutes=local.minute % minutes, seconds=local.second, microseconds=local.microsecond)
    return moment - into + timedelta(minutes=minutes) if into else moment


def _all_starts(openings: Sequence[Opening], step: int) -> list[datetime]:
    return sorted({start for opening in openings for start in opening.starts(step)})
