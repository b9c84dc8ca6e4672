"""A clinic of one's own: the few things that cannot wait."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from clinicdesk.errors import ClinicDeskError, InvalidValues
from clinicdesk.ui.clinic.clinic_form import ClinicForm
from clinicdesk.ui.clinic.staff_form import StaffForm
from clinicdesk.ui.fields import Card, button
from clinicdesk.ui.style import SPACE, set_role

if TYPE_CHECKING:
    from clinicdesk.desk import Desk


class EmptyPage(QWidget):
    """Clinic and first member of staff.

    Signals:
        opened(StaffMember): the clinic stands.
        failed(ClinicDeskError): it could not be stored.
        back_requested: choose again.
    """

    opened = Signal(object)
    failed = Signal(object)
    back_requested = Signal()

    def __init__(self, desk: "Desk", clock: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._clock = clock
        self.clinic = ClinicForm(short=True)
        self.you = StaffForm("Your name")
        self.save = button("Open the clinic", role="primary", keys="Ctrl+Return")
        self.save.clicked.connect(self._save)
        self.you.name_field.left.connect(self._check_name)
        back = button("Back", role="quiet", icon="arrow-left", keys="Esc")
        back.clicked.connect(self.back_requested)
        card = Card(margin=3 * SPACE)
        card.column.setSpacing(2 * SPACE)
        card.column.addWidget(self.you)
        card.column.addWidget(self.clinic)
        row = QHBoxLayout()
        row.addWidget(back)
        row.addStretch(1)
        row.addWidget(self.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * SPACE)
        column.addWidget(set_role(QLabel("Your clinic"), "title"))
        column.addWidget(set_role(QLabel("You can change the clinic's details later in Settings."), "muted"))
        column.addWidget(card)
        column.addLayout(row)
        column.addStretch(1)
        # Who goes through the form with Enter comes to the button that opens the clinic, not to the way back.
        QWidget.setTabOrder(self.save, back)
        QShortcut(QKeySequence("Ctrl+Return"), self).activated.connect(self._save)

    def take_keyboard(self) -> None:
        """Begin with the person."""
        self.you.name.setFocus()

    def _save(self) -> None:
        from clinicdesk.desk.clinic_setup import default_rooms, default_session_types  # noqa: PLC0415 - once only
        from clinicdesk.desk.keys import new_key  # noqa: PLC0415 - same

        now = self._clock()
        member = self.you.member(new_key(now))
        self.clinic.show_faults(None)
        self._check_you("")
        try:
            self._desk.clinic.open_clinic(
                self.clinic.clinic(), [member], default_rooms(), default_session_types(), now=now
            )
        except InvalidValues as faults:
            self.clinic.show_faults(faults)
            self._check_you(faults.fields.get("staff", ""))
        except ClinicDeskError as error:
            self.failed.emit(error)
        else:
            self.opened.emit(member)

    def _check_name(self) -> None:
        missing = not self.you.name.text().strip()
        self.you.name_field.set_error("Everybody who works here needs a name." if missing else "")

    def _check_you(self, sentence: str) -> None:
        """The clinic is checked before its people; an empty name is said at the same time."""
        missing = not self.you.name.text().strip()
        self.you.show_fault("Everybody who works here needs a name." if missing else sentence)
        if missing:
            self.you.name.setFocus()
