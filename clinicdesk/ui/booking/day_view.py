"""A day of the book, a column per therapist, in which a time is picked with the mouse or the arrows."""

from dataclasses import replace
from datetime import datetime, timedelta

from PySide6.QtCore import QEvent, QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QColor,
    QFocusEvent,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QScrollBar, QWidget

from clinicdesk.ui.booking.day_painter import DayPainter, DayPicture, Ghost
from clinicdesk.ui.booking.geometry import (
    COARSE_STEP,
    FINE_STEP,
    Columns,
    DayScale,
    Opening,
    scale_for,
    snapped,
)
from clinicdesk.ui.booking.stepping import ARROWS, stepped
from clinicdesk.ui.style import BODY, DETAIL, SPACE, font_of, set_role, text_factor, tokens
from clinicdesk.ui.when import clock_span

_NARROWEST = 116
_LEAST_PER_MINUTE = 1.15
_RULER = 58


class DayView(QAbstractScrollArea):
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
        self.picture = DayPicture()
        self._length = timedelta(minutes=60)
        self._turnover = timedelta()
        self._layer = QPixmap()
        self._layer_of: object = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        set_role(self, "bare")
        # Without a widget of ours the style paints a raised square between the two scroll bars.
        self.setCornerWidget(QWidget())
        self.setAccessibleName("Free times of the day")
        self.viewport().setMouseTracking(True)
        self.verticalScrollBar().setSingleStep(24)
        self.horizontalScrollBar().setSingleStep(24)

    # -- what is shown -------------------------------------------------------------------------

    def show_picture(self, picture: DayPicture, length: timedelta, turnover: timedelta) -> None:
        """Show a day; ``length`` and ``turnover`` are those of the session to be placed."""
        if _still(picture) != _still(self.picture):
            self._layer_of = None
        another = (picture.opens, len(picture.columns)) != (self.picture.opens, len(self.picture.columns))
        moved = picture.ghost != self.picture.ghost
        self.picture = replace(picture, focused=self.hasFocus())
        self._length, self._turnover = length, turnover
        self._fit_bars()
        self._describe()
        if another or moved:
            self._reveal()
        self.viewport().update()

    def pass_time(self, now: datetime) -> None:
        """Move the now line."""
        self.picture.now = now
        self._layer_of = None
        self.viewport().update()

    # -- measures ------------------------------------------------------------------------------

    @property
    def header_height(self) -> int:
        """Of the therapists' names."""
        return QFontMetrics(font_of(BODY)).height() + QFontMetrics(font_of(DETAIL)).height() + SPACE + 4

    @property
    def ruler_width(self) -> int:
        """Of the hours."""
        return round(_RULER * text_factor())

    @property
    def scale(self) -> DayScale:
        """Time to pixels, below the header."""
        busy = [
            (slot.session.starts_at, slot.session.free_at)
            for column in self.picture.columns
            for slot in column.sessions
        ]
        tall = self.viewport().height() - self.header_height
        return scale_for(
            self.picture.opens, self.picture.closes, busy, tall=tall, least=_LEAST_PER_MINUTE * text_factor()
        )

    @property
    def strip(self) -> Columns:
        """Therapists to pixels, right of the ruler."""
        wide = self.viewport().width() - self.ruler_width
        return Columns(len(self.picture.columns), wide, _NARROWEST * text_factor())

    def place_of(self, column: int, moment: datetime) -> QPointF:
        """Where in the viewport a time of a column is drawn."""
        x = self.ruler_width + self.strip.left(column) + self.strip.width / 2 - self.horizontalScrollBar().value()
        return QPointF(x, self.header_height + self.scale.y(moment) - self.verticalScrollBar().value())

    def time_at(self, point: QPointF) -> tuple[int, datetime] | None:
        """The column and the time under a point of the viewport, or None beside the columns."""
        x = point.x() - self.ruler_width + self.horizontalScrollBar().value()
        y = point.y() - self.header_height + self.verticalScrollBar().value()
        column = self.strip.at(x)
        if column is None or point.x() < self.ruler_width or point.y() < self.header_height:
            return None
        return column, self.scale.moment(y)

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

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Show that the arrows work here."""
        super().focusInEvent(event)
        self._show_focus(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """The arrows work elsewhere now."""
        super().focusOutEvent(event)
        self._show_focus(False)

    # -- painting --------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the part in sight: the body clipped, then the header and the ruler that stay."""
        theme, width, height = tokens(), self.viewport().width(), self.viewport().height()
        left, top = self.ruler_width, self.header_height
        across, down = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        drawing = DayPainter(self.picture, self.scale, self.strip)
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), QColor(theme.surface))
        painter.save()
        painter.setClipRect(QRectF(left, top, width - left, height - top))
        painter.translate(left - across, top - down)
        painter.drawPixmap(0, 0, self._still_layer(drawing))
        drawing.paint_moving(painter)
        painter.restore()
        painter.save()
        painter.setClipRect(QRectF(0, top - SPACE, left, height - top + SPACE))
        painter.translate(0, top - down)
        drawing.paint_ruler(painter, left)
        painter.restore()
        painter.fillRect(QRectF(0, 0, width, top), QColor(theme.surface))
        painter.save()
        painter.setClipRect(QRectF(left, 0, width - left, top))
        painter.translate(left - across, 0)
        drawing.paint_header(painter, top)
        painter.restore()
        painter.setPen(QPen(QColor(theme.line), 1))
        painter.drawLine(QPointF(0, top - 0.5), QPointF(width, top - 0.5))
        painter.drawLine(QPointF(left - 0.5, 0), QPointF(left - 0.5, height))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Fit the day to the room there is."""
        super().resizeEvent(event)
        self._fit_bars()
        self._reveal()

    # -- inside ------------------------------------------------------------------------------------

    def _still_layer(self, drawing: DayPainter) -> QPixmap:
        """The day without what moves, drawn anew only when it differs: a hundred sessions cost several frames."""
        ratio = self.devicePixelRatioF()
        wanted = (drawing.scale, drawing.strip, tokens().name, text_factor(), ratio)
        if wanted != self._layer_of:
            self._layer_of = wanted
            size = QSizeF(max(drawing.strip.total, 1), drawing.scale.height + 1)
            self._layer = QPixmap((size * ratio).toSize())
            self._layer.setDevicePixelRatio(ratio)
            painter = QPainter(self._layer)
            drawing.paint_still(painter)
            painter.end()
        return self._layer

    def _fit_bars(self) -> None:
        inner_height = self.viewport().height() - self.header_height
        inner_width = self.viewport().width() - self.ruler_width
        self.verticalScrollBar().setRange(0, max(0, round(self.scale.height - inner_height)))
        self.verticalScrollBar().setPageStep(inner_height)
        self.horizontalScrollBar().setRange(0, max(0, round(self.strip.total - inner_width)))
        self.horizontalScrollBar().setPageStep(inner_width)

    def _reveal(self) -> None:
        """Bring the chosen time into sight, else the time now, else the morning."""
        ghost, scale = self.picture.ghost, self.scale
        moment = ghost.starts_at if ghost else max(self.picture.now, self.picture.opens)
        top, height = scale.span(moment, moment + self._length)
        self._bring(self.verticalScrollBar(), top - 3 * SPACE, top + height + 3 * SPACE)
        if ghost:
            left = self.strip.left(ghost.column)
            self._bring(self.horizontalScrollBar(), left, left + self.strip.width)

    @staticmethod
    def _bring(bar: QScrollBar, start: float, end: float) -> None:
        value = bar.value()
        if start < value:
            bar.setValue(int(start))
        elif end > value + bar.pageStep():
            bar.setValue(int(end - bar.pageStep()) + 1)

    def _hover(self, point: QPointF | None) -> None:
        target = self._target(point) if point is not None else None
        ghost = None
        if target is not None and self._opening_at(*target) is not None:
            ghost = self._ghost(*target)
        if ghost != self.picture.hovered:
            self.picture.hovered = ghost
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
        self.start_picked.emit(self.picture.columns[column].therapist.id, starts_at)

    def _show_focus(self, focused: bool) -> None:
        self.picture.focused = focused
        self.viewport().update()

    def _describe(self) -> None:
        """Tell a screen reader which time is chosen."""
        ghost = self.picture.ghost
        words = "No time is chosen."
        if ghost is not None:
            name = self.picture.columns[ghost.column].therapist.name
            words = f"{clock_span(ghost.starts_at, ghost.ends_at, self.picture.zone)} with {name}"
            words += ", taken" if ghost.taken else ", free"
        if words != self.accessibleDescription():
            self.setAccessibleDescription(words)
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))


def _still(picture: DayPicture) -> DayPicture:
    return replace(picture, ghost=None, hovered=None, focused=False)
