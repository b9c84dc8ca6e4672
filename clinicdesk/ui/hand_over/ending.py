"""The blank screen at the end, and the way back to the desk."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from clinicdesk.desk.pins import Purpose
from clinicdesk.ui.context import DeskContext
from clinicdesk.ui.fields import button
from clinicdesk.ui.sign_in.pin_entry import PinEntry
from clinicdesk.ui.style import SPACE, IconLabel, set_role, text_factor

_PLEASE_TELL = "Please tell the person at the desk now. They would like to talk to you before you go on."
_WIDTH = 380


class Ending(QWidget):
    """Says thank you and asks for the screen back; shows no answer and no name of a patient.

    Signals:
        taken_back(StaffMember): the desk has the screen again, and who proved it.
    """

    taken_back = Signal(object)

    def __init__(self, context: DeskContext) -> None:
        super().__init__()
        self._context = context
        column = QVBoxLayout(self)
        column.setSpacing(2 * SPACE)
        column.addStretch(2)
        column.addWidget(IconLabel("circle-check", "accent", 56), 0, Qt.AlignmentFlag.AlignHCenter)
        self.title = set_role(QLabel("Thank you"), "title")
        self.words = set_role(QLabel("Please give the screen back."), "hand_over")
        for label in (self.title, self.words):
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(label)
        column.addSpacing(3 * SPACE)
        self.back_button = button("Back to desk", icon="arrow-left")
        self.back_button.clicked.connect(self._ask)
        column.addWidget(self.back_button, 0, Qt.AlignmentFlag.AlignHCenter)
        self.entry = PinEntry(context, Purpose.TAKE_BACK, verb="Back to desk")
        self.entry.setFixedWidth(round(_WIDTH * text_factor()))
        self.entry.accepted.connect(lambda member, _vouched: self.taken_back.emit(member))
        self.entry.hide()
        column.addWidget(self.entry, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)

    def begin(self, *, urgent: bool) -> None:
        """Ask for the screen back.

        With ``urgent`` an answer cannot wait; the person is told so calmly, and the desk is told why.
        """
        if urgent:
            self.words.setText(_PLEASE_TELL)
        self.back_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask(self) -> None:
        self.back_button.hide()
        self.entry.ask(self._context.desk.pins.takers_back(), self._context.actor)
        self.entry.show()
        self.entry.begin()
