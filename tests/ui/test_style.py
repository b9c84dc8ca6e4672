from itertools import product
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QLabel, QPushButton

from clinicdesk.domain.suitability import Verdict
from clinicdesk.resources import resource
from clinicdesk.ui import style as style_package
from clinicdesk.ui.style import (
    DARK,
    LIGHT,
    Style,
    ThemeChoice,
    apply_style,
    icon_pixmap,
    set_icon,
    set_role,
    tokens,
    verdict_icon_name,
    verdict_words,
)
from clinicdesk.ui.style.sheet import style_sheet

THEMES = (LIGHT, DARK)
TEXT_ON_GROUND = [
    *product(("text", "muted"), ("window", "surface", "rail", "hover", "pressed", "selection")),
    *product(("text",), ("error_tint", "warning_tint", "info_tint")),
    *product(("accent",), ("window", "surface", "rail", "hover", "selection", "info_tint")),
    *product(("error",), ("window", "surface", "error_tint")),
    *product(("warning",), ("warning_tint",)),
    *product(("on_accent",), ("accent", "accent_hover", "accent_pressed")),
    ("surface", "text"),  # tooltips
]
MARK_ON_GROUND = [*product(("outline", "accent", "text"), ("surface", "window"))]


def luminance(colour):
    """Relative luminance as WCAG 2 defines it."""
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_computed_as_published():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.478, abs=0.001)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
@pytest.mark.parametrize(("text", "ground"), TEXT_ON_GROUND)
def test_text_can_be_read_on_its_ground(theme, text, ground):
    assert contrast(getattr(theme, text), getattr(theme, ground)) >= 4.5


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
@pytest.mark.parametrize("verdict", Verdict)
def test_verdicts_can_be_read_wherever_they_stand(theme, verdict):
    colours = theme.verdicts[verdict]
    for ground in (colours.tint, theme.window, theme.surface, theme.rail):
        assert contrast(colours.ink, ground) >= 4.5
    assert contrast(theme.text, colours.tint) >= 4.5
    assert contrast(theme.muted, colours.tint) >= 4.5


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
@pytest.mark.parametrize(("mark", "ground"), MARK_ON_GROUND)
def test_borders_and_focus_can_be_seen(theme, mark, ground):
    assert contrast(getattr(theme, mark), getattr(theme, ground)) >= 3


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
@pytest.mark.parametrize(
    ("mark", "token"),
    [("check", "on_accent"), ("minus", "on_accent"), ("dot", "on_accent")]
    + [(f"chevron-{way}", "muted") for way in ("up", "down", "left", "right")],
)
def test_marks_of_controls_wear_the_colours_of_their_theme(theme, mark, token):
    drawing = resource("icons", "controls", theme.name, f"{mark}.svg").read_text(encoding="utf-8")
    assert getattr(theme, token) in drawing
    assert "currentColor" not in drawing


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_the_style_sheet_leaves_no_name_unfilled(theme):
    assert "$" not in style_sheet(theme, 1.0)


def test_text_doubles_at_200_per_cent(qapp):
    apply_style(qapp, LIGHT)
    usual, control = qapp.font().pointSizeF(), QPushButton("Save").sizeHint().height()
    apply_style(qapp, LIGHT, 200)
    assert qapp.font().pointSizeF() == pytest.approx(2 * usual)
    assert QPushButton("Save").sizeHint().height() > 1.7 * control
    apply_style(qapp, LIGHT)


def test_controls_are_32_pixels_high_and_stay_so_under_the_keyboard(qtbot, style):
    button = QPushButton("Save")
    qtbot.addWidget(button)
    button.show()
    assert button.sizeHint().height() == 32
    button.setFocus()
    qtbot.waitUntil(button.hasFocus)
    assert button.sizeHint().height() == 32


def test_the_four_sizes_of_type(qtbot, style):
    sizes = {}
    for role in ("title", "heading", "body", "detail"):
        label = set_role(QLabel("Ana"), role)
        qtbot.addWidget(label)
        label.ensurePolished()
        sizes[role] = label.font().pointSizeF() / 0.75
    assert sizes == {"title": 22, "heading": 16, "body": 14, "detail": 12}


def test_the_typeface_is_inter(style, qapp):
    assert qapp.font().family() == "Inter"
    assert QLabel("Ana").fontInfo().family() == "Inter"


def test_the_theme_follows_the_system_until_the_person_chooses(qapp, settings):
    style = Style(qapp, settings)
    qapp.styleHints().setColorScheme(Qt.ColorScheme.Dark)
    try:
        assert style.choice is ThemeChoice.SYSTEM
        assert tokens() is (DARK if qapp.styleHints().colorScheme() is Qt.ColorScheme.Dark else LIGHT)
        style.choose_theme(ThemeChoice.LIGHT)
        assert tokens() is LIGHT
    finally:
        qapp.styleHints().unsetColorScheme()
        style.deleteLater()


def test_a_chosen_theme_and_size_are_remembered(qapp, settings):
    style = Style(qapp, settings)
    style.choose_theme(ThemeChoice.DARK)
    style.choose_text_scale(150)
    settings.sync()
    later = Style(qapp, QSettings(settings.fileName(), QSettings.Format.IniFormat))
    assert (later.choice, later.text_scale) == (ThemeChoice.DARK, 150)
    assert tokens() is DARK
    later.choose_theme(ThemeChoice.LIGHT)
    later.choose_text_scale(100)


def test_a_setting_nobody_understands_falls_back(qapp, settings):
    settings.setValue("appearance/theme", "sepia")
    settings.setValue("appearance/text_scale", "huge")
    style = Style(qapp, settings)
    assert (style.choice, style.text_scale) == (ThemeChoice.SYSTEM, 100)


def test_icons_are_tinted_and_follow_the_theme(qtbot, style):
    button = QPushButton()
    qtbot.addWidget(button)
    set_icon(button, "search", "text", 20)
    light = _colours(button.icon().pixmap(20, 20).toImage())
    style.choose_theme(ThemeChoice.DARK)
    dark = _colours(button.icon().pixmap(20, 20).toImage())
    assert LIGHT.text.lower() in light
    assert DARK.text.lower() in dark


def test_icons_are_drawn_for_the_density_of_the_screen(qapp):
    picture = icon_pixmap("search", "text", 20, 2.0)
    assert (picture.width(), picture.devicePixelRatio()) == (40, 2.0)


def test_every_verdict_has_words_and_an_icon_of_its_own():
    assert len({verdict_words(verdict) for verdict in Verdict}) == len(Verdict)
    names = {verdict_icon_name(verdict) for verdict in Verdict}
    assert len(names) == len(Verdict)
    assert all(resource("icons", f"{name}.svg").is_file() for name in names)


def _colours(image):
    return {
        image.pixelColor(x, y).name()
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).alpha() == 255
    }


def test_only_icons_somebody_uses_are_shipped():
    package = Path(style_package.__file__).parents[2]
    sources = "".join(path.read_text(encoding="utf-8") for path in package.rglob("*.py"))
    idle = [path.stem for path in resource("icons").glob("*.svg") if f'"{path.stem}"' not in sources]
    assert idle == []
