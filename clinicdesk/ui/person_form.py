"""What is typed about one member of staff: a few fields, stored beside the window where that takes a moment."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk.domain.staff import StaffMember
from clinicdesk.errors import ClinicDeskError, InvalidValues
from clinicdesk.ui.context import DeskContext
from clinicdesk.ui.enter_key import enter_moves_on, is_enter, is_save
from clinicdesk.ui.fields import Field, button
from clinicdesk.ui.sign_in.aside import Aside
from clinicdesk.ui.style import SPACE


class PersonForm(QWidget):
    """A small form, such as under somebody's line. Enter moves on and stores from the last field; Escape leaves.

    Signals:
        done: it was stored.
        left: nothing is to be changed.
    """

    done = Signal()
    left = Signal()

    def __init__(self, context: DeskContext, member: StaffMember, verb: str) -> None:
        super().__init__()
        self.context, self.member = context, member
        self.fields: dict[str, Field] = {}
        self.aside = Aside(context, self)
        self.aside.answered.connect(self._stored)
        self.aside.refused.connect(self._refused)
        self.save = button(verb, role="primary", icon="check", keys="Ctrl+Return")
        self.save.clicked.connect(self.store)
        keep = button("Cancel", role="quiet", keys="Esc")
        keep.clicked.connect(self.left)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(4 * SPACE, 0, 0, SPACE)
        self.column.setSpacing(2 * SPACE)
        self._foot = QHBoxLayout()
        self._foot.addStretch(1)
        self._foot.addWidget(keep)
        self._foot.addWidget(self.save)

    @property
    def first(self) -> QWidget:
        """Where typing begins."""
        return next(iter(self.fields.values())).editor

    def finish(self, **fields: Field) -> None:
        """Take the fields in, and the buttons below them."""
        self.fields = fields
        self.column.addLayout(self._foot)

    def store(self) -> None:
        """Store what was typed."""
        raise NotImplementedError

    def told(self) -> str:
        """What to say once it is stored."""
        raise NotImplementedError

    def show_faults(self, faults: InvalidValues) -> None:
        """Say beside each field what is wrong, and go to the first."""
        for name, field in self.fields.items():
            field.set_error(faults.fields.get(name, ""))
        wrong = next((field for name, field in self.fields.items() if name in faults.fields), None)
        if wrong is not None:
            wrong.editor.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """The keys of the form."""
        last = list(self.fields.values())[-1].editor
        if is_save(event) or (is_enter(event) and last.hasFocus()):
            self.store()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif not enter_moves_on(event, self):
            super().keyPressEvent(event)

    def _stored(self, _answer: object) -> None:
        self.context.messages.info(self.told())
        self.done.emit()

    def _refused(self, error: ClinicDeskError) -> None:
        if isinstance(error, InvalidValues):
            self.show_faults(error)
        else:
            self.context.messages.show_error(error)
