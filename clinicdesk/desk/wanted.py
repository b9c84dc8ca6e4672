"""Free times that somebody waits for, and whom each of them suits."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import islice

from clinicdesk.data import Store
from clinicdesk.desk.clinic_setup import clinic_of
from clinicdesk.desk.hours import local_date
from clinicdesk.desk.judging import Judging
from clinicdesk.desk.waiting_fit import MOST, Fitting, from_moment
from clinicdesk.desk.waiting_views import Candidate, FoundTimes, FreeTime, WantedTime
from clinicdesk.domain.staff import StaffMember
from clinicdesk.domain.waiting import WaitingEntry

DAYS_AHEAD = 14
"""How far ahead free times are looked for by themselves."""


class WantedTimes:
    """Looks for free times with the waiting list in mind."""

    def __init__(self, store: Store, judging: Judging) -> None:
        self._store, self._judging = store, judging

    def free_now(self, *, now: datetime, count: int = 8) -> FoundTimes:
        """The first free times within two weeks that somebody waits for."""
        today = self._today(now)
        times: list[WantedTime] = []
        for wanted in self.wanted(today, today + timedelta(days=DAYS_AHEAD), now=now):
            if len(times) == count:
                return FoundTimes(tuple(times), more=True)
            times.append(wanted)
        return FoundTimes(tuple(times), more=False)

    def wanted(
        self,
        first: date,
        last: date,
        *,
        therapist_ids: Collection[str] | None = None,
        most: int = MOST,
        now: datetime,
    ) -> Iterator[WantedTime]:
        """The free times of some dates that somebody waits for, in order; of everybody, or of some therapists."""
        fitting = self._fitting(max(first, self._today(now)), last, now)
        for free in fitting.free_times(therapist_ids) if fitting else ():
            wanted = fitting.wanted(free, most=most) if fitting else None
            if wanted and wanted.people:
                yield wanted

    def people_for(
        self,
        starts_at: datetime,
        *,
        therapist_id: str | None = None,
        room_id: str | None = None,
        actor: StaffMember,
        now: datetime,
    ) -> list[Candidate]:
        """Open the list of who could have the free time that a moment lies in, from that moment on.

        Args:
            starts_at: the moment.
            therapist_id: whose time it is; None for anybody's, each person standing with the first who is free.
            room_id: a room that it has to be.
            actor: who looks.
            now: the time now.
        """
        with self._store.write():
            found = self.people_again(starts_at, therapist_id=therapist_id, room_id=room_id, now=now)
            detail = {"from": starts_at.isoformat(), "patients": [each.patient.id for each in found]}
            self._store.audit.append(actor, "waiting.read", ("clinic", "1"), detail, at=now)
        return found

    def people_again(
        self, starts_at: datetime, *, therapist_id: str | None = None, room_id: str | None = None, now: datetime
    ) -> list[Candidate]:
        """The same once more: somebody has them in front already, and something may have changed."""
        on = local_date(clinic_of(self._store), starts_at)
        fitting = self._fitting(on, on, now)
        if fitting is None:
            return []
        found: dict[str, Candidate] = {}
        for free in fitting.free_times(None if therapist_id is None else [therapist_id]):
            if free.holds(starts_at):
                for each in fitting.wanted(from_moment(free, starts_at), room_id=room_id).people:
                    found.setdefault(each.entry.id, each)
        return sorted(found.values(), key=in_turn)

    def times_for(self, entry: WaitingEntry, *, now: datetime, count: int = 6) -> list[Candidate]:
        """The first times within two weeks that one person of the list could have, one in each free stretch."""
        today = self._today(now)
        last = min(entry.expires_on, today + timedelta(days=DAYS_AHEAD))
        fitting = Fitting(self._store, self._judging, [entry], first=today, last=last, now=now)
        found = (each for free in fitting.free_times() for each in fitting.wanted(free, most=1).people)
        return list(islice(found, count))

    def _fitting(self, first: date, last: date, now: datetime) -> Fitting | None:
        """None where nobody waits, so that whoever asks often pays nothing for it."""
        entries = self._store.waiting.open(self._today(now)) if first <= last else []
        if not entries:
            return None
        return Fitting(self._store, self._judging, entries, first=first, last=last, now=now)

    def around(self, stretches: Sequence[FreeTime], *, now: datetime) -> list[WantedTime]:
        """The free times that have a moment in common with one of some stretches, and that somebody waits for."""
        clinic = clinic_of(self._store)
        days = {local_date(clinic, each.starts_at) for each in stretches}
        found = []
        for on in sorted(days):
            for wanted in self.wanted(on, on, now=now):
                free = wanted.free
                if any(
                    each.therapist.id == free.therapist.id
                    and each.starts_at < free.ends_at
                    and free.starts_at < each.ends_at
                    for each in stretches
                ):
                    found.append(wanted)
        return found

    def _today(self, now: datetime) -> date:
        return local_date(clinic_of(self._store), now)


def in_turn(candidate: Candidate) -> tuple[bool, datetime, str]:
    """In which order people are asked: the urgent first, then who has waited longest."""
    entry = candidate.entry
    return not entry.urgent, entry.asked_at, entry.id
