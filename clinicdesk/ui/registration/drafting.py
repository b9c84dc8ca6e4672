"""The draft of the form of a person."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from clinicdesk.desk.patient_form import PatientForm
from clinicdesk.ui.context import DeskContext
from clinicdesk.ui.drafting import Drafting


class PatientDraft(Drafting):
    """Writes the form of one key to the drafts while it differs from what is stored."""

    def __init__(self, context: DeskContext, read: Callable[[], PatientForm], parent: QObject) -> None:
        super().__init__(context, parent)
        self._read = read
        self._key = ""
        self._base = PatientForm()

    def begin(self, key: str, base: PatientForm) -> PatientForm | None:
        """Look after another form; returns the draft kept of it earlier, when it differs from ``base``."""
        self._rest.stop()
        self._key, self._base = key, base
        earlier = self._context.desk.patients.draft(key)
        return earlier if earlier not in {None, base} else None

    def write(self) -> bool:
        """Keep the form, or drop what was kept of one that is as stored."""
        form, patients = self._read(), self._context.desk.patients
        if form == self._base:
            patients.discard_draft(self._key)
            return False
        patients.save_draft(form, key=self._key, now=self._context.now())
        return True
