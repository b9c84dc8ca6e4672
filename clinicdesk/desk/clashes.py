"""Why a session cannot be where somebody wants it, in sentences a person can act on."""

from datetime import datetime, timedelta

from clinicdesk.data import Store
from clinicdesk.desk.booking_views import Clash
from clinicdesk.desk.clinic_setup import clinic_of
from clinicdesk.desk.devices import devices_of, equipped
from clinicdesk.desk.hours import local_clock, local_date, local_moment
from clinicdesk.desk.off_hours import off_hours
from clinicdesk.desk.working_time import WorkingTime, working_time
from clinicdesk.domain.session import BookingRequest, Session, SessionType
from clinicdesk.domain.staff import StaffMember
from clinicdesk.errors import SlotTaken

GRACE = timedelta(minutes=15)
"""A session may be booked this long after it began: the person stood at the counter on time."""


class Clashes:
    """Looks for what stands against a session."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def of(self, request: BookingRequest, *, now: datetime) -> list[Clash]:
        """Everything that stands against a request, its own terms first, then what others have booked."""
        session_type = self._store.session_types.get(request.session_type_id)
        wanted = session_for(request, session_type)
        return self.terms(request, session_type, now=now) + self.taken(self.equipped(wanted, session_type))

    def terms(self, request: BookingRequest, session_type: SessionType, *, now: datetime) -> list[Clash]:
        """What stands against a request whoever else has booked."""
        found = self.past(request.starts_at, now=now)
        if not session_type.active:
            found.append(Clash("skill", f"{session_type.name} is no longer offered."))
        return found + self.place(session_for(request, session_type), session_type)

    def past(self, starts_at: datetime, *, now: datetime) -> list[Clash]:
        """Whether a start has gone by, but for the moment that somebody stands at the counter."""
        if starts_at + GRACE >= now:
            return []
        return [Clash("past", f"{local_moment(clinic_of(self._store), starts_at)} has already passed.")]

    def place(self, session: Session, session_type: SessionType) -> list[Clash]:
        """What stands against a session with its therapist, in its room and at its hours, whoever else has booked."""
        therapist = self._store.staff.get(session.therapist_id)
        on = local_date(clinic_of(self._store), session.starts_at)
        found = standing(working_time(self._store, on, on), session, therapist, session_type)
        if session.room_id and not self._store.rooms.get(session.room_id).active:
            found.append(Clash("room", f"{self._store.rooms.get(session.room_id).name} is no longer in use."))
        if session_type.equipment_kind and not devices_of(self._store, session_type):
            kind = session_type.equipment_kind
            found.append(Clash("equipment", f"{session_type.name} needs equipment that is not there: {kind}."))
        return found

    def equipped(self, session: Session, session_type: SessionType) -> Session:
        """The session with a device of the kind it needs; see ``clinicdesk.desk.devices``."""
        return equipped(self._store, session, session_type)

    def taken(self, session: Session) -> list[Clash]:
        """Which other sessions stand in the way of one."""
        holders = self._store.sessions.holders(session)
        return [Clash(resource, self._sentence(resource, session, holder)) for resource, holder in holders.items()]

    def named(self, taken: SlotTaken, session: Session) -> SlotTaken:
        """The same refusal, saying who has the time and until when."""
        if taken.session_id is None:
            return taken
        holder = self._store.sessions.get(taken.session_id)
        sentence = self._sentence(taken.resource, session, holder)
        return SlotTaken(
            f"{sentence} Nothing was changed; choose another time.",
            resource=taken.resource,
            session_id=taken.session_id,
        )

    def _sentence(self, resource: str, session: Session, holder: Session) -> str:
        clinic = clinic_of(self._store)
        begins, free = local_clock(clinic, holder.starts_at), local_clock(clinic, holder.free_at)
        therapist = self._store.staff.get(holder.therapist_id)
        if resource == "patient":
            patient = self._store.patients.get(holder.patient_id)
            offered = self._store.session_types.get(holder.session_type_id).name
            ends = local_clock(clinic, holder.ends_at)
            return f"{patient.details.called} already has {offered} with {therapist.name} from {begins} until {ends}."
        if resource == "room" and holder.room_id:
            room = self._store.rooms.get(holder.room_id)
            return f"{room.name} is in use by {therapist.name} from {begins} until {free}."
        if resource == "equipment" and holder.equipment_id:
            item = self._store.equipment.get(holder.equipment_id)
            return f"{item.name} is in use by {therapist.name} from {begins} until {free}."
        same = holder.patient_id == session.patient_id
        whom = "this person" if same else self._store.patients.get(holder.patient_id).details.full_name
        return f"{therapist.name} is with {whom} from {begins} and free again at {free}."


def standing(time: WorkingTime, session: Session, therapist: StaffMember, session_type: SessionType) -> list[Clash]:
    """What stands against a session for as long as its therapist and the hours are as they are."""
    found = [Clash("hours", sentence) for sentence in off_hours(time, therapist, session.starts_at, session.ends_at)]
    if session_type.kind not in therapist.kinds:
        found.append(Clash("skill", f"{therapist.name} does not give {session_type.kind.words}."))
    elif not therapist.gives(session_type.technique):
        found.append(Clash("skill", f"{therapist.name} does not give {session_type.name}."))
    if not therapist.active:
        found.append(Clash("skill", f"{therapist.name} no longer works here."))
    return found


def session_for(request: BookingRequest, session_type: SessionType) -> Session:
    """The session that a request asks for."""
    return Session(
        id=request.id,
        patient_id=request.patient_id,
        session_type_id=request.session_type_id,
        therapist_id=request.therapist_id,
        room_id=request.room_id,
        starts_at=request.starts_at,
        ends_at=request.starts_at + session_type.duration,
        free_at=request.starts_at + session_type.occupancy,
    )
