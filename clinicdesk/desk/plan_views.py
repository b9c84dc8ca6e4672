"""Plans of care as a screen shows them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from clinicdesk.domain.plan import PartCount, PlanOfCare, PlanPart
from clinicdesk.domain.suitability import Kind


@dataclass(frozen=True, slots=True)
class PlanForm:
    """What was filled in about a plan; dates are None where nothing readable was typed.

    Attributes:
        reason: why an agreed plan is changed; not needed for a draft.
    """

    goal: str
    activity: str
    parts: tuple[PlanPart, ...]
    starts_on: date | None
    expires_on: date | None
    review_on: date | None
    same_day: bool = True
    missed_count: bool = False
    reason: str = ""


class Alert(StrEnum):
    """What a plan has to say."""

    UNSUITABLE = "unsuitable"
    UNCONFIRMED = "unconfirmed"
    MASSAGE_ONLY = "massage_only"
    NOT_FALLING = "not_falling"
    USED_UP = "used_up"
    EXPIRED = "expired"
    EXPIRES_SOON = "expires_soon"
    REVIEW_DUE = "review_due"
    PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class PlanNotice:
    """A line about a plan, shown where the eye already is.

    Attributes:
        brief: the same in two or three words, for a line that says more; empty for what can wait for the record.
    """

    alert: Alert
    words: str
    brief: str = ""


@dataclass(frozen=True, slots=True)
class PlanStanding:
    """A plan as it stands on a day.

    Attributes:
        counts: planned, used, booked and left of each part.
        shares: the share of passive sessions in each third of what is used and booked, from 0 to 1.
        advice: what to pair massage with, for this person; empty where the plan has active work, or where
            massage is not possible for them now.
        made_by, confirmed_by: names.
    """

    plan: PlanOfCare
    counts: Mapping[Kind, PartCount]
    shares: tuple[float, ...]
    notices: tuple[PlanNotice, ...]
    advice: str
    made_by: str
    confirmed_by: str


class PlanPlace(NamedTuple):
    """Which of the plan's sessions of a kind one is: 4 of 8."""

    number: int
    planned: int

    def __str__(self) -> str:
        return f"{self.number} of {self.planned}"
