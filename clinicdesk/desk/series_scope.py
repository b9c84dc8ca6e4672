"""Which sessions of a series a change is about, where it puts them, and what stays where it is."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from clinicdesk.data import Store
from clinicdesk.desk.clinic_setup import clinic_of
from clinicdesk.desk.hours import instant, local_date
from clinicdesk.desk.moving import movable
from clinicdesk.desk.series_views import Along, Pairing, Scope, SeriesChange, SeriesRow
from clinicdesk.domain.session import BookingRequest, Session


class SeriesScope:
    """The sessions of a series that a change from one of them on is about, as they are now: those still to come.

    A move is about the kind of session it begins from: a therapist of the one need not give the other, and two of
    one day cannot both go to one time. What it takes along of the other kind keeps its distance on the day.
    """

    def __init__(self, store: Store, session: Session, scope: Scope, *, now: datetime) -> None:
        """``session`` is the one it begins from, itself meant whatever became of it."""
        self._clinic = clinic_of(store)
        self._begin = store.sessions.get(session.id)
        self._scope = scope
        kinds = {each.id: each.kind for each in store.session_types.all()}
        self._kind = kinds[self._begin.session_type_id]
        series_id = self._begin.series_id
        whole = store.sessions.of_series(series_id) if series_id is not None else []
        to_come = [each for each in whole if movable(each) and each.starts_at > now]
        own = [each for each in to_come if kinds[each.session_type_id] is self._kind and self._meant(each)]
        self._own = [self._begin] if scope is Scope.THIS or series_id is None else own
        self._others = [each for each in to_come if kinds[each.session_type_id] is not self._kind]

    def pairing(self) -> Pairing:
        """How the sessions of the other kind stand to those that would be moved."""
        days = {self._day(each) for each in self._own}
        first = self._day(self._begin)
        beside = tuple(each for each in self._others if self._day(each) in days)
        later = [each for each in self._others if self._scope is Scope.ALL or self._day(each) >= first]
        apart = [each for each in later if each not in beside and self._scope is not Scope.THIS]
        usual = Along.NOTHING
        if beside and self._scope is not Scope.THIS:
            weeks = [self._day(each).isocalendar()[:2] for each in (*beside, *apart)]
            # Two of one week would fall on one day.
            usual = Along.EVERYTHING if apart and len(set(weeks)) == len(weeks) else Along.SAME_DAY
        return Pairing(self._kind, beside, tuple(apart), usual)

    def rows(self, change: SeriesChange) -> list[SeriesRow]:
        """Where they would stand, in order of time; a cancellation is about both kinds."""
        if change.cancel:
            others = [each for each in self._others if self._meant(each) and self._scope is not Scope.THIS]
            return _by_time(_row(each, each.starts_at, off=True) for each in (*self._own, *others))
        own = [self._moved(each, change) for each in self._own]
        partners = {self._day(each): row for each, row in zip(self._own, own, strict=True)}
        along = [
            self._beside(each, partners[self._day(each)]) if self._day(each) in partners else self._apart(each, change)
            for each in self.pairing().taken(change.along)
        ]
        return _by_time((*own, *along))

    def _meant(self, session: Session) -> bool:
        return self._scope is Scope.ALL or session.starts_at >= self._begin.starts_at

    def _moved(self, session: Session, change: SeriesChange) -> SeriesRow:
        """One of the kind it begins from: to the day, the time and the therapist that are wished for."""
        here = self._clock(session.starts_at)
        at = here.time() if change.starts_at is None else change.starts_at
        there = datetime.combine(_on(here, change), at)
        return _row(session, self._instant(there, here, session), change.therapist_id)

    def _beside(self, session: Session, partner: SeriesRow) -> SeriesRow:
        """One of the same day as a session that is moved goes as far as that does."""
        assert partner.session is not None  # noqa: S101 - only what is on file is moved
        here = self._clock(session.starts_at)
        moved = self._clock(partner.request.starts_at) - self._clock(partner.session.starts_at)
        return _row(session, self._instant(here + moved, here, session))

    def _apart(self, session: Session, change: SeriesChange) -> SeriesRow:
        """One of a day of its own goes to the day wished for, and as much later as the session it begins from."""
        here, there = self._clock(session.starts_at), self._clock(session.starts_at)
        if change.starts_at is not None:
            begin = self._clock(self._begin.starts_at)
            there += datetime.combine(begin, change.starts_at) - begin
        return _row(session, self._instant(datetime.combine(_on(here, change), there.time()), here, session))

    def _instant(self, there: datetime, here: datetime, session: Session) -> datetime:
        return session.starts_at if there == here else instant(self._clinic, there.date(), there.time())

    def _clock(self, at: datetime) -> datetime:
        """What the clinic's calendar and clock show, without a zone."""
        return at.astimezone(self._clinic.tz).replace(tzinfo=None)

    def _day(self, session: Session) -> date:
        return local_date(self._clinic, session.starts_at)


def _on(here: datetime, change: SeriesChange) -> date:
    """The day wished for, of the same week."""
    return here.date() if change.weekday is None else here.date() + timedelta(days=change.weekday - here.weekday())


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
