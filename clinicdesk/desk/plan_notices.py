"""What a plan of care has to say on a day: lines for the record, the booking and the day's list."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from clinicdesk.data import Store
from clinicdesk.desk.clinic_setup import clinic_of
from clinicdesk.desk.hours import local_date
from clinicdesk.desk.plan_views import Alert, PlanNotice
from clinicdesk.domain.passive_share import falls, shares
from clinicdesk.domain.plan import (
    ACTIVE_TECHNIQUES,
    PartCount,
    PlanOfCare,
    PlanPart,
    PlanSession,
    PlanStatus,
    counts_of,
    is_used,
    passive_only,
)
from clinicdesk.domain.session import Session
from clinicdesk.domain.suitability import Kind, Technique

NEAR = timedelta(days=14)
"""An end is told this long ahead: time for one more appointment to decide how to go on."""


def passive_shares(plan: PlanOfCare, sessions: Sequence[PlanSession]) -> tuple[float, ...]:
    """The share of passive sessions in each third of those that are used or booked."""
    counted = [each for each in sessions if each.status.live or is_used(plan, each)]
    return shares([each.technique not in ACTIVE_TECHNIQUES for each in counted])


def notices_of(
    plan: PlanOfCare, sessions: Sequence[PlanSession], techniques: Mapping[str, Technique], *, today: date
) -> tuple[PlanNotice, ...]:
    """What an open plan has to say, what matters most first; a closed one says nothing."""
    if not plan.status.open:
        return ()
    found = []
    if plan.status is PlanStatus.DRAFT:
        found.append(PlanNotice(Alert.UNCONFIRMED, "A draft: no session counts until a therapist confirms it."))
    if plan.status is PlanStatus.PAUSED:
        found.append(PlanNotice(Alert.PAUSED, "Paused: no session counts until it goes on."))
    found += _on_time(plan, today)
    found += _on_counts(counts_of(plan, sessions))
    if passive_only(plan, techniques):
        words = "Massage only" if all(part.kind is Kind.MASSAGE for part in plan.parts) else "Passive care only"
        found.append(PlanNotice(Alert.MASSAGE_ONLY, f"{words}: nothing in it is done by the person themselves."))
    elif not falls(parts := passive_shares(plan, sessions)):
        found.append(PlanNotice(Alert.NOT_FALLING, f"The share of passive care does not fall: {share_words(parts)}."))
    return tuple(found)


def share_words(parts: Sequence[float]) -> str:
    """Such as ``50 %, 25 %, 0 %``."""
    return ", ".join(f"{share:.0%}".replace("%", " %") for share in parts)


def notices_for(store: Store, patient_ids: Iterable[str], *, today: date) -> dict[str, tuple[PlanNotice, ...]]:
    """What the open plans of many patients have to say, by patient id, in three queries."""
    plans = [plan for plan in store.plans.of_patients(patient_ids) if plan.status.open]
    if not plans:
        return {}
    techniques = {each.id: each.technique for each in store.session_types.all()}
    sessions = store.plans.sessions(plan.id for plan in plans)
    found: dict[str, tuple[PlanNotice, ...]] = {}
    for plan in plans:
        notices = notices_of(plan, sessions[plan.id], techniques, today=today)
        found[plan.patient_id] = found.get(plan.patient_id, ()) + notices
    return {patient: notices for patient, notices in found.items() if notices}


@dataclass(frozen=True, slots=True)
class Spacing:
    """How far apart a plan wants the sessions of a kind.

    Attributes:
        others: the dates of the sessions of the kind that the person has, of the plan or not: it is about their body.
    """

    plan: PlanOfCare
    part: PlanPart
    others: frozenset[date]

    def words(self, on: date) -> str:
        """What the plan says to one more on a date, as a sentence; empty where it keeps its distance.

        Such as ``1 day after the massage of 3 December; the plan asks for 3 days between them``.
        """
        what, near = self.part.kind.words, timedelta(days=self.part.min_days)
        if not self.plan.starts_on <= on <= self.plan.expires_on or not near:
            return ""
        if on in self.others:
            found = [f"The same day as another {what}"]
        else:
            before = max((day for day in self.others if day < on and on - day < near), default=None)
            behind = min((day for day in self.others if day > on and day - on < near), default=None)
            found = [] if before is None else [f"{_days(on - before)} after the {what} of {_short(before)}"]
            if behind is not None:
                found.append(f"{_days(behind - on)} before {'that' if found else f'the {what}'} of {_short(behind)}")
        return f"{' and '.join(found)}; the plan asks for {_days(near)} between them." if found else ""


def distances_of(store: Store, session: Session) -> dict[Kind, int]:
    """The least days from one session of a kind to the next, as the plan of a session asks for; empty without one."""
    parts = store.plans.get(session.plan_id).parts if session.plan_id is not None else ()
    return {part.kind: part.min_days for part in parts}


def spacing_of(store: Store, plan: PlanOfCare, kind: Kind, *, besides: str = "") -> Spacing | None:
    """What an open plan asks for of the distance between its person's sessions of a kind.

    Args:
        store: the records.
        plan: the one that a session counts against.
        kind: of the session.
        besides: the id of a session on its way elsewhere, which is not measured against itself.
    """
    part = plan.part(kind)
    if part is None or not plan.status.open:
        return None
    clinic = clinic_of(store)
    kinds = {each.id: each.kind for each in store.session_types.all()}
    own = store.sessions.of_patient(plan.patient_id)
    others = (each for each in own if each.id != besides and each.status.live and kinds[each.session_type_id] is kind)
    return Spacing(plan, part, frozenset(local_date(clinic, each.starts_at) for each in others))


def _on_time(plan: PlanOfCare, today: date) -> list[PlanNotice]:
    found = []
    if plan.expires_on < today:
        found.append(PlanNotice(Alert.EXPIRED, f"The plan ended on {_day(plan.expires_on)}.", "plan ended"))
    elif plan.expires_on - today <= NEAR:
        found.append(PlanNotice(Alert.EXPIRES_SOON, f"The plan ends on {_day(plan.expires_on)}.", "plan ends soon"))
    if plan.review_on <= today:
        found.append(
            PlanNotice(Alert.REVIEW_DUE, f"The review has been due since {_day(plan.review_on)}.", "review due")
        )
    return found


def _on_counts(counts: Mapping[Kind, PartCount]) -> list[PlanNotice]:
    found = []
    for kind, count in counts.items():
        if count.used >= count.planned:
            words = f"{kind.words.capitalize()}: all {count.planned} sessions of the plan are used."
            found.append(PlanNotice(Alert.USED_UP, words, f"{kind.words} used up"))
        elif count.left == 0 and count.booked == 1:
            words = f"{kind.words.capitalize()}: the last of {count.planned} sessions is booked."
            found.append(PlanNotice(Alert.USED_UP, words, f"last {kind.words} of the plan"))
    return found


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _short(day: date) -> str:
    return f"{day.day} {day:%B}"


def _days(distance: timedelta) -> str:
    return "1 day" if distance.days == 1 else f"{distance.days} days"
