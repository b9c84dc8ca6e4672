"""How a person is getting on: pain before and after each session, and what they can do again."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from clinicdesk.data import Store
from clinicdesk.desk.journal import Journal
from clinicdesk.desk.keys import new_key
from clinicdesk.domain.patient import Patient
from clinicdesk.domain.plan import PlanStatus
from clinicdesk.domain.score import LEAST, MEANINGFUL_CHANGE, MOST, Measure, Score
from clinicdesk.domain.session import Session, SessionStatus
from clinicdesk.domain.staff import StaffMember
from clinicdesk.domain.suitability import Kind
from clinicdesk.errors import InvalidValues

ACTIVITY_EVERY = timedelta(days=7)
"""So often the activity is asked about at most: it changes more slowly than pain."""


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """One answer in a course.

    Attributes:
        at: when the session was, or when it was asked without one.
        asked_at: the session's id, or something else that no other answer shares.
        kind: of the session it was asked at; None when it was asked without one.
        noted_by: who wrote it down.
        earlier: what was noted first and mended since, oldest first.
    """

    at: datetime
    asked_at: str
    measure: Measure
    value: int
    kind: Kind | None
    session_name: str
    noted_by: str
    earlier: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked next; ``activity`` is what the person is measured by, for that question."""

    measure: Measure
    activity: str = ""


@dataclass(frozen=True, slots=True)
class Trend:
    """Everything a person answered, oldest first, each question of a session once: as it was answered last.

    Attributes:
        activity: what the activity is called, as it was asked last, or as the plan has it; empty for none.
        first_pain, last_pain: the first and the newest pain before a session; None when never asked.
    """

    points: tuple[TrendPoint, ...]
    activity: str
    first_pain: int | None
    last_pain: int | None

    @property
    def pain_change(self) -> int | None:
        """How many points pain has changed; a negative number is an improvement."""
        if self.first_pain is None or self.last_pain is None:
            return None
        return self.last_pain - self.first_pain

    @property
    def meaningful(self) -> bool:
        """Whether pain is less by as much as a person notices (see ``domain.score``)."""
        change = self.pain_change
        return change is not None and change <= -MEANINGFUL_CHANGE


class Progress:
    """What people say of their pain and of what they can do."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._journal = Journal(store)

    def note(self, session: Session, measure: Measure, value: int, *, actor: StaffMember, now: datetime) -> Score:
        """Write down an answer given at a session; a later one about the same stands in its place.

        Raises:
            InvalidValues: under ``value``, when it is not from 0 to 10.
        """
        activity = self._activity(session.patient_id) if measure is Measure.ACTIVITY else ""
        score = Score(new_key(now), session.patient_id, measure, value, actor.id, now, session.id, activity)
        return self._kept(score, actor, now)

    def note_activity(self, patient: Patient, activity: str, value: int, *, actor: StaffMember, now: datetime) -> Score:
        """Write down, without a session, how well a person can do what they chose to be measured by.

        Raises:
            InvalidValues: under ``activity`` or ``value``, when there is none or it is not from 0 to 10.
        """
        if not activity.strip():
            raise InvalidValues({"activity": "Name what the person would like to do again."})
        score = Score(new_key(now), patient.id, Measure.ACTIVITY, value, actor.id, now, None, activity.strip())
        return self._kept(score, actor, now)

    def mend(
        self, patient: Patient, asked_at: str, measure: Measure, value: int, *, actor: StaffMember, now: datetime
    ) -> Score:
        """Correct an answer, or write down one that was left out; what was noted first stays on file.

        Args:
            patient: who was asked.
            asked_at: as the trend has it: a session's id, or that of an activity scored without one.
            measure: what was asked.
            value: what it should have been.
            actor: who corrects it.
            now: when.

        Raises:
            InvalidValues: under ``value``, when it is not from 0 to 10.
        """
        session = self._store.sessions.many([asked_at]).get(asked_at)
        if session is not None:
            return self.note(session, measure, value, actor=actor, now=now)
        was = self._store.scores.get(asked_at)
        # It was asked when it was asked: only its value was wrong.
        mended = replace(was, id=new_key(now), value=value, made_by=actor.id)
        with self._store.write():
            withdrawn = self._store.scores.withdraw(was, True, by=actor.id, at=now)
            self._add(mended)
            self._journal.note("score.mend", [(was, withdrawn), (None, mended)], actor=actor, now=now)
            self._store.audit.append(actor, "score.mend", ("patient", patient.id), {"score": was.id}, at=now)
        return mended

    def next_question(self, session: Session, *, now: datetime) -> Question | None:
        """What a person is asked at a session as far as it has come, or None when all of it was answered.

        Pain on arrival and at the end; the activity on arrival, when it was not scored for a week.
        """
        given = self.given([session.id]).get(session.id, {})
        if session.status is SessionStatus.COMPLETED:
            return Question(Measure.PAIN_AFTER) if Measure.PAIN_AFTER not in given else None
        if session.status is not SessionStatus.ARRIVED:
            return None
        if Measure.PAIN_BEFORE not in given:
            return Question(Measure.PAIN_BEFORE)
        activity = self._activity(session.patient_id)
        scored = [each.made_at for each in self._store.scores.of_patient(session.patient_id) if each.activity]
        due = not scored or now - max(scored) >= ACTIVITY_EVERY
        return Question(Measure.ACTIVITY, activity) if activity and due else None

    def given(self, session_ids: Iterable[str]) -> dict[str, dict[Measure, int]]:
        """What was answered last at some sessions, by session id, in one query."""
        found: dict[str, dict[Measure, int]] = {}
        for score in self._store.scores.of_sessions(session_ids):
            found.setdefault(score.session_id or "", {})[score.measure] = score.value
        return found

    def trend(self, patient: Patient, *, actor: StaffMember, now: datetime) -> Trend:
        """How a person has been getting on."""
        with self._store.write():
            scores = self._store.scores.of_patient(patient.id)
            self._store.audit.append(actor, "scores.read", ("patient", patient.id), at=now)
        answers: dict[tuple[object, Measure], list[Score]] = {}
        for score in scores:
            answers.setdefault((score.session_id or score.id, score.measure), []).append(score)
        points = sorted(self._points(answers.values()), key=lambda point: point.at)
        pains = [point.value for point in points if point.measure is Measure.PAIN_BEFORE]
        return Trend(
            tuple(points),
            self._activity(patient.id),
            pains[0] if pains else None,
            pains[-1] if pains else None,
        )

    def _points(self, answers: Collection[Sequence[Score]]) -> list[TrendPoint]:
        """One for each question, with what was answered last."""
        types = {each.id: each for each in self._store.session_types.all()}
        names = {member.id: member.name for member in self._store.staff.all()}
        sessions = self._store.sessions.many({given[-1].session_id or "" for given in answers})
        found = []
        for *mended, score in answers:
            session = sessions.get(score.session_id or "")
            offered = types[session.session_type_id] if session else None
            at = score.made_at
            if session is not None:
                at = session.ends_at if score.measure is Measure.PAIN_AFTER else session.starts_at
            found.append(
                TrendPoint(
                    at,
                    score.session_id or score.id,
                    score.measure,
                    score.value,
                    offered.kind if offered else None,
                    offered.name if offered else "",
                    names[score.made_by],
                    tuple(each.value for each in mended),
                )
            )
        return found

    def _activity(self, patient_id: str) -> str:
        """What the person is measured by: as their plan has it, or as it was asked last."""
        for plan in self._store.plans.of_patient(patient_id):
            if plan.status is not PlanStatus.SUPERSEDED and plan.activity:
                return plan.activity
        asked = [score.activity for score in self._store.scores.of_patient(patient_id) if score.activity]
        return asked[-1] if asked else ""

    def _kept(self, score: Score, actor: StaffMember, now: datetime) -> Score:
        with self._store.write():
            self._add(score)
            self._journal.note("score.note", [(None, score)], actor=actor, now=now)
            detail = {"measure": score.measure.value}
            self._store.audit.append(actor, "score.note", ("patient", score.patient_id), detail, at=now)
        return score

    def _add(self, score: Score) -> None:
        if not LEAST <= score.value <= MOST:
            raise InvalidValues({"value": f"Say a number from {LEAST} to {MOST}."})
        if score.measure is Measure.ACTIVITY and not score.activity:
            raise InvalidValues({"activity": "Name what the person would like to do again."})
        self._store.scores.add(score)
