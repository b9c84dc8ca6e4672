"""Calendar files: one session, a person's coming sessions, a therapist's week."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from clinicdesk.data import Store
from clinicdesk.desk.clinic_setup import clinic_of
from clinicdesk.desk.hours import whole_day
from clinicdesk.desk.roster import Roster
from clinicdesk.desk.views import BookedSlot
from clinicdesk.domain.clinic import Clinic
from clinicdesk.domain.session import Session, SessionStatus
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
    """What a calendar program reads.

    A program keeps what it was once told until it is told otherwise. So a file tells as cancelled, too, what stood in
    an earlier one of the same kind and is no longer theirs; which sessions each file held is in the audit trail.
    """

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
        """What a person has before them, with what was cancelled or taken back of it.

        Raises:
            NotAllowed: there is nothing before them, and nothing they would have to be told of.
        """
        with self._store.write():
            coming = [each for each in self._store.sessions.of_patient(patient_id) if each.ends_at > now]
            taken_back = self._store.sessions.entered_in_error(patient_id)
            subjects = [("patient", patient_id), *(("session", each.id) for each in taken_back)]
            told = self._told(subjects, but=coming)
            coming += [each for each in told if any(state.ends_at > now for state in (each, *self._states(each)))]
            if not coming:
                raise NotAllowed("This person has no coming session, so there is nothing for a calendar.")
            return self._for_person(coming, detail, ("patient", patient_id), actor, now)

    def week(
        self, therapist_id: str, monday: date, detail: Detail, *, actor: StaffMember, now: datetime
    ) -> CalendarFile:
        """A therapist's seven days from ``monday`` on; patients by number alone unless ``detail`` is full.

        What stood in an earlier file of these days and went to a colleague, or was taken back, is told as cancelled;
        what went to another week of the therapist, as it stands now.

        Raises:
            NotFound: there is no such therapist.
            NotAllowed: nothing is booked in that week, and nothing was told of it.
        """
        with self._store.write():
            therapist = self._store.staff.get(therapist_id)
            clinic = clinic_of(self._store)
            begin, end = whole_day(clinic, monday)[0], whole_day(clinic, monday + _WEEK)[0]
            sessions = [each for each in self._store.sessions.between(begin, end) if each.therapist_id == therapist.id]
            subject = ("staff", therapist_id)
            told = self._told([subject], but=sessions, week=monday)
            sessions += [
                each if each.therapist_id == therapist.id else self._given_away(each, therapist) for each in told
            ]
            if not sessions:
                raise NotAllowed(f"{therapist.name} has no session in that week, so there is nothing for a calendar.")
            entries = [_for_therapist(slot, clinic, detail) for slot in Roster(self._store).slots(sessions)]
            trail = {"sessions": [each.id for each in sessions], "detail": detail.value, "week": monday.isoformat()}
            return self._file(entries, subject, trail, Method.PUBLISH, actor=actor, now=now)

    def _told(
        self, subjects: Iterable[tuple[str, str]], *, but: Sequence[Session], week: date | None = None
    ) -> list[Session]:
        """The sessions that stood in earlier files of some records, of one week where one is given."""
        ids: set[str] = set()
        for entry in self._store.audit.calendar_files(subjects):
            held = entry.detail.get("sessions")
            if isinstance(held, list) and entry.detail.get("week") == (week and week.isoformat()):
                ids |= set(held)
        return list(self._store.sessions.many(sorted(ids - {each.id for each in but})).values())

    def _given_away(self, session: Session, therapist: StaffMember) -> Session:
        """A session of a colleague as it last was with a therapist, to be told as cancelled there."""
        states = self._states(session)
        theirs = next((state for state in states if state.therapist_id == therapist.id), session)
        return replace(theirs, status=SessionStatus.CANCELLED, version=session.version)

    def _states(self, session: Session) -> list[Session]:
        """How a session stood before and after whatever was done with it, the newest first."""
        import msgspec  # noqa: PLC0415 - not needed before somebody takes a calendar along

        changes = [
            change
            for entry in self._store.journal.of_record(Session.__name__, session.id)
            for change in entry.changes
            if change.record_id == session.id
        ]
        texts = [text for change in changes for text in (change.after, change.before) if text is not None]
        return [msgspec.json.decode(text, type=Session) for text in texts]

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
        trail = {"sessions": [each.id for each in sessions], "detail": detail.value}
        return self._file(entries, subject, trail, method_for(entries), actor=actor, now=now)

    def _file(
        self,
        entries: Sequence[Appointment],
        subject: tuple[str, str],
        trail: Mapping[str, object],
        method: Method,
        *,
        actor: StaffMember,
        now: datetime,
    ) -> CalendarFile:
        self._store.audit.append(actor, "calendar.export", subject, trail, at=now)
        content = calendar_file(entries, zone=clinic_of(self._store).tz, method=method, made_at=now)
        return CalendarFile(content, len(entries))


def _for_person(slot: BookedSlot, clinic: Clinic, detail: Detail, therapist: StaffMember) -> Appointment:
    full = detail is Detail.FULL
    what = f"{slot.session_type.name} with {therapist.name}" if full else f"Appointment at {clinic.name}"
    note = f"{clinic.name}: {clinic.phone}" if clinic.phone else ""
    return _entry(slot, slot.session.id, what, place=_place(clinic), note=note)


def _for_therapist(slot: BookedSlot, clinic: Clinic, detail: Detail) -> Appointment:
    number = f"no. {slot.patient.number}"
    who = f"{slot.patient.name} ({number}): {slot.session_type.name}" if detail is Detail.FULL else f"Patient {number}"
    # In a calendar that shows several therapists, a session given to a colleague stands with both, cancelled with one.
    uid = f"{slot.session.id}-{slot.session.therapist_id}"
    return _entry(slot, uid, who, place=slot.room.name if slot.room else clinic.name)


def _entry(slot: BookedSlot, uid: str, title: str, *, place: str, note: str = "") -> Appointment:
    session = slot.session
    return Appointment(
        uid=uid,
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
