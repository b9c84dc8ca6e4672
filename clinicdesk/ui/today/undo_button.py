"""The button that says what would be taken back, in as much room as there is."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy

from clinicdesk.ui.fields import key_text
from clinicdesk.ui.messages import Action
from clinicdesk.ui.names import left_to_right
from clinicdesk.ui.style import SPACE, set_icon, set_role
from clinicdesk.ui.undoing import UNDO_KEYS


class UndoButton(QPushButton):
    """Takes back what it says: ``Undo: moved Ana Ruiz to 14:30``, in two lines where one is too short.

    What is longer still is cut, and whole in the tooltip and for a screen reader.
    """

    def __init__(self) -> None:
        super().__init__()
        set_role(self, "quiet")
        set_icon(self, "undo-2", "text", 16)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._whole = ""
        self._action: Action | None = None
        self.clicked.connect(self._take_back)
        self.hide()

    def show_action(self, action: Action | None) -> None:
        """Say what would be taken back; nothing to take back, nothing to press."""
        self._action = action
        self.setVisible(action is not None)
        self._whole = left_to_right(action.words) if action is not None else ""
        self.setAccessibleName(self._whole)
        self.setToolTip(f"{self._whole} ({key_text(UNDO_KEYS)})")
        self.setText(self._whole)
        self.updateGeometry()
        self._cut()

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """It gives way to what stands beside it."""
        return QSize(self._around() + QFontMetrics(self.font()).horizontalAdvance("Undo: …"), self.sizeHint().height())

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Room for all of it."""
        return QSize(
            self._around() + QFontMetrics(self.font()).horizontalAdvance(self._whole), super().sizeHint().height()
        )

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Break or show the words."""
        super().resizeEvent(event)
        self._cut()

    def _take_back(self) -> None:
        if self._action is not None:
            self._action.run()

    def _around(self) -> int:
        return self.iconSize().width() + 5 * SPACE

    def _cut(self) -> None:
        metrics, room = QFontMetrics(self.font()), self.width() - self._around() + 1
        first, rest = self._whole, ""
        while metrics.horizontalAdvance(first) > room and " " in first:
            first, _, last = first.rpartition(" ")
            rest = f"{last} {rest}".rstrip()
        shown = [metrics.elidedText(line, Qt.TextElideMode.ElideRight, room) for line in (first, rest) if line]
        if "\n".join(shown) != self.text():
            self.setText("\n".join(shown))
            # What the style sheet takes for enough is enough for one line.
            self.setMinimumHeight(self.sizeHint().height())
