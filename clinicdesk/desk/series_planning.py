"""Proposing a series: for every session a date, a time, a therapist and a room that are free."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from clinicdesk.data import Store
from clinicdesk.desk.clashes import session_for
from clinicdesk.desk.clinic_setup import clinic_of
from clinicdesk.desk.hours import instant, local_date, same_clock
from clinicdesk.desk.keys import new_key
from clinicdesk.desk.openings import Openings
from clinicdesk.desk.series_dates import Calendar, ideals, visits_of
from clinicdesk.desk.series_rooms import SeriesRooms
from clinicdesk.desk.series_views import PartWish, SeriesRow, SeriesWish
from clinicdesk.domain.session import BookingRequest, Session
from clinicdesk.domain.suitability import Kind

_USUAL = time(10)
_LOYAL_TRIES = 4
"""So many of the nearest dates are looked at for one with the usual therapist."""


class SeriesPlanning:
    """Finds a place for every session of a series. Nothing is booked."""

    def __init__(self, store: Store, wish: SeriesWish, *, now: datetime) -> None:
        self._store = store
        self._wish = wish
        self._now = now
        self._clinic = clinic_of(store)
        self._openings = Openings(store)
        self._types = {part.kind: store.session_types.get(part.session_type_id) for part in wish.parts}
        self._calendar = Calendar(wish, self._booked())
        self._rooms = SeriesRooms(store)
        self._usual: dict[Kind, Session] = {}

    def rows(self) -> list[SeriesRow]:
        """The whole series in order of time.

        Every session keeps the distances wished for, and the share of massage falls from third to third, whatever
        the book looks like. A date on which nothing is free stands there all the same, at the time wished for, to be
        changed by hand.
        """
        found: list[SeriesRow] = []
        visits = visits_of(self._wish)
        for visit, ideal in zip(visits, ideals(self._wish, len(visits)), strict=True):
            found += self._visit(visit, ideal)
        return found

    def _visit(self, kinds: tuple[Kind, ...], ideal: date) -> list[SeriesRow]:
        first, *then = kinds
        paired = then[0] if then else None
        day, place = self._best(first, ideal, paired)
        rows = [self._row(first, day, place)]
        if paired is not None:
            rows.append(self._second(paired, day, place, ideal))
        return rows

    def _second(self, kind: Kind, day: date, first: Session | None, ideal: date) -> SeriesRow:
        """The session beside a massage: right after it on the same day, or else on one of the days that follow."""
        if first is not None and self._calendar.possible(kind, day):
            place = self._place(kind, day, after=first)
            if place is not None:
                return self._row(kind, day, place)
        later, place = self._best(kind, max(ideal, day + timedelta(days=1)), None)
        return self._row(kind, later, place)

    def _best(self, kind: Kind, ideal: date, paired: Kind | None) -> tuple[date, Session | None]:
        """The date nearest to the ideal on which there is room, for both kinds if two are wished for.

        A date a little further away goes first where the person would stay with the usual therapist.
        """
        for with_kind in dict.fromkeys((paired, None)):
            days = list(self._calendar.candidates(kind, ideal, with_kind=with_kind))
            found: tuple[date, Session] | None = None
            for tried, day in enumerate(days):
                if found is not None and tried >= _LOYAL_TRIES:
                    break
                place = self._place(kind, day)
                if place is None or (with_kind is not None and self._place(with_kind, day, after=place) is None):
                    continue
                found = found or (day, place)
                usual = self._usual.get(kind)
                if usual is None or usual.therapist_id == place.therapist_id:
                    return day, place
            if found is not None:
                return found
            if with_kind is None and days:
                return days[0], None
        return self._calendar.beyond(kind, ideal), None

    def _place(self, kind: Kind, day: date, *, after: Session | None = None) -> Session | None:
        """The best free place of a day, in a room if one is free: the usual therapist first, then the usual time."""
        part, session_type = self._part(kind), self._types[kind]
        gaps = self._openings.gaps(
            day,
            session_type,
            patient_id=self._wish.patient_id,
            room_id=None,
            therapist_id=part.therapist_id,
            now=self._now,
        )
        usual = self._usual.get(kind)
        wanted = self._wanted(kind, day) if after is None else after.ends_at
        least, most = self._window(part, day)
        found = []
        for gap in gaps:
            first, last = max(gap.starts_at, least), min(gap.last_start(session_type), most)
            if after is not None:
                first = max(first, after.free_at if after.therapist_id == gap.therapist.id else after.ends_at)
            if first <= last:
                starts_at = min(max(wanted, first), last)
                another = usual is not None and usual.therapist_id != gap.therapist.id
                found.append((another, abs(starts_at - wanted), starts_at, gap.therapist.id))
        best_first = sorted(found)
        placed = (self._placed(kind, therapist_id, starts_at) for _, _, starts_at, therapist_id in best_first)
        without_room = None
        for place in placed:
            if place.room_id is not None:
                return place
            without_room = without_room or place
        return without_room

    def _placed(self, kind: Kind, therapist_id: str, starts_at: datetime) -> Session:
        """The session as it would stand there, in the usual room where that is free, else in the first that is."""
        session_type, usual = self._types[kind], self._usual.get(kind)
        wanted = BookingRequest("", self._wish.patient_id, session_type.id, therapist_id, starts_at)
        place = session_for(wanted, session_type)
        return replace(place, room_id=self._rooms.free_for(place, usual.room_id if usual else None))

    def _wanted(self, kind: Kind, day: date) -> datetime:
        """The time to come near to: the usual one, by the clinic's clock."""
        usual, part = self._usual.get(kind), self._part(kind)
        if usual is not None:
            return same_clock(self._clinic, usual.starts_at, day)
        return instant(self._clinic, day, part.earliest or _USUAL)

    def _window(self, part: PartWish, day: date) -> tuple[datetime, datetime]:
        earliest, latest = part.earliest or time(), part.latest or time(23, 59)
        return instant(self._clinic, day, earliest), instant(self._clinic, day, latest)

    def _row(self, kind: Kind, day: date, place: Session | None) -> SeriesRow:
        """The session at its place; without one at the time wished for, which will be told as a clash."""
        self._calendar.take(kind, day)
        if place is None:
            place = self._placed(kind, self._somebody(kind), self._wanted(kind, day))
        else:
            self._usual.setdefault(kind, place)
        self._rooms.give(place)
        return SeriesRow(
            BookingRequest(
                new_key(self._now),
                place.patient_id,
                place.session_type_id,
                place.therapist_id,
                place.starts_at,
                place.room_id,
            )
        )

    def _somebody(self, kind: Kind) -> str:
        part, usual = self._part(kind), self._usual.get(kind)
        if part.therapist_id is not None:
            return part.therapist_id
        if usual is not None:
            return usual.therapist_id
        technique = self._types[kind].technique
        members = [each for each in self._store.staff.all() if each.active]
        return next((each.id for each in members if each.gives(technique)), members[0].id)

    def _part(self, kind: Kind) -> PartWish:
        part = self._wish.part(kind)
        assert part is not None  # noqa: S101 - only kinds of the wish are asked for
        return part

    def _booked(self) -> dict[Kind, list[date]]:
        types = {each.id: each for each in self._store.session_types.all()}
        found: dict[Kind, list[date]] = {kind: [] for kind in Kind}
        for session in self._store.sessions.of_patient(self._wish.patient_id):
            if session.status.live:
                found[types[session.session_type_id].kind].append(local_date(self._clinic, session.starts_at))
        return found
