"""The overlay of F1: the keys that work here."""

import re
from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from clinicdesk.ui.fields import button, key_text
from clinicdesk.ui.pages import KeyHelp, scrolling
from clinicdesk.ui.shell.veil import Veil
from clinicdesk.ui.stacking import stack
from clinicdesk.ui.style import SPACE, set_role, text_factor

_TITLE = "Keys that work here"
_VEIL = QColor(10, 14, 20, 110)
_MARGIN = 3 * SPACE
_COLUMN, _MOST_COLUMNS = 330, 3
"""How wide a column is at least, in pixels at 100 % text, and how many there are at most."""
_SHORT = 8
"""A list of so few keys is not parted."""
_SCROLLS = frozenset({Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown})
_DISMISS = frozenset({Qt.Key.Key_Escape, Qt.Key.Key_F1, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space})

Part = tuple[str, Sequence[KeyHelp]]
"""A title, empty where a list goes on, and keys."""


class KeyOverlay(Veil):
    """The keys on a card over the window, in as many columns as there is room for; it scrolls where they are more.

    Any click, or one of the keys that dismiss, takes it away.
    """

    def __init__(
        self, window: QWidget, page: str, page_keys: Sequence[KeyHelp], window_keys: Sequence[KeyHelp]
    ) -> None:
        super().__init__(window, _TITLE, _VEIL, margin=_MARGIN)
        self._page: Part = (page, page_keys)
        self._everywhere: Part = ("Everywhere", window_keys)
        self._columns = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        head = QHBoxLayout()
        head.addWidget(set_role(QLabel(_TITLE), "title"), 1)
        close = button("Close", role="quiet", icon="x", keys="Esc")
        close.clicked.connect(self.close)
        head.addWidget(close)
        self._head = head
        self.card.column.addLayout(head)
        self.card.column.addSpacing(SPACE)
        self._content = QWidget()
        self.area = scrolling(self._content)
        self.card.column.addWidget(self.area, 1)
        self.cover(window, self)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """As many columns as fit, and as high as they need or as there is room."""
        super().resizeEvent(event)
        wide = self.width() - 2 * _MARGIN
        narrowest = round(_COLUMN * text_factor())
        columns = min(_MOST_COLUMNS, max(1, (wide - 2 * _MARGIN) // narrowest))
        parts = list(self._parts(columns))
        if columns != self._columns:
            self._columns = columns
            self._content = _laid_out(parts)
            self.area.setWidget(set_role(self._content, "scrolled"))
        card = min(wide, len(parts) * round(1.2 * narrowest) + 2 * _MARGIN) if columns > 1 else wide
        self.card.setFixedWidth(card)
        needed = self._content.heightForWidth(card - 2 * _MARGIN - self.area.verticalScrollBar().sizeHint().width())
        head = self._head.sizeHint().height() + 4 * SPACE
        self.card.setFixedHeight(min(self.height() - 2 * _MARGIN, needed + head + 2 * _MARGIN))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Go away on Escape, Enter, Space or F1; the arrows scroll."""
        if event.key() in _DISMISS:
            self.close()
        elif event.key() in _SCROLLS:
            bar = self.area.verticalScrollBar()
            step = bar.pageStep() if event.key() in {Qt.Key.Key_PageUp, Qt.Key.Key_PageDown} else 5 * bar.singleStep()
            bar.setValue(bar.value() + (step if event.key() in {Qt.Key.Key_Down, Qt.Key.Key_PageDown} else -step))
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, _event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Go away."""
        self.close()

    def _parts(self, columns: int) -> Iterator[Sequence[Part]]:
        """What stands in each column: the keys of the page in all but the last, where there is room for that."""
        title, keys = self._page
        if not keys or columns == 1:
            yield [each for each in (self._page, self._everywhere) if each[1]]
            return
        beside = columns - 1 if len(keys) > _SHORT else 1
        share = -(-len(keys) // beside)
        for first in range(0, len(keys), share):
            yield [("" if first else title, keys[first : first + share])]
        yield [self._everywhere]


def _laid_out(columns: Sequence[Sequence[Part]]) -> QWidget:
    content = QWidget()
    row = QHBoxLayout(content)
    row.setContentsMargins(0, 0, SPACE, 0)
    row.setSpacing(4 * SPACE)
    for parts in columns:
        column = QVBoxLayout()
        column.setSpacing(SPACE)
        for title, keys in parts:
            column.addWidget(set_role(QLabel(title), "heading"))
            column.addLayout(_list(keys))
            column.addSpacing(SPACE)
        column.addStretch(1)
        row.addLayout(column, 1)
    return content


def _list(keys: Sequence[KeyHelp]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(2 * SPACE)
    grid.setVerticalSpacing(SPACE)
    for row, (key, meaning) in enumerate(keys):
        words = QLabel(meaning)
        words.setWordWrap(True)
        words.setTextFormat(Qt.TextFormat.PlainText)
        grid.addLayout(_caps(key), row, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        grid.addWidget(words, row, 1, Qt.AlignmentFlag.AlignVCenter)
    grid.setColumnStretch(1, 1)
    return grid


def _caps(keys: str) -> QHBoxLayout:
    """Each key as this computer's keyboard names it; several are told apart by two spaces."""
    row = QHBoxLayout()
    row.setSpacing(SPACE // 2)
    for key in re.split(r"  | or ", keys):
        row.addWidget(set_role(QLabel(key_text(key) or key), "key"))
    stack(row)
    return row
