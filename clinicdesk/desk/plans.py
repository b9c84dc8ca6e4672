"""Plans of care: drafted by anybody at the desk, confirmed and changed by a therapist, counted by what is booked."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from clinicdesk.data import Store
from clinicdesk.desk.clinic_setup import clinic_of
from clinicdesk.desk.hours import local_date
from clinicdesk.desk.journal import Journal
from clinicdesk.desk.judging import Judging
from clinicdesk.desk.keys import new_key
from clinicdesk.desk.plan_choice import adopted, fitting_plan
from clinicdesk.desk.plan_notices import notices_for, notices_of, passive_shares
from clinicdesk.desk.plan_nouns import ANOTHER_CONFIRMED
from clinicdesk.desk.plan_views import Alert, PlanForm, PlanNotice, PlanPlace, PlanStanding
from clinicdesk.desk.vouching import Vouched, vouching_therapist
from clinicdesk.domain.patient import Patient
from clinicdesk.domain.plan import PlanOfCare, PlanStatus, counts_of, passive_only
from clinicdesk.domain.session import Session
from clinicdesk.domain.staff import StaffMember
from clinicdesk.domain.suitability import GENTLEST, Kind, Verdict
from clinicdesk.errors import InvalidValues, NotAllowed, StaleRecord

if TYPE_CHECKING:
    from collections.abc import Callable

    from clinicdesk.desk.booking import Booking

MOST_SESSIONS = 60
"""More of one kind in one plan is a slip of the key."""

_MAY_FOLLOW = {
    PlanStatus.ACTIVE: {PlanStatus.DRAFT, PlanStatus.PAUSED},
    PlanStatus.PAUSED: {PlanStatus.ACTIVE},
    PlanStatus.COMPLETED: {PlanStatus.ACTIVE, PlanStatus.PAUSED},
    PlanStatus.SUPERSEDED: {PlanStatus.DRAFT},
}
_WORDS = {
    PlanStatus.DRAFT: "a draft",
    PlanStatus.ACTIVE: "active",
    PlanStatus.PAUSED: "paused",
    PlanStatus.COMPLETED: "completed",
    PlanStatus.SUPERSEDED: "set aside",
}


class Plans:
    """What is agreed with people, version after version.

    Anybody at the desk may draft a plan, change a draft, and pause an active one: then no session counts, which
    harms nobody. Confirming, changing what is confirmed, going on and completing are a therapist's.
    """

    def __init__(self, store: Store, judging: Judging, booking: "Callable[[], Booking]") -> None:
        """``booking`` says what suits a person, all that therapists have decided included."""
        self._store = store
        self._judging = judging
        self._booking = booking
        self._journal = Journal(store)

    def of_patient(self, patient: Patient, *, actor: StaffMember, now: datetime) -> list[PlanStanding]:
        """Every plan of a person as it stands today: those still open first, then by when they were changed last."""
        with self._store.write():
            plans = self._store.plans.of_patient(patient.id)
            standings = [self._standing(patient, plan, now) for plan in plans]
            self._store.audit.append(actor, "plan.read", ("patient", patient.id), at=now)
        return sorted(standings, key=lambda each: not each.plan.status.open)

    def versions(self, plan: PlanOfCare, *, actor: StaffMember, now: datetime) -> list[PlanOfCare]:
        """Every version of a plan, newest first."""
        with self._store.write():
            found = self._store.plans.versions(plan.id)
            self._store.audit.append(actor, "plan.history", ("plan", plan.id), at=now)
        return found

    def draft(self, patient: Patient, form: PlanForm, *, actor: StaffMember, now: datetime) -> PlanOfCare:
        """Write down a new plan, to be confirmed by a therapist.

        Raises:
            InvalidValues: with one sentence for every field that is not right.
        """
        plan = self._filled(form, new_key(now), patient.id, actor, now)
        with self._store.write():
            self._store.plans.add(plan)
            self._journal.note("plan.draft", [(None, plan)], actor=actor, now=now)
            self._store.audit.append(actor, "plan.draft", ("plan", plan.id), {"patient": patient.id}, at=now)
        return plan

    def change_draft(self, plan: PlanOfCare, form: PlanForm, *, actor: StaffMember, now: datetime) -> PlanOfCare:
        """Write something else down for a therapist to confirm; raises as ``change`` does."""
        if plan.status.open and plan.status is not PlanStatus.DRAFT:
            raise NotAllowed(f"This plan is {_WORDS[plan.status]} already. A therapist changes it.")
        return self._changed(plan, form, actor, now)

    def change(self, plan: PlanOfCare, form: PlanForm, *, vouched: Vouched, now: datetime) -> PlanOfCare:
        """Agree on something else than was confirmed: the next version, active or paused as it was.

        Raises:
            InvalidValues: with one sentence for every field that is not right.
            NotAllowed: as ``vouching_therapist``; or the plan is closed.
            StaleRecord: somebody else changed it meanwhile; nothing was overwritten.
        """
        actor = vouching_therapist(self._store, vouched, "change a confirmed plan", now=now)
        refuse_faulty(form, confirmed=True)
        return self._changed(plan, form, actor, now)

    def _changed(self, plan: PlanOfCare, form: PlanForm, actor: StaffMember, now: datetime) -> PlanOfCare:
        if not plan.status.open:
            raise NotAllowed(f"This plan is {_WORDS[plan.status]} and stays as it is. Make a new one.")
        changed = replace(
            self._filled(form, plan.id, plan.patient_id, actor, now),
            version=plan.version + 1,
            status=plan.status,
            confirmed_by=plan.confirmed_by and actor.id,
        )
        return self._next(plan, changed, "plan.change", actor, now)

    def confirm(self, plan: PlanOfCare, *, vouched: Vouched, now: datetime) -> PlanOfCare:
        """Answer for a plan: from now on what is booked counts against it.

        Another plan of the person that still went on is superseded, and sessions to come that belong to none
        count against this one, as far as it reaches.

        Raises:
            NotAllowed: as ``vouching_therapist``; or the plan is no draft.
            StaleRecord: somebody else changed it meanwhile; nothing was overwritten.
        """
        actor = vouching_therapist(self._store, vouched, "confirm a plan", now=now)
        if plan.status is not PlanStatus.DRAFT:
            raise NotAllowed(f"This plan is {_WORDS[plan.status]} already.")
        active = replace(_following(plan, actor, now), status=PlanStatus.ACTIVE, confirmed_by=actor.id)
        techniques = {each.id: each.technique for each in self._store.session_types.all()}
        with self._store.write():
            self._refuse_stale(plan)
            ended = self._make_way(plan, actor, now)
            self._store.plans.add(active)
            sessions = {each.id: each for each in self._store.sessions.of_patient(plan.patient_id)}
            taken_over = adopted(active, sessions.values(), techniques, store=self._store, now=now)
            counted = [(sessions[each.id], self._store.sessions.update(each)) for each in taken_over]
            # Taken back from the end: nothing counts against the plan any more, then what made way for it goes on.
            self._journal.note("plan.confirm", [*ended, (plan, active), *counted], actor=actor, now=now)
            detail = {"version": active.version, "sessions": [session.id for session in taken_over]}
            self._store.audit.append(actor, "plan.confirm", ("plan", plan.id), detail, at=now)
        return active

    def pause(self, plan: PlanOfCare, *, reason: str, actor: StaffMember, now: datetime) -> PlanOfCare:
        """Let a plan rest; raises as ``set_aside`` does."""
        return self._step(plan, PlanStatus.PAUSED, "plan.pause", actor, now, reason=reason)

    def resume(self, plan: PlanOfCare, *, vouched: Vouched, now: datetime) -> PlanOfCare:
        """Go on with a paused plan.

        Raises:
            NotAllowed: as ``vouching_therapist``; or it does not follow from where the plan stands.
            StaleRecord: somebody else changed it meanwhile; nothing was overwritten.
        """
        actor = vouching_therapist(self._store, vouched, "go on with a plan", now=now)
        return self._step(plan, PlanStatus.ACTIVE, "plan.resume", actor, now)

    def complete(self, plan: PlanOfCare, *, reason: str, vouched: Vouched, now: datetime) -> PlanOfCare:
        """The plan has come to its end; ``reason`` says how. Raises as ``resume`` does."""
        actor = vouching_therapist(self._store, vouched, "complete a plan", now=now)
        return self._step(plan, PlanStatus.COMPLETED, "plan.complete", actor, now, reason=reason)

    def set_aside(self, plan: PlanOfCare, *, actor: StaffMember, now: datetime) -> PlanOfCare:
        """Drop a draft; it stays on file.

        Raises:
            NotAllowed: it does not follow from where the plan stands.
            StaleRecord: somebody else changed it meanwhile; nothing was overwritten.
        """
        dropped = "The draft was dropped."
        return self._step(plan, PlanStatus.SUPERSEDED, "plan.drop", actor, now, reason=dropped)

    def places(self, session_ids: Iterable[str]) -> dict[str, PlanPlace]:
        """Which of their plan's sessions of a kind some sessions are, in one query; those of no plan are left out."""
        return {key: PlanPlace(*place) for key, place in self._store.plans.places(session_ids).items()}

    def told(self, session: Session, *, now: datetime) -> str:
        """What is said of a session that was just booked: how it counts, and what the plan has to say.

        Empty for a person without a plan that goes on.
        """
        plans = [plan for plan in self._store.plans.of_patient(session.patient_id) if plan.status is PlanStatus.ACTIVE]
        if not plans:
            return ""
        kind = self._store.session_types.get(session.session_type_id).kind
        place = self.places([session.id]).get(session.id)
        if place is None:
            counts = f"It does not count against the plan: no {kind.words} is left in it."
            if plans[0].part(kind) is None:
                counts = f"It does not count against the plan: there is no {kind.words} in it."
        else:
            counts = f"It counts as {kind.words} {place} of the plan."
        today = local_date(clinic_of(self._store), now)
        notices = notices_for(self._store, [session.patient_id], today=today).get(session.patient_id, ())
        return " ".join([counts, *(notice.words for notice in notices)])

    def fitting(self, patient_id: str, kind: Kind, *, on: date) -> PlanOfCare | None:
        """The plan that a session of a kind on a date would count against, or None."""
        return fitting_plan(self._store, patient_id, kind, on=on)

    def _standing(self, patient: Patient, plan: PlanOfCare, now: datetime) -> PlanStanding:
        techniques = {each.id: each.technique for each in self._store.session_types.all()}
        names = {member.id: member.name for member in self._store.staff.all()}
        sessions = self._store.plans.sessions([plan.id])[plan.id]
        today = local_date(clinic_of(self._store), now)
        return PlanStanding(
            plan=plan,
            counts=counts_of(plan, sessions),
            shares=passive_shares(plan, sessions),
            notices=(
                *self._unsuitable(patient, plan, today),
                *notices_of(plan, sessions, techniques, today=today),
            ),
            advice=self._advice(patient, today) if plan.status.open and passive_only(plan, techniques) else "",
            made_by=names[plan.made_by],
            confirmed_by=names[plan.confirmed_by] if plan.confirmed_by else "",
        )

    def _unsuitable(self, patient: Patient, plan: PlanOfCare, today: date) -> list[PlanNotice]:
        """What of an open plan the rules forbid today: the plan has to change, whatever is left of it."""
        if not plan.status.open:
            return []
        intake = self._store.intakes.latest(patient.id)
        offers = self._booking().offers(patient, self._judging.counting(patient.id, intake), on=today)
        forbidden = {offer.session_type.id: offer.verdict for offer in offers if offer.verdict >= Verdict.NOT_SUITABLE}
        if Verdict.REFER_URGENTLY in forbidden.values() or self._store.referrals.open_of(patient.id) is not None:
            return [PlanNotice(Alert.UNSUITABLE, "To be seen by a doctor first: let the plan rest until then.")]
        return [
            PlanNotice(
                Alert.UNSUITABLE,
                f"{part.kind.words.capitalize()} is not suitable now: the plan has to change.",
            )
            for part in plan.parts
            if part.session_type_id in forbidden
        ]

    def _advice(self, patient: Patient, today: date) -> str:
        """What the rules would have this person pair massage with; nothing where they forbid massage."""
        intake = self._store.intakes.latest(patient.id)
        answers = self._judging.counting(patient.id, intake)
        judgement = self._judging.judge(patient, answers, GENTLEST[Kind.MASSAGE], on=today)
        return " ".join(pairing.text for pairing in judgement.effective.pairing)

    def _make_way(self, plan: PlanOfCare, actor: StaffMember, now: datetime) -> list[tuple[PlanOfCare, PlanOfCare]]:
        """Supersede what went on before a plan is confirmed; each before and after."""
        going_on = {PlanStatus.ACTIVE, PlanStatus.PAUSED}
        others = [each for each in self._store.plans.of_patient(plan.patient_id) if each.id != plan.id]
        return [
            (
                other,
                self._store.plans.add(
                    replace(_following(other, actor, now), status=PlanStatus.SUPERSEDED, reason=ANOTHER_CONFIRMED)
                ),
            )
            for other in others
            if other.status in going_on
        ]

    def _step(
        self, plan: PlanOfCare, status: PlanStatus, action: str, actor: StaffMember, now: datetime, *, reason: str = ""
    ) -> PlanOfCare:
        if plan.status not in _MAY_FOLLOW[status]:
            raise NotAllowed(f"This plan is {_WORDS[plan.status]}; it cannot become {_WORDS[status]} from there.")
        stepped = replace(_following(plan, actor, now), status=status, reason=reason.strip())
        return self._next(plan, stepped, action, actor, now)

    def _next(
        self, plan: PlanOfCare, following: PlanOfCare, action: str, actor: StaffMember, now: datetime
    ) -> PlanOfCare:
        with self._store.write():
            self._refuse_stale(plan)
            self._store.plans.add(following)
            self._journal.note(action, [(plan, following)], actor=actor, now=now)
            self._store.audit.append(actor, action, ("plan", plan.id), {"version": following.version}, at=now)
        return following

    def _refuse_stale(self, plan: PlanOfCare) -> None:
        if self._store.plans.get(plan.id) != plan:
            raise StaleRecord("Somebody else changed this plan meanwhile. Nothing was overwritten. Look at it again.")

    def _filled(self, form: PlanForm, plan_id: str, patient_id: str, actor: StaffMember, now: datetime) -> PlanOfCare:
        starts_on, expires_on, review_on = form.starts_on, form.expires_on, form.review_on
        faults = _faults(form)
        if faults or starts_on is None or expires_on is None or review_on is None:
            raise InvalidValues(faults)
        return PlanOfCare(
            id=plan_id,
            version=1,
            patient_id=patient_id,
            status=PlanStatus.DRAFT,
            goal=form.goal.strip(),
            activity=form.activity.strip(),
            parts=form.parts,
            same_day=form.same_day,
            missed_count=form.missed_count,
            starts_on=starts_on,
            expires_on=expires_on,
            review_on=review_on,
            reason=form.reason.strip(),
            made_by=actor.id,
            made_at=now,
        )


def refuse_faulty(form: PlanForm, *, confirmed: bool = False) -> None:
    """Raise InvalidValues for every field that is not right; what is ``confirmed`` is changed for a reason."""
    faults = _faults(form)
    if confirmed and not form.reason.strip():
        faults["reason"] = "Say in a few words why the plan is changed."
    if faults:
        raise InvalidValues(faults)


def _faults(form: PlanForm) -> dict[str, str]:
    faults = {}
    if not form.goal.strip():
        faults["goal"] = "Write the goal down in the person's own words."
    if not form.parts:
        faults["parts"] = "Plan at least one session."
    if any(not 1 <= part.sessions <= MOST_SESSIONS for part in form.parts):
        faults["parts"] = f"Plan from 1 to {MOST_SESSIONS} sessions of a kind."
    for name, day in (("starts_on", form.starts_on), ("expires_on", form.expires_on), ("review_on", form.review_on)):
        if day is None:
            faults[name] = "A date is needed."
    if form.starts_on and form.expires_on and form.expires_on < form.starts_on:
        faults["expires_on"] = "The plan has to end after it begins."
    elif form.expires_on and form.review_on and form.review_on > form.expires_on:
        faults["review_on"] = "The review has to come before the plan ends."
    return faults


def _following(plan: PlanOfCare, actor: StaffMember, now: datetime) -> PlanOfCare:
    return replace(plan, version=plan.version + 1, made_by=actor.id, made_at=now, reason="")
