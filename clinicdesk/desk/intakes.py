"""Intakes: what people answer, and what the rules make of it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from clinicdesk.data import Store
from clinicdesk.data.plain_answers import answers_from_plain, body_map_from_plain, plain_answers, plain_body_map
from clinicdesk.desk.clinic_setup import clinic_of
from clinicdesk.desk.hours import local_date
from clinicdesk.desk.journal import Journal
from clinicdesk.desk.keys import new_key
from clinicdesk.desk.person_nouns import Answered
from clinicdesk.desk.referral_cases import Occasion, open_if_called_for, still_counting, to_ask_again
from clinicdesk.domain.body_map import BodyMap
from clinicdesk.domain.intake import Absence, Answer, Answers, Intake, IntakeDraft, Source, Value
from clinicdesk.domain.patient import Patient
from clinicdesk.domain.plan import PlanStatus, passive_only
from clinicdesk.domain.referral import Origin
from clinicdesk.domain.staff import StaffMember
from clinicdesk.domain.suitability import GENTLEST, Kind, Technique
from clinicdesk.errors import InvalidValues
from clinicdesk.rules import Assessment, RuleSet

_DRAFT = "intake"


def carried_over(ruleset: RuleSet, answers: Answers, *, on: date) -> dict[str, Answer]:
    """The answers given earlier that still count on a day.

    What is asked at every visit counts on the day on which it was given, derived answers are derived anew, and what
    nobody was asked is asked now.
    """
    findings = ruleset.knowledge.findings
    return {
        finding_id: answer
        for finding_id, answer in answers.items()
        if finding_id in findings
        and (answer.given_on == on or not findings[finding_id].every_visit)
        and answer.source is not Source.DERIVED
        and answer.absence is not Absence.NOT_ASKED
    }


def dated(answers: Answers, on: date) -> dict[str, Answer]:
    """Answers that are about to be written down on a day; those without a day of their own are given now."""
    return {key: each if each.given_on else replace(each, given_on=on) for key, each in answers.items()}


def newest(one: Answers, other: Answers) -> dict[str, Answer]:
    """Of each question the answer that was given last, by its day; on one day that of the other."""
    return {**one, **{key: each for key, each in other.items() if key not in one or _day(each) >= _day(one[key])}}


def _day(answer: Answer) -> date:
    return answer.given_on or date.min


@dataclass(frozen=True, slots=True)
class SoFar:
    """What is known when somebody goes through the intake with a person.

    Attributes:
        given: what was answered today, kept or not.
        earlier: what was answered on other days and still counts, until it is confirmed or another answer is given.
        draft: what was begun and not completed, or None.
    """

    given: Answers
    earlier: Answers
    draft: IntakeDraft | None

    @property
    def standing(self) -> Answers:
        """All that counts."""
        return {**self.earlier, **self.given}


class Intakes:
    """Questions answered, version after version."""

    def __init__(self, store: Store, ruleset: RuleSet) -> None:
        self._store = store
        self._journal = Journal(store)
        self._ruleset = ruleset

    def latest(self, patient_id: str, *, actor: StaffMember, now: datetime) -> Intake | None:
        """A person's newest intake, or None."""
        with self._store.write():
            intake = self._store.intakes.latest(patient_id)
            self._store.audit.append(actor, "intake.read", ("patient", patient_id), at=now)
        return intake

    def history(self, patient_id: str, *, actor: StaffMember, now: datetime) -> list[Intake]:
        """All intakes of a person, newest first."""
        with self._store.write():
            intakes = self._store.intakes.history(patient_id)
            self._store.audit.append(actor, "intake.history", ("patient", patient_id), at=now)
        return intakes

    def draft(self, patient_id: str) -> IntakeDraft | None:
        """What was answered and not yet completed, or None."""
        stored = self._store.drafts.get(_DRAFT, patient_id)
        if stored is None:
            return None
        answers, question = stored.payload.get("answers"), stored.payload.get("question")
        given = answers_from_plain(answers) if isinstance(answers, Mapping) else {}
        marked = stored.payload.get("body_map")
        body_map = body_map_from_plain(marked) if isinstance(marked, Mapping) else None
        return IntakeDraft(patient_id, given, stored.saved_at, str(question or ""), body_map)

    def so_far(self, patient_id: str, *, actor: StaffMember, now: datetime) -> SoFar:
        """What was answered until now, on file or in the draft, as far as it still counts today."""
        on = local_date(clinic_of(self._store), now)
        latest, draft = self.latest(patient_id, actor=actor, now=now), self.draft(patient_id)
        kept = self.carried(patient_id, latest.answers, on=on) if latest else {}
        again = to_ask_again(self._store, self._ruleset, patient_id)
        begun = {
            key: answer
            for key, answer in carried_over(self._ruleset, draft.answers if draft else {}, on=on).items()
            if answer.given_on == on or (answer.given_on and key not in again)
        }
        later = draft is not None and latest is not None and (draft.saved_at or now) < latest.completed_at
        known = newest(begun, kept) if later else newest(kept, begun)
        given = {key: answer for key, answer in known.items() if answer.given_on == on}
        return SoFar(given, {key: answer for key, answer in known.items() if key not in given}, draft)

    def save_draft(self, draft: IntakeDraft, *, now: datetime) -> None:
        """Keep answers so that a crash or a log-off loses nothing."""
        with self._store.write():
            self.put_draft(draft, now=now)

    def put_draft(self, draft: IntakeDraft, *, now: datetime) -> None:
        """As ``save_draft``, inside the caller's transaction."""
        answers = dated(draft.answers, local_date(clinic_of(self._store), now))
        payload: dict[str, object] = {"answers": plain_answers(answers), "question": draft.question}
        if draft.body_map is not None:
            payload["body_map"] = plain_body_map(draft.body_map)
        self._store.drafts.put(_DRAFT, draft.patient_id, payload, now)

    def discard_draft(self, patient_id: str) -> None:
        """Drop a draft, if there is one."""
        with self._store.write():
            self._store.drafts.delete(_DRAFT, patient_id)

    def complete(
        self,
        patient: Patient,
        answers: Answers,
        *,
        actor: StaffMember,
        now: datetime,
        body_map: BodyMap | None = None,
    ) -> Intake:
        """Keep answers, and where it hurts, as the person's next intake and drop the draft; see ``keep``.

        Raises:
            InvalidValues: an answer is not one of its question's, or it counts on its own day only and that is past.
        """
        on = local_date(clinic_of(self._store), now)
        with self._store.write():
            intake = self.keep(patient, answers, actor=actor, now=now, body_map=body_map)
            self._store.drafts.delete(_DRAFT, patient.id)
            self._journal.note("intake.complete", [(None, Answered(intake.id, patient.id))], actor=actor, now=now)
            detail = {"version": intake.version}
            self._store.audit.append(actor, "intake.complete", ("patient", patient.id), detail, at=now)
            assessment = self.assess(patient, intake.answers, GENTLEST[Kind.MASSAGE], on=on)
            open_if_called_for(self._store, patient, assessment, Occasion(Origin.INTAKE, intake), actor=actor, now=now)
        return intake

    def keep(
        self,
        patient: Patient,
        answers: Answers,
        *,
        actor: StaffMember,
        now: datetime,
        body_map: BodyMap | None = None,
    ) -> Intake:
        """Keep answers as the person's next intake, inside the caller's transaction, who tells the audit trail.

        What was said before stands with the day on which it was said until another answer is given; only what counts
        for one day does not. A question that does not apply to this person is recorded as what follows from that; one
        that was never put stays absent. The intake is full if all that applies was given or confirmed on its day.

        Raises:
            InvalidValues: an answer is not one of its question's, or it counts on its own day only and that is past.
        """
        on = local_date(clinic_of(self._store), now)
        self._refuse_outlived(answers, on=on)
        latest = self._store.intakes.latest(patient.id)
        kept = self.carried(patient.id, latest.answers, on=on) if latest else {}
        whole = self.completed(patient, newest(kept, dated(answers, on)), on=on)
        return self._store.intakes.add(
            new_key(now),
            patient.id,
            whole,
            completed_at=now,
            completed_by=actor.id,
            full=not self.open_on(patient, whole, on=on),
            body_map=body_map,
            said_on=self.said_on(self.resolve(patient, whole, on=on), whole, on=on),
        )

    def said_on(self, findings: Mapping[str, Value], answers: Answers, *, on: date) -> date | None:
        """The day of the oldest answer to what a full intake asks anew; None where any has no day.

        What is asked at every visit has its own day, what a missing answer changes nothing of has none. Where nothing
        was answered, nothing is old: ``on``.
        """
        known = self._ruleset.knowledge.findings
        days = [
            answers[key].given_on
            for key in self._ruleset.applicable(findings)
            if key in answers
            and not known[key].every_visit
            and not known[key].may_stay_open
            and answers[key].source is not Source.DERIVED
            and answers[key].absence is not Absence.NOT_ASKED
        ]
        return None if None in days else min(filter(None, days), default=on)

    def open_on(self, patient: Patient, answers: Answers, *, on: date) -> tuple[str, ...]:
        """The questions that apply on a day and were neither answered nor confirmed on it, in asking order.

        What a missing answer changes nothing of may stay open.
        """
        findings = self._ruleset.knowledge.findings
        told = carried_over(self._ruleset, answers, on=on)
        return tuple(
            key
            for key in self._ruleset.applicable(self.resolve(patient, answers, on=on))
            if not findings[key].may_stay_open and (key not in told or told[key].given_on != on)
        )

    def carried(self, patient_id: str, answers: Answers, *, on: date) -> dict[str, Answer]:
        """What still counts of a person's earlier answers on a day: see ``carried_over``.

        What a referral asks again does not, whatever the day.
        """
        carried = carried_over(self._ruleset, answers, on=on)
        return still_counting(self._store, self._ruleset, patient_id, carried)

    def _refuse_outlived(self, answers: Answers, *, on: date) -> None:
        """Refuse answers that counted on the day on which they were given, and on no other; raises InvalidValues."""
        findings = self._ruleset.knowledge.findings
        outlived = {
            key: f"This was answered on {day.day} {day:%B %Y} and counts for that day only. Ask it again."
            for key, answer in answers.items()
            if (day := answer.given_on) not in {None, on} and key in findings and findings[key].every_visit
        }
        if outlived:
            raise InvalidValues(outlived)

    def completed(self, patient: Patient, answers: Answers, *, on: date) -> dict[str, Answer]:
        """Answers with those added that follow because a question does not apply.

        Where that follows from another answer, it takes the place of what was said; where it follows from the record,
        it does not: the record may be the one that is wrong.

        Raises:
            InvalidValues: an answer is not one of its question's.
        """
        self._check(answers)
        by_record = self._following(self.resolve(patient, answers, on=on))
        by_answers = self._following(self._ruleset.resolve(answers, on))
        return by_record | dict(answers) | by_answers

    def _following(self, findings: Mapping[str, Value]) -> dict[str, Answer]:
        """What is recorded for the questions that do not apply."""
        follows: dict[str, Value] = {}
        # What follows for one question may be why the next one does not apply either.
        while further := self._ruleset.not_applicable({**findings, **follows}).items() - follows.items():
            follows |= further
        return {key: Answer(value, source=Source.DERIVED) for key, value in follows.items()}

    def resolve(self, patient: Patient, answers: Answers, *, on: date) -> dict[str, Value]:
        """What is known of a person on a date: answers, birth date, sex, plan of care, and what follows from them."""
        details = patient.details
        return self._ruleset.resolve(
            answers,
            on,
            birth_date=details.birth_date,
            sex_at_birth=details.sex_at_birth,
            active_plan=self._active_plan(patient, on),
        )

    def assess(self, patient: Patient, answers: Answers, technique: Technique, *, on: date) -> Assessment:
        """What the rules say about a technique for a person on a date."""
        return self._ruleset.assess(self.resolve(patient, answers, on=on), technique)

    def _active_plan(self, patient: Patient, on: date) -> str | None:
        """What of a plan of care that goes on is done by the person themselves, in the words of the rules."""
        for plan in self._store.plans.of_patient(patient.id):
            if plan.status is PlanStatus.ACTIVE and plan.starts_on <= on <= plan.expires_on:
                techniques = {each.id: each.technique for each in self._store.session_types.all()}
                return None if passive_only(plan, techniques) else Kind.PHYSICAL_THERAPY.value
        return None

    def _check(self, answers: Answers) -> None:
        """Refuse what the rules would leave out as unreadable: a person would think that it was kept."""
        findings = self._ruleset.knowledge.findings
        known = findings.keys() | {finding.dated.id for finding in findings.values() if finding.dated}
        unknown = dict.fromkeys(answers.keys() - known, "There is no such question.")
        if unknown:
            raise InvalidValues(unknown)
        stated = {key: answer.value for key, answer in answers.items() if answer.value is not None}
        self._ruleset.verdict(stated, GENTLEST[Kind.MASSAGE])
