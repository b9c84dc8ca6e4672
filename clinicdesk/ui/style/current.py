"""Which theme and which size of text the application wears now."""

from PySide6.QtWidgets import QApplication

from clinicdesk.ui.style.tokens import BODY, DARK, LIGHT, POINTS_PER_PIXEL, Tokens

_THEME = "clinicdesk_theme"


def tokens() -> Tokens:
    """The colours of the theme that is on."""
    app = QApplication.instance()
    return DARK if app is not None and app.property(_THEME) == DARK.name else LIGHT


def text_factor() -> float:
    """How much larger than 100 % text is now; multiply fixed sizes that hold text by it."""
    return QApplication.font().pointSizeF() / (BODY * POINTS_PER_PIXEL)


def wear(app: QApplication, theme: Tokens) -> None:
    """Note which theme is on; painting it is the caller's."""
    app.setProperty(_THEME, theme.name)
