"""What the panel speaks about."""

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from clinicdesk.domain.patient import Patient
from clinicdesk.domain.session import Session

if TYPE_CHECKING:
    from collections.abc import Mapping

    from clinicdesk.desk.clearance_choices import Choice
    from clinicdesk.desk.judgement import Judgement
    from clinicdesk.domain.intake import Value

    Findings = Mapping[str, Value]
    """What is known of a person, as the rules read it."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What counts for somebody by the answers on file, which a therapist may decide about.

    Attributes:
        session: the one looked at, where it is one of the book.
        on: the date it was judged for.
        choices: what can be decided about each rule that holds.
    """

    patient: Patient
    judgement: "Judgement"
    on: date
    session: Session | None = None
    choices: "Mapping[str, Choice]" = field(default_factory=dict)

    def same_as(self, other: "Subject") -> bool:
        """Whether it is the same person, and the same session or none."""
        ids = [each.session.id if each.session is not None else None for each in (self, other)]
        return self.patient.id == other.patient.id and ids[0] == ids[1]
