"""How many are expected, here, in session and done, at a glance."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from clinicdesk.ui.style import SPACE, set_role
from clinicdesk.ui.today.model import Count


class Counts(QWidget):
    """A number above its word, side by side."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._numbers: dict[str, QLabel] = {}
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(3 * SPACE)

    def show_counts(self, counts: Sequence[Count]) -> None:
        """Show these numbers; the words stay the same from day to day."""
        for count in counts:
            if count.words not in self._numbers:
                self._add(count.words)
            self._numbers[count.words].setText(str(count.number))
        self.setAccessibleName(", ".join(f"{count.number} {count.words.lower()}" for count in counts))

    def number(self, words: str) -> int:
        """The number shown above a word."""
        return int(self._numbers[words].text())

    def _add(self, words: str) -> None:
        column = QVBoxLayout()
        column.setSpacing(0)
        number = set_role(QLabel(), "heading")
        self._numbers[words] = number
        column.addWidget(number)
        column.addWidget(set_role(QLabel(words), "detail"))
        self._row.addLayout(column)
