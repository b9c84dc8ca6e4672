"""Calendar files: one session, a person's coming sessions, a therapist's week."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from clinicdesk.data import Store
from clinicdesk.desk.clinic_setup import clinic_of
from clinicdesk.desk.hours import whole_day
from clinicdesk.desk.roster import Roster
from clinicdesk.desk.views import BookedSlot
from clinicdesk.domain.clinic import Clinic
from clinicdesk.domain.session import Session
from clinicdesk.domain.staff import StaffMember
from clinicdesk.errors import NotAllowed
from clinicdesk.interop.calendar_file import Appointment, Method, calendar_file, method_for

_WEEK = timedelta(days=7)


class Detail(StrEnum):
    """How much a calendar tells; it is seen by whoever looks at a telephone or a shared screen."""

    PRIVATE = "private"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class CalendarFile:
    """A file for a calendar program.

    Attributes:
        count: how many sessions stand in it, cancelled ones too.
    """

    content: bytes
    count: int


class Calendars:
    """What a calendar program reads."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def session(self, session_id: str, detail: Detail, *, actor: StaffMember, now: datetime) -> CalendarFile:
        """One session, for the person who comes; one that is off is told as cancelled.

        Raises:
            NotFound: there is no such session.
        """
        with self._store.write():
            session = self._store.sessions.get(session_id)
            return self._for_person([session], detail, ("session", session_id), actor, now)

    def patient(self, patient_id: str, detail: Detail, *, actor: StaffMember, now: datetime) -> CalendarFile:
        """What a person has before them, with what was cancelled of it.

        Raises:
            NotAllowed: there is nothing before them.
        """
        with self._store.write():
            coming = [each for each in self._store.sessions.of_patient(patient_id) if each.ends_at > now]
            if not coming:
                raise NotAllowed("This person has no coming session, so there is nothing for a calendar.")
            return self._for_person(coming, detail, ("patient", patient_id), actor, now)

    def week(
        self, therapist_id: str, monday: date, detail: Detail, *, actor: StaffMember, now: datetime
    ) -> CalendarFile:
        """A therapist's seven days from ``monday`` on; patients by number alone unless ``detail`` is full.

        Raises:
            NotFound: there is no such therapist.
            NotAllowed: nothing is booked in that week.
        """
        with self._store.write():
            therapist = self._store.staff.get(therapist_id)
            clinic = clinic_of(self._store)
            begin, end = whole_day(clinic, monday)[0], whole_day(clinic, monday + _WEEK)[0]
            sessions = [each for each in self._store.sessions.between(begin, end) if each.therapist_id == therapist.id]
            if not sessions:
                raise NotAllowed(f"{therapist.name} has no session in that week, so there is nothing for a calendar.")
            entries = [_for_therapist(slot, clinic, detail) for slot in Roster(self._store).slots(sessions)]
            subject = ("staff", therapist_id)
            return self._file(entries, clinic, subject, detail, actor=actor, now=now, method=Method.PUBLISH)

    def _for_person(
        self,
        sessions: Sequence[Session],
        detail: Detail,
        subject: tuple[str, str],
        actor: StaffMember,
        now: datetime,
    ) -> CalendarFile:
        clinic, roster = clinic_of(self._store), Roster(self._store)
        entries = [
            _for_person(slot, clinic, detail, roster.staff[slot.session.therapist_id])
            for slot in roster.slots(sessions)
        ]
        return self._file(entries, clinic, subject, detail, actor=actor, now=now, method=method_for(entries))

    def _file(
        self,
        entries: Sequence[Appointment],
        clinic: Clinic,
        subject: tuple[str, str],
        detail: Detail,
        *,
        actor: StaffMember,
        now: datetime,
        method: Method,
    ) -> CalendarFile:
        told = {"sessions": len(entries), "detail": detail.value}
        self._store.audit.append(actor, "calendar.export", subject, told, at=now)
        content = calendar_file(entries, zone=clinic.tz, method=method, made_at=now)
        return CalendarFile(content, len(entries))


def _for_person(slot: BookedSlot, clinic: Clinic, detail: Detail, therapist: StaffMember) -> Appointment:
    full = detail is Detail.FULL
    what = f"{slot.session_type.name} with {therapist.name}" if full else f"Appointment at {clinic.name}"
    return _entry(slot, what, place=_place(clinic), note=f"{clinic.name}: {clinic.phone}" if clinic.phone else "")


def _for_therapist(slot: BookedSlot, clinic: Clinic, detail: Detail) -> Appointment:
    number = f"no. {slot.patient.number}"
    who = f"{slot.patient.name} ({number}): {slot.session_type.name}" if detail is Detail.FULL else f"Patient {number}"
    return _entry(slot, who, place=slot.room.name if slot.room else clinic.name)


def _entry(slot: BookedSlot, title: str, *, place: str, note: str = "") -> Appointment:
    session = slot.session
    return Appointment(
        uid=session.id,
        sequence=session.version,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        title=title,
        place=place,
        note=note,
        cancelled=not session.status.live,
        tentative=session.held,
    )


def _place(clinic: Clinic) -> str:
    lines = (line.strip(" ,") for line in clinic.address.splitlines())
    return ", ".join(filter(None, (clinic.name, *lines)))
