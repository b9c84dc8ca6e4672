"""A decision beside the rules, with what can be done about it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicdesk.ui.fields import button
from clinicdesk.ui.panel.lines import TextLine


class DecisionLine(QWidget):
    """What was decided and why, and one button.

    Signals:
        pressed: do it.
    """

    pressed = Signal()

    def __init__(self, deed: str, icon: str) -> None:
        super().__init__()
        self.line = TextLine()
        self.button = button(deed, role="link", icon=icon)
        self.button.clicked.connect(self.pressed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.line)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)

    def show_decision(self, icon: str, role: str, words: str, below: str, *, may: bool) -> None:
        """Fill the line; ``may`` is whether the button is for whoever is at the desk."""
        self.line.show_line(icon, role, words, below)
        self.button.setVisible(may)
        self.button.setAccessibleName(f"{self.button.text()} {words}")
