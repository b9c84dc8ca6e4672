"""The next free slot: for a type of session, with the right therapist, when the person can, and best first.

A slot is worth as much as the days one would wait for it. Another therapist than the usual one costs
``USUAL_IS_WORTH`` days, a leftover that nobody can use ``WHOLE_GAPS_ARE_WORTH``. A day on which even the
best slot could not be better than what was found ends the search, so that what is found is exact.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from math import inf

from clinicdesk.data import Store
from clinicdesk.desk.clinic_setup import clinic_of
from clinicdesk.desk.dated_verdicts import Counted, DatedVerdict, dated_verdict
from clinicdesk.desk.free_days import FreeDays
from clinicdesk.desk.gaps import Stretch
from clinicdesk.desk.hours import instant, local_date, whole_day
from clinicdesk.desk.judging import Judging
from clinicdesk.desk.plan_choice import fitting_plan
from clinicdesk.desk.slots import Slot, SlotWish
from clinicdesk.domain.session import Session
from clinicdesk.domain.staff import Room, StaffMember
from clinicdesk.domain.suitability import Kind, Verdict

USUAL_IS_WORTH = 3.0
WHOLE_GAPS_ARE_WORTH = 0.5
DAYS_AHEAD = 90
_DAY, _NOTHING = timedelta(days=1), timedelta()
_REMEMBERED = timedelta(days=365)


_Candidate = tuple[float, datetime, timedelta]
"""How good a start is, the start, and what it wastes."""


class NextFree:
    """Finds the next free slots."""

    def __init__(self, store: Store, judging: Judging) -> None:
        self._store = store
        self._judging = judging

    def usual_therapist(self, patient_id: str, kind: Kind, *, now: datetime) -> str | None:
        """The id of whoever gave or will give a person most of a kind of session within a year; of two, the latest."""
        types = {each.id: each for each in self._store.session_types.all()}
        own = [
            session.therapist_id
            for session in self._store.sessions.of_patient(patient_id)
            if session.status.live
            and abs(session.starts_at - now) <= _REMEMBERED
            and types[session.session_type_id].kind is kind
        ]
        counts = Counter(own)
        return max(counts, key=lambda each: (counts[each], len(own) - own[::-1].index(each)), default=None)

    def find(self, wish: SlotWish, *, now: datetime, count: int = 8) -> list[Slot]:
        """The best slots, best first; of each therapist at most one each morning and afternoon.

        Every one can be booked as it is: nothing of the hours, the skills, the devices, the plan's spacing,
        other sessions or the rules on that date stands against it.
        """
        search = _Search(self._store, self._verdict(wish), wish, now, self._usual(wish, now))
        found: list[Slot] = []
        for on in search.dates():
            worst = found[count - 1].rank if len(found) >= count else inf
            if search.least_rank(on) > worst:
                break
            found = sorted([*found, *search.day(on, worst)], key=lambda slot: (slot.rank, slot.therapist.id))[:count]
        return found

    def _verdict(self, wish: SlotWish) -> DatedVerdict:
        return dated_verdict(
            self._store,
            self._judging,
            patient_id=wish.patient_id,
            session_type_id=wish.session_type_id,
            session_id=wish.moving,
        )

    def _usual(self, wish: SlotWish, now: datetime) -> str | None:
        kind = self._store.session_types.get(wish.session_type_id).kind
        return self.usual_therapist(wish.patient_id, kind, now=now)


class _Search:
    """One search, day by day."""

    def __init__(self, store: Store, verdict: DatedVerdict, wish: SlotWish, now: datetime, usual: str | None) -> None:
        self._clinic = clinic_of(store)
        self._verdict = verdict
        self._wish = wish
        self._usual = usual
        self._type = store.session_types.get(wish.session_type_id)
        self._occupancy = self._type.occupancy
        self._first = max(wish.first or date.min, local_date(self._clinic, now))
        last = self._first + timedelta(days=DAYS_AHEAD)
        self._last = min(wish.last or last, last)
        self._origin = max(now, whole_day(self._clinic, self._first)[0])
        own = [
            session
            for session in store.sessions.of_patient(wish.patient_id)
            if session.status.live and session.id != wish.moving
        ]
        self._barred = self._too_near(store, own)
        self._free = FreeDays(store, wish, between=(self._first, self._last), own=own, now=now)
        self._shortest = _shortest(store, self._free.therapists)

    def dates(self) -> Iterator[date]:
        """Every date on which the person can."""
        for offset in range((self._last - self._first).days + 1):
            on = self._first + timedelta(days=offset)
            if on.weekday() in self._wish.weekdays and on not in self._barred:
                yield on

    def least_rank(self, on: date) -> float:
        """No slot of a date is better than this."""
        return (whole_day(self._clinic, on)[0] - self._origin) / _DAY

    def day(self, on: date, worst: float) -> list[Slot]:
        """The best slot of each therapist for the morning and for the afternoon.

        Therapists whose every slot would be worse than ``worst`` may be left out.
        """
        therapists = self._free.therapists
        if self._usual is not None and self.least_rank(on) + USUAL_IS_WORTH > worst:
            therapists = [member for member in therapists if member.id == self._usual]
        noon = instant(self._clinic, on, time(12))
        best: dict[tuple[str, bool], _Candidate] = {}
        for therapist, starts_at, free in self._free.starts(on, therapists):
            candidate = self._ranked(therapist, starts_at, free)
            half = therapist.id, starts_at >= noon
            if half not in best or candidate < best[half]:
                best[half] = candidate
        if not best:
            return []
        counted = self._verdict(on)
        if counted.verdict >= Verdict.NOT_SUITABLE:
            return []
        by_id = {member.id: member for member in therapists}
        return [
            self._slot(by_id[therapist_id], candidate, self._free.room_for(on, candidate[1]), counted)
            for (therapist_id, _), candidate in best.items()
        ]

    def _ranked(self, therapist: StaffMember, starts_at: datetime, free: Stretch) -> "_Candidate":
        wasted = self._wasted(therapist, starts_at, free)
        rank = (starts_at - self._origin) / _DAY
        if self._usual not in {None, therapist.id}:
            rank += USUAL_IS_WORTH
        if wasted:
            rank += WHOLE_GAPS_ARE_WORTH
        return rank, starts_at, wasted

    def _slot(self, therapist: StaffMember, candidate: "_Candidate", room: Room | None, counted: Counted) -> Slot:
        rank, starts_at, wasted = candidate
        return Slot(
            therapist=therapist,
            room=room,
            session_type=self._type,
            starts_at=starts_at,
            ends_at=starts_at + self._type.duration,
            usual=self._usual == therapist.id,
            wasted_minutes=round(wasted / timedelta(minutes=1)),
            verdict=counted.verdict,
            hold=counted.verdict is Verdict.NEEDS_CLINICIAN_REVIEW,
            rank=rank,
            renewal=counted.renewal,
        )

    def _wasted(self, therapist: StaffMember, starts_at: datetime, free: Stretch) -> timedelta:
        """What is left before and after in the therapist's free time, and too short for any of their sessions."""
        shortest = self._shortest[therapist.id]
        left = starts_at - free[0], free[1] - (starts_at + self._occupancy)
        return sum((each for each in left if _NOTHING < each < shortest), _NOTHING)

    def _too_near(self, store: Store, own: list[Session]) -> set[date]:
        """Dates that are too near to another session of the kind, by the wish or by the person's plan."""
        kinds = {each.id: each.kind for each in store.session_types.all()}
        least = self._wish.min_days
        if least is None:
            plan = fitting_plan(store, self._wish.patient_id, self._type.kind, on=self._first)
            part = plan.part(self._type.kind) if plan else None
            least = part.min_days if part else 0
        near = range(1 - least, least)
        return {
            local_date(self._clinic, session.starts_at) + timedelta(days=offset)
            for session in own
            if kinds[session.session_type_id] is self._type.kind
            for offset in near
        }


def _shortest(store: Store, therapists: list[StaffMember]) -> dict[str, timedelta]:
    """How long the shortest session of each therapist takes, turn-over included."""
    offered = [each for each in store.session_types.all() if each.active]
    return {
        member.id: min((each.occupancy for each in offered if member.gives(each.technique)), default=timedelta())
        for member in therapists
    }
