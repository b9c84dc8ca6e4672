"""What is to become of a series: which of its sessions, and where they go."""

from collections.abc import Sequence
from datetime import timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout

from clinicdesk.desk.series_views import Along, OtherDays, Pairing, Scope, SeriesChange, SeriesRow, WeekChoice
from clinicdesk.domain.session import CancelCause, Session, SessionType
from clinicdesk.ui.booking.clock_edit import ClockEdit, read_clock
from clinicdesk.ui.context import DeskContext
from clinicdesk.ui.enter_key import enter_moves_on
from clinicdesk.ui.fields import Card, Field, Option, Segmented
from clinicdesk.ui.series.summary import weekday_words
from clinicdesk.ui.stacking import stack_if_large
from clinicdesk.ui.style import SPACE, kind_words
from clinicdesk.ui.weekday_chips import DAY_NAMES
from clinicdesk.ui.why_cancelled import WhyCancelled, notice_words

_KEEP = "As it is"
_MOVE, _CANCEL = "move", "cancel"


class ChangeForm(Card):
    """A change of a series.

    Signals:
        changed: something else is wished for.
    """

    changed = Signal()

    def __init__(self, context: DeskContext) -> None:
        super().__init__(margin=SPACE + 4)
        self._context = context
        self._notices: list[timedelta] = []
        self.scope = Segmented(
            [
                Option(Scope.THIS.value, "Only this one"),
                Option(Scope.FOLLOWING.value, "This and following"),
                Option(Scope.ALL.value, "All to come"),
            ],
            name="Which sessions",
        )
        self.deed = Segmented([Option(_MOVE, "Move"), Option(_CANCEL, "Cancel")], name="What becomes of them")
        self.weekday, self.therapist, self.at = QComboBox(), QComboBox(), ClockEdit()
        self.weekday.addItem(_KEEP, None)
        for place, name in enumerate(DAY_NAMES):
            self.weekday.addItem(name, place)
        self.at.show_time(None)
        self.at.setPlaceholderText("as it is")
        self.along = QComboBox()
        self._along: Along | None = None
        self._why = WhyCancelled()
        self.reason, self.note = self._why.reason, self._why.note
        self.along_field = Field("What is moved", self.along)
        self.other_days = QComboBox()
        self._other_days: OtherDays | None = None
        self.other_days_field = Field("The other days of its week", self.other_days)
        self.moving = [
            Field("To the weekday", self.weekday),
            Field("At", self.at),
            Field("With", self.therapist),
        ]
        self.cancelling = [Field("Why are they cancelled?", self.reason), Field("More words", self.note)]
        self.reason.currentTextChanged.connect(self._tell_notice)
        self.scope.value_chosen.connect(lambda _value: self.changed.emit())
        self.deed.value_chosen.connect(self._follow)
        self.weekday.currentIndexChanged.connect(lambda _place: self.changed.emit())
        self.therapist.currentIndexChanged.connect(lambda _place: self.changed.emit())
        self.along.activated.connect(self._choose_along)
        self.other_days.activated.connect(self._choose_other_days)
        self.at.time_typed.connect(lambda _time: self.changed.emit())
        self.at.textEdited.connect(lambda text: None if text else self.changed.emit())
        self._lay_out()

    def show_session(self, session: Session, session_type: SessionType) -> None:
        """Begin with a session: nothing is changed yet."""
        self.blockSignals(True)
        self.scope.set_value(Scope.FOLLOWING.value if session.series_id else Scope.THIS.value)
        self.deed.set_value(_MOVE)
        self.weekday.setCurrentIndex(0)
        self.at.show_time(None)
        self.at.clear()
        self._why.clear()
        self._along = self._other_days = None
        self.therapist.clear()
        self.therapist.addItem(_KEEP, None)
        for member in self._context.desk.clinic.therapists():
            if member.gives(session_type.technique):
                self.therapist.addItem(member.name, member.id)
        self._follow()
        self.blockSignals(False)

    def chosen_scope(self) -> Scope:
        """Which sessions are meant."""
        return Scope(self.scope.value() or Scope.THIS.value)

    def change(self) -> SeriesChange:
        """What is to become of them."""
        if self.cancels:
            return SeriesChange(cancel=True)
        typed = self.at.text().strip()
        try:
            at = read_clock(typed) if typed else None
        except ValueError:
            at = None
        along = self.along.currentData() or Along.NOTHING
        kept = self.other_days.currentData()
        other_days = OtherDays(kept) if kept else None
        return SeriesChange(self.weekday.currentData(), at, self.therapist.currentData(), along, other_days)

    def show_pairing(self, pairing: Pairing) -> None:
        """Offer to take along what is paired; what was chosen stays chosen."""
        paired = bool(pairing.beside or pairing.apart)
        own, other = kind_words(pairing.kind), kind_words(pairing.kind.other).lower()
        choices = {Along.NOTHING: f"{own} alone"}
        if pairing.beside:
            choices[Along.SAME_DAY] = f"{own}, and {other} of the same days"
        if pairing.apart:
            choices[Along.EVERYTHING] = f"{own} and all {other}"
        self.along.clear()
        for along, words in choices.items():
            self.along.addItem(words, along)
        wished = self._along if self._along in choices else pairing.usual
        self.along.setCurrentIndex(self.along.findData(wished))
        self.along_field.setVisible(paired and not self.cancels)
        for field, words in zip(self.moving[1:], ("At", "With"), strict=True):
            field.label.setText(f"{own} {words.lower()}" if paired else words)
            field.editor.setAccessibleName(field.label.text())

    def show_week_choice(self, choice: WeekChoice | None) -> None:
        """Say what becomes of the other days of a week; what was chosen stays chosen."""
        self.other_days.clear()
        self.other_days_field.setVisible(choice is not None)
        if choice is not None:
            self.other_days.addItem(f"Go along, to {weekday_words(choice.goes)}", OtherDays.GO_ALONG)
            self.other_days.addItem(f"Stay on {weekday_words(choice.stays)}", OtherDays.STAY)
            self.other_days.setCurrentIndex(self.other_days.findData(self._other_days or choice.usual))

    @property
    def cancels(self) -> bool:
        """Whether they are to be cancelled."""
        return self.deed.value() == _CANCEL

    def show_rows(self, rows: Sequence[SeriesRow]) -> None:
        """Tell of the sessions that would be cancelled whether that is late."""
        now = self._context.now()
        self._notices = [row.request.starts_at - now for row in rows if row.off]
        self._tell_notice()

    def why(self) -> tuple[str, CancelCause] | None:
        """Why they are cancelled, and whose doing it is; None where that is missing, which is said at its field."""
        missing = self._why.missing()
        for field in self.cancelling:
            field.set_error(missing[0] if missing and field.editor is missing[1] else "")
        if missing is not None:
            missing[1].setFocus()
        cause = self._why.cause
        return None if missing is not None or cause is None else (self._why.words(), cause)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter moves on."""
        if not enter_moves_on(event, self):
            super().keyPressEvent(event)

    def _follow(self) -> None:
        for field in self.moving:
            field.setVisible(not self.cancels)
        for field in self.cancelling:
            field.setVisible(self.cancels)
            field.clear_error()
        self.changed.emit()

    def _choose_along(self) -> None:
        self._along = self.along.currentData()
        self.changed.emit()

    def _choose_other_days(self) -> None:
        self._other_days = OtherDays(self.other_days.currentData())
        self.changed.emit()

    def _tell_notice(self) -> None:
        field, notice_hours = self.cancelling[0], self._context.clinic.notice_hours
        field.clear_error()
        field.set_hint(notice_words(self._notices, timedelta(hours=notice_hours), self._why.cause))

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(2 * SPACE)
        top.addWidget(self.scope)
        top.addWidget(self.deed)
        top.addStretch(1)
        stack_if_large(top)
        self.column.addLayout(top)
        self.column.addWidget(self.along_field)
        row = QHBoxLayout()
        row.setSpacing(SPACE + 4)
        for field in self.moving:
            row.addWidget(field, 1)
        for field in self.cancelling:
            row.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
        stack_if_large(row)
        self.column.addLayout(row)
        self.column.addWidget(self.other_days_field)
