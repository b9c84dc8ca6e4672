"""A line of the Follow-up page: it takes the keyboard, has a key for each deed, and opens a form below itself."""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from clinicdesk.desk.phones import format_phone
from clinicdesk.ui.context import DeskContext
from clinicdesk.ui.enter_key import enter_presses, is_enter
from clinicdesk.ui.fields import button
from clinicdesk.ui.names import before_more, left_to_right
from clinicdesk.ui.pages import bring_into_view
from clinicdesk.ui.stacking import stack
from clinicdesk.ui.style import SPACE, IconLabel, set_role
from clinicdesk.ui.when import clock_span, short_day

if TYPE_CHECKING:
    from clinicdesk.desk.views import SessionRow

W = TypeVar("W", bound=QWidget)


class TaskRow(QFrame):
    """A line about one person.

    Attributes:
        key: tells the line from the others of its list, whatever is read anew.
        deeds: the button of each letter.
        form: what is open below the line, or None.

    Signals:
        patient_requested(patient_id): open the person's record.
        step_requested(int): go to the line above (-1) or below (1).
        turn_requested(int): go to the section before (-1) or behind (1).
    """

    patient_requested = Signal(str)
    step_requested = Signal(int)
    turn_requested = Signal(int)

    def __init__(self, context: DeskContext, *, key: str, patient_id: str) -> None:
        super().__init__()
        self.context = context
        self.key = key
        self.patient_id = patient_id
        self.deeds: dict[str, QPushButton] = {}
        self.form: QWidget | None = None
        set_role(self, "task")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(SPACE, SPACE, SPACE, SPACE)
        self.column.setSpacing(SPACE)

    @property
    def busy(self) -> bool:
        """Whether a form is open."""
        return self.form is not None

    def open_form(self, form: W) -> W:
        """Open a form below the line, in place of any other, and bring it into view."""
        self.close_form()
        self.form = form
        self.column.addWidget(form)
        form.show()
        bring_into_view(form)
        return form

    def close_form(self) -> None:
        """Put the form away and take the keyboard back."""
        if self.form is not None:
            self.setFocus()
            self.column.removeWidget(self.form)
            self.form.hide()
            # Gone a moment later: the key that puts it away was pressed in it.
            self.form.deleteLater()
            self.form = None

    def deed(self, words: str, key: str, act: Callable[[], object], *, name: str) -> QPushButton:
        """A button for something that can be done about the line, and by its letter."""
        made = button(words, role="quiet", keys=key)
        made.setAccessibleName(f"{words.rstrip('…')}: {name}")
        made.clicked.connect(lambda _checked=False: act())
        self.deeds[key] = made
        return made

    def who(self, name: str, phone: str) -> QHBoxLayout:
        """The person, and the number to call."""
        number = format_phone(phone, self.context.clinic.region) if phone else "No phone number"
        row = QHBoxLayout()
        row.setSpacing(SPACE)
        row.addWidget(plain(left_to_right(name), "strong"))
        row.addWidget(IconLabel("phone", "muted", 14))
        row.addWidget(QLabel(number))
        row.addStretch(1)
        return row

    def about_session(self, row: "SessionRow", verdict: QHBoxLayout, why: str) -> QVBoxLayout:
        """What a line about a session says: who, when and what, the verdict, why it waits; and what can be done."""
        session, zone = row.session, self.context.clinic.tz
        day = short_day(session.starts_at.astimezone(zone).date())
        when = f"{day}, {clock_span(session.starts_at, session.ends_at, zone)}"
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addLayout(self.who(row.patient.name, row.patient.phone))
        words.addWidget(plain(f"{when} · {row.session_type.name} · {before_more(row.therapist.name)}"))
        words.addLayout(verdict)
        foot = QHBoxLayout()
        foot.setSpacing(SPACE // 2)
        foot.addWidget(plain(why, "detail"), 1)
        deeds = QHBoxLayout()
        deeds.setSpacing(SPACE // 2)
        for each in self.deeds.values():
            deeds.addWidget(each)
        foot.addLayout(deeds)
        stack(foot)
        words.addLayout(foot)
        return words

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Escape puts the form away; else the letters, Up and Down, and Enter for the record."""
        if event.key() == Qt.Key.Key_Escape and self.busy:
            self.close_form()
        elif (self.busy or not self._line_key(event)) and not enter_presses(event, self.focusWidget()):
            super().keyPressEvent(event)

    def _line_key(self, event: QKeyEvent) -> bool:
        if event.modifiers() not in {Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier}:
            return False
        pressed = self.deeds.get(event.text().upper())
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        # A scroll area would swallow these on their way to the page.
        turn = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        opened = is_enter(event) and self.hasFocus()
        if pressed is not None:
            pressed.click()
        elif step is not None:
            self.step_requested.emit(step)
        elif turn is not None:
            self.turn_requested.emit(turn)
        elif opened:
            self.patient_requested.emit(self.patient_id)
        return opened or any(each is not None for each in (pressed, step, turn))


def empty_form() -> tuple[QWidget, QVBoxLayout]:
    """A form with nothing in it yet, and the column to fill."""
    form = QWidget()
    column = QVBoxLayout(form)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(SPACE)
    return form, column


def plain(text: str, role: str = "body") -> QLabel:
    """A label that wraps and takes its text as it is."""
    label = set_role(QLabel(text), role)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
