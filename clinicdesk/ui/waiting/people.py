"""The people whom a free time suits, in the order to call them: one key offers it, one books it."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from clinicdesk.desk.phones import format_phone
from clinicdesk.ui.counted import shown
from clinicdesk.ui.names import left_to_right
from clinicdesk.ui.ruled_list import RuledList
from clinicdesk.ui.style import SPACE, IconLabel, set_role, set_verdict
from clinicdesk.ui.task_line import TaskLine
from clinicdesk.ui.waiting.words import booked_words, gained_words
from clinicdesk.ui.when import clock, short_day

if TYPE_CHECKING:
    from datetime import datetime

    from clinicdesk.desk.views import PatientSummary
    from clinicdesk.desk.waiting_views import Candidate
    from clinicdesk.ui.context import DeskContext
    from clinicdesk.ui.counted import Shown
    from clinicdesk.ui.waiting.giving import Giving


def words_of(text: str, role: str = "") -> QLabel:
    """A label that may carry a name or a note of any length."""
    label = QLabel(left_to_right(text))
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return set_role(label, role) if role else label


def person_line(person: "PatientSummary", *, urgent: bool, region: str) -> QHBoxLayout:
    """Who it is, how to reach them, and whether it is urgent, by icon and word."""
    phone = format_phone(person.phone, region) if person.phone else "No phone number"
    line = QHBoxLayout()
    line.setSpacing(SPACE)
    line.addWidget(words_of(person.name, "strong"))
    line.addWidget(IconLabel("phone", "muted", 14))
    line.addWidget(QLabel(phone))
    line.addWidget(IconLabel("clock-alert" if urgent else "clock", "warning" if urgent else "muted", 14))
    line.addWidget(set_role(QLabel("Urgent" if urgent else "Routine"), "strong" if urgent else "muted"))
    line.addStretch(1)
    return line


def verdict_line(counted: "Shown") -> QHBoxLayout:
    """What the rules say, by icon and words."""
    line = QHBoxLayout()
    line.setSpacing(SPACE // 2)
    line.addWidget(IconLabel(counted.icon, counted.dress.code, 14))
    line.addWidget(set_verdict(words_of(counted.words), counted.dress), 1)
    return line


class CandidateLine(TaskLine):
    """Somebody whom the time suits. O offers it or takes the offer back, B books it.

    Signals:
        offer_requested(Candidate), book_requested(Candidate): do this.
    """

    offer_requested = Signal(object)
    book_requested = Signal(object)

    def __init__(
        self, context: "DeskContext", candidate: "Candidate", therapists: Mapping[str, str], starts_at: "datetime"
    ) -> None:
        """``starts_at``: when the free time begins; who can only come later is told."""
        super().__init__()
        self.candidate = candidate
        zone, name = context.clinic.tz, candidate.patient.name
        offer = candidate.entry.offer
        offered = offer is not None and offer.starts_at == candidate.place.starts_at
        has = booked_words(candidate, zone, therapists)
        gained = gained_words(candidate, zone)
        later = candidate.place.starts_at != starts_at
        at = f"from {clock(candidate.place.starts_at, zone)}" if later else ""
        since = f"waits since {short_day(context.local(candidate.entry.asked_at).date())}"
        held = "held for the therapist" if candidate.hold else ""
        told = " · ".join(filter(None, (candidate.session_type.name, at, has, gained)))
        note = candidate.entry.note
        self.column.addLayout(
            person_line(candidate.patient, urgent=candidate.entry.urgent, region=context.clinic.region)
        )
        self.column.addWidget(words_of(told))
        self.column.addWidget(words_of(" · ".join(filter(None, (since, held, note))), "muted"))
        if offer is not None and offer.starts_at > context.now():
            self.column.addWidget(words_of(_offer_words(context, candidate, therapists), "strong"))
        words = "Take offer back" if offered else "Offer"
        self.offer_button = self.add_deed(words, "O", name, lambda: self.offer_requested.emit(candidate), icon="phone")
        self.offer_button.setToolTip("They were told; no other desk offers it meanwhile (O)")
        self.book_button = self.add_deed(
            "Book as held" if candidate.hold else "Book",
            "B",
            name,
            lambda: self.book_requested.emit(candidate),
            icon="calendar-check",
        )
        self.book_button.setToolTip("Book this time, and release what they had (B)")
        counted = shown(candidate.verdict, candidate.renewal)
        self.add_foot(verdict_line(counted))
        urgent = "urgent, " if candidate.entry.urgent else ""
        self.setAccessibleName(f"{name}, {urgent}{told}, {counted.spoken}, {held or since}. {note}")


def _offer_words(context: "DeskContext", candidate: "Candidate", therapists: Mapping[str, str]) -> str:
    offer, zone = candidate.entry.offer, context.clinic.tz
    if offer is None:
        return ""
    on = short_day(context.local(offer.starts_at).date())
    by = therapists.get(offer.made_by, "")
    return f"Offered {on}, {clock(offer.starts_at, zone)}, by {by} at {clock(offer.made_at, zone)}"


class CandidateList(QWidget):
    """Lines of people, one below the other.

    Signals:
        patient_requested(patient_id): open this person's record.
        stepped_out(int): the keyboard goes on above (-1) or below (1).
    """

    patient_requested = Signal(str)
    stepped_out = Signal(int)

    def __init__(self, context: "DeskContext", giving: "Giving") -> None:
        super().__init__()
        self._context, self._giving = context, giving
        self.lines: list[CandidateLine] = []
        self._list = RuledList()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._list)

    def show_people(self, people: "Sequence[Candidate]", starts_at: "datetime") -> None:
        """Show these people in place of those before, and keep the keyboard on who had it."""
        here = next((each.candidate.entry.id for each in self.lines if each.isAncestorOf(self.focusWidget())), "")
        here = here or next((each.candidate.entry.id for each in self.lines if each.hasFocus()), "")
        names = {member.id: member.name for member in self._context.desk.clinic.staff()}
        self.lines = [CandidateLine(self._context, each, names, starts_at) for each in people]
        for place, line in enumerate(self.lines):
            line.offer_requested.connect(self._giving.offer)
            line.book_requested.connect(self._giving.book)
            line.opened.connect(lambda who=line.candidate.patient.id: self.patient_requested.emit(who))
            line.step_requested.connect(lambda by, place=place: self._step(place + by))
        self._list.show_lines(self.lines)
        for line in self.lines:
            if here and line.candidate.entry.id == here:
                line.setFocus()

    def focus_first(self) -> None:
        """Put the keyboard on whoever is to be called first."""
        if self.lines:
            self.lines[0].setFocus()

    def focus_last(self) -> None:
        """Put the keyboard on the last."""
        if self.lines:
            self.lines[-1].setFocus()

    def _step(self, place: int) -> None:
        if 0 <= place < len(self.lines):
            self.lines[place].setFocus()
        else:
            self.stepped_out.emit(-1 if place < 0 else 1)
