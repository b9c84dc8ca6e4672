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

_STILL_OPEN = 3
_TOLD_AFTER, _LETTER_AFTER, _SEEN_AFTER = timedelta(minutes=2), timedelta(minutes=6), timedelta(hours=5)
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
        """Of the newest few one was not told yet, one was told, and one has the letter."""
        cases = []
        for each in sorted(called, key=lambda each: each.intake.completed_at):
            occasion = Occasion(Origin.INTAKE, each.intake)
            case = open_if_called_for(
                self.store, each.patient, each.assessment, occasion, actor=each.desk, now=each.intake.completed_at
            )
            if case is not None:
                cases.append((case, each.desk))
                if len(cases) > _STILL_OPEN:
                    self._see_through(*cases[-1 - _STILL_OPEN])
        for place, (case, desk) in enumerate(cases[-_STILL_OPEN:-1]):
            self._tell(case, desk, letter=place == 0)

    def _tell(self, case: ReferralCase, desk: StaffMember, *, letter: bool) -> None:
        told = self._event(case, Step.TOLD, desk, _TOLD_AFTER)
        self.store.referrals.add_event(replace(told, whom=Whom.PATIENT))
        if letter:
            self.store.referrals.add_event(self._event(case, Step.LETTER, desk, _LETTER_AFTER))

    def _see_through(self, case: ReferralCase, desk: StaffMember) -> None:
        self._tell(case, desk, letter=True)
        outcome, words = self.rng.choice(_OUTCOMES)
        seen = self._event(case, Step.OUTCOME, self.rng.choice(self.therapists), _SEEN_AFTER)
        again = tuple(sorted(askable(self.ruleset, case.referral.called_by)))
        on = local_date(self.clinic, seen.made_at)
        self.store.referrals.add_event(replace(seen, outcome=outcome, on=on, text=words, ask_again=again))

    def _event(self, case: ReferralCase, step: Step, who: StaffMember, after: timedelta) -> ReferralEvent:
        at = min(case.referral.opened_at + after, self.now)
        return ReferralEvent(self.new_key(), case.id, step, who.id, at)
