"""What moves over a calendar: the time chosen, the session in hand, what is under the pointer, and the cursor."""

from dataclasses import dataclass
from datetime import timedelta

from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QTextOption

from clinicdesk.ui.calendar.painter import CalendarPainter
from clinicdesk.ui.calendar.pens import CARD_RADIUS, draw_icon, face, hatch, icon_side, write
from clinicdesk.ui.calendar.picture import Cursor, Ghost
from clinicdesk.ui.calendar.placing import beside
from clinicdesk.ui.style import DETAIL, SPACE, text_factor, tokens
from clinicdesk.ui.when import clock, clock_span, lasting

_LABEL_WIDTH = 264
CLASH_ICONS = {
    "therapist": "stethoscope",
    "patient": "user",
    "room": "door-open",
    "equipment": "database",
    "hours": "clock",
    "past": "clock",
    "skill": "user-x",
    "verdict": "ban",
    "status": "lock",
}
"""Which icon stands beside each kind of clash, so that red never speaks alone."""


@dataclass(slots=True)
class GhostPainter:
    """Draws over a calendar that was drawn by ``calendar``; same origin."""

    calendar: CalendarPainter

    def paint(self, painter: QPainter) -> None:
        """Draw what follows the pointer, the keyboard and the clock."""
        picture = self.calendar.picture
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_lifted(painter)
        for ghost in (picture.hovered, picture.ghost):
            if ghost is not None:
                self._paint_ghost(painter, ghost)
        self.calendar.paint_now(painter, over=True)
        if picture.cursor is not None and picture.focused:
            self._paint_cursor(painter, picture.cursor)

    def paint_label(self, painter: QPainter, visible: QRectF) -> None:
        """Draw, beside a session in hand, all that stands against its place, else what is to be seen first.

        It stays within what is ``visible``.
        """
        ghost = self.calendar.picture.ghost
        if ghost is None or not (ghost.clashes or ghost.notes) or not ghost.firm:
            return
        theme, kind = tokens(), face(DETAIL)
        lines = [(CLASH_ICONS.get(clash.resource, "circle-alert"), clash.message) for clash in ghost.clashes]
        role = "error" if lines else "warning"
        lines = lines or [("triangle-alert", note) for note in ghost.notes]
        wide = min(_LABEL_WIDTH * text_factor(), visible.width() - 2 * SPACE)
        side, inner = icon_side(), wide - 3 * SPACE - icon_side()
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WordWrap)
        heights = [
            kind.metrics.boundingRect(QRectF(0, 0, inner, 1000), Qt.TextFlag.TextWordWrap.value, words).height()
            for _, words in lines
        ]
        tall = sum(heights) + SPACE * (len(heights) + 1)
        target = self.calendar.free_area(ghost.column, ghost.starts_at, ghost.ends_at)
        size = QSizeF(wide, tall)
        box = QRectF(beside(target, size, visible), size)
        ground = theme.error_tint if role == "error" else theme.warning_tint
        painter.setPen(QPen(QColor(theme.error if role == "error" else theme.warning), 1))
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(box, CARD_RADIUS, CARD_RADIUS)
        y = box.top() + SPACE
        for (icon_name, words), height in zip(lines, heights, strict=True):
            draw_icon(painter, icon_name, role, box.left() + SPACE, y + kind.height / 2)
            painter.setFont(kind.font)
            painter.setPen(QColor(theme.text))
            area = QRectF(box.left() + 2 * SPACE + side, y, inner, height + 4)
            painter.drawText(area, words, option)
            y += height + SPACE

    def _paint_lifted(self, painter: QPainter) -> None:
        """The old place of a session in hand, paled."""
        found = self.calendar.picture.found(self.calendar.picture.lifted)
        if found is None:
            return
        column, slot = found
        old = self.calendar.card_area(column, slot)
        area = self.calendar.area(column, slot.session.starts_at, slot.session.free_at)
        veil = QColor(tokens().surface)
        veil.setAlphaF(0.65)
        painter.fillRect(QRectF(old.left(), area.top(), old.width(), area.height()), veil)
        painter.setPen(QPen(QColor(tokens().outline), 1, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(old, CARD_RADIUS, CARD_RADIUS)

    def _paint_ghost(self, painter: QPainter, ghost: Ghost) -> None:
        theme, picture = tokens(), self.calendar.picture
        area = self.calendar.free_area(ghost.column, ghost.starts_at, ghost.ends_at)
        ink = theme.error if ghost.taken else theme.accent
        if ghost.taken and picture.kept != ghost.column:
            # What has the time stays in sight beside what was asked for.
            area.setLeft(area.left() + area.width() * 0.25)
        if ghost.free_at > ghost.ends_at and ghost.firm:
            after = self.calendar.area(ghost.column, ghost.ends_at, ghost.free_at)
            after.setWidth(self.calendar.free_area(ghost.column, ghost.ends_at, ghost.free_at).width())
            hatch(painter, after, ink)
        if not ghost.firm:
            ground, words_ink = theme.selection, theme.accent
        elif ghost.taken:
            ground, words_ink = theme.error_tint, theme.error
        else:
            ground, words_ink = theme.accent, theme.on_accent
        painter.setPen(QPen(QColor(theme.text if picture.focused and ghost.firm else ink), 2))
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), CARD_RADIUS, CARD_RADIUS)
        self._write_ghost(painter, area.adjusted(7, 3, -4, -3), ghost, words_ink)

    def _write_ghost(self, painter: QPainter, inner: QRectF, ghost: Ghost, ink: str) -> None:
        strong, small = self.calendar.strong, self.calendar.small
        line = QRectF(inner.left(), inner.top(), inner.width(), min(strong.height, max(inner.height(), 8)))
        side = icon_side()
        role = "error" if ghost.taken else "on_accent"
        mark = "circle-alert" if ghost.taken else "hand" if ghost.hold else ""
        if mark and ghost.firm and line.width() > side:
            draw_icon(painter, mark, role, inner.right() - side, line.center().y())
            line.setRight(line.right() - side - 3)
        zone = self.calendar.picture.zone
        span = clock_span(ghost.starts_at, ghost.ends_at, zone)
        if strong.width(span) > line.width():
            span = clock(ghost.starts_at, zone)
        write(painter, line, span, strong, ink)
        if not ghost.firm:
            return
        minutes = int((ghost.ends_at - ghost.starts_at) / timedelta(minutes=1))
        for number, words in enumerate(filter(None, (ghost.words, lasting(minutes))), start=1):
            if inner.height() < (number + 1) * small.height:
                return
            below = QRectF(inner.left(), line.top() + number * small.height, inner.width(), small.height)
            write(painter, below, words, small, ink)

    def _paint_cursor(self, painter: QPainter, cursor: Cursor) -> None:
        picture, theme = self.calendar.picture, tokens()
        if cursor.column >= len(picture.lanes):
            return
        slot = picture.under(cursor)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if slot is not None:
            area = self.calendar.card_area(cursor.column, slot)
            painter.setPen(QPen(QColor(theme.accent), 3))
            painter.drawRoundedRect(area.adjusted(-1, -1, 1, 1), CARD_RADIUS + 1, CARD_RADIUS + 1)
            return
        until = cursor.moment + timedelta(minutes=picture.grid)
        area = self.calendar.free_area(cursor.column, cursor.moment, until)
        area.setHeight(max(area.height(), self.calendar.strong.height + 4))
        ground = QColor(theme.selection)
        painter.setPen(QPen(QColor(theme.accent), 2))
        painter.setBrush(ground)
        painter.drawRoundedRect(area, CARD_RADIUS, CARD_RADIUS)
        line = area.adjusted(6, 0, -2, 0)
        write(painter, line, clock(cursor.moment, picture.zone), self.calendar.strong, theme.accent)
