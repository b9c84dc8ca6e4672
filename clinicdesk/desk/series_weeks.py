"""To which dates the days of a series go when one day of its week becomes another.

Once a week, each goes to the new day of its own week. More often, a week's days go on together, so that they stay as
far apart as they are, or the others stay. Where one that goes along would come to a date on which nobody is at work, or
too near to another, it goes to the nearest date on which neither is so.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from clinicdesk.desk.series_views import OtherDays
from clinicdesk.domain.suitability import Kind

_WAYS = tuple(timedelta(days=days) for days in (0, 1, -1, 2, -2, 3, -3))
"""How far from the wished date one that goes along may come, the nearest first."""


@dataclass(frozen=True, slots=True)
class SeriesWeeks:
    """The days of a series that are on their way.

    Args:
        kinds: what is moved on each of them.
        begin: the one it begins from, which goes to ``weekday``.
        weekday: Monday is 0.
        often: whether the series comes more than once a week.
        least: the least days between two sessions of a kind.
        taken: where other sessions of a kind stay.
        works: whether what is moved from one date can be given on another.
    """

    kinds: Mapping[date, Collection[Kind]]
    begin: date
    weekday: int
    often: bool
    least: Mapping[Kind, int]
    taken: Mapping[Kind, Collection[date]]
    works: Callable[[date, date], bool]

    def others(self) -> list[date]:
        """The days that are not the one it begins from, in order."""
        return [day for day in sorted(self.kinds) if self.often and day.weekday() != self.begin.weekday()]

    def usual(self) -> OtherDays:
        """What best becomes of the other days: along with the first if all keeps, else none if that does."""
        ways = (OtherDays.GO_ALONG, OtherDays.STAY)
        return next((way for way in ways if self.keeps(self._exact(way))), OtherDays.GO_ALONG)

    def keeps(self, places: Mapping[date, date]) -> bool:
        """Whether every day comes to a date of work, and far enough from all others."""
        return all(self._fits(day, there, places) for day, there in places.items())

    def places(self, other_days: OtherDays) -> dict[date, date]:
        """Where each day goes."""
        found = self._exact(other_days)
        if other_days is OtherDays.STAY:
            return found
        for day in self.others():
            ways = (found[day] + way for way in _WAYS)
            found[day] = next((there for there in ways if self._fits(day, there, found)), found[day])
        return found

    def _exact(self, other_days: OtherDays) -> dict[date, date]:
        if not self.often:
            return {day: day + timedelta(days=self.weekday - day.weekday()) for day in self.kinds}
        shift = timedelta(days=self.weekday - self.begin.weekday())
        staying = set(self.others()) if other_days is OtherDays.STAY else set()
        return {day: day if day in staying else day + shift for day in self.kinds}

    def _fits(self, day: date, there: date, places: Mapping[date, date]) -> bool:
        return self.works(day, there) and all(
            abs((there - other).days) >= self.least.get(kind, 1)
            for kind in self.kinds[day]
            for other in (*self.taken.get(kind, ()), *self._beside(day, kind, places))
        )

    def _beside(self, day: date, kind: Kind, places: Mapping[date, date]) -> Iterable[date]:
        return (place for other, place in places.items() if other != day and kind in self.kinds[other])
