"""Where a session can still be given: free stretches, and the nearest ones to a time."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from clinicdesk.data import Store
from clinicdesk.desk.booking_views import Gap
from clinicdesk.desk.clinic_setup import clinic_of
from clinicdesk.desk.devices import devices_of
from clinicdesk.desk.gaps import Stretch, forbidden_starts, nearest_in, next_on_grid, start_windows, united
from clinicdesk.desk.hours import local_date, same_clock, whole_day
from clinicdesk.desk.open_offers import OpenOffers
from clinicdesk.desk.waiting_views import Place
from clinicdesk.desk.working_time import working_time
from clinicdesk.domain.session import BookingRequest, Session, SessionType
from clinicdesk.domain.staff import Equipment, StaffMember

_SPILL = timedelta(hours=12)
DAYS_AHEAD = 14
"""So far is looked ahead for a time near the one wanted."""


class Openings:
    """Finds free time."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._offers = OpenOffers(store)

    def gaps(
        self,
        on: date,
        session_type: SessionType,
        *,
        patient_id: str,
        room_id: str | None,
        therapist_id: str | None,
        now: datetime,
    ) -> list[Gap]:
        """See ``Booking.gaps``."""
        day = _Day(self._store, on, now, session_type)
        taken = day.forbidden(patient_id=patient_id, room_id=room_id)
        return sorted(
            (
                Gap(therapist, first, last + session_type.duration)
                for therapist in self._suitable(session_type, therapist_id)
                for first, last in day.windows(therapist.id, taken)
            ),
            key=lambda gap: gap.starts_at,
        )

    def nearest(
        self, request: BookingRequest, *, now: datetime, count: int, suits: Callable[[date], bool] = lambda _on: True
    ) -> list[BookingRequest]:
        """See ``Booking.nearest``; ``suits`` says of a date whether the session may be given on it.

        What was offered to somebody else of the waiting list, who has not answered, is not put forward.
        """
        clinic = clinic_of(self._store)
        session_type = self._store.session_types.get(request.session_type_id)
        found: list[BookingRequest] = []
        for offset in range(DAYS_AHEAD):
            on = local_date(clinic, request.starts_at) + timedelta(days=offset)
            if not suits(on):
                continue
            wanted = replace(request, starts_at=same_clock(clinic, request.starts_at, on))
            candidates = self._candidates(wanted, session_type, on, now)
            found += _varied([each for each in candidates if each != request], wanted)
            if len(found) >= count:
                break
        return found[:count]

    def firsts(
        self, wanted: BookingRequest, *, therapist_id: str | None, days: int, now: datetime
    ) -> Iterator[BookingRequest]:
        """The first free start of each day from the one wanted on, with whoever has it, but for what was offered."""
        clinic = clinic_of(self._store)
        session_type = self._store.session_types.get(wanted.session_type_id)
        for offset in range(days):
            on = local_date(clinic, wanted.starts_at) + timedelta(days=offset)
            day = _Day(self._store, on, now, session_type)
            taken = day.forbidden(patient_id=wanted.patient_id, room_id=wanted.room_id)
            promised = self._promised(on, wanted.patient_id, now)
            starts = [
                (max(first, wanted.starts_at), therapist.id)
                for therapist in self._suitable(session_type, therapist_id)
                for first, last in day.windows(therapist.id, taken + _kept(promised, therapist, wanted, session_type))
                if last >= wanted.starts_at
            ]
            if starts:
                starts_at, with_whom = min(starts, key=lambda start: start[0])
                yield replace(wanted, starts_at=starts_at, therapist_id=with_whom)

    def _promised(self, on: date, patient_id: str, now: datetime) -> list[Place]:
        """What somebody else was offered on a date."""
        offers = self._offers.between(*whole_day(clinic_of(self._store), on), now=now)
        return [place for entry, place in offers if entry.patient_id != patient_id]

    def _candidates(
        self, wanted: BookingRequest, session_type: SessionType, on: date, now: datetime
    ) -> Iterator[BookingRequest]:
        """For each free stretch of the day the start nearest to the one wanted, in each room if one was wanted."""
        rooms = [wanted.room_id]
        if wanted.room_id is not None:
            rooms += [room.id for room in self._store.rooms.all() if room.active and room.id != wanted.room_id]
        day = _Day(self._store, on, now, session_type, without=wanted.id)
        promised = self._promised(on, wanted.patient_id, now)
        for in_room in (replace(wanted, room_id=room_id) for room_id in rooms):
            taken = day.forbidden(patient_id=wanted.patient_id, room_id=in_room.room_id)
            for therapist in self._suitable(session_type, None):
                for window in day.windows(therapist.id, taken + _kept(promised, therapist, in_room, session_type)):
                    yield replace(in_room, therapist_id=therapist.id, starts_at=nearest_in(window, wanted.starts_at))

    def _suitable(self, session_type: SessionType, therapist_id: str | None) -> list[StaffMember]:
        return [
            member
            for member in self._store.staff.all()
            if member.active and member.gives(session_type.technique) and therapist_id in {None, member.id}
        ]


class _Day:
    """The live sessions of a day and the time left of it."""

    def __init__(self, store: Store, on: date, now: datetime, session_type: SessionType, *, without: str = "") -> None:
        """``without``: the id of a session that is to be moved, so that its own time counts as free."""
        self._on = on
        self._type = session_type
        self._first = next_on_grid(now)
        self._time = working_time(store, on, on)
        begins, ends = whole_day(self._time.clinic, on)
        found = store.sessions.between(begins - _SPILL, ends)
        self._sessions = [
            session for session in found if session.status.live and session.free_at > begins and session.id != without
        ]
        self._devices = devices_of(store, session_type)

    def forbidden(self, *, patient_id: str, room_id: str | None) -> list[Stretch]:
        """The starts at which the patient or the room is taken."""
        patient = [_with_patient(session) for session in self._sessions if session.patient_id == patient_id]
        room = [_occupied(session) for session in self._sessions if room_id and session.room_id == room_id]
        return forbidden_starts(patient, self._type.duration) + forbidden_starts(room, self._type.occupancy)

    def windows(self, therapist_id: str, taken: list[Stretch]) -> list[Stretch]:
        """The stretches in which every start suits the therapist and avoids what is taken."""
        own = [_occupied(session) for session in self._sessions if session.therapist_id == therapist_id]
        forbidden = taken + forbidden_starts(own, self._type.occupancy)
        return [
            window
            for begins, ends in self._time.working(therapist_id, self._on)
            for window in self._with_device(max(begins, self._first), ends - self._type.duration, forbidden)
        ]

    def _with_device(self, first: datetime, last: datetime, forbidden: list[Stretch]) -> list[Stretch]:
        """The starts for which one device of the kind that is needed stays free."""
        if not self._type.equipment_kind:
            return start_windows(first, last, forbidden)
        return united(
            window
            for item in self._devices
            for window in start_windows(first, last, forbidden + self._forbidden_by(item))
        )

    def _forbidden_by(self, item: Equipment) -> list[Stretch]:
        taken = [_occupied(session) for session in self._sessions if session.equipment_id == item.id]
        return forbidden_starts(taken, self._type.occupancy)


def _kept(
    promised: list[Place], therapist: StaffMember, wanted: BookingRequest, session_type: SessionType
) -> list[Stretch]:
    """The starts at which a session would take what was promised of a therapist's time, or of its room."""
    kept = [(each.starts_at, each.ends_at) for each in promised if each.concerns(therapist.id, wanted.room_id)]
    return forbidden_starts(kept, session_type.occupancy)


def _occupied(session: Session) -> Stretch:
    return session.starts_at, session.free_at


def _with_patient(session: Session) -> Stretch:
    return session.starts_at, session.ends_at


def _varied(candidates: list[BookingRequest], wanted: BookingRequest) -> list[BookingRequest]:
    """Alternatives in the order in which a person would be asked.

    First another room at the same time, the same therapist earlier and later, and another
    therapist as near as can be; then everything else by distance.
    """

    def distance(candidate: BookingRequest) -> timedelta:
        return abs(candidate.starts_at - wanted.starts_at)

    near = sorted(
        candidates,
        key=lambda each: (distance(each), each.therapist_id != wanted.therapist_id, each.room_id != wanted.room_id),
    )
    own = [candidate for candidate in near if candidate.therapist_id == wanted.therapist_id]
    firsts = (
        [candidate for candidate in own if candidate.starts_at == wanted.starts_at],
        [candidate for candidate in own if candidate.starts_at < wanted.starts_at],
        [candidate for candidate in own if candidate.starts_at > wanted.starts_at],
        [candidate for candidate in near if candidate.therapist_id != wanted.therapist_id],
    )
    picked = sorted((group[0] for group in firsts if group), key=distance)
    # Several rooms for one therapist at one time are one alternative.
    distinct: dict[tuple[str, datetime], BookingRequest] = {}
    for candidate in picked + near:
        distinct.setdefault((candidate.therapist_id, candidate.starts_at), candidate)
    return list(distinct.values())
