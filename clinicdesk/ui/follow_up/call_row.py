"""One session whose verdict changed, and what can be done about it."""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton

from clinicdesk.desk.call_list import Advice
from clinicdesk.ui.context import DeskContext
from clinicdesk.ui.counted import shown
from clinicdesk.ui.fields import Field, button
from clinicdesk.ui.follow_up.line_form import OneLineForm
from clinicdesk.ui.follow_up.places import PlaceList
from clinicdesk.ui.follow_up.task_row import TaskRow, empty_form
from clinicdesk.ui.style import (
    SPACE,
    IconLabel,
    set_role,
    set_verdict,
    verdict_words,
)
from clinicdesk.ui.when import clock, short_day

if TYPE_CHECKING:
    from clinicdesk.desk.booking_views import Offer
    from clinicdesk.desk.call_list import Call
    from clinicdesk.domain.session import BookingRequest

_ADVISED = {Advice.CALL: "C", Advice.REBOOK: "R", Advice.ASK: "A", Advice.ASK_AGAIN: "I"}

_AGAIN = "To be asked again"


class CallRow(TaskRow):
    """C notes that the person was called, R books another session instead, A asks the therapist, K keeps it.

    Where questions have to be asked again since a referral, I asks them, and nothing is rebooked or released before.

    Signals:
        called(note): the person was told.
        rebook_requested(BookingRequest): book this instead, and release the session.
        ask_requested: a therapist is to decide.
        keep_requested: leave it as it is booked.
        intake_requested: the questions are asked now.
    """

    called = Signal(str)
    rebook_requested = Signal(object)
    ask_requested = Signal()
    keep_requested = Signal()
    intake_requested = Signal()

    def __init__(self, context: DeskContext, call: "Call") -> None:
        person = call.row.patient
        super().__init__(context, key=call.row.session.id, patient_id=person.id)
        self.call = call
        self.kinds = QComboBox()
        self.places: list[QPushButton] = []
        self._offers: list[Offer] = []
        self.deed("Called…", "C", self._ask_note, name=person.name)
        booked = "It stays in the book by the new verdict"
        if call.again:
            booked = "It stays in the book, and the questions are asked when the person comes"
            now = self.deed("Ask again", "I", self.intake_requested.emit, name=person.name)
            now.setToolTip("Go through the questions with the person now (I)")
        else:
            self.deed("Rebook…", "R", self._offer_instead, name=person.name)
            ask = self.deed("Ask therapist", "A", self.ask_requested.emit, name=person.name)
            ask.setToolTip("A therapist has to release it before it can start (A)")
        keep = self.deed("Keep", "K", self.keep_requested.emit, name=person.name)
        keep.setToolTip(f"{booked}, and nobody has to be told (K)")
        # What is advised first stands out by its border; the keys are the same on every line.
        set_role(self.deeds[_ADVISED[call.advice]], "")
        self.column.addLayout(self.about_session(self.call.row, self._verdicts(), self._why()))
        self.setAccessibleName(self._spoken())

    # -- inside --------------------------------------------------------------------------------

    def _verdicts(self) -> QHBoxLayout:
        """From which verdict to which, and whether it is held."""
        line = QHBoxLayout()
        line.setSpacing(SPACE // 2)
        was, now = shown(self.call.row.verdict, None), shown(self.call.verdict, self.call.assessment.renewal)
        for place, verdict in enumerate((was, now)):
            if place:
                line.addSpacing(SPACE // 2)
                line.addWidget(IconLabel("arrow-right", "muted", 14))
                line.addSpacing(SPACE // 2)
            asked = place and self.call.again
            line.addWidget(IconLabel("circle-help" if asked else verdict.icon, verdict.dress.code, 14))
            line.addWidget(set_verdict(QLabel(_AGAIN if asked else verdict.words), verdict.dress))
        if self.call.row.session.held:
            line.addSpacing(SPACE)
            line.addWidget(set_role(QLabel("Held"), "pill"))
        line.addStretch(1)
        return line

    def _why(self) -> str:
        """What to do, and for a therapist why."""
        assessment = self.call.assessment
        if self.call.again:
            return self.call.desk
        titles = [
            each.title
            for each in assessment.reasons
            if each.kind is assessment.kind and each.verdict is assessment.verdict and self.call.worse
        ]
        return f"{titles[0]}. {self.call.desk}" if titles and self.context.at_therapist else self.call.desk

    def _spoken(self) -> str:
        row, zone = self.call.row, self.context.clinic.tz
        day = short_day(row.session.starts_at.astimezone(zone).date())
        was, now = verdict_words(row.verdict), shown(self.call.verdict, self.call.assessment.renewal).spoken
        if self.call.again:
            now = _AGAIN.lower()
        held = ", held" if row.session.held else ""
        return (
            f"{row.patient.name}, {day} at {clock(row.session.starts_at, zone)}, {row.session_type.name}: "
            f"was {was}, is {now}{held}. {self.call.desk}"
        )

    def _ask_note(self) -> None:
        done = button("Called", role="primary", icon="phone-call", keys="Return")
        form = OneLineForm("What was said?", done, hint="One line, kept with the session.")
        form.sent.connect(self.called)
        self.open_form(form).setFocus()

    def _offer_instead(self) -> None:
        """What else could be booked, and where."""
        self._offers = self.context.desk.call_list.offers(self.call)
        form, column = empty_form()
        offered = PlaceList(self.context)
        offered.place_chosen.connect(self.rebook_requested)
        offered.closed.connect(self.close_form)
        kinds = self.kinds = QComboBox()
        for offer in self._offers:
            kinds.addItem(f"{offer.session_type.name}  ·  {shown(offer.verdict, offer.renewal).words}")
        kinds.currentIndexChanged.connect(lambda _row: self._show_places(offered))
        if self._offers:
            column.addWidget(Field("Instead", kinds))
        column.addWidget(offered)
        self._show_places(offered)
        self.open_form(form)
        self.places[0].setFocus()

    def _show_places(self, offered: PlaceList) -> None:
        """The places of the kind that is chosen, nearest to the time it frees."""
        places: list[BookingRequest] = []
        none = "Nothing else on offer suits this person on that day. Ask the therapist."
        if self._offers:
            chosen = self._offers[self.kinds.currentIndex()].session_type
            places = self.context.desk.call_list.places(self.call, chosen, now=self.context.now())
            none = "There is no free place for that within two weeks."
        # Looked at as if the session itself went there: it is released in the same step.
        own, booking, now = self.call.row.session.id, self.context.desk.booking, self.context.now()
        offered.show_places(places, none, lambda place: booking.notes(replace(place, id=own), now=now))
        self.places = offered.buttons
