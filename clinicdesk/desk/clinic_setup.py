"""The clinic itself: its hours, its people, its rooms, and what it offers."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from clinicdesk.data import Store
from clinicdesk.desk.journal import THE_ONLY, Journal
from clinicdesk.desk.last_change import last_change
from clinicdesk.desk.phones import format_phone, known_region, parse_phone
from clinicdesk.domain.clinic import Clinic
from clinicdesk.domain.session import SessionType
from clinicdesk.domain.staff import Role, Room, StaffMember
from clinicdesk.domain.suitability import Technique
from clinicdesk.errors import InvalidValues, NotAllowed, NotFound, StaleRecord

_USUAL_TYPES = (
    ("Swedish massage", Technique.SWEDISH, 60, 10),
    ("Relaxation massage", Technique.RELAXATION, 45, 10),
    ("Deep-tissue massage", Technique.DEEP_TISSUE, 60, 10),
    ("Trigger-point massage", Technique.TRIGGER_POINT, 30, 10),
    ("Manual therapy", Technique.MANUAL_THERAPY, 40, 5),
    ("Spinal manipulation", Technique.MANIPULATION_THRUST, 20, 10),
    ("Guided exercise", Technique.THERAPEUTIC_EXERCISE, 45, 5),
    ("Guided stretching", Technique.STRETCHING, 30, 5),
    ("Electrotherapy", Technique.ELECTROTHERAPY, 30, 10),
)
_USUAL_ROOMS = ("Room 1", "Room 2", "Exercise room")


def default_session_types() -> list[SessionType]:
    """What a new clinic may start with: one session type for every technique."""
    return [
        SessionType(_fixed_key("session-type", technique), name, technique, minutes, turnover)
        for name, technique, minutes, turnover in _USUAL_TYPES
    ]


def default_rooms() -> list[Room]:
    """Rooms a new clinic may start with."""
    return [Room(_fixed_key("room", name), name) for name in _USUAL_ROOMS]


class ClinicSetup:
    """What is decided once and looked up all day."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._journal = Journal(store)

    def current(self) -> Clinic | None:
        """The clinic, or None before the first start."""
        return self._store.clinic.get()

    def open_clinic(
        self,
        clinic: Clinic,
        staff: Sequence[StaffMember],
        rooms: Sequence[Room],
        session_types: Sequence[SessionType],
        *,
        now: datetime,
    ) -> None:
        """Set up an empty clinic at the first start.

        Raises:
            InvalidValues: with one sentence for every field of the clinic, or for ``staff``, that is not right.
            NotAllowed: there is a clinic already.
        """
        checked = checked_clinic(clinic)
        _check_staff(staff)
        with self._store.write():
            self.place(checked, staff, rooms, session_types)
            self._store.audit.append(None, "clinic.open", ("clinic", "1"), at=now)

    def place(
        self, clinic: Clinic, staff: Sequence[StaffMember], rooms: Sequence[Room], session_types: Sequence[SessionType]
    ) -> None:
        """Store a clinic and all it starts with, inside the caller's transaction.

        Raises:
            NotAllowed: there is a clinic already.
        """
        if self._store.clinic.get() is not None:
            raise NotAllowed("This file already holds a clinic. Nothing was changed.")
        self._store.clinic.put(clinic)
        for member in staff:
            self._store.staff.add(member)
        for room in rooms:
            self._store.rooms.add(room)
        for session_type in session_types:
            self._store.session_types.add(session_type)

    def update(self, clinic: Clinic, *, actor: StaffMember, now: datetime, seen: Clinic | None = None) -> Clinic:
        """Change the clinic's own details.

        Args:
            clinic: as they are to be.
            actor: who changes them.
            now: the time.
            seen: as they stood when somebody began to change them over a form. What a form does not ask, the hours,
                is then left as it is.

        Raises:
            InvalidValues: with one sentence for every field that is not right.
            StaleRecord: somebody else changed them since; says who, and when.
        """
        checked = checked_clinic(clinic)
        with self._store.write():
            before = clinic_of(self._store)
            if seen is not None:
                opens, closes = before.opens_at, before.closes_at
                checked = replace(checked, opens_at=opens, closes_at=closes)
                if replace(seen, opens_at=opens, closes_at=closes) != before:
                    what = "the clinic's details"
                    changed = last_change(self._store, Clinic, [THE_ONLY], what, clinic=before, now=now)
                    raise StaleRecord(f"{changed} Nothing was overwritten.")
            self._store.clinic.put(checked)
            self._journal.note("clinic.update", [(before, checked)], actor=actor, now=now)
            self._store.audit.append(actor, "clinic.update", ("clinic", "1"), at=now)
        return checked

    def staff(self) -> list[StaffMember]:
        """Everybody who works here, in the order they were added."""
        return [member for member in self._store.staff.all() if member.active]

    def therapists(self) -> list[StaffMember]:
        """Everybody who treats."""
        return [member for member in self.staff() if member.role is Role.THERAPIST]

    def rooms(self) -> list[Room]:
        """The rooms in use."""
        return [room for room in self._store.rooms.all() if room.active]

    def session_types(self) -> list[SessionType]:
        """What is offered."""
        return [session_type for session_type in self._store.session_types.all() if session_type.active]

    def add_staff(self, member: StaffMember, *, actor: StaffMember, now: datetime) -> StaffMember:
        """Add a member of staff.

        Raises:
            InvalidValues: under ``staff``, when somebody has no name or a therapist gives no kind of session.
        """
        _check_staff([member])
        with self._store.write():
            added = self._store.staff.add(member)
            self._journal.note("staff.add", [(None, added)], actor=actor, now=now)
            self._store.audit.append(actor, "staff.add", ("staff", member.id), at=now)
        return added

    def add_room(self, room: Room, *, actor: StaffMember, now: datetime) -> Room:
        """Add a room.

        Raises:
            InvalidValues: under ``name``, when it has none.
        """
        if not room.name.strip():
            raise InvalidValues({"name": "The room needs a name."})
        with self._store.write():
            added = self._store.rooms.add(room)
            self._journal.note("room.add", [(None, added)], actor=actor, now=now)
            self._store.audit.append(actor, "room.add", ("room", room.id), at=now)
        return added

    def add_session_type(self, session_type: SessionType, *, actor: StaffMember, now: datetime) -> SessionType:
        """Add something to what is offered.

        Raises:
            InvalidValues: under ``name`` or ``minutes``, when it has no name or takes no time.
        """
        faults: dict[str, str] = {}
        if not session_type.name.strip():
            faults["name"] = "The kind of session needs a name."
        if session_type.minutes <= 0 or session_type.turnover_minutes < 0:
            faults["minutes"] = "The session has to take some minutes."
        if faults:
            raise InvalidValues(faults)
        with self._store.write():
            added = self._store.session_types.add(session_type)
            self._journal.note("session_type.add", [(None, added)], actor=actor, now=now)
            self._store.audit.append(actor, "session_type.add", ("session_type", session_type.id), at=now)
        return added


def clinic_of(store: Store) -> Clinic:
    """The clinic of a store.

    Raises:
        NotFound: the first start was not completed.
    """
    clinic = store.clinic.get()
    if clinic is None:
        raise NotFound("The clinic is not set up yet. Finish the first start.")
    return clinic


def checked_clinic(clinic: Clinic) -> Clinic:
    """A clinic whose values can be relied on, its phone as the country writes it.

    Raises:
        InvalidValues: with one sentence for every field that is not right.
    """
    faults: dict[str, str] = {}
    phone = clinic.phone.strip()
    if not clinic.name.strip():
        faults["name"] = "The clinic needs a name; it stands on every sheet."
    if not clinic.emergency_number.strip():
        faults["emergency_number"] = "An emergency number is needed, for example 911 or 112."
    if clinic.opens_at >= clinic.closes_at:
        faults["closes_at"] = "The clinic has to close later than it opens."
    try:
        ZoneInfo(clinic.zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        faults["zone"] = "This time zone is not known. Choose one from the list, for example Europe/Berlin."
    if not known_region(clinic.region):
        faults["region"] = "This country is not known. Choose one from the list."
    elif phone:
        try:
            phone = format_phone(parse_phone(phone, clinic.region), clinic.region)
        except ValueError as fault:
            faults["phone"] = str(fault)
    if faults:
        raise InvalidValues(faults)
    return replace(clinic, name=clinic.name.strip(), address=clinic.address.strip(), phone=phone)


def _check_staff(staff: Sequence[StaffMember]) -> None:
    for member in staff:
        if not member.name.strip():
            raise InvalidValues({"staff": "Everybody who works here needs a name."})
        if member.role is Role.THERAPIST and not member.kinds:
            raise InvalidValues({"staff": f"Choose what {member.name} gives: massage, physical therapy or both."})


def _fixed_key(noun: str, name: str) -> str:
    from uuid import NAMESPACE_URL, uuid5  # noqa: PLC0415 - it looks at the whole platform when imported

    return str(uuid5(NAMESPACE_URL, f"clinicdesk:{noun}:{name}"))
