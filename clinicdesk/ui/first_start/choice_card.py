"""A choice as a large card that is one button."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from clinicdesk.ui.style import SPACE, IconLabel, set_role


class ChoiceCard(QPushButton):
    """Icon, a heading and a few words; Enter and Space press it."""

    def __init__(self, icon: str, title: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "choice")
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(set_role(QLabel(title), "heading"))
        detail = set_role(QLabel(text), "muted")
        detail.setWordWrap(True)
        words.addWidget(detail)
        row = QHBoxLayout(self)
        row.setContentsMargins(3 * SPACE, 2 * SPACE + 4, 2 * SPACE, 2 * SPACE + 4)
        row.setSpacing(2 * SPACE)
        row.addWidget(IconLabel(icon, "accent", 32))
        row.addLayout(words, 1)
        row.addWidget(IconLabel("chevron-right", "muted", 20))
        for label in self.findChildren(QLabel):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setMinimumHeight(row.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter presses; the arrows are left to the page."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        elif event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            event.ignore()
        else:
            super().keyPressEvent(event)
