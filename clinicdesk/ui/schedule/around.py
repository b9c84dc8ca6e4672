"""Around a clash: the nearest places where a session in hand fits, beside the one where it does not."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QWidget

from clinicdesk.domain.session import Session
from clinicdesk.ui.booking.trouble import Choice, Trouble
from clinicdesk.ui.enter_key import enter_presses
from clinicdesk.ui.fields import button
from clinicdesk.ui.names import before_more, left_to_right
from clinicdesk.ui.schedule.popover import Popover
from clinicdesk.ui.style import set_role
from clinicdesk.ui.when import clock, short_day

if TYPE_CHECKING:
    from clinicdesk.ui.calendar.picture import Ghost
    from clinicdesk.ui.context import DeskContext
    from clinicdesk.ui.schedule.carry import Carry
    from clinicdesk.ui.schedule.carrying import CarryingCanvas

REST_MS = 250
"""How long a session rests in the hand where it clashes before places around are looked for."""
_WIDTH = 356
_MOST = 3
_NONE = "There is no free place for it within two weeks."


class AroundCard(Popover):
    """Says what stands against a place, and leads around it. Alt+1 to Alt+3 take a place, Escape goes back.

    Signals:
        left: the session stays where it stood.
    """

    left = Signal()

    def __init__(self, page: QWidget) -> None:
        super().__init__(page, _WIDTH)
        self.title = set_role(QLabel(), "heading")
        self.title.setWordWrap(True)
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.trouble = Trouble(upright=True)
        self.leave_button = button("Leave it where it was", role="quiet")
        self.setAccessibleName("Where it fits instead")
        self.head.addWidget(self.title)
        self.column.addWidget(self.trouble)
        self.foot.addWidget(self.leave_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.leave_button.clicked.connect(self.left)

    def take_keyboard(self) -> None:
        """Put the keyboard on the nearest place."""
        (self.trouble.way_out or self.leave_button).setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter takes what the keyboard is on, Escape goes back; nothing reaches the schedule below."""
        if not enter_presses(event, self.focusWidget()) and event.key() == Qt.Key.Key_Escape:
            super().keyPressEvent(event)


class Around(QObject):
    """Offers other places for a session in hand: when it rests where it clashes, and at once when it is put there."""

    def __init__(self, context: "DeskContext", canvas: "CarryingCanvas", page: QWidget) -> None:
        super().__init__(page)
        self._context, self._canvas, self._page = context, canvas, page
        self.card = AroundCard(page)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self.offer)
        canvas.carry_shown.connect(self._follow)
        canvas.carried.connect(lambda slot: self._follow() if slot is None else None)
        canvas.clash_met.connect(self._stop)
        for bar in (canvas.verticalScrollBar(), canvas.horizontalScrollBar()):
            bar.valueChanged.connect(lambda _value: self._place())
        self.card.closed.connect(self._give_back)
        self.card.left.connect(self._put_back)

    def offer(self) -> None:
        """Show what stands against the place, and where else the session fits."""
        carry, ghost = self._canvas.carry, self._canvas.picture.ghost
        self._rest.stop()
        if carry is None or ghost is None or not ghost.clashes:
            return
        places = self._places(carry)
        sentence = " ".join(clash.message for clash in ghost.clashes)
        if not places and all(clash.resource != "verdict" for clash in ghost.clashes):
            sentence = f"{sentence} {_NONE}"
        self.card.title.setText(left_to_right(f"{before_more(carry.slot.patient.name)} cannot go here"))
        choices = [Choice(self._words(place), partial(self._take, carry, place)) for place in places]
        self.card.trouble.show_trouble(sentence, "Free nearby:", choices)
        self.card.show()
        self._place()

    # -- inside ------------------------------------------------------------------------------------

    def _places(self, carry: "Carry") -> list[Session]:
        """Not where it stands already: that is what leaving it there is for."""
        own, now = carry.slot.session, self._context.now()
        found = self._context.desk.elsewhere.places(carry.wanted, now=now, count=_MOST + 1)
        return [each for each in found if _place(each) != _place(own)][:_MOST]

    def _words(self, place: Session) -> str:
        """``Tue 24 Nov 10:15, Jordan Lee, Room 3``."""
        local, desk = self._context.local(place.starts_at), self._context.desk
        rooms = {room.id: room.name for room in desk.clinic.rooms()}
        name = before_more(self._canvas.picture.names.get(place.therapist_id, ""))
        room = rooms[place.room_id] if place.room_id else "room on arrival"
        return f"{short_day(local.date())} {clock(place.starts_at, self._context.clinic.tz)}, {name}, {room}"

    def _take(self, carry: "Carry", place: Session) -> None:
        self._give_back()
        self._canvas.placed.emit(carry.slot, place)

    def _follow(self) -> None:
        """The session is somewhere else now, or in nobody's hand."""
        if self.card.isVisible():
            self._give_back()
        ghost = self._canvas.picture.ghost
        if self._canvas.carry is not None and ghost is not None and ghost.clashes and not self._canvas.dragging:
            self._rest.start()
        else:
            self._rest.stop()

    def _stop(self, by_key: bool) -> None:
        """It was put where it clashes."""
        self.offer()
        if by_key:
            self.card.take_keyboard()

    def _give_back(self) -> None:
        inside = self.card.isAncestorOf(self._page.focusWidget())
        self.card.hide()
        if inside:
            self._canvas.setFocus()

    def _put_back(self) -> None:
        self._canvas.put_back()
        self._canvas.setFocus()

    def _place(self) -> None:
        ghost: Ghost | None = self._canvas.picture.ghost
        if ghost is not None and self.card.isVisible():
            area = self._canvas.area_of(ghost.column, ghost.starts_at, ghost.ends_at).toRect()
            corner = self._canvas.viewport().mapTo(self._page, area.topLeft())
            self.card.open_beside(QRect(corner, area.size()))


def _place(session: Session) -> tuple[object, ...]:
    return session.starts_at, session.ends_at, session.therapist_id, session.room_id
