"""The verdict for one session as its date moves: answers count only for a while, and bands move with the date."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from clinicdesk.domain.suitability import Verdict

if TYPE_CHECKING:
    from clinicdesk.data import Store
    from clinicdesk.desk.intakes import Intakes
    from clinicdesk.rules import RuleSet

DatedVerdict = Callable[[date], Verdict]


def dated_verdict(
    store: "Store", ruleset: "RuleSet", intakes: "Intakes", *, patient_id: str, session_type_id: str
) -> DatedVerdict:
    """What is said of a person's newest answers for a session type, for any date.

    Raises:
        NotFound: there is no such person or session type.
    """
    patient = store.patients.get(patient_id)
    intake = store.intakes.latest(patient_id)
    answers = intake.answers if intake else {}
    technique = store.session_types.get(session_type_id).technique
    return lambda on: ruleset.verdict(intakes.resolve(patient, answers, on=on), technique)
