"""The page of the schedule: days and weeks of the book, in which sessions are looked up, moved and booked."""

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from clinicdesk.desk.saved_views import ScheduleView
from clinicdesk.desk.schedule import with_slots
from clinicdesk.domain.session import Session
from clinicdesk.errors import ClinicDeskError
from clinicdesk.ui.enter_key import enter_presses
from clinicdesk.ui.fields import Card, button
from clinicdesk.ui.page_header import PageHeader
from clinicdesk.ui.pages import KeyHelp, Page
from clinicdesk.ui.schedule.around import Around
from clinicdesk.ui.schedule.bar import ScheduleBar
from clinicdesk.ui.schedule.board import columns_of, picture_of
from clinicdesk.ui.schedule.booking_here import BookingHere
from clinicdesk.ui.schedule.detailing import Detailing
from clinicdesk.ui.schedule.handling import Handling
from clinicdesk.ui.schedule.in_focus import InFocus
from clinicdesk.ui.schedule.keys import SCHEDULE_KEYS, take_key
from clinicdesk.ui.schedule.looking import Looking
from clinicdesk.ui.schedule.tray import Tray
from clinicdesk.ui.schedule.view import ScheduleCanvas
from clinicdesk.ui.style import SPACE, text_factor
from clinicdesk.ui.when import long_day, short_day

if TYPE_CHECKING:
    from clinicdesk.desk.schedule import ScheduleDays
    from clinicdesk.desk.views import BookedSlot
    from clinicdesk.ui.context import DeskContext

TICK_MS = 60_000
_DAYS_A_WEEK = 7
_WEEK_LANE = 46
"""The least width of one therapist's lane in a week of many, in pixels at 100 % text."""
_DAY_LANE = 116
_LOW = 460
"""Pixels of height at 100 % text below which the page shows little beside the calendar."""


class SchedulePage(Page):
    """The book by day and by week.

    Signals:
        patient_requested(patient_id): open the record of a person.
        visit_sheet_requested(session_id): print the sheet of a session.
        new_booking_requested: book a session for somebody, at the first time that fits.
        booking_requested(Patient): everything else about a booking begun here.
        session_booked(Session): a session is in the book.
        registration_requested(text): the person to book for is new.
        earlier_requested(patient_id, Session): ask for an earlier time than a session has.
        judgement_opened(Patient, Judgement, Answers): what counts for the type looked at, for the panel.
        patient_opened(Patient), session_opened(Session), patient_seen(patient_id), patient_cleared: whom the panel
            is to speak of; see ``InFocus``.
    """

    patient_requested = Signal(str)
    visit_sheet_requested = Signal(str)
    new_booking_requested = Signal()
    booking_requested = Signal(object)
    session_booked = Signal(object)
    registration_requested = Signal(str)
    earlier_requested = Signal(str, object)
    judgement_opened = Signal(object, object, object)
    patient_opened = Signal(object)
    session_opened = Signal(object)
    patient_seen = Signal(str)
    patient_cleared = Signal()

    def __init__(self, context: "DeskContext", parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.days: ScheduleDays | None = None
        self.view = ScheduleView()
        self.looking = Looking(context, self)
        self.book_button = button("Book", role="primary", icon="calendar-plus", keys="Ctrl+B")
        self.header = PageHeader("Schedule", self.book_button)
        self.bar = ScheduleBar(context.today(), day_first=context.clinic.day_first)
        self.canvas = ScheduleCanvas(lambda wanted: context.desk.moving.fit(wanted, now=context.now()))
        self.tray = Tray(context.clinic.tz)
        self._lay_out()
        self.details = Detailing(context, self.canvas, self)
        self.bubble = self.details.bubble
        self.handling = Handling(context, self.canvas, self.tray, lambda: self.day, self)
        self.around = Around(context, self.canvas, self)
        self.here = BookingHere(context, self.canvas, self)
        self.quick = self.here.quick
        self.in_focus = InFocus(self.canvas, self.details, self.quick, self)
        self._connect()
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self.tick)
        self._timer.start()
        self.looking.follow_actor()

    # -- called by the window --------------------------------------------------------------------

    def page_shown(self) -> None:
        """Read the days anew: another desk may have booked meanwhile."""
        self._new_day()
        self.reload()
        self.canvas.setFocus()

    def page_left(self) -> None:
        """What is in hand goes back; what lies in the tray stays there."""
        self.details.hide()
        self.here.leave()
        self.canvas.put_back()
        self.looking.flush()

    def records_changed(self) -> None:
        """Another desk has changed something: show it, and keep what is chosen, in hand and in sight."""
        if self.days is not None:
            self.days = self.context.desk.schedule.again(self._first_day(), len(self.days.days))
            self._show()
            self.here.refresh()

    def _sessions_touched(self, *sessions: Session) -> None:
        """Read only the days anew that a deed of this desk concerns: a week of a large clinic takes several frames."""
        dates = {self.context.local(session.starts_at).date() for session in sessions}
        if self.days is not None:
            self.days = with_slots(self.days, {on: self.context.desk.schedule.slots(on) for on in dates})
            self._show()

    def print_current(self) -> None:
        """Print the sheet of the session the keyboard is on."""
        slot = self.canvas.current
        if slot is None:
            self.context.messages.info("Put the keyboard on a session first, then print its sheet.")
        else:
            self.visit_sheet_requested.emit(slot.session.id)

    def keys(self) -> tuple[KeyHelp, ...]:
        """The keys of this page."""
        return SCHEDULE_KEYS

    # -- the days --------------------------------------------------------------------------------

    @property
    def day(self) -> date:
        """The day shown, or one of the week shown."""
        return self.bar.picker.day

    def show_day(self, day: date) -> None:
        """Show another day, or the week of it."""
        self.bar.picker.choose(day)

    def reload(self) -> None:
        """Read the days in front from the book."""
        self.details.hide()
        context = self.context
        count = _DAYS_A_WEEK if self.view.week else 1
        try:
            self.days = context.desk.schedule.read(self._first_day(), count, actor=context.actor, now=context.now())
        except ClinicDeskError as error:
            context.messages.show_error(error)
            return
        self._show()

    def tick(self) -> None:
        """A minute has passed: the now line moves, waiting grows, and at midnight a new day begins."""
        self._new_day()
        self._show()

    def _new_day(self) -> None:
        picker = self.bar.picker
        if self.context.today() != picker.today:
            follows = self.day == picker.today
            picker.set_today(self.context.today())
            if follows:
                self.show_day(self.context.today())

    def _first_day(self) -> date:
        return self.day - timedelta(days=self.day.weekday()) if self.view.week else self.day

    def go(self, days: int) -> None:
        """Go some days on; what is in hand comes along."""
        self.canvas.carry_on(days)
        self.bar.picker.step(days)

    def _show(self) -> None:
        """Draw the days as they are now, and keep what is chosen where it is still there."""
        days = self.days
        if days is None:
            return
        context, canvas = self.context, self.canvas
        before, here = canvas.picture, canvas.current
        picture = picture_of(days, self.view, now=context.now(), zone=context.clinic.tz)
        picture.parked = frozenset(self.tray.slots)
        self.here.marks.mark(picture)
        canvas.narrowest = _WEEK_LANE if picture.groups else _DAY_LANE
        canvas.heading_leads_to = "the day" if self.view.week else "the week"
        same = [lane.key for lane in before.lanes] == [lane.key for lane in picture.lanes]
        picture.cursor = before.cursor if same else None
        if not same:
            self.here.lanes_changed()
        else:
            picture.ghost, picture.lifted = before.ghost, before.lifted
        canvas.show_picture(picture)
        canvas.set_zoom(self.view.zoom)
        if not same:
            canvas.reveal_now()
            if here is not None:
                # Whoever looks at the same session another way stays on it.
                canvas.select(here.session.id)
        self.details.refresh()
        self.bar.show_view(self.view, columns_of(days, self.view))
        self._show_title()
        for day in days.days:
            for slot in day.slots:
                self.tray.update_slot(slot)

    def _show_title(self) -> None:
        first = self._first_day()
        if self.view.week:
            week = first.isocalendar().week
            last = first + timedelta(days=_DAYS_A_WEEK - 1)
            words = f"Week {week}, {short_day(first)} to {short_day(last)} {last.year}"
        else:
            words = long_day(first)
        self.header.set_title("Schedule", words)

    # -- views -----------------------------------------------------------------------------------

    def _look_changed(self, view: ScheduleView) -> None:
        before, self.view = self.view, view
        self.details.hide()
        if self.days is None:
            return
        if (view.week, view.rooms) != (before.week, before.rooms):
            self.reload()
        else:
            self._show()

    def _open_lane(self, column: int) -> None:
        """From a day of the week to that day; from a therapist or room of the day to their week."""
        lane, chosen = self.canvas.picture.lanes[column], self.view.chosen
        if self.view.week:
            self.looking.look(replace(self.view, week=False, chosen=chosen if len(chosen) > 1 else ()))
            self.show_day(lane.on)
        elif own := lane.room_id if lane.of_room else lane.therapist_id:
            self.looking.look(replace(self.view, week=True, chosen=(own,)))

    def zoom(self, direction: int) -> None:
        """Closer (1), further away (-1), or as it fits (0)."""
        if direction:
            self.canvas.step_zoom(direction)
        else:
            self.canvas.set_zoom(1.0)
            self._zoomed(1.0)

    def _zoomed(self, zoom: float) -> None:
        self.details.follow()
        self.looking.zoomed(zoom)
        self.view = self.looking.view

    def _open_details(self, slot: "BookedSlot") -> None:
        """In place of a booking that was begun."""
        self.here.leave()
        self.details.open(slot)

    # -- making ----------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        frame = Card(margin=SPACE // 2)
        frame.column.addWidget(self.canvas)
        self.column.setSpacing(SPACE + 4)
        self.column.addWidget(self.header)
        self.column.addWidget(self.bar)
        self.column.addWidget(frame, 1)
        self.column.addWidget(self.tray)

    def _connect(self) -> None:
        bar, canvas = self.bar, self.canvas
        bar.day_chosen.connect(lambda _day: self.reload())
        bar.view_chosen.connect(self.looking.look)
        bar.zoom_requested.connect(self.zoom)
        bar.saved_view_requested.connect(self.looking.recall)
        bar.save_requested.connect(self.looking.save)
        self.looking.saved_changed.connect(bar.show_saved)
        self.looking.view_changed.connect(self._look_changed)
        self.handling.session_moved.connect(self._sessions_touched)
        self.handling.day_changed.connect(self.records_changed)
        self.handling.day_requested.connect(self.show_day)
        canvas.zoom_changed.connect(self._zoomed)
        canvas.heading_picked.connect(self._open_lane)
        self.tray.changed.connect(self._fit_height)
        details = self.details
        details.session_changed.connect(self._sessions_touched)
        details.refused.connect(self.records_changed)
        details.patient_requested.connect(self.patient_requested)
        details.sheet_requested.connect(self.visit_sheet_requested)
        details.park_requested.connect(self.handling.park)
        details.earlier_requested.connect(self.earlier_requested)
        here, quick = self.here, self.quick
        details.quiet = lambda: quick.isVisible() or here.waiting.isVisible()
        here.opened.connect(details.hide)
        canvas.session_picked.connect(self._open_details)
        here.day_requested.connect(self.show_day)
        here.session_booked.connect(self._sessions_touched)
        here.session_booked.connect(self.session_booked)
        here.waiting.session_booked.connect(self.session_booked)
        here.waiting.changed.connect(self.records_changed)
        here.waiting.patient_requested.connect(self.patient_requested)
        quick.judgement_opened.connect(self.judgement_opened)
        in_focus = self.in_focus
        in_focus.patient_opened.connect(self.patient_opened)
        in_focus.session_opened.connect(self.session_opened)
        in_focus.patient_seen.connect(self.patient_seen)
        in_focus.patient_cleared.connect(self.patient_cleared)
        quick.registration_requested.connect(self.registration_requested)
        quick.booking_requested.connect(self.booking_requested)
        self.book_button.clicked.connect(self.new_booking_requested)
        self.context.actor_changed.connect(lambda _actor: self.looking.follow_actor())
        self.context.clinic_changed.connect(lambda _clinic: self.records_changed())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Where there is little height, the calendar gets what there is."""
        super().resizeEvent(event)
        self._fit_height()

    def _fit_height(self) -> None:
        low = self.height() < _LOW * text_factor()
        self.header.setVisible(not low)
        self.tray.setVisible(not low or bool(self.tray.slots))
        self.bar.show_least(low)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """The keys of the page that no field wanted."""
        if not enter_presses(event, self.focusWidget()) and not take_key(self, event):
            super().keyPressEvent(event)
