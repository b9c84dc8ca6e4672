"""A small form under a line of a list."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from clinicdesk.ui.enter_key import enter_presses
from clinicdesk.ui.fields import button
from clinicdesk.ui.stacking import stacked
from clinicdesk.ui.style import SPACE, set_invalid, set_role


class LineForm(QFrame):
    """A sentence, fields in a row, one button to do it and one to leave it.

    Signals:
        left: nothing is to be done.
        reached(QWidget): the keyboard went on to another field or button.
        grown: it needs another height.
    """

    left = Signal()
    reached = Signal(object)
    grown = Signal()

    def __init__(self, sentence: str, do_it: QPushButton, leave: str) -> None:
        super().__init__()
        set_role(self, "well")
        self.do_it = do_it
        self.leave_button = button(leave, role="quiet", keys="Esc")
        self.fault = set_role(QLabel(), "error")
        self.fault.hide()
        self.fields = QHBoxLayout()
        self.fields.setSpacing(SPACE)
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE)
        row = QHBoxLayout()
        row.setSpacing(SPACE)
        row.addLayout(self.fields, 1)
        buttons.addWidget(self.do_it)
        buttons.addWidget(self.leave_button)
        row.addLayout(buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * SPACE, SPACE, 2 * SPACE, SPACE + 4)
        column.setSpacing(SPACE // 2)
        words = self._sentence = set_role(QLabel(sentence), "label")
        words.setTextFormat(Qt.TextFormat.PlainText)
        self.words = QVBoxLayout()
        self.words.setSpacing(0)
        self.words.addWidget(words)
        column.addLayout(self.words)
        self.column = column
        column.addLayout(row)
        column.addWidget(self.fault)
        if stacked():
            self.stand_upright()
        self.do_it.clicked.connect(self.accept)
        self.leave_button.clicked.connect(self.leave)

    def stand_upright(self) -> None:
        """Put one field below the other, for want of width."""
        if self.fields.direction() is not QHBoxLayout.Direction.TopToBottom:
            self.fields.setDirection(QHBoxLayout.Direction.TopToBottom)
            self.buttons_below()

    def buttons_below(self) -> None:
        """Put the buttons into a line of their own at the bottom: the fields need the width."""
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE)
        buttons.addWidget(self.do_it)
        buttons.addWidget(self.leave_button)
        buttons.addStretch(1)
        self.column.addLayout(buttons)
        for label in (self._sentence, self.fault):
            label.setWordWrap(True)

    def accept(self) -> None:
        """Do it, or say what is missing."""
        raise NotImplementedError

    def leave(self) -> None:
        """Close without doing anything."""
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter presses the button it is on, else does it; Escape leaves; nothing reaches the table below."""
        if enter_presses(event, self.focusWidget()):
            pass
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.accept()
        elif event.key() == Qt.Key.Key_Escape:
            self.leave()
        event.accept()

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: N802 - Qt's name
        """Go round in the form: it hangs in a table, from where Qt would jump to the other end of the window."""
        held = (self.fields.itemAt(place) for place in range(self.fields.count()))
        fields = [item.widget() for item in held if item is not None]
        stops = [w for w in (*fields, self.do_it, self.leave_button) if w is not None and _takes_tab(w)]
        if not stops:  # the form is on its way out
            return super().focusNextPrevChild(forward)
        present = self.focusWidget()
        here = stops.index(present) if present in stops else -1 if forward else 0
        stop = stops[(here + (1 if forward else -1)) % len(stops)]
        stop.setFocus(Qt.FocusReason.TabFocusReason)
        self.reached.emit(stop)
        return True

    def show_fault(self, sentence: str, editor: QWidget) -> None:
        """Say what is missing, beside where to put it right."""
        self.fault.setText(sentence)
        self.fault.show()
        self.grown.emit()
        set_invalid(editor, True)
        editor.setAccessibleDescription(sentence)
        editor.setFocus()


def _takes_tab(widget: QWidget) -> bool:
    policy = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    return widget.isVisible() and widget.isEnabled() and policy == Qt.FocusPolicy.TabFocus
