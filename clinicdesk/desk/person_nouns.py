"""People and what they answered: details go back to what they were, answers and registrations are never taken back."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Never

from clinicdesk.desk.nouns import Noun, Turn
from clinicdesk.domain.patient import Patient
from clinicdesk.errors import NotAllowed


@dataclass(frozen=True, slots=True)
class Answered:
    """That answers were kept; the answers themselves are no part of the journal."""

    id: str
    patient_id: str


class PatientNoun(Noun[Patient]):
    """A person. Details put back are a new version of the record."""

    kind = Patient

    def present(self, record_id: str) -> Patient:
        """The person on file."""
        return self.store.patients.get(record_id)

    def stands(self, present: Patient, found: Patient | None) -> bool:
        """Whether the details are the same; whoever was registered is there."""
        return found is None or present.details == found.details

    def restore(self, present: Patient, wanted: Patient | None, turn: Turn) -> Patient:  # noqa: ARG002 - a noun's call
        """Put the details back."""
        if wanted is None:
            raise NotAllowed("Whoever is registered stays on file under their number. Change the details instead.")
        return self.store.patients.update(replace(present, details=wanted.details))

    def lasts(self, before: Patient | None, after: Patient | None) -> bool:  # noqa: ARG002 - a noun's call
        """A registration does."""
        return before is None

    def called(self, value: Patient) -> str:
        """As in a sentence."""
        return f"the record of {value.details.full_name}"

    def words(self, before: Patient | None, after: Patient | None, now: datetime) -> str:  # noqa: ARG002 - a noun's call
        """What was done to the record."""
        told = after or before
        verb = "registered" if before is None else "changed the details of"
        return f"{verb} {told.details.full_name}" if told else ""


class AnsweredNoun(Noun[Answered]):
    """Answers that were kept: nothing clinical is taken back, so the refusal says what to do instead."""

    kind = Answered

    def present(self, record_id: str) -> Answered:
        """That they were kept."""
        return Answered(record_id, self.store.intakes.get(record_id).patient_id)

    def stands(self, present: Answered, found: Answered | None) -> bool:  # noqa: ARG002 - they always do
        """They are kept for good."""
        return True

    def restore(self, present: Answered, wanted: Answered | None, turn: Turn) -> Never:  # noqa: ARG002 - a noun's call
        """Never."""
        raise NotAllowed("Answers are kept for good. Answer again where one is wrong: both then stand on file.")

    def lasts(self, before: Answered | None, after: Answered | None) -> bool:  # noqa: ARG002 - a noun's call
        """Always."""
        return True

    def called(self, value: Answered) -> str:
        """As in a sentence."""
        return f"the answers of {self._name(value)}"

    def words(self, before: Answered | None, after: Answered | None, now: datetime) -> str:  # noqa: ARG002 - a noun's call
        """What was done."""
        told = after or before
        return f"completed the intake of {self._name(told)}" if told else ""

    def _name(self, answered: Answered) -> str:
        return self.store.patients.get(answered.patient_id).details.full_name
