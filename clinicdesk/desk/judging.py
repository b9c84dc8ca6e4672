"""Judging: the one place that puts the rules and the decisions of therapists together.

Whoever asks whether a session suits somebody asks here, never the rules alone:

- ``judge`` for one technique on one date, everything that belongs to it (``Judgement``);
- ``verdicts`` for every technique on one date, the verdicts alone;
- ``person`` for many dates of one person: the decisions are read once;
- ``session`` for a session of the book, or about to be put there, by the newest answers; ``keep`` stores that with it.

A decision stands for the facts and the words of the rule it was made for. It lapses when it is taken back or expires,
when the rule changes, and when an answer the rule reads is another one; once any answer kept since then contradicted
it, it does not come back by itself. What is about one session lifts for that session and its technique alone: pass its
``session_id``. For people about whom nothing was decided it costs one query.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property

from clinicdesk.data import Store
from clinicdesk.desk.assessing import answered_in, judgement_in, record_of
from clinicdesk.desk.clinic_setup import clinic_of
from clinicdesk.desk.hours import local_date
from clinicdesk.desk.intakes import Intakes
from clinicdesk.desk.judgement import Judgement
from clinicdesk.desk.keys import new_key
from clinicdesk.desk.referral_cases import referral_obstacle, still_counting
from clinicdesk.desk.rules_in_force import RulesInForce
from clinicdesk.domain.clearance import Clearance, Lapse, Lapsed
from clinicdesk.domain.intake import Answers, Intake, Source, Value
from clinicdesk.domain.patient import Patient
from clinicdesk.domain.renewal import Renewal, renewal
from clinicdesk.domain.session import Session, SessionType
from clinicdesk.domain.suitability import Technique, Verdict, covered_by
from clinicdesk.rules import UNANSWERED, Assessment, RuleSet
from clinicdesk.rules.lifting import NOTHING_LIFTED, Lifted


@dataclass(frozen=True, slots=True)
class JudgedSession:
    """What counts for one session.

    Attributes:
        on: the date it was judged for.
        intake: the newest one, whose answers were judged; None when there is none.
        findings: what the rules read of them.
    """

    session: Session
    session_type: SessionType
    patient: Patient
    person: "JudgedPerson"
    intake: Intake | None
    on: date
    findings: Mapping[str, Value]
    judgement: Judgement


class Judging:
    """What counts, for anybody."""

    def __init__(
        self, store: Store, ruleset: RuleSet, intakes: Intakes, *, in_force: RulesInForce | None = None
    ) -> None:
        """``in_force`` says whether the rules still judge; None where they are only tried, and nothing is kept."""
        self._store = store
        self._ruleset = ruleset
        self._intakes = intakes
        self._in_force = in_force

    def judge(
        self, patient: Patient, answers: Answers, technique: Technique, *, on: date, session_id: str | None = None
    ) -> Judgement:
        """What counts for a technique and a person on a date; ``session_id`` where it is a session of the book."""
        return self.person(patient, answers).judge(technique, on=on, session_id=session_id)

    def verdicts(
        self, patient: Patient, answers: Answers, *, on: date, session_id: str | None = None
    ) -> Mapping[Technique, Verdict]:
        """The verdict that counts for every technique. A session's own decisions count for the technique they name."""
        return self.person(patient, answers).verdicts(on=on, session_id=session_id)

    def person(
        self,
        patient: Patient,
        answers: Answers,
        *,
        decisions: Sequence[Clearance] | None = None,
    ) -> "JudgedPerson":
        """One person, to be judged for any date; ``decisions`` are those on file, where they were read already."""
        if decisions is None:
            decisions = self._store.clearances.of_patient(patient.id)
        return JudgedPerson(
            patient, answers, decisions, store=self._store, ruleset=self._ruleset, intakes=self._intakes
        )

    def session(self, session: Session, *, on: date | None = None) -> JudgedSession:
        """What counts for a session by the newest answers on file, for its own date or another."""
        patient = self._store.patients.get(session.patient_id)
        session_type = self._store.session_types.get(session.session_type_id)
        intake = self._store.intakes.latest(patient.id)
        day = on or local_date(clinic_of(self._store), session.starts_at)
        person = self.person(patient, self.counting(patient.id, intake))
        judgement = person.judge(session_type.technique, on=day, session_id=session.id)
        return JudgedSession(session, session_type, patient, person, intake, day, person.findings(day), judgement)

    def counting(self, patient_id: str, intake: Intake | None) -> Answers:
        """The answers of the newest intake on file that count: all but those that a referral asks again."""
        return still_counting(self._store, self._ruleset, patient_id, intake.answers) if intake else {}

    def keep_where_new(self, judged: JudgedSession, *, now: datetime) -> None:
        """As ``keep``, unless the same is kept already."""
        record = self._store.assessments.latest_for(judged.session.id)
        if record is None or judgement_in(record) != judged.judgement:
            self.keep(judged, now=now)

    def refuse_if_older(self) -> None:
        """Raise StaleRecord where other rules were put in force meanwhile; to be asked inside a transaction."""
        if self._in_force is not None:
            self._in_force.refuse_if_older()

    def keep(self, judged: JudgedSession, *, now: datetime) -> None:
        """Keep what counts with a session on file, inside the caller's transaction.

        Raises:
            StaleRecord: other rules were put in force at another desk meanwhile; nothing is stored by older ones.
        """
        self.refuse_if_older()
        self._store.assessments.add(
            record_of(
                judged.judgement,
                key=new_key(now),
                session_id=judged.session.id,
                answered=answered_in(judged.intake),
                findings=judged.findings,
                on=judged.on,
                now=now,
            )
        )


class JudgedPerson:
    """One person's answers, and what was decided about them; the answers of a date are read once."""

    def __init__(
        self,
        patient: Patient,
        answers: Answers,
        decisions: Sequence[Clearance],
        *,
        store: Store,
        ruleset: RuleSet,
        intakes: Intakes,
    ) -> None:
        self._store = store
        self._ruleset = ruleset
        self._intakes = intakes
        self._patient = patient
        self._answers = answers
        self._decisions = decisions
        self._read: tuple[date, dict[str, Value]] | None = None

    def judge(
        self,
        technique: Technique,
        *,
        on: date,
        session_id: str | None = None,
        beside: Sequence[Clearance] = (),
    ) -> Judgement:
        """What counts for a technique on a date; ``beside`` are decisions about to be made."""
        findings, due = self.findings(on), self.renewal(on)
        assessment = replace(self._ruleset.assess(findings, technique), renewal=due)
        decisions = self._about(technique, on, session_id)
        if not decisions and not beside:
            return Judgement(assessment, assessment)
        recorded = tuple(each for each in decisions if not each.reason.lifts and each.taken_back is None)
        lapses = {each.id: self._lapse(each, findings, on) for each in decisions if each.reason.lifts}
        standing = [each for each in decisions if each.reason.lifts and lapses[each.id] is None]
        standing += [each for each in beside if each.reason.lifts]
        effective = assessment
        if standing:
            effective = replace(self._ruleset.assess(findings, technique, _lifted(standing)), renewal=due)
        holding = {reason.rule for reason in effective.reasons if reason.verdict.blocks}
        newest = {each.rule: each for each in decisions if each.reason.lifts}
        return Judgement(
            assessment,
            effective,
            cleared=self._lifting_here(standing, assessment, effective, findings),
            lapsed=tuple(
                Lapsed(each, lapse)
                for rule, each in newest.items()
                if rule in holding and (lapse := lapses[each.id]) is not None
            ),
            recorded=recorded,
        )

    def verdict(self, technique: Technique, *, on: date, session_id: str | None = None) -> Verdict:
        """The verdict alone, as ``judge`` gives it."""
        findings = self.findings(on)
        return self._ruleset.verdict(findings, technique, self._lifted(technique, findings, on, session_id))

    def verdicts(self, *, on: date, session_id: str | None = None) -> dict[Technique, Verdict]:
        """The verdict of every technique."""
        findings = self.findings(on)
        return {
            each: self._ruleset.verdict(findings, each, self._lifted(each, findings, on, session_id))
            for each in Technique
        }

    def renewal(self, on: date) -> Renewal | None:
        """What is due where the answers are too old to begin by on a date.

        What was never answered is judged as that and has no age.
        """
        if not self._answers or renewal(self._oldest, on) is None:
            return None
        return renewal(self._intakes.said_on(self.findings(on), self._answers, on=on), on)

    @cached_property
    def _oldest(self) -> date:
        """The day of the oldest answer to anything; most often it tells at once that none is too old."""
        given = (answer for answer in self._answers.values() if answer.source is not Source.DERIVED)
        return min((answer.given_on or date.min for answer in given), default=date.max)

    def findings(self, on: date) -> dict[str, Value]:
        """What is known on a date, as the rules read it."""
        if self._read is None or self._read[0] != on:
            self._read = on, self._intakes.resolve(self._patient, self._answers, on=on)
        return self._read[1]

    def _lifting_here(
        self,
        standing: Sequence[Clearance],
        assessment: Assessment,
        effective: Assessment,
        findings: Mapping[str, Value],
    ) -> tuple[Clearance, ...]:
        """The decisions that lift something of the two techniques judged."""
        said = {(reason.rule, reason.kind): reason.verdict for reason in assessment.reasons}
        lowered = {
            each.rule for each in effective.reasons if each.verdict < said.get((each.rule, each.kind), each.verdict)
        }
        return tuple(
            each
            for each in standing
            if each.rule in lowered
            or (each.rule == UNANSWERED and self._ruleset.unanswered_facts(findings, assessment.technique))
        )

    @cached_property
    def barred(self) -> str:
        """Why nothing can be booked, moved or started whatever counts, in a sentence; empty when nothing is in the way.

        That is a referral whose outcome is not recorded, or whose questions were not asked again.
        """
        return referral_obstacle(self._store, self._ruleset, self._patient.id)

    # -- which decisions stand ---------------------------------------------------------------------

    def lapse(self, clearance: Clearance, *, on: date) -> Lapse | None:
        """Why a decision about this person does not stand on a date, or None when it does."""
        return self._lapse(clearance, self.findings(on), on)

    def _lifted(self, technique: Technique, findings: Mapping[str, Value], on: date, session_id: str | None) -> Lifted:
        if not self._decisions:
            return NOTHING_LIFTED
        about = [each for each in self._about(technique, on, session_id) if each.reason.lifts]
        return _lifted([each for each in about if self._lapse(each, findings, on) is None])

    def _about(self, technique: Technique, on: date, session_id: str | None) -> list[Clearance]:
        """The decisions that were made for such a session and before it, in the order in which they were made."""
        return [
            each
            for each in self._decisions
            if (each.session_id is None or (each.session_id == session_id and each.technique is technique))
            and self._date(each.given_at) <= on
        ]

    def _lapse(self, clearance: Clearance, findings: Mapping[str, Value], on: date) -> Lapse | None:
        """Why a decision does not stand on a date, or None when it does."""
        if clearance.taken_back is not None:
            return Lapse.TAKEN_BACK
        if on > clearance.expires_on:
            return Lapse.EXPIRED
        if not self._same_rule(clearance):
            return Lapse.RULE_CHANGED
        return None if self._same_facts(clearance, findings) else Lapse.FACTS_CHANGED

    def _same_rule(self, clearance: Clearance) -> bool:
        rule = clearance.rule
        known = rule == UNANSWERED or rule in self._ruleset.knowledge.rules
        return known and self._ruleset.lifting.rule_hash(rule) == clearance.rule_hash

    def _same_facts(self, clearance: Clearance, findings: Mapping[str, Value]) -> bool:
        if clearance.rule == UNANSWERED:
            # What is still open was open then: an answer given since is judged by the rules that read it.
            still = self._ruleset.unanswered_facts(findings, clearance.technique)
            return still.items() <= clearance.facts.items()
        facts = self._ruleset.lifting.facts(clearance.rule, findings)
        return facts == clearance.facts and not self._contradicted(clearance)

    def _contradicted(self, clearance: Clearance) -> bool:
        """Whether any answers kept since a decision were others than it rests on, on their own day."""
        return any(
            fact != clearance.facts.get(name)
            for intake in self._since
            if intake.version > clearance.intake_version
            for name, fact in self._told(clearance.rule, intake).items()
        )

    def _told(self, rule: str, intake: Intake) -> dict[str, str]:
        findings = self._intakes.resolve(self._patient, intake.answers, on=self._date(intake.completed_at))
        return self._ruleset.lifting.facts(rule, findings, known_only=True)

    @cached_property
    def _since(self) -> list[Intake]:
        return self._store.intakes.after(self._patient.id, min(each.intake_version for each in self._decisions))

    @cached_property
    def _date(self) -> "Callable[..., date]":
        clinic = clinic_of(self._store)
        return lambda at: local_date(clinic, at)


def _lifted(standing: Iterable[Clearance]) -> Lifted:
    each = list(standing)
    if not each:
        return NOTHING_LIFTED
    reach: dict[str, frozenset[Technique]] = {}
    for one in each:
        if one.session_id is None:
            reach[one.rule] = reach.get(one.rule, frozenset()) | covered_by(one.technique)
    return Lifted(
        everywhere=frozenset(reach),
        here=frozenset(one.rule for one in each if one.session_id is not None),
        in_writing=frozenset(one.rule for one in each if one.reason.in_writing),
        reach=reach,
    )
