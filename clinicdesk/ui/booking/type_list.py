"""What can be booked, by kind, each with its verdict before it is chosen."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from clinicdesk.desk.booking_views import Offer
from clinicdesk.domain.suitability import Kind
from clinicdesk.ui.counted import shown
from clinicdesk.ui.style import (
    BODY,
    DETAIL,
    RADIUS,
    SPACE,
    font_of,
    icon_pixmap,
    kind_words,
    set_role,
    text_factor,
    tokens,
    verdict_colours,
)

Index = QModelIndex | QPersistentModelIndex

OFFER_ROLE = Qt.ItemDataRole.UserRole + 1
"""The ``Offer`` of a line, or None on a heading."""

_ICON = 16
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class _Line:
    kind: Kind
    offer: Offer | None = None

    @property
    def key(self) -> tuple[Kind, str]:
        return self.kind, self.offer.session_type.id if self.offer else ""


class TypeModel(QAbstractListModel):
    """Headings and offers; a heading can be neither reached nor chosen."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: list[_Line] = []

    def set_offers(self, offers: Sequence[Offer]) -> None:
        """Show offers, by kind; the same types with other verdicts keep the choice."""
        lines = []
        for kind in Kind:
            own = [offer for offer in offers if offer.session_type.kind is kind]
            lines += [_Line(kind), *(_Line(kind, offer) for offer in own)] if own else []
        if lines and [line.key for line in lines] == [line.key for line in self._lines]:
            self._lines = lines
            self.dataChanged.emit(self.index(0), self.index(len(lines) - 1))
        else:
            self.beginResetModel()
            self._lines = lines
            self.endResetModel()

    def place_of(self, offer: Offer) -> int | None:
        """The line of an offer's session type."""
        wanted = offer.session_type.id
        return next(
            (place for place, line in enumerate(self._lines) if line.offer and line.offer.session_type.id == wanted),
            None,
        )

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's signature
        """Headings and offers."""
        return 0 if parent.isValid() else len(self._lines)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """What cannot be booked can still be reached, so that its reason can be read."""
        if not index.isValid() or self._lines[index.row()].offer is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A line's words, or its offer."""
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        if role == OFFER_ROLE:
            return line.offer
        if role == Qt.ItemDataRole.DisplayRole:
            return line.offer.session_type.name if line.offer else kind_words(line.kind)
        if role == Qt.ItemDataRole.AccessibleTextRole and line.offer:
            return f"{line.offer.session_type.name}, {line.offer.session_type.minutes} min, {standing(line.offer)}"
        return None


def standing(offer: Offer, *, short: bool = False) -> str:
    """The verdict in words, and what booking it would mean."""
    counted = shown(offer.verdict, offer.renewal)
    words = counted.short if short else counted.words
    return f"{words}  ·  held" if offer.hold else words


class TypeList(QListView):
    """The session types, one stop of the Tab key; moving chooses.

    Signals:
        offer_focused(Offer): another session type is looked at, whether it can be booked or not.
        offer_confirmed: Enter; on to the times.
    """

    offer_focused = Signal(object)
    offer_confirmed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "bare")
        self._model = TypeModel(self)
        self.setModel(self._model)
        self._delegate = _TypeDelegate()
        self.setItemDelegate(self._delegate)
        self.setAccessibleName("What to book")
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.selectionModel().currentChanged.connect(self._tell)

    def show_offers(self, offers: Sequence[Offer], current: Offer | None) -> None:
        """Show the offers, and which is looked at, without telling anybody."""
        self.selectionModel().blockSignals(True)
        self._model.set_offers(offers)
        place = self._model.place_of(current) if current else None
        if place is None:
            self.clearSelection()
        else:
            self.setCurrentIndex(self._model.index(place))
        self.selectionModel().blockSignals(False)
        self.viewport().update()

    def current_offer(self) -> Offer | None:
        """The offer looked at."""
        offer = self.currentIndex().data(OFFER_ROLE) if self.currentIndex().isValid() else None
        return offer if isinstance(offer, Offer) else None

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter goes on; Ctrl+Enter is the page's."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers():
            self.offer_confirmed.emit()
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier or event.key() in {
            Qt.Key.Key_PageUp,
            Qt.Key.Key_PageDown,
        }:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _tell(self, index: QModelIndex) -> None:
        offer = index.data(OFFER_ROLE)
        if isinstance(offer, Offer):
            self.offer_focused.emit(offer)


class _TypeDelegate(QStyledItemDelegate):
    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802 - Qt's name
        body, small = QFontMetrics(font_of(BODY)).height(), QFontMetrics(font_of(DETAIL)).height()
        if index.data(OFFER_ROLE) is None:
            return QSize(0, small + (SPACE + 4 if index.row() else 0) + SPACE)
        return QSize(0, body + small + SPACE + 4)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        offer = index.data(OFFER_ROLE)
        area = QRect(option.rect)
        painter.save()
        if isinstance(offer, Offer):
            self._paint_ground(painter, area.adjusted(1, 1, -1, -1), option.state, option.widget)
            _paint_offer(painter, area.adjusted(SPACE + 4, SPACE - 2, -SPACE, 2 - SPACE), offer)
        else:
            painter.setFont(font_of(DETAIL, strong=True))
            painter.setPen(QColor(tokens().muted))
            low = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom
            painter.drawText(area.adjusted(SPACE + 4, 0, -SPACE, -SPACE // 2), low, str(index.data()))
        painter.restore()

    @staticmethod
    def _paint_ground(painter: QPainter, area: QRect, state: QStyle.StateFlag, view: QWidget) -> None:
        theme = tokens()
        selected = bool(state & QStyle.StateFlag.State_Selected)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        if not selected and not hovered:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(QColor(theme.selection if selected else theme.hover))
        painter.setPen(QColor(theme.accent) if selected and view.hasFocus() else Qt.PenStyle.NoPen)
        painter.drawRoundedRect(area, RADIUS, RADIUS)


def _paint_offer(painter: QPainter, area: QRect, offer: Offer) -> None:
    theme = tokens()
    body, small = font_of(BODY, strong=True), font_of(DETAIL)
    above = QFontMetrics(body).height()
    minutes = f"{offer.session_type.minutes} min"
    aside = QFontMetrics(small).horizontalAdvance(minutes) + SPACE
    line = QRect(area.left(), area.top(), area.width(), above)
    painter.setFont(body)
    painter.setPen(QColor(theme.text if offer.bookable else theme.muted))
    name = QFontMetrics(body).elidedText(offer.session_type.name, Qt.TextElideMode.ElideRight, area.width() - aside)
    painter.drawText(line, _LEFT, name)
    painter.setFont(small)
    painter.setPen(QColor(theme.muted))
    painter.drawText(line, _RIGHT, minutes)
    below = QRect(area.left(), area.top() + above, area.width(), QFontMetrics(small).height())
    side = round(_ICON * text_factor())
    counted = shown(offer.verdict, offer.renewal)
    mark = icon_pixmap(counted.icon, counted.dress.code, side, painter.device().devicePixelRatio())
    painter.drawPixmap(below.left(), below.top() + (below.height() - side) // 2, mark)
    painter.setPen(QColor(verdict_colours(counted.dress).ink))
    room, metrics = below.adjusted(side + 6, 0, 0, 0), QFontMetrics(small)
    told = standing(offer)
    if metrics.horizontalAdvance(told) > room.width():
        told = metrics.elidedText(standing(offer, short=True), Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, _LEFT, told)
