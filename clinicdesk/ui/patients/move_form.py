"""Moving a session from the record: another day, time or therapist, and the nearest free ones where it clashes."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPushButton, QWidget

from clinicdesk.desk.birth_dates import day_first_in
from clinicdesk.desk.hours import instant
from clinicdesk.desk.views import SessionRow
from clinicdesk.domain.session import BookingRequest
from clinicdesk.domain.staff import StaffMember
from clinicdesk.ui.booking.clock_edit import ClockEdit, read_clock
from clinicdesk.ui.context import DeskContext
from clinicdesk.ui.day_picker import read_day
from clinicdesk.ui.fields import button
from clinicdesk.ui.style import SPACE, text_factor
from clinicdesk.ui.today.forms import LineForm
from clinicdesk.ui.when import clock, dated_day, short_day

_DAY_WIDTH, _CLOCK_WIDTH = 150, 80


class MoveForm(LineForm):
    """Where a session is to go.

    Signals:
        move_confirmed(starts_at, therapist_id): an instant in UTC, and with whom.
        left: nothing is to be done.
    """

    move_confirmed = Signal(object, str)

    def __init__(self, context: DeskContext, row: SessionRow, therapists: Sequence[StaffMember]) -> None:
        super().__init__(
            f"Where to with {row.session_type.name}?", button("Move", role="primary", icon="calendar-days"), "Keep it"
        )
        self._context = context
        local = context.local(row.session.starts_at)
        self.day, self.clock, self.therapist = QLineEdit(dated_day(local.date())), ClockEdit(), QComboBox()
        self.day.selectAll()
        self.clock.show_time(local.time())
        for member in therapists:
            self.therapist.addItem(member.name, member.id)
        self.therapist.setCurrentIndex(max(0, self.therapist.findData(row.session.therapist_id)))
        for editor, name in ((self.day, "Day"), (self.clock, "Time"), (self.therapist, "Therapist")):
            editor.setAccessibleName(name)
            self.fields.addWidget(editor)
        self.day.setFixedWidth(round(_DAY_WIDTH * text_factor()))
        self.clock.setFixedWidth(round(_CLOCK_WIDTH * text_factor()))
        self.day.setToolTip("A day: 24 Nov, tomorrow, tue, +7")
        self.fields.addStretch(1)
        self.others = QWidget()
        self._others = QHBoxLayout(self.others)
        self._others.setContentsMargins(0, 0, 0, 0)
        self._others.setSpacing(SPACE)
        self.others.hide()
        own_layout = self.layout()
        if own_layout is not None:
            own_layout.addWidget(self.others)
        self.setFocusProxy(self.day)

    def accept(self) -> None:
        """Move to where it was typed."""
        context = self._context
        try:
            day = read_day(self.day.text(), context.today(), day_first=day_first_in(context.clinic.region))
        except ValueError as fault:
            self.show_fault(str(fault), self.day)
            return
        try:
            at = read_clock(self.clock.text())
        except ValueError as fault:
            self.show_fault(str(fault), self.clock)
            return
        self.move_confirmed.emit(instant(context.clinic, day, at), self.therapist.currentData())

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: N802 - Qt's name
        """Go on as everywhere on the page: this form hangs in no table, and what is offered is a stop, too."""
        return QWidget.focusNextPrevChild(self, forward)

    def offer(self, others: Sequence[BookingRequest], names: dict[str, str]) -> None:
        """Offer free places near the one that clashed, as buttons."""
        while (item := self._others.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for other in others:
            words = f"{self._when(other.starts_at)}, {names[other.therapist_id]}"
            self._others.addWidget(self._offered(words, other))
        self._others.addStretch(1)
        self.others.setVisible(bool(others))
        self.others.setAccessibleName("Free places near by")

    def _offered(self, words: str, other: BookingRequest) -> QPushButton:
        made = button(words, role="link")
        made.setAccessibleName(f"Move to {words}")
        made.clicked.connect(lambda: self.move_confirmed.emit(other.starts_at, other.therapist_id))
        return made

    def _when(self, at: datetime) -> str:
        return f"{short_day(self._context.local(at).date())} {clock(at, self._context.clinic.tz)}"
