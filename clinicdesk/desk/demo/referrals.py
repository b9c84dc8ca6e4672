"""People of the demo clinic whose answers called for a doctor: most were seen since, a few cases are open."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from clinicdesk.data import Store
from clinicdesk.desk.hours import local_date
from clinicdesk.desk.referral_cases import Occasion, askable, open_if_called_for
from clinicdesk.domain.clinic import Clinic
from clinicdesk.domain.intake import Intake
from clinicdesk.domain.patient import Patient
from clinicdesk.domain.referral import Origin, Outcome, ReferralCase, ReferralEvent, Step, Whom
from clinicdesk.domain.staff import StaffMember
from clinicdesk.rules import Assessment, RuleSet

STILL_OPEN = (timedelta(days=13), timedelta(days=4), timedelta(days=1), timedelta(hours=3))
"""How old the open cases are, or as nearly so as somebody was called for: the two oldest have their letter, the next
was told, and the newest waits to be told."""
_WITH_LETTER, _TOLD = 2, 3
_TOLD_AFTER, _LETTER_AFTER, _SEEN_AFTER = timedelta(minutes=2), timedelta(minutes=6), timedelta(hours=5)
_SLIP_AFTER = timedelta(minutes=12)
_SLIP = (Outcome.IN_ERROR, "Ticked by mistake: asked again, the person says no.")
_OUTCOMES = (
    (Outcome.SERIOUS_RULED_OUT, "Seen in hospital the same day; the nerves are safe."),
    (Outcome.DOCTOR_TOOK_OVER, "The family doctor treats them and writes when we may go on."),
    (Outcome.SERIOUS_CONFIRMED, "Kept in hospital; we hear from the ward."),
)


@dataclass(frozen=True, slots=True)
class Called:
    """Answers that called for a referral, and who took them down."""

    patient: Patient
    intake: Intake
    assessment: Assessment
    desk: StaffMember


@dataclass(frozen=True, slots=True)
class Referring:
    """Opens a case for everybody who was called for, and tells how most of them ended.

    Attributes:
        new_key: makes the keys of the demo clinic.
    """

    store: Store
    ruleset: RuleSet
    clinic: Clinic
    therapists: Sequence[StaffMember]
    new_key: Callable[[], str]
    rng: Random
    now: datetime

    def refer(self, called: Sequence[Called]) -> None:
        """Open a case for each on the day of their answers, and see through all but a few of different age."""
        cases = []
        for each in sorted(called, key=lambda each: each.intake.completed_at):
            occasion = Occasion(Origin.INTAKE, each.intake)
            case = open_if_called_for(
                self.store, each.patient, each.assessment, occasion, actor=each.desk, now=each.intake.completed_at
            )
            if case is not None:
                cases.append((case, each.desk))
        still_open = self._still_open([case for case, _ in cases])
        for case, desk in cases:
            place = still_open.get(case.id)
            if place is None:
                self._see_through(case, desk)
            elif place < _TOLD:
                self._tell(case, desk, letter=place < _WITH_LETTER)

    def _still_open(self, cases: Sequence[ReferralCase]) -> dict[str, int]:
        """The cases that nobody has closed yet, each with its place in order of time."""
        left = list(cases)
        for age in STILL_OPEN[: len(cases)]:
            left.remove(min(left, key=lambda case: self._far_from(age, case)))
        return {case.id: place for place, case in enumerate(case for case in cases if case not in left)}

    def _far_from(self, age: timedelta, case: ReferralCase) -> timedelta:
        """How far a case is from an age; rather older than younger."""
        over = self.now - case.referral.opened_at - age
        return over if over >= timedelta() else -3 * over

    def _tell(self, case: ReferralCase, desk: StaffMember, *, letter: bool) -> None:
        told = self._event(case, Step.TOLD, desk, _TOLD_AFTER)
        self.store.referrals.add_event(replace(told, whom=Whom.PATIENT))
        if letter:
            self.store.referrals.add_event(self._event(case, Step.LETTER, desk, _LETTER_AFTER))

    def _see_through(self, case: ReferralCase, desk: StaffMember) -> None:
        # Nobody has come back from a hospital within the hour.
        slip = case.referral.opened_at + _SEEN_AFTER > self.now
        self._tell(case, desk, letter=not slip)
        outcome, words = _SLIP if slip else self.rng.choice(_OUTCOMES)
        after = _SLIP_AFTER if slip else _SEEN_AFTER
        seen = self._event(case, Step.OUTCOME, self.rng.choice(self.therapists), after)
        again = tuple(sorted(askable(self.ruleset, case.referral.called_by)))
        on = local_date(self.clinic, seen.made_at)
        self.store.referrals.add_event(replace(seen, outcome=outcome, on=on, text=words, ask_again=again))

    def _event(self, case: ReferralCase, step: Step, who: StaffMember, after: timedelta) -> ReferralEvent:
        at = min(case.referral.opened_at + after, self.now)
        return ReferralEvent(self.new_key(), case.id, step, who.id, at)
