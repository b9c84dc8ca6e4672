"""Body maps: where a person said it hurts, visit after visit, and which questions that brings forward."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from clinicdesk.data import Store
from clinicdesk.desk.clinic_setup import clinic_of
from clinicdesk.desk.hours import local_date
from clinicdesk.domain.body_map import BodyMap
from clinicdesk.domain.intake import Answers
from clinicdesk.domain.staff import StaffMember
from clinicdesk.resources import resource
from clinicdesk.rules import RuleSet
from clinicdesk.rules.body_asks import BodyAsk, Brought, brought_by, load_body_asks


@dataclass(frozen=True, slots=True)
class DrawnMap:
    """A body map and the day it was marked."""

    on: date
    body_map: BodyMap


class BodyMaps:
    """What was marked on the figure. A mark is never an answer: no verdict reads this."""

    def __init__(self, store: Store, ruleset: RuleSet) -> None:
        self._store = store
        self._ruleset = ruleset

    def of_patient(self, patient_id: str, *, actor: StaffMember, now: datetime) -> list[DrawnMap]:
        """Every body map of a person, newest first."""
        with self._store.write():
            clinic = clinic_of(self._store)
            found = [
                DrawnMap(local_date(clinic, intake.completed_at), intake.body_map)
                for intake in self._store.intakes.with_body_map(patient_id)
                if intake.body_map is not None
            ]
            self._store.audit.append(actor, "body_map.read", ("patient", patient_id), at=now)
        return found

    def brought(self, body_map: BodyMap | None, answers: Answers) -> tuple[Brought, ...]:
        """The questions that marks bring forward, and whether the answers go with them.

        Raises:
            KnowledgeFault: the file that says which cannot be used.
        """
        return brought_by(self._asks, body_map, answers)

    @cached_property
    def _asks(self) -> tuple[BodyAsk, ...]:
        return load_body_asks(resource("knowledge", "body_map", "asks.toml"), self._ruleset.knowledge.findings)
