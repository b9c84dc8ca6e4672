"""The window of a program that cannot start: one sentence, and a button."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from clinicdesk.errors import ClinicDeskError, KnowledgeFault, NewerStore
from clinicdesk.ui.fields import Card, button
from clinicdesk.ui.style import SPACE, IconLabel, set_role


class FaultWindow(QWidget):
    """Says what happened, what was kept and what to do; closing it ends the program."""

    def __init__(self, error: ClinicDeskError) -> None:
        super().__init__()
        set_role(self, "page")
        self.setWindowTitle("ClinicDesk")
        self.resize(640, 360)
        card = Card(margin=4 * SPACE)
        card.setMaximumWidth(560)
        card.column.setSpacing(SPACE + 4)
        head = QHBoxLayout()
        head.setSpacing(SPACE + 4)
        head.addWidget(IconLabel("database", "error", 28))
        head.addWidget(set_role(QLabel(_title(error)), "title"), 1)
        card.column.addLayout(head)
        self.sentence = QLabel(str(error))
        self.sentence.setWordWrap(True)
        self.sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        card.column.addWidget(self.sentence)
        close = button("Close", role="primary")
        close.clicked.connect(self.close)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(close)
        card.column.addLayout(row)
        column = QVBoxLayout(self)
        column.addWidget(card, 0, Qt.AlignmentFlag.AlignCenter)
        close.setFocus()


def _title(error: ClinicDeskError) -> str:
    if isinstance(error, NewerStore):
        return "This computer needs a newer ClinicDesk"
    if isinstance(error, KnowledgeFault):
        return "The rules cannot be used"
    return "The records cannot be opened"
