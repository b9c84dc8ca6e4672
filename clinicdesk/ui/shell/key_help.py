"""The overlay of F1: the keys that work here."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from clinicdesk.ui.fields import button, key_text
from clinicdesk.ui.pages import KeyHelp
from clinicdesk.ui.shell.veil import Veil
from clinicdesk.ui.style import SPACE, set_role

_TITLE = "Keys that work here"
_VEIL = QColor(10, 14, 20, 110)


class KeyOverlay(Veil):
    """The keys on a card over the window; any click, or one of the keys that dismiss, takes it away."""

    def __init__(
        self, window: QWidget, page: str, page_keys: Sequence[KeyHelp], window_keys: Sequence[KeyHelp]
    ) -> None:
        super().__init__(window, _TITLE, _VEIL, margin=3 * SPACE)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.card.setMaximumWidth(760)
        head = QHBoxLayout()
        head.addWidget(set_role(QLabel(_TITLE), "title"), 1)
        close = button("Close", role="quiet", icon="x", keys="Esc")
        close.clicked.connect(self.close)
        head.addWidget(close)
        self.card.column.addLayout(head)
        self.card.column.addSpacing(SPACE)
        columns = QHBoxLayout()
        columns.setSpacing(5 * SPACE)
        if page_keys:
            columns.addLayout(_list(page, page_keys), 1)
        columns.addLayout(_list("Everywhere", window_keys), 1)
        self.card.column.addLayout(columns)
        self.cover(window, self)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Go away on Escape, Enter, Space or F1."""
        if event.key() in {Qt.Key.Key_Escape, Qt.Key.Key_F1, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.close()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, _event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Go away."""
        self.close()


def _list(title: str, keys: Sequence[KeyHelp]) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(SPACE)
    column.addWidget(set_role(QLabel(title), "heading"))
    grid = QGridLayout()
    grid.setHorizontalSpacing(2 * SPACE)
    grid.setVerticalSpacing(SPACE)
    for row, (key, meaning) in enumerate(keys):
        grid.addWidget(
            set_role(QLabel(key_text(key) or key), "key"),
            row,
            0,
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
        )
        grid.addWidget(QLabel(meaning), row, 1)
    grid.setColumnStretch(1, 1)
    column.addLayout(grid)
    column.addStretch(1)
    return column
