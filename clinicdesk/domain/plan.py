"""Plans of care: what a person wants to get to, and what is done with them and by them on the way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from clinicdesk.domain.session import SessionStatus
from clinicdesk.domain.suitability import Kind, Technique

ACTIVE_TECHNIQUES = frozenset({Technique.THERAPEUTIC_EXERCISE, Technique.STRETCHING})
"""What a person does themselves. Everything else is done to them.

Hands-on work and electrotherapy of a physical therapist are passive, too; electrotherapy is no useful
partner for massage at all (WHO guideline for chronic low back pain, 2023; NICE NG59, 2020).
"""


class PlanStatus(StrEnum):
    """How a plan stands."""

    DRAFT = "draft"
    ACTIVE = "active"
    PAUSED = "paused"
    COMPLETED = "completed"
    SUPERSEDED = "superseded"

    @property
    def open(self) -> bool:
        """Whether something is still meant to come of it."""
        return self in {PlanStatus.DRAFT, PlanStatus.ACTIVE, PlanStatus.PAUSED}


@dataclass(frozen=True, slots=True)
class PlanPart:
    """The sessions of one kind.

    Attributes:
        session_type_id: what is usually booked for it; another type of the same kind counts, too.
        sessions: how many are planned.
        min_days: the least days from one session of the kind to the next; 1 allows one each day.
    """

    kind: Kind
    session_type_id: str
    sessions: int
    min_days: int = 1


@dataclass(frozen=True, slots=True)
class PlanOfCare:
    """One version of a plan. A change is the next version; the older ones stay.

    Attributes:
        id: the plan's, the same for all its versions.
        goal: in the person's words.
        activity: what the person chose to measure their progress by, such as walking to the shop.
        parts: at most one for each kind.
        same_day: whether massage and physical therapy are best given on one day, massage first.
        missed_count: whether no-shows and late cancellations use up a session of the plan.
        reason: why this version was made, where that is not plain.
        made_by: who made this version.
        confirmed_by: the therapist who answers for the plan; None for a draft.
    """

    id: str
    version: int
    patient_id: str
    status: PlanStatus
    goal: str
    activity: str
    parts: tuple[PlanPart, ...]
    same_day: bool
    missed_count: bool
    starts_on: date
    expires_on: date
    review_on: date
    reason: str
    made_by: str
    made_at: datetime
    confirmed_by: str | None = None

    def part(self, kind: Kind) -> PlanPart | None:
        """The sessions of a kind, or None when the plan has none."""
        return next((part for part in self.parts if part.kind is kind), None)


@dataclass(frozen=True, slots=True)
class PlanSession:
    """A session that belongs to a plan, as far as counting goes.

    Attributes:
        missed: a no-show or a late cancellation.
    """

    starts_at: datetime
    technique: Technique
    status: SessionStatus
    missed: bool = False


@dataclass(frozen=True, slots=True)
class PartCount:
    """How far the sessions of one kind have come.

    Attributes:
        planned: as many as the plan has.
        used: completed, and missed ones where the plan counts those.
        booked: still to come.
        active: of those used, the ones in which the person does the work.
    """

    planned: int
    used: int
    booked: int
    active: int = 0

    @property
    def left(self) -> int:
        """How many are neither used nor booked; never below zero."""
        return max(0, self.planned - self.used - self.booked)


def counts_of(plan: PlanOfCare, sessions: Sequence[PlanSession]) -> dict[Kind, PartCount]:
    """What is planned, used and booked of each part."""
    found = {}
    for part in plan.parts:
        own = [each for each in sessions if each.technique.kind is part.kind]
        used = [each for each in own if is_used(plan, each)]
        booked = sum(each.status.live and not is_used(plan, each) for each in own)
        active = sum(each.technique in ACTIVE_TECHNIQUES for each in used)
        found[part.kind] = PartCount(part.sessions, len(used), booked, active)
    return found


def is_used(plan: PlanOfCare, session: PlanSession) -> bool:
    """Whether a session has used up one of the plan."""
    return session.status is SessionStatus.COMPLETED or (session.missed and plan.missed_count)


def passive_only(plan: PlanOfCare, techniques: Mapping[str, Technique]) -> bool:
    """Whether nothing in the plan is done by the person themselves.

    Args:
        plan: any plan.
        techniques: of every session type, by id.
    """
    return all(techniques[part.session_type_id] not in ACTIVE_TECHNIQUES for part in plan.parts)
