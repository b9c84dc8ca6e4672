"""Which theme is on, and putting it on: font, palette, style sheet, icons."""

from enum import StrEnum

from PySide6.QtCore import QObject, QSettings, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from clinicdesk.resources import resource
from clinicdesk.ui.style.current import tokens, wear
from clinicdesk.ui.style.icons import refresh_icons
from clinicdesk.ui.style.sheet import style_sheet
from clinicdesk.ui.style.tokens import BODY, DARK, LIGHT, POINTS_PER_PIXEL, STRONG, Tokens

TEXT_SCALES = (100, 125, 150, 200)
"""The sizes of text on offer, in per cent; the system's own scaling comes on top."""


class ThemeChoice(StrEnum):
    """What the person chose; ``SYSTEM`` follows the computer."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


def palette_of(theme: Tokens) -> QPalette:
    """The palette Fusion paints with where the style sheet says nothing."""
    roles = QPalette.ColorRole
    palette = QPalette()
    for role, colour in {
        roles.Window: theme.window,
        roles.WindowText: theme.text,
        roles.Base: theme.surface,
        roles.AlternateBase: theme.window,
        roles.Text: theme.text,
        roles.Button: theme.surface,
        roles.ButtonText: theme.text,
        roles.BrightText: theme.on_accent,
        roles.Highlight: theme.accent,
        roles.HighlightedText: theme.on_accent,
        roles.Accent: theme.accent,
        roles.Link: theme.accent,
        roles.LinkVisited: theme.accent,
        roles.ToolTipBase: theme.text,
        roles.ToolTipText: theme.surface,
        roles.PlaceholderText: theme.muted,
        roles.Light: theme.surface,
        roles.Midlight: theme.hover,
        roles.Mid: theme.line,
        roles.Dark: theme.outline,
        roles.Shadow: theme.line,
    }.items():
        palette.setColor(role, QColor(colour))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(theme.muted))
    return palette


def _load_fonts(app: QApplication) -> None:
    if app.property("clinicdesk_fonts"):
        return
    for weight in ("Regular", "SemiBold"):
        QFontDatabase.addApplicationFont(str(resource("fonts", f"Inter-{weight}.ttf")))
    app.setProperty("clinicdesk_fonts", True)


class Style(QObject):
    """Keeps the application in the chosen theme and size of text.

    Signals:
        theme_changed: the colours or the size of text changed; what paints itself repaints.
    """

    theme_changed = Signal()

    def __init__(self, app: QApplication, settings: QSettings) -> None:
        super().__init__(app)
        self._app = app
        self._settings = settings
        _load_fonts(app)
        # Fusion looks alike on every system; the style sheet only has to say what differs.
        app.setStyle(QStyleFactory.create("Fusion"))
        app.styleHints().colorSchemeChanged.connect(self._follow_system)
        self.apply()

    @property
    def choice(self) -> ThemeChoice:
        """What the person chose, ``SYSTEM`` until they did."""
        kept = str(self._settings.value("appearance/theme", ThemeChoice.SYSTEM.value))
        return ThemeChoice(kept) if kept in set(ThemeChoice) else ThemeChoice.SYSTEM

    @property
    def text_scale(self) -> int:
        """The size of text in per cent, one of ``TEXT_SCALES``."""
        kept = str(self._settings.value("appearance/text_scale", TEXT_SCALES[0]))
        return int(kept) if kept.isdigit() and int(kept) in TEXT_SCALES else TEXT_SCALES[0]

    def choose_theme(self, choice: ThemeChoice) -> None:
        """Change the theme and remember it."""
        self._settings.setValue("appearance/theme", choice.value)
        self.apply()

    def choose_text_scale(self, per_cent: int) -> None:
        """Change the size of text and remember it."""
        self._settings.setValue("appearance/text_scale", per_cent)
        self.apply()

    def toggle_dark(self) -> None:
        """Turn to the other theme and stay there."""
        self.choose_theme(ThemeChoice.LIGHT if tokens() is DARK else ThemeChoice.DARK)

    def apply(self) -> None:
        """Put the chosen theme on."""
        apply_style(self._app, self._wanted(), self.text_scale)
        self.theme_changed.emit()

    def _wanted(self) -> Tokens:
        if self.choice is ThemeChoice.SYSTEM:
            return DARK if self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark else LIGHT
        return DARK if self.choice is ThemeChoice.DARK else LIGHT

    def _follow_system(self) -> None:
        if self.choice is ThemeChoice.SYSTEM and self._wanted() is not tokens():
            self.apply()


def apply_style(app: QApplication, theme: Tokens, text_scale: int = 100) -> None:
    """Dress the application in a theme, with text in per cent of its usual size."""
    _load_fonts(app)
    wear(app, theme)
    # Taking one sheet off before putting the next on is ten times as fast as replacing it.
    app.setStyleSheet("")
    points = BODY * POINTS_PER_PIXEL * text_scale / 100
    font = QFont("Inter")
    font.setStyleHint(QFont.StyleHint.SansSerif)
    font.setPointSizeF(points)
    app.setFont(font)
    app.setPalette(palette_of(theme))
    app.setStyleSheet(style_sheet(theme, text_scale / 100))
    refresh_icons(app)


def font_of(pixels: int, *, strong: bool = False) -> QFont:
    """A font of the scale for what paints its own text, e.g. ``font_of(HEADING, strong=True)``."""
    font = QApplication.font()
    font.setPointSizeF(font.pointSizeF() * pixels / BODY)
    if strong:
        font.setWeight(QFont.Weight(STRONG))
    return font
