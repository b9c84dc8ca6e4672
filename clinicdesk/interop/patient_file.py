"""What is handed over about one person."""

from collections.abc import Mapping
from dataclasses import dataclass

from clinicdesk.domain.assessment_record import AssessmentRecord
from clinicdesk.domain.clearance import Clearance
from clinicdesk.domain.intake import Intake
from clinicdesk.domain.patient import Patient
from clinicdesk.rules.assessment import Assessment


@dataclass(frozen=True, slots=True)
class JudgedSession:
    """One assessment as it was kept with a session.

    Attributes:
        session_name: what was booked, without a word about the person.
        cleared: what therapists had decided, and lifted something of it.
        recorded: what they had noted beside it, which lifted nothing.
    """

    stored: AssessmentRecord
    assessment: Assessment
    session_name: str
    cleared: tuple[Clearance, ...] = ()
    recorded: tuple[Clearance, ...] = ()


@dataclass(frozen=True, slots=True)
class PatientFile:
    """One person's intakes and assessments, oldest first.

    Attributes:
        staff_names: name by id of whoever completed one of the intakes.
    """

    patient: Patient
    intakes: tuple[Intake, ...]
    judged: tuple[JudgedSession, ...]
    staff_names: Mapping[str, str]
