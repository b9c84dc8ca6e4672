"""What the rules said about a session, as it was kept with the session."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from clinicdesk.domain.intake import Value
from clinicdesk.domain.suitability import Kind, Technique, Verdict


@dataclass(frozen=True, slots=True)
class AssessmentRecord:
    """One assessment of one session; never changed, only followed by a later one.

    Attributes:
        intake_id: the intake whose answers were judged, or None when none was completed.
        on_date: the date the findings hold for.
        ruleset_hash: SHA-256 of the knowledge the rules were loaded from.
        answers_hash: SHA-256 of the answers judged.
        verdicts: the verdict of each kind, with what therapists had decided beside the rules.
        findings: the values judged, by finding id.
        payload: the whole result of the rules alone in plain JSON values, as whoever made it wrote it.
        decisions: what therapists had decided beside them and what it made of the result; None where nothing was.
    """

    id: str
    session_id: str
    intake_id: str | None
    on_date: date
    made_at: datetime
    ruleset_id: str
    ruleset_version: str
    ruleset_hash: str
    answers_hash: str
    technique: Technique
    verdicts: Mapping[Kind, Verdict]
    findings: Mapping[str, Value]
    payload: Mapping[str, object]
    decisions: Mapping[str, object] | None = None

    @property
    def verdict(self) -> Verdict:
        """The verdict for the technique of the session."""
        return self.verdicts[self.technique.kind]


@dataclass(frozen=True, slots=True)
class Standing:
    """How a session to come was judged last, and what it would be judged by now.

    Attributes:
        verdict, technique, intake_id, on_date, ruleset_hash: of the newest assessment.
        findings: some of the values judged, by finding id; those that were known.
        newest_intake_id: the intake that would be judged now, or None when there is none.
        birth_date, sex_at_birth: as the patient's record has them now.
    """

    session_id: str
    patient_id: str
    session_type_id: str
    starts_at: datetime
    verdict: Verdict
    technique: Technique
    intake_id: str | None
    on_date: date
    ruleset_hash: str
    findings: Mapping[str, Value]
    newest_intake_id: str | None
    birth_date: date | None
    sex_at_birth: str | None
