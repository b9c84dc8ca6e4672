"""One session that the hours no longer leave room for, and what can be done about it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from clinicdesk.desk.phones import format_phone
from clinicdesk.ui.context import DeskContext
from clinicdesk.ui.enter_key import enter_presses, is_enter, is_save
from clinicdesk.ui.fields import Field, button
from clinicdesk.ui.names import before_more, left_to_right
from clinicdesk.ui.stacking import stack
from clinicdesk.ui.style import SPACE, IconLabel, set_role, set_verdict, verdict_icon_name, verdict_words
from clinicdesk.ui.when import clock, clock_span, short_day

if TYPE_CHECKING:
    from clinicdesk.desk.displaced import DisplacedSession
    from clinicdesk.domain.session import Session


class DisplacedRow(QFrame):
    """A line that takes the keyboard; a form opens below it.

    Signals:
        move_requested(Session): put the session there.
        cancel_requested(reason): cancel it.
        keep_requested: let it take place all the same.
        patient_requested(patient_id): open the person's record.
        step_requested(int): go to the line above (-1) or below (1).
    """

    move_requested = Signal(object)
    cancel_requested = Signal(str)
    keep_requested = Signal()
    patient_requested = Signal(str)
    step_requested = Signal(int)

    def __init__(self, context: DeskContext, displaced: "DisplacedSession") -> None:
        super().__init__()
        self._context = context
        self.displaced = displaced
        self.places: list[QPushButton] = []
        self.reason = QLineEdit()
        self.reason_field = Field("Why is it cancelled?", self.reason)
        self._form: QWidget | None = None
        set_role(self, "task")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.move_button = self._button("Move…", "M", self._offer_places)
        self.cancel_button = self._button("Cancel…", "C", self._ask_reason)
        self.keep_button = self._button("Keep", "K", self.keep_requested.emit)
        self.keep_button.setToolTip("It takes place as it is booked, all the same (K)")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(SPACE, SPACE, SPACE, SPACE)
        self._column.setSpacing(SPACE)
        self._column.addLayout(self._head())
        self.setAccessibleName(self._spoken())

    @property
    def busy(self) -> bool:
        """Whether a form is open."""
        return self._form is not None

    def close_form(self) -> None:
        """Put the form away and take the keyboard back."""
        if self._form is not None:
            self.setFocus()
            self._column.removeWidget(self._form)
            self._form.hide()
            self._form.setParent(None)
            self._form = None

    @staticmethod
    def place_words(context: DeskContext, place: "Session") -> str:
        """Such as ``Tue 24 Nov, 10:00 with Sam Okoro``."""
        zone = context.clinic.tz
        staff = {member.id: member.name for member in context.desk.clinic.staff()}
        day = short_day(place.starts_at.astimezone(zone).date())
        return f"{day}, {clock(place.starts_at, zone)} with {staff.get(place.therapist_id, '')}"

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """The keys of the line, and of the form below it."""
        if event.key() == Qt.Key.Key_Escape and self.busy:
            self.close_form()
        elif self.reason.hasFocus() and (is_enter(event) or is_save(event)):
            self._cancel()
        elif (self.busy and self._between_places(event)) or (not self.busy and self._line_key(event)):
            return
        elif not enter_presses(event, self.focusWidget()):
            super().keyPressEvent(event)

    def _line_key(self, event: QKeyEvent) -> bool:
        if event.modifiers() not in {Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier}:
            return False
        pressed = {
            Qt.Key.Key_M: self.move_button,
            Qt.Key.Key_C: self.cancel_button,
            Qt.Key.Key_K: self.keep_button,
        }.get(Qt.Key(event.key()))
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if pressed is not None:
            pressed.click()
        elif step is not None:
            self.step_requested.emit(step)
        elif is_enter(event) and self.hasFocus():
            self.patient_requested.emit(self.displaced.row.patient.id)
        return pressed is not None or step is not None or (is_enter(event) and self.hasFocus())

    def _between_places(self, event: QKeyEvent) -> bool:
        """Up and Down go through the places offered."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        standing = next((number for number, each in enumerate(self.places) if each.hasFocus()), None)
        if step is None or standing is None:
            return False
        self.places[max(0, min(len(self.places) - 1, standing + step))].setFocus()
        return True

    def _head(self) -> QVBoxLayout:
        row, zone = self.displaced.row, self._context.clinic.tz
        session = row.session
        day = short_day(session.starts_at.astimezone(zone).date())
        who = set_role(QLabel(left_to_right(f"{row.patient.name}")), "strong")
        phone = format_phone(row.patient.phone, self._context.clinic.region) if row.patient.phone else "No phone number"
        called = IconLabel("phone", "muted", 14)
        when = f"{day}, {clock_span(session.starts_at, session.ends_at, zone)}"
        what = QLabel(f"{when} · {row.session_type.name} · {before_more(row.therapist.name)}")
        why = set_role(QLabel(self.displaced.obstacle), "detail")
        for label in (who, what, why):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        top = QHBoxLayout()
        top.setSpacing(SPACE)
        top.addWidget(who)
        top.addWidget(called)
        top.addWidget(QLabel(phone))
        top.addStretch(1)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addLayout(top)
        words.addWidget(what)
        words.addLayout(self._verdict_line())
        foot = QHBoxLayout()
        foot.setSpacing(SPACE // 2)
        foot.addWidget(why, 1)
        deeds = QHBoxLayout()
        deeds.setSpacing(SPACE // 2)
        for each in (self.move_button, self.cancel_button, self.keep_button):
            deeds.addWidget(each)
        foot.addLayout(deeds)
        stack(foot)
        words.addLayout(foot)
        return words

    def _verdict_line(self) -> QHBoxLayout:
        verdict = self.displaced.row.verdict
        line = QHBoxLayout()
        line.setSpacing(SPACE // 2)
        line.addWidget(IconLabel(verdict_icon_name(verdict), verdict.code, 14))
        line.addWidget(set_verdict(QLabel(verdict_words(verdict)), verdict), 1)
        return line

    def _spoken(self) -> str:
        row, zone = self.displaced.row, self._context.clinic.tz
        day = short_day(row.session.starts_at.astimezone(zone).date())
        return (
            f"{row.patient.name}, {day} at {clock(row.session.starts_at, zone)}, {row.session_type.name}, "
            f"{verdict_words(row.verdict)}. {self.displaced.obstacle}"
        )

    def _button(self, words: str, key: str, act: "object") -> QPushButton:
        made = button(words, role="quiet", keys=key)
        made.setAccessibleName(f"{words.rstrip('…')}: {self.displaced.row.patient.name}")
        made.clicked.connect(act)
        return made

    def _offer_places(self) -> None:
        context = self._context
        places = context.desk.elsewhere.places(self.displaced.row.session, now=context.now())
        form, column = self._opened()
        self.places = []
        if not places:
            none = QLabel("There is no free place within two weeks. Book from the schedule.")
            column.addWidget(set_role(none, "muted"))
            back = button("Close", role="quiet", keys="Esc")
            back.clicked.connect(self.close_form)
            column.addWidget(back, 0, Qt.AlignmentFlag.AlignLeft)
            back.setFocus()
            return
        for place in places:
            offered = button(self.place_words(context, place), role="quiet", icon="calendar-check")
            offered.clicked.connect(lambda _checked=False, there=place: self.move_requested.emit(there))
            column.addWidget(offered, 0, Qt.AlignmentFlag.AlignLeft)
            self.places.append(offered)
        form.show()
        self.places[0].setFocus()

    def _ask_reason(self) -> None:
        form, column = self._opened()
        column.addWidget(self.reason_field)
        cancel = button("Cancel the session", role="danger", keys="Return")
        cancel.clicked.connect(self._cancel)
        column.addWidget(cancel, 0, Qt.AlignmentFlag.AlignLeft)
        form.show()
        self.reason.setText("Therapist away")
        self.reason.selectAll()
        self.reason.setFocus()

    def _cancel(self) -> None:
        reason = self.reason.text().strip()
        self.reason_field.set_error("" if reason else "Say why, for whoever looks at it later.")
        if reason:
            self.cancel_requested.emit(reason)

    def _opened(self) -> tuple[QWidget, QVBoxLayout]:
        """An empty form below the line."""
        self.close_form()
        self._form = QWidget()
        column = QVBoxLayout(self._form)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE)
        self._column.addWidget(self._form)
        return self._form, column
