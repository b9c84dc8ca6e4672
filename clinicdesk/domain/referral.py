"""Referral cases: somebody had to be seen by a doctor first, and what became of it.

A case is never changed. What happens to it is added as events; it is closed by an outcome, which only a therapist
records.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from clinicdesk.domain.intake import Value


class Origin(StrEnum):
    """Where the answers were given that called for the referral."""

    INTAKE = "intake"
    """A completed intake."""
    ARRIVAL = "arrival"
    """The questions of a visit, asked at the door."""
    DRAFT = "draft"
    """An intake still being gone through: somebody acted at once."""


class Whom(StrEnum):
    """Who was told."""

    PATIENT = "patient"
    COMPANION = "companion"
    EMERGENCY_SERVICE = "emergency_service"
    DOCTOR = "doctor"
    THERAPIST = "therapist"


class Outcome(StrEnum):
    """What became of it, in codes of our own; the words stand beside it."""

    SERIOUS_CONFIRMED = "serious-cause-confirmed"
    SERIOUS_RULED_OUT = "serious-cause-ruled-out"
    DOCTOR_TOOK_OVER = "doctor-took-over"
    DECLINED = "patient-declined-referral"
    NOT_REACHED = "could-not-be-reached"
    IN_ERROR = "opened-in-error"
    OTHER = "other-outcome"

    @property
    def closes(self) -> bool:
        """Whether the case ends with it. Who went home against advice, or cannot be reached, still has to be seen."""
        return self not in {Outcome.DECLINED, Outcome.NOT_REACHED}


class Step(StrEnum):
    """What can happen to a case."""

    TOLD = "told"
    LETTER = "letter"
    OUTCOME = "outcome"
    WITHDRAWN = "withdrawn"
    """Said of an earlier event: it was noted by mistake."""


@dataclass(frozen=True, slots=True)
class CalledFor:
    """One reason for the referral, as the rules gave it then.

    Attributes:
        because: the reason for the therapist; ``desk`` is what the desk was told to do.
        findings: the answers it rests on.
    """

    rule: str
    title: str
    because: str
    desk: str
    findings: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Referral:
    """What called for a referral, and what was said; never changed.

    Attributes:
        intake_id: the answers, once they were completed; None for a draft.
        session_id: the session the person had come for, if they stood at the door.
        wording: the emergency wording that was shown to the desk, line by line.
        advice: what the person was advised to do.
    """

    id: str
    patient_id: str
    opened_at: datetime
    opened_by: str
    origin: Origin
    intake_id: str | None
    session_id: str | None
    ruleset_id: str
    ruleset_version: str
    ruleset_hash: str
    reasons: tuple[CalledFor, ...]
    wording: tuple[str, ...]
    advice: tuple[str, ...] = ()

    @property
    def called_by(self) -> frozenset[str]:
        """The findings whose answers called for it."""
        return frozenset(finding for reason in self.reasons for finding in reason.findings)


@dataclass(frozen=True, slots=True)
class ReferralEvent:
    """Something that happened to a case; never changed.

    Attributes:
        whom: who was told; None for any other step.
        name: of whoever was told, or to whom the letter goes.
        outcome: what became of it; None for any other step.
        on: the day on which that was, as told.
        text: the outcome in words.
        ask_again: the findings whose answers do not count any more.
        withdraws: the event that was noted by mistake.
    """

    id: str
    referral_id: str
    step: Step
    made_by: str
    made_at: datetime
    whom: Whom | None = None
    name: str = ""
    outcome: Outcome | None = None
    on: date | None = None
    text: str = ""
    ask_again: tuple[str, ...] = ()
    withdraws: str | None = None


@dataclass(frozen=True, slots=True)
class ReferralCase:
    """A referral with everything that happened to it, in order."""

    referral: Referral
    events: tuple[ReferralEvent, ...] = ()

    @property
    def id(self) -> str:
        """The case's."""
        return self.referral.id

    @property
    def closing(self) -> ReferralEvent | None:
        """The outcome that ended it, or None while it is open."""
        return next((each for each in self.events if each.outcome is not None and each.outcome.closes), None)

    @property
    def open(self) -> bool:
        """Whether it waits for an outcome."""
        return self.closing is None

    def of(self, step: Step) -> tuple[ReferralEvent, ...]:
        """The events of a step that stand, in order."""
        withdrawn = {each.withdraws for each in self.events}
        return tuple(each for each in self.events if each.step is step and each.id not in withdrawn)

    @property
    def missing(self) -> Step | None:
        """What has to be done next: somebody told, the letter, the outcome; None once it is closed."""
        if not self.open:
            return None
        return next((step for step in (Step.TOLD, Step.LETTER) if not self.of(step)), Step.OUTCOME)
