"""How a calendar is drawn: the ground of its lanes, free stretches, sessions; the hours that stay in sight."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from clinicdesk.desk.schedule import Ground, Stretch
from clinicdesk.desk.views import BookedSlot
from clinicdesk.ui.calendar.cards import CardPainter
from clinicdesk.ui.calendar.geometry import Columns, DayScale, Opening, minutes_between
from clinicdesk.ui.calendar.pens import CARD_RADIUS, TIGHT, Face, draw_icon, face, hatch, icon_side, in_two, write
from clinicdesk.ui.calendar.picture import LIVE_SHARE, Picture
from clinicdesk.ui.style import DETAIL, SPACE, tokens
from clinicdesk.ui.when import clock, lasting

INSET = 3.0
_FAINTEST = 7.0
"""Lines of the grid nearer to one another than this are left out."""
_NOW_OVER_SESSIONS = 0.3
_HALF_HOURS, _MARKS = 0.6, 0.35
_ICONS = {Ground.CLOSED: "calendar-off", Ground.BREAK: "coffee", Ground.HOLIDAY: "sun", Ground.AWAY: "calendar-off"}


@dataclass(slots=True)
class CalendarPainter:
    """Draws a picture at a scale; the origin is the top left corner of the first lane."""

    picture: Picture
    scale: DayScale
    strip: Columns
    small: Face = field(default_factory=lambda: face(DETAIL))
    strong: Face = field(default_factory=lambda: face(DETAIL, strong=True))

    # -- what stands still -------------------------------------------------------------------------

    def paint_still(self, painter: QPainter, part: QRectF) -> None:
        """Draw what stands still while a time is picked, as far as it lies in a part of the whole."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        columns = range(self.strip.at(part.left()) or 0, self._last(part) + 1)
        self._paint_ground(painter, part, columns)
        for opening in self.picture.openings:
            if opening.column in columns:
                self._paint_opening(painter, opening, part)
        self.paint_now(painter, over=False)
        cards = CardPainter(self.picture)
        for column in columns:
            self._paint_lane(painter, column, part, cards)

    def _last(self, part: QRectF) -> int:
        at = self.strip.at(part.right())
        return self.strip.count - 1 if at is None else at

    def _paint_lane(self, painter: QPainter, column: int, part: QRectF, cards: CardPainter) -> None:
        lane, inset = self.picture.lanes[column], self._inset(column)
        left, wide = self.strip.left(column) + inset, self.strip.width(column) - 2 * inset
        tall = self.scale.pixels_per_minute
        base = minutes_between(self.scale.first, self.picture.lanes[0].first) * tall + 0.5
        upper, lower = part.top(), part.bottom()
        for slot, place, (starts, ends, free) in zip(
            lane.slots, self.picture.places(column), lane.minutes, strict=True
        ):
            top, foot = base + starts * tall, base + free * tall
            if top <= lower and foot >= upper:
                middle = base + ends * tall
                area = _share(QRectF(left, top, wide, max(middle - top - 1, 1)), place)
                after = _share(QRectF(left, middle, wide, max(foot - middle - 1, 0)), place)
                cards.paint(painter, area, after, slot, in_room=lane.of_room)

    def _paint_ground(self, painter: QPainter, part: QRectF, columns: range) -> None:
        theme, scale = tokens(), self.scale
        painter.fillRect(part, QColor(theme.surface))
        for column in columns:
            self._paint_closed(painter, column, part)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        left, wide = part.left(), min(part.right(), self.strip.total) - part.left()
        for minutes, ink in self._lines():
            for mark in scale.marks(self.picture.zone, minutes):
                y = scale.y(mark)
                if part.top() - 1 <= y <= part.bottom():
                    # A filled rectangle is drawn a hundred times as fast as a dotted line.
                    painter.fillRect(QRectF(left, round(y), wide, 1), ink)
        groups = {group.first for group in self.picture.groups}
        for column in columns:
            x = self.strip.left(column + 1)
            strong = column + 1 in groups
            ink = QColor(theme.outline if strong else theme.line)
            painter.fillRect(QRectF(round(x), part.top(), 1, min(part.bottom(), scale.height) - part.top()), ink)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def _lines(self) -> list[tuple[int, QColor]]:
        """The lines of the grid, the finest first, and how firm each is: the hour stands out."""
        found = [(60, QColor(tokens().line)), (30, QColor(tokens().line))]
        found[1][1].setAlphaF(_HALF_HOURS)
        if self.picture.grid * self.scale.pixels_per_minute >= _FAINTEST:
            finest = QColor(tokens().line)
            finest.setAlphaF(_MARKS)
            found.append((self.picture.grid, finest))
        return found[::-1]

    def _paint_closed(self, painter: QPainter, column: int, part: QRectF) -> None:
        lane, theme = self.picture.lanes[column], tokens()
        closed = (
            Stretch(Ground.CLOSED, self.scale.first + self.picture.shift(column), self._opens(column)),
            Stretch(Ground.CLOSED, self._closes(column), self.scale.last + self.picture.shift(column)),
        )
        for stretch in (*closed, *lane.stretches):
            area = self.area(column, stretch.starts_at, stretch.ends_at).adjusted(-INSET, -0.5, INSET, 0.5)
            if area.height() < 1 or not area.intersects(part):
                continue
            painter.fillRect(area, QColor(theme.window))
            if stretch.kind is not Ground.CLOSED:
                hatch(painter, area, theme.outline, 0.22, Qt.BrushStyle.FDiagPattern)
            if stretch.words:
                self._name_stretch(painter, area, stretch)

    def _name_stretch(self, painter: QPainter, area: QRectF, stretch: Stretch) -> None:
        side, height, theme = icon_side(), self.small.height, tokens()
        if area.height() < height:
            return
        left, middle = area.left() + 6, area.top() + height / 2 + 3
        wide = min(self.small.width(stretch.words), area.width() - side - 16)
        if wide < 2 * height:
            if area.width() >= side + 2:
                draw_icon(painter, _ICONS[stretch.kind], "muted", area.center().x() - side / 2, middle)
            return
        lines = in_two(stretch.words, self.small, wide) if area.height() > 2 * height + 6 else [stretch.words]
        painter.fillRect(
            QRectF(left - 3, area.top() + 2, side + wide + 12, len(lines) * height + 2), QColor(theme.window)
        )
        draw_icon(painter, _ICONS[stretch.kind], "muted", left, middle)
        for number, words in enumerate(lines):
            line = QRectF(left + side + 5, area.top() + 3 + number * height, wide + 1, height)
            write(painter, line, words, self.small, theme.muted)

    def _opens(self, column: int) -> datetime:
        return self.picture.opens + self.picture.shift(column)

    def _closes(self, column: int) -> datetime:
        return self.picture.closes + self.picture.shift(column)

    def _paint_opening(self, painter: QPainter, opening: Opening, part: QRectF) -> None:
        theme = tokens()
        area = self.area(opening.column, opening.earliest, opening.ends_at)
        if not area.intersects(part):
            return
        ground = QColor(theme.selection)
        ground.setAlphaF(0.55)
        painter.setPen(QPen(QColor(theme.accent), 1, Qt.PenStyle.DashLine))
        painter.setBrush(ground)
        painter.drawRoundedRect(area, CARD_RADIUS, CARD_RADIUS)
        minutes = int((opening.ends_at - opening.earliest) / timedelta(minutes=1))
        line = QRectF(area.left() + 6, area.top() + 2, area.width() - 10, self.small.height)
        self._beside_what_is_off(opening, line)
        if line.bottom() > area.bottom() + 4:
            return
        if opening.waiting and not self._mark_waiting(painter, opening, line, area.bottom()):
            return
        lasts = lasting(minutes)
        for words, room in ((f"{lasts} free", 0), (lasts, 4), (f"{minutes // 60}:{minutes % 60:02}", 6)):
            if self.small.width(words) <= line.width() + room:
                write(painter, line.adjusted(-room / 2, 0, room / 2 + 1, 0), words, self.small, theme.accent)
                return

    def _mark_waiting(self, painter: QPainter, opening: Opening, line: QRectF, bottom: float) -> bool:
        """Tell how many people wait for a gap, or that somebody was offered it; returns whether its length fits, too.

        At the right edge of the line; where that is too short for both, below it, or in place of the length.
        """
        side, count = icon_side(), opening.waiting
        wide = side + 3 + self.strong.width(count)
        mark = QRectF(line.right() - wide, line.top(), wide, line.height())
        if line.width() < wide + self.small.width("0:00"):
            mark.moveLeft(line.left())
            if line.bottom() + self.small.height <= bottom:
                mark.moveTop(line.bottom())
        else:
            line.setRight(mark.left() - 4)
        draw_icon(painter, "phone" if opening.offered else "hourglass", "accent", mark.left(), mark.center().y())
        write(painter, mark.adjusted(side + 3, 0, 1, 0), count, self.strong, tokens().accent)
        return not mark.intersects(line)

    def _beside_what_is_off(self, opening: Opening, line: QRectF) -> None:
        """Keep the words of a gap off the strip in which a session that is off is remembered."""
        for slot in self.picture.lanes[opening.column].remembered:
            card = self.card_area(opening.column, slot)
            if card.intersects(line):
                line.setRight(min(line.right(), card.left() - 4))

    # -- what stays in sight -----------------------------------------------------------------------

    def paint_ruler(self, painter: QPainter, width: float) -> None:
        """Draw the hours, right-aligned at the left edge."""
        painter.setFont(self.small.font)
        painter.setPen(QColor(tokens().muted))
        height = self.small.height
        for mark in self.scale.marks(self.picture.zone, 60):
            area = QRectF(0, self.scale.y(mark) - height / 2, width - SPACE, height)
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(area, right, clock(mark, self.picture.zone))
        self._paint_now_label(painter, width)

    # -- now ---------------------------------------------------------------------------------------

    def paint_now(self, painter: QPainter, *, over: bool) -> None:
        """Draw a line across the lanes of today: firm below the sessions, faint ``over`` them, which stay readable."""
        ink = QColor(tokens().accent)
        ink.setAlphaF(_NOW_OVER_SESSIONS if over else 1.0)
        for column in self._columns_of_today():
            if over and self.picture.lanes[column].slot_at(self.picture.now) is None:
                continue
            y = round(self.y(column, self.picture.now)) - 1
            line = QRectF(self.strip.left(column), y, self.strip.width(column), 2)
            painter.fillRect(line, ink)

    def _columns_of_today(self) -> list[int]:
        now = self.picture.now
        found = []
        for column in range(len(self.picture.lanes)):
            shift = self.picture.shift(column)
            if self.scale.first + shift <= now <= self.scale.last + shift:
                found.append(column)
        return found

    def _paint_now_label(self, painter: QPainter, width: float) -> None:
        today = self._columns_of_today()
        if not today:
            return
        theme = tokens()
        height = self.strong.height + 2
        area = QRectF(2, self.y(today[0], self.picture.now) - height / 2, width - 3, height)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.accent))
        painter.drawRoundedRect(area, CARD_RADIUS, CARD_RADIUS)
        painter.setFont(self.strong.font)
        painter.setPen(QColor(theme.on_accent))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, clock(self.picture.now, self.picture.zone))

    def _inset(self, column: int) -> float:
        return INSET if self.strip.width(column) > TIGHT else 1.0

    # -- measures ----------------------------------------------------------------------------------

    def y(self, column: int, moment: datetime) -> float:
        """Pixels below the top edge."""
        return self.scale.y(moment - self.picture.shift(column))

    def card_area(self, column: int, slot: BookedSlot) -> QRectF:
        """The part of a lane that a session's card takes up."""
        place = self.picture.lanes[column].slots.index(slot)
        area = self.area(column, slot.session.starts_at, slot.session.ends_at)
        return _share(area, self.picture.places(column)[place])

    def free_area(self, column: int, start: datetime, end: datetime) -> QRectF:
        """The part that a session takes up there: what is off is still remembered beside it.

        Where many stand abreast it has the place that is kept for it.
        """
        lane = self.picture.lanes[column]
        if column == self.picture.kept:
            return _share(self.area(column, start, end), (0.0, self.picture.kept_share(column)))
        beside = any(slot.session.starts_at < end and start < slot.session.ends_at for slot in lane.remembered)
        return _share(self.area(column, start, end), (0.0, LIVE_SHARE if beside else 1.0))

    def area(self, column: int, start: datetime, end: datetime) -> QRectF:
        """The part of a lane that a stretch of time takes up."""
        inset = self._inset(column)
        top = self.y(column, start)
        height = self.y(column, end) - top
        return QRectF(
            self.strip.left(column) + inset, top + 0.5, self.strip.width(column) - 2 * inset, max(height - 1, 0)
        )


def _share(area: QRectF, place: tuple[float, float]) -> QRectF:
    left, wide = place
    if wide >= 1.0:
        return area
    return QRectF(area.left() + area.width() * left, area.top(), area.width() * wide, area.height())
