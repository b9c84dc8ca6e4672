"""What is printed: a sheet for a session, and a sheet for somebody who must be seen elsewhere first."""

from datetime import datetime

from clinicdesk.data import Store
from clinicdesk.desk.assessing import assessment_on_file, judgement_in
from clinicdesk.desk.clinic_setup import clinic_of
from clinicdesk.desk.hours import local_date, local_moment
from clinicdesk.desk.intakes import Intakes
from clinicdesk.desk.sign_off import standing_sign_off
from clinicdesk.desk.visit_views import UrgentSheet, VisitSheet
from clinicdesk.desk.wording import decided_lines, desk_line, pairing_lines, safety_net, urgent_actions
from clinicdesk.domain.intake import Answers
from clinicdesk.domain.patient import Patient
from clinicdesk.domain.staff import StaffMember
from clinicdesk.domain.suitability import GENTLEST, Kind, Verdict
from clinicdesk.errors import NotAllowed
from clinicdesk.rules import RuleSetVersion

_NO_BACK_COMPLAINT = frozenset({"relaxation", "sports_recovery"})


class Visits:
    """Paper for the visit."""

    def __init__(self, store: Store, intakes: Intakes) -> None:
        self._store = store
        self._intakes = intakes

    def sheet(self, session_id: str, *, actor: StaffMember, now: datetime) -> VisitSheet:
        """The sheet for a session, by what counted when it was judged last.

        Raises:
            NotFound: there is no such session, or nothing was judged for it.
        """
        clinic = clinic_of(self._store)
        with self._store.write():
            session = self._store.sessions.get(session_id)
            record = assessment_on_file(self._store, session_id)
            self._store.audit.append(actor, "visit_sheet.make", ("session", session_id), at=now)
        judgement = judgement_in(record)
        assessment = judgement.effective
        # Whoever was never asked is told, too.
        has_back_complaint = record.findings.get("main_complaint") not in _NO_BACK_COMPLAINT
        return VisitSheet(
            clinic=clinic,
            patient=self._store.patients.get(session.patient_id),
            session=session,
            session_type=self._store.session_types.get(session.session_type_id),
            therapist=self._store.staff.get(session.therapist_id),
            room=self._store.rooms.get(session.room_id) if session.room_id else None,
            verdict=assessment.verdict,
            renewal=assessment.renewal,
            desk_line=desk_line(assessment),
            precautions=tuple(precaution.text for precaution in assessment.precautions),
            pairing=pairing_lines(assessment),
            emergency=safety_net(clinic) if has_back_complaint else (),
            signed_off=standing_sign_off(self._store, assessment.ruleset.hash),
            held=session.held,
            decided=decided_lines(judgement, local_moment(clinic, session.starts_at)),
            rules=_name(assessment.ruleset),
            made_at=now,
        )

    def urgent_sheet(self, patient: Patient, answers: Answers, *, actor: StaffMember, now: datetime) -> UrgentSheet:
        """What to do now for a person whose answers need urgent care.

        Raises:
            NotAllowed: the answers do not need it.
        """
        clinic = clinic_of(self._store)
        on = local_date(clinic, now)
        assessment = self._intakes.assess(patient, answers, GENTLEST[Kind.MASSAGE], on=on)
        if assessment.verdict is not Verdict.REFER_URGENTLY:
            raise NotAllowed("These answers do not call for urgent care, so there is no such sheet.")
        with self._store.write():
            self._store.audit.append(actor, "urgent_sheet.make", ("patient", patient.id), at=now)
        return UrgentSheet(
            clinic=clinic,
            patient=patient,
            made_at=now,
            actions=urgent_actions(assessment, clinic),
            advice=tuple(precaution.text for precaution in assessment.precautions),
            signed_off=standing_sign_off(self._store, assessment.ruleset.hash),
            rules=_name(assessment.ruleset),
        )


def _name(ruleset: RuleSetVersion) -> str:
    return f"{ruleset.id} {ruleset.version}"
