"""What was agreed with the demo clinic's regulars, and how they are getting on."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from clinicdesk.desk.assessing import answered_in, record_of
from clinicdesk.desk.clashes import session_for
from clinicdesk.desk.demo.diary import House
from clinicdesk.desk.demo.scene import Scene
from clinicdesk.desk.desk import Desk
from clinicdesk.desk.hours import local_date
from clinicdesk.desk.keys import key_at
from clinicdesk.desk.openings import Openings
from clinicdesk.domain.plan import PlanOfCare, PlanPart, PlanStatus
from clinicdesk.domain.score import Measure, Score
from clinicdesk.domain.session import BookingRequest, Session, SessionStatus
from clinicdesk.domain.staff import Role
from clinicdesk.domain.suitability import Kind, Technique, Verdict

_SHARE = 0.4
_REGULAR_FROM = 2
_MASSAGE_ALONE, _DRAFTS = 0.2, 0.08
_WITH_EXERCISE_AHEAD = 14
_EXERCISES_AHEAD = 3
_KEY_BITS = 74
_GOALS = (
    ("Carry my shopping home without stopping", "carrying a bag"),
    ("Sleep through the night", "lying on my side"),
    ("Sit through a film", "sitting for an hour"),
    ("Play with my grandchildren on the floor", "getting up from the floor"),
    ("Go back to swimming", "reaching overhead"),
    ("Walk to the shop and back", "walking to the shop"),
    ("Work a whole day at my desk", "sitting at my desk"),
    ("Dig the garden again", "bending down"),
)


class Plans:
    """Gives a share of the regulars a plan that their sessions count against, and scores that mostly improve.

    It draws for itself: who has a plan must not change who comes.
    """

    def __init__(self, desk: Desk, scene: Scene, house: House, now: datetime) -> None:
        self._desk, self._store, self._scene, self._house, self._now = desk, desk.store, scene, house, now
        self._rng = Random(3)  # noqa: S311 - no secret is drawn
        self._types = {each.id: each for each in house.session_types}
        self._exercise = next(each for each in house.session_types if each.technique is Technique.THERAPEUTIC_EXERCISE)
        self._massage = next(each for each in house.session_types if each.technique is Technique.SWEDISH)
        staff = desk.store.staff.all()
        self._receptionists = [member.id for member in staff if member.role is Role.RECEPTIONIST]
        self._ahead = 0

    def make(self, sessions: Sequence[Session]) -> None:
        """Agree on plans with those who have come more than once."""
        own: dict[str, list[Session]] = {}
        for session in sessions:
            own.setdefault(session.patient_id, []).append(session)
        for booked in own.values():
            came = [each for each in booked if each.status is SessionStatus.COMPLETED]
            if len(came) >= _REGULAR_FROM and self._rng.random() < _SHARE:
                self._agree(booked, came)

    def _agree(self, booked: Sequence[Session], came: Sequence[Session]) -> None:
        rng = self._rng
        goal, activity = rng.choice(_GOALS)
        draft = rng.random() < _DRAFTS
        starts_on = local_date(self._house.clinic, came[0].starts_at)
        weeks = rng.choice((8, 10, 12))
        plan = PlanOfCare(
            id=self._key(came[0].starts_at),
            version=1,
            patient_id=came[0].patient_id,
            status=PlanStatus.DRAFT if draft else PlanStatus.ACTIVE,
            goal=goal,
            activity=activity,
            parts=self._parts(booked),
            same_day=True,
            missed_count=False,
            starts_on=starts_on,
            expires_on=starts_on + timedelta(weeks=weeks),
            review_on=starts_on + timedelta(weeks=weeks // 2 + rng.choice((0, 1, 2))),
            reason="",
            made_by=rng.choice(self._receptionists) if draft else came[0].therapist_id,
            made_at=came[0].starts_at,
            confirmed_by=None if draft else came[0].therapist_id,
        )
        self._store.plans.add(plan)
        if not draft:
            self._count(plan, booked)
            if self._ahead < _WITH_EXERCISE_AHEAD and plan.part(Kind.MASSAGE):
                self._exercise_ahead(plan)
        self._score(plan, came)

    def _parts(self, booked: Sequence[Session]) -> tuple[PlanPart, ...]:
        """As many of each kind as were booked and some more; exercise beside massage, mostly."""
        rng, found = self._rng, []
        for kind, usual, more in ((Kind.MASSAGE, self._massage, 2), (Kind.PHYSICAL_THERAPY, self._exercise, 3)):
            own = [each for each in booked if self._types[each.session_type_id].kind is kind]
            beside = kind is Kind.PHYSICAL_THERAPY and rng.random() >= _MASSAGE_ALONE
            if own or beside:
                session_type_id = own[0].session_type_id if own and not beside else usual.id
                gap = 5 if kind is Kind.MASSAGE else 2
                found.append(PlanPart(kind, session_type_id, max(4, len(own) + rng.randint(0, more)), gap))
        return tuple(found)

    def _count(self, plan: PlanOfCare, booked: Sequence[Session]) -> None:
        left = {part.kind: part.sessions for part in plan.parts}
        for session in booked:
            kind = self._types[session.session_type_id].kind
            on = local_date(self._house.clinic, session.starts_at)
            if session.status.live and left.get(kind, 0) and plan.starts_on <= on <= plan.expires_on:
                left[kind] -= 1
                self._store.sessions.update(replace(session, plan_id=plan.id))

    def _exercise_ahead(self, plan: PlanOfCare) -> None:
        """Some who have had massage go on with exercise: the share of passive care falls."""
        patient = self._store.patients.get(plan.patient_id)
        intake = self._store.intakes.latest(plan.patient_id)
        part = plan.part(Kind.PHYSICAL_THERAPY)
        counted = {self._types[each.session_type_id].kind for each in self._store.sessions.of_plan(plan.id)}
        if part is None or intake is None or Kind.PHYSICAL_THERAPY in counted:
            return
        self._ahead += 1
        for place in range(1, _EXERCISES_AHEAD + 1):
            day = self._scene.today + timedelta(days=4 * place)
            gaps = Openings(self._store).gaps(
                day, self._exercise, patient_id=patient.id, room_id=None, therapist_id=None, now=self._now
            )
            findings = self._desk.intakes.resolve(patient, intake.answers, on=day)
            judgement = self._desk.judging.judge(patient, intake.answers, self._exercise.technique, on=day)
            if not gaps or judgement.verdict >= Verdict.NEEDS_CLINICIAN_REVIEW or day > plan.expires_on:
                return
            gap = self._rng.choice(gaps)
            request = BookingRequest(
                self._key(gap.starts_at), patient.id, self._exercise.id, gap.therapist.id, gap.starts_at
            )
            session = self._store.sessions.add(replace(session_for(request, self._exercise), plan_id=plan.id))
            self._store.assessments.add(
                record_of(
                    judgement,
                    key=self._key(self._now),
                    session_id=session.id,
                    answered=answered_in(intake),
                    findings=findings,
                    on=day,
                    now=self._now,
                )
            )

    def _score(self, plan: PlanOfCare, came: Sequence[Session]) -> None:
        """Pain goes down by about a point a session, not for everybody; the activity goes up more slowly."""
        rng = self._rng
        pain, ability, better = rng.uniform(4, 8), rng.uniform(1, 5), rng.choice((0.2, 0.8, 1.1))
        for place, session in enumerate(came):
            before = _scale(pain - better * place + rng.uniform(-1, 1))
            self._note(session, Measure.PAIN_BEFORE, before, session.arrived_at or session.starts_at)
            after = _scale(before - rng.choice((0, 1, 1, 2)))
            self._note(session, Measure.PAIN_AFTER, after, session.completed_at or session.ends_at)
            if place % 2 == 0:
                value = _scale(ability + better * place * 0.7 + rng.uniform(-0.5, 0.5))
                at = session.arrived_at or session.starts_at
                self._note(session, Measure.ACTIVITY, value, at, activity=plan.activity)

    def _note(self, session: Session, measure: Measure, value: int, at: datetime, *, activity: str = "") -> None:
        by = self._rng.choice(self._receptionists)
        self._store.scores.add(Score(self._key(at), session.patient_id, measure, value, by, at, session.id, activity))

    def _key(self, at: datetime) -> str:
        return key_at(at, self._rng.getrandbits(_KEY_BITS))


def _scale(value: float) -> int:
    return max(0, min(10, round(value)))
