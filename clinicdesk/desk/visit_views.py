"""What the desk hands to a screen or a sheet about one visit: what is asked, what was judged, what is printed."""

from dataclasses import dataclass
from datetime import datetime

from clinicdesk.desk.judgement import Judgement
from clinicdesk.domain.clinic import Clinic
from clinicdesk.domain.intake import Answers
from clinicdesk.domain.patient import Patient
from clinicdesk.domain.renewal import Renewal
from clinicdesk.domain.session import Session, SessionType
from clinicdesk.domain.sign_off import SignOff
from clinicdesk.domain.staff import Room, StaffMember
from clinicdesk.domain.suitability import Verdict
from clinicdesk.rules.assessment import Assessment


@dataclass(frozen=True, slots=True)
class ArrivalCheck:
    """What has to be asked before a session can start, and what is known already.

    Attributes:
        questions: ids of what is asked at the door, in asking order: what is asked at every visit, and what applies
            but was never asked, because it did not apply by the record as it was.
        left: those of them that are not answered yet, and without which the session does not start.
        given: today's answers to what is asked at every visit.
        carried: the other answers of the last intake, as far as they still count.
        full_due: whether there is no full intake yet, or it is too old.
        judged: whether the session was judged for today, by the newest answers and rules and the record as it is.
        obstacle: why the session cannot start yet, in a sentence; empty when the arrival is no obstacle.
    """

    session: Session
    patient: Patient
    questions: tuple[str, ...]
    left: tuple[str, ...]
    given: Answers
    carried: Answers
    full_due: bool
    judged: bool
    obstacle: str


@dataclass(frozen=True, slots=True)
class CheckedIn:
    """A person has arrived, was asked, and the session was judged for today.

    Attributes:
        before: the verdict until now.
        answers: all that was judged.
    """

    session: Session
    patient: Patient
    judgement: Judgement
    before: Verdict
    answers: Answers

    @property
    def assessment(self) -> Assessment:
        """What counts, with what therapists decided."""
        return self.judgement.effective

    @property
    def worse(self) -> bool:
        """Whether the verdict is worse than it was."""
        return self.assessment.verdict > self.before


@dataclass(frozen=True, slots=True)
class StoredAssessment:
    """What counted when a session was booked or its person came, exactly as it was said.

    Attributes:
        judgement: the rules and what therapists had decided beside them.
        intake_version: the intake it rests on, or None when there was none yet.
        answers_hash: SHA-256 of the answers it rests on.
    """

    session_id: str
    judgement: Judgement
    intake_version: int | None
    answers_hash: str
    made_at: datetime

    @property
    def assessment(self) -> Assessment:
        """What counted."""
        return self.judgement.effective


@dataclass(frozen=True, slots=True)
class VisitSheet:
    """What is printed for one session. It names no diagnosis.

    Attributes:
        renewal: what is due where the answers are too old to begin by on the day it was judged for.
        desk_line: what the desk should do, one sentence.
        precautions: what to heed, one short sentence each.
        pairing: advice on active work beside massage.
        emergency: when to seek help at once; empty where it is not due.
        signed_off: who of this clinic vouches for the rules that spoke, and since when; None for nobody.
        held: whether a therapist has to decide before the session starts.
        decided: what therapists decided beside the rules, a sentence or two each.
        rules: name and version of the rules that spoke.
    """

    clinic: Clinic
    patient: Patient
    session: Session
    session_type: SessionType
    therapist: StaffMember
    room: Room | None
    verdict: Verdict
    desk_line: str
    precautions: tuple[str, ...]
    pairing: tuple[str, ...]
    emergency: tuple[str, ...]
    signed_off: SignOff | None
    held: bool
    rules: str
    made_at: datetime
    decided: tuple[str, ...] = ()
    renewal: Renewal | None = None


@dataclass(frozen=True, slots=True)
class UrgentSheet:
    """What is printed for a person who must be seen elsewhere first. It names no diagnosis.

    Attributes:
        actions: what the desk does now, most urgent first, one sentence each.
        advice: what the person does now, most urgent first, one sentence each.
    """

    clinic: Clinic
    patient: Patient
    made_at: datetime
    actions: tuple[str, ...]
    advice: tuple[str, ...]
    signed_off: SignOff | None
    rules: str
