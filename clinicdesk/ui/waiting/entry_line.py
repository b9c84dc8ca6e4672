"""One line of the waiting list: who waits, for what, and what can be done about it."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from clinicdesk.domain.waiting import Standing
from clinicdesk.ui.counted import shown
from clinicdesk.ui.fields import button
from clinicdesk.ui.names import before_more
from clinicdesk.ui.note_line import NoteLine
from clinicdesk.ui.stacking import stack
from clinicdesk.ui.style import SPACE, set_icon
from clinicdesk.ui.task_line import TaskLine
from clinicdesk.ui.waiting.people import person_line, verdict_line, words_of
from clinicdesk.ui.waiting.words import booked_words, gained_words, place_words, wish_words
from clinicdesk.ui.when import clock, short_day

if TYPE_CHECKING:
    from clinicdesk.desk.waiting_views import Candidate, WaitingRow
    from clinicdesk.ui.context import DeskContext

_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class EntryLine(TaskLine):
    """E changes the wish, O offers a time or takes the offer back, W takes the person off the list.

    B books the time that was offered, or lets one be chosen.

    Signals:
        times_requested(bool): show the times that are free for this person; whether to offer one, else to book.
        take_back_requested, edit_requested, withdraw_requested: do this.
        time_chosen(Candidate, bool): this time; whether to offer it, else to book.
    """

    times_requested = Signal(bool)
    take_back_requested = Signal()
    edit_requested = Signal()
    withdraw_requested = Signal()
    time_chosen = Signal(object, bool)

    def __init__(self, context: "DeskContext", row: "WaitingRow", therapists: Mapping[str, str]) -> None:
        super().__init__()
        self._context, self._therapists = context, therapists
        self.row = row
        self.times: list[QPushButton] = []
        self.offering: bool | None = None
        self._form: QWidget | None = None
        entry, zone = row.entry, context.clinic.tz
        booked = booked_words(row, zone, therapists)
        what = f"{row.session_type.name} · {booked}"
        wish = wish_words(entry.wish, therapists)
        since = short_day(context.local(entry.asked_at).date())
        dates = f"since {since}, until {short_day(entry.expires_on)}"
        standing = self._standing_words()
        self.column.addLayout(person_line(row.patient, urgent=entry.urgent, region=context.clinic.region))
        self.column.addWidget(words_of(what))
        self.column.addWidget(words_of(wish))
        self.column.addWidget(words_of(" · ".join(filter(None, (dates, entry.note))), "muted"))
        if standing:
            self.column.addWidget(words_of(standing, "strong"))
        if row.against:
            self.column.addWidget(words_of(f"This time is no longer free: {row.against}", "error"))
        notes = NoteLine()
        self.column.addWidget(notes)
        notes.show_notes(row.notes)
        self._add_deeds()
        counted = shown(row.verdict, row.renewal)
        self.add_foot(verdict_line(counted))
        urgent = "urgent, " if entry.urgent else ""
        beside = " ".join((standing, row.against, *row.notes, entry.note))
        told = f"{what}. {wish}, {dates}. {counted.spoken}. {beside}"
        self.setAccessibleName(f"{row.patient.name}, {urgent}{told}".strip())

    @property
    def busy(self) -> bool:
        """Whether times are being shown."""
        return self._form is not None

    def show_times(self, times: "Sequence[Candidate]", *, offer: bool) -> None:
        """Show the times that are free for this person, the keyboard on the first."""
        self.close_times()
        self.offering = offer
        self._form = QWidget()
        column = QVBoxLayout(self._form)
        column.setContentsMargins(0, SPACE, 0, 0)
        column.setSpacing(SPACE // 2)
        column.addWidget(words_of(f"{'Offer' if offer else 'Book'} which time?" if times else _NOTHING, "label"))
        for each in times:
            column.addLayout(self._time_row(each, offer=offer))
        close = button("Close", role="quiet", keys="Esc")
        close.clicked.connect(self.close_times)
        column.addWidget(close, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addWidget(self._form)
        self._form.show()
        (self.times[0] if self.times else close).setFocus()

    def close_times(self) -> None:
        """Put the times away and take the keyboard back."""
        if self._form is not None:
            self.setFocus()
            self.column.removeWidget(self._form)
            self._form.hide()
            self._form.deleteLater()
            self._form, self.times, self.offering = None, [], None

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Up and Down go through the times, Escape puts them away; the rest is as on every line."""
        step = _STEPS.get(Qt.Key(event.key()))
        at = next((place for place, each in enumerate(self.times) if each.hasFocus()), None)
        if event.key() == Qt.Key.Key_Escape and self.busy:
            self.close_times()
        elif step is not None and at is not None:
            self.times[max(0, min(len(self.times) - 1, at + step))].setFocus()
        else:
            super().keyPressEvent(event)

    def _time_row(self, candidate: "Candidate", *, offer: bool) -> QHBoxLayout:
        """A time to choose, with what the rules say on its date and how much earlier it is beside it."""
        zone, counted = self._context.clinic.tz, shown(candidate.verdict, candidate.renewal)
        made = button(place_words(candidate.place, zone, self._therapists), role="quiet")
        set_icon(made, counted.icon, counted.dress.code, 16)
        made.clicked.connect(lambda: self.time_chosen.emit(candidate, offer))
        held = "held for the therapist" if candidate.hold else ""
        told = " · ".join(filter(None, (counted.spoken, held, gained_words(candidate, zone))))
        made.setAccessibleDescription(told)
        self.times.append(made)
        row = QHBoxLayout()
        row.setSpacing(SPACE)
        row.addWidget(made, 0, Qt.AlignmentFlag.AlignLeft)
        row.addWidget(words_of(told, "muted"), 1)
        stack(row)
        return row

    def _standing_words(self) -> str:
        entry, zone, context = self.row.entry, self._context.clinic.tz, self._context
        if self.row.standing is Standing.EXPIRED:
            return f"Waited until {short_day(entry.expires_on)}. Change the last day to let them wait on."
        if self.row.standing is not Standing.OFFERED or entry.offer is None or self.row.offered_by is None:
            return ""
        offer = entry.offer
        on = short_day(context.local(offer.starts_at).date())
        who = before_more(self._therapists.get(offer.therapist_id, ""))
        by = before_more(self.row.offered_by.name)
        return f"Offered {on}, {clock(offer.starts_at, zone)} with {who}, by {by} at {clock(offer.made_at, zone)}"

    def _add_deeds(self) -> None:
        row, name, standing = self.row, self.row.patient.name, self.row.standing
        offered = standing is Standing.OFFERED
        if standing.open:
            words = "Take offer back" if offered else "Offer…"
            take = self.take_back_requested.emit if offered else lambda: self.times_requested.emit(True)
            self.add_deed(words, "O", name, take)
            taken = row.offered
            if taken is not None:
                self.add_deed("Book it", "B", name, lambda: self.time_chosen.emit(taken, False))
            else:
                self.add_deed("Book…", "B", name, lambda: self.times_requested.emit(False))
        self.add_deed("Edit", "E", name, self.edit_requested.emit)
        self.add_deed("Withdraw", "W", name, self.withdraw_requested.emit)
        self.deeds["W"].setToolTip("They wait no longer; what is booked stands (W)")


_NOTHING = "Nothing that fits this wish is free within two weeks."
