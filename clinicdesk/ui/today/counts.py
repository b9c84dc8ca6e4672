"""How many are expected, here, in session and done, at a glance."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from clinicdesk.ui.names import BETWEEN
from clinicdesk.ui.style import SPACE, set_role
from clinicdesk.ui.today.model import Count


class Counts(QWidget):
    """A number above its word, side by side."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._numbers: dict[str, QLabel] = {}
        self._columns: list[QWidget] = []
        self._line = set_role(QLabel(), "detail")
        self._line.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._line.setWordWrap(True)
        self._line.hide()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(3 * SPACE)
        self._row.addWidget(self._line, 1)

    def show_counts(self, counts: Sequence[Count]) -> None:
        """Show these numbers; the words stay the same from day to day."""
        for count in counts:
            if count.words not in self._numbers:
                self._add(count.words)
            self._numbers[count.words].setText(str(count.number))
        told = [f"{count.number} {count.words.lower()}" for count in counts]
        self._line.setText(BETWEEN.join(told))
        self.setAccessibleName(", ".join(told))

    def show_in_one_line(self, one_line: bool) -> None:
        """Numbers and words in one line, where large text leaves no room for numbers above their words."""
        self._line.setVisible(one_line)
        for column in self._columns:
            column.setVisible(not one_line)

    def number(self, words: str) -> int:
        """The number shown above a word."""
        return int(self._numbers[words].text())

    def _add(self, words: str) -> None:
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        number = set_role(QLabel(), "heading")
        self._numbers[words] = number
        column.addWidget(number)
        column.addWidget(set_role(QLabel(words), "detail"))
        whole.setVisible(self._line.isHidden())
        self._columns.append(whole)
        self._row.addWidget(whole)
