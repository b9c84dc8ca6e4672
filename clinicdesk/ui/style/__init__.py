"""How ClinicDesk looks. Widgets say what they are; only this package knows colours."""

from clinicdesk.ui.style.current import text_factor, tokens
from clinicdesk.ui.style.icons import (
    IconLabel,
    icon,
    icon_pixmap,
    set_icon,
    verdict_colours,
    verdict_icon_name,
)
from clinicdesk.ui.style.roles import kind_words, set_invalid, set_role, set_verdict, technique_words, verdict_words
from clinicdesk.ui.style.theme import (
    TEXT_SCALES,
    Style,
    ThemeChoice,
    apply_style,
    font_of,
)
from clinicdesk.ui.style.tokens import (
    BODY,
    DARK,
    DETAIL,
    HEADING,
    LIGHT,
    RADIUS,
    SPACE,
)

__all__ = [
    "BODY",
    "DARK",
    "DETAIL",
    "HEADING",
    "LIGHT",
    "RADIUS",
    "SPACE",
    "TEXT_SCALES",
    "IconLabel",
    "Style",
    "ThemeChoice",
    "apply_style",
    "font_of",
    "icon",
    "icon_pixmap",
    "kind_words",
    "set_icon",
    "set_invalid",
    "set_role",
    "set_verdict",
    "technique_words",
    "text_factor",
    "tokens",
    "verdict_colours",
    "verdict_icon_name",
    "verdict_words",
]
