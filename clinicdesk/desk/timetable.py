"""Decisions about hours: usual weeks, single dates, time off, closures, holidays. Each tells which sessions it hits."""

from collections.abc import Callable, Collection, Generator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta

from clinicdesk.data import Store
from clinicdesk.desk.clinic_setup import clinic_of
from clinicdesk.desk.displaced import DisplacedSession, DisplacedSessions
from clinicdesk.desk.hours import local_date
from clinicdesk.desk.journal import THE_ONLY, Journal, Kept
from clinicdesk.desk.keys import new_key
from clinicdesk.desk.last_change import last_change
from clinicdesk.desk.working_time import WorkingTime, working_time
from clinicdesk.domain.staff import StaffMember
from clinicdesk.domain.working_hours import (
    Absence,
    ClockSpan,
    HolidayChoice,
    HoursBook,
    Spans,
    SpecialHours,
    Week,
    WeeklyHours,
    same_every_day,
)
from clinicdesk.errors import InvalidValues, NotAllowed, StaleRecord

_AHEAD = timedelta(days=2 * 366)


class Timetable:
    """What is decided about hours."""

    def __init__(self, store: Store, displaced: DisplacedSessions) -> None:
        self._store = store
        self._displaced = displaced
        self._journal = Journal(store)

    def working_time(self, first: date, last: date) -> WorkingTime:
        """Who works when, from one date to another."""
        return working_time(self._store, first, last)

    def book(self, *, now: datetime) -> HoursBook:
        """All that bears on today and the time to come, as far as anybody plans."""
        today = local_date(clinic_of(self._store), now)
        return self._store.hours.book(today, today + _AHEAD)

    def exceptions(self, *, now: datetime) -> list[SpecialHours]:
        """The hours of single dates that stand, from today on, by date."""
        standing = {(each.owner, each.on): each for each in self.book(now=now).special}
        return sorted((each for each in standing.values() if each.spans is not None), key=lambda each: each.on)

    def weekly(self, owner: str | None, on: date) -> WeeklyHours:
        """The usual weeks that hold on a date.

        Where none were decided, those in their place: the clinic's opening times on every day, and for a
        therapist the hours of the clinic; their ``id`` is empty.
        """
        book = self._store.hours.book(on, on)
        clinic = clinic_of(self._store)
        decided = book.weekly_of(owner, on) or book.weekly_of(None, on)
        if decided is not None:
            return decided if decided.owner == owner else replace(decided, id="", owner=owner)
        usual = (ClockSpan(clinic.opens_at, clinic.closes_at),)
        return WeeklyHours("", owner, on, same_every_day(usual), on)

    def usual_changed(self, owner: str | None, seen: Collection[str], *, now: datetime) -> str:
        """Who changed an owner's usual weeks since somebody looked, and when, in a sentence; empty where nobody did.

        Args:
            owner: whose.
            seen: the keys of what the weeks rested on then, as ``HoursBook.usual_of`` tells it.
            now: the time.
        """
        return self._changed(WeeklyHours, {each.id for each in self.book(now=now).usual_of(owner)}, seen, now)

    def set_weekly(
        self,
        owner: str | None,
        weeks: tuple[Week, ...],
        *,
        valid_from: date,
        reference: date,
        actor: StaffMember,
        now: datetime,
        seen: Collection[str] | None = None,
    ) -> list[DisplacedSession]:
        """Decide the usual weeks from a day on; returned is which sessions that hits.

        ``seen`` is as in ``usual_changed``; None for whoever decides without having looked.

        Raises:
            InvalidValues: under ``weeks``, when the clinic would never open; under ``valid_from``, when that is past.
            StaleRecord: somebody changed them since; says who, and when.
        """
        clinic = clinic_of(self._store)
        if valid_from < local_date(clinic, now):
            raise InvalidValues({"valid_from": "What has been cannot be changed. Choose today or a later day."})
        hours = WeeklyHours(new_key(now), owner, valid_from, weeks, reference)
        spans = [span for week in weeks for day in week for span in day]
        if owner is None and not spans:
            raise InvalidValues({"weeks": "The clinic has to open on some day."})
        with self._hitting(now) as hit:
            if seen is not None:
                _refuse(self.usual_changed(owner, seen, now=now))
            noted: list[tuple[Kept | None, Kept | None]] = []
            if owner is None and self._store.hours.book(valid_from, valid_from).weekly_of(None, valid_from) is None:
                # Until then the clinic stays open as it was.
                before = replace(self.weekly(None, valid_from), id=new_key(now), valid_from=date.min)
                self._store.hours.add_weekly(before)
                noted.append((None, before))
            self._store.hours.add_weekly(hours)
            noted.append((None, hours))
            if owner is None:
                opens, closes = min(span.starts for span in spans), max(span.ends for span in spans)
                reaching = replace(clinic, opens_at=opens, closes_at=closes)
                self._store.clinic.put(reaching)
                noted.append((clinic, reaching))
            self._journal.note("hours.weekly", noted, actor=actor, now=now)
            self._audit(actor, "hours.weekly", owner, {"from": valid_from.isoformat()}, now)
        return hit()

    def set_special(
        self,
        owner: str | None,
        on: date,
        spans: Spans | None,
        *,
        actor: StaffMember,
        now: datetime,
        seen: Collection[str] | None = None,
    ) -> list[DisplacedSession]:
        """Decide the hours of one date, or with None take that back; returned is which sessions that hits.

        Args:
            owner: whose.
            on: the date.
            spans: its hours; empty for a day off.
            actor: who decides.
            now: the time.
            seen: the keys of what had been decided about the date when somebody looked, as ``HoursBook.specials_of``
                tells it; None for whoever decides without having looked.

        Raises:
            InvalidValues: under ``on``, when the date has gone by.
            StaleRecord: somebody changed them since; says who, and when.
        """
        if on < local_date(clinic_of(self._store), now):
            raise InvalidValues({"on": "This day has gone by. Choose today or a later one."})
        with self._hitting(now) as hit:
            if seen is not None:
                standing = {each.id for each in self._store.hours.book(on, on).specials_of(owner, on)}
                _refuse(self._changed(SpecialHours, standing, seen, now))
            hours = SpecialHours(new_key(now), owner, on, spans)
            self._store.hours.add_special(hours)
            self._journal.note("hours.special", [(None, hours)], actor=actor, now=now)
            self._audit(actor, "hours.special", owner, {"on": on.isoformat()}, now)
        return hit()

    def add_absence(self, absence: Absence, *, actor: StaffMember, now: datetime) -> list[DisplacedSession]:
        """Note time off or a closure; returned is which sessions that hits.

        Raises:
            InvalidValues: under ``last``, when all of it has gone by.
        """
        self._refuse_past(absence, now)
        with self._hitting(now) as hit:
            self._store.hours.add_absence(absence)
            self._journal.note("absence.add", [(None, absence)], actor=actor, now=now)
            self._audit(actor, "absence.add", absence.owner, _days(absence), now)
        return hit()

    def change_absence(self, absence: Absence, *, actor: StaffMember, now: datetime) -> list[DisplacedSession]:
        """Change time off or a closure; returned is which sessions that hits.

        Raises:
            InvalidValues: under ``last``, when all of it has gone by.
            StaleRecord: somebody else changed it meanwhile.
            NotAllowed: it was taken back.
        """
        self._refuse_past(absence, now)
        with self._hitting(now) as hit:
            before = self._store.hours.absence(absence.id)
            if before.withdrawn:
                raise NotAllowed("This absence was taken back meanwhile. Enter it anew if it is to stand.")
            changed = self._store.hours.update_absence(absence)
            self._journal.note("absence.change", [(before, changed)], actor=actor, now=now)
            self._audit(actor, "absence.change", absence.owner, _days(absence), now)
        return hit()

    def withdraw_absence(self, absence: Absence, *, actor: StaffMember, now: datetime) -> Absence:
        """Take time off or a closure back; its sessions leave the list by themselves.

        Raises:
            StaleRecord: somebody else changed it meanwhile.
        """
        with self._store.write():
            before = self._store.hours.absence(absence.id)
            withdrawn = self._store.hours.update_absence(replace(absence, withdrawn=True))
            self._journal.note("absence.withdraw", [(before, withdrawn)], actor=actor, now=now)
            self._audit(actor, "absence.withdraw", absence.owner, _days(absence), now)
        return withdrawn

    def choose_holidays(
        self, choice: HolidayChoice, *, actor: StaffMember, now: datetime, seen: HolidayChoice | None = None
    ) -> list[DisplacedSession]:
        """Decide which public holidays the clinic keeps closed; returned is which sessions that hits.

        Args:
            choice: all that are kept from now on.
            actor: who decides.
            now: the time.
            seen: what stood when somebody looked; None for whoever decides without having looked.

        Raises:
            StaleRecord: somebody changed it since; says who, and when.
        """
        with self._hitting(now) as hit:
            before = self._store.hours.holidays()
            if seen is not None and seen != before:
                what, clinic = "which holidays are kept", clinic_of(self._store)
                _refuse(last_change(self._store, HolidayChoice, [THE_ONLY], what, clinic=clinic, now=now))
            self._store.hours.put_holidays(choice)
            self._journal.note("hours.holidays", [(before, choice)], actor=actor, now=now)
            self._audit(actor, "hours.holidays", None, {"kept": len(choice.kept)}, now)
        return hit()

    def _changed(self, kind: type, standing: set[str], seen: Collection[str], now: datetime) -> str:
        apart = standing.symmetric_difference(seen)
        if not apart:
            return ""
        return last_change(self._store, kind, apart, "these hours", clinic=clinic_of(self._store), now=now)

    def _refuse_past(self, absence: Absence, now: datetime) -> None:
        if absence.last < local_date(clinic_of(self._store), now):
            raise InvalidValues({"last": "This has gone by. Choose today or a later day."})

    @contextmanager
    def _hitting(self, now: datetime) -> Generator[Callable[[], list[DisplacedSession]]]:
        """One transaction; afterwards the sessions that stand on the list because of it."""
        with self._store.write():
            before = {(session.id, obstacle) for session, obstacle in self._displaced.met(now=now)}
            yield lambda: [
                each for each in self._displaced.waiting(now=now) if (each.row.session.id, each.obstacle) not in before
            ]

    def _audit(
        self, actor: StaffMember, action: str, owner: str | None, detail: dict[str, object], now: datetime
    ) -> None:
        subject = ("clinic", "1") if owner is None else ("staff", owner)
        self._store.audit.append(actor, action, subject, detail, at=now)


def _refuse(changed: str) -> None:
    if changed:
        raise StaleRecord(f"{changed} Nothing was overwritten.")


def _days(absence: Absence) -> dict[str, object]:
    return {"absence": absence.id, "first": absence.first.isoformat(), "last": absence.last.isoformat()}
