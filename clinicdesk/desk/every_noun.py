"""Every kind of record whose deeds are noted, so that they can be taken back."""

from typing import TYPE_CHECKING, Any

from clinicdesk.data import Store
from clinicdesk.desk.absence_noun import AbsenceNoun
from clinicdesk.desk.call_noun import CallNoun
from clinicdesk.desk.clearance_noun import ClearanceNoun
from clinicdesk.desk.hours_nouns import hours_nouns
from clinicdesk.desk.list_nouns import list_nouns
from clinicdesk.desk.nouns import Noun
from clinicdesk.desk.person_nouns import AnsweredNoun, PatientNoun
from clinicdesk.desk.plan_nouns import PlanNoun, ScoreNoun
from clinicdesk.desk.session_noun import SessionNoun
from clinicdesk.desk.waiting_noun import WaitingNoun

if TYPE_CHECKING:
    from collections.abc import Callable

    from clinicdesk.desk.arrivals import Arrivals
    from clinicdesk.desk.clearing import Clearing


def every_noun(store: Store, arrivals: "Callable[[], Arrivals]", clearing: "Callable[[], Clearing]") -> list[Noun[Any]]:
    """All of them; ``arrivals`` and ``clearing`` are asked for once somebody has to be judged."""
    return [
        SessionNoun(store, arrivals, clearing),
        ClearanceNoun(store, clearing),
        AbsenceNoun(store),
        CallNoun(store),
        PatientNoun(store),
        AnsweredNoun(store),
        PlanNoun(store),
        ScoreNoun(store),
        WaitingNoun(store),
        *hours_nouns(store),
        *list_nouns(store),
    ]
