"""Referral cases at the desk: who was told, the letter, and the outcome, which only a therapist records."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from clinicdesk.data import Store
from clinicdesk.desk.clinic_setup import clinic_of
from clinicdesk.desk.journal import Journal
from clinicdesk.desk.keys import new_key
from clinicdesk.desk.referral_cases import (
    Occasion,
    askable,
    day_of,
    open_if_called_for,
    referral_obstacle,
    to_ask_again,
)
from clinicdesk.desk.roster import Roster
from clinicdesk.desk.sign_off import standing_sign_off
from clinicdesk.desk.views import SessionRow
from clinicdesk.desk.vouching import Vouched, vouching_therapist
from clinicdesk.domain.clinic import Clinic
from clinicdesk.domain.intake import Answers
from clinicdesk.domain.patient import Patient
from clinicdesk.domain.referral import Origin, Outcome, ReferralCase, ReferralEvent, Step, Whom
from clinicdesk.domain.session import Session
from clinicdesk.domain.sign_off import SignOff
from clinicdesk.domain.staff import StaffMember
from clinicdesk.domain.suitability import GENTLEST, Kind
from clinicdesk.domain.working_hours import KeptSession
from clinicdesk.errors import InvalidValues, NotAllowed, NotFound
from clinicdesk.rules import RuleSet

if TYPE_CHECKING:
    from clinicdesk.desk.intakes import Intakes

CLOSED_SHOWN = 50


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case with what it points at.

    Attributes:
        staff: names by id, of everybody who did something about it.
        coming: the person's sessions still to come; empty once the case is closed.
        kept: ids of those that somebody decided to keep, held.
    """

    case: ReferralCase
    patient: Patient
    staff: Mapping[str, str]
    coming: tuple[SessionRow, ...] = ()
    kept: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class OutcomeForm:
    """What a therapist fills in to record what became of a referral.

    Attributes:
        on: the day on which it was.
        ask_again: findings whose answers change by it, besides those that called for the referral.
    """

    outcome: Outcome | None
    on: date | None
    text: str
    ask_again: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Letter:
    """What a referral letter is made of."""

    clinic: Clinic
    view: CaseView
    made_by: StaffMember
    made_at: datetime
    signed_off: SignOff | None


class Referrals:
    """People who had to be seen by a doctor first."""

    def __init__(self, store: Store, ruleset: RuleSet, intakes: "Intakes") -> None:
        self._store = store
        self._ruleset = ruleset
        self._intakes = intakes
        self._journal = Journal(store)

    # -- looking -----------------------------------------------------------------------------------

    def open(self, *, actor: StaffMember, now: datetime) -> list[CaseView]:
        """Every open case, the oldest first."""
        with self._store.write():
            views = self._views(self._store.referrals.open(), now)
            self._store.audit.append(actor, "referral.read", ("referral", "open"), at=now)
        return views

    def closed(self, *, actor: StaffMember, now: datetime) -> list[CaseView]:
        """The cases closed of late, newest first."""
        with self._store.write():
            views = self._views(self._store.referrals.closed(limit=CLOSED_SHOWN), now)
            self._store.audit.append(actor, "referral.read", ("referral", "closed"), at=now)
        return views

    def of_patient(self, patient_id: str, *, actor: StaffMember, now: datetime) -> list[CaseView]:
        """Every case of a person, newest first."""
        with self._store.write():
            views = self._views(self._store.referrals.of_patient(patient_id), now)
            self._store.audit.append(actor, "referral.read", ("patient", patient_id), at=now)
        return views

    def obstacle(self, patient_id: str) -> str:
        """Why nothing can be booked or started for a person because of a referral, in a sentence; or nothing."""
        return referral_obstacle(self._store, self._ruleset, patient_id)

    def count_open(self) -> int:
        """How many cases are open."""
        return self._store.referrals.count_open()

    def open_of(self, patient_id: str) -> ReferralCase | None:
        """The open case of a person, or None."""
        return self._store.referrals.open_of(patient_id)

    def to_ask_again(self, patient_id: str) -> frozenset[str]:
        """The questions that have to be asked again since a case was closed."""
        return to_ask_again(self._store, self._ruleset, patient_id)

    def asked_again_after(self, case: ReferralCase) -> frozenset[str]:
        """The questions that closing a case asks again in any event: those whose answers called for it."""
        return askable(self._ruleset, case.referral.called_by)

    # -- what happens to a case --------------------------------------------------------------------

    def begin(self, patient: Patient, answers: Answers, *, actor: StaffMember, now: datetime) -> ReferralCase:
        """The open case of a person; opened now, by the answers being given, where there is none.

        Raises:
            NotAllowed: the answers do not call for a referral.
        """
        on = day_of(self._store, now)
        assessment = self._intakes.assess(patient, answers, GENTLEST[Kind.MASSAGE], on=on)
        with self._store.write():
            case = self._store.referrals.open_of(patient.id) or open_if_called_for(
                self._store, patient, assessment, Occasion(Origin.DRAFT), actor=actor, now=now
            )
        if case is None:
            raise NotAllowed("These answers do not call for a referral.")
        return case

    def tell(
        self, case: ReferralCase, whom: Whom, *, name: str = "", actor: StaffMember, now: datetime
    ) -> ReferralEvent:
        """Note who was told; raises NotAllowed when the case is closed."""
        event = replace(_event(case, Step.TOLD, actor, now), whom=whom, name=" ".join(name.split()))
        return self._happened(event, "referral.tell", actor)

    def note_letter(self, case: ReferralCase, *, to: str, actor: StaffMember, now: datetime) -> ReferralEvent:
        """Note that the letter was printed or saved; raises NotAllowed when the case is closed."""
        event = replace(_event(case, Step.LETTER, actor, now), name=" ".join(to.split()))
        return self._happened(event, "referral.letter", actor)

    def take_back(
        self, case: ReferralCase, event: ReferralEvent, *, actor: StaffMember, now: datetime
    ) -> ReferralEvent:
        """Say that something was noted by mistake; both stay on file. An outcome is not taken back.

        Raises:
            NotAllowed: it is an outcome, or it was taken back before, or the case is closed.
        """
        if event not in (*case.of(Step.TOLD), *case.of(Step.LETTER)):
            raise NotAllowed("This cannot be taken back.")
        back = replace(_event(case, Step.WITHDRAWN, actor, now), withdraws=event.id)
        return self._happened(back, "referral.take_back", actor)

    def faults(self, case: ReferralCase, form: OutcomeForm, *, now: datetime) -> dict[str, str]:
        """What is missing or wrong in an outcome, one sentence per field."""
        faults = {}
        if form.outcome is None:
            faults["outcome"] = "Choose what became of the referral."
        if not form.text.strip():
            faults["text"] = "Say in a few words what is known, and from whom."
        if form.on is None:
            faults["on"] = "A date is needed."
        elif form.on > day_of(self._store, now):
            faults["on"] = "This day is still to come."
        elif form.on < day_of(self._store, case.referral.opened_at):
            faults["on"] = "This is before the day of the referral."
        return faults

    def record_outcome(
        self, case: ReferralCase, form: OutcomeForm, *, vouched: Vouched, now: datetime
    ) -> ReferralEvent:
        """Record what became of a referral; most outcomes close the case.

        With the case closed the rules judge again. The answers that called for it, and those that the outcome
        changes, do not count any more until they are asked again.

        Raises:
            NotAllowed: as ``vouching_therapist``; or the case is closed already.
            InvalidValues: under ``outcome``, ``on`` or ``text``.
        """
        actor = vouching_therapist(self._store, vouched, "record the outcome of a referral", now=now)
        faults = self.faults(case, form, now=now)
        if faults or form.outcome is None:
            raise InvalidValues(faults)
        again = askable(self._ruleset, form.ask_again) | self.asked_again_after(case)
        event = replace(
            _event(case, Step.OUTCOME, actor, now),
            outcome=form.outcome,
            on=form.on,
            text=form.text.strip(),
            ask_again=tuple(sorted(again)) if form.outcome.closes else (),
        )
        return self._happened(event, "referral.outcome", actor)

    def keep(self, case: ReferralCase, session: Session, *, actor: StaffMember, now: datetime) -> None:
        """Decide that a session stays in the book, held, until the outcome is known.

        Raises:
            NotFound: it is none of the person's sessions still to come.
        """
        with self._store.write():
            coming = {each.id: each for each in self._coming(case, now)}
            if session.id not in coming:
                raise NotFound("This session is no longer to come. Look at the list again.")
            current = coming[session.id]
            kept = self._store.kept_sessions.add(
                KeptSession(
                    id=new_key(now),
                    session_id=current.id,
                    starts_at=current.starts_at,
                    ends_at=current.ends_at,
                    therapist_id=current.therapist_id,
                    obstacle=_obstacle_key(case),
                    kept_by=actor.id,
                    kept_at=now,
                )
            )
            self._journal.note("session.keep", [(None, kept)], actor=actor, now=now)
            self._store.audit.append(actor, "session.keep", ("session", current.id), at=now)

    def letter(self, case: ReferralCase, *, actor: StaffMember, now: datetime) -> Letter:
        """What a letter to whoever sees the person next is made of."""
        with self._store.write():
            (view,) = self._views([self._store.referrals.get(case.id)], now)
            self._store.audit.append(actor, "referral_letter.make", ("patient", case.referral.patient_id), at=now)
        signed_off = standing_sign_off(self._store, case.referral.ruleset_hash)
        return Letter(clinic_of(self._store), view, actor, now, signed_off)

    # -- inside ------------------------------------------------------------------------------------

    def _happened(self, event: ReferralEvent, action: str, actor: StaffMember) -> ReferralEvent:
        with self._store.write():
            case = self._store.referrals.get(event.referral_id)
            if not case.open:
                raise NotAllowed("This referral is closed; its outcome is recorded. Nothing was changed.")
            self._store.referrals.add_event(event)
            if event.ask_again:
                self._forget_in_drafts(case, event)
            self._store.audit.append(
                actor, action, ("patient", case.referral.patient_id), {"referral": case.id}, at=event.made_at
            )
        return event

    def _forget_in_drafts(self, case: ReferralCase, event: ReferralEvent) -> None:
        """What was half typed before the case was closed does not count as asked again."""
        patient_id = case.referral.patient_id
        draft = self._intakes.draft(patient_id)
        if draft is not None:
            self._intakes.put_draft(draft.without(event.ask_again), now=draft.saved_at or event.made_at)
        for session in self._store.sessions.of_patient(patient_id):
            if session.status.live:
                self._store.drafts.delete("arrival", session.id)

    def _views(self, cases: list[ReferralCase], now: datetime) -> list[CaseView]:
        patients = self._store.patients.many({case.referral.patient_id for case in cases})
        names = {member.id: member.name for member in self._store.staff.all()}
        return [self._view(case, patients[case.referral.patient_id], names, now) for case in cases]

    def _view(self, case: ReferralCase, patient: Patient, names: Mapping[str, str], now: datetime) -> CaseView:
        if not case.open:
            return CaseView(case, patient, names)
        coming = self._coming(case, now)
        kept = {
            (each.session_id, each.starts_at, each.therapist_id)
            for each in self._store.kept_sessions.of_sessions(session.id for session in coming)
            if each.obstacle == _obstacle_key(case)
        }
        return CaseView(
            case,
            patient,
            names,
            tuple(Roster(self._store).rows(coming)),
            frozenset(each.id for each in coming if (each.id, each.starts_at, each.therapist_id) in kept),
        )

    def _coming(self, case: ReferralCase, now: datetime) -> list[Session]:
        sessions = self._store.sessions.of_patient(case.referral.patient_id)
        return sorted(
            (each for each in sessions if each.status.expected and each.ends_at > now), key=lambda each: each.starts_at
        )


def _obstacle_key(case: ReferralCase) -> str:
    """What a session is kept against."""
    return f"referral {case.id}"


def _event(case: ReferralCase, step: Step, actor: StaffMember, now: datetime) -> ReferralEvent:
    return ReferralEvent(id=new_key(now), referral_id=case.id, step=step, made_by=actor.id, made_at=now)
