"""The clinic's own details, changed and saved."""

from dataclasses import replace

from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk.domain.clinic import Clinic
from clinicdesk.errors import ClinicDeskError, InvalidValues
from clinicdesk.ui.clinic.clinic_form import ClinicForm
from clinicdesk.ui.context import DeskContext
from clinicdesk.ui.enter_key import enter_moves_on, is_save
from clinicdesk.ui.fields import Card, button
from clinicdesk.ui.style import SPACE


class ClinicSection(QWidget):
    """The form, and a button that wakes once something was changed."""

    def __init__(self, context: DeskContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.form = ClinicForm()
        self.save = button("Save changes", role="primary", keys="Ctrl+Return")
        self.save.clicked.connect(self._save)
        self.form.edited.connect(lambda: self.save.setEnabled(True))
        card = Card(margin=3 * SPACE)
        card.column.setSpacing(2 * SPACE)
        card.column.addWidget(self.form)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.save)
        card.column.addLayout(row)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)

    def show_clinic(self, clinic: Clinic) -> None:
        """Fill the form with what is stored; what was changed and not saved is dropped."""
        self.form.show_clinic(clinic)
        self.save.setEnabled(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter moves on, Ctrl+Enter saves what was changed."""
        if is_save(event):
            self.save.click()
        elif not enter_moves_on(event, self):
            super().keyPressEvent(event)

    def _save(self) -> None:
        context = self._context
        try:
            typed = self.form.clinic()
            # The hours are decided elsewhere, and may have been since this form was filled.
            hours = context.clinic
            typed = replace(typed, opens_at=hours.opens_at, closes_at=hours.closes_at)
            stored = context.desk.clinic.update(typed, actor=context.actor, now=context.now())
        except InvalidValues as faults:
            self.form.show_faults(faults)
        except ClinicDeskError as error:
            context.messages.show_error(error)
        else:
            self.show_clinic(stored)
            context.change_clinic(stored)
            context.messages.info("The clinic's details were saved.")
