"""What a person answered, kept apart from what the rules make of it.

An answer is kept as given: a value, a date from which bands are derived on the day of the
session, or the reason why there is no value. The rules treat every absence alike; the
records keep them apart (FHIR data-absent-reason).
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from clinicdesk.domain.body_map import BodyMap


class Absence(StrEnum):
    """Why a question has no value, in the words of FHIR's data-absent-reason."""

    NOT_ASKED = "not-asked"
    DOES_NOT_KNOW = "asked-unknown"
    DECLINED = "asked-declined"


class Source(StrEnum):
    """Who gave an answer."""

    STAFF = "staff"
    """Asked aloud and entered by the desk."""
    PATIENT = "patient"
    """Entered by the patient on a screen handed over."""
    GROUP = "group"
    """Recorded for the whole group at once: 'none of these', or all of it confirmed."""
    DERIVED = "derived"
    """Follows from another answer, so the question was not put."""


Value = str | int | float


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer to one question.

    Exactly one of ``value``/``date`` or ``absence`` is given; a dated answer may carry both a
    date and the value chosen with it (an operation on a date, cleared by the surgeon).

    Attributes:
        given_on: the day on which it was given or confirmed, in the clinic's zone. On file None stands for a day nobody
            noted, which counts as no day; on its way there it stands for the day on which it is kept. Two answers that
            say the same are equal whatever their days.
    """

    value: Value | None = None
    date: dt.date | None = None
    absence: Absence | None = None
    source: Source = Source.STAFF
    given_on: dt.date | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        given = self.value is not None or self.date is not None
        if given == (self.absence is not None):
            raise ValueError("an answer has either a value (or date) or the reason it has none")


Answers = Mapping[str, Answer]
"""Finding id to answer; a finding that is missing was not asked."""


@dataclass(frozen=True, slots=True)
class Intake:
    """One completed intake; never changed, only followed by a newer version.

    Attributes:
        full: whether every question that applies was answered or confirmed that day.
        body_map: where it hurt that day; None when nobody was asked to mark it.
        said_on: the day of the oldest answer of those that a full intake asks anew; None where nobody noted one.
    """

    id: str
    patient_id: str
    version: int
    answers: Answers
    completed_at: dt.datetime
    completed_by: str
    full: bool = True
    body_map: "BodyMap | None" = None
    said_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class IntakeDraft:
    """Answers not yet completed, kept so that a crash or a log-off loses nothing.

    Attributes:
        question: id of the question in hand, where answering goes on; empty when it is not known.
    """

    patient_id: str
    answers: Answers = field(default_factory=dict)
    saved_at: dt.datetime | None = None
    question: str = ""
    body_map: "BodyMap | None" = None

    def without(self, finding_ids: Iterable[str]) -> "IntakeDraft":
        """The draft with some questions open again."""
        open_again = frozenset(finding_ids)
        return replace(self, answers={id_: each for id_, each in self.answers.items() if id_ not in open_again})
