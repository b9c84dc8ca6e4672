"""The booking in one sentence, what stands against it, and the button that makes it."""

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QFontMetrics
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from clinicdesk.domain.patient import Patient, age_on
from clinicdesk.domain.session import BookingRequest
from clinicdesk.domain.suitability import GENTLEST, Kind, Verdict
from clinicdesk.ui.booking.clock_edit import ClockEdit
from clinicdesk.ui.booking.plan import BookingPlan
from clinicdesk.ui.fields import Card, button
from clinicdesk.ui.names import before_more, left_to_right
from clinicdesk.ui.note_line import NoteLine
from clinicdesk.ui.place_form import ON_ARRIVAL
from clinicdesk.ui.style import HEADING, SPACE, IconLabel, font_of, set_role, text_factor
from clinicdesk.ui.when import clock, clock_span, short_day

_MOST_ALTERNATIVES = 3
_NAME_LENGTH = 24
_START_WIDTH, _ROOM_WIDTH = 68, 124

Choices = list[tuple[str, Callable[[], None]]]
"""What a button says and does."""


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
        self.room = QComboBox()
        self.room.setToolTip("A room can also be given when the person arrives")
        self.book_button = button("Book", role="primary", icon="calendar-check", keys="Ctrl+Return")
        self.notes, self.clash = NoteLine(), _Trouble()
        self._lay_out()
        self._fit()
        self._ready = True
        self.start.time_typed.connect(self.start_typed)
        self.start.time_misread.connect(self._show_misread)
        self.room.activated.connect(lambda place: self.room_chosen.emit(self.room.itemData(place)))
        self.book_button.clicked.connect(self.booking_confirmed)

    def show_plan(self, plan: BookingPlan) -> None:
        """Show a plan as it stands now."""
        self._show_rooms(plan)
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
        self.start.setFixedWidth(round(_START_WIDTH * text_factor()))
        self.room.setFixedWidth(round(_ROOM_WIDTH * text_factor()))

    def _show_trouble(self, plan: BookingPlan) -> None:
        if plan.barred:
            technique = plan.offer.session_type.technique if plan.offer else GENTLEST[Kind.MASSAGE]
            ask = [("Back to the intake", self.intake_requested.emit)]
            self.clash.show_trouble(plan.desk_line(technique), "When that has changed:", ask)
        elif plan.offer is not None and not plan.offer.bookable:
            self.clash.show_trouble(plan.desk_line(plan.offer.session_type.technique), "Instead:", self._types(plan))
        elif plan.nobody_gives:
            words = f"Nobody at this clinic gives {_kind_of(plan)} yet. Add a therapist who does, then book."
            self.clash.show_trouble(words, "In the settings:", [("Add a therapist", self.staff_requested.emit)])
        elif plan.clashes:
            sentence = " ".join(clash.message for clash in plan.clashes)
            self.clash.show_trouble(sentence, "Free near it:", self._times(plan))
        elif plan.session_type is not None and plan.slot is None:
            words = "No free time on this day." if plan.alternatives else "No free time within two weeks."
            self.clash.show_trouble(words, "The next ones:", self._times(plan))
        else:
            self.clash.hide()

    def _times(self, plan: BookingPlan) -> Choices:
        return [
            (_time_words(plan, wish), partial(self.alternative_chosen.emit, wish))
            for wish in plan.alternatives[:_MOST_ALTERNATIVES]
        ]

    def _types(self, plan: BookingPlan) -> Choices:
        return [
            (offer.session_type.name, partial(self.offer_chosen.emit, offer))
            for offer in plan.other_offers()[:_MOST_ALTERNATIVES]
        ]

    def _show_rooms(self, plan: BookingPlan) -> None:
        self.room.blockSignals(True)
        self.room.clear()
        self.room.addItem(ON_ARRIVAL, None)
        for room in plan.rooms.values():
            self.room.addItem(room.name, room.id)
        self.room.setCurrentIndex(max(0, self.room.findData(plan.room_id)))
        self.room.blockSignals(False)

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
        row = QHBoxLayout()
        row.setSpacing(2 * SPACE)
        row.addWidget(self.sentence, 1)
        row.addLayout(fields)
        row.addWidget(self.book_button, 0, Qt.AlignmentFlag.AlignBottom)
        self.column.addLayout(row)
        self.column.addWidget(self.detail)
        self.column.addWidget(self.notes)
        self.column.addWidget(self.clash)

    def _show_misread(self, sentence: str) -> None:
        if sentence:
            self.clash.show_trouble(sentence, "", [])
            self.book_button.setEnabled(False)


class _Trouble(QWidget):
    """A sentence that says what is in the way, and buttons that lead around it."""

    def __init__(self) -> None:
        super().__init__()
        self.sentence = set_role(QLabel(), "error")
        self.sentence.setWordWrap(True)
        self.sentence.setTextFormat(Qt.TextFormat.PlainText)
        self.lead = set_role(QLabel(), "detail")
        self.buttons = [button("") for _ in range(_MOST_ALTERNATIVES)]
        top = QHBoxLayout()
        top.setSpacing(SPACE)
        top.addWidget(IconLabel("circle-alert", "error", 18), 0, Qt.AlignmentFlag.AlignTop)
        top.addWidget(self.sentence, 1)
        row = QHBoxLayout()
        row.setSpacing(SPACE)
        row.addWidget(self.lead)
        for place, each in enumerate(self.buttons):
            each.clicked.connect(lambda _checked=False, at=place: self._choices[at][1]())
            row.addWidget(each)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE)
        column.addLayout(top)
        column.addLayout(row)
        self._choices: Choices = []
        self.hide()

    @property
    def way_out(self) -> QPushButton | None:
        """The first of the buttons, if there is any."""
        return self.buttons[0] if self._choices else None

    def show_trouble(self, sentence: str, lead: str, choices: Choices) -> None:
        """Say it, and offer the choices."""
        self.sentence.setText(left_to_right(sentence))
        self.lead.setText(lead)
        self.lead.setVisible(bool(choices))
        self._choices = choices
        for place, each in enumerate(self.buttons):
            each.setVisible(place < len(choices))
            if place < len(choices):
                each.setText(choices[place][0])
        self.show()
        QAccessible.updateAccessibility(QAccessibleEvent(self.sentence, QAccessible.Event.Alert))


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
    age = f"  ·  {age_on(born, today)} years" if born else ""
    return f"{before_more(patient.details.full_name)}{age}  ·  No. {patient.number}"


def _kind_of(plan: BookingPlan) -> str:
    return plan.offer.session_type.kind.value.replace("_", " ") if plan.offer is not None else ""


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


def _time_words(plan: BookingPlan, wish: BookingRequest) -> str:
    local = plan.local(wish.starts_at)
    day = "" if local.date() == plan.on else f"{short_day(local.date())} "
    name = plan.staff[wish.therapist_id].name
    words = f"{day}{local:%H:%M}, {name if len(name) <= _NAME_LENGTH else f'{name[: _NAME_LENGTH - 1].rstrip()}…'}"
    if wish.room_id and wish.room_id != plan.room_id:
        words += f", {plan.rooms[wish.room_id].name}"
    return words
