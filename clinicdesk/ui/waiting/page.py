"""The page of the waiting list: free times that somebody waits for on top, everybody who waits below."""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from clinicdesk.domain.waiting import WaitingEntry
from clinicdesk.errors import ClinicDeskError
from clinicdesk.ui.enter_key import enter_presses
from clinicdesk.ui.fields import Card, EmptyState, button
from clinicdesk.ui.names import before_more
from clinicdesk.ui.page_header import PageHeader
from clinicdesk.ui.pages import KeyHelp, Page, bring_into_view, scrolling
from clinicdesk.ui.ruled_list import RuledList
from clinicdesk.ui.style import SPACE, set_role
from clinicdesk.ui.waiting.entry_line import EntryLine
from clinicdesk.ui.waiting.free_now import FreeNow
from clinicdesk.ui.waiting.giving import Giving
from clinicdesk.ui.waiting.keys import WAITING_KEYS
from clinicdesk.ui.waiting.wish_form import WishForm

if TYPE_CHECKING:
    from collections.abc import Callable

    from clinicdesk.desk.waiting_views import Candidate, FoundTimes, WaitingRow, WaitingRows, WantedTime
    from clinicdesk.domain.patient import Patient
    from clinicdesk.domain.session import Session
    from clinicdesk.ui.context import DeskContext

_AT_ONCE = 40
_TIMES_AT_ONCE = 8


class WaitingPage(Page):
    """Who would come earlier, and for whom there is a time now.

    Signals:
        patient_requested(patient_id): open the record of a person.
        registration_requested(text): the person who waits is new.
        session_booked(Session): somebody has an earlier time.
    """

    patient_requested = Signal(str)
    registration_requested = Signal(str)
    session_booked = Signal(object)

    def __init__(self, context: "DeskContext", parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.lines: list[EntryLine] = []
        self._most, self._times = _AT_ONCE, _TIMES_AT_ONCE
        self._asked_elsewhere = False
        self._asked_about: WantedTime | None = None
        self.add_button = button("Add a person", role="primary", icon="hourglass", keys="N")
        self.header = PageHeader("Waiting list", self.add_button)
        self.giving = Giving(context, self)
        self.form = WishForm(context)
        self.free = FreeNow(context, self.giving)
        self._free_card, self._list_card = Card(), Card()
        self._list = RuledList()
        self.more_button = button("Show more", role="link")
        self.empty = EmptyState(
            "hourglass",
            "Nobody waits for an earlier time",
            "Book the far time, then ask for an earlier one: with E on the schedule, or N here.",
            "Add a person",
        )
        self._lay_out()
        self._connect()

    # -- called by the window --------------------------------------------------------------------

    def page_shown(self) -> None:
        """Read the list anew, and begin where there is something to do."""
        context = self.context
        self._show(context.desk.waiting.read(most=self._most, actor=context.actor, now=context.now()))
        if self.form.isVisibleTo(self):
            self.form.go_on()
        else:
            self._focus_first()

    def page_left(self) -> None:
        """A form in which nothing was typed does not wait for the next who comes here."""
        if not self.form.unsaved:
            self.form.hide()
        self._asked_elsewhere, self._asked_about = False, None

    def records_changed(self) -> None:
        """Something was changed here or at another desk: show it, and keep what is open and where the keyboard is."""
        self._show(self.context.desk.waiting.again(most=self._most, now=self.context.now()))

    def ask_for(self, patient: "Patient", about: "Session | WaitingEntry | None" = None) -> None:
        """Ask what somebody waits for, then go back to where that was wished for.

        Args:
            patient: who.
            about: the session they would come earlier for, or a wish that is to be changed.
        """
        self._asked_elsewhere = True
        session, entry = (None, about) if isinstance(about, WaitingEntry) else (about, None)
        if session is not None:
            entry = self.context.desk.waiting.of_session(session, now=self.context.now())
        self.form.ask_for(patient, session, entry)
        bring_into_view(self.form)

    def show_time(self, wanted: "WantedTime") -> None:
        """Open a free time, to see who could have it."""
        self._asked_about = wanted
        self.records_changed()
        if not self.free.open_time(wanted):
            self._focus_first()

    def keys(self) -> tuple[KeyHelp, ...]:
        """The keys of this page."""
        return WAITING_KEYS

    # -- showing ---------------------------------------------------------------------------------

    def _show(self, found: "WaitingRows") -> None:
        times = self._free_times()
        self.free.show_times(times)
        self._free_card.setVisible(bool(times.times))
        if [line.row for line in self.lines] != list(found.rows):
            self._show_rows(found)
        waits = "1 person waits" if found.total == 1 else f"{found.total} people wait"
        self.header.set_title("Waiting list", f"{waits} for a time" if found.total else "")
        self.more_button.setVisible(found.total > len(found.rows))
        self._list_card.setVisible(found.total > 0)
        self.empty.setVisible(found.total == 0 and not self.form.isVisibleTo(self))

    def _free_times(self) -> "FoundTimes":
        """The next free times, and the one that was asked about, however far ahead it lies."""
        wanted, now = self.context.desk.wanted, self.context.now()
        found = wanted.free_now(now=now, count=self._times)
        asked = wanted.around([self._asked_about.free], now=now) if self._asked_about else []
        more = tuple(each for each in asked if each not in found.times)
        return replace(found, times=(*more, *found.times)) if more else found

    def _show_rows(self, found: "WaitingRows") -> None:
        here = next((each.row.entry.id for each in self.lines if each.hasFocus() or _inside(each, self)), "")
        busy = {each.row.entry.id: each.offering for each in self.lines if each.busy}
        names = {member.id: member.name for member in self.context.desk.clinic.staff()}
        self.lines = [EntryLine(self.context, row, names) for row in found.rows]
        for place, line in enumerate(self.lines):
            self._connect_line(line, place)
        self._list.show_lines(self.lines)
        for line in self.lines:
            if line.row.entry.id == here:
                line.setFocus()
            if (offer := busy.get(line.row.entry.id)) is not None:
                self._show_times(line, offer=offer)

    def _connect_line(self, line: EntryLine, place: int) -> None:
        row, name = line.row, line.row.patient.name
        line.opened.connect(lambda: self.patient_requested.emit(row.patient.id))
        line.step_requested.connect(lambda by: self._step(place + by))
        line.edit_requested.connect(lambda: self._edit(row))
        line.withdraw_requested.connect(lambda: self._and_go_on(lambda: self.giving.withdraw(row.entry, name)))
        line.take_back_requested.connect(lambda: self.giving.take_back(row.entry, name))
        line.times_requested.connect(lambda offer: self._show_times(line, offer=offer))
        line.time_chosen.connect(lambda candidate, offer: self._give(line, candidate, offer=offer))

    def _show_times(self, line: EntryLine, *, offer: bool) -> None:
        times = self.context.desk.wanted.times_for(line.row.entry, now=self.context.now())
        line.show_times(times, offer=offer)
        bring_into_view(line)

    def _give(self, line: EntryLine, candidate: "Candidate", *, offer: bool) -> None:
        line.close_times()
        if offer:
            self.giving.offer(candidate)
        else:
            self._and_go_on(lambda: self.giving.book(candidate))

    def _and_go_on(self, deed: "Callable[[], None]") -> None:
        """Do something that takes a line away, and put the keyboard on the one that takes its place."""
        place = next((at for at, each in enumerate(self.lines) if each.hasFocus() or _inside(each, self)), 0)
        deed()
        if self.lines and not any(each.hasFocus() for each in self.lines):
            self.lines[min(place, len(self.lines) - 1)].setFocus()

    def _step(self, place: int) -> None:
        if 0 <= place < len(self.lines):
            self.lines[place].setFocus()
        elif place < 0:
            self.free.focus_last()

    def _focus_first(self) -> None:
        if self.free.lines:
            self.free.focus_first()
        elif self.lines:
            self.lines[0].setFocus()
        else:
            self.add_button.setFocus()

    # -- the form --------------------------------------------------------------------------------

    def add(self) -> None:
        """Ask who waits."""
        self._asked_elsewhere = False
        self.form.ask_whom()
        self.empty.hide()
        bring_into_view(self.form)

    def _edit(self, row: "WaitingRow") -> None:
        context = self.context
        try:
            patient = context.desk.patients.open(row.patient.id, actor=context.actor, now=context.now())
        except ClinicDeskError as error:
            context.messages.show_error(error)
            return
        self._asked_elsewhere = False
        self.form.ask_for(patient, entry=row.entry)
        bring_into_view(self.form)

    def _kept(self, entry: "WaitingEntry", name: str) -> None:
        context = self.context
        undo = context.undoing.just_done()
        self._leave_form()
        self.records_changed()
        line = next((each for each in self.lines if each.row.entry.id == entry.id), None)
        if line is not None and line.isVisible():
            line.setFocus()
        context.messages.info(f"{before_more(name)} is on the waiting list.", undo)

    def _leave_form(self) -> None:
        elsewhere, self._asked_elsewhere = self._asked_elsewhere, False
        self.form.hide()
        if elsewhere:
            self.closed.emit()
        else:
            self.records_changed()
            self._focus_first()

    # -- making ----------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self._free_card.column.addWidget(set_role(QLabel("Free now"), "heading"))
        self._free_card.column.addWidget(self.free)
        self._list_card.column.addWidget(set_role(QLabel("Waiting"), "heading"))
        self._list_card.column.addLayout(self._list)
        self._list_card.column.addWidget(self.more_button, 0, Qt.AlignmentFlag.AlignLeft)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, SPACE, SPACE)
        column.setSpacing(2 * SPACE)
        for widget in (self.form, self._free_card, self._list_card, self.empty):
            column.addWidget(widget)
        column.addStretch(1)
        self.column.addWidget(self.header)
        self.column.addWidget(scrolling(content), 1)

    def _connect(self) -> None:
        self.add_button.clicked.connect(self.add)
        self.empty.action_requested.connect(self.add)
        self.more_button.clicked.connect(self._show_more)
        self.giving.changed.connect(self._follow_deed)
        self.giving.session_booked.connect(self.session_booked)
        self.free.patient_requested.connect(self.patient_requested)
        self.free.more_requested.connect(self._show_later)
        self.free.stepped_out.connect(lambda: self._step(0))
        self.form.kept.connect(self._kept)
        self.form.left.connect(self._leave_form)
        self.form.registration_requested.connect(self.registration_requested)

    def _show_later(self) -> None:
        """Look further ahead, and put the keyboard on the first of the later times."""
        shown, self._times = len(self.free.lines), self._times + _TIMES_AT_ONCE
        self.records_changed()
        if shown < len(self.free.lines):
            self.free.lines[shown].setFocus()

    def _follow_deed(self) -> None:
        """Show what was done; where its line is gone, the keyboard goes to what is to be done next."""
        self.records_changed()
        if not any(each.hasFocus() or _inside(each, self) for each in (*self.free.lines, *self.lines)):
            self._focus_first()

    def _show_more(self) -> None:
        self._most += _AT_ONCE
        self.records_changed()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """The keys of the page that no line wanted."""
        if enter_presses(event, self.focusWidget()):
            return
        if event.key() == Qt.Key.Key_N and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self.add()
        elif event.key() == Qt.Key.Key_Down and self.add_button.hasFocus():
            self._focus_first()
        else:
            super().keyPressEvent(event)


def _inside(line: QWidget, page: QWidget) -> bool:
    focus = page.focusWidget()
    return focus is not None and line.isAncestorOf(focus)
