"""A name, and the PIN that goes with it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from clinicdesk.desk.pins import PinCheck, Purpose
from clinicdesk.domain.pins import DEMO_PIN
from clinicdesk.domain.staff import StaffMember
from clinicdesk.errors import ClinicDeskError
from clinicdesk.ui.context import DeskContext
from clinicdesk.ui.enter_key import is_enter
from clinicdesk.ui.fields import Field, button
from clinicdesk.ui.names import before_more
from clinicdesk.ui.sign_in.aside import Aside
from clinicdesk.ui.sign_in.keypad import Keypad
from clinicdesk.ui.style import SPACE

_NO_PIN = "No PIN is set for this name, so anybody can go on under it. Settings, People is where to set one."


class PinEntry(QWidget):
    """Whoever is chosen goes on by their PIN; who has none, by a press of the button.

    Signals:
        accepted(StaffMember, Vouched or None): they are who they say they are, and the proof to vouch with.
    """

    accepted = Signal(object, object)

    def __init__(self, context: DeskContext, purpose: Purpose, *, verb: str) -> None:
        """``verb`` is what the button says, such as ``Unlock``."""
        super().__init__()
        self._context = context
        self._purpose = purpose
        self._held: frozenset[str] = frozenset()
        self._hint = pin_hint(context)
        self._staff: dict[str, StaffMember] = {}
        self._tried: StaffMember | None = None
        self._aside = Aside(context, self)
        self._aside.answered.connect(self._checked)
        self._aside.refused.connect(self._refused)
        self.name = QComboBox()
        self.name.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.name.setMinimumContentsLength(16)
        self.name.currentIndexChanged.connect(self._show_chosen)
        self.line = new_pin_line()
        self.name_field, self.pin_field = Field("Name", self.name), Field("PIN", self.line)
        self.keypad = Keypad()
        self.keypad.digit_pressed.connect(self._press)
        self.keypad.back_pressed.connect(self.line.backspace)
        self.go_button = button(verb, role="primary", keys="Return")
        self.go_button.clicked.connect(self.submit)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * SPACE)
        for part in (self.name_field, self.pin_field, self.keypad, self.go_button):
            column.addWidget(part)

    def ask(self, staff: Sequence[StaffMember], chosen: StaffMember | None = None, *, named: bool = True) -> None:
        """Ask one of these who they are; without ``named`` whoever it can only be is named elsewhere."""
        self._held = frozenset(self._context.desk.pins.all())
        self._staff = {member.id: member for member in staff}
        self.name.blockSignals(True)
        self.name.clear()
        for member in staff:
            self.name.addItem(f"{before_more(member.name)} ({member.role.value})", member.id)
        if chosen is not None and chosen.id in self._staff:
            self.name.setCurrentIndex(self.name.findData(chosen.id))
        self.name.blockSignals(False)
        self.name_field.setVisible(named)
        self._show_chosen()

    @property
    def chosen(self) -> StaffMember | None:
        """Whose name is chosen."""
        return self._staff.get(str(self.name.currentData()))

    def begin(self) -> None:
        """Put the keyboard where the next key is expected."""
        first: QWidget = self.line if not self.pin_field.isHidden() else self.go_button
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def submit(self) -> None:
        """Try what was typed."""
        member = self.chosen
        if member is None or self._aside.busy:
            return
        typed, purpose, now = self.line.text(), self._purpose, self._context.now()
        self.line.clear()
        self.pin_field.clear_error()
        self.pin_field.set_hint("Checking…" if member.id in self._held else self._hint)
        self._tried = member
        self._aside.ask(lambda desk: desk.pins.check(member, typed, purpose=purpose, now=now))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter goes on."""
        if is_enter(event):
            self.submit()
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Nothing typed stays behind."""
        self.line.clear()
        super().hideEvent(event)

    def _press(self, digit: str) -> None:
        self.line.insert(digit)
        self.line.setFocus()

    def _show_chosen(self) -> None:
        member = self.chosen
        asked = member is not None and member.id in self._held
        self.line.clear()
        self.pin_field.clear_error()
        self.pin_field.set_hint(self._hint)
        self.pin_field.setVisible(asked)
        self.keypad.setVisible(asked)
        self.name_field.set_hint("" if asked or member is None else _NO_PIN)
        if self.isVisible() and not self.name.hasFocus():
            self.begin()

    def _checked(self, answer: object) -> None:
        tried, self._tried = self._tried, None
        self.pin_field.set_hint(self._hint)
        if not isinstance(answer, PinCheck) or tried is None:
            return
        if answer.right:
            self.accepted.emit(tried, answer.vouched)
        else:
            self.pin_field.set_error(answer.sentence)
            self.line.setFocus()

    def _refused(self, error: ClinicDeskError) -> None:
        self._tried = None
        self.pin_field.set_hint(self._hint)
        self.pin_field.set_error(str(error))


def pin_hint(context: DeskContext) -> str:
    """What helps whoever is asked for a PIN; nothing where it keeps anybody out."""
    return f"In the demo clinic every PIN is {DEMO_PIN}." if context.clinic.demo else ""


def new_pin_line() -> QLineEdit:
    """A line that shows no letter of what is typed."""
    line = QLineEdit()
    line.setEchoMode(QLineEdit.EchoMode.Password)
    line.setInputMethodHints(Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText)
    line.setMaxLength(128)
    return line
