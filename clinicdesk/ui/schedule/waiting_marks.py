"""How many people of the waiting list could have the free times in front: told on the gaps, and over the days."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QDeadlineTimer, QObject, QTimer

from clinicdesk.ui.calendar.geometry import Opening
from clinicdesk.ui.calendar.picture import Group, Picture
from clinicdesk.ui.names import before_more

if TYPE_CHECKING:
    from clinicdesk.desk.waiting_views import Candidate, FreeTime, Place, WantedTime
    from clinicdesk.ui.context import DeskContext
    from clinicdesk.ui.schedule.view import ScheduleCanvas

_MARKED = 9
_AT_A_TIME_MS = 8
"""Half a frame."""


class WaitingMarks(QObject):
    """Tells on the gaps of a picture how many people wait for them, and over the days of a clinic's week how many do.

    Such a week takes several frames: it is looked through a little at a time while the schedule stands already,
    and until that is done its gaps keep what was told of them.
    """

    def __init__(self, context: "DeskContext", canvas: "ScheduleCanvas", parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._canvas = context, canvas
        self._times: list[WantedTime] = []
        self._found: list[WantedTime] = []
        self._search: Iterator[WantedTime] = iter(())
        self._later = QTimer(self)
        self._later.setInterval(0)
        self._later.timeout.connect(self._look_on)

    def mark(self, picture: Picture) -> None:
        """Write into a picture what is known by now, and find out the rest."""
        self._search, self._found = self._wanted(picture), []
        if picture.groups:
            self._later.start()
        else:
            self._later.stop()
            self._times = list(self._search)
        picture.openings, picture.groups = self._marked(picture)

    def _look_on(self) -> None:
        if not self._canvas.isVisible():
            # Whoever comes back to the page has it look anew.
            self._later.stop()
            return
        time_is_up = QDeadlineTimer(_AT_A_TIME_MS)
        for each in self._search:
            self._found.append(each)
            if time_is_up.hasExpired():
                return
        self._later.stop()
        self._times, picture = self._found, self._canvas.picture
        openings, groups = self._marked(picture)
        if (openings, groups) != (picture.openings, picture.groups):
            self._canvas.set_picture(replace(picture, openings=openings, groups=groups))
            self._canvas.describe_itself()

    def _wanted(self, picture: Picture) -> "Iterator[WantedTime]":
        """The times of the lanes that somebody waits for; each day of a week of many is read when it is come to."""
        days = sorted({lane.on for lane in picture.lanes})
        owners = {lane.therapist_id for lane in picture.lanes}
        spans = [(on, on) for on in days] if picture.groups else [(days[0], days[-1])] if days else []
        for first, last in spans:
            yield from self._context.desk.wanted.wanted(
                first,
                last,
                therapist_ids=None if None in owners else {each for each in owners if each},
                most=_MARKED,
                now=self._context.now(),
            )

    def _marked(self, picture: Picture) -> tuple[tuple[Opening, ...], tuple[Group, ...]]:
        # By lane and day: a week has thousands of pairs of a gap and a time that somebody waits for.
        of_lane: defaultdict[tuple[str | None, date], list[WantedTime]] = defaultdict(list)
        for each in self._times:
            on = self._context.local(each.free.starts_at).date()
            of_lane[each.free.therapist.id, on].append(each)
            of_lane[None, on].append(each)
        openings = []
        for opening in picture.openings:
            lane = picture.lanes[opening.column]
            openings.append(_marked(opening, lane.therapist_id, of_lane[lane.therapist_id, lane.on]))
        groups = [
            replace(group, waiting=_over_day(of_lane[None, picture.lanes[group.first].on])) for group in picture.groups
        ]
        return tuple(openings), tuple(groups)


def _marked(opening: Opening, therapist_id: str | None, times: "Sequence[WantedTime]") -> Opening:
    """In the lane of a room whoever could have a part of the gap whole counts, with whichever therapist."""
    waiting, more, offered = set(), False, dict[str, None]()
    for each in times:
        free = each.free
        if _meet(opening, free.starts_at, free.ends_at):
            more = more or each.more
            waiting |= {one.entry.id for one in each.people if therapist_id or _within(opening, one.place)}
            offered |= {before_more(one.patient.name): None for one in each.people if _has_offer(opening, one, free)}
    return replace(opening, waiting=_written(waiting, more=more), offered=", ".join(offered))


def _over_day(times: "Sequence[WantedTime]") -> str:
    people = {one.entry.id for each in times for one in each.people}
    return _written(people, more=any(each.more for each in times))


def _written(people: Collection[str], *, more: bool) -> str:
    """A count as it stands on a gap: empty for nobody, ``9+`` where not all were looked at."""
    return f"{len(people)}{'+' if more else ''}" if people else ""


def _meet(opening: Opening, starts_at: datetime, ends_at: datetime) -> bool:
    return starts_at < opening.ends_at and opening.earliest < ends_at


def _has_offer(opening: Opening, person: "Candidate", free: "FreeTime") -> bool:
    offer = person.entry.offer
    if offer is None or offer.therapist_id != free.therapist.id:
        return False
    return free.holds(offer.starts_at) and _meet(opening, offer.starts_at, offer.ends_at)


def _within(opening: Opening, place: "Place") -> bool:
    return opening.earliest <= place.starts_at and place.ends_at <= opening.ends_at
