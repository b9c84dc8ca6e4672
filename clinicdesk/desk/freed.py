"""What became free, told by the journal: every deed of every desk stands there with the records before and after.

So it does not matter how a time was freed: a session cancelled, moved, shortened or missed ahead of its time, a
series changed, a booking taken back, an absence taken back or shortened.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from clinicdesk.data import Store
from clinicdesk.desk.clinic_setup import clinic_of
from clinicdesk.desk.hours import local_date, whole_day
from clinicdesk.desk.waiting_views import FreeTime, WantedTime
from clinicdesk.desk.wanted import DAYS_AHEAD, WantedTimes
from clinicdesk.domain.journal import Change
from clinicdesk.domain.session import Session
from clinicdesk.domain.staff import Role
from clinicdesk.domain.working_hours import Absence

_NOUNS: dict[str, type[Session] | type[Absence]] = {"Session": Session, "Absence": Absence}


class FreedTimes:
    """Notices what became free since the last look."""

    def __init__(self, store: Store, wanted: Callable[[], WantedTimes]) -> None:
        """``wanted`` needs the rules, which are loaded only when something was freed."""
        self._store, self._wanted = store, wanted
        self._seen = store.journal.newest()

    def look(self, *, now: datetime) -> list[WantedTime] | None:
        """The times that became free since the last look and that somebody waits for; None when nothing was done."""
        newest = self._store.journal.newest()
        if newest == self._seen:
            return None
        entries, self._seen = self._store.journal.after(self._seen), newest
        freed = [each for entry in entries for change in entry.changes for each in self._freed(change, now)]
        return self._wanted().around(freed, now=now) if freed else []

    def _freed(self, change: Change, now: datetime) -> Iterator[FreeTime]:
        import msgspec  # noqa: PLC0415 - nothing is freed while the program starts

        kind = _NOUNS.get(change.noun)
        if kind is None or change.before is None:
            return
        before = msgspec.json.decode(change.before, type=kind)
        after = None if change.after is None else msgspec.json.decode(change.after, type=kind)
        if isinstance(before, Session):
            if not isinstance(after, Absence):
                yield from self._left(before, after, now)
        elif not isinstance(after, Session):
            yield from self._back(before, after, now)

    def _left(self, before: Session, after: Session | None, now: datetime) -> Iterator[FreeTime]:
        stays = after is not None and after.status.live and _taken(after) == _taken(before)
        if before.status.live and not stays and before.free_at > now:
            therapist = self._store.staff.get(before.therapist_id)
            yield FreeTime(therapist, before.starts_at, before.free_at, before.free_at)

    def _back(self, before: Absence, after: Absence | None, now: datetime) -> Iterator[FreeTime]:
        """The days of an absence that was taken back or changed; what is not free of them drops out by itself."""
        if before.withdrawn or after == before:
            return
        clinic = clinic_of(self._store)
        first = max(before.first, local_date(clinic, now))
        last = min(before.last, local_date(clinic, now) + timedelta(days=DAYS_AHEAD))
        for offset in range((last - first).days + 1):
            begins, ends = whole_day(clinic, first + timedelta(days=offset))
            for member in self._store.staff.all():
                if member.role is Role.THERAPIST and before.owner in {None, member.id}:
                    yield FreeTime(member, begins, ends, ends)


def _taken(session: Session) -> tuple[str, datetime, datetime]:
    return session.therapist_id, session.starts_at, session.free_at
