"""The verdict for one session as its date moves: answers count only for a while, and bands move with the date."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from clinicdesk.domain.renewal import Renewal
from clinicdesk.domain.suitability import Verdict

if TYPE_CHECKING:
    from clinicdesk.data import Store
    from clinicdesk.desk.judging import Judging


class Counted(NamedTuple):
    """What counts on a date, and what is due where the answers are too old by then to begin by."""

    verdict: Verdict
    renewal: Renewal | None = None


DatedVerdict = Callable[[date], Counted]


def dated_verdict(
    store: "Store", judging: "Judging", *, patient_id: str, session_type_id: str, session_id: str | None = None
) -> DatedVerdict:
    """What counts for a person by their newest answers and a session type, for any date.

    Args:
        store: the records.
        judging: what counts.
        patient_id: whose answers.
        session_type_id: what is asked for.
        session_id: of the session of the book that is to be given then, if it is one.

    While a referral stands in the way, nothing is suitable on any.

    Raises:
        NotFound: there is no such person or session type.
    """
    patient = store.patients.get(patient_id)
    intake = store.intakes.latest(patient_id)
    person = judging.person(patient, intake.answers if intake else {})
    technique = store.session_types.get(session_type_id).technique
    if person.barred:
        return lambda _on: Counted(Verdict.NOT_SUITABLE)
    return lambda on: Counted(person.verdict(technique, on=on, session_id=session_id), person.renewal(on))
