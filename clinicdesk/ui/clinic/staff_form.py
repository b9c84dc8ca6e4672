"""One member of staff: name, role, and for a therapist the kinds of session they give."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from clinicdesk.domain.staff import Role, StaffMember
from clinicdesk.domain.suitability import Kind
from clinicdesk.ui.fields import Field, Option, Segmented
from clinicdesk.ui.style import SPACE, kind_words


class StaffForm(QWidget):
    """What is asked about somebody who works here.

    Signals:
        edited: something was changed by hand.
    """

    edited = Signal()

    def __init__(self, name_label: str = "Name", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = QLineEdit()
        self.role = Segmented([Option(Role.RECEPTIONIST, "Receptionist"), Option(Role.THERAPIST, "Therapist")])
        self.role.set_value(Role.RECEPTIONIST)
        self.kinds = {kind: QCheckBox(kind_words(kind)) for kind in Kind}
        self.name_field = Field(name_label, self.name)
        gives = QWidget()
        row = QHBoxLayout(gives)
        row.setContentsMargins(0, 0, 0, 0)
        for box in self.kinds.values():
            row.addWidget(box)
            box.clicked.connect(self.edited)
        row.addStretch(1)
        self.kinds_field = Field("Gives", gives)
        role = QHBoxLayout()
        role.addWidget(Field("Role", self.role))
        role.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * SPACE)
        column.addWidget(self.name_field)
        column.addLayout(role)
        column.addWidget(self.kinds_field)
        self.name.textEdited.connect(self.edited)
        self.role.value_chosen.connect(self._follow_role)
        self.kinds_field.hide()

    def member(self, key: str) -> StaffMember:
        """The member as typed, unchecked, under a key."""
        role = Role(self.role.value() or Role.RECEPTIONIST)
        kinds = frozenset(kind for kind, box in self.kinds.items() if box.isChecked())
        return StaffMember(key, self.name.text().strip(), role, kinds if role is Role.THERAPIST else frozenset())

    def clear(self) -> None:
        """Make room for the next one."""
        self.name.clear()
        self.role.set_value(Role.RECEPTIONIST)
        for box in self.kinds.values():
            box.setChecked(False)
        self.show_fault("")
        self.kinds_field.hide()

    def show_fault(self, sentence: str) -> None:
        """Say what is missing, beside the field that is empty."""
        no_name = not self.name.text().strip()
        self.name_field.set_error(sentence if no_name else "")
        self.kinds_field.set_error("" if no_name else sentence)

    def _follow_role(self, role: str) -> None:
        self.kinds_field.setVisible(role == Role.THERAPIST)
        self.edited.emit()
