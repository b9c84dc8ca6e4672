"""What a referral case stands in the way of, and how one opens by itself.

While a case is open nothing is booked, moved or started for its person, whatever newer answers say: only a
therapist closes it, by recording its outcome. That turns no answer round: what called for the referral has to be
asked again first.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from clinicdesk.data import Store
from clinicdesk.desk.clinic_setup import clinic_of
from clinicdesk.desk.hours import local_date
from clinicdesk.desk.keys import new_key
from clinicdesk.desk.wording import urgent_wording
from clinicdesk.domain.intake import Absence, Answer, Answers, Intake
from clinicdesk.domain.patient import Patient
from clinicdesk.domain.referral import CalledFor, Origin, Referral, ReferralCase
from clinicdesk.domain.staff import StaffMember
from clinicdesk.domain.suitability import Verdict
from clinicdesk.rules import Assessment, RuleSet


@dataclass(frozen=True, slots=True)
class Occasion:
    """When answers were given that may call for a referral.

    Attributes:
        intake: the answers as they were completed; None while they are being given.
        session_id: what the person had come for, if they stand at the door.
    """

    origin: Origin
    intake: Intake | None = None
    session_id: str | None = None


def open_if_called_for(
    store: Store, patient: Patient, assessment: Assessment, occasion: Occasion, *, actor: StaffMember, now: datetime
) -> ReferralCase | None:
    """Open a case where the rules call for one and none is open, inside the caller's transaction.

    What called for a case once does not call for the next one. Sessions still to come are held.

    Returns:
        The case opened; None when none was.
    """
    if assessment.verdict is not Verdict.REFER_URGENTLY:
        return None
    intake_id = occasion.intake.id if occasion.intake else None
    for case in store.referrals.of_patient(patient.id):
        if case.open or (intake_id is not None and case.referral.intake_id == intake_id):
            return None
    referral = Referral(
        id=new_key(now),
        patient_id=patient.id,
        opened_at=now,
        opened_by=actor.id,
        origin=occasion.origin,
        intake_id=intake_id,
        session_id=occasion.session_id,
        ruleset_id=assessment.ruleset.id,
        ruleset_version=assessment.ruleset.version,
        ruleset_hash=assessment.ruleset.hash,
        reasons=_reasons(assessment),
        wording=urgent_wording(assessment, clinic_of(store)),
        advice=tuple(precaution.text for precaution in assessment.precautions),
    )
    store.referrals.add(referral)
    for session in store.sessions.of_patient(patient.id):
        if session.status.expected and session.ends_at > now and not session.held:
            store.sessions.update(replace(session, held=True))
    store.audit.append(actor, "referral.begin", ("patient", patient.id), {"referral": referral.id}, at=now)
    return ReferralCase(referral)


def referral_obstacle(store: Store, ruleset: RuleSet, patient_id: str) -> str:
    """Why nothing can be booked, moved or started for a person because of a referral; empty when nothing stands."""
    cases = store.referrals.of_patient(patient_id)
    if not cases:
        return ""
    if cases[0].open:  # nobody has two open cases, so it is the newest
        return _still_open(store, cases[0])
    again = to_ask_again(store, ruleset, patient_id)
    if not again:
        return ""
    questions = "One question has" if len(again) == 1 else f"{len(again)} questions have"
    return f"{questions} to be asked again since a referral, before anything is booked or started."


def to_ask_again(store: Store, ruleset: RuleSet, patient_id: str) -> frozenset[str]:
    """The questions whose answers do not count any more since a referral was closed, each until it is asked again."""
    wanted = [
        (case, event.made_at, asked)
        for case in store.referrals.of_patient(patient_id)
        if (event := case.closing) is not None and (asked := askable(ruleset, event.ask_again))
    ]
    if not wanted:
        return frozenset()
    given = store.intakes.history(patient_id)
    return frozenset(
        finding for case, closed_at, questions in wanted for finding in questions - _asked_since(case, closed_at, given)
    )


def still_counting(store: Store, ruleset: RuleSet, patient_id: str, answers: Answers) -> dict[str, Answer]:
    """Those of a person's answers on file that count: what called for a referral that is closed does not any more.

    What is not asked again yet is unknown until then; see ``referral_obstacle`` for what stands in the way meanwhile.
    """
    again = to_ask_again(store, ruleset, patient_id)
    return {key: each for key, each in answers.items() if key not in again}


def askable(ruleset: RuleSet, finding_ids: Iterable[str]) -> frozenset[str]:
    """Those of some findings that are questions for the desk or the person; age, say, is not asked again."""
    findings = ruleset.knowledge.findings
    return frozenset(id_ for id_ in finding_ids if id_ in findings and findings[id_].asked_by in {"desk", "patient"})


def day_of(store: Store, moment: datetime) -> date:
    """The date at the clinic."""
    return local_date(clinic_of(store), moment)


def _still_open(store: Store, case: ReferralCase) -> str:
    name = store.patients.get(case.referral.patient_id).details.full_name
    day = day_of(store, case.referral.opened_at)
    return (
        f"{name} has to be seen by a doctor first: they were referred urgently on {day.day} {day:%B %Y}, and that case "
        "is open. A therapist records its outcome before anything can be booked, moved or started."
    )


def _asked_since(case: ReferralCase, closed_at: datetime, given: Sequence[Intake]) -> set[str]:
    """What was asked after a case was closed, by the intakes of a person, newest first."""
    called = next((intake.version for intake in given if intake.id == case.referral.intake_id), 0)
    return {
        id_
        for intake in given
        if intake.completed_at >= closed_at and intake.version > called
        for id_, answer in intake.answers.items()
        if answer.absence is not Absence.NOT_ASKED
    }


def _reasons(assessment: Assessment) -> tuple[CalledFor, ...]:
    """Each rule that called for it once, though it speaks for both kinds of session."""
    found = {
        reason.rule: CalledFor(reason.rule, reason.title, reason.because, reason.desk, dict(reason.findings))
        for reason in reversed(assessment.reasons)
        if reason.verdict is Verdict.REFER_URGENTLY
    }
    return tuple(reversed(found.values()))
