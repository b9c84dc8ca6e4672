"""Booking where one stands in the schedule: who, then what, then Enter."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from clinicdesk.desk.booking_views import Offer
from clinicdesk.desk.views import PatientSummary
from clinicdesk.domain.session import Session
from clinicdesk.errors import ClinicDeskError, SlotTaken
from clinicdesk.ui.booking.alternatives import Alternative, alternatives_of
from clinicdesk.ui.booking.plan import BookingPlan
from clinicdesk.ui.booking.room_choice import RoomChoice
from clinicdesk.ui.booking.summary import sentence_of, who_of
from clinicdesk.ui.booking.trouble import Trouble, alternative_choice, note_of, trouble_of
from clinicdesk.ui.booking.type_list import TypeList
from clinicdesk.ui.enter_key import enter_presses, is_save
from clinicdesk.ui.fields import button
from clinicdesk.ui.names import left_to_right
from clinicdesk.ui.note_line import NoteLine
from clinicdesk.ui.person_search import PersonSearch
from clinicdesk.ui.schedule.free_place import FreePlace
from clinicdesk.ui.schedule.popover import Popover
from clinicdesk.ui.style import SPACE, set_role, text_factor

if TYPE_CHECKING:
    from clinicdesk.ui.context import DeskContext

_WIDTH = 356
_TYPES_HEIGHT, _LIST_LEAST = 232, 76


class QuickBooking(Popover):
    """Books at one place of the schedule, with the verdict beside every type before it is chosen.

    Signals:
        session_booked(Session, str): it is in the book; what was booked, in words.
        place_changed: another place than the one picked was taken; it stands in ``place``.
        plan_changed: what would be booked is another thing, or nothing.
        judgement_opened(Patient, Judgement, Answers): what counts for the type looked at.
        registration_requested(text): the person is new.
        booking_requested(Patient): everything else about this booking.
        waiting_requested: choose somebody of the waiting list instead.
    """

    session_booked = Signal(object, str)
    place_changed = Signal()
    plan_changed = Signal()
    judgement_opened = Signal(object, object, object)
    registration_requested = Signal(str)
    booking_requested = Signal(object)
    waiting_requested = Signal()

    def __init__(self, context: "DeskContext", page: QWidget) -> None:
        super().__init__(page, _WIDTH)
        self._context = context
        self.place: FreePlace | None = None
        self.plan: BookingPlan | None = None
        self._waiting = ""
        self.when = set_role(QLabel(), "heading")
        self.search = PersonSearch(context)
        self.waiting_button = button("", role="link", icon="hourglass")
        self.who = set_role(QLabel(), "strong")
        self.change_button = button("Change", role="link")
        self.change_button.setToolTip("Book for somebody else")
        self.types = TypeList()
        self.note = set_role(QLabel(), "muted")
        self.notes = NoteLine()
        for label in (self.when, self.who, self.note):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.trouble = Trouble(upright=True)
        self.room = RoomChoice("Room: on arrival")
        self.more_button = button("More choices…", role="quiet")
        self.book_button = button("Book", role="primary", icon="calendar-check", keys="Return")
        self._person, self._buttons = QWidget(), QWidget()
        self.setAccessibleName("Book here")
        self._lay_out()
        self._connect()

    def open_at(self, place: FreePlace, beside: QRect) -> None:
        """Ask for whom, beside a place of the schedule; whoever is chosen already goes along to another place."""
        self._stand_at(place)
        if self.plan is None or not self.isVisible():
            self.plan = None
            self.search.clear()
        else:
            self._go_to_place(self.plan, place)
        self._show_state()
        self.open_beside(beside)
        (self.types if self.plan is not None else self.search).setFocus()

    def _stand_at(self, place: FreePlace) -> None:
        self.place = place
        self.when.setText(place.words(self._context.clinic.tz))

    def show_waiting(self, words: str) -> None:
        """Tell how many people of the waiting list could have the time, and who was offered it; empty for nobody."""
        self._waiting = words
        self.waiting_button.setText(words)

    def leave(self) -> None:
        """Close without booking."""
        self.plan = None
        self.hide()
        self.plan_changed.emit()

    def refresh(self) -> None:
        """Another desk has changed the day: look again, and keep what is typed and chosen."""
        if self.isVisible() and self.plan is not None:
            self.plan.refresh()
            self._take_place()
            self._show_state()

    # -- choosing ------------------------------------------------------------------------------

    def _choose_person(self, person: PatientSummary) -> None:
        context, place = self._context, self.place
        if place is None:
            return
        try:
            patient = context.desk.patients.open(person.id, actor=context.actor, now=context.now())
            plan = BookingPlan(context, patient)
        except ClinicDeskError as error:
            context.messages.show_error(error)
            return
        self.plan = plan
        self._go_to_place(plan, place)
        offer = self._first_offer(plan)
        if offer is not None and not plan.stopped:
            plan.choose_type(offer)
            self._take_place()
        self._show_state()
        (self.types if not plan.stopped else self.change_button).setFocus()
        self._tell()

    def _go_to_place(self, plan: BookingPlan, place: FreePlace) -> None:
        plan.choose_day(self._context.local(place.starts_at).date())
        plan.choose_room(place.room_id or plan.room_id)
        self._take_place()

    def _first_offer(self, plan: BookingPlan) -> Offer | None:
        """What suits best of what is given here and fits into the gap."""
        place = self.place
        member = plan.staff.get(place.therapist_id) if place and place.therapist_id else None

        def rank(offer: Offer) -> tuple[bool, int, int]:
            given = member is None or member.gives(offer.session_type.technique)
            until = place.until if place else None
            fits = until is None or (place is not None and place.starts_at + offer.session_type.occupancy <= until)
            return not given, 0 if fits else offer.session_type.minutes, offer.verdict

        return min((offer for offer in plan.offers if offer.bookable), key=rank, default=plan.first_bookable())

    def _look_at(self, offer: Offer) -> None:
        if self.plan is not None:
            self.plan.choose_type(offer)
            self._take_place()
            self._show_state()
            self._tell()

    def _take_place(self) -> None:
        """The time is the one picked; in the lane of a room, whoever is free then gives it."""
        plan, place = self.plan, self.place
        if plan is None or place is None or plan.session_type is None:
            return
        if place.therapist_id is not None:
            plan.choose_slot(place.therapist_id, place.starts_at)
        else:
            plan.choose_start(place.starts_at)

    def _choose_room(self, room_id: str | None) -> None:
        if self.plan is not None:
            self.plan.choose_room(room_id)
            self._take_place()
            self._show_state()

    def _take(self, alternative: Alternative) -> None:
        """Go to one of the alternatives, on whichever day it is; Enter then books it."""
        plan, request = self.plan, alternative.request
        if plan is None:
            return
        if alternative.offer != plan.offer:
            plan.choose_type(alternative.offer)
        plan.take(request)
        self._stand_at(
            FreePlace(
                request.starts_at, None, request.therapist_id, request.room_id, plan.staff[request.therapist_id].name
            )
        )
        self._show_state()
        (self.book_button if plan.ready else self.types).setFocus()
        self._tell()
        self.place_changed.emit()

    def _confirm(self) -> None:
        """Enter on a type: book it, or on to what leads around what is in the way."""
        if self.trouble.way_out is not None and self.trouble.isVisible():
            self.trouble.way_out.setFocus()
        else:
            self.book()

    def book(self) -> None:
        """Book what is chosen, if it can be."""
        plan, context = self.plan, self._context
        if plan is None or not plan.ready:
            return
        try:
            words, session = sentence_of(plan), plan.book()
        except SlotTaken as taken:
            self._take_place()
            self._show_state()
            self._show_trouble(str(taken))
            (self.trouble.way_out or self.types).setFocus()
            return
        except ClinicDeskError as error:
            context.messages.show_error(error)
            self.refresh()
            return
        self._booked(session, words)

    def _booked(self, session: Session, words: str) -> None:
        self.plan = None
        self.hide()
        self.session_booked.emit(session, words)

    # -- showing -------------------------------------------------------------------------------

    def _show_state(self) -> None:
        plan = self.plan
        chosen = plan is not None
        self.search.setVisible(not chosen)
        self.waiting_button.setVisible(bool(self._waiting) and not chosen)
        for widget in (self._person, self._buttons):
            widget.setVisible(chosen)
        bookable = chosen and plan is not None and not plan.stopped
        self.types.setVisible(bookable)
        self.room.setVisible(bookable)
        self.note.setText("")
        self.notes.show_notes(plan.notes if plan is not None else ())
        if plan is not None:
            self.room.show_rooms(plan)
            self.who.setText(left_to_right(who_of(plan.patient, self._context.today())))
            self.types.show_offers(plan.offers, plan.offer)
            self.book_button.setText("Book as held" if plan.offer is not None and plan.offer.hold else "Book")
            self.book_button.setEnabled(plan.ready)
            self.note.setText(note_of(plan))
        self.note.setVisible(bool(self.note.text()))
        self._show_trouble(trouble_of(plan) if plan is not None else "")
        self.plan_changed.emit()

    def _show_trouble(self, sentence: str) -> None:
        plan, place = self.plan, self.place
        if plan is None or place is None or not sentence:
            self.trouble.hide()
        else:
            found = alternatives_of(self._context, plan, place.starts_at, place.therapist_id)
            lead = "Free near it:" if plan.session_type is not None else "Instead:"
            self.trouble.show_trouble(
                sentence, lead, [alternative_choice(plan, each, partial(self._take, each)) for each in found]
            )
        self.types.setAccessibleDescription(sentence or " ".join(plan.notes if plan is not None else ()))
        if self.isVisible():
            self.fit()

    def _tell(self) -> None:
        """Let the panel follow; without an intake it has better things to say."""
        plan = self.plan
        if plan is not None and plan.offer is not None and plan.intake is not None:
            judgement = plan.judge(plan.offer.session_type.technique)
            self.judgement_opened.emit(plan.patient, judgement, plan.answers)

    def _ask_again(self) -> None:
        self.plan = None
        self.search.clear()
        self._show_state()
        self.fit()
        self.search.setFocus()

    def _more(self) -> None:
        if self.plan is not None:
            patient = self.plan.patient
            self.leave()
            self.booking_requested.emit(patient)

    # -- making --------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        # Rows are hidden whole: an empty one would keep its neighbours narrow, and so make them high.
        person, buttons = QHBoxLayout(self._person), QHBoxLayout(self._buttons)
        for row in (person, buttons):
            row.setContentsMargins(0, 0, 0, 0)
        person.addWidget(self.who, 1)
        person.addWidget(self.change_button)
        buttons.setSpacing(SPACE)
        buttons.addWidget(self.more_button)
        buttons.addStretch(1)
        buttons.addWidget(self.book_button)
        self.head.addWidget(self.when)
        self.head.addWidget(self._person)
        self.column.addWidget(self.search)
        self.column.addWidget(self.waiting_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addWidget(self.types)
        self.column.addWidget(self.note)
        self.column.addWidget(self.notes)
        self.column.addWidget(self.trouble)
        self.column.addWidget(self.room)
        self.foot.addWidget(self._buttons)

    def fit(self) -> None:
        """The people found and the types take what height there is, less where something else has to be read, too."""
        self.types.setFixedHeight(round(_TYPES_HEIGHT * min(text_factor(), 1.4)))
        found = self.types if self.plan is not None else self.search.list
        lacking = self.lacking()
        if lacking > 0:
            least = min(found.height(), round(_LIST_LEAST * text_factor()))
            found.setFixedHeight(max(least, found.height() - lacking))
            found.scrollTo(found.currentIndex())
        super().fit()

    def _connect(self) -> None:
        self.search.person_chosen.connect(self._choose_person)
        self.search.registration_requested.connect(self.registration_requested)
        self.search.resized.connect(lambda: self.fit() if self.isVisible() else None)
        self.change_button.clicked.connect(self._ask_again)
        self.waiting_button.clicked.connect(self.waiting_requested)
        self.types.offer_focused.connect(self._look_at)
        self.types.offer_confirmed.connect(self._confirm)
        self.room.room_chosen.connect(self._choose_room)
        self.more_button.clicked.connect(self._more)
        self.book_button.clicked.connect(self.book)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter presses a button, Ctrl+Enter books, Escape leaves; nothing reaches the schedule below."""
        if enter_presses(event, self.focusWidget()):
            return
        if is_save(event):
            self.book()
        elif event.key() == Qt.Key.Key_Escape:
            super().keyPressEvent(event)
