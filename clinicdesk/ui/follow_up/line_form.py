"""One line to type below a line of the Follow-up page."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget

from clinicdesk.ui.enter_key import enter_presses, is_enter, is_save
from clinicdesk.ui.fields import Field
from clinicdesk.ui.style import SPACE


class OneLineForm(QWidget):
    """A line, and the button that sends it; Enter in the line sends it, too.

    Signals:
        sent(text): do it, with what was typed.
    """

    sent = Signal(str)

    def __init__(self, label: str, send: QPushButton, *, hint: str = "", text: str = "", missing: str = "") -> None:
        """``missing``: what is said of an empty line; without it the line may stay empty."""
        super().__init__()
        self._missing = missing
        self.line = QLineEdit(text)
        self.line.selectAll()
        self.field = Field(label, self.line, hint=hint, optional=not missing)
        send.clicked.connect(self._send)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE)
        column.addWidget(self.field)
        column.addWidget(send, 0, Qt.AlignmentFlag.AlignLeft)
        self.setFocusProxy(self.line)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter presses the button that has the keyboard, and sends from the line."""
        if enter_presses(event, self.focusWidget()):
            return
        if is_enter(event) or is_save(event):
            self._send()
        else:
            super().keyPressEvent(event)

    def _send(self) -> None:
        text = self.line.text().strip()
        self.field.set_error("" if text else self._missing)
        if text or not self._missing:
            self.sent.emit(text)
