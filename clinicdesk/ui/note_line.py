"""What does not stand in the way, and has to be seen before it is done."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from clinicdesk.ui.names import left_to_right
from clinicdesk.ui.style import SPACE, IconLabel, set_role


class NoteLine(QWidget):
    """A mark and a few sentences; nothing at all where there is nothing to say."""

    def __init__(self) -> None:
        super().__init__()
        self.words = set_role(QLabel(), "strong")
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE)
        row.addWidget(IconLabel("triangle-alert", "warning", 16), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.words, 1)
        self.hide()

    def show_notes(self, notes: Sequence[str]) -> None:
        """Say these; a screen reader is told when they are others than before."""
        text = left_to_right(" ".join(notes))
        changed = text != self.words.text()
        self.words.setText(text)
        self.setVisible(bool(notes))
        if notes and changed:
            QAccessible.updateAccessibility(QAccessibleEvent(self.words, QAccessible.Event.Alert))
