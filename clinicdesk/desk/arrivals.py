"""Arriving: the questions of every visit, asked again, and what they change.

What a day can change holds for one visit. An answer to such a question counts on the day it was given
and is unknown afterwards, until somebody asks again; the other answers stand until the full intake is
too old.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from clinicdesk.data import Store
from clinicdesk.data.plain_answers import answers_from_plain, plain_answers
from clinicdesk.desk.assessing import assessment_on_file
from clinicdesk.desk.clinic_setup import clinic_of
from clinicdesk.desk.day import STATUS_WORDS, another_day, current_session, session_unless_moved
from clinicdesk.desk.hours import local_date
from clinicdesk.desk.intakes import Intakes, dated
from clinicdesk.desk.journal import Journal
from clinicdesk.desk.judging import Judging
from clinicdesk.desk.referral_cases import Occasion, open_if_called_for
from clinicdesk.desk.visit_views import ArrivalCheck, CheckedIn
from clinicdesk.desk.wording import too_old
from clinicdesk.domain.assessment_record import AssessmentRecord
from clinicdesk.domain.intake import Answer, Answers, Intake
from clinicdesk.domain.patient import Patient
from clinicdesk.domain.referral import Origin
from clinicdesk.domain.renewal import Renewal
from clinicdesk.domain.session import Session, SessionStatus
from clinicdesk.domain.staff import StaffMember
from clinicdesk.domain.suitability import Verdict
from clinicdesk.errors import NotAllowed
from clinicdesk.rules import Finding, RuleSet

_DRAFT = "arrival"
_FORBIDDEN = {
    Verdict.NOT_SUITABLE: "By today's answers this session is not suitable and cannot start. Book another instead.",
    Verdict.REFER_URGENTLY: "This session cannot start: the person must be seen by a doctor first.",
}
_HELD = "This session is held: what was decided about it no longer stands. A therapist looks at it first."
_TO_BE_JUDGED = (
    "What is known of this person has changed since the session was judged. Mark the arrival again; then it can start."
)


@dataclass(frozen=True, slots=True)
class _Standing:
    """What is on file for a session on a day.

    Attributes:
        counting: the answers of the newest intake that count on that day.
        of_today: whether that intake was kept that day.
        renewal: what is due where the answers are too old to begin by.
        gone_through: whether any intake was full.
    """

    session: Session
    patient: Patient
    on: date
    latest: Intake | None
    counting: Answers
    of_today: bool
    renewal: Renewal | None
    gone_through: bool
    record: AssessmentRecord


class Arrivals:
    """People at the door."""

    def __init__(self, store: Store, ruleset: RuleSet, intakes: Intakes, judging: Judging) -> None:
        self._store = store
        self._judging = judging
        self._ruleset = ruleset
        self._intakes = intakes
        self._journal = Journal(store)

    def check(self, session: Session, *, actor: StaffMember, now: datetime) -> ArrivalCheck:
        """What has to be asked before a session can start, and what is known already.

        Raises:
            NotFound: there is no such session, or nothing was judged for it.
            NotAllowed: the session is on another day.
        """
        with self._store.write():
            current = self._store.sessions.get(session.id)
            self._refuse_another_day(current, now)
            standing = self._standing(current, now)
            found = self._checked(standing)
            found = replace(found, given={**found.given, **self._begun(standing, found.questions)})
            self._store.audit.append(actor, "arrival.read", ("session", session.id), at=now)
        return found

    def save_draft(self, session: Session, answers: Answers, *, now: datetime) -> None:
        """Keep today's answers before the check-in, so that a crash while they are given loses nothing."""
        with self._store.write():
            given = dated(answers, local_date(clinic_of(self._store), now))
            self._store.drafts.put(_DRAFT, session.id, {"answers": plain_answers(given)}, now)

    def check_in(self, session: Session, answers: Answers, *, actor: StaffMember, now: datetime) -> CheckedIn:
        """The person is here and was asked: keep the answers, judge the session for today, mark the arrival.

        The answers stand beside, or in place of, those given earlier today; together with what still counts
        of the last intake they become its next version. Without a new answer no version is added. The new
        assessment is kept with the session, which is held when it needs a therapist's look for a reason
        that no therapist has released yet. That it was held while the questions were asked is no reason to refuse.

        Raises:
            InvalidValues: an answer is not one of its question's, or it counts on its own day only and that is past.
            NotAllowed: the session has begun, is not expected any more, or is on another day.
            StaleRecord: somebody else changed the session meanwhile; nothing was overwritten.
        """
        with self._store.write():
            current = current_session(self._store, session_unless_moved(self._store, session))
            if not current.status.expected and current.status is not SessionStatus.ARRIVED:
                raise NotAllowed(f"This session is {STATUS_WORDS[current.status]}; nobody can arrive for it.")
            self._refuse_another_day(current, now)
            standing = self._standing(current, now)
            intake = self._kept(standing, answers, actor, now)
            judged = self._judging.session(current, on=standing.on)
            self._judging.keep(judged, now=now)
            arrived = replace(current, status=SessionStatus.ARRIVED, arrived_at=current.arrived_at or now)
            stored = self._store.sessions.update(arrived.judged(hold=judged.judgement.held))
            self._store.drafts.delete(_DRAFT, session.id)
            self._journal.note("session.check_in", [(current, stored)], actor=actor, now=now)
            detail = {"intake": intake.version if intake else None}
            self._store.audit.append(actor, "session.check_in", ("session", session.id), detail, at=now)
            occasion = Occasion(Origin.ARRIVAL, intake, current.id)
            assessment = judged.judgement.assessment
            open_if_called_for(self._store, standing.patient, assessment, occasion, actor=actor, now=now)
        answers = intake.answers if intake else {}
        return CheckedIn(stored, standing.patient, judged.judgement, standing.record.verdict, answers)

    def obstacle(self, session: Session, now: datetime) -> str:
        """Why a session cannot start yet, in a sentence; empty when nothing of the arrival stands against it.

        To be asked inside the transaction that starts the session.

        Raises:
            StaleRecord: other rules were put in force at another desk meanwhile.
        """
        self._judging.refuse_if_older()
        if why := another_day(session, clinic_of(self._store), now):
            return why
        standing = self._standing(session, now)
        judged = self._judging.session(session, on=standing.on)
        if why := judged.person.barred or self._checked(standing).obstacle:
            return why
        # A decision may have ended since the session was judged.
        verdict = judged.judgement.to_start
        return _FORBIDDEN.get(verdict, _HELD if verdict.blocks else "")

    def _standing(self, session: Session, now: datetime) -> _Standing:
        clinic = clinic_of(self._store)
        on = local_date(clinic, now)
        latest = self._store.intakes.latest(session.patient_id)
        patient = self._store.patients.get(session.patient_id)
        return _Standing(
            session=session,
            patient=patient,
            on=on,
            latest=latest,
            counting=self._intakes.carried(session.patient_id, latest.answers, on=on) if latest else {},
            of_today=latest is not None and local_date(clinic, latest.completed_at) == on,
            renewal=self._judging.person(patient, latest.answers).renewal(on) if latest else None,
            gone_through=self._store.intakes.latest_full(session.patient_id) is not None,
            record=assessment_on_file(self._store, session.id),
        )

    def _refuse_another_day(self, session: Session, now: datetime) -> None:
        if why := another_day(session, clinic_of(self._store), now):
            raise NotAllowed(why)

    def _checked(self, standing: _Standing) -> ArrivalCheck:
        given, carried = self._given(standing), self._carried(standing)
        full_due = standing.renewal is not None or not standing.gone_through
        questions = self._questions(standing, carried | given, everything=not full_due)
        may_stay_open = {each.id for each in questions if each.may_stay_open}
        left = tuple(each.id for each in questions if each.id not in given.keys() | carried.keys() | may_stay_open)
        judged = self._judged_as_is(standing)
        verdict = standing.record.verdict
        return ArrivalCheck(
            session=standing.session,
            patient=standing.patient,
            questions=tuple(each.id for each in questions),
            left=left,
            given=given,
            carried=carried,
            full_due=full_due,
            judged=judged,
            obstacle=_obstacle(standing, left, verdict, judged=judged),
        )

    def _questions(self, standing: _Standing, answers: Answers, *, everything: bool) -> list[Finding]:
        """What is asked at the door: what is asked at every visit, and what applies by the record but was never asked.

        The latter is left to the full intake where that is due: pass ``everything`` where it is not.
        """
        told_before = standing.latest.answers if standing.latest else {}
        resolved = self._intakes.resolve(standing.patient, answers, on=standing.on)

        def wanted(finding: Finding) -> bool:
            if finding.every_visit:
                return not finding.may_stay_open or finding.id in told_before
            return everything and not finding.may_stay_open and finding.id not in answers

        findings = self._ruleset.knowledge.findings
        return [findings[key] for key in self._ruleset.applicable(resolved) if wanted(findings[key])]

    def _judged_as_is(self, standing: _Standing) -> bool:
        """Whether the session was judged for today, by the newest answers and rules, and by the record as it is now."""
        record, latest = standing.record, standing.latest
        return (
            latest is not None
            and record.intake_id == latest.id
            and record.on_date == standing.on
            and record.ruleset_hash == self._ruleset.version.hash
            and record.findings == self._intakes.resolve(standing.patient, latest.answers, on=standing.on)
        )

    def _begun(self, standing: _Standing, questions: tuple[str, ...]) -> dict[str, Answer]:
        """What was answered today before a check-in that never came; it counts for nothing until it is kept."""
        draft = self._store.drafts.get(_DRAFT, standing.session.id)
        answers = draft.payload.get("answers") if draft is not None else None
        begun = answers_from_plain(answers) if isinstance(answers, Mapping) else {}
        return {key: answer for key, answer in begun.items() if key in questions and answer.given_on == standing.on}

    def _given(self, standing: _Standing) -> dict[str, Answer]:
        """What was answered today of the questions of every visit."""
        findings = self._ruleset.knowledge.findings
        return {key: answer for key, answer in standing.counting.items() if findings[key].every_visit}

    def _carried(self, standing: _Standing) -> dict[str, Answer]:
        findings = self._ruleset.knowledge.findings
        return {key: answer for key, answer in standing.counting.items() if not findings[key].every_visit}

    def _kept(self, standing: _Standing, answers: Answers, actor: StaffMember, now: datetime) -> Intake | None:
        """The intake to judge by: a new version where something was answered, else the one of today."""
        counting, on = standing.counting, standing.on
        known = all(counting.get(key) == each and counting[key].given_on == on for key, each in answers.items())
        if known and (standing.of_today or standing.latest is None):
            return standing.latest
        return self._intakes.keep(standing.patient, answers, actor=actor, now=now)


def _obstacle(standing: _Standing, left: tuple[str, ...], verdict: Verdict, *, judged: bool) -> str:
    if judged and verdict in _FORBIDDEN:
        return _FORBIDDEN[verdict]
    if standing.latest is None:
        return "Nobody has gone through the intake with this person yet. Do so before the session starts."
    if not standing.gone_through:
        return "The intake was never gone through to its end. Answer what is open before the session starts."
    if standing.renewal is not None:
        return f"{too_old(standing.renewal)} Go through it anew before the session starts."
    if left:
        return "The questions of every visit are not all answered today. Ask them before the session starts."
    return "" if judged else _TO_BE_JUDGED
