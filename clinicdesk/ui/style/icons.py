"""Icons: Lucide line drawings, tinted to the theme when they are asked for."""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPaintEvent, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QApplication, QPushButton, QWidget

from clinicdesk.domain.suitability import Verdict
from clinicdesk.resources import resource
from clinicdesk.ui.style.current import text_factor, tokens
from clinicdesk.ui.style.tokens import VerdictColours

_VERDICT_ICONS = {
    Verdict.REFER_URGENTLY: "octagon-alert",
    Verdict.NOT_SUITABLE: "ban",
    Verdict.NEEDS_CLINICIAN_REVIEW: "hand",
    Verdict.SUITABLE_WITH_PRECAUTIONS: "shield",
    Verdict.SUITABLE: "circle-check",
}
_VERDICTS = {verdict.code: verdict for verdict in Verdict}
_NAME, _ROLE, _SIZE = "icon_name", "icon_role", "icon_size"


def colour_of(role: str) -> str:
    """The colour of a token by name (``"muted"``), or of a verdict by its code (``"not_suitable"``).

    ``on_urgent`` is what is written on a button in the ink of an urgent referral.
    """
    theme = tokens()
    if role == "on_urgent":
        return theme.verdicts[Verdict.REFER_URGENTLY].tint
    verdict = _VERDICTS.get(role)
    return theme.verdicts[verdict].ink if verdict is not None else str(getattr(theme, role))


@lru_cache(maxsize=256)
def _drawing(name: str) -> bytes:
    return resource("icons", f"{name}.svg").read_bytes()


@lru_cache(maxsize=2048)
def _pixmap(name: str, colour: str, pixels: int, ratio: float) -> QPixmap:
    renderer = QSvgRenderer(QByteArray(_drawing(name).replace(b"currentColor", colour.encode())))
    side = round(pixels * ratio)
    pixmap = QPixmap(side, side)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, side, side))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def icon_pixmap(name: str, role: str = "text", size: int = 20, ratio: float | None = None) -> QPixmap:
    """An icon as a picture ``size`` pixels wide, drawn for the screen's own density."""
    if ratio is None:
        app = QApplication.instance()
        ratio = app.devicePixelRatio() if isinstance(app, QApplication) else 1.0
    return _pixmap(name, colour_of(role), size, ratio)


def icon(name: str, role: str = "text", size: int = 20) -> QIcon:
    """An icon in the colour of a token; on a widget that outlives a change of theme use ``set_icon``."""
    tinted = QIcon(icon_pixmap(name, role, size))
    tinted.addPixmap(icon_pixmap(name, "muted", size), QIcon.Mode.Disabled)
    return tinted


def set_icon(button: QAbstractButton, name: str, role: str = "text", size: int = 18) -> None:
    """Give a button an icon that follows the theme and the size of text; ``size`` is at 100 %."""
    button.setProperty(_NAME, name)
    button.setProperty(_ROLE, role)
    button.setProperty(_SIZE, size)
    # Qt leaves only four pixels between icon and words; the rest of the gap is part of the picture.
    gap = 4 if button.text() and isinstance(button, QPushButton) else 0
    size = round(size * text_factor())
    button.setIconSize(QSize(size + gap, size))
    tinted = QIcon(_padded(icon_pixmap(name, role, size), gap))
    tinted.addPixmap(_padded(icon_pixmap(name, "muted", size), gap), QIcon.Mode.Disabled)
    button.setIcon(tinted)


def _padded(pixmap: QPixmap, gap: int) -> QPixmap:
    if not gap:
        return pixmap
    ratio = pixmap.devicePixelRatio()
    wider = QPixmap(pixmap.width() + round(gap * ratio), pixmap.height())
    wider.setDevicePixelRatio(ratio)
    wider.fill(Qt.GlobalColor.transparent)
    painter = QPainter(wider)
    painter.drawPixmap(0, 0, pixmap)
    painter.end()
    return wider


def refresh_icons(app: QApplication) -> None:
    """Draw every icon anew after a change of theme or of the size of text."""
    for widget in app.allWidgets():
        if isinstance(widget, IconLabel):
            widget.fit()
        elif isinstance(widget, QAbstractButton) and (name := widget.property(_NAME)):
            set_icon(widget, name, widget.property(_ROLE), widget.property(_SIZE))


class IconLabel(QWidget):
    """An icon standing by itself, always beside words that say the same; ``size`` is at 100 % text."""

    def __init__(self, name: str, role: str = "text", size: int = 20, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._role, self._size = name, role, size
        self.fit()

    def fit(self) -> None:
        """Take the size that suits the text."""
        side = round(self._size * text_factor())
        self.setFixedSize(side, side)

    def show_icon(self, name: str, role: str) -> None:
        """Show another icon."""
        if (name, role) != (self._name, self._role):
            self._name, self._role = name, role
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint in the colours of the theme that is on now."""
        painter = QPainter(self)
        painter.drawPixmap(0, 0, icon_pixmap(self._name, self._role, self.width(), self.devicePixelRatioF()))


def verdict_icon_name(verdict: Verdict) -> str:
    """The icon that always stands beside a verdict."""
    return _VERDICT_ICONS[verdict]


def verdict_colours(verdict: Verdict) -> VerdictColours:
    """Ink and tint of a verdict in the theme that is on, for what paints itself."""
    return tokens().verdicts[verdict]
