"""The headings over the lanes of a calendar, and over them those of the days."""

from dataclasses import dataclass, field
from datetime import timedelta

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from clinicdesk.ui.calendar.geometry import Columns
from clinicdesk.ui.calendar.pens import TIGHT, Face, draw_icon, face, icon_side, write
from clinicdesk.ui.calendar.picture import Lane, Picture
from clinicdesk.ui.style import BODY, DETAIL, SPACE, text_factor, tokens
from clinicdesk.ui.when import lasting


@dataclass(slots=True)
class HeadingPainter:
    """Draws the headings of a picture; the origin is the left edge of the first lane."""

    picture: Picture
    strip: Columns
    small: Face = field(default_factory=lambda: face(DETAIL))
    strong: Face = field(default_factory=lambda: face(DETAIL, strong=True))

    def paint(self, painter: QPainter, height: float, across: float, wide: float) -> None:
        """Draw the headings of the lanes in sight, and over them those of the days.

        Args:
            painter: with its origin where the first lane begins.
            height: of all headings.
            across: how far the lanes are scrolled.
            wide: of the part in sight.
        """
        top = 0.0
        if self.picture.groups:
            top = self.strong.height + SPACE
            for group in self.picture.groups:
                self._paint_group(painter, group.first, top, across, wide)
        for column, lane in enumerate(self.picture.lanes):
            left, room = self.strip.left(column), self.strip.width(column)
            if left + room >= across and left <= across + wide:
                self._paint_heading(painter, column, lane, QRectF(left, top, room, height - top))

    def _paint_group(self, painter: QPainter, first: int, height: float, across: float, wide: float) -> None:
        group = next(each for each in self.picture.groups if each.first == first)
        theme = tokens()
        left = self.strip.left(group.first)
        right = self.strip.left(group.first + group.count)
        painter.setPen(QPen(QColor(theme.outline), 1))
        painter.drawLine(QPointF(right, 0), QPointF(right, height))
        # The day stays readable while its lanes are scrolled past.
        line = QRectF(max(left, across) + SPACE, 2, 0, height - 2)
        line.setRight(min(right, across + wide) - SPACE)
        if line.width() < self.strong.height * 2:
            return
        ink = theme.accent if group.today else theme.text
        title = face(BODY, strong=True)
        write(painter, line, group.title, title, ink)
        rest = line.adjusted(title.width(group.title) + SPACE, 1, 0, 1)
        if group.waiting:
            rest.setLeft(self._mark_day(painter, group.waiting, rest))
        if rest.width() > self.small.width(group.detail):
            write(painter, rest, group.detail, self.small, theme.muted)

    def _mark_day(self, painter: QPainter, count: str, line: QRectF) -> float:
        """Tell how many people wait for a time of a day; returns where the rest of the line begins."""
        left = line.left() + icon_side() + 3
        for words in (f"{count} waits" if count == "1" else f"{count} wait", count):
            if left + self.strong.width(words) <= line.right():
                draw_icon(painter, "hourglass", "accent", line.left(), line.center().y())
                write(
                    painter, QRectF(left, line.top(), line.width(), line.height()), words, self.strong, tokens().accent
                )
                return left + self.strong.width(words) + SPACE
        return line.right()

    def _paint_heading(self, painter: QPainter, column: int, lane: Lane, area: QRectF) -> None:
        theme = tokens()
        name = face(BODY, strong=True)
        margin = SPACE if area.width() > TIGHT * 2 else 3
        line = area.adjusted(margin, 0, -margin, 0)
        if self.picture.groups:
            upper = line
        else:
            upper = QRectF(line.left(), line.top() + 5, line.width(), line.height() / 2 - 5)
        lower = QRectF(line.left(), line.top() + line.height() / 2, line.width(), line.height() / 2 - 5)
        title = lane.title
        if lane.short and name.width(title) > line.width() and line.width() < 2 * TIGHT * text_factor():
            title = lane.short
        today = lane.on == self.picture.now.astimezone(self.picture.zone).date() and not self.picture.groups
        several_days = len(self.picture.lanes) > 1 and self.picture.lanes[0].on != self.picture.lanes[-1].on
        write(painter, upper, title, name, theme.accent if today and several_days else theme.text)
        if self.picture.groups:
            return
        detail = lane.detail or (self._free_words(column) if self.picture.pickable else "")
        if detail and (line.width() >= self.small.width(detail) or line.width() > 2 * TIGHT):
            write(painter, lower, detail, self.small, theme.muted)

    def _free_words(self, column: int) -> str:
        own = [each.ends_at - each.earliest for each in self.picture.openings if each.column == column]
        minutes = int(sum(own, timedelta()) / timedelta(minutes=1))
        return f"{lasting(minutes)} free" if minutes else "no free time"
