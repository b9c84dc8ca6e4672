"""The clinic's own details, changed and saved."""

from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk.domain.clinic import Clinic
from clinicdesk.errors import ClinicDeskError, InvalidValues, StaleRecord
from clinicdesk.ui.clinic.clinic_form import ClinicForm
from clinicdesk.ui.context import DeskContext
from clinicdesk.ui.enter_key import enter_moves_on, is_save
from clinicdesk.ui.fields import Card, button
from clinicdesk.ui.merging import merged, values_of
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
        self._show(context.clinic)

    def refresh(self) -> None:
        """Show what is stored; what was changed and not saved stays."""
        if not self.save.isEnabled():
            self._show(self._context.clinic)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter moves on, Ctrl+Enter saves what was changed."""
        if is_save(event):
            self.save.click()
        elif not enter_moves_on(event, self):
            super().keyPressEvent(event)

    def _show(self, clinic: Clinic) -> None:
        self._base = clinic
        self.form.show_clinic(clinic)
        self.save.setEnabled(False)

    def _save(self) -> None:
        context = self._context
        try:
            stored = context.desk.clinic.update(
                self.form.clinic(), actor=context.actor, now=context.now(), seen=self._base
            )
        except InvalidValues as faults:
            self.form.show_faults(faults)
        except StaleRecord as stale:
            self._take_in_theirs(stale)
        except ClinicDeskError as error:
            context.messages.show_error(error)
        else:
            self._show(stored)
            context.change_clinic(stored)
            context.messages.info("The clinic's details were saved.")

    def _take_in_theirs(self, stale: StaleRecord) -> None:
        """Put what was typed on top of what somebody else stored meanwhile, to be checked and saved again."""
        context, theirs = self._context, self._context.desk.clinic.current()
        if theirs is None:
            return
        result = merged(values_of(self._base), values_of(self.form.clinic()), values_of(theirs))
        self.form.show_clinic(Clinic(**result.values))
        self._base = theirs
        self.save.setEnabled(True)
        names = [each for each in (*result.theirs, *result.both) if each in self.form.fields]
        changed = ", ".join(self.form.fields[each].label.text().lower() for each in names)
        there = f" Changed there: {changed}." if changed else ""
        context.messages.warning(f"{stale}{there} What you typed stands here: check it and save again.")
