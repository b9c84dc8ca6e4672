"""The page that books: what suits, when it is free, and one button."""

from datetime import date, datetime, time
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from clinicdesk.desk.booking_views import Offer
from clinicdesk.desk.wording import urgent_actions
from clinicdesk.domain.patient import Patient
from clinicdesk.domain.session import BookingRequest, Session
from clinicdesk.domain.suitability import GENTLEST, Kind, Technique
from clinicdesk.errors import ClinicDeskError, SlotTaken
from clinicdesk.ui.booking.body import BookingBody
from clinicdesk.ui.booking.keys import BOOKING_KEYS
from clinicdesk.ui.booking.outcome import BookedCard
from clinicdesk.ui.booking.plan import BookingPlan
from clinicdesk.ui.booking.right_side import RightSide
from clinicdesk.ui.booking.summary import BookingSummary, sentence_of, who_of
from clinicdesk.ui.booking.type_column import TypeColumn
from clinicdesk.ui.enter_key import enter_presses
from clinicdesk.ui.fields import button
from clinicdesk.ui.page_header import PageHeader
from clinicdesk.ui.pages import KeyHelp, Page

if TYPE_CHECKING:
    from clinicdesk.ui.context import DeskContext

_MINUTE_MS = 60_000


class BookingPage(Page):
    """Books a session for one person.

    Signals:
        technique_focused(Technique): another session type is looked at.
        judgement_opened(Patient, Judgement, Answers): what counts for it, for the panel.
        session_booked(Session): a session is in the book.
        visit_sheet_requested(session_id): print the sheet of the session just booked.
        urgent_sheet_requested: print what to do now.
        intake_requested(Patient): ask the questions first.
        staff_requested, earlier_requested(patient_id, Session or None): add a therapist, wait for an earlier time.
    """

    technique_focused = Signal(object)
    judgement_opened = Signal(object, object, object)
    session_booked = Signal(object)
    visit_sheet_requested = Signal(str)
    urgent_sheet_requested = Signal()
    intake_requested = Signal(object)
    staff_requested = Signal()
    earlier_requested = Signal(str, object)

    def __init__(self, context: "DeskContext", parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.plan: BookingPlan | None = None
        self.booked: Session | None = None
        self.header = PageHeader("Book a session")
        self.back_button = button("Back", role="quiet", icon="arrow-left", keys="Esc")
        self.what = TypeColumn()
        self.types, self.no_intake = self.what.types, self.what.no_intake
        self._right = RightSide(context)
        self.day, self.next_free, self.stop_card = self._right.day, self._right.next_free, self._right.stop_card
        self.next_free_button = button("Next free", role="quiet", icon="calendar-check", keys="Ctrl+F")
        self.next_free_button.setShortcut("Ctrl+F")
        self.summary = BookingSummary()
        self.booked_card = BookedCard()
        self._lay_out()
        self._connect()
        self._timer = QTimer(self)
        self._timer.setInterval(_MINUTE_MS)
        self._timer.timeout.connect(lambda: self.day.view.pass_time(self.context.now()))
        self._timer.start()

    # -- called by the window --------------------------------------------------------------------

    def start(self, patient: Patient, technique: Technique | None = None) -> None:
        """Begin a booking: the technique wished for, or what suits best, at the first time it fits."""
        try:
            self.plan = BookingPlan(self.context, patient)
        except ClinicDeskError as error:
            self.context.messages.show_error(error)
            return
        self.booked = None
        plan = self.plan
        offer = plan.offer_of(technique) if technique else None
        offer = offer or plan.first_bookable()
        if offer is not None and not plan.stopped:
            plan.choose_type(offer)
            plan.go_on()
        self._render()
        self._tell_offer()
        (self.stop_card.print_button if plan.stopped else self.types).setFocus()

    def choose_technique(self, technique: Technique) -> None:
        """Look at the session type of a technique, as chosen in the panel."""
        offer = self.plan.offer_of(technique) if self.plan else None
        if offer is not None:
            self._choose_offer(offer)
            self.types.setFocus()

    def page_shown(self) -> None:
        """Read the day anew: another desk may have booked, or the intake may be done."""
        if self.plan is None:
            return
        self.day.picker.set_today(self.context.today())
        known = self.plan.intake
        latest = self.context.desk.intakes.latest(
            self.plan.patient.id, actor=self.context.actor, now=self.context.now()
        )
        if (latest and latest.id) != (known and known.id):
            self.start(self.plan.patient, self.plan.offer.session_type.technique if self.plan.offer else None)
        else:
            self.records_changed()

    def records_changed(self) -> None:
        """Another desk has changed something: read the day anew, unless a day or a time is just being typed."""
        typing = self.focusWidget() in {self.day.picker.editor, self.summary.start}
        if self.plan is not None and self.booked is None and not typing:
            self.plan.refresh()
            self._render()

    def print_current(self) -> None:
        """Print the sheet of what was booked, or of what to do now."""
        if self.booked is not None:
            self.visit_sheet_requested.emit(self.booked.id)
        elif self.plan is not None and self.plan.stopped:
            self.urgent_sheet_requested.emit()
        else:
            self.context.messages.info("Book the session first, then print its sheet.")

    def keys(self) -> tuple[KeyHelp, ...]:
        """The keys of this page."""
        return BOOKING_KEYS

    # -- choosing ----------------------------------------------------------------------------------

    def book(self) -> None:
        """Book what is chosen; never while a day or a time stands there that could not be read."""
        plan = self.plan
        unread = self.day.misread or not self.summary.book_button.isEnabled()
        if plan is None or not plan.ready or self.booked is not None or unread:
            return
        try:
            words, session = sentence_of(plan), plan.book()
        except SlotTaken as taken:
            self._render()
            self.summary.show_taken(str(taken), plan)
            (self.summary.clash.way_out or self.types).setFocus()
            return
        except ClinicDeskError as error:
            self.context.messages.show_error(error)
            plan.refresh()
            self._render()
            return
        self.booked = session
        self._show_booked(words, session)
        self.session_booked.emit(session)

    def _show_booked(self, words: str, session: Session) -> None:
        plan = self.plan
        if plan is None or plan.session_type is None:
            return
        plan.refresh()
        self._render()
        massage = plan.session_type.kind is Kind.MASSAGE
        pairing = massage and plan.assess(plan.session_type.technique).offer_physical_therapy
        told = self.context.desk.plans.told(session, now=self.context.now())
        self.booked_card.show_booked(
            words, told, held=session.held, pairing=pairing, far=plan.on > self.context.today()
        )

    def _book_therapy_too(self) -> None:
        """The same page with exercise chosen, at the first time after the massage."""
        if self.plan is None or self.booked is None:
            return
        ended = self.booked.ends_at
        self.booked = None
        offer = self.plan.offer_of(GENTLEST[Kind.PHYSICAL_THERAPY])
        if offer is not None:
            self.plan.therapist_id = None
            self.plan.choose_type(offer)
            self.plan.propose_after(ended)
            self._tell_offer()
            self._render_and_focus()

    def _render_and_focus(self) -> None:
        self._render()
        # A button that cannot be pressed would let the keyboard slip off the page.
        (self.summary.book_button if self.summary.book_button.isEnabled() else self.types).setFocus()

    def _choose_offer(self, offer: Offer) -> None:
        if self.plan is not None:
            self.booked = None
            self.plan.choose_type(offer)
            self._render()
            self._tell_offer()

    def _choose_day(self, day: date) -> None:
        if self.plan is not None:
            self.booked = None
            self.plan.choose_day(day)
            self._render()
            self._tell_offer()

    def _choose_therapist(self, therapist_id: str | None) -> None:
        if self.plan is not None:
            self.plan.choose_therapist(therapist_id)
            self._render()

    def _choose_room(self, room_id: str | None) -> None:
        if self.plan is not None:
            self.plan.choose_room(room_id)
            self._render()

    def _choose_slot(self, therapist_id: str, starts_at: datetime) -> None:
        if self.plan is not None and self.plan.session_type is not None:
            self.booked = None
            self.plan.choose_slot(therapist_id, starts_at)
            self._render()

    def _choose_start(self, typed: time) -> None:
        if self.plan is not None:
            self.plan.choose_start(datetime.combine(self.plan.on, typed, self.plan.zone))
            self._render()

    def _take(self, alternative: BookingRequest) -> None:
        if self.plan is not None:
            self.plan.take(alternative)
            self._render_and_focus()

    def show_next_free(self) -> None:
        """List the next free times for the session type looked at."""
        if self.plan is not None and self.booked is None:
            # What was proposed so far would stand under the list as if it were of it.
            self.summary.setVisible(not self._right.show_next_free(self.plan))

    def _take_offer(self, offer: Offer) -> None:
        self._choose_offer(offer)
        self._render_and_focus()

    # -- showing -----------------------------------------------------------------------------------

    def _render(self) -> None:
        plan = self.plan
        if plan is None:
            return
        told = (who_of(plan.patient, self.context.today()), plan.attendance)
        self.header.set_title("Book a session", " · ".join(filter(None, told)))
        self.what.show_plan(plan)
        self._right.show_plan(plan)
        self.summary.setVisible(not plan.stopped and self.booked is None)
        self.booked_card.setVisible(self.booked is not None)
        if plan.stopped:
            clinic = self.context.clinic
            assessment = plan.assess(GENTLEST[Kind.MASSAGE])
            self.stop_card.show_stop(urgent_actions(assessment, clinic), clinic.emergency_number, clinic.phone)
            return
        self.summary.show_plan(plan)
        self.day.show_plan(plan, self.context.now(), choosing=self.booked is None)

    def _tell_offer(self) -> None:
        """Let the panel follow; without an intake it has better things to say."""
        plan = self.plan
        if plan is None or plan.offer is None:
            return
        technique = plan.offer.session_type.technique
        self.technique_focused.emit(technique)
        if plan.intake is not None:
            self.judgement_opened.emit(plan.patient, plan.judge(technique), plan.answers)

    # -- making ------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.header.aside.addWidget(self.next_free_button)
        self.header.aside.addWidget(self.back_button)
        self.column.addWidget(self.header)
        self.body = BookingBody(self.what, self._right, self.summary, self.booked_card)
        self.column.addWidget(self.body, 1)
        self.booked_card.hide()

    def _connect(self) -> None:
        self.back_button.clicked.connect(self.closed)
        self.next_free_button.clicked.connect(self.show_next_free)
        self.next_free.slot_taken.connect(self._take)
        self.next_free.left.connect(self._render_and_focus)
        self.no_intake.intake_requested.connect(self._ask_for_intake)
        self.types.offer_focused.connect(self._choose_offer)
        self.types.offer_confirmed.connect(self.day.view.setFocus)
        self.day.day_chosen.connect(self._choose_day)
        self.day.therapist_chosen.connect(self._choose_therapist)
        self.day.start_picked.connect(self._choose_slot)
        self.day.start_confirmed.connect(self.summary.book_button.setFocus)
        summary, card = self.summary, self.booked_card
        summary.start_typed.connect(self._choose_start)
        summary.room_chosen.connect(self._choose_room)
        summary.alternative_chosen.connect(self._take)
        summary.offer_chosen.connect(self._take_offer)
        summary.staff_requested.connect(self.staff_requested)
        summary.intake_requested.connect(self._ask_for_intake)
        summary.booking_confirmed.connect(self.book)
        card.pairing_requested.connect(self._book_therapy_too)
        card.earlier_requested.connect(self._ask_earlier)
        self.next_free.earlier_requested.connect(self._ask_earlier)
        card.sheet_requested.connect(self.print_current)
        card.another_requested.connect(lambda: self.start(self.plan.patient) if self.plan else None)
        card.done_requested.connect(self.closed)
        self.stop_card.sheet_requested.connect(self.urgent_sheet_requested)

    def _ask_earlier(self) -> None:
        if self.plan is not None:
            self.earlier_requested.emit(self.plan.patient.id, self.booked)

    def _ask_for_intake(self) -> None:
        if self.plan is not None:
            self.intake_requested.emit(self.plan.patient)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """The keys of the page that no field wanted."""
        if enter_presses(event, self.focusWidget()):
            return
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if control:
                self.book()
            case Qt.Key.Key_Escape:
                self.closed.emit()
            case Qt.Key.Key_P if control:
                self.print_current()
            case Qt.Key.Key_PageUp if not control:
                self.day.picker.step(-1)
            case Qt.Key.Key_PageDown if not control:
                self.day.picker.step(1)
            case Qt.Key.Key_T if not control:
                self.day.picker.choose(self.context.today())
            case _:
                super().keyPressEvent(event)
