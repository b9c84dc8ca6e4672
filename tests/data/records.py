"""Ready-made and random records for the tests of the store."""

from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import settings
from hypothesis import strategies as st

from clinicdesk.data import Store
from clinicdesk.domain.assessment_record import AssessmentRecord
from clinicdesk.domain.call import CallClosed, CallStep
from clinicdesk.domain.clearance import Clearance, ClearanceReason, Letter, TakenBack
from clinicdesk.domain.intake import Absence, Answer, Source
from clinicdesk.domain.journal import Change, EntryKind, JournalEntry
from clinicdesk.domain.patient import ContactChannel, Patient, PatientDetails, SexAtBirth
from clinicdesk.domain.plan import PlanOfCare, PlanPart, PlanStatus
from clinicdesk.domain.referral import CalledFor, Origin, Outcome, Referral, ReferralEvent, Step, Whom
from clinicdesk.domain.score import Measure, Score
from clinicdesk.domain.session import Session, SessionStatus, SessionType
from clinicdesk.domain.sign_off import VOUCHED, SignOff, SignOffStep
from clinicdesk.domain.staff import Equipment, Role, Room, StaffMember
from clinicdesk.domain.suitability import Kind, Technique, Verdict
from clinicdesk.domain.working_hours import Absence as TimeOff
from clinicdesk.domain.working_hours import (
    AbsenceReason,
    ClockSpan,
    KeptSession,
    SpecialHours,
    WeeklyHours,
    same_every_day,
)

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
TESS = StaffMember("therapist-1", "Tess Park", Role.THERAPIST, frozenset(Kind))
THEO = StaffMember("therapist-2", "Theo Lund", Role.THERAPIST, frozenset({Kind.MASSAGE}))
RUTH = StaffMember("desk-1", "Ruth Amsel", Role.RECEPTIONIST)
SOUND, LAMP = Equipment("device-1", "Ultrasound 1", "Ultrasound"), Equipment("device-2", "Ultrasound 2", "Ultrasound")
GARDEN, TOWER = Room("room-1", "Garden"), Room("room-2", "Tower")
MASSAGE = SessionType("type-1", "Massage, 60 minutes", Technique.SWEDISH, 60, 15)


def at(hour: float) -> datetime:
    """A time on the day of the tests, in hours after eight."""
    return NOW + timedelta(hours=hour)


def furnish(store: Store) -> None:
    """Two therapists, two rooms, one session type and two patients."""
    with store.write():
        for member in (TESS, THEO, RUTH):
            store.staff.add(member)
        for room in (GARDEN, TOWER):
            store.rooms.add(room)
        for item in (SOUND, LAMP):
            store.equipment.add(item)
        store.session_types.add(MASSAGE)
        store.patients.add(PatientDetails("Anna", "Berg"), "patient-1")
        store.patients.add(PatientDetails("Ole", "Holm"), "patient-2")


def session(
    session_id: str = "session-1",
    start: float = 0,
    *,
    hours: float = 1,
    turnover: float = 0.25,
    patient: str = "patient-1",
    therapist: str = TESS.id,
    room: str | None = GARDEN.id,
    equipment: str | None = None,
    status: SessionStatus = SessionStatus.BOOKED,
) -> Session:
    """A session that starts so many hours after eight."""
    return Session(
        id=session_id,
        patient_id=patient,
        session_type_id=MASSAGE.id,
        therapist_id=therapist,
        room_id=room,
        equipment_id=equipment,
        starts_at=at(start),
        ends_at=at(start + hours),
        free_at=at(start + hours + turnover),
        status=status,
    )


def assessment(assessment_id: str = "assessment-1", session_id: str = "session-1") -> AssessmentRecord:
    """What the rules said about a session."""
    return AssessmentRecord(
        id=assessment_id,
        session_id=session_id,
        intake_id=None,
        on_date=NOW.date(),
        made_at=NOW,
        ruleset_id="rules",
        ruleset_version="1",
        ruleset_hash="a" * 64,
        answers_hash="b" * 64,
        technique=Technique.SWEDISH,
        verdicts={Kind.MASSAGE: Verdict.NOT_SUITABLE, Kind.PHYSICAL_THERAPY: Verdict.SUITABLE},
        findings={"fever_now": "no", "age_years": 48},
        payload={"reasons": [{"rule": "S03"}]},
    )


def journal_entry(
    entry_id: str = "entry-1",
    kind: EntryKind = EntryKind.DEED,
    *,
    actor: StaffMember = RUTH,
    deed_id: str | None = None,
    record: str = "session-1",
) -> JournalEntry:
    """Ruth did something to a session, took it back, or did it again."""
    change = Change("Session", record, None, '{"id":"session-1"}')
    return JournalEntry(entry_id, kind, "session.book", actor.id, actor.name, NOW, (change,), deed_id)


def referral(referral_id: str = "referral-1") -> Referral:
    """Somebody had to be seen elsewhere first."""
    return Referral(
        id=referral_id,
        patient_id="patient-1",
        opened_at=NOW,
        opened_by=RUTH.id,
        origin=Origin.DRAFT,
        intake_id=None,
        session_id=None,
        ruleset_id="rules",
        ruleset_version="1",
        ruleset_hash="a" * 64,
        reasons=(
            CalledFor("U1", "A leg gives way", "The nerves may be in danger.", "Call.", {"leg": "yes", "age": 46}),
        ),
        wording=("In an emergency call 911", "Call."),
        advice=("See a doctor today.",),
    )


def referral_event(event_id: str = "event-1", step: Step = Step.TOLD, **fields: object) -> ReferralEvent:
    """Something that happened to it."""
    if step is Step.TOLD:
        fields = {"whom": Whom.PATIENT, **fields}
    if step is Step.OUTCOME:
        fields = {"outcome": Outcome.SERIOUS_RULED_OUT, "on": NOW.date(), "text": "Seen.", **fields}
    return replace(ReferralEvent(event_id, "referral-1", step, RUTH.id, NOW), **fields)


def sign_off(entry_id: str = "sign-off-1", *, ruleset_hash: str = "a" * 64) -> SignOff:
    """Tess vouches for some rules."""
    return SignOff(
        id=entry_id,
        step=SignOffStep.SIGNED,
        ruleset_id="rules",
        ruleset_version="1",
        ruleset_hash=ruleset_hash,
        name="Tess Park",
        licence="PT 4711",
        staff_id=TESS.id,
        vouched=VOUCHED,
        reason="",
        made_at=NOW,
    )


def plan(version: int = 1, *, plan_id: str = "plan-1", patient: str = "patient-1") -> PlanOfCare:
    """Two massages, as Ruth has written it down."""
    return PlanOfCare(
        id=plan_id,
        version=version,
        patient_id=patient,
        status=PlanStatus.DRAFT,
        goal="Sleep through the night",
        activity="walking to the shop",
        parts=(PlanPart(Kind.MASSAGE, MASSAGE.id, 2, min_days=3),),
        same_day=True,
        missed_count=False,
        starts_on=NOW.date(),
        expires_on=NOW.date() + timedelta(days=42),
        review_on=NOW.date() + timedelta(days=21),
        reason="",
        made_by=RUTH.id,
        made_at=NOW,
    )


def score(score_id: str = "score-1", *, value: int = 5, session_id: str | None = "session-1") -> Score:
    """What a patient said of their pain."""
    return Score(score_id, "patient-1", Measure.PAIN_BEFORE, value, RUTH.id, NOW, session_id)


def withdrawal(entry_id: str = "sign-off-2", *, ruleset_hash: str = "a" * 64) -> SignOff:
    """Tess takes it back."""
    return replace(
        sign_off(entry_id, ruleset_hash=ruleset_hash),
        step=SignOffStep.WITHDRAWN,
        licence="",
        vouched=(),
        reason="A source was withdrawn.",
        made_at=at(1),
    )


def clearance(clearance_id: str = "clearance-1", **fields: object) -> Clearance:
    """Tess has read a letter about the patient's disc."""
    given = Clearance(
        id=clearance_id,
        patient_id="patient-1",
        session_id=None,
        rule="S03",
        technique=Technique.SWEDISH,
        verdict=Verdict.NOT_SUITABLE,
        reason=ClearanceReason.CLEARED_IN_WRITING,
        text="Letter of 20 November: light massage is fine.",
        given_by=TESS.id,
        name=TESS.name,
        given_at=NOW,
        expires_on=NOW.date() + timedelta(days=28),
        intake_version=1,
        facts={"disc_problem": "herniation_no_leg_symptoms"},
        rule_hash="c" * 64,
        ruleset_id="rules",
        ruleset_version="1",
        letter=Letter("Dr Moss", date(2026, 11, 20)),
    )
    return replace(given, **fields)  # type: ignore[arg-type]


def taken_back(back_id: str = "back-1", clearance_id: str = "clearance-1") -> TakenBack:
    """Tess has it ended."""
    return TakenBack(back_id, clearance_id, TESS.id, TESS.name, at(1), "The letter was about somebody else.")


def weekly_hours(entry_id: str = "weekly-1", owner: str | None = TESS.id) -> WeeklyHours:
    """Nine to one and two to five every day, from the day of the tests."""
    spans = (ClockSpan(time(9), time(13)), ClockSpan(time(14), time(17)))
    return WeeklyHours(entry_id, owner, NOW.date(), same_every_day(spans), NOW.date())


def special_hours(entry_id: str = "special-1", owner: str | None = TESS.id) -> SpecialHours:
    """A short day."""
    return SpecialHours(entry_id, owner, NOW.date(), (ClockSpan(time(9), time(11)),))


def absence(entry_id: str = "absence-1") -> TimeOff:
    """Two days of leave."""
    return TimeOff(entry_id, TESS.id, AbsenceReason.LEAVE, NOW.date(), NOW.date() + timedelta(days=1))


def kept_session(entry_id: str = "kept-1") -> KeptSession:
    """The decision that the first session takes place."""
    return KeptSession(entry_id, "session-1", at(0), at(1), TESS.id, "Tess Park is on leave.", RUTH.id, NOW)


def call(entry_id: str = "call-1") -> CallClosed:
    """The decision that the person of the first session was told."""
    return CallClosed(
        entry_id, "session-1", Verdict.SUITABLE, Verdict.NOT_SUITABLE, CallStep.CALLED, "Left word.", RUTH.id, NOW
    )


unhurried = settings(deadline=None)
"""A busy machine may take its time over one example."""


class _UndoneError(Exception):
    pass


@contextmanager
def undone(store: Store) -> Generator[None]:
    """A transaction that is always undone, so that no example of a property meets what another stored."""
    with suppress(_UndoneError), store.write():
        yield
        raise _UndoneError


def booked(store: Store, *sessions: Session) -> None:
    """Store sessions in one transaction."""
    with store.write():
        for each in sessions:
            store.sessions.add(each)


def registered(store: Store, *people: PatientDetails) -> list[Patient]:
    """Store people under made-up ids, in one transaction."""
    first = store.patients.count()
    with store.write():
        return [store.patients.add(details, f"person-{first + index}") for index, details in enumerate(people)]


texts = st.text(max_size=40)
names = st.text(min_size=1, max_size=30)
ids = st.uuids().map(str)
days = st.dates(date(1900, 1, 1), date(2100, 12, 31))
moments = st.datetimes(datetime(1970, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - zoned below
phones = st.just("") | st.from_regex(r"\+[1-9][0-9]{6,13}", fullmatch=True)

details_of_patients = st.builds(
    PatientDetails,
    given_name=names,
    family_name=texts,
    birth_date=st.none() | days,
    phone=phones,
    other_phone=phones,
    preferred_name=texts,
    sex_at_birth=st.none() | st.sampled_from(SexAtBirth),
    gender=texts,
    pronouns=texts,
    email=texts,
    address=texts,
    emergency_contact_name=texts,
    emergency_contact_phone=phones,
    emergency_contact_relation=texts,
    referrer=texts,
    language=texts,
    contact_permissions=st.frozensets(st.sampled_from(ContactChannel)),
    notes=texts,
)

values = texts | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False)
sources = st.sampled_from(Source)
answers = st.dictionaries(
    names,
    st.builds(Answer, value=values, date=st.none() | days, source=sources)
    | st.builds(Answer, date=days, source=sources)
    | st.builds(Answer, absence=st.sampled_from(Absence), source=sources),
    max_size=8,
)

plain_values = st.recursive(
    st.none() | st.booleans() | values, lambda inner: st.lists(inner) | st.dictionaries(texts, inner), max_leaves=8
)

sha256s = st.text("0123456789abcdef", min_size=64, max_size=64)
assessments = st.builds(
    AssessmentRecord,
    id=ids,
    session_id=st.just("session-1"),
    intake_id=st.none(),
    on_date=days,
    made_at=moments,
    ruleset_id=texts,
    ruleset_version=texts,
    ruleset_hash=sha256s,
    answers_hash=sha256s,
    technique=st.sampled_from(Technique),
    verdicts=st.fixed_dictionaries({kind: st.sampled_from(Verdict) for kind in Kind}),
    findings=st.dictionaries(names, values, max_size=8),
    payload=st.dictionaries(texts, plain_values, max_size=8),
)


@st.composite
def sessions(draw: st.DrawFn, starting: st.SearchStrategy[datetime] = moments) -> Session:
    """A session of the first patient with the first therapist, at any time and of any status."""
    starts_at = draw(starting)
    ends_at = starts_at + timedelta(minutes=draw(st.integers(1, 240)))
    return replace(
        session(draw(ids)),
        starts_at=starts_at,
        ends_at=ends_at,
        free_at=ends_at + timedelta(minutes=draw(st.integers(0, 60))),
        room_id=draw(st.sampled_from([None, GARDEN.id, TOWER.id])),
        status=draw(st.sampled_from(SessionStatus)),
        held=draw(st.booleans()),
        arrived_at=draw(st.none() | moments),
        started_at=draw(st.none() | moments),
        completed_at=draw(st.none() | moments),
        cancel_reason=draw(st.none() | texts),
        release_note=draw(st.none() | texts),
    )
