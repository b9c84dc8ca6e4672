"""The booking in one sentence, what stands against it, and the button that makes it."""

from datetime import date
from functools import partial

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QLabel, QWidget

from clinicdesk.domain.patient import Patient, age_on
from clinicdesk.domain.suitability import Verdict
from clinicdesk.ui.booking.alternatives import MOST, place_words
from clinicdesk.ui.booking.clock_edit import ClockEdit
from clinicdesk.ui.booking.plan import BookingPlan
from clinicdesk.ui.booking.room_choice import RoomChoice
from clinicdesk.ui.booking.trouble import Choice, Trouble, trouble_of
from clinicdesk.ui.counted import icon_of
from clinicdesk.ui.fields import Card, button
from clinicdesk.ui.names import BETWEEN, before_more, left_to_right
from clinicdesk.ui.note_line import NoteLine
from clinicdesk.ui.place_form import ON_ARRIVAL
from clinicdesk.ui.stacking import stack
from clinicdesk.ui.style import HEADING, SPACE, font_of, set_role, text_factor
from clinicdesk.ui.when import clock, clock_span, short_day

_START_WIDTH, _ROOM_WIDTH = 68, 124
_INTAKE, _STAFF = ("clipboard-list", "accent"), ("user-plus", "accent")


class BookingSummary(Card):
    """What would be booked, with start and room to change, and the button.

    Signals:
        start_typed(datetime.time): another start on the day chosen.
        room_chosen(room_id or None): another room.
        alternative_chosen(BookingRequest): one of the free times near a taken one.
        offer_chosen(Offer): a session type that suits better.
        staff_requested: somebody who gives it has to be added first.
        intake_requested: an answer stands against every session.
        booking_confirmed: book it.
    """

    start_typed = Signal(object)
    room_chosen = Signal(object)
    alternative_chosen = Signal(object)
    offer_chosen = Signal(object)
    staff_requested = Signal()
    intake_requested = Signal()
    booking_confirmed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        self._ready = False
        super().__init__(margin=SPACE + 4, parent=parent)
        self.sentence = set_role(QLabel(), "heading")
        self.detail = set_role(QLabel(), "muted")
        for label in (self.sentence, self.detail):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.start = ClockEdit()
        self.start.setToolTip("Type another start, such as 10:15; Up and Down change it by five minutes")
        self.room = RoomChoice(ON_ARRIVAL)
        self.book_button = button("Book", role="primary", icon="calendar-check", keys="Ctrl+Return")
        self.notes, self.clash = NoteLine(), Trouble()
        self._lay_out()
        self._fit()
        self._ready = True
        self.start.time_typed.connect(self.start_typed)
        self.start.time_misread.connect(self._show_misread)
        self.room.room_chosen.connect(self.room_chosen)
        self.book_button.clicked.connect(self.booking_confirmed)

    def show_plan(self, plan: BookingPlan) -> None:
        """Show a plan as it stands now."""
        self.room.show_rooms(plan)
        slot, offer = plan.slot, plan.offer
        self.start.show_time(plan.local(slot.starts_at).time() if slot else None)
        for editor in (self.start, self.room):
            editor.setEnabled(plan.session_type is not None)
        self.sentence.setText(sentence_of(plan))
        detail = _detail_of(plan)
        self.detail.setText(left_to_right(detail))
        self.detail.setVisible(bool(detail))
        self.book_button.setText("Book as held" if offer is not None and offer.hold else "Book")
        self.book_button.setEnabled(plan.ready)
        self.notes.show_notes(plan.notes)
        self._show_trouble(plan)

    def show_taken(self, sentence: str, plan: BookingPlan) -> None:
        """Another desk was faster: say who has the time, and what is free near it."""
        self.show_plan(plan)
        self.clash.show_trouble(sentence, "Free near it:", self._times(plan))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the size of text."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange} and self._ready:
            self._fit()

    def _fit(self) -> None:
        """Room for two lines of the sentence, so that the page does not jump from one choice to the next."""
        self.sentence.setMinimumHeight(2 * QFontMetrics(font_of(HEADING, strong=True)).height())
        stack(self._row)
        self.start.setFixedWidth(round(_START_WIDTH * text_factor()))
        self.room.setFixedWidth(round(_ROOM_WIDTH * text_factor()))

    def _show_trouble(self, plan: BookingPlan) -> None:
        words = trouble_of(plan)
        if words:
            self.clash.show_trouble(words, *self._ways_around(plan))
        else:
            self.clash.hide()

    def _ways_around(self, plan: BookingPlan) -> tuple[str, list[Choice]]:
        """What leads around what is in the way, after a few words."""
        if plan.barred:
            return "When that has changed:", [Choice("Back to the intake", self.intake_requested.emit, _INTAKE)]
        if plan.offer is not None and not plan.offer.bookable:
            return "Instead:", self._types(plan)
        if plan.nobody_gives:
            return "In the settings:", [Choice("Add a therapist", self.staff_requested.emit, _STAFF)]
        return "Free near it:" if plan.clashes else "The next ones:", self._times(plan)

    def _times(self, plan: BookingPlan) -> list[Choice]:
        return [
            Choice(place_words(plan, wish), partial(self.alternative_chosen.emit, wish))
            for wish in plan.alternatives[:MOST]
        ]

    def _types(self, plan: BookingPlan) -> list[Choice]:
        return [
            Choice(
                offer.session_type.name,
                partial(self.offer_chosen.emit, offer),
                icon_of(offer.verdict, offer.renewal),
            )
            for offer in plan.other_offers()[:MOST]
        ]

    def _lay_out(self) -> None:
        fields = QGridLayout()
        fields.setHorizontalSpacing(SPACE)
        fields.setVerticalSpacing(2)
        for place, (label, editor) in enumerate((("Start", self.start), ("Room", self.room))):
            name = set_role(QLabel(label), "detail")
            name.setBuddy(editor)
            editor.setAccessibleName(label)
            fields.addWidget(name, 0, place)
            fields.addWidget(editor, 1, place)
        choice = QHBoxLayout()
        choice.setSpacing(2 * SPACE)
        choice.addLayout(fields)
        choice.addWidget(self.book_button, 0, Qt.AlignmentFlag.AlignBottom)
        self._row: QBoxLayout = QHBoxLayout()
        self._row.setSpacing(SPACE)
        self._row.addWidget(self.sentence, 1)
        self._row.addLayout(choice)
        self.column.addLayout(self._row)
        self.column.addWidget(self.detail)
        self.column.addWidget(self.notes)
        self.column.addWidget(self.clash)

    def _show_misread(self, sentence: str) -> None:
        if sentence:
            self.clash.show_trouble(sentence, "", [])
            self.book_button.setEnabled(False)


def sentence_of(plan: BookingPlan) -> str:
    """``Swedish massage 60 min, Tue 24 Nov 10:15-11:15, with Jordan Lee, Room 3``, as far as it is known."""
    offer, slot = plan.offer, plan.slot
    if plan.barred:
        return f"Nothing can be booked for {plan.patient.details.called} now."
    if offer is None:
        return "Choose what to book."
    session_type = offer.session_type
    if not offer.bookable:
        return f"{session_type.name} is not suitable for {plan.patient.details.called} now."
    parts = [f"{session_type.name} {session_type.minutes} min"]
    if slot is not None:
        ends_at = slot.starts_at + session_type.duration
        span = clock_span(slot.starts_at, ends_at, plan.zone)
        parts += [
            f"{short_day(plan.local(slot.starts_at).date())} {span}",
            f"with {plan.staff[slot.therapist_id].name}",
        ]
    if plan.room_id is not None:
        parts.append(plan.rooms[plan.room_id].name)
    return ", ".join(parts)


def who_of(patient: Patient, today: date) -> str:
    """``Ana Ruiz · 46 years · No. 1001``."""
    born = patient.details.birth_date
    age = f"{age_on(born, today)} years" if born else ""
    return BETWEEN.join(filter(None, (before_more(patient.details.full_name), age, f"No. {patient.number}")))


def _detail_of(plan: BookingPlan) -> str:
    offer, slot = plan.offer, plan.slot
    if offer is None or not offer.bookable or plan.clashes:
        return ""
    session_type = offer.session_type
    parts = []
    if offer.hold:
        parts.append("Held: a therapist decides before it starts.")
    elif offer.verdict is Verdict.SUITABLE_WITH_PRECAUTIONS:
        parts.append("The precautions go on the visit sheet.")
    if slot is not None and session_type.turnover_minutes and not plan.notes:
        free_at = slot.starts_at + session_type.occupancy
        name = plan.staff[slot.therapist_id].name
        parts.append(f"{name} is free again at {clock(free_at, plan.zone)}.")
    return " ".join(parts)
