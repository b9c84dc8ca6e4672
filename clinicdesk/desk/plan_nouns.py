"""Plans of care and what people say of their pain, taken back."""

from dataclasses import replace
from datetime import datetime

from clinicdesk.desk.nouns import Noun, Turn
from clinicdesk.domain.plan import PlanOfCare, PlanStatus
from clinicdesk.domain.score import Measure, Score
from clinicdesk.errors import NotAllowed

ANOTHER_CONFIRMED = "Another plan was confirmed."
"""Why a plan was superseded when one that follows it was confirmed."""

_TAKEN_BACK = "Taken back at the desk."
_VERBS = {
    PlanStatus.ACTIVE: "confirmed the plan of care of",
    PlanStatus.PAUSED: "paused the plan of care of",
    PlanStatus.COMPLETED: "completed the plan of care of",
    PlanStatus.SUPERSEDED: "dropped the draft of a plan of care of",
}
_GOING_ON = frozenset({PlanStatus.ACTIVE, PlanStatus.PAUSED})
_MEASURES = {
    Measure.PAIN_BEFORE: "the pain before the session of",
    Measure.PAIN_AFTER: "the pain after the session of",
    Measure.ACTIVITY: "the activity of",
}


class PlanNoun(Noun[PlanOfCare]):
    """A plan of care. What is put back is the next version; a draft that is taken back is dropped."""

    kind = PlanOfCare

    def present(self, record_id: str) -> PlanOfCare:
        """The newest version."""
        return self.store.plans.get(record_id)

    def stands(self, present: PlanOfCare, found: PlanOfCare | None) -> bool:
        """Whether the same is agreed, whichever version it is and whoever wrote it down."""
        if found is None:
            return present.status is PlanStatus.SUPERSEDED
        return _agreed(present) == _agreed(found)

    def restore(self, present: PlanOfCare, wanted: PlanOfCare | None, turn: Turn) -> PlanOfCare:
        """Agree on it again, if no other plan has taken its place and nothing that was booked since needs it."""
        if wanted is None:
            wanted = replace(present, status=PlanStatus.SUPERSEDED)
        if wanted.status in _GOING_ON:
            self._refuse_two(wanted)
        elif present.status in _GOING_ON and wanted.confirmed_by is None:
            self._refuse_if_counted(present)
        version = present.version + 1
        taken_back = replace(wanted, version=version, made_by=turn.actor.id, made_at=turn.now, reason=_TAKEN_BACK)
        return self.store.plans.add(taken_back)

    def called(self, value: PlanOfCare) -> str:
        """As in a sentence."""
        return f"the plan of care of {self._name(value)}"

    def words(self, before: PlanOfCare | None, after: PlanOfCare | None, now: datetime) -> str:  # noqa: ARG002 - a noun's call
        """What was done to a plan; that one made way for another is told by the other."""
        told = after or before
        if told is None:
            return ""
        name = self._name(told)
        if before is None or after is None:
            return f"drafted a plan of care for {name}"
        if before.status is after.status:
            return f"changed the plan of care of {name}"
        if before.status is PlanStatus.PAUSED and after.status is PlanStatus.ACTIVE:
            return f"went on with the plan of care of {name}"
        if after.reason == ANOTHER_CONFIRMED:
            return ""
        return f"{_VERBS[after.status]} {name}"

    def _refuse_two(self, wanted: PlanOfCare) -> None:
        others = self.store.plans.of_patient(wanted.patient_id)
        if any(other.id != wanted.id and other.status in _GOING_ON for other in others):
            raise NotAllowed(f"Another plan of {self._name(wanted)} goes on now.")

    def _refuse_if_counted(self, present: PlanOfCare) -> None:
        if any(session.status.live for session in self.store.sessions.of_plan(present.id)):
            raise NotAllowed("Sessions that were booked since count against this plan. Change the plan instead.")

    def _name(self, plan: PlanOfCare) -> str:
        return self.store.patients.get(plan.patient_id).details.full_name


class ScoreNoun(Noun[Score]):
    """An answer about pain or activity. One that is taken back stays on file and counts no more."""

    kind = Score

    def present(self, record_id: str) -> Score:
        """The answer on file."""
        return self.store.scores.get(record_id)

    def stands(self, present: Score, found: Score | None) -> bool:
        """Whether it counts, and no later answer stands in its place; or whether it was taken back."""
        if found is None or found.withdrawn:
            return present.withdrawn
        return not present.withdrawn and self._newest(present)

    def restore(self, present: Score, wanted: Score | None, turn: Turn) -> Score:
        """Let it count, or count no more."""
        withdrawn = wanted is None or wanted.withdrawn
        return self.store.scores.withdraw(present, withdrawn, by=turn.actor.id, at=turn.now)

    def called(self, value: Score) -> str:
        """As in a sentence."""
        return f"{_MEASURES[value.measure]} {self._name(value)}"

    def words(self, before: Score | None, after: Score | None, now: datetime) -> str:  # noqa: ARG002 - a noun's call
        """What was noted; that another answer stands in its place is told by that."""
        told = after or before
        return f"noted {self.called(told)} as {told.value}" if told and not told.withdrawn else ""

    def _newest(self, score: Score) -> bool:
        if score.session_id is None:
            return True
        same = [each for each in self.store.scores.of_sessions([score.session_id]) if each.measure is score.measure]
        return same[-1].id == score.id

    def _name(self, score: Score) -> str:
        return self.store.patients.get(score.patient_id).details.full_name


def _agreed(plan: PlanOfCare) -> PlanOfCare:
    return replace(plan, version=1, made_by="", made_at=datetime.min, reason="")  # noqa: DTZ901 - stands for no time
