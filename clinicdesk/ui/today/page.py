"""The page of the day: who is expected, who waits, who is in session, and the next step for each."""

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QStackedWidget, QWidget

from clinicdesk.desk.views import SessionRow
from clinicdesk.domain.session import Session
from clinicdesk.errors import ClinicDeskError
from clinicdesk.ui.day_picker import DayPicker
from clinicdesk.ui.enter_key import enter_presses
from clinicdesk.ui.fields import EmptyState, button
from clinicdesk.ui.page_header import PageHeader
from clinicdesk.ui.pages import KeyHelp, Page
from clinicdesk.ui.style import SPACE, set_role
from clinicdesk.ui.today.arriving import Arriving
from clinicdesk.ui.today.counts import Counts
from clinicdesk.ui.today.door import Door
from clinicdesk.ui.today.frame import DayFrame
from clinicdesk.ui.today.line_forms import LineForms
from clinicdesk.ui.today.model import TodayModel
from clinicdesk.ui.today.scoring import Scoring
from clinicdesk.ui.today.steps import DAY_KEYS, DaySteps, Step
from clinicdesk.ui.today.table import DayTable
from clinicdesk.ui.today.therapist_filter import TherapistFilter
from clinicdesk.ui.today.undo_button import UndoButton
from clinicdesk.ui.when import long_day

if TYPE_CHECKING:
    from clinicdesk.domain.patient import Patient
    from clinicdesk.ui.context import DeskContext

TICK_MS = 15_000


class TodayPage(Page):
    """The sessions of a day, today's to begin with.

    Signals:
        assessment_changed(Patient, Judgement, Answers): an answer landed at the door.
        session_opened(Session): look at what was said about a session.
        patient_seen(patient_id): the keyboard is on a session of this person.
        visit_sheet_requested(session_id): print the sheet of a session.
        patient_requested(patient_id): open the record of a person.
        new_booking_requested: book a session for somebody.
        technique_chosen(Technique): another session type is looked at for a walk-in.
        walk_in_requested: ask who has come without a booking.
        intake_requested(Patient): go through the full intake, which is due.
        booking_requested(Patient, Technique): book something else in place of what is not suitable today.
        follow_up_requested(title, patient_id): show a list of what has to be followed up, and somebody in it.
    """

    assessment_changed = Signal(object, object, object)
    session_opened = Signal(object)
    patient_seen = Signal(str)
    visit_sheet_requested = Signal(str)
    patient_requested = Signal(str)
    new_booking_requested = Signal()
    walk_in_requested = Signal()
    technique_chosen = Signal(object)
    intake_requested = Signal(object)
    booking_requested = Signal(object, object)
    follow_up_requested = Signal(str, str)

    def __init__(self, context: "DeskContext", parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.model = TodayModel(context.clinic.tz, context.now(), self)
        self.table = DayTable(self.model)
        self.steps = DaySteps(context, self)
        self.arriving = Arriving(context, self.steps, self)
        self.forms = LineForms(context, self.table, self.steps, self)
        self.scoring = Scoring(context, self.steps, self.table)
        self.counts = Counts()
        self.therapist_filter = TherapistFilter()
        self.picker = DayPicker(context.today(), day_first=context.clinic.day_first)
        self.picker.today_button.setToolTip("Back to today (T)")
        self.undo_button = UndoButton()
        self.walk_in_button = button("Walk-in", icon="footprints")
        self.walk_in_button.setToolTip("Somebody without a booking: booked and arrived in one step (W)")
        self.book_button = button("Book", role="primary", icon="calendar-plus", keys="Ctrl+B")
        self.header = PageHeader("Today", self.book_button)
        self.day_fault = set_role(QLabel(), "error")
        self.empty = EmptyState("calendar-days", "No sessions on this day", "", "Book a session")
        self._states = QStackedWidget()
        self._lay_out()
        self._connect()
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self.tick)
        self._timer.start()
        self._follow_actor()

    # -- called by the window --------------------------------------------------------------------

    def page_shown(self) -> None:
        """Read the day anew: another desk may have booked meanwhile."""
        self._new_day()
        self.reload()
        self.table.setFocus()

    def page_left(self) -> None:
        """Leave no half-filled form behind."""
        self.table.close_form()
        self.door.close_questions()
        self.door.close_walk_in()

    def print_current(self) -> None:
        """Print the sheet of the session the keyboard is on."""
        row = self.table.current_row()
        if row is None:
            self.context.messages.info("There is no session to print a sheet for on this day.")
        else:
            self.visit_sheet_requested.emit(row.session.id)

    def records_changed(self) -> None:
        """Show the day as it is on file now; a half-filled form, the selection and the scroll position stay."""
        current = self.table.current_row()
        rows = self._read()
        if rows is None:
            return
        self.model.set_now(self.context.now())
        self.model.merge_rows(rows)
        self._fill_filter()
        self._show_state()
        self._show_undo()
        if current is not None and self.model.place_of(current.session.id) is not None:
            self.table.select_session(current.session.id)

    def undo(self) -> None:
        """Take back the last deed of this desk, or the last answer of who is being asked."""
        if self.door.questions is not None:
            self.door.questions.travel(back=True)
        else:
            super().undo()

    def redo(self) -> None:
        """Do again what was taken back last."""
        if self.door.questions is not None:
            self.door.questions.travel(back=False)
        else:
            super().redo()

    def keys(self) -> tuple[KeyHelp, ...]:
        """The keys of this page."""
        if self.door.questions is not None:
            return self.door.questions.keys()
        if self.door.stranger is not None:
            return self.door.stranger.keys()
        return DAY_KEYS

    def walk_in(self, patient: "Patient") -> None:
        """Find something for somebody who has come without a booking."""
        self.show_day(self.context.today())
        self.table.close_form()
        self.door.walk_in(patient)

    # -- the day -------------------------------------------------------------------------------

    @property
    def day(self) -> date:
        """The day shown."""
        return self.picker.day

    def show_day(self, day: date) -> None:
        """Show another day."""
        self.picker.choose(day)

    def reload(self) -> None:
        """Read the day's sessions, and stay on the session the keyboard was on."""
        current = self.table.current_row()
        context = self.context
        rows = self._read()
        if rows is None:
            return
        self.model.set_limits(context.clinic.waiting_minutes, context.clinic.late_minutes)
        self.model.set_now(context.now())
        self.model.set_rows(rows, context.clinic.tz)
        self._fill_filter()
        self._show_state()
        self._show_undo()
        if current is None:
            self.table.bring_up(self._next_expected())
        else:
            self.table.select_session(current.session.id)

    def _read(self) -> list[SessionRow] | None:
        context = self.context
        try:
            return context.desk.day.sessions(
                self.day, plans=not context.starting, actor=context.actor, now=context.now()
            )
        except ClinicDeskError as error:
            context.messages.show_error(error)
            return None

    def tick(self) -> None:
        """Time has passed: waiting times grow, and at midnight a new day begins."""
        self.model.set_now(self.context.now())
        self._new_day()

    def _new_day(self) -> None:
        if self.context.today() != self.picker.today:
            follows = self.day == self.picker.today
            self.picker.set_today(self.context.today())
            if follows:
                self.show_day(self.context.today())

    def _next_expected(self) -> str | None:
        """The first session that still needs the desk."""
        rows = (self.model.row_at(place) for place in range(self.model.rowCount()))
        return next((row.session.id for row in rows if row and row.session.status.next_steps), None)

    def _select_first(self, records: tuple[object, ...]) -> None:
        """Move to the session that was put back, where it is shown."""
        shown = (each.id for each in records if isinstance(each, Session) and self.model.place_of(each.id) is not None)
        if session_id := next(shown, None):
            self.table.select_session(session_id)
            self.table.setFocus()

    def _show_walk_in(self, session: Session) -> None:
        self.reload()
        self._select_first((session,))

    # -- steps -----------------------------------------------------------------------------------

    def _take(self, row: SessionRow, step: Step) -> None:
        self.table.close_form()
        if self.arriving.takes(row, step):
            self.arriving.take(row, step)
        else:
            self.steps.take(row, step)

    def _row_changed(self, row: SessionRow) -> None:
        self.model.update_row(row)
        self.counts.show_counts(self.model.counts())
        self._show_undo()

    def _show_undo(self) -> None:
        if not self.context.starting:
            self.undo_button.show_action(self.context.undoing.newest())

    # -- who is shown ------------------------------------------------------------------------------

    def _follow_actor(self) -> None:
        """A therapist at the desk looks at the own sessions first; what another did is not theirs to undo."""
        self._show_undo()
        self.table.may_release = self.context.at_therapist
        self.therapist_filter.chosen = self.context.actor.id if self.context.at_therapist else None
        self._fill_filter()
        self._filter()

    def _fill_filter(self) -> None:
        """Everybody who treats, and whoever has a session this day."""
        people = [*self.context.desk.clinic.therapists(), *self.model.therapists()]
        self.therapist_filter.show_people({member.id: member.name for member in people})

    def _filter(self) -> None:
        self.model.show_therapist(self.therapist_filter.chosen)
        self._show_state()
        self.table.bring_up(self._next_expected())

    def _show_state(self) -> None:
        """Title, numbers, and the table or what stands in place of an empty one."""
        is_today = self.day == self.context.today()
        self.header.set_title("Today" if is_today else "Sessions", long_day(self.day))
        self.counts.show_counts(self.model.counts())
        whose = "" if self.therapist_filter.chosen is None else f" for {self.therapist_filter.currentText()}"
        self.empty.title.setText(f"No sessions {'today' if is_today else 'on this day'}{whose}")
        self.empty.text.setText("What is booked appears here, with who waits and what comes next.")
        self._states.setCurrentWidget(self.table if self.model.rowCount() else self.empty)

    def _look_at(self, row: SessionRow | None) -> None:
        """Only where a person went to: the line that a page begins with says nothing about whom they have in mind."""
        if row is not None and self.table.hasFocus():
            self.patient_seen.emit(row.patient.id)

    # -- making ------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.door = Door(self.context, self)
        self.column.addWidget(self.door)
        bar = (self.picker, self.therapist_filter, self.undo_button)
        self.door.addWidget(DayFrame(self.door, self.header, self.counts, bar, (self.day_fault, self._states)))
        self.header.aside.addSpacing(SPACE)
        self.header.aside.addWidget(self.walk_in_button)
        self._states.addWidget(self.table)
        self._states.addWidget(self.empty)
        self.day_fault.hide()

    def _connect(self) -> None:
        table, steps, door = self.table, self.steps, self.door
        table.step_requested.connect(self._take)
        table.cancel_requested.connect(self.forms.ask_reason)
        table.release_requested.connect(self.forms.ask_note)
        table.row_opened.connect(lambda row: self.session_opened.emit(row.session))
        table.row_focused.connect(self._look_at)
        table.tell = self.forms.story_words
        table.story_requested.connect(self.forms.tell_story)
        table.print_requested.connect(lambda row: self.visit_sheet_requested.emit(row.session.id))
        table.patient_requested.connect(lambda row: self.patient_requested.emit(row.patient.id))
        door.assessment_changed.connect(self.assessment_changed)
        door.answers_kept.connect(self.reload)
        door.checked_in.connect(self.arriving.tell)
        door.later_requested.connect(self.arriving.later)
        door.closed.connect(self.table.take_keyboard)
        self.arriving.questions_requested.connect(door.ask)
        self.arriving.form_requested.connect(self.forms.open)
        self.arriving.intake_requested.connect(self.intake_requested)
        self.arriving.booking_requested.connect(self.booking_requested)
        self.arriving.calls_requested.connect(self.follow_up_requested)
        steps.row_changed.connect(self._row_changed)
        steps.reload_requested.connect(self.records_changed)
        self.book_button.clicked.connect(self.new_booking_requested)
        self.walk_in_button.clicked.connect(self.walk_in_requested)
        door.walked_in.connect(self._show_walk_in)
        door.technique_chosen.connect(self.technique_chosen)
        self.empty.action_requested.connect(self.new_booking_requested)
        self.picker.day_chosen.connect(lambda _day: self.reload())
        self.picker.day_misread.connect(self._show_day_fault)
        self.therapist_filter.therapist_chosen.connect(lambda _therapist: self._filter())
        self.context.actor_changed.connect(lambda _actor: self._follow_actor())
        self.context.undoing.turned.connect(self._select_first)
        self.context.settled.connect(self.records_changed)
        self.context.clinic_changed.connect(lambda _clinic: self.reload())

    def _show_day_fault(self, sentence: str) -> None:
        self.day_fault.setText(sentence)
        self.day_fault.setVisible(bool(sentence))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """The keys of the page that no field wanted."""
        if enter_presses(event, self.focusWidget()):
            return
        control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        match event.key():
            case Qt.Key.Key_W if not event.modifiers():
                self.walk_in_requested.emit()
            case Qt.Key.Key_P if control:
                self.print_current()
            case Qt.Key.Key_PageUp if not event.modifiers():
                self.picker.step(-1)
            case Qt.Key.Key_PageDown if not event.modifiers():
                self.picker.step(1)
            case Qt.Key.Key_T if not event.modifiers():
                self.show_day(self.context.today())
            case _:
                super().keyPressEvent(event)
