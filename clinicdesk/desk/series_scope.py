"""Which sessions of a series a change is about, where it puts them, and what stays where it is."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from clinicdesk.data import Store
from clinicdesk.desk.clinic_setup import clinic_of
from clinicdesk.desk.hours import instant, local_date
from clinicdesk.desk.moving import movable
from clinicdesk.desk.plan_notices import distances_of
from clinicdesk.desk.series_views import Along, OtherDays, Pairing, Scope, SeriesChange, SeriesRow, WeekChoice
from clinicdesk.desk.series_weeks import SeriesWeeks
from clinicdesk.desk.working_time import WorkingTime, working_time
from clinicdesk.domain.session import BookingRequest, Session
from clinicdesk.domain.suitability import Kind

_FARTHEST = timedelta(days=9)
"""No session comes farther from its date than this: to another day of the week, and to the nearest that suits."""


class SeriesScope:
    """The sessions of a series that a change from one of them on is about, as they are now: those still to come.

    A move is about the kind of session it begins from: a therapist of the one need not give the other, and two of
    one day cannot both go to one time. What it takes along of the other kind keeps its distance on the day.
    """

    def __init__(self, store: Store, session: Session, scope: Scope, *, now: datetime) -> None:
        """``session`` is the one it begins from, itself meant whatever became of it."""
        self._store, self._now = store, now
        self._clinic = clinic_of(store)
        self._begin = store.sessions.get(session.id)
        self._scope = scope
        self._kinds = {each.id: each.kind for each in store.session_types.all()}
        self._kind = self._kinds[self._begin.session_type_id]
        series_id = self._begin.series_id
        self._whole = store.sessions.of_series(series_id) if series_id is not None else []
        to_come = [each for each in self._whole if movable(each) and each.starts_at > now]
        own = [each for each in to_come if self._kinds[each.session_type_id] is self._kind and self._meant(each)]
        self._own = [self._begin] if scope is Scope.THIS or series_id is None else own
        self._others = [each for each in to_come if self._kinds[each.session_type_id] is not self._kind]
        self._hours: WorkingTime | None = None

    def pairing(self, change: SeriesChange) -> Pairing:
        """How the sessions of the other kind stand to those that would be moved."""
        days = {self._day(each) for each in self._own}
        first = self._day(self._begin)
        beside = tuple(each for each in self._others if self._day(each) in days)
        later = [each for each in self._others if self._scope is Scope.ALL or self._day(each) >= first]
        apart = tuple(each for each in later if each not in beside and self._scope is not Scope.THIS)
        usual = Along.NOTHING
        if beside and self._scope is not Scope.THIS:
            weeks = [self._day(each).isocalendar()[:2] for each in (*beside, *apart)]
            together = apart and (len(set(weeks)) == len(weeks) or self._only_together(change, beside, apart))
            usual = Along.EVERYTHING if together else Along.SAME_DAY
        return Pairing(self._kind, beside, apart, usual)

    def week_choice(self, change: SeriesChange) -> WeekChoice | None:
        """What could become of the other days of its week; None where there are none, or the day stays the same."""
        if change.cancel or change.weekday in {None, self._day(self._begin).weekday()}:
            return None
        weeks = self._weeks(change, self.pairing(change).taken(change.along))
        others = weeks.others()
        if not others:
            return None
        places = weeks.places(OtherDays.GO_ALONG)
        return WeekChoice(_weekdays(places[day] for day in others), _weekdays(others), weeks.usual())

    def rows(self, change: SeriesChange) -> list[SeriesRow]:
        """Where they would stand, in order of time; a cancellation is about both kinds."""
        if change.cancel:
            others = [each for each in self._others if self._meant(each) and self._scope is not Scope.THIS]
            return _by_time(_row(each, each.starts_at, off=True) for each in (*self._own, *others))
        taken = self.pairing(change).taken(change.along)
        places: Mapping[date, date] = {}
        if change.weekday is not None:
            weeks = self._weeks(change, taken)
            places = weeks.places(change.other_days or weeks.usual())
        return _by_time(
            self._row_on(each, places.get(self._day(each), self._day(each)), change) for each in (*self._own, *taken)
        )

    # -- the days of a week ----------------------------------------------------------------------

    def _only_together(self, change: SeriesChange, beside: Sequence[Session], apart: Sequence[Session]) -> bool:
        """Whether the other kind keeps its distances only where all of it goes along."""
        if change.weekday is None:
            return False
        alone, all_of_it = self._weeks(change, beside), self._weeks(change, (*beside, *apart))
        return not alone.keeps(alone.places(alone.usual())) and all_of_it.keeps(all_of_it.places(all_of_it.usual()))

    def _weeks(self, change: SeriesChange, taken: Sequence[Session]) -> SeriesWeeks:
        assert change.weekday is not None  # noqa: S101 - asked for only where a weekday is wished for
        moved: dict[date, list[Session]] = defaultdict(list)
        for each in (*self._own, *taken):
            moved[self._day(each)].append(each)
        on_their_way = {each.id for each in (*self._own, *taken)}
        staying: dict[Kind, set[date]] = defaultdict(set)
        for each in self._store.sessions.of_patient(self._begin.patient_id):
            if each.status.live and each.id not in on_their_way:
                staying[self._kind_of(each)].add(self._day(each))
        alike = {self._day(each) for each in self._whole if each.status.live and self._kind_of(each) is self._kind}
        weeks = [day.isocalendar()[:2] for day in alike | moved.keys()]
        return SeriesWeeks(
            {day: {self._kind_of(each) for each in sessions} for day, sessions in moved.items()},
            self._day(self._begin),
            change.weekday,
            often=self._scope is not Scope.THIS and len(set(weeks)) < len(weeks),
            least=distances_of(self._store, self._begin),
            taken=staying,
            works=lambda day, there: all(self._works(self._row_on(each, there, change)) for each in moved[day]),
        )

    def _works(self, row: SeriesRow) -> bool:
        """Whether its therapist is at work then; nothing of the past is."""
        assert row.session is not None  # noqa: S101 - only what is on file is moved
        if self._hours is None:
            days = [self._day(each) for each in (*self._own, *self._others)]
            self._hours = working_time(self._store, min(days) - _FARTHEST, max(days) + _FARTHEST)
        starts_at, length = row.request.starts_at, row.session.ends_at - row.session.starts_at
        at_work = self._hours.working(row.request.therapist_id, local_date(self._clinic, starts_at))
        return starts_at > self._now and any(
            begins <= starts_at and starts_at + length <= ends for begins, ends in at_work
        )

    def _meant(self, session: Session) -> bool:
        return self._scope is Scope.ALL or session.starts_at >= self._begin.starts_at

    def _row_on(self, session: Session, day: date, change: SeriesChange) -> SeriesRow:
        """A session on another day: at the time and with the therapist wished for, if it is of the kind that is moved.

        One of the other kind goes as much later as the one of its day does, or else as the one it begins from.
        """
        own = self._kind_of(session) is self._kind
        here = self._clock(session.starts_at)
        there = datetime.combine(day, here.time())
        if change.starts_at is not None:
            beside = [each for each in self._own if self._day(each) == self._day(session)]
            partner = self._clock((session if own else [*beside, self._begin][0]).starts_at)
            there += datetime.combine(partner, change.starts_at) - partner
        return _row(session, self._instant(there, here, session), change.therapist_id if own else None)

    def _kind_of(self, session: Session) -> Kind:
        return self._kinds[session.session_type_id]

    def _instant(self, there: datetime, here: datetime, session: Session) -> datetime:
        return session.starts_at if there == here else instant(self._clinic, there.date(), there.time())

    def _clock(self, at: datetime) -> datetime:
        """What the clinic's calendar and clock show, without a zone."""
        return at.astimezone(self._clinic.tz).replace(tzinfo=None)

    def _day(self, session: Session) -> date:
        return local_date(self._clinic, session.starts_at)


def _weekdays(days: Iterable[date]) -> tuple[int, ...]:
    return tuple(sorted({day.weekday() for day in days}))


def _by_time(rows: Iterable[SeriesRow]) -> list[SeriesRow]:
    return sorted(rows, key=lambda row: row.request.starts_at)


def _row(session: Session, starts_at: datetime, therapist_id: str | None = None, *, off: bool = False) -> SeriesRow:
    request = BookingRequest(
        session.id,
        session.patient_id,
        session.session_type_id,
        therapist_id or session.therapist_id,
        starts_at,
        session.room_id,
    )
    return SeriesRow(request, session, off=off)
