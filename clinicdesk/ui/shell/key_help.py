"""The overlay of F1: the keys that work here."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QHideEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from clinicdesk.ui.fields import Card, button, key_text
from clinicdesk.ui.pages import KeyHelp
from clinicdesk.ui.style import SPACE, set_role

_VEIL = QColor(10, 14, 20, 110)


class KeyOverlay(QWidget):
    """A veil over the window with the keys on a card; any key or click takes it away."""

    def __init__(
        self, window: QWidget, page: str, page_keys: Sequence[KeyHelp], window_keys: Sequence[KeyHelp]
    ) -> None:
        super().__init__(window)
        self._came_from = window.focusWidget()
        self.setAccessibleName("Keys that work here")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        card = Card(margin=3 * SPACE)
        card.setMaximumWidth(760)
        head = QHBoxLayout()
        head.addWidget(set_role(QLabel("Keys that work here"), "title"), 1)
        close = button("Close", role="quiet", icon="x", keys="Esc")
        close.clicked.connect(self.close)
        head.addWidget(close)
        card.column.addLayout(head)
        card.column.addSpacing(SPACE)
        columns = QHBoxLayout()
        columns.setSpacing(5 * SPACE)
        if page_keys:
            columns.addLayout(_list(page, page_keys), 1)
        columns.addLayout(_list("Everywhere", window_keys), 1)
        card.column.addLayout(columns)
        column = QVBoxLayout(self)
        column.addWidget(card, 0, Qt.AlignmentFlag.AlignCenter)
        window.installEventFilter(self)
        self.setGeometry(window.rect())
        self.show()
        self.raise_()
        self.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Stay as large as the window."""
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        """Let no shortcut of the window through."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Go away on Escape, Enter, Space or F1."""
        if event.key() in {Qt.Key.Key_Escape, Qt.Key.Key_F1, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.close()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, _event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Go away."""
        self.close()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Dim what lies below."""
        QPainter(self).fillRect(self.rect(), _VEIL)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Put the keyboard back where it was."""
        super().hideEvent(event)
        if self._came_from is not None:
            self._came_from.setFocus()


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
