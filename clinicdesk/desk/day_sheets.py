"""A day of the clinic for paper, so that it can be worked without a computer; and a person's coming sessions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import islice

from clinicdesk.data import Store
from clinicdesk.desk.assessing import judgement_in
from clinicdesk.desk.clinic_setup import clinic_of
from clinicdesk.desk.day_pauses import BetweenSessions, Pause
from clinicdesk.desk.hours import local_moment, whole_day
from clinicdesk.desk.judgement import Judgement
from clinicdesk.desk.phones import format_phone
from clinicdesk.desk.roster import Roster
from clinicdesk.desk.sign_off import standing_sign_off
from clinicdesk.desk.views import BookedSlot
from clinicdesk.desk.wording import decided_lines
from clinicdesk.desk.working_time import working_time
from clinicdesk.domain.assessment_record import AssessmentRecord
from clinicdesk.domain.clinic import Clinic
from clinicdesk.domain.patient import Patient
from clinicdesk.domain.renewal import Renewal
from clinicdesk.domain.session import Session, SessionStatus
from clinicdesk.domain.sign_off import SignOff
from clinicdesk.domain.staff import StaffMember
from clinicdesk.domain.suitability import Verdict
from clinicdesk.errors import NotAllowed

_LOOKED_AHEAD = timedelta(days=60)


class Whose(StrEnum):
    """Whose sessions stand on one sheet."""

    CLINIC = "clinic"
    THERAPIST = "therapist"
    ROOM = "room"


@dataclass(frozen=True, slots=True)
class DayLine:
    """One session on a day sheet.

    Attributes:
        name, number, phone: of the patient; the phone as it is dialled here, or empty.
        verdict: as the session was judged last; None when nothing was judged.
        renewal: what is due on its day where the newest answers are too old to begin by.
        rules: the hash of the rules that judged; empty when nothing was judged.
        standing: what the therapist still has to decide, or that one has decided; empty otherwise.
        plan: how far the plan of care has come, such as "4 of 8"; empty without one.
        precautions: in the words of the rules.
        decided: what therapists decided beside the rules: which rule, by whom and until when.
        note: what the desk wrote about the patient.
    """

    session: Session
    name: str
    number: int
    phone: str
    type_name: str
    minutes: int
    therapist: str
    room: str
    verdict: Verdict | None
    rules: str
    standing: str
    plan: str
    precautions: tuple[str, ...]
    note: str
    decided: tuple[str, ...] = ()
    renewal: Renewal | None = None


@dataclass(frozen=True, slots=True)
class DaySheet:
    """The sessions of one day on one sheet, by start.

    Attributes:
        whose, name: whose day it is; the name is that of the clinic, the therapist or the room.
        off: sessions that were cancelled or missed.
        pauses: of the therapist or the room, what lies between the sessions; of the clinic, when it is closed a while.
        free: on the sheet of the clinic, what lies between the sessions of each therapist at work, by name.
        signed_off: who of this clinic vouches for the rules that judged these sessions; None when for any nobody does.
        made_by: who printed it; empty when the program did.
    """

    clinic: Clinic
    on: date
    whose: Whose
    name: str
    lines: tuple[DayLine, ...]
    off: tuple[DayLine, ...]
    signed_off: SignOff | None
    made_by: str
    made_at: datetime
    pauses: tuple[Pause, ...] = ()
    free: tuple[tuple[str, tuple[Pause, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class ComingSessions:
    """What a person has before them, for their own card."""

    clinic: Clinic
    patient: Patient
    lines: tuple[DayLine, ...]
    made_at: datetime


class DaySheets:
    """Paper for a day."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def sheets(
        self, on: date, whose: Whose, only: str | None = None, *, actor: StaffMember | None, now: datetime
    ) -> tuple[DaySheet, ...]:
        """The sheets of a day: one for the clinic, or one for each therapist or room that has a session, by name.

        Args:
            on: the day.
            whose: what a sheet is for.
            only: the id of the one therapist or room wanted, who gets a sheet on a free day, too.
            actor: who prints; None for the program itself.
            now: when.
        """
        with self._store.write():
            lines = self._lines(on)
            detail = {"whose": whose.value} | ({"only": only} if only else {})
            self._store.audit.append(actor, "day_sheet.make", ("day", on.isoformat()), detail, at=now)
        between = BetweenSessions(self._store, on, [line.session for line in lines if line.session.status.live])
        ways = {Whose.CLINIC: lambda _: between.clinic(), Whose.THERAPIST: between.therapist, Whose.ROOM: between.room}
        made = [
            replace(
                self._sheet(
                    on, whose, name, [each for each in lines if _belongs(each, whose, key)], actor=actor, now=now
                ),
                pauses=ways[whose](key),
                free=between.each_therapist() if whose is Whose.CLINIC else (),
            )
            for key, name in self._owners(whose, only)
        ]
        return tuple(sheet for sheet in made if only or whose is Whose.CLINIC or sheet.lines or sheet.off)

    def next_days(self, first: date, count: int) -> list[date]:
        """The next days, from one on, that need paper: the clinic is open, or somebody is booked all the same.

        Fewer than ``count`` where it is closed for longer than anybody looks ahead.
        """
        time = working_time(self._store, first, first + _LOOKED_AHEAD)

        def needs_paper(day: date) -> bool:
            booked = self._store.sessions.between(*whole_day(time.clinic, day))
            return any(period.working for period in time.clinic_day(day)) or any(each.status.live for each in booked)

        days = (first + timedelta(days=number) for number in range(_LOOKED_AHEAD.days))
        return list(islice(filter(needs_paper, days), count))

    def coming(self, patient_id: str, *, actor: StaffMember, now: datetime) -> ComingSessions:
        """What a person has before them.

        Raises:
            NotAllowed: there is nothing.
        """
        with self._store.write():
            patient = self._store.patients.get(patient_id)
            sessions = [
                each
                for each in self._store.sessions.of_patient(patient_id)
                if each.starts_at > now and each.status.live
            ]
            if not sessions:
                raise NotAllowed(f"{patient.details.called} has no coming session, so there is no card to print.")
            lines = self._written(sessions)
            self._store.audit.append(actor, "appointment_card.make", ("patient", patient_id), at=now)
        return ComingSessions(clinic_of(self._store), patient, tuple(lines), now)

    def _owners(self, whose: Whose, only: str | None) -> list[tuple[str, str]]:
        """Id and name of each therapist or room a sheet may be for; the clinic's own sheet is for everybody."""
        if whose is Whose.CLINIC:
            return [("", clinic_of(self._store).name)]
        roster = Roster(self._store)
        found: Iterable[tuple[str, str]] = (
            ((each.id, each.name) for each in roster.staff.values())
            if whose is Whose.THERAPIST
            else ((each.id, each.name) for each in roster.rooms.values())
        )
        return sorted((pair for pair in found if only in {None, pair[0]}), key=lambda pair: pair[1].casefold())

    def _sheet(
        self,
        on: date,
        whose: Whose,
        name: str,
        lines: Sequence[DayLine],
        *,
        actor: StaffMember | None,
        now: datetime,
    ) -> DaySheet:
        return DaySheet(
            clinic=clinic_of(self._store),
            on=on,
            whose=whose,
            name=name,
            lines=tuple(line for line in lines if line.session.status.live),
            off=tuple(line for line in lines if not line.session.status.live),
            signed_off=self._signed_off({line.rules for line in lines if line.rules}),
            made_by=actor.name if actor else "",
            made_at=now,
        )

    def _signed_off(self, hashes: Iterable[str]) -> SignOff | None:
        found = [standing_sign_off(self._store, each) for each in hashes]
        signed = [each for each in found if each is not None]
        return max(signed, key=lambda each: each.made_at) if signed and len(signed) == len(found) else None

    def _lines(self, on: date) -> list[DayLine]:
        return self._written(self._store.sessions.between(*whole_day(clinic_of(self._store), on)))

    def _written(self, sessions: Sequence[Session]) -> list[DayLine]:
        roster, clinic = Roster(self._store), clinic_of(self._store)
        records = self._store.assessments.latest_for_many([session.id for session in sessions])
        patients = self._store.patients.many({session.patient_id for session in sessions})
        return [
            _line(
                slot,
                roster.staff[slot.session.therapist_id],
                records.get(slot.session.id),
                patients[slot.session.patient_id],
                clinic,
            )
            for slot in roster.slots(sessions)
        ]


def _belongs(line: DayLine, whose: Whose, key: str) -> bool:
    session = line.session
    return {Whose.CLINIC: True, Whose.THERAPIST: session.therapist_id == key, Whose.ROOM: session.room_id == key}[whose]


def _line(
    slot: BookedSlot, therapist: StaffMember, record: AssessmentRecord | None, patient: Patient, clinic: Clinic
) -> DayLine:
    session = slot.session
    judgement = judgement_in(record) if record else None
    return DayLine(
        session=session,
        name=slot.patient.name,
        number=slot.patient.number,
        phone=format_phone(slot.patient.phone, clinic.region),
        type_name=slot.session_type.name,
        minutes=round((session.ends_at - session.starts_at).total_seconds() / 60),
        therapist=therapist.name,
        room=slot.room.name if slot.room else "",
        verdict=record.verdict if record else None,
        renewal=slot.renewal,
        rules=record.ruleset_hash if record else "",
        standing=_standing(session, judgement),
        plan=str(slot.place_in_plan) if slot.place_in_plan else "",
        precautions=tuple(each.text for each in judgement.effective.precautions) if judgement else (),
        decided=decided_lines(judgement, local_moment(clinic, session.starts_at), grounds=False)
        if judgement and session.status.live
        else (),
        note=" ".join(patient.details.notes.split()),
    )


def _standing(session: Session, judgement: Judgement | None) -> str:
    if session.status is SessionStatus.CANCELLED:
        return "Cancelled"
    if session.status is SessionStatus.NO_SHOW:
        return "Did not come"
    if session.held:
        return "Held: the therapist decides first"
    if session.release_note is not None:
        return "Released by the therapist"
    return "Cleared by a therapist" if judgement is not None and judgement.cleared else ""
