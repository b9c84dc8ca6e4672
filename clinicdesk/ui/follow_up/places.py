"""Places offered below a line of the Follow-up page, to be chosen by Enter or a click."""

from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from clinicdesk.ui.fields import button
from clinicdesk.ui.note_line import NoteLine
from clinicdesk.ui.style import SPACE, set_role
from clinicdesk.ui.when import clock, short_day

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from clinicdesk.domain.session import BookingRequest, Session
    from clinicdesk.ui.context import DeskContext

PlaceT = TypeVar("PlaceT", "Session", "BookingRequest")


def place_words(context: "DeskContext", place: "Session | BookingRequest") -> str:
    """Such as ``Tue 24 Nov, 10:00 with Sam Okoro``."""
    zone = context.clinic.tz
    staff = {member.id: member.name for member in context.desk.clinic.staff()}
    day = short_day(place.starts_at.astimezone(zone).date())
    return f"{day}, {clock(place.starts_at, zone)} with {staff.get(place.therapist_id, '')}"


class PlaceList(QWidget):
    """One button for each place; Up and Down go through them.

    Attributes:
        buttons: of the places, or the one that closes where there is none.

    Signals:
        place_chosen(object): this one.
        closed: none of them.
    """

    place_chosen = Signal(object)
    closed = Signal()

    def __init__(self, context: "DeskContext", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.buttons: list[QPushButton] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE)

    def show_places(self, places: "Sequence[PlaceT]", none: str, notes: "Callable[[PlaceT], Sequence[str]]") -> None:
        """Offer these, each with what has to be seen before it is taken; ``none`` is said where there is no place."""
        while (taken := self._column.takeAt(0)) is not None:
            widget = taken.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.buttons = []
        for place in places:
            self._offer(place, notes(place))
        if not places:
            words = set_role(QLabel(none), "muted")
            words.setWordWrap(True)
            self._column.addWidget(words)
            back = button("Close", role="quiet", keys="Esc")
            back.clicked.connect(self.closed)
            self._add(back)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Up and Down go through the places."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        standing = next((number for number, each in enumerate(self.buttons) if each.hasFocus()), None)
        if step is None or standing is None:
            super().keyPressEvent(event)
        else:
            self.buttons[max(0, min(len(self.buttons) - 1, standing + step))].setFocus()

    def _offer(self, place: "Session | BookingRequest", notes: "Sequence[str]") -> None:
        offered = button(place_words(self._context, place), role="quiet", icon="calendar-check")
        offered.setAccessibleDescription(" ".join(notes))
        offered.clicked.connect(lambda: self.place_chosen.emit(place))
        self._add(offered)
        line = NoteLine()
        self._column.addWidget(line)
        line.show_notes(notes)

    def _add(self, offered: QPushButton) -> None:
        self._column.addWidget(offered, 0, Qt.AlignmentFlag.AlignLeft)
        self.buttons.append(offered)
