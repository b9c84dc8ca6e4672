"""How sessions are drawn: cards with an edge for their kind, cancelled ones as outlines, past ones dimmed."""

from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from clinicdesk.desk.views import BookedSlot
from clinicdesk.domain.session import SessionStatus
from clinicdesk.domain.suitability import Kind
from clinicdesk.ui.calendar.pens import (
    CARD_RADIUS,
    Face,
    face,
    hatch,
    icon_side,
    initials,
    write,
    write_right,
)
from clinicdesk.ui.calendar.picture import Picture
from clinicdesk.ui.calendar.session_words import plan_words, standing_of
from clinicdesk.ui.counted import icon_of
from clinicdesk.ui.style import DETAIL, icon_pixmap, text_factor, tokens
from clinicdesk.ui.style.tokens import Tokens
from clinicdesk.ui.when import clock_span

_EDGE = 4
_DIMMED = 0.55
_PLAIN = 18
"""Narrower than this a card is a mere block: there is no room for a letter."""
_APART = 5
"""Pixels between the words of a line and what stands at its end."""
_SHORT = 62
"""Narrower than this a name stands as its initials."""


@dataclass(slots=True)
class CardPainter:
    """Draws sessions into the areas they are given."""

    picture: Picture
    small: Face = field(default_factory=lambda: face(DETAIL))
    strong: Face = field(default_factory=lambda: face(DETAIL, strong=True))
    theme: Tokens = field(default_factory=tokens)
    side: int = field(default_factory=icon_side)
    short: float = field(default_factory=lambda: _SHORT * text_factor())
    _in_room: bool = False
    _icons: dict[tuple[str, str], QPixmap] = field(default_factory=dict)
    _inks: dict[str, QColor] = field(default_factory=dict)

    def paint(self, painter: QPainter, area: QRectF, after: QRectF, slot: BookedSlot, *, in_room: bool = False) -> None:
        """Draw a session and the turn-over time ``after`` it, in the lane of its room or of its therapist."""
        session = slot.session
        self._in_room = in_room
        if not session.status.live:
            self._paint_outline(painter, area, slot)
            return
        painter.save()
        if session.ends_at <= self.picture.now or session.status is SessionStatus.COMPLETED:
            painter.setOpacity(_DIMMED)
        if after.height() > 1:
            hatch(painter, after, self.theme.outline)
        self._paint_card(painter, area, slot)
        painter.restore()

    def _paint_outline(self, painter: QPainter, area: QRectF, slot: BookedSlot) -> None:
        theme = self.theme
        painter.setPen(QPen(QColor(theme.outline), 1, Qt.PenStyle.DashLine))
        painter.setBrush(self._ink(theme.surface))
        painter.drawRoundedRect(area.adjusted(0, 1, 0, -1), CARD_RADIUS, CARD_RADIUS)
        side, height = self.side, self.small.height
        if area.width() < side + 2 or area.height() < height:
            return
        standing = standing_of(slot, self.picture.now)
        left = area.left() + (5 if area.width() > side + 10 else (area.width() - side) / 2)
        self._draw_icon(painter, standing.icon, "muted", left, area.top() + height / 2 + 2)
        line = QRectF(left + side + 4, area.top() + 2, area.right() - left - side - 8, height)
        if line.width() > 3 * height:
            write(painter, line, slot.patient.name, self.small, theme.muted)
            if area.height() >= 2 * height + 4:
                write(painter, line.translated(0, height), standing.words, self.small, theme.muted)

    def _paint_card(self, painter: QPainter, area: QRectF, slot: BookedSlot) -> None:
        theme = self.theme
        edge_ink = self._ink(theme.massage if slot.session_type.kind is Kind.MASSAGE else theme.physical_therapy)
        if area.width() < _PLAIN:
            painter.fillRect(area, self._ink(theme.hover))
            painter.fillRect(QRectF(area.left(), area.top(), 3, area.height()), edge_ink)
            return
        own = slot.session.patient_id == self.picture.patient_id
        painter.setPen(QPen(self._ink(theme.text if own else theme.outline), 2 if own else 1))
        painter.setBrush(self._ink(theme.hover))
        painter.drawRoundedRect(area, CARD_RADIUS, CARD_RADIUS)
        edge = QRectF(area.left(), area.top(), _EDGE, area.height())
        painter.fillRect(edge, edge_ink)
        if slot.session_type.kind is not Kind.MASSAGE:
            # The edges differ in more than colour: that of physical therapy is broken.
            self._break_edge(painter, edge)
        if slot.session.id in self.picture.parked:
            hatch(painter, area.adjusted(_EDGE, 1, -1, -1), theme.accent, 0.25, Qt.BrushStyle.FDiagPattern)
        inner = area.adjusted(_EDGE + 4, 2, -4, -2)
        if inner.height() < self.strong.height - 4:
            return
        if area.width() < self.short:
            self._write_narrow(painter, inner, slot)
        else:
            self._write_wide(painter, inner, slot)

    def _break_edge(self, painter: QPainter, edge: QRectF) -> None:
        y = edge.top() + 7
        ground = self._ink(self.theme.hover)
        while y < edge.bottom() - 3:
            painter.fillRect(QRectF(edge.left(), y, edge.width(), 2), ground)
            y += 9

    def _write_narrow(self, painter: QPainter, inner: QRectF, slot: BookedSlot) -> None:
        """Initials, then the marks below one another as far as there is room."""
        theme = self.theme
        height, side = self.strong.height, self.side
        line = QRectF(inner.left(), inner.top(), inner.width() + 3, height)
        write(painter, line, initials(slot.patient.name), self.strong, theme.text)
        standing = standing_of(slot, self.picture.now)
        marks = [icon_of(slot.verdict, slot.renewal), (standing.icon, standing.role)]
        y = inner.top() + height + side / 2 + 1
        x = inner.left()
        for name, role in marks:
            if y + side / 2 > inner.bottom() + 2:
                return
            self._draw_icon(painter, name, role, x, y)
            if x + 2 * side + 2 <= inner.right() + 3:
                x += side + 2
            else:
                x, y = inner.left(), y + side + 1

    def _write_wide(self, painter: QPainter, inner: QRectF, slot: BookedSlot) -> None:
        theme = self.theme
        height, side = self.strong.height, self.side
        standing = standing_of(slot, self.picture.now)
        middle = inner.top() + height / 2
        self._draw_icon(painter, *icon_of(slot.verdict, slot.renewal), inner.right() - side + 1, middle)
        right = inner.right() - side - 3
        one_line = inner.height() < 2 * height - 3
        if one_line:
            # With a single line the status is at least an icon.
            self._draw_icon(painter, standing.icon, standing.role, right - side, middle)
            right -= side + 4
        write(
            painter,
            QRectF(inner.left(), inner.top(), right - inner.left(), height),
            slot.patient.name,
            self.strong,
            theme.text,
        )
        if not one_line:
            self._write_rest(painter, inner.adjusted(0, height, 0, 0), slot)

    def _write_rest(self, painter: QPainter, area: QRectF, slot: BookedSlot) -> None:
        """The lines below the name: the status with its icon, then what, when and where as far as there is room.

        That somebody is merely booked goes without saying: there the icon stands before the type.
        """
        theme, height, session = self.theme, self.small.height, slot.session
        standing = standing_of(slot, self.picture.now)
        indent = self.side + 3
        self._draw_icon(painter, standing.icon, standing.role, area.left() - 1, area.top() + height / 2)
        span = clock_span(session.starts_at, session.ends_at, self.picture.zone)
        lines = [
            (slot.session_type.name, self.small, theme.muted),
            (span, self.small, theme.muted),
            (self._other_side(slot), self.small, theme.muted),
        ]
        if not standing.silent:
            ink = str(getattr(theme, standing.role))
            lines.insert(0, (standing.words, self.strong if standing.urgent else self.small, ink))
        lines = [line for line in lines if line[0]][: max(1, int((area.height() + 2) / height))]
        place, counted = self._place_of_plan(slot, lines, area.width(), indent)
        for number, (words, kind, ink) in enumerate(lines):
            line = QRectF(area.left(), area.top() + number * height, area.width(), height)
            if number == place:
                line.setRight(line.right() - write_right(painter, line, counted, self.small, theme.muted) - _APART)
            write(painter, line.adjusted(0 if number else indent, 0, 0, 0), words, kind, ink)

    def _place_of_plan(
        self, slot: BookedSlot, lines: list[tuple[str, Face, str]], wide: float, indent: float
    ) -> tuple[int | None, str]:
        """At the end of which line the place in the plan stands: the first not cut for it, else that of the type.

        Where even that is missing there is no room for it beside what is more urgent.
        """
        counted = plan_words(slot)
        if not counted:
            return None, ""
        room = wide - self.small.width(counted) - _APART
        fits = (n for n, (words, kind, _) in enumerate(lines) if kind.width(words) + (0 if n else indent) <= room)
        types = (n for n, line in enumerate(lines) if line[0] == slot.session_type.name)
        return next(fits, next(types, None)), counted

    def _other_side(self, slot: BookedSlot) -> str:
        """The room in the lane of a therapist, the therapist in the lane of a room."""
        if self._in_room:
            return self.picture.names.get(slot.session.therapist_id, "")
        return slot.room.name if slot.room else ""

    def _draw_icon(self, painter: QPainter, name: str, role: str, left: float, middle: float) -> None:
        """As ``draw_icon``, asking for each picture once."""
        pixmap = self._icons.get((name, role))
        if pixmap is None:
            ratio = painter.device().devicePixelRatio()
            pixmap = self._icons[name, role] = icon_pixmap(name, role, self.side, ratio)
        painter.drawPixmap(QPointF(left, middle - self.side / 2), pixmap)

    def _ink(self, colour: str) -> QColor:
        ink = self._inks.get(colour)
        if ink is None:
            ink = self._inks[colour] = QColor(colour)
        return ink
