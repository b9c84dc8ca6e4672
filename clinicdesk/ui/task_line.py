"""A line of a list that takes the keyboard and says what can be done with it."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QPushButton, QVBoxLayout

from clinicdesk.ui.enter_key import enter_presses, is_enter
from clinicdesk.ui.fields import button
from clinicdesk.ui.stacking import stack
from clinicdesk.ui.style import SPACE, set_role

_PLAIN = frozenset({Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier})


class TaskLine(QFrame):
    """Letters press its buttons, Up and Down go to the lines beside it, Enter opens what it is about.

    Signals:
        step_requested(int): go to the line above (-1) or below (1).
        opened: Enter was pressed on it.
    """

    step_requested = Signal(int)
    opened = Signal()

    def __init__(self) -> None:
        super().__init__()
        set_role(self, "task")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.deeds: dict[str, QPushButton] = {}
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(SPACE, SPACE, SPACE, SPACE)
        self.column.setSpacing(2)

    def add_deed(self, words: str, key: str, whom: str, act: Callable[[], None], *, icon: str = "") -> QPushButton:
        """A button with a letter; ``whom`` it is about is told to a screen reader."""
        made = button(words, role="quiet", icon=icon, keys=key)
        made.setAccessibleName(f"{words.rstrip('…')}: {whom}")
        made.clicked.connect(act)
        self.deeds[key] = made
        return made

    def add_foot(self, beside: QLayout) -> None:
        """A last row: something in words, and the buttons at its right."""
        deeds = QHBoxLayout()
        deeds.setSpacing(SPACE // 2)
        for each in self.deeds.values():
            deeds.addWidget(each)
        foot = QHBoxLayout()
        foot.setSpacing(SPACE)
        foot.addLayout(beside, 1)
        foot.addLayout(deeds)
        stack(foot)
        self.column.addLayout(foot)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """The keys of the line, while the keyboard is on it or on one of its buttons."""
        if enter_presses(event, self.focusWidget()):
            return
        own = self.hasFocus() or self.focusWidget() in self.deeds.values()
        if not own or event.modifiers() not in _PLAIN or not self._take(event):
            super().keyPressEvent(event)

    def _take(self, event: QKeyEvent) -> bool:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        pressed = self.deeds.get(event.text().upper())
        if step is not None:
            self.step_requested.emit(step)
        elif pressed is not None and pressed.isVisibleTo(self):
            pressed.click()
        elif is_enter(event):
            self.opened.emit()
        else:
            return False
        return True
