"""The only place where a person is told something: what happened, what was kept, what to do."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from clinicdesk.errors import ClinicDeskError, StoreFault
from clinicdesk.ui.fields import key_text
from clinicdesk.ui.names import left_to_right
from clinicdesk.ui.style import SPACE, IconLabel, set_icon, set_role

INFO_STAYS_MS = 6000
"""How long a notice stays; warnings and errors stay until closed or replaced."""


class Level(StrEnum):
    """How much a message matters."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Action:
    """What can be done about a message at once: words and icon of its button, its key, and what it does."""

    words: str
    icon: str
    keys: str
    run: Callable[[], None]


@dataclass(frozen=True, slots=True)
class Message:
    """One sentence, how much it matters, and what can be done about it."""

    level: Level
    text: str
    action: Action | None = None


class Messages(QObject):
    """Where every page says what the person should read.

    Signals:
        message_shown(Message): a message is to be shown now.
        message_closed: the message that stood is no longer true or wanted.
    """

    message_shown = Signal(object)
    message_closed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.current: Message | None = None

    def info(self, text: str, action: Action | None = None) -> None:
        """Say that something was done, and what can be done about it."""
        self._show(Message(Level.INFO, text, action))

    def warning(self, text: str, action: Action | None = None) -> None:
        """Say that something needs attention, and what can be done about it."""
        self._show(Message(Level.WARNING, text, action))

    def show_error(self, error: ClinicDeskError) -> None:
        """Say what went wrong, in the error's own sentence."""
        level = Level.ERROR if isinstance(error, StoreFault) else Level.WARNING
        self._show(Message(level, str(error)))

    def bug(self, text: str) -> None:
        """Say that the program itself failed."""
        self._show(Message(Level.ERROR, text))

    def close(self) -> None:
        """Take the message away."""
        self.current = None
        self.message_closed.emit()

    def _show(self, message: Message) -> None:
        self.current = message
        self.message_shown.emit(message)


class MessageBanner(QFrame):
    """The line at the top of the page area that shows the current message."""

    _ICONS = {  # noqa: RUF012 - read only
        Level.INFO: ("info", "accent"),
        Level.WARNING: ("triangle-alert", "warning"),
        Level.ERROR: ("circle-alert", "error"),
    }

    def __init__(self, messages: Messages, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "banner")
        self._messages = messages
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(messages.close)
        messages.message_shown.connect(self._show)
        messages.message_closed.connect(self._close)
        self.hide()

    def _lay_out(self) -> None:
        """Make what stands in it, for the first message: no start has one."""
        self._icon = IconLabel("info", "accent", 20)
        self.label = QLabel()
        self.label.setWordWrap(True)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.action_button = set_role(QPushButton(), "quiet")
        self.action_button.hide()
        self.action_button.clicked.connect(self._act)
        self.close_button = set_role(QPushButton(), "tool")
        self.close_button.setToolTip("Close this message (Esc)")
        self.close_button.setAccessibleName("Close this message")
        set_icon(self.close_button, "x", "text", 16)
        self.close_button.clicked.connect(self._messages.close)
        row = QHBoxLayout(self)
        row.setContentsMargins(3 * SPACE, SPACE // 2, SPACE, SPACE // 2)
        row.setSpacing(SPACE + 4)
        row.addWidget(self._icon)
        row.addWidget(self.label, 1)
        row.addWidget(self.action_button)
        row.addWidget(self.close_button)

    def _show(self, message: Message) -> None:
        from PySide6.QtGui import QAccessible, QAccessibleEvent  # noqa: PLC0415 - slow, and a start has nothing to say

        if self.layout() is None:
            self._lay_out()
        self.setProperty("level", message.level.value)
        self.style().unpolish(self)
        self.style().polish(self)
        self._icon.show_icon(*self._ICONS[message.level])
        self.label.setText(left_to_right(message.text))
        self.label.setAccessibleName(message.text)
        self._offer(message.action)
        self.show()
        # Tells a screen reader to speak the sentence without moving the keyboard.
        QAccessible.updateAccessibility(QAccessibleEvent(self.label, QAccessible.Event.Alert))
        self._timer.stop()
        if message.level is Level.INFO:
            self._timer.start(INFO_STAYS_MS)

    def _offer(self, action: Action | None) -> None:
        self.action_button.setVisible(action is not None)
        if action is not None:
            self.action_button.setText(action.words)
            self.action_button.setToolTip(f"{action.words} ({key_text(action.keys)})" if action.keys else action.words)
            set_icon(self.action_button, action.icon, "accent", 16)

    def _act(self) -> None:
        current = self._messages.current
        if current is not None and current.action is not None:
            current.action.run()

    def _close(self) -> None:
        self._timer.stop()
        self.hide()
