"""The part of a calendar in sight: scrolled, zoomed and painted, with headings and hours that stay."""

from dataclasses import dataclass, replace
from datetime import datetime

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFocusEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QScrollBar, QWidget

from clinicdesk.desk.views import BookedSlot
from clinicdesk.ui.calendar.geometry import Columns, DayScale, columns_for, scale_for
from clinicdesk.ui.calendar.ghosts import GhostPainter
from clinicdesk.ui.calendar.headings import HeadingPainter
from clinicdesk.ui.calendar.painter import CalendarPainter
from clinicdesk.ui.calendar.pens import face
from clinicdesk.ui.calendar.picture import Ghost, Picture
from clinicdesk.ui.calendar.tiles import Tiles
from clinicdesk.ui.style import BODY, DETAIL, SPACE, set_role, text_factor, tokens

NARROWEST = 116
"""Of a lane, in pixels at 100 % text, unless a page asks for less."""
_ABREAST = 84
"""Of each session of those that stand abreast in a lane, so that words can be read on it."""
_LEAST_PER_MINUTE = 1.15
_RULER = 58
_AT_ONCE = 600
"""As many sessions are drawn in one frame; of more, what does not fit into it follows in the next."""
_GRIP = 7
"""Pixels at the lower edge of a session that take hold of its end."""
ZOOMS = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0, 4.0)


@dataclass(frozen=True, slots=True)
class Spot:
    """What lies under a point.

    Attributes:
        slot: the session there, if any.
        at_end: whether the point is on the session's lower edge.
    """

    column: int
    moment: datetime
    slot: BookedSlot | None = None
    at_end: bool = False


class CalendarCanvas(QAbstractScrollArea):
    """Paints one picture; what a click or a key means is left to what derives from it.

    Signals:
        zoom_changed(float): the person zoomed.
    """

    zoom_changed = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.picture = Picture()
        self.zoom = 1.0
        self.narrowest = NARROWEST
        self._tiles = Tiles()
        self._measured: tuple[object, DayScale, Columns] | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        set_role(self, "bare")
        # Without a widget of ours the style paints a raised square between the two scroll bars.
        self.setCornerWidget(QWidget())
        self.viewport().setMouseTracking(True)
        self.verticalScrollBar().setSingleStep(24)
        self.horizontalScrollBar().setSingleStep(24)

    # -- what is shown -------------------------------------------------------------------------

    def set_picture(self, picture: Picture) -> None:
        """Draw another picture; what stands still is kept where it does not differ."""
        if not _alike(picture, self.picture):
            self._tiles.forget()
        self.picture = replace(picture, focused=self.hasFocus())
        self._measured = None
        self._fit_bars()
        self.viewport().update()

    def show_ghost(self, ghost: Ghost | None, lifted: str = "") -> None:
        """Show a session as it would stand, and which one is in hand for that; a lane may make room for it."""
        kept, self.picture.ghost, self.picture.lifted = self.picture.kept, ghost, lifted
        if kept != self.picture.kept:
            self._fit_bars()
        self.viewport().update()

    def pass_time(self, now: datetime) -> None:
        """Move the now line."""
        self.picture.now = now
        self._tiles.forget()
        self.viewport().update()

    def set_zoom(self, zoom: float) -> None:
        """Zoom, keeping in place what is in the middle."""
        if zoom == self.zoom:
            return
        middle = (self.viewport().height() - self.header_height) / 2
        moment = self.scale.moment(self.verticalScrollBar().value() + middle)
        across = self.horizontalScrollBar().value() / max(1.0, self.strip.total)
        self.zoom = zoom
        self._measured = None
        self._fit_bars()
        self.verticalScrollBar().setValue(round(self.scale.y(moment) - middle))
        self.horizontalScrollBar().setValue(round(across * self.strip.total))
        self.viewport().update()

    def step_zoom(self, direction: int) -> None:
        """Zoom in or out by one step, as the person does, and tell."""
        nearest = min(range(len(ZOOMS)), key=lambda at: abs(ZOOMS[at] - self.zoom))
        zoom = ZOOMS[min(max(nearest + direction, 0), len(ZOOMS) - 1)]
        if zoom != self.zoom:
            self.set_zoom(zoom)
            self.zoom_changed.emit(zoom)

    # -- measures ------------------------------------------------------------------------------

    @property
    def header_height(self) -> int:
        """Of the headings."""
        if self.picture.groups:
            return round(face(DETAIL, strong=True).height + SPACE + face(BODY).height + SPACE)
        return round(face(BODY).height + face(DETAIL).height + SPACE + 4)

    @property
    def ruler_width(self) -> int:
        """Of the hours."""
        return round(_RULER * text_factor())

    @property
    def scale(self) -> DayScale:
        """Time to pixels, below the header."""
        return self._measures()[0]

    @property
    def strip(self) -> Columns:
        """Lanes to pixels, right of the ruler."""
        return self._measures()[1]

    def _measures(self) -> tuple[DayScale, Columns]:
        size, factor = self.viewport().size(), text_factor()
        key = (size.width(), size.height(), factor, self.zoom, self.narrowest, self.picture.kept)
        if self._measured is None or self._measured[0] != key:
            picture = self.picture
            busy = [
                (slot.session.starts_at - picture.shift(column), slot.session.free_at - picture.shift(column))
                for column, lane in enumerate(picture.lanes)
                for slot in lane.slots
            ]
            scale = scale_for(
                picture.opens,
                picture.closes,
                busy,
                tall=size.height() - self.header_height,
                least=_LEAST_PER_MINUTE * factor,
                zoom=self.zoom,
            )
            wide = size.width() - self.ruler_width
            least = [self._least(column) * factor * self.zoom for column in range(len(picture.lanes))]
            strip = columns_for(least, wide)
            self._measured = (key, scale, strip)
        return self._measured[1], self._measured[2]

    def _least(self, column: int) -> float:
        """How wide a lane is at least; wider where sessions stand side by side in it."""
        abreast = self.picture.lanes[column].abreast + (column == self.picture.kept)
        return self.narrowest if abreast == 1 else max(self.narrowest, _ABREAST * abreast)

    @property
    def inner(self) -> QRectF:
        """The part of the viewport in which lanes are drawn."""
        left, top = self.ruler_width, self.header_height
        return QRectF(left, top, self.viewport().width() - left, self.viewport().height() - top)

    @property
    def drawing(self) -> CalendarPainter:
        """What draws the picture as it is now."""
        return CalendarPainter(self.picture, self.scale, self.strip)

    def place_of(self, column: int, moment: datetime) -> QPointF:
        """Where in the viewport a time of a lane is drawn."""
        x = (
            self.ruler_width
            + self.strip.left(column)
            + self.strip.width(column) / 2
            - self.horizontalScrollBar().value()
        )
        y = self.scale.y(moment - self.picture.shift(column)) - self.verticalScrollBar().value()
        return QPointF(x, self.header_height + y)

    def area_of(self, column: int, start: datetime, end: datetime) -> QRectF:
        """The part of the viewport that a stretch of a lane takes up."""
        return self._on_viewport(self.drawing.area(column, start, end))

    def time_at(self, point: QPointF) -> tuple[int, datetime] | None:
        """The lane and the time under a point of the viewport, or None beside the lanes."""
        if not self.inner.contains(point):
            return None
        x = point.x() - self.ruler_width + self.horizontalScrollBar().value()
        y = point.y() - self.header_height + self.verticalScrollBar().value()
        column = self.strip.at(x)
        return None if column is None else (column, self.scale.moment(y) + self.picture.shift(column))

    def heading_at(self, point: QPointF) -> int | None:
        """The lane whose heading is under a point of the viewport."""
        if point.y() >= self.header_height or point.x() < self.ruler_width:
            return None
        return self.strip.at(point.x() - self.ruler_width + self.horizontalScrollBar().value())

    def spot_at(self, point: QPointF) -> Spot | None:
        """The lane, the time and the session under a point of the viewport."""
        found = self.time_at(point)
        if found is None:
            return None
        column, moment = found
        slot = self.slot_under(column, point)
        if slot is None:
            return Spot(column, moment)
        area = self.slot_area(column, slot)
        return Spot(column, moment, slot, at_end=area.bottom() - point.y() <= min(_GRIP, area.height() / 3))

    def slot_under(self, column: int, point: QPointF) -> BookedSlot | None:
        """The session drawn at a point of a lane; the one drawn last lies on top."""
        lane = self.picture.lanes[column]
        return next((slot for slot in reversed(lane.slots) if self.slot_area(column, slot).contains(point)), None)

    def slot_area(self, column: int, slot: BookedSlot) -> QRectF:
        """The part of the viewport that a session's card takes up."""
        return self._on_viewport(self.drawing.card_area(column, slot))

    def _on_viewport(self, area: QRectF) -> QRectF:
        across, down = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        return area.translated(self.ruler_width - across, self.header_height - down)

    # -- scrolling -----------------------------------------------------------------------------

    def bring_up(self, column: int, start: datetime, end: datetime, slot: BookedSlot | None = None) -> None:
        """Scroll as little as needed for a stretch of a lane to be in sight; with ``slot``, for its card in it."""
        area = self.drawing.area(column, start, end)
        self._bring(self.verticalScrollBar(), area.top() - 3 * SPACE, area.bottom() + 3 * SPACE)
        left, right = self.strip.left(column), self.strip.left(column + 1)
        if slot is not None and right - left > self.inner.width():
            card = self.drawing.card_area(column, slot)
            left, right = card.left() - SPACE, card.right() + SPACE
        self._bring(self.horizontalScrollBar(), left, right)

    @staticmethod
    def _bring(bar: QScrollBar, start: float, end: float) -> None:
        value = bar.value()
        if start < value:
            bar.setValue(int(start))
        elif end > value + bar.pageStep():
            bar.setValue(min(int(start), int(end - bar.pageStep()) + 1))

    def _fit_bars(self) -> None:
        inner = self.inner
        self.verticalScrollBar().setRange(0, max(0, round(self.scale.height - inner.height())))
        self.verticalScrollBar().setPageStep(round(inner.height()))
        self.horizontalScrollBar().setRange(0, max(0, round(self.strip.total - inner.width())))
        self.horizontalScrollBar().setPageStep(round(inner.width()))

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """Zoom with Ctrl, go sideways with Shift, scroll otherwise."""
        steps = event.angleDelta().y() or event.angleDelta().x()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if steps:
                self.step_zoom(1 if steps > 0 else -1)
            event.accept()
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() - steps)
            event.accept()
        else:
            super().wheelEvent(event)

    # -- Qt ------------------------------------------------------------------------------------

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Show that the arrows work here."""
        super().focusInEvent(event)
        self._show_focus(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """The arrows work elsewhere now."""
        super().focusOutEvent(event)
        self._show_focus(False)

    def _show_focus(self, focused: bool) -> None:
        self.picture.focused = focused
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Fit the day to the room there is, keeping in place what is in the middle."""
        super().resizeEvent(event)
        before, tall = self._measured, event.oldSize().height() - self.header_height
        bar = self.verticalScrollBar()
        moment = before[1].moment(bar.value() + tall / 2) if before is not None and tall > 0 else None
        self._fit_bars()
        if moment is not None:
            bar.setValue(round(self.scale.y(moment) - self.inner.height() / 2))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the part in sight: the lanes clipped, then the headings and the hours that stay."""
        theme, width, height = tokens(), self.viewport().width(), self.viewport().height()
        left, top = self.ruler_width, self.header_height
        across, down = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        drawing, inner = self.drawing, self.inner
        visible = QRectF(across, down, inner.width(), inner.height())
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), QColor(theme.surface))
        painter.save()
        painter.setClipRect(inner)
        painter.translate(left - across, top - down)
        if self.picture.lanes:
            of = (drawing.scale, drawing.strip, self.picture.kept, theme.name, text_factor(), self.devicePixelRatioF())
            whole = QSizeF(drawing.strip.total, drawing.scale.height + 1)
            at_once = sum(len(lane.slots) for lane in self.picture.lanes) <= _AT_ONCE
            if not self._tiles.paint(painter, visible, whole, of, drawing.paint_still, at_once=at_once):
                QTimer.singleShot(0, self.viewport(), self.viewport().update)
            ghosts = GhostPainter(drawing)
            ghosts.paint(painter)
            ghosts.paint_label(painter, visible)
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
        HeadingPainter(self.picture, drawing.strip).paint(painter, top, across, width - left)
        painter.restore()
        painter.setPen(QPen(QColor(theme.line), 1))
        painter.drawLine(QPointF(0, top - 0.5), QPointF(width, top - 0.5))
        painter.drawLine(QPointF(left - 0.5, 0), QPointF(left - 0.5, height))


def _alike(one: Picture, other: Picture) -> bool:
    """Whether what stands still is the same in two pictures."""
    return _still(one) == _still(other)


def _still(picture: Picture) -> Picture:
    return replace(picture, ghost=None, hovered=None, focused=False, cursor=None, lifted="")
