"""A line across a page that says one thing, with the step that follows from it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel

from clinicdesk.ui.fields import Card, button
from clinicdesk.ui.stacking import stack
from clinicdesk.ui.style import SPACE, IconLabel


class Strip(Card):
    """Says in a sentence where typed text comes from or went, or what is missing, with the one step that follows.

    Signals:
        action_requested: the step was asked for.
    """

    action_requested = Signal()

    def __init__(self, icon: str = "save", role: str = "accent") -> None:
        super().__init__(margin=SPACE)
        said = QHBoxLayout()
        said.setSpacing(SPACE)
        self._row = QHBoxLayout()
        self._row.setContentsMargins(SPACE, 0, 0, 0)
        self._row.setSpacing(SPACE)
        self.words = QLabel()
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        self.action = button("", role="link")
        self.action.clicked.connect(self.action_requested)
        said.addWidget(IconLabel(icon, role, 18))
        said.addWidget(self.words, 1)
        self._row.addLayout(said, 1)
        self._row.addWidget(self.action)
        self.column.addLayout(self._row)
        self.hide()

    def say(self, words: str, action: str) -> None:
        """Show a sentence and its step; without words the strip is gone."""
        self.words.setText(words)
        self.action.setText(action)
        self.action.setVisible(bool(action))
        stack(self._row)
        self.setVisible(bool(words))
