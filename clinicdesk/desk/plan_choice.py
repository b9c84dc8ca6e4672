"""Which plan of care a session counts against."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime

from clinicdesk.data import Store
from clinicdesk.desk.clinic_setup import clinic_of
from clinicdesk.desk.hours import local_date
from clinicdesk.domain.plan import PlanOfCare, PlanStatus, counts_of
from clinicdesk.domain.session import Session
from clinicdesk.domain.suitability import Kind, Technique


def counted(store: Store, session: Session) -> Session:
    """A session about to be booked, with the plan that it counts against, if there is one."""
    technique = store.session_types.get(session.session_type_id).technique
    on = local_date(clinic_of(store), session.starts_at)
    plan = fitting_plan(store, session.patient_id, technique.kind, on=on)
    return session if plan is None else replace(session, plan_id=plan.id)


def fitting_plan(store: Store, patient_id: str, kind: Kind, *, on: date) -> PlanOfCare | None:
    """The active plan that still has a session of a kind to give on a date, or None."""
    plan = giving_plan(store, patient_id, kind)
    return plan if plan is not None and plan.starts_on <= on <= plan.expires_on else None


def giving_plan(store: Store, patient_id: str, kind: Kind) -> PlanOfCare | None:
    """The active plan that still has a session of a kind to give, whenever it begins and ends; or None."""
    for plan in store.plans.of_patient(patient_id):
        if plan.status is PlanStatus.ACTIVE and plan.part(kind):
            counts = counts_of(plan, store.plans.sessions([plan.id])[plan.id])
            return plan if counts[kind].left else None
    return None


def adopted(
    plan: PlanOfCare, sessions: Iterable[Session], techniques: dict[str, Technique], *, store: Store, now: datetime
) -> Sequence[Session]:
    """The sessions to come that a plan takes over when it is confirmed, with its id, in order of time.

    They belong to no other plan that still goes on, and there is room for them in the plan.
    """
    clinic = clinic_of(store)
    left = {part.kind: part.sessions for part in plan.parts}
    going_on = {
        other.id
        for other in store.plans.of_patient(plan.patient_id)
        if other.id != plan.id and other.status is PlanStatus.ACTIVE
    }
    found = []
    for session in sorted(sessions, key=lambda each: each.starts_at):
        kind = techniques[session.session_type_id].kind
        fits = plan.starts_on <= local_date(clinic, session.starts_at) <= plan.expires_on and left.get(kind, 0) > 0
        if session.starts_at > now and session.status.next_steps and session.plan_id not in going_on and fits:
            left[kind] -= 1
            found.append(replace(session, plan_id=plan.id))
    return found
