"""Series: many sessions proposed, looked at date by date, booked all or none, and changed together later."""

from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime

from clinicdesk.data import Store
from clinicdesk.desk.aside import set_aside
from clinicdesk.desk.booking import Booking
from clinicdesk.desk.booking_notes import BookingNotes
from clinicdesk.desk.booking_views import Clash
from clinicdesk.desk.clashes import session_for
from clinicdesk.desk.clinic_setup import clinic_of
from clinicdesk.desk.day import cancelled, current_session, refuse_step
from clinicdesk.desk.journal import Journal
from clinicdesk.desk.keys import new_key
from clinicdesk.desk.moving import Moving, moved
from clinicdesk.desk.plan_notices import distances_of
from clinicdesk.desk.series_distances import distance_notes
from clinicdesk.desk.series_planning import SeriesPlanning
from clinicdesk.desk.series_rooms import SeriesRooms
from clinicdesk.desk.series_scope import SeriesScope
from clinicdesk.desk.series_views import Pairing, RowCheck, Scope, SeriesChange, SeriesRow, SeriesWish, WeekChoice
from clinicdesk.domain.session import BookingRequest, CancelCause, Session, SessionStatus
from clinicdesk.domain.staff import StaffMember
from clinicdesk.domain.suitability import Kind, Verdict
from clinicdesk.errors import Conflict, InvalidValues, NotAllowed, NotBookable, SlotTaken, StaleRecord

_CHOOSE = " Nothing was changed; choose another time."


class _TrialOver(Exception):
    """What was tried is undone."""


class Series:
    """The book, many sessions at a time."""

    def __init__(self, store: Store, booking: Booking, moving: Moving) -> None:
        self._store = store
        self._booking = booking
        self._moving = moving
        self._beside = BookingNotes(store)
        self._journal = Journal(store)

    # -- a new series --------------------------------------------------------------------------

    def propose(self, wish: SeriesWish, *, now: datetime) -> list[SeriesRow]:
        """A date, a time and a therapist for every session of a series; see ``SeriesPlanning.rows``."""
        return SeriesPlanning(self._store, wish, now=now).rows()

    def check(
        self, rows: Sequence[SeriesRow], *, min_days: Mapping[Kind, int] | None = None, now: datetime
    ) -> list[RowCheck]:
        """What each row would come to: everything is booked for a trial, by the way it will be booked, and undone.

        A session that another desk has changed since is looked at as it is now; the row found says so.

        Args:
            rows: of one patient; a clash with a row before it is one, too.
            min_days: the distances to remark on, by kind; those of the plan where none are given.
            now: the time now.
        """
        with self._trial():
            rows = self._followed(rows)
            found = self._tried(rows, now)
        on_file = next((row.session for row in rows if row.session is not None), None)
        if min_days is None and on_file is not None:
            min_days = distances_of(self._store, on_file)
        notes = distance_notes(self._store, rows, min_days or {})
        return [
            replace(check, notes=(*self._promised(check.row, now), *note))
            for check, note in zip(found, notes, strict=True)
        ]

    def in_free_room(self, row: SeriesRow, rows: Sequence[SeriesRow]) -> SeriesRow:
        """A row of a series in its own room where that is free beside the others, else in the first that is.

        One that gets its room on arrival stays so; where no room is free its own stays, and ``check`` tells by whom
        it is taken.
        """
        with self._trial():
            row, *rows = self._followed([row, *rows])
            return self._in_free_rooms([row], among=rows)[0]

    def nearest(
        self, row: SeriesRow, rows: Sequence[SeriesRow], *, now: datetime, count: int = 3
    ) -> list[BookingRequest]:
        """Free places near a row of a series, which none of its other rows takes."""
        with self._trial():
            row, *rows = self._followed([row, *rows])
            self._tried([each for each in rows if each.request.id != row.request.id], now)
            if row.session is not None:
                self._set_aside([row.session])
            return self._booking.nearest(row.request, now=now, count=count)

    def book(self, rows: Sequence[SeriesRow], *, actor: StaffMember, now: datetime) -> list[Session]:
        """Book every row, or none: one transaction, one deed, one series.

        Raises:
            InvalidValues: under ``rows``, when there is none.
            NotBookable, SlotTaken, NotAllowed, NotFound: as ``Booking.book``; the sentence begins with the date.
        """
        if not rows:
            raise InvalidValues({"rows": "There is nothing to book. Add a session first."})
        with self._store.write():
            series_id = new_key(now)
            booked = [self._booked(row, series_id, now) for row in rows]
            self._store.patients.mark_seen(booked[0].patient_id, now)
            self._journal.note("series.book", [(None, session) for session in booked], actor=actor, now=now)
            detail = {"sessions": [session.id for session in booked]}
            self._store.audit.append(actor, "series.book", ("series", series_id), detail, at=now)
        return booked

    # -- changing one --------------------------------------------------------------------------

    def pairing(self, session: Session, scope: Scope, change: SeriesChange, *, now: datetime) -> Pairing:
        """What a move of sessions of one kind could take along of the other; see ``SeriesScope``."""
        return SeriesScope(self._store, session, scope, now=now).pairing(change)

    def week_choice(self, session: Session, scope: Scope, change: SeriesChange, *, now: datetime) -> WeekChoice | None:
        """What could become of the other days of its week where one day becomes another; see ``SeriesWeeks``."""
        return SeriesScope(self._store, session, scope, now=now).week_choice(change)

    def changed(self, session: Session, scope: Scope, change: SeriesChange, *, now: datetime) -> list[SeriesRow]:
        """Where the sessions of a change would stand. Nothing is changed; ``check`` tells what it would come to.

        Each stays in its room where that is free, else it goes to the first that is.
        """
        with self._trial():
            rows = SeriesScope(self._store, session, scope, now=now).rows(change)
            return rows if change.cancel else self._in_free_rooms(rows, among=rows)

    def change(
        self,
        rows: Sequence[SeriesRow],
        *,
        reason: str = "",
        cause: CancelCause = CancelCause.OTHER,
        actor: StaffMember,
        now: datetime,
    ) -> list[Session]:
        """Move or cancel every row, or none: one transaction, one deed.

        Args:
            rows: of sessions on file; those that would stay as they are are left alone.
            reason: why those that are off are cancelled.
            cause: whose doing that was; as ``Day.cancel``.
            actor: who does it.
            now: the time now.

        Raises:
            InvalidValues: under ``rows`` when there is none, under ``reason`` when one is cancelled without.
            NotBookable, SlotTaken, NotAllowed, StaleRecord: as ``Moving.place``; the sentence begins with the date.
        """
        rows = [row for row in rows if row.changes]
        if not rows:
            raise InvalidValues({"rows": "There is nothing to change."})
        if any(row.off for row in rows) and not reason.strip():
            raise InvalidValues({"reason": "Say in a few words why the sessions are cancelled."})
        with self._store.write():
            befores = [self._current(row, row.session) for row in rows if row.session is not None]
            aside = self._set_aside(befores)
            afters = [self._changed(row, aside[row.request.id], (reason.strip(), cause), now) for row in rows]
            self._journal.note("series.change", zip(befores, afters, strict=True), actor=actor, now=now)
            detail = {"sessions": [session.id for session in afters], "off": sum(row.off for row in rows)}
            series = befores[0].series_id or befores[0].id
            self._store.audit.append(actor, "series.change", ("series", series), detail, at=now)
        return afters

    # -- inside --------------------------------------------------------------------------------

    @contextmanager
    def _trial(self) -> Generator[None]:
        """A transaction that is always undone."""
        with suppress(_TrialOver), self._store.write():
            yield
            raise _TrialOver

    def _followed(self, rows: Sequence[SeriesRow]) -> list[SeriesRow]:
        now = self._store.sessions.many([row.session.id for row in rows if row.session is not None])
        return [row if row.session is None else row.followed(now[row.session.id]) for row in rows]

    def _tried(self, rows: Sequence[SeriesRow], now: datetime) -> list[RowCheck]:
        aside = self._set_aside([row.session for row in rows if row.session is not None and row.changes])
        return [self._try(row, aside, now) for row in rows]

    def _try(self, row: SeriesRow, aside: Mapping[str, Session], now: datetime) -> RowCheck:
        clashes: list[Clash] = []
        try:
            if row.session is None:
                self._booking.put(row.request, now=now)
            elif row.off:
                refuse_step(row.session, SessionStatus.CANCELLED)
            elif row.changes:
                self._put_back(row, aside[row.request.id], now)
        except NotBookable as refused:
            clashes.append(Clash("verdict", str(refused)))
        except SlotTaken as taken:
            clashes.append(Clash(taken.resource, str(taken).removesuffix(_CHOOSE)))
        except NotAllowed as refused:
            clashes.append(Clash("hours", str(refused)))
        except StaleRecord as older:
            clashes.append(Clash("verdict", str(older)))
        verdict, due = self._booking.counted(row.request)
        return RowCheck(row, tuple(clashes), verdict, verdict is Verdict.NEEDS_CLINICIAN_REVIEW, renewal=due)

    def _booked(self, row: SeriesRow, series_id: str, now: datetime) -> Session:
        try:
            return self._booking.put(row.request, series_id=series_id, now=now)
        except Conflict as conflict:
            raise self._dated(conflict, row) from conflict

    def _current(self, row: SeriesRow, session: Session) -> Session:
        try:
            return current_session(self._store, session)
        except Conflict as conflict:
            raise self._dated(conflict, row) from conflict

    def _changed(self, row: SeriesRow, aside: Session, why: tuple[str, CancelCause], now: datetime) -> Session:
        try:
            if not row.off:
                return self._put_back(row, aside, now)
            original, (reason, cause) = _back(row, aside), why
            refuse_step(original, SessionStatus.CANCELLED)
            off = cancelled(original, clinic_of(self._store), reason=reason, cause=cause, now=now)
            return self._store.sessions.update(off)
        except Conflict as conflict:
            raise self._dated(conflict, row) from conflict

    def _put_back(self, row: SeriesRow, aside: Session, now: datetime) -> Session:
        """A session that stands aside goes where it is wished for."""
        original, request = _back(row, aside), row.request
        target = moved(
            original, starts_at=request.starts_at, therapist_id=request.therapist_id, room_id=request.room_id
        )
        return self._moving.put(original, target, now=now)

    def _set_aside(self, sessions: Sequence[Session]) -> dict[str, Session]:
        """Let sessions stand out of each other's way, so that they may change places; by id, as they stand then."""
        return {each.id: set_aside(self._store, each) for each in sessions}

    def _in_free_rooms(self, rows: Sequence[SeriesRow], *, among: Sequence[SeriesRow]) -> list[SeriesRow]:
        """Rooms for rows of a series, inside a trial."""
        self._set_aside([row.session for row in among if row.session is not None])
        rooms, meant = SeriesRooms(self._store), {row.request.id for row in rows}
        for other in among:
            if other.request.id not in meant and not other.off:
                rooms.give(self._wanted(other))
        found = []
        for row in rows:
            wanted = self._wanted(row)
            if wanted.room_id is not None:
                wanted = replace(wanted, room_id=rooms.free_for(wanted, wanted.room_id) or wanted.room_id)
            rooms.give(wanted)
            found.append(replace(row, request=replace(row.request, room_id=wanted.room_id)))
        return found

    def _wanted(self, row: SeriesRow) -> Session:
        """The session of a row as it would stand."""
        request = row.request
        if row.session is None:
            return session_for(request, self._store.session_types.get(request.session_type_id))
        return moved(
            row.session, starts_at=request.starts_at, therapist_id=request.therapist_id, room_id=request.room_id
        )

    def _promised(self, row: SeriesRow, now: datetime) -> tuple[str, ...]:
        """Whom of the waiting list the time of a row was offered to."""
        return self._beside.promised(self._wanted(row), now=now) if row.changes and not row.off else ()

    def _dated(self, conflict: Conflict, row: SeriesRow) -> Conflict:
        """The same refusal, beginning with the date it is about."""
        local = row.request.starts_at.astimezone(clinic_of(self._store).tz)
        words = str(conflict).removesuffix(_CHOOSE)
        sentence = f"{local:%A} {local.day} {local:%B}, {local:%H:%M}: {words} Nothing of the series was stored."
        if isinstance(conflict, SlotTaken):
            return SlotTaken(sentence, resource=conflict.resource, session_id=conflict.session_id)
        return type(conflict)(sentence)


def _back(row: SeriesRow, aside: Session) -> Session:
    """A session as it stood before it was set aside, to be stored over what stands aside."""
    assert row.session is not None  # noqa: S101 - only what is on file stands aside
    return replace(row.session, version=aside.version)
