"""How a day of the book is drawn: quiet hours, sessions as cards, free stretches to pick, the chosen time."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPen

from clinicdesk.desk.views import BookedSlot, Column
from clinicdesk.domain.session import SessionStatus
from clinicdesk.domain.suitability import Kind
from clinicdesk.ui.booking.geometry import Columns, DayScale, Opening
from clinicdesk.ui.style import BODY, DETAIL, SPACE, font_of, icon_pixmap, text_factor, tokens, verdict_icon_name
from clinicdesk.ui.when import clock, clock_span, lasting

_CARD_RADIUS = 4
_EDGE = 4
_INSET = 3.0
_ICON = 14
_DIMMED = 0.55
_CENTRE = Qt.AlignmentFlag.AlignCenter


@dataclass(frozen=True, slots=True)
class Ghost:
    """The session as it would stand in the book.

    Attributes:
        free_at: when the therapist is free again.
        words: what it is, under its time.
        taken: whether something stands against it.
        firm: the chosen time, not only the one under the pointer.
    """

    column: int
    starts_at: datetime
    ends_at: datetime
    free_at: datetime
    words: str
    taken: bool = False
    firm: bool = True


@dataclass(slots=True)
class DayPicture:
    """Everything a day view draws.

    Attributes:
        pickable: whether there is a session to find a time for.
        patient_id: whose other sessions stand out.
    """

    zone: tzinfo = UTC
    opens: datetime = datetime(2000, 1, 1, tzinfo=UTC)
    closes: datetime = datetime(2000, 1, 2, tzinfo=UTC)
    now: datetime = datetime(2000, 1, 1, tzinfo=UTC)
    columns: Sequence[Column] = ()
    openings: Sequence[Opening] = ()
    ghost: Ghost | None = None
    hovered: Ghost | None = None
    patient_id: str = ""
    pickable: bool = True
    focused: bool = False


@dataclass(frozen=True, slots=True)
class _Type:
    """A font with what is asked of it again and again."""

    font: QFont
    metrics: QFontMetricsF
    height: float
    ascent: float


def _type(pixels: int, *, strong: bool = False) -> _Type:
    font = font_of(pixels, strong=strong)
    metrics = QFontMetricsF(font)
    return _Type(font, metrics, metrics.height(), metrics.ascent())


@dataclass(slots=True)
class DayPainter:
    """Draws a picture at a scale; the origin is the top left corner of the first column."""

    picture: DayPicture
    scale: DayScale
    strip: Columns
    small: _Type = field(default_factory=lambda: _type(DETAIL))
    strong: _Type = field(default_factory=lambda: _type(DETAIL, strong=True))

    def paint_still(self, painter: QPainter) -> None:
        """Draw what stands still while a time is picked: hours, free stretches, sessions."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        for opening in self.picture.openings:
            self._paint_opening(painter, opening)
        for place, column in enumerate(self.picture.columns):
            for slot in column.sessions:
                self._paint_slot(painter, place, slot)

    def paint_moving(self, painter: QPainter) -> None:
        """Draw what follows the pointer, the keyboard and the clock."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for ghost in (self.picture.hovered, self.picture.ghost):
            if ghost is not None:
                self._paint_ghost(painter, ghost)
        self._paint_now(painter)

    def paint_header(self, painter: QPainter, height: float) -> None:
        """Draw the names of the therapists and how many free stretches each has."""
        theme = tokens()
        name_type = _type(BODY, strong=True)
        for place, column in enumerate(self.picture.columns):
            area = QRectF(self.strip.left(place) + SPACE, 0, self.strip.width - 2 * SPACE, height)
            upper = QRectF(area.left(), area.top() + 5, area.width(), height / 2 - 5)
            lower = QRectF(area.left(), area.top() + height / 2, area.width(), height / 2 - 5)
            self._write(painter, upper, column.therapist.name, name_type, theme.text)
            if self.picture.pickable:
                self._write(painter, lower, self._free_words(place), self.small, theme.muted)

    def _free_words(self, place: int) -> str:
        own = [each.ends_at - each.earliest for each in self.picture.openings if each.column == place]
        minutes = int(sum(own, timedelta()) / timedelta(minutes=1))
        return f"{lasting(minutes)} free" if minutes else "no free time"

    def paint_ruler(self, painter: QPainter, width: float) -> None:
        """Draw the hours, right-aligned at the left edge."""
        painter.setFont(self.small.font)
        painter.setPen(QColor(tokens().muted))
        height = self.small.height
        for mark in self.scale.marks(self.picture.zone, 60):
            area = QRectF(0, self.scale.y(mark) - height / 2, width - SPACE, height)
            painter.drawText(area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._clock(mark))
        self._paint_now_label(painter, width)

    # -- ground ------------------------------------------------------------------------------------

    def _paint_ground(self, painter: QPainter) -> None:
        theme, scale, wide = tokens(), self.scale, self.strip.total
        painter.fillRect(QRectF(0, 0, max(wide, 1), scale.height + 1), QColor(theme.surface))
        for start, end in ((scale.first, self.picture.opens), (self.picture.closes, scale.last)):
            top, height = scale.span(start, end)
            painter.fillRect(QRectF(0, top, wide, height), QColor(theme.window))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        for minutes, style in ((30, Qt.PenStyle.DotLine), (60, Qt.PenStyle.SolidLine)):
            painter.setPen(QPen(QColor(theme.line), 1, style))
            for mark in scale.marks(self.picture.zone, minutes):
                painter.drawLine(QPointF(0, scale.y(mark)), QPointF(wide, scale.y(mark)))
        painter.setPen(QPen(QColor(theme.line), 1))
        for place in range(1, self.strip.count + 1):
            painter.drawLine(QPointF(self.strip.left(place), 0), QPointF(self.strip.left(place), scale.height))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def _paint_opening(self, painter: QPainter, opening: Opening) -> None:
        theme = tokens()
        area = self._area(opening.column, opening.earliest, opening.ends_at)
        ground = QColor(theme.selection)
        ground.setAlphaF(0.55)
        painter.setPen(QPen(QColor(theme.accent), 1, Qt.PenStyle.DashLine))
        painter.setBrush(ground)
        painter.drawRoundedRect(area, _CARD_RADIUS, _CARD_RADIUS)
        minutes = int((opening.ends_at - opening.earliest) / timedelta(minutes=1))
        line = QRectF(area.left() + 6, area.top() + 2, area.width() - 10, self.small.height)
        if area.height() >= line.height():
            self._write(painter, line, f"{lasting(minutes)} free", self.small, theme.accent)

    # -- sessions ------------------------------------------------------------------------------------

    def _paint_slot(self, painter: QPainter, place: int, slot: BookedSlot) -> None:
        session = slot.session
        area = self._area(place, session.starts_at, session.ends_at)
        if not session.status.live:
            self._paint_outline(painter, area, slot)
            return
        painter.save()
        if session.ends_at <= self.picture.now or session.status is SessionStatus.COMPLETED:
            painter.setOpacity(_DIMMED)
        if session.free_at > session.ends_at:
            self._hatch(painter, self._area(place, session.ends_at, session.free_at), tokens().outline)
        self._paint_card(painter, area, slot)
        painter.restore()

    def _paint_outline(self, painter: QPainter, area: QRectF, slot: BookedSlot) -> None:
        """A session that is off: only its place remembers it, thin, at the right."""
        words = "no-show" if slot.session.status is SessionStatus.NO_SHOW else "cancelled"
        painter.setPen(QPen(QColor(tokens().outline), 1, Qt.PenStyle.DotLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        right = QRectF(area.center().x(), area.top() + 1, area.width() / 2 - 1, area.height() - 2)
        painter.drawRoundedRect(right, _CARD_RADIUS, _CARD_RADIUS)
        height = self.small.height
        if right.height() >= 2 * height + 4:
            line = QRectF(right.left() + 4, right.bottom() - height - 2, right.width() - 6, height)
            self._write(painter, line, words, self.small, tokens().muted)

    def _paint_card(self, painter: QPainter, area: QRectF, slot: BookedSlot) -> None:
        theme = tokens()
        own = slot.session.patient_id == self.picture.patient_id
        painter.setPen(QPen(QColor(theme.text if own else theme.outline), 2 if own else 1))
        painter.setBrush(QColor(theme.hover))
        painter.drawRoundedRect(area, _CARD_RADIUS, _CARD_RADIUS)
        massage = slot.session_type.kind is Kind.MASSAGE
        edge = QRectF(area.left(), area.top(), _EDGE, area.height())
        painter.fillRect(edge, QColor(theme.massage if massage else theme.physical_therapy))
        self._write_card(painter, area.adjusted(_EDGE + 5, 2, -4, -2), slot)

    def _write_card(self, painter: QPainter, area: QRectF, slot: BookedSlot) -> None:
        theme = tokens()
        height = self.strong.height
        if area.height() < height - 4:
            return
        side = round(_ICON * text_factor())
        line = QRectF(area.left(), area.top(), area.width() - side - 3, height)
        ratio = painter.device().devicePixelRatio()
        mark = icon_pixmap(verdict_icon_name(slot.verdict), slot.verdict.code, side, ratio)
        painter.drawPixmap(QPointF(area.right() - side, area.top() + (height - side) / 2), mark)
        self._write(painter, line, slot.patient.name, self.strong, theme.text)
        details = (
            clock_span(slot.session.starts_at, slot.session.ends_at, self.picture.zone),
            slot.session_type.name,
            slot.room.name if slot.room else "",
        )
        for text in filter(None, details):
            line = QRectF(area.left(), line.bottom(), area.width(), height)
            if line.bottom() > area.bottom() + 2:
                return
            self._write(painter, line, text, self.small, theme.muted)

    # -- the time chosen -------------------------------------------------------------------------------

    def _paint_ghost(self, painter: QPainter, ghost: Ghost) -> None:
        theme = tokens()
        area = self._area(ghost.column, ghost.starts_at, ghost.ends_at)
        ink = theme.error if ghost.taken else theme.accent
        if ghost.taken:
            # What has the time stays in sight beside what was asked for.
            area.setLeft(area.left() + area.width() * 0.25)
        if ghost.free_at > ghost.ends_at and ghost.firm:
            self._hatch(painter, self._area(ghost.column, ghost.ends_at, ghost.free_at), ink)
        if not ghost.firm:
            ground, words_ink = theme.selection, theme.accent
        elif ghost.taken:
            ground, words_ink = theme.error_tint, theme.error
        else:
            ground, words_ink = theme.accent, theme.on_accent
        painter.setPen(QPen(QColor(theme.text if self.picture.focused and ghost.firm else ink), 2))
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), _CARD_RADIUS, _CARD_RADIUS)
        height = self.strong.height
        inner = area.adjusted(7, 3, -4, -3)
        line = QRectF(inner.left(), inner.top(), inner.width(), min(height, inner.height()))
        self._write(
            painter, line, clock_span(ghost.starts_at, ghost.ends_at, self.picture.zone), self.strong, words_ink
        )
        if ghost.firm and inner.height() >= 2 * height:
            self._write(painter, line.translated(0, height), ghost.words, self.small, words_ink)

    def _paint_now(self, painter: QPainter) -> None:
        if self.scale.first <= self.picture.now <= self.scale.last:
            line = QRectF(0, round(self.scale.y(self.picture.now)) - 1, self.strip.total, 2)
            painter.fillRect(line, QColor(tokens().accent))

    def _paint_now_label(self, painter: QPainter, width: float) -> None:
        if not self.scale.first <= self.picture.now <= self.scale.last:
            return
        theme = tokens()
        height = self.strong.height + 2
        area = QRectF(2, self.scale.y(self.picture.now) - height / 2, width - 3, height)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.accent))
        painter.drawRoundedRect(area, _CARD_RADIUS, _CARD_RADIUS)
        painter.setFont(self.strong.font)
        painter.setPen(QColor(theme.on_accent))
        painter.drawText(area, _CENTRE, self._clock(self.picture.now))

    # -- strokes ----------------------------------------------------------------------------------------

    def _area(self, place: int, start: datetime, end: datetime) -> QRectF:
        top, height = self.scale.span(start, end)
        return QRectF(self.strip.left(place) + _INSET, top + 0.5, self.strip.width - 2 * _INSET, max(height - 1, 1))

    @staticmethod
    def _hatch(painter: QPainter, area: QRectF, ink: str) -> None:
        colour = QColor(ink)
        colour.setAlphaF(0.5)
        painter.fillRect(area, QBrush(colour, Qt.BrushStyle.BDiagPattern))

    @staticmethod
    def _write(painter: QPainter, area: QRectF, words: str, face: _Type, ink: str) -> None:
        """Write one line, left and centred in height; a point is laid out much faster than a rectangle."""
        painter.setFont(face.font)
        painter.setPen(QColor(ink))
        baseline = area.top() + (area.height() - face.height) / 2 + face.ascent
        if face.metrics.horizontalAdvance(words) > area.width():
            words = face.metrics.elidedText(words, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(QPointF(area.left(), baseline), words)

    def _clock(self, moment: datetime) -> str:
        return clock(moment, self.picture.zone)
