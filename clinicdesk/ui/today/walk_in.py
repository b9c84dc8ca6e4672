"""Somebody without a booking: what suits, who is free for it first today, booked and arrived in one step."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from clinicdesk.domain.patient import Patient
from clinicdesk.errors import ClinicDeskError
from clinicdesk.ui.booking.type_list import TypeList
from clinicdesk.ui.counted import shown
from clinicdesk.ui.fields import Card, button
from clinicdesk.ui.names import left_to_right
from clinicdesk.ui.note_line import NoteLine
from clinicdesk.ui.page_header import PageHeader
from clinicdesk.ui.pages import bring_into_view, scrolling
from clinicdesk.ui.stacking import stacked
from clinicdesk.ui.style import SPACE, set_role, text_factor, verdict_words
from clinicdesk.ui.when import clock

if TYPE_CHECKING:
    from clinicdesk.desk.booking_views import Offer
    from clinicdesk.desk.walk_ins import WalkInOffer
    from clinicdesk.ui.context import DeskContext
    from clinicdesk.ui.pages import KeyHelp

KEYS: tuple["KeyHelp", ...] = (
    ("Up  Down", "Another session type"),
    ("Return", "Book and arrive"),
    ("Esc", "Back to the day, nothing booked"),
)


_LEAST = 150
"""Of the session types in pixels at 100 % text, where they stand below their time."""


class WalkInView(QWidget):
    """Session types with their verdict, and the first free time for the one looked at.

    Signals:
        taken(Session): booked and arrived.
        technique_chosen(Technique): another session type is looked at.
        left: nothing is to be done.
    """

    taken = Signal(object)
    technique_chosen = Signal(object)
    left = Signal()

    def __init__(self, context: "DeskContext", patient: Patient) -> None:
        super().__init__()
        self._context = context
        self.patient = patient
        self._offers: dict[str, WalkInOffer] = {}
        self._chosen: WalkInOffer | None = None
        self.types = TypeList()
        self.first = set_role(QLabel(), "heading")
        self.detail = set_role(QLabel(), "muted")
        self.attendance = set_role(QLabel(), "detail")
        self.notes = NoteLine()
        self.take_button = button("Book and arrive", role="primary", icon="user-check", keys="Ctrl+Return")
        self.back_button = button("Back to the day", role="quiet", icon="arrow-left", keys="Esc")
        self._lay_out()
        self.types.offer_focused.connect(self._look_at)
        self.types.offer_confirmed.connect(self.take)
        self.take_button.clicked.connect(self.take)
        self.back_button.clicked.connect(self.left)

    def begin(self) -> None:
        """Read what can be given now, and look at the first that can."""
        context = self._context
        found = context.desk.walk_ins.offers(self.patient, actor=context.actor, now=context.now())
        self._offers = {each.offer.session_type.id: each for each in found}
        possible = [each for each in found if each.request is not None]
        first = min(possible, key=lambda each: each.offer.verdict) if possible else next(iter(found), None)
        told = context.desk.day.attendance(self.patient.id, now=context.now()).words
        self.attendance.setText(told)
        self.attendance.setVisible(bool(told))
        self.types.show_offers([each.offer for each in found], first.offer if first else None)
        if first is not None:
            self._look_at(first.offer)
        self.types.setFocus()

    def keys(self) -> tuple["KeyHelp", ...]:
        """The keys of this view."""
        return KEYS

    def take(self) -> None:
        """Book what is looked at and mark the arrival, or say why not."""
        chosen, context = self._chosen, self._context
        if chosen is None or chosen.request is None or chosen.therapist is None:
            return
        try:
            session = context.desk.walk_ins.take(chosen.request, actor=context.actor, now=context.now())
        except ClinicDeskError as error:
            context.messages.show_error(error)
            self.begin()
            return
        undo = context.undoing.just_done()
        self.taken.emit(session)
        at = clock(session.starts_at, context.clinic.tz)
        context.messages.info(
            f"{self.patient.details.full_name} is here: {chosen.offer.session_type.name} "
            f"at {at} with {chosen.therapist.name}.",
            undo,
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Escape leaves, Ctrl+Enter takes."""
        control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and control:
            self.take()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Where all of it scrolls, the session types and their time are what is in sight."""
        super().resizeEvent(event)
        bring_into_view(self.detail)
        bring_into_view(self.types)

    def _look_at(self, offer: "Offer") -> None:
        chosen = self._chosen = self._offers.get(offer.session_type.id)
        if chosen is None:
            return
        self.technique_chosen.emit(offer.session_type.technique)
        self.notes.show_notes(chosen.notes)
        if chosen.request is not None and chosen.therapist is not None:
            at = clock(chosen.request.starts_at, self._context.clinic.tz)
            self.first.setText(left_to_right(f"{at} with {chosen.therapist.name}"))
            counted = shown(offer.verdict, offer.renewal).words
            detail = f"{offer.session_type.name}, {offer.session_type.minutes} min: {counted}."
            self.detail.setText(detail + (" Held: a therapist decides before it starts." if offer.hold else ""))
        elif not offer.bookable:
            self.first.setText(verdict_words(offer.verdict))
            self.detail.setText(f"{offer.session_type.name} cannot be given today; the panel says why.")
        else:
            self.first.setText("No free time left today")
            self.detail.setText(f"Nobody is free for {offer.session_type.name}. Book another day instead.")
        self.take_button.setEnabled(chosen.request is not None)

    def _lay_out(self) -> None:
        for label in (self.first, self.detail):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        large = stacked()
        name = self.patient.details.full_name
        header = PageHeader("Walk-in", self.take_button)
        header.set_title(f"Walk-in: {name}" if large else "Walk-in", "" if large else name)
        what = Card(margin=SPACE)
        what.column.addWidget(self.types)
        when = Card(margin=(2 if large else 3) * SPACE)
        when.column.setSpacing(SPACE)
        when.column.addWidget(set_role(QLabel("First free today"), "label"))
        for widget in (self.first, self.detail, self.notes, self.attendance):
            when.column.addWidget(widget)
        when.column.addStretch(1)
        cards: QBoxLayout = QVBoxLayout() if large else QHBoxLayout()
        cards.setSpacing(2 * SPACE)
        cards.addWidget(what, 3)
        cards.addWidget(when, 2)
        # In large text no name would have room beside a time: one stands below the other, and all of it scrolls.
        what.setMinimumHeight(round(_LEAST * text_factor()) if large else 0)
        content = QWidget()
        parts = QVBoxLayout(content)
        parts.setContentsMargins(0, 0, 0, 0)
        parts.addLayout(cards)
        foot = QHBoxLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE if large else 2 * SPACE)
        column.addWidget(header)
        column.addWidget(scrolling(content) if large else content, 1)
        column.addLayout(foot)
        if large:
            header.aside.addWidget(self.back_button)
            header.fold(parts, foot)
        else:
            foot.addWidget(self.back_button)
            foot.addStretch(1)
