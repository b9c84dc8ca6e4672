"""A day of the book, a column per therapist, in which a time is picked with the mouse or the arrows."""

from dataclasses import replace
from datetime import datetime, timedelta

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from clinicdesk.ui.calendar.canvas import CalendarCanvas
from clinicdesk.ui.calendar.geometry import COARSE_STEP, FINE_STEP, Opening, snapped
from clinicdesk.ui.calendar.picture import Ghost, Picture
from clinicdesk.ui.calendar.stepping import ARROWS, stepped
from clinicdesk.ui.when import clock_span


class DayView(CalendarCanvas):
    """The columns of a day with free stretches to pick from.

    Up and Down go from start to start in quarters of an hour, with Shift in steps of five
    minutes, from one free stretch into the next; Left and Right go to the neighbours; Home and
    End to the first and last start of a column.

    Signals:
        start_picked(therapist_id, starts_at): a time was pointed at, free or not.
        start_confirmed: Enter or a double click; on to booking it.
    """

    start_picked = Signal(str, object)
    start_confirmed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._length = timedelta(minutes=60)
        self._turnover = timedelta()
        self.setAccessibleName("Free times of the day")

    def show_picture(self, picture: Picture, length: timedelta, turnover: timedelta) -> None:
        """Show a day; ``length`` and ``turnover`` are those of the session to be placed."""
        another = (picture.opens, len(picture.lanes)) != (self.picture.opens, len(self.picture.lanes))
        moved = picture.ghost != self.picture.ghost
        self._length, self._turnover = length, turnover
        self.set_picture(picture)
        self._describe()
        if another or moved:
            self._reveal()

    # -- picking -------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Pick the time under the pointer: inside a free stretch one that fits, elsewhere what was asked for."""
        target = self._target(event.position())
        if event.button() is Qt.MouseButton.LeftButton and target is not None and self.picture.pickable:
            self._pick(*target)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """The press has done it all; nothing behind this view is meant."""
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Pick and go on."""
        if self._target(event.position()) is not None:
            self.start_confirmed.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Show what a click would pick."""
        self._hover(event.position())

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Nothing is under the pointer."""
        super().leaveEvent(event)
        self._hover(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Arrows move from start to start; Enter goes on; the rest is the page's."""
        key, modifiers = event.key(), event.modifiers()
        shift = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
        if modifiers & ~Qt.KeyboardModifier.ShiftModifier & ~Qt.KeyboardModifier.KeypadModifier:
            event.ignore()
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.start_confirmed.emit()
        elif key in ARROWS:
            self._step(key, FINE_STEP if shift else COARSE_STEP)
        else:
            event.ignore()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Fit the day to the room there is, the chosen time in sight."""
        super().resizeEvent(event)
        self._reveal()

    # -- inside ------------------------------------------------------------------------------------

    def _reveal(self) -> None:
        """Bring the chosen time into sight, else the time now, else the morning."""
        if not self.picture.lanes:
            return
        ghost = self.picture.ghost
        moment = ghost.starts_at if ghost else max(self.picture.now, self.picture.opens)
        across = self.horizontalScrollBar().value()
        self.bring_up(ghost.column if ghost else 0, moment, moment + self._length)
        if ghost is None:
            self.horizontalScrollBar().setValue(across)

    def _hover(self, point: QPointF | None) -> None:
        target = self._target(point) if point is not None else None
        ghost = None
        if target is not None and self._opening_at(*target) is not None:
            ghost = self._ghost(*target)
        if ghost != self.picture.hovered:
            self.picture = replace(self.picture, hovered=ghost)
            self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if ghost else Qt.CursorShape.ArrowCursor)
            self.viewport().update()

    def _ghost(self, column: int, starts_at: datetime) -> Ghost:
        ends_at = starts_at + self._length
        return Ghost(column, starts_at, ends_at, ends_at + self._turnover, "", firm=False)

    def _target(self, point: QPointF) -> tuple[int, datetime] | None:
        """The start that a click at a point means."""
        found = self.time_at(point)
        if found is None:
            return None
        column, moment = found
        opening = self._opening_at(column, moment)
        start = snapped(moment, COARSE_STEP)
        return column, opening.start_near(start, COARSE_STEP) if opening else start

    def _opening_at(self, column: int, moment: datetime) -> Opening | None:
        return next(
            (
                opening
                for opening in self.picture.openings
                if opening.column == column and opening.earliest <= moment <= opening.ends_at
            ),
            None,
        )

    def _step(self, key: int, step: int) -> None:
        openings = self.picture.openings
        ghost = self.picture.ghost
        if not openings:
            return
        if ghost is None:
            first = min(openings, key=lambda opening: opening.earliest)
            self._pick(first.column, first.earliest)
            return
        target = stepped(openings, ghost, key, step)
        if target is not None:
            self._pick(*target)

    def _pick(self, column: int, starts_at: datetime) -> None:
        therapist_id = self.picture.lanes[column].therapist_id
        if therapist_id is not None:
            self.start_picked.emit(therapist_id, starts_at)

    def _describe(self) -> None:
        """Tell a screen reader which time is chosen."""
        ghost = self.picture.ghost
        words = "No time is chosen."
        if ghost is not None:
            name = self.picture.lanes[ghost.column].title
            words = f"{clock_span(ghost.starts_at, ghost.ends_at, self.picture.zone)} with {name}"
            words += ", taken" if ghost.taken else ", free"
        if words != self.accessibleDescription():
            self.setAccessibleDescription(words)
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))
