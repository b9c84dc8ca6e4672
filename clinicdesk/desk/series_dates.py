"""On which dates the sessions of a series fall: order, distance, days of the week, and both kinds on one day."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from dateutil.rrule import MO, WEEKLY, rrule, rruleset

from clinicdesk.desk.series_views import PartWish, SeriesWish
from clinicdesk.domain.passive_share import front_loaded
from clinicdesk.domain.suitability import Kind

_TRIES = 12

Visit = tuple[Kind, ...]
"""What is given on one day, in this order."""


def visits_of(wish: SeriesWish) -> list[Visit]:
    """The visits of a series in order: massage thins out, and where both are wished for on one day it comes first."""
    counts = {kind: part.sessions if (part := wish.part(kind)) else 0 for kind in Kind}
    order = front_loaded(counts[Kind.MASSAGE], counts[Kind.PHYSICAL_THERAPY])
    visits: list[Visit] = []
    for passive in order:
        kind = Kind.MASSAGE if passive else Kind.PHYSICAL_THERAPY
        if wish.same_day and not passive and visits and visits[-1] == (Kind.MASSAGE,):
            visits[-1] = (Kind.MASSAGE, kind)
        else:
            visits.append((kind,))
    return visits


def dates_of(part: PartWish, wish: SeriesWish) -> list[date]:
    """Every date on which a part may fall, the days asked for and no others, in order."""
    rules = rruleset()
    # Midnights without a zone stand for dates; the time of day comes later, by the clinic's clock.
    begins = datetime.combine(wish.starts_on, datetime.min.time())
    rules.rrule(
        rrule(
            WEEKLY,
            dtstart=begins,
            interval=part.every_weeks,
            byweekday=sorted(part.weekdays) or range(7),
            wkst=MO,
            until=begins + timedelta(weeks=wish.weeks) + _beyond(wish),
        )
    )
    for day in wish.without:
        rules.exdate(datetime.combine(day, datetime.min.time()))
    return [found.date() for found in rules]


@dataclass(slots=True)
class Calendar:
    """The dates of a series as they are chosen one after another.

    Args:
        wish: what is wished for.
        booked: dates of the person's sessions of each kind that stand in the book already.
    """

    wish: SeriesWish
    booked: Mapping[Kind, Sequence[date]]
    _possible: dict[Kind, list[date]] = field(default_factory=dict)
    _last: dict[Kind, date] = field(default_factory=dict)
    _reached: date | None = None

    def __post_init__(self) -> None:
        """Work out the dates of each part once."""
        self._possible = {part.kind: dates_of(part, self.wish) for part in self.wish.parts}

    def candidates(self, kind: Kind, ideal: date, *, with_kind: Kind | None = None) -> Iterator[date]:
        """Dates on which a session may fall, those within the weeks first, of them the nearest to the ideal.

        Args:
            kind: of the session.
            ideal: the date that would spread the series evenly.
            with_kind: another kind that has to be possible on the same date.
        """
        allowed = set(self._possible[with_kind]) if with_kind else None
        found = [
            day
            for day in self._possible[kind]
            if (self._reached is None or day > self._reached)
            and self.keeps_distance(kind, day)
            and (allowed is None or (day in allowed and self.keeps_distance(with_kind or kind, day)))
        ]
        ends = self.wish.starts_on + timedelta(weeks=self.wish.weeks)
        yield from sorted(found, key=lambda day: (day >= ends, abs(day - ideal), day))[:_TRIES]

    def beyond(self, kind: Kind, ideal: date) -> date:
        """A date for a session for which none is left on the days asked for: it keeps its distances all the same."""
        day = ideal if self._reached is None else max(ideal, self._reached + timedelta(days=1))
        while not self.keeps_distance(kind, day):
            day += timedelta(days=1)
        return day

    def keeps_distance(self, kind: Kind, day: date) -> bool:
        """Whether a date is far enough from the session of the kind before it, and from those already booked."""
        part = self.wish.part(kind)
        if part is None:
            return False
        last = self._last.get(kind)
        if last is not None and (day - last).days < part.min_days:
            return False
        return all(abs((day - other).days) >= part.min_days for other in self.booked.get(kind, ()))

    def take(self, kind: Kind, day: date) -> None:
        """A session falls on a date; whatever follows falls on that date or later."""
        self._last[kind] = day
        self._reached = day

    def possible(self, kind: Kind, day: date) -> bool:
        """Whether a kind may fall on a date beside what is there already."""
        return day in self._possible[kind] and self.keeps_distance(kind, day)


def ideals(wish: SeriesWish, visits: int) -> list[date]:
    """The dates that would spread so many visits evenly over the weeks: four over four weeks are one each week."""
    return [wish.starts_on + timedelta(days=place * wish.weeks * 7 // visits) for place in range(visits)]


def _beyond(wish: SeriesWish) -> timedelta:
    """How far past its weeks a series may reach when its sessions and their distances do not fit in."""
    return timedelta(days=sum(part.sessions * (part.min_days + 7 * part.every_weeks) for part in wish.parts))
