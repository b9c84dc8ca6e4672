"""Clearing: what therapists decide beside the rules, by name, with a reason, words and an end.

For a screen:

- ``choices`` tells for every rule that holds whether it can be cleared, for what and on which grounds, or why not;
- ``give`` clears one rule for every session of a person, or for one session; ``take_over`` gives a lapsed one anew;
- ``take_back`` ends one early; ``history`` is all there is about a person.

A held session is released by ``Day.release``: the same decisions, one for each rule that holds it, for that session
alone. Every deed takes a therapist's ``Vouched``; the window asks for it (``context.vouch``) before it calls.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from clinicdesk.data import Store
from clinicdesk.desk.clearance_choices import NEVER, Choice, Decided, choice
from clinicdesk.desk.clinic_setup import clinic_of
from clinicdesk.desk.decided_sessions import judge_anew
from clinicdesk.desk.grounds import refuse_faulty, refuse_letter, refuse_unless_open, usual_end
from clinicdesk.desk.hours import local_date
from clinicdesk.desk.journal import Journal
from clinicdesk.desk.judgement import Judgement
from clinicdesk.desk.judging import JudgedPerson, JudgedSession, Judging
from clinicdesk.desk.keys import new_key
from clinicdesk.desk.vouching import Vouched, vouching_therapist
from clinicdesk.domain.clearance import (
    LONGEST_DAYS,
    Clearance,
    ClearanceReason,
    Lapsed,
    Letter,
    TakenBack,
)
from clinicdesk.domain.intake import Intake
from clinicdesk.domain.patient import Patient
from clinicdesk.domain.session import Session
from clinicdesk.domain.staff import StaffMember
from clinicdesk.domain.suitability import GENTLEST, Technique
from clinicdesk.errors import InvalidValues, NotAllowed
from clinicdesk.rules import UNANSWERED, RuleSet


class Clearing:
    """Decisions beside the rules."""

    def __init__(self, store: Store, ruleset: RuleSet, judging: Judging) -> None:
        self._store = store
        self._ruleset = ruleset
        self._judging = judging
        self._journal = Journal(store)

    # -- looking -----------------------------------------------------------------------------------

    def choices(self, judgement: Judgement, patient: Patient, *, on: date) -> dict[str, Choice]:
        """What can be decided about each rule that still blocks one of the kinds, by rule id."""
        intake = self._store.intakes.latest(patient.id)
        findings = self._judging.person(patient, self._judging.counting(patient.id, intake)).findings(on)
        found: dict[str, Choice] = {}
        for reason in judgement.effective.reasons:
            if reason.verdict.blocks and not (reason.rule in found and found[reason.rule].grounds):
                found[reason.rule] = choice(self._ruleset, reason.rule, reason.verdict, findings)
        return found

    def history(self, patient_id: str, *, actor: StaffMember, now: datetime) -> list[Clearance]:
        """Every decision about a person, newest first."""
        with self._store.write():
            found = self._store.clearances.of_patient(patient_id)
            self._store.audit.append(actor, "clearance.read", ("patient", patient_id), at=now)
        return found[::-1]

    def standings(self, patient: Patient, *, actor: StaffMember, now: datetime) -> list[Decided]:
        """Every decision about a person as it stands today, newest first."""
        today, intake = local_date(clinic_of(self._store), now), self._store.intakes.latest(patient.id)
        person = self._judging.person(patient, self._judging.counting(patient.id, intake))
        found = self.history(patient.id, actor=actor, now=now)
        sessions = self._store.sessions.many(each.session_id for each in found if each.session_id)
        return [Decided(each, person.lapse(each, on=today), sessions.get(each.session_id or "")) for each in found]

    def lapsed(self, session: Session, *, actor: StaffMember, now: datetime) -> tuple[Lapsed, ...]:
        """What was decided about what holds a session and stands no more, to be taken over."""
        on = max(local_date(clinic_of(self._store), each) for each in (session.starts_at, now))
        with self._store.write():
            found = self._judging.session(session, on=on).judgement.lapsed
            self._store.audit.append(actor, "clearance.read", ("patient", session.patient_id), at=now)
        return found

    # -- deciding ----------------------------------------------------------------------------------

    def give(
        self,
        patient: Patient,
        rule: str,
        *,
        technique: Technique,
        reason: ClearanceReason,
        text: str,
        letter: Letter | None = None,
        expires_on: date | None = None,
        session: Session | None = None,
        vouched: Vouched,
        now: datetime,
    ) -> Clearance:
        """Decide that one rule does not hold a person back, by the newest answers on file.

        Args:
            patient: whom it is about.
            rule: the id of the rule, which must hold now.
            technique: of the session looked at, whose verdict is kept with the decision; a ``session`` has its own.
            reason: on what grounds.
            text: the grounds in words.
            letter: what was cleared in writing rests on.
            expires_on: the last day on which it lifts; by default ``DEFAULT_DAYS`` from now, at most ``LONGEST_DAYS``.
            session: the one session it is about; None for every session of the person.
            vouched: by the therapist.
            now: when.

        Raises:
            NotAllowed: as ``vouching_therapist``; or this reason is not theirs to give, the rule does not hold, or it
                may not be lifted so; says why.
            InvalidValues: under ``text``, ``letter_by``, ``letter_on`` or ``expires_on``.
            StaleRecord: as ``Judging.keep``.
        """
        actor = vouching_therapist(self._store, vouched, "clear what a rule says", now=now)
        clinic = clinic_of(self._store)
        today = local_date(clinic, now)
        on = max(local_date(clinic, session.starts_at), today) if session else today
        if session is not None:
            technique = self._store.session_types.get(session.session_type_id).technique
        until = expires_on or usual_end(today, on)
        refuse_faulty(text, until, reason, letter, today=today)
        with self._store.write():
            self._judging.refuse_if_older()
            intake = self._store.intakes.latest(patient.id)
            person = self._judging.person(patient, self._judging.counting(patient.id, intake))
            return self._given(
                _Wish(person, patient, intake, technique, on, session, reason, text, letter, until, actor, now), rule
            )

    def take_over(
        self, lapsed: Lapsed, *, expires_on: date | None = None, vouched: Vouched, now: datetime
    ) -> Clearance:
        """Give a decision that lapsed anew, on the same grounds, by whoever vouches; raises as ``give`` does."""
        old = lapsed.clearance
        return self.give(
            self._store.patients.get(old.patient_id),
            old.rule,
            technique=old.technique,
            reason=old.reason,
            text=old.text,
            letter=old.letter,
            expires_on=expires_on,
            session=self._store.sessions.get(old.session_id) if old.session_id else None,
            vouched=vouched,
            now=now,
        )

    def take_back(self, clearance: Clearance, *, why: str, vouched: Vouched, now: datetime) -> Clearance:
        """End a decision; it stays on file.

        Raises:
            NotAllowed: as ``vouching_therapist``.
            InvalidValues: under ``why``, when nothing is said.
            StaleRecord: it was taken back already.
        """
        actor = vouching_therapist(self._store, vouched, "take a clearance back", now=now)
        if not why.strip():
            raise InvalidValues({"why": "Say in a few words why it is taken back."})
        with self._store.write():
            before = self._store.clearances.get(clearance.id)
            after = self.end(before, why=why.strip(), actor=actor, now=now)
            self._journal.note("clearance.take_back", [(before, after)], actor=actor, now=now)
            self._audit("clearance.take_back", after, actor, now)
        return after

    def end(self, clearance: Clearance, *, why: str, actor: StaffMember, now: datetime) -> Clearance:
        """As ``take_back``, inside the caller's transaction, who tells journal and audit trail."""
        ended = self._store.clearances.take_back(TakenBack(new_key(now), clearance.id, actor.id, actor.name, now, why))
        judge_anew(self._store, self._judging, ended, now)
        return ended

    def release(
        self,
        session: Session,
        *,
        reason: ClearanceReason,
        text: str,
        letter: Letter | None,
        actor: StaffMember,
        now: datetime,
    ) -> Judgement:
        """Decide what holds one session, inside the caller's transaction; returned is what counts then.

        Raises:
            NotAllowed, InvalidValues: as ``decisions``.
        """
        clinic = clinic_of(self._store)
        on, today = local_date(clinic, session.starts_at), local_date(clinic, now)
        judged = self._judging.session(session, on=max(on, today))
        if judged.person.barred:
            raise NotAllowed(judged.person.barred)
        decided, judgement = self.decisions(judged, reason=reason, text=text, letter=letter, actor=actor, now=now)
        for each in decided:
            self._store.clearances.add(each)
            self._audit("clearance.give", each, actor, now)
        self._judging.keep(replace(judged, judgement=judgement), now=now)
        return judgement

    def decisions(
        self,
        judged: JudgedSession,
        *,
        reason: ClearanceReason,
        text: str,
        letter: Letter | None = None,
        actor: StaffMember,
        now: datetime,
    ) -> tuple[list[Clearance], Judgement]:
        """What has to be decided so that one session may start, and what counts then; nothing is stored.

        The session's own technique counts: what holds the other kind is not looked at. Open questions may come to hold
        it only once a rule is cleared, so it is judged until nothing holds it.

        Raises:
            NotAllowed: something holds it that nobody may lift, or not for this reason or by this therapist; says what.
            InvalidValues: under ``letter_by`` or ``letter_on``.
        """
        today = local_date(clinic_of(self._store), now)
        refuse_letter(reason, letter, today=today)
        if not reason.lifts:
            raise NotAllowed(f"{reason.words}. The session stays held.")
        if judged.on > today + timedelta(days=LONGEST_DAYS):
            raise NotAllowed(f"This session is more than {LONGEST_DAYS} days ahead. Look at it nearer to its day.")
        wish = _Wish(
            judged.person,
            judged.patient,
            judged.intake,
            judged.session_type.technique,
            judged.on,
            judged.session,
            reason,
            text,
            letter,
            usual_end(today, judged.on),
            actor,
            now,
        )
        decided: list[Clearance] = []
        judgement = judged.judgement
        while judgement.verdict.blocks:
            holding = judgement.holding - {each.rule for each in decided}
            if not holding:
                raise NotAllowed(f"{NEVER} The session stays held.")
            decided += [self._decided(wish, rule, judgement) for rule in sorted(holding)]
            judgement = wish.person.judge(wish.technique, on=wish.on, session_id=judged.session.id, beside=decided)
        return decided, judgement

    def end_release(self, session: Session, *, given_at: datetime, actor: StaffMember, now: datetime) -> None:
        """Take back what released one session at some moment, inside the caller's transaction."""
        for each in self._store.clearances.of_patient(session.patient_id):
            if (each.session_id, each.given_at, each.taken_back) == (session.id, given_at, None):
                back = TakenBack(new_key(now), each.id, actor.id, actor.name, now, "The release was taken back.")
                self._audit("clearance.take_back", self._store.clearances.take_back(back), actor, now)
        self._judging.keep_where_new(self._judging.session(session), now=now)

    # -- inside ------------------------------------------------------------------------------------

    def _given(self, wish: "_Wish", rule: str) -> Clearance:
        session = wish.session.id if wish.session else None
        judgement = wish.person.judge(wish.technique, on=wish.on, session_id=session)
        decided = self._decided(wish, rule, judgement)
        self._store.clearances.add(decided)
        self._journal.note("clearance.give", [(None, decided)], actor=wish.actor, now=wish.now)
        free = judge_anew(self._store, self._judging, decided, wish.now)
        self._audit("clearance.give", decided, wish.actor, wish.now, free=free)
        return decided

    def _decided(self, wish: "_Wish", rule_id: str, judgement: Judgement) -> Clearance:
        """The decision about one rule, which must hold and be open to it."""
        findings = wish.person.findings(wish.on)
        holding = [each for each in judgement.effective.reasons if each.rule == rule_id and each.verdict.blocks]
        if not holding:
            raise NotAllowed("This does not hold the person back now, so there is nothing to decide. Look at it again.")
        choices = [choice(self._ruleset, rule_id, each.verdict, findings) for each in holding]
        refuse_unless_open(choices, wish.reason, wish.actor, one_session=wish.session is not None)
        own = next((each for each in holding if each.kind is wish.technique.kind), holding[0])
        lifting, version = self._ruleset.lifting, self._ruleset.version
        unanswered = rule_id == UNANSWERED
        return Clearance(
            id=new_key(wish.now),
            patient_id=wish.patient.id,
            session_id=wish.session.id if wish.session else None,
            rule=rule_id,
            technique=wish.technique if wish.session or own.kind is wish.technique.kind else GENTLEST[own.kind],
            verdict=own.verdict,
            reason=wish.reason,
            text=wish.text.strip(),
            given_by=wish.actor.id,
            name=wish.actor.name,
            given_at=wish.now,
            expires_on=wish.until,
            intake_version=wish.intake.version if wish.intake else 0,
            facts=self._ruleset.unanswered_facts(findings, wish.technique)
            if unanswered
            else lifting.facts(rule_id, findings),
            rule_hash=lifting.rule_hash(rule_id),
            ruleset_id=version.id,
            ruleset_version=version.version,
            letter=wish.letter if wish.reason.in_writing else None,
        )

    def _audit(
        self, action: str, clearance: Clearance, actor: StaffMember, now: datetime, *, free: Sequence[str] = ()
    ) -> None:
        detail: dict[str, object] = {
            "clearance": clearance.id,
            "rule": clearance.rule,
            "reason": clearance.reason.value,
            "until": clearance.expires_on.isoformat(),
            **({"session": clearance.session_id} if clearance.session_id else {}),
            **({"free": list(free)} if free else {}),
        }
        self._store.audit.append(actor, action, ("patient", clearance.patient_id), detail, at=now)


@dataclass(frozen=True, slots=True)
class _Wish:
    """Who wants to decide, for whom, and why."""

    person: JudgedPerson
    patient: Patient
    intake: Intake | None
    technique: Technique
    on: date
    session: Session | None
    reason: ClearanceReason
    text: str
    letter: Letter | None
    until: date
    actor: StaffMember
    now: datetime
