"""The left rail: one entry per page, icon and words."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from clinicdesk.ui.fields import key_text
from clinicdesk.ui.stacking import stacked
from clinicdesk.ui.style import DETAIL, SPACE, font_of, set_icon, set_role, text_factor, tokens

_WIDTH, _HEIGHT = 84, 58


@dataclass(frozen=True, slots=True)
class Entry:
    """One page on the rail.

    Attributes:
        name: the page's name in the window.
        foot: whether it stands at the foot of the rail, apart from the day's work.
    """

    name: str
    words: str
    icon: str
    foot: bool = False


class Rail(QFrame):
    """The pages of the program, from top to bottom in the order of their keys.

    Signals:
        page_requested(name): an entry was pressed.
    """

    page_requested = Signal(str)

    def __init__(self, entries: Sequence[Entry], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "rail")
        self.setAccessibleName("Pages")
        self._buttons: dict[str, _RailButton] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(6, SPACE + 4, 6, SPACE + 4)
        column.setSpacing(SPACE // 2)
        for place, entry in enumerate(entries, start=1):
            if entry.foot:
                column.addStretch(1)
            column.addWidget(self._button(entry, f"Ctrl+{place}"))
        self.fit()

    def fit(self) -> None:
        """Take the width that suits the text."""
        self.setFixedWidth(round(_WIDTH * text_factor()))
        for button in self._buttons.values():
            # Roomy, but where text is large all the entries have to find room in the window.
            button.setMinimumHeight(button.sizeHint().height() if stacked() else round(_HEIGHT * text_factor()))

    def show_current(self, name: str) -> None:
        """Mark the page that is in front; a page without an entry marks none."""
        for each, button in self._buttons.items():
            button.setChecked(each == name)
            set_icon(button, button.property("icon_name"), "accent" if each == name else "muted", 22)

    def show_count(self, name: str, count: int) -> None:
        """Say on an entry how much waits on its page."""
        self._buttons[name].show_count(count)

    def button(self, name: str) -> QToolButton:
        """The entry of a page."""
        return self._buttons[name]

    def _button(self, entry: Entry, keys: str) -> "_RailButton":
        button = set_role(_RailButton(), "rail")
        button.setText(entry.words)
        button.setToolTip(f"{entry.words} ({key_text(keys)})")
        button.setAccessibleName(entry.words)
        button.setCheckable(True)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        set_icon(button, entry.icon, "muted", 22)
        button.clicked.connect(lambda _checked=False, name=entry.name: self.page_requested.emit(name))
        self._buttons[entry.name] = button
        return button


class _RailButton(QToolButton):
    """An entry, with the number of what waits on its page at the upper corner of its icon."""

    _MOST = 99

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def show_count(self, count: int) -> None:
        """Show another number; none for nothing."""
        if count != self.count:
            self.count = count
            self.setAccessibleName(f"{self.text()}, {count} open" if count else self.text())
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the number over the entry."""
        super().paintEvent(event)
        if self.count:
            self._paint_count(QPainter(self))

    def _paint_count(self, painter: QPainter) -> None:
        words = str(self.count) if self.count <= self._MOST else f"{self._MOST}+"
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font_of(DETAIL, strong=True))
        metrics = painter.fontMetrics()
        high = metrics.height()
        wide = max(high, metrics.horizontalAdvance(words) + high // 2)
        left = min(self.width() // 2 + self.iconSize().width() // 4, self.width() - wide - 4)
        pill = QRectF(left, 3, wide, high)
        painter.setPen(QPen(QColor(tokens().rail), 2))
        painter.setBrush(QColor(tokens().accent))
        painter.drawRoundedRect(pill, high / 2, high / 2)
        painter.setPen(QColor(tokens().on_accent))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, words)
