"""Who of the waiting list could have a free time of the schedule: called and booked from its gap."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtWidgets import QLabel, QWidget

from clinicdesk.ui.schedule.free_place import FreePlace
from clinicdesk.ui.schedule.popover import Popover
from clinicdesk.ui.style import set_role
from clinicdesk.ui.waiting.giving import Giving
from clinicdesk.ui.waiting.people import CandidateList
from clinicdesk.ui.waiting.words import people_words

if TYPE_CHECKING:
    from clinicdesk.desk.waiting_views import Candidate
    from clinicdesk.ui.context import DeskContext
    from clinicdesk.ui.schedule.view import ScheduleCanvas

_WIDTH = 470
_NOBODY = "Nobody of the waiting list could have this time."


class WaitingHere(Popover):
    """The people, beside the gap. O offers the time, B books it, Enter opens the person, Escape closes.

    Signals:
        changed: somebody was booked or offered the time, or it was refused: the days are to be read anew.
        session_booked(Session): somebody has the time.
        patient_requested(patient_id): open this person's record.
    """

    changed = Signal()
    session_booked = Signal(object)
    patient_requested = Signal(str)

    def __init__(self, context: "DeskContext", canvas: "ScheduleCanvas", page: QWidget) -> None:
        super().__init__(page, _WIDTH)
        self._context, self._canvas, self._page = context, canvas, page
        self._place: FreePlace | None = None
        self.when = set_role(QLabel(), "heading")
        self.words = set_role(QLabel(), "muted")
        for label in (self.when, self.words):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        giving = Giving(context, self)
        self.people = CandidateList(context, giving)
        self.setAccessibleName("Who waits for this time")
        self.head.addWidget(self.when)
        self.head.addWidget(self.words)
        self.column.addWidget(self.people)
        giving.session_booked.connect(self.session_booked)
        giving.changed.connect(self._follow)
        self.people.patient_requested.connect(self.patient_requested)
        self.closed.connect(self._give_back)
        canvas.waiting_requested.connect(self.open_at)

    def open_at(self, column: int, starts_at: datetime) -> None:
        """Show who could have the free time of a lane from a moment on, the keyboard on whoever is called first."""
        picture = self._canvas.picture
        lane = picture.lanes[column]
        name = picture.names.get(lane.therapist_id or "", lane.title)
        self._place = FreePlace(starts_at, None, lane.therapist_id, lane.room_id, name)
        self.when.setText(self._place.words(picture.zone))
        context = self._context
        self._show(
            self._place,
            context.desk.wanted.people_for(
                starts_at,
                therapist_id=lane.therapist_id,
                room_id=lane.room_id,
                actor=context.actor,
                now=context.now(),
            ),
        )
        area = self._canvas.area_of(column, starts_at, starts_at + timedelta(minutes=picture.grid)).toRect()
        self.open_beside(QRect(self._canvas.viewport().mapTo(self._page, area.topLeft()), area.size()))
        if self.people.lines:
            self.people.focus_first()
        else:
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self.setFocus()

    def refresh(self) -> None:
        """Look again who could have the time."""
        place = self._place
        if place is None:
            return
        self._show(
            place,
            self._context.desk.wanted.people_again(
                place.starts_at, therapist_id=place.therapist_id, room_id=place.room_id, now=self._context.now()
            ),
        )

    def leave(self) -> None:
        """Close, and give the keyboard back where it was in here."""
        inside = self.isAncestorOf(self._page.focusWidget()) or self.hasFocus()
        self._place = None
        self.hide()
        if inside:
            self._canvas.setFocus()

    def _show(self, place: FreePlace, people: "list[Candidate]") -> None:
        self.people.show_people(people, place.starts_at)
        waits = people_words(str(len(people)))
        self.words.setText(f"{waits} for it." if people else _NOBODY)
        self.people.setVisible(bool(people))
        if self.isVisible():
            self.fit()

    def _give_back(self) -> None:
        self.leave()
        self._canvas.setFocus()

    def _follow(self) -> None:
        self.changed.emit()
        if self._place is not None and not self.people.lines:
            self._give_back()
