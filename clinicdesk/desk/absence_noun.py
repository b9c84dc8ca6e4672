"""Absences and closures, taken back: they are withdrawn, changed back, or stand again."""

from dataclasses import replace
from datetime import datetime

from clinicdesk.desk.clinic_setup import clinic_of
from clinicdesk.desk.hours import local_date
from clinicdesk.desk.nouns import Noun, Turn
from clinicdesk.desk.off_hours import absence_words
from clinicdesk.domain.working_hours import Absence


class AbsenceNoun(Noun[Absence]):
    """An absence. One that is taken back stays on file as withdrawn; the sessions it hit leave their list."""

    kind = Absence

    def present(self, record_id: str) -> Absence:
        """The absence on file."""
        return self.store.hours.absence(record_id)

    def stands(self, present: Absence, found: Absence | None) -> bool:
        """Whether nothing but the version differs."""
        return present.withdrawn if found is None else replace(present, version=found.version) == found

    def restore(self, present: Absence, wanted: Absence | None, turn: Turn) -> Absence:  # noqa: ARG002 - a noun's call
        """Put it back; whoever is booked then stands on the list of sessions without a time."""
        target = replace(present, withdrawn=True) if wanted is None else replace(wanted, version=present.version)
        return self.store.hours.update_absence(target)

    def called(self, value: Absence) -> str:
        """As in a sentence."""
        return "the closure" if value.owner is None else f"the time off of {self._name(value)}"

    def words(self, before: Absence | None, after: Absence | None, now: datetime) -> str:
        """What was done to an absence."""
        told = after or before
        if told is None:
            return ""
        on = local_date(clinic_of(self.store), now)
        who = "the clinic" if told.owner is None else self._name(told)
        if before is None or after is None:
            return f"noted that {who} is {absence_words(told, on)}"
        verb = "took back" if after.withdrawn and not before.withdrawn else "changed"
        return f"{verb} that {who} is {absence_words(told, on)}"

    def _name(self, absence: Absence) -> str:
        return self.store.staff.get(absence.owner or "").name
