"""The one thing that interrupts: a person who needs to be seen elsewhere, now."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QColor, QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from clinicdesk.domain.referral import Whom
from clinicdesk.domain.suitability import Verdict
from clinicdesk.ui.enter_key import enter_presses
from clinicdesk.ui.fields import button
from clinicdesk.ui.panel.lines import TextLine
from clinicdesk.ui.shell.veil import Veil
from clinicdesk.ui.style import SPACE, IconLabel, set_icon, set_role, set_verdict, text_factor

_VEIL = QColor(30, 4, 12, 150)
_CODE = Verdict.REFER_URGENTLY.code
_WHOM = {
    Whom.PATIENT: "Person",
    Whom.COMPANION: "Companion",
    Whom.EMERGENCY_SERVICE: "Emergency service",
    Whom.DOCTOR: "Doctor",
    Whom.THERAPIST: "Therapist on duty",
}
_A_ROW = 2


class UrgentNotice(Veil):
    """Lies over the whole window until somebody says that they have read it.

    Who was told is noted by one key each; what was pressed by mistake is pressed again.

    Signals:
        urgent_sheet_requested: print what to do now.
        whom_pressed(Whom): this one was told, or, pressed again, was not.
    """

    urgent_sheet_requested = Signal()
    whom_pressed = Signal(object)

    def __init__(self, window: QWidget, name: str, actions: Sequence[str], emergency_number: str) -> None:
        super().__init__(window, "Stop, refer urgently", _VEIL, margin=4 * SPACE)
        self.whom_buttons: dict[Whom, QPushButton] = {}
        set_verdict(self.card, Verdict.REFER_URGENTLY)
        self.card.setMinimumWidth(round(520 * text_factor()))
        self.card.setMaximumWidth(round(620 * text_factor()))
        self._fill(name, actions, emergency_number)
        self.show_told({})
        self.cover(window, self.print_button)
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def show_told(self, told: Mapping[Whom, str]) -> None:
        """Show who was told, and when."""
        for whom, each in self.whom_buttons.items():
            words, at = _WHOM[whom], told.get(whom)
            each.setText(f"{words} {at}" if at else f"{words} ({whom.value[0].upper()})")
            each.setAccessibleName(f"Told: {words}, {at}" if at else f"Not told yet: {words}")
            set_icon(each, "check" if at else "plus", "text")

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Note who was told by the first letter, go away on Escape; keep every other key from the page below."""
        pressed = [whom for whom in Whom if whom.value[0].upper() == event.text().upper()]
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        elif pressed:
            self.whom_buttons[pressed[0]].click()
        else:
            enter_presses(event, self.focusWidget())

    def _print(self) -> None:
        self.came_from = None
        self.close()
        self.urgent_sheet_requested.emit()

    def _fill(self, name: str, actions: Sequence[str], emergency_number: str) -> None:
        head = QHBoxLayout()
        head.setSpacing(2 * SPACE)
        head.addWidget(IconLabel("octagon-alert", _CODE, 44), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.addWidget(set_verdict(_line("Stop. Do not book a session.", "title"), Verdict.REFER_URGENTLY))
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
        column.addWidget(_line("Who was told? Press what is done; it can also be noted later.", "strong"))
        column.addLayout(self._whom_row())
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

    def _whom_row(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(SPACE)
        for place, whom in enumerate(Whom):
            made = button(_WHOM[whom])
            made.clicked.connect(lambda _checked=False, whom=whom: self.whom_pressed.emit(whom))
            self.whom_buttons[whom] = made
            grid.addWidget(made, *divmod(place, _A_ROW))
        return grid


def _line(text: str, role: str) -> QLabel:
    label = set_role(QLabel(text), role)
    label.setWordWrap(True)
    return label
