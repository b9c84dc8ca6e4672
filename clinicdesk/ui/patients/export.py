"""Handing a person's record over to another program."""

from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel

from clinicdesk.desk.vouching import Vouched
from clinicdesk.domain.patient import Patient
from clinicdesk.errors import ClinicDeskError
from clinicdesk.ui.context import DeskContext
from clinicdesk.ui.fields import button
from clinicdesk.ui.patients.section import Section
from clinicdesk.ui.saving import with_ending, write_private
from clinicdesk.ui.style import SPACE, set_role

_HOLDS = (
    "The file holds clinical data that anybody who opens it can read: name and birth date, every completed intake "
    "with its private answers, and what the rules found. "
)
_GIVE_ON = "Give it only to whom the person agreed to."
_ASK = "Only a therapist can export it."

FILE_NAME = "patient-record.fhir.json"
"""Proposed for an exported record; file names are seen by everybody, so it names nobody."""


class ExportSection(Section):
    """What an exported file holds, and the button that makes one."""

    def __init__(self, context: DeskContext) -> None:
        super().__init__(context)
        self._patient: Patient | None = None
        self.column.addWidget(set_role(QLabel("For another clinic or program"), "heading"))
        self.words = set_role(QLabel(), "muted")
        self.words.setWordWrap(True)
        self.export_button = button("Export as FHIR…", icon="save")
        self.export_button.clicked.connect(self.export)
        row = QHBoxLayout()
        row.setSpacing(3 * SPACE)
        row.addWidget(self.words, 1)
        row.addWidget(self.export_button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.column.addLayout(row)
        context.actor_changed.connect(self._show_who_may)
        self._show_who_may()

    def show_patient(self, patient: Patient) -> None:
        """Whose record it would be."""
        self._patient = patient

    def _show_who_may(self) -> None:
        allowed = self.context.at_therapist
        self.words.setText(_HOLDS + (_GIVE_ON if allowed else _ASK))
        self.export_button.setAccessibleDescription(self.words.text())
        self.export_button.setEnabled(allowed)

    def export(self) -> None:
        """Ask where to, and write the file."""
        if self._patient is None:
            return
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        chosen, _ = QFileDialog.getSaveFileName(
            self, "Export clinical data", str(Path(folder, FILE_NAME)), "FHIR R4 in JSON (*.json)"
        )
        if not chosen:
            return
        patient_id = self._patient.id
        try:
            path = with_ending(Path(chosen), ".json")
        except ClinicDeskError as error:
            self.context.messages.show_error(error)
        else:
            self.context.vouch("export this record", lambda vouched: self._write(path, patient_id, vouched))

    def _write(self, path: Path, patient_id: str, vouched: Vouched) -> None:
        context = self.context
        try:
            text = context.desk.exports.fhir(patient_id, vouched=vouched, now=context.now())
            write_private(path, text.encode(), "The record was not exported")
        except ClinicDeskError as error:
            context.messages.show_error(error)
        else:
            context.messages.info(f"The record was exported as {path.name}. It holds clinical data: keep it safe.")
