"""Who came when: the demo clinic's sessions, before and after its today."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from random import Random

from clinicdesk.desk.assessing import Answered, answered_in, record_of
from clinicdesk.desk.clashes import session_for
from clinicdesk.desk.demo.course import Course
from clinicdesk.desk.demo.scene import Scene
from clinicdesk.desk.desk import Desk
from clinicdesk.desk.gaps import Stretch, next_on_grid
from clinicdesk.desk.hours import local_date
from clinicdesk.desk.judging import JudgedSession
from clinicdesk.desk.keys import key_at
from clinicdesk.desk.working_time import WorkingTime
from clinicdesk.domain.assessment_record import AssessmentRecord
from clinicdesk.domain.clearance import Clearance, ClearanceReason
from clinicdesk.domain.clinic import Clinic
from clinicdesk.domain.intake import Answers, Intake, Value
from clinicdesk.domain.patient import Patient
from clinicdesk.domain.renewal import FULL_INTAKE_DAYS
from clinicdesk.domain.session import BookingRequest, Session, SessionType
from clinicdesk.domain.staff import Equipment, Room, StaffMember
from clinicdesk.domain.suitability import GENTLEST, Kind, Technique, Verdict
from clinicdesk.errors import NotAllowed

_WEIGHTS = {
    Technique.SWEDISH: 5,
    Technique.RELAXATION: 3,
    Technique.DEEP_TISSUE: 3,
    Technique.TRIGGER_POINT: 2,
    Technique.MANUAL_THERAPY: 3,
    Technique.MANIPULATION_THRUST: 1,
    Technique.THERAPEUTIC_EXERCISE: 5,
    Technique.STRETCHING: 3,
    Technique.ELECTROTHERAPY: 1,
}
_HELD_SHARE = 0.4
_WITHOUT_ROOM = 0.08
_TRIES = 6
_KEY_BITS = 74
_SOONEST = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Regular:
    """Somebody who may be booked: registered, with an intake."""

    patient: Patient
    intake: Intake
    answered: Answered


@dataclass(frozen=True, slots=True)
class Booked:
    """A session and what the rules said about it.

    Attributes:
        asked: the intake of the day, when the person has come: they said the same as before.
        record_of_arrival: what the rules said then.
        decisions: what the therapist decided so that it could start, where it was held, and ``record_of_release`` what
            counted then.
    """

    session: Session
    record: AssessmentRecord
    asked: Intake | None = None
    record_of_arrival: AssessmentRecord | None = None
    decisions: tuple[Clearance, ...] = ()
    record_of_release: AssessmentRecord | None = None


@dataclass(frozen=True, slots=True)
class House:
    """What sessions are made of."""

    clinic: Clinic
    therapists: Sequence[StaffMember]
    rooms: Sequence[Room]
    session_types: Sequence[SessionType]
    equipment: Sequence[Equipment]
    time: WorkingTime


class Diary:
    """Fills days with sessions that never clash and that the rules allow.

    Args:
        now: what is before it has happened; nothing after it has.
    """

    def __init__(self, scene: Scene, rng: Random, desk: Desk, house: House, now: datetime) -> None:
        self._scene = scene
        self._rng = rng
        self._ruleset = desk.ruleset
        self._intakes = desk.intakes
        findings = desk.ruleset.knowledge.findings.values()
        self._every_visit = frozenset(finding.id for finding in findings if finding.every_visit)
        self._judging = desk.judging
        self._clearing = desk.clearing
        self._house = house
        self._now = now
        self._course = Course(scene, rng, now)
        # Draws of its own: who is asked again must not change who comes.
        self._keys = Random(0)  # noqa: S311 - no secret is drawn
        self._full: dict[str, Intake] = {}
        self._caseload: dict[str, list[Regular]] = {therapist.id: [] for therapist in house.therapists}

    def assign(self, regular: Regular) -> None:
        """Give somebody a therapist of a kind that suits them, if any does."""
        findings = self._intakes.resolve(regular.patient, regular.intake.answers, on=self._scene.today)
        kinds = [k for k in Kind if self._ruleset.verdict(findings, GENTLEST[k]) < Verdict.NOT_SUITABLE]
        if kinds:
            kind = self._rng.choice(kinds)
            therapist = self._rng.choice([each for each in self._house.therapists if kind in each.kinds])
            self._caseload[therapist.id].append(regular)

    def day(self, on: date) -> Iterator[Booked]:
        """The sessions of a date."""
        at_work = self._rng.sample(list(self._house.therapists), len(self._house.therapists))
        in_rooms: list[Session] = []
        here: set[str] = set()
        for therapist in at_work:
            for booked in self._shift(therapist, on, in_rooms, here):
                in_rooms.append(booked.session)
                here.add(booked.session.patient_id)
                yield booked

    def _shift(self, therapist: StaffMember, on: date, in_rooms: list[Session], here: set[str]) -> Iterator[Booked]:
        for begins, ends in self._house.time.working(therapist.id, on):
            yield from self._stretch(therapist, (begins, ends), in_rooms, here)

    def _stretch(
        self, therapist: StaffMember, stretch: Stretch, in_rooms: list[Session], here: set[str]
    ) -> Iterator[Booked]:
        at, closes = stretch
        at += timedelta(minutes=self._rng.choice((0, 0, 0, 15, 30)))
        share = self._booked_share(local_date(self._house.clinic, at))
        while at < closes:
            booked = self._session(therapist, at, in_rooms, here) if self._rng.random() < share else None
            if booked is None or booked.session.ends_at > closes:
                at += timedelta(minutes=self._rng.choice((15, 30, 45)))
                continue
            if booked.asked is not None and booked.asked.full:
                self._full[booked.asked.patient_id] = booked.asked
            yield booked
            at = next_on_grid(booked.session.free_at)

    def _booked_share(self, on: date) -> float:
        ahead = max(0, (on - self._scene.today).days)
        return 0.8 if on == self._scene.today else 0.7 - 0.016 * ahead

    def _session(self, therapist: StaffMember, at: datetime, in_rooms: list[Session], here: set[str]) -> Booked | None:
        """A session of somebody of the therapist's caseload, or None when nobody suits."""
        rng = self._rng
        on = local_date(self._house.clinic, at)
        caseload = self._caseload[therapist.id]
        for _ in range(_TRIES):
            few = rng.sample(caseload, min(4, len(caseload)))
            free = [each for each in few if each.patient.id not in here and each.intake.completed_at + _SOONEST <= at]
            if not free:
                continue
            # Those who came first lately come most often.
            regular = max(free, key=lambda each: each.intake.completed_at)
            findings = self._intakes.resolve(regular.patient, regular.intake.answers, on=on)
            session_type = self._suitable(therapist, findings)
            if session_type is not None:
                session = self._planned(regular, therapist, session_type, at)
                session = replace(session, room_id=self._room(session, session_type, in_rooms))
                session = replace(session, equipment_id=self._device(session, session_type, in_rooms))
                if session_type.equipment_kind and session.equipment_id is None:
                    continue
                return self._judged(session, session_type, regular, findings)
        return None

    def _suitable(self, therapist: StaffMember, findings: dict[str, Value]) -> SessionType | None:
        given = [each for each in self._house.session_types if therapist.gives(each.technique)]
        session_type = self._rng.choices(given, [_WEIGHTS[each.technique] for each in given])[0]
        verdict = self._ruleset.verdict(findings, session_type.technique)
        if verdict >= Verdict.NOT_SUITABLE:
            return None
        held = verdict is Verdict.NEEDS_CLINICIAN_REVIEW
        return session_type if not held or self._rng.random() < _HELD_SHARE else None

    def _planned(self, regular: Regular, therapist: StaffMember, session_type: SessionType, at: datetime) -> Session:
        request = BookingRequest(
            id=key_at(at, self._rng.getrandbits(_KEY_BITS)),
            patient_id=regular.patient.id,
            session_type_id=session_type.id,
            therapist_id=therapist.id,
            starts_at=at,
        )
        return session_for(request, session_type)

    def _judged(
        self, session: Session, session_type: SessionType, regular: Regular, findings: dict[str, Value]
    ) -> Booked | None:
        """The session with what was judged when it was booked, as far as it has come since; None if it could not."""
        earliest = max(regular.intake.completed_at, session.starts_at - timedelta(days=21))
        latest = max(earliest, min(session.starts_at - _SOONEST, self._now))
        made_at = (earliest + (latest - earliest) * self._rng.random()).replace(microsecond=0)
        on = local_date(self._house.clinic, session.starts_at)
        person = self._judging.person(regular.patient, regular.intake.answers, decisions=())
        judgement = person.judge(session_type.technique, on=on, session_id=session.id)
        record = record_of(
            judgement,
            key=key_at(made_at, self._rng.getrandbits(_KEY_BITS)),
            session_id=session.id,
            answered=regular.answered,
            findings=findings,
            on=on,
            now=made_at,
        )
        booked = Booked(self._course.of(replace(session, held=judgement.held)), record)
        if booked.session.arrived_at:
            booked = self._asked_again(booked, regular)
        if booked.session.release_note is None:
            return booked
        try:
            return self._released(
                booked,
                JudgedSession(
                    session,
                    session_type,
                    regular.patient,
                    person,
                    booked.asked or regular.intake,
                    on,
                    findings,
                    judgement,
                ),
            )
        except NotAllowed:  # held for what nobody lifts
            return None

    def _released(self, booked: Booked, judged: JudgedSession) -> Booked:
        """The session with what its therapist decided before it began."""
        session, last = booked.session, booked.record_of_arrival or booked.record
        at = session.started_at or self._now
        therapist = next(each for each in self._house.therapists if each.id == session.therapist_id)
        seen = ClearanceReason.EXAMINED
        decisions, judgement = self._clearing.decisions(
            judged,
            reason=ClearanceReason.AREA_AVOIDED if seen.closed_to(therapist) else seen,
            text=session.release_note or "",
            actor=therapist,
            now=at,
        )
        record = record_of(
            judgement,
            key=key_at(at, self._keys.getrandbits(_KEY_BITS)),
            session_id=session.id,
            answered=Answered(last.intake_id, last.answers_hash),
            findings=judged.findings,
            on=judged.on,
            now=at,
        )
        return replace(booked, decisions=tuple(decisions), record_of_release=record)

    def _asked_again(self, booked: Booked, regular: Regular) -> Booked:
        """What somebody answers who has come; everything, where the full intake is too old."""
        at = booked.session.arrived_at or self._now
        clinic = self._house.clinic
        on = local_date(clinic, at)
        if local_date(clinic, regular.intake.completed_at) == on:
            return booked
        last = self._full.get(regular.patient.id, regular.intake)
        full = (on - local_date(clinic, last.completed_at)).days > FULL_INTAKE_DAYS
        key, record_key = (key_at(at, self._keys.getrandbits(_KEY_BITS)) for _ in range(2))
        answers = self._said_again(last.answers, on, everything=full)
        said_on = on if full else last.said_on
        asked = replace(regular.intake, id=key, answers=answers, completed_at=at, full=full, said_on=said_on)
        judged = answered_in(asked)
        record = replace(booked.record, id=record_key, intake_id=key, answers_hash=judged.hash, made_at=at)
        return replace(booked, asked=asked, record_of_arrival=record)

    def _said_again(self, answers: Answers, on: date, *, everything: bool) -> Answers:
        """The same answers, given on that day: those to the questions of every visit, or everything."""
        return {
            key: replace(answer, given_on=on)
            if answer.given_on and (everything or key in self._every_visit)
            else answer
            for key, answer in answers.items()
        }

    def _device(self, session: Session, session_type: SessionType, others: list[Session]) -> str | None:
        """A free device of the kind the session needs."""
        taken = {other.equipment_id for other in others if _overlap(session, other)}
        kind = session_type.equipment_kind
        free = [item.id for item in self._house.equipment if item.kind == kind and item.id not in taken]
        return free[0] if free else None

    def _room(self, session: Session, session_type: SessionType, in_rooms: list[Session]) -> str | None:
        """A free room: the last one for exercise while it is free. Some sessions get their room on arrival."""
        taken = {other.room_id for other in in_rooms if _overlap(session, other)}
        free = [room.id for room in self._house.rooms if room.id not in taken]
        for_exercise = self._house.rooms[-1].id
        if not free or self._rng.random() < _WITHOUT_ROOM:
            return None
        if session_type.technique in {Technique.THERAPEUTIC_EXERCISE, Technique.STRETCHING} and for_exercise in free:
            return for_exercise
        return self._rng.choice(free)


def _overlap(one: Session, other: Session) -> bool:
    return other.starts_at < one.free_at and one.starts_at < other.free_at
