"""Where a session is to go: another day, time, therapist or room, and the nearest free places where it clashes."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date, datetime, time

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPushButton, QWidget

from clinicdesk.desk.hours import instant
from clinicdesk.domain.session import BookingRequest, SessionType
from clinicdesk.ui.booking.clock_edit import ClockEdit, read_clock
from clinicdesk.ui.context import DeskContext
from clinicdesk.ui.day_picker import read_day
from clinicdesk.ui.fields import button
from clinicdesk.ui.line_form import LineForm
from clinicdesk.ui.note_line import NoteLine
from clinicdesk.ui.stacking import stack_if_large
from clinicdesk.ui.style import SPACE, text_factor
from clinicdesk.ui.when import clock, dated_day, short_day

ON_ARRIVAL = "On arrival"
"""What stands for the room of a session that gets one when the person comes."""

_DAY_WIDTH, _CLOCK_WIDTH, _LEAST_LETTERS, _LEAST_ROOM_LETTERS = 150, 80, 14, 9


class PlaceForm(LineForm):
    """Where a session is to go, and what it is to be.

    Signals:
        place_chosen(BookingRequest): the request as it was, at another place.
        left: nothing is to be done.
    """

    place_chosen = Signal(object)

    def __init__(
        self,
        context: DeskContext,
        sentence: str,
        do_it: QPushButton,
        request: BookingRequest,
        session_types: Sequence[SessionType],
        *,
        notes: Callable[[BookingRequest], Sequence[str]] = lambda _wanted: (),
    ) -> None:
        """Ask where to.

        Args:
            context: the desk.
            sentence: what is asked.
            do_it: the button that does it.
            request: where it is now.
            session_types: what it may be; with one it stays what it is.
            notes: what has to be seen of a place before it is taken.
        """
        super().__init__(sentence, do_it, "Leave it")
        self._context = context
        self._request = request
        self._notes_of = notes
        self._types = {each.id: each for each in session_types}
        local = context.local(request.starts_at)
        self.day, self.clock = QLineEdit(dated_day(local.date())), ClockEdit()
        self.therapist, self.session_type, self.room = QComboBox(), QComboBox(), QComboBox()
        self.day.selectAll()
        self.clock.show_time(local.time())
        for each in session_types:
            self.session_type.addItem(each.name, each.id)
        self.session_type.setCurrentIndex(max(0, self.session_type.findData(request.session_type_id)))
        self.notes = NoteLine()
        self._fill_therapists()
        self.therapist.setCurrentIndex(max(0, self.therapist.findData(request.therapist_id)))
        self._fill_rooms()
        self.session_type.currentIndexChanged.connect(self._fill_therapists)
        self._lay_out()
        for line in (self.day, self.clock):
            line.textChanged.connect(lambda _text: self._show_notes())
        for box in (self.session_type, self.therapist, self.room):
            box.currentIndexChanged.connect(lambda _row: self._show_notes())
        self.setFocusProxy(self.day)

    def accept(self) -> None:
        """Take it to where it was typed."""
        try:
            day = self._day()
        except ValueError as fault:
            self.show_fault(str(fault), self.day)
            return
        try:
            at = read_clock(self.clock.text())
        except ValueError as fault:
            self.show_fault(str(fault), self.clock)
            return
        self.place_chosen.emit(self._wanted(day, at))

    def _day(self) -> date:
        context = self._context
        return read_day(self.day.text(), context.today(), day_first=context.clinic.day_first)

    def _wanted(self, day: date, at: time) -> BookingRequest:
        return BookingRequest(
            self._request.id,
            self._request.patient_id,
            self.session_type.currentData(),
            self.therapist.currentData(),
            instant(self._context.clinic, day, at),
            self.room.currentData(),
        )

    def _show_notes(self) -> None:
        """Say what has to be seen of the place, as soon as it can be read."""
        notes: Sequence[str] = ()
        if self.therapist.currentData() is not None:
            with suppress(ValueError):
                notes = self._notes_of(self._wanted(self._day(), read_clock(self.clock.text())))
        self.notes.show_notes(notes)

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: N802 - Qt's name
        """Go on as everywhere on the page: this form hangs in no table, and what is offered is a stop, too."""
        return QWidget.focusNextPrevChild(self, forward)

    def offer(self, others: Sequence[BookingRequest]) -> None:
        """Offer free places near the one that clashed, as buttons."""
        while (item := self._others.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        names = {member.id: member.name for member in self._context.desk.clinic.staff()}
        for other in others:
            words = f"{self._when(other.starts_at)}, {names[other.therapist_id]}"
            if other.room_id != self._request.room_id:
                words += f", {self.room.itemText(self.room.findData(other.room_id))}"
            self._others.addWidget(self._offered(words, other))
        self._others.addStretch(1)
        self.others.setVisible(bool(others))

    def _offered(self, words: str, other: BookingRequest) -> QPushButton:
        made = button(words, role="link")
        made.setAccessibleName(f"Free: {words}")
        made.clicked.connect(lambda: self.place_chosen.emit(other))
        return made

    def _when(self, at: datetime) -> str:
        return f"{short_day(self._context.local(at).date())} {clock(at, self._context.clinic.tz)}"

    def _fill_therapists(self) -> None:
        kept = self.therapist.currentData()
        session_type = self._types[self.session_type.currentData()]
        self.therapist.clear()
        for member in self._context.desk.clinic.therapists():
            if member.gives(session_type.technique):
                self.therapist.addItem(member.name, member.id)
        self.therapist.setCurrentIndex(max(0, self.therapist.findData(kept)))

    def _fill_rooms(self) -> None:
        self.room.addItem(ON_ARRIVAL, None)
        for room in self._context.desk.clinic.rooms():
            self.room.addItem(room.name, room.id)
        self.room.setCurrentIndex(max(0, self.room.findData(self._request.room_id)))

    def _lay_out(self) -> None:
        self.day.setFixedWidth(round(_DAY_WIDTH * text_factor()))
        self.clock.setFixedWidth(round(_CLOCK_WIDTH * text_factor()))
        self.day.setToolTip("A day: 24 Nov, tomorrow, tue, +7")
        named = (
            (self.day, "Day"),
            (self.clock, "Time"),
            (self.session_type, "Session"),
            (self.therapist, "Therapist"),
            (self.room, "Room"),
        )
        # With a choice of types they would not all stand in one line beside the panel.
        lines = [self.fields, QHBoxLayout()] if self.session_type.count() > 1 else [self.fields]
        for editor, name in named:
            editor.setAccessibleName(name)
            line = lines[-1 if editor in {self.therapist, self.room} else 0]
            line.addWidget(editor, 0, Qt.AlignmentFlag.AlignLeft)
        for box in (self.session_type, self.therapist, self.room):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(_LEAST_LETTERS if box is not self.room else _LEAST_ROOM_LETTERS)
        self.session_type.setVisible(self.session_type.count() > 1)
        for line in lines:
            line.setSpacing(SPACE)
            line.addStretch(1)
            stack_if_large(line)
        self.others = QWidget()
        self.others.setAccessibleName("Free places near by")
        self._others = QHBoxLayout(self.others)
        self._others.setContentsMargins(0, 0, 0, 0)
        self._others.setSpacing(SPACE)
        stack_if_large(self._others)
        self.others.hide()
        for line in lines[1:]:
            self.column.insertLayout(self.column.indexOf(self.fault), line)
        self.column.addWidget(self.others)
        self.column.addWidget(self.notes)
        self.buttons_below()
