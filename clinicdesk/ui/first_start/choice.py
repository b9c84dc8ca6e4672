"""The first question: a clinic of one's own, or one to look around in."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from clinicdesk.domain.pins import DEMO_PIN
from clinicdesk.ui.first_start.choice_card import ChoiceCard
from clinicdesk.ui.style import SPACE, set_role


class Choice(QWidget):
    """Two cards, and a word on where the records stay.

    Signals:
        empty_chosen: a clinic of one's own.
        demo_chosen: the demo clinic.
    """

    empty_chosen = Signal()
    demo_chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.empty_card = ChoiceCard(
            "house",
            "Set up my clinic",
            "Start empty, with your name, your hours and the usual kinds of session. Takes a minute.",
        )
        self.demo_card = ChoiceCard(
            "flask-conical",
            "Look around in a demo clinic",
            "2,000 invented people, 12 therapists and three months of sessions to try everything on. "
            f"Every PIN in it is {DEMO_PIN}.",
        )
        self.empty_card.clicked.connect(self.empty_chosen)
        self.demo_card.clicked.connect(self.demo_chosen)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * SPACE)
        column.addWidget(set_role(QLabel("Welcome. How do you want to begin?"), "title"))
        column.addWidget(
            _line("Register people, see at once which session suits them and why, book it, print the sheet.")
        )
        column.addSpacing(SPACE)
        column.addWidget(self.empty_card)
        column.addWidget(self.demo_card)
        column.addSpacing(SPACE)
        column.addWidget(_line("Everything stays on this computer. ClinicDesk never uses the network.", "detail"))
        column.addStretch(1)

    def take_keyboard(self) -> None:
        """The first card is ready for Enter."""
        self.empty_card.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Up and Down move between the cards."""
        cards: tuple[QPushButton, QPushButton] = (self.empty_card, self.demo_card)
        if event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            cards[event.key() == Qt.Key.Key_Down].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)


def _line(text: str, role: str = "muted") -> QLabel:
    label = set_role(QLabel(text), role)
    label.setWordWrap(True)
    return label
