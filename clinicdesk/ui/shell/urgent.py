"""The one thing that interrupts: a person who needs to be seen elsewhere, now."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QColor, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from clinicdesk.domain.suitability import Verdict
from clinicdesk.ui.fields import button
from clinicdesk.ui.panel.lines import TextLine
from clinicdesk.ui.shell.veil import Veil
from clinicdesk.ui.style import SPACE, IconLabel, set_role, set_verdict, text_factor

_VEIL = QColor(30, 4, 12, 150)
_CODE = Verdict.REFER_URGENTLY.code


class UrgentNotice(Veil):
    """Lies over the whole window until somebody says that they have read it.

    Signals:
        urgent_sheet_requested: print what to do now.
    """

    urgent_sheet_requested = Signal()

    def __init__(self, window: QWidget, name: str, actions: Sequence[str], emergency_number: str) -> None:
        super().__init__(window, "Stop, refer urgently", _VEIL, margin=4 * SPACE)
        set_verdict(self.card, Verdict.REFER_URGENTLY)
        self.card.setMinimumWidth(round(520 * text_factor()))
        self.card.setMaximumWidth(round(620 * text_factor()))
        self._fill(name, actions, emergency_number)
        self.cover(window, self.print_button)
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Go away on Escape; keep every other key from the page below."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()

    def focusNextPrevChild(self, _forward: bool) -> bool:  # noqa: N802 - Qt's name
        """Keep the keyboard between the two buttons."""
        other = self.read_button if self.print_button.hasFocus() else self.print_button
        other.setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def _print(self) -> None:
        self.came_from = None
        self.close()
        self.urgent_sheet_requested.emit()

    def _fill(self, name: str, actions: Sequence[str], emergency_number: str) -> None:
        head = QHBoxLayout()
        head.setSpacing(2 * SPACE)
        head.addWidget(IconLabel("octagon-alert", _CODE, 44), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.addWidget(set_verdict(set_role(QLabel("Stop. Do not book a session."), "title"), Verdict.REFER_URGENTLY))
        words.addWidget(_line(f"{name} needs to be seen by a doctor before anything else.", "body"))
        head.addLayout(words, 1)
        column = self.card.column
        column.setSpacing(SPACE + 4)
        column.addLayout(head)
        call = QHBoxLayout()
        call.setSpacing(SPACE)
        call.setContentsMargins(6, 0, 6, 0)
        call.addWidget(IconLabel("phone-call", _CODE, 18))
        call.addWidget(
            set_verdict(
                set_role(QLabel(f"In an emergency call {emergency_number}"), "heading"), Verdict.REFER_URGENTLY
            ),
            1,
        )
        column.addLayout(call)
        for action in actions:
            line = TextLine()
            line.show_line("arrow-right", _CODE, action)
            column.addWidget(line)
        self.print_button = button("Print what to do now", role="urgent", icon="printer")
        self.print_button.clicked.connect(self._print)
        self.read_button = button("I have read this", keys="Esc")
        self.read_button.clicked.connect(self.close)
        row = QHBoxLayout()
        row.setSpacing(SPACE)
        row.addStretch(1)
        row.addWidget(self.read_button)
        row.addWidget(self.print_button)
        column.addSpacing(SPACE)
        column.addLayout(row)


def _line(text: str, role: str) -> QLabel:
    label = set_role(QLabel(text), role)
    label.setWordWrap(True)
    return label
