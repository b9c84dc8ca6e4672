"""What leaves the clinic: one person's file, for another program to read."""

import json
from datetime import datetime

from clinicdesk.data import Store
from clinicdesk.desk.assessing import judgement_in
from clinicdesk.desk.vouching import Vouched, vouching_therapist
from clinicdesk.domain.assessment_record import AssessmentRecord
from clinicdesk.interop.bundle import patient_bundle
from clinicdesk.interop.patient_file import JudgedSession, PatientFile
from clinicdesk.rules import RuleSet


class Exports:
    """Files for elsewhere."""

    def __init__(self, store: Store, ruleset: RuleSet) -> None:
        self._store = store
        self._ruleset = ruleset

    def fhir(self, patient_id: str, *, vouched: Vouched, now: datetime) -> str:
        """A person's intakes and assessments as the text of a FHIR R4 Bundle in JSON.

        It holds what the person answered in private, which is promised to those who treat them alone.

        Raises:
            NotAllowed: as ``vouching_therapist``.
            NotFound: nobody is registered under this id.
        """
        actor = vouching_therapist(self._store, vouched, "export a record with its private answers", now=now)
        with self._store.write():
            file = self._file(patient_id)
            detail = {"format": "FHIR R4", "intakes": len(file.intakes), "assessments": len(file.judged)}
            self._store.audit.append(actor, "patient.export", ("patient", patient_id), detail, at=now)
        bundle = patient_bundle(file, self._ruleset.knowledge, made_at=now)
        return json.dumps(bundle, ensure_ascii=False, allow_nan=False, indent=2) + "\n"

    def _file(self, patient_id: str) -> PatientFile:
        store = self._store
        patient = store.patients.get(patient_id)
        types = {each.id: each.name for each in store.session_types.all()}
        judged = [
            _judged(stored, types[session.session_type_id])
            for session in store.sessions.of_patient(patient_id)
            for stored in store.assessments.history(session.id)
        ]
        return PatientFile(
            patient=patient,
            intakes=tuple(reversed(store.intakes.history(patient_id))),
            judged=tuple(sorted(judged, key=lambda each: each.stored.made_at)),
            staff_names={member.id: member.name for member in store.staff.all()},
        )


def _judged(stored: AssessmentRecord, session_name: str) -> JudgedSession:
    judgement = judgement_in(stored)
    return JudgedSession(stored, judgement.assessment, session_name, judgement.cleared, judgement.recorded)
