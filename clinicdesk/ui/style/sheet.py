"""The style sheet on Fusion, written from the tokens."""

from clinicdesk.domain.suitability import Verdict
from clinicdesk.resources import resource
from clinicdesk.ui.style.tokens import (
    BODY,
    CONTROL_HEIGHT,
    DETAIL,
    HAND_OVER,
    HEADING,
    POINTS_PER_PIXEL,
    RADIUS,
    STRONG,
    TITLE,
    Tokens,
)


def style_sheet(theme: Tokens, scale: float) -> str:
    """The whole sheet for a theme; ``scale`` is the size of text, 1.0 for 100 %."""
    names = _names(theme, scale)
    parts = (_TEXT, _BUTTONS, _FIELDS, _CHOICES, _VIEWS, _FRAMES, _BARS, _CALENDAR, _HAND_OVER)
    return "".join(_fill(part, names) for part in parts) + _verdicts(theme)


def _fill(part: str, names: dict[str, str]) -> str:
    """Replace every ``$name`` of a part; longest names first, so that ``$line_box`` is not read as ``$line``."""
    for name in sorted(names, key=len, reverse=True):
        part = part.replace(f"${name}", names[name])
    return part


def _names(theme: Tokens, scale: float) -> dict[str, str]:
    def points(pixels: int) -> str:
        return f"{pixels * POINTS_PER_PIXEL * scale:g}pt"

    inner = round((CONTROL_HEIGHT - 2) * scale)  # Qt adds the border to min-height
    colours = {name: str(getattr(theme, name)) for name in Tokens.__slots__ if name not in {"name", "verdicts"}}
    return colours | {
        "detail_size": points(DETAIL),
        "body_size": points(BODY),
        "heading_size": points(HEADING),
        "title_size": points(TITLE),
        "hand_over_size": points(HAND_OVER),
        "strong_weight": str(STRONG),
        "radius": f"{RADIUS}px",
        "control": f"{inner}px",
        "focused": f"{inner - 2}px",
        "large_control": f"{round(38 * scale)}px",
        "large_focused": f"{round(38 * scale) - 2}px",
        "arrow": f"{round(16 * scale)}px",
        "small_arrow": f"{round(12 * scale)}px",
        "drop": f"{round(26 * scale)}px",
        "nav": f"{round(34 * scale)}px",
        "box_half": f"{round(18 * scale) // 2}px",
        "box": f"{round(16 * scale)}px",
        "dot": f"{round(6 * scale)}px",
        "icons": resource("icons", "controls", theme.name).as_posix(),
    }


def _verdicts(theme: Tokens) -> str:
    rules = []
    for verdict, colours in theme.verdicts.items():
        rules.append(f'QLabel[verdict="{verdict.code}"] {{ color: {colours.ink}; }}')
        rules.append(
            f'QFrame[role="card"][verdict="{verdict.code}"] '
            f"{{ background: {colours.tint}; border: 1px solid {colours.ink}; }}"
        )
        rules.append(
            f'QLabel[role="pill"][verdict="{verdict.code}"] {{ color: {colours.ink}; background: {colours.tint}; }}'
        )
    urgent = theme.verdicts[Verdict.REFER_URGENTLY]
    rules.append(
        f'QPushButton[role="urgent"] {{ background: {urgent.ink}; color: {urgent.tint}; font-weight: {STRONG}; '
        f"border: 1px solid {urgent.ink}; }}"
        f'QPushButton[role="urgent"]:hover {{ border: 1px solid {theme.text}; }}'
        f'QPushButton[role="urgent"]:focus {{ border: 2px solid {theme.text}; }}'
    )
    return "\n".join(rules)


_TEXT = """
QWidget { color: $text; }
QMainWindow, QDialog, QWidget[role="page"] { background: $window; }
QLabel { background: transparent; }
QLabel[role="title"] { font-size: $title_size; font-weight: $strong_weight; }
QLabel[role="heading"] { font-size: $heading_size; font-weight: $strong_weight; }
QLabel[role="strong"] { font-weight: $strong_weight; }
QLabel[role="label"] { font-weight: $strong_weight; }
QLabel[role="muted"] { color: $muted; }
QLabel[role="detail"] { font-size: $detail_size; color: $muted; }
QLabel[role="small"] { font-size: $detail_size; }
QLabel[role="error"] { font-size: $detail_size; color: $error; }
QLabel[role="hand_over"] { font-size: $hand_over_size; }
QLabel[role="pill"] { font-size: $detail_size; font-weight: $strong_weight; color: $muted; background: $hover;
  border-radius: 10px; padding: 2px 8px; }
QLabel[role="key"] { font-size: $detail_size; font-weight: $strong_weight; background: $surface;
  border: 1px solid $line; border-bottom: 2px solid $line; border-radius: 4px; padding: 1px 6px; }
QToolTip { background: $text; color: $surface; border: 1px solid $text; padding: 4px 8px; font-size: $detail_size; }
"""

_BUTTONS = """
QPushButton { background: $surface; border: 1px solid $outline; border-radius: $radius; min-height: $control;
  padding: 0 13px; }
QPushButton:hover { background: $hover; }
QPushButton:pressed, QPushButton:checked { background: $pressed; }
QPushButton:focus { border: 2px solid $accent; min-height: $focused; padding: 0 12px; }
QPushButton:disabled { color: $muted; background: $window; border-color: $line; }
QPushButton::menu-indicator { image: url("$icons/chevron-down.svg"); width: 14px; height: 14px; right: 8px;
  subcontrol-origin: padding; subcontrol-position: right center; }
QPushButton[role="primary"] { background: $accent; color: $on_accent; border: 1px solid $accent;
  font-weight: $strong_weight; }
QPushButton[role="primary"]:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton[role="primary"]:pressed { background: $accent_pressed; border-color: $accent_pressed; }
QPushButton[role="primary"]:focus { border: 2px solid $text; }
QPushButton[role="primary"]:disabled { background: $hover; color: $muted; border-color: $line; }
QPushButton[role="danger"] { color: $error; border-color: $error; }
QPushButton[role="danger"]:disabled { color: $muted; border-color: $line; }
QPushButton[role="danger"]:hover { background: $error_tint; }
QPushButton[role="danger"]:focus { border: 2px solid $error; }
QPushButton[role="quiet"], QPushButton[role="tool"] { background: transparent; border: 1px solid transparent; }
QPushButton[role="quiet"]:hover, QPushButton[role="tool"]:hover { background: $hover; }
QPushButton[role="quiet"]:pressed, QPushButton[role="tool"]:pressed { background: $pressed; }
QPushButton[role="quiet"]:focus, QPushButton[role="tool"]:focus { border: 2px solid $accent; }
QPushButton[role="tool"] { padding: 0; min-width: $control; }
QPushButton[role="tool"]:focus { padding: 0; min-width: $focused; }
QPushButton[role="link"], QPushButton[role="row"] { background: transparent; border: 1px solid transparent;
  text-align: left; padding: 0 5px; min-height: 26px; }
QPushButton[role="link"] { color: $accent; }
QPushButton[role="link"]:hover { text-decoration: underline; }
QPushButton[role="row"]:hover, QPushButton[role="link"]:hover { background: $hover; }
QPushButton[role="link"]:focus, QPushButton[role="row"]:focus { border: 2px solid $accent; padding: 0 4px;
  min-height: 24px; }
QPushButton[role="keypad"] { min-height: $large_control; padding: 0; font-size: $heading_size; }
QPushButton[role="segment"] { background: transparent; border: 1px solid transparent; border-radius: 5px;
  padding: 0 11px; min-height: $focused; margin: 1px; }
QPushButton[role="segment"]:hover { background: $hover; }
QPushButton[role="segment"]:checked { background: $accent; color: $on_accent; font-weight: $strong_weight; }
QPushButton[role="segment"]:focus { border: 2px solid $accent; padding: 0 10px; min-height: $focused; }
QPushButton[role="segment"]:checked:focus { border: 2px solid $text; }
QPushButton[role="segment"]:disabled { color: $muted; }
QPushButton[role="choice"] { background: $surface; border: 1px solid $line; border-radius: 8px; text-align: left;
  padding: 16px; }
QPushButton[role="choice"]:hover { border-color: $accent; }
QPushButton[role="choice"]:checked { border: 2px solid $accent; background: $selection; padding: 15px; }
QPushButton[role="choice"]:focus { border: 2px solid $accent; padding: 15px; }
QToolButton { background: transparent; border: 1px solid transparent; border-radius: $radius; padding: 4px; }
QToolButton:hover { background: $hover; }
QToolButton:pressed, QToolButton:checked { background: $pressed; }
QToolButton:focus { border: 2px solid $accent; padding: 3px; }
QToolButton::menu-indicator { image: none; }
"""

_FIELDS = """
QLineEdit, QComboBox, QDateEdit, QTimeEdit, QDateTimeEdit, QSpinBox, QDoubleSpinBox, QPlainTextEdit, QTextEdit {
  background: $surface; border: 1px solid $outline; border-radius: $radius; padding: 0 9px;
  selection-background-color: $accent; selection-color: $on_accent; }
QLineEdit, QComboBox, QDateEdit, QTimeEdit, QDateTimeEdit, QSpinBox, QDoubleSpinBox { min-height: $control; }
QPlainTextEdit, QTextEdit { padding: 5px 5px; }
QLineEdit:hover, QComboBox:hover, QAbstractSpinBox:hover, QPlainTextEdit:hover, QTextEdit:hover {
  border-color: $muted; }
QLineEdit:focus, QComboBox:focus, QAbstractSpinBox:focus { border: 2px solid $accent; padding: 0 8px;
  min-height: $focused; }
QPlainTextEdit:focus, QTextEdit:focus { border: 2px solid $accent; padding: 4px 4px; }
QLineEdit:disabled, QComboBox:disabled, QAbstractSpinBox:disabled, QPlainTextEdit:disabled {
  background: $window; color: $muted; border-color: $line; }
QLineEdit[invalid="true"], QComboBox[invalid="true"], QAbstractSpinBox[invalid="true"],
QPlainTextEdit[invalid="true"] { border-color: $error; }
QAbstractSpinBox QLineEdit, QComboBox QLineEdit { border: none; padding: 0; min-height: 0; background: transparent; }
QAbstractSpinBox QLineEdit:focus, QComboBox QLineEdit:focus { border: none; padding: 0; min-height: 0; }
QAbstractSpinBox { max-height: $control; }
QAbstractSpinBox:focus { max-height: $focused; }
QLineEdit, QPlainTextEdit, QTextEdit { placeholder-text-color: $muted; }
QLineEdit[role="bare"], QLineEdit[role="bare"]:focus { border: none; background: transparent; padding: 0; }
QComboBox::drop-down { border: none; width: $drop; }
QComboBox::down-arrow { image: url("$icons/chevron-down.svg"); width: $arrow; height: $arrow; }
QComboBox QAbstractItemView { background: $surface; border: 1px solid $line; border-radius: $radius; padding: 4px;
  outline: none; }
QComboBox QAbstractItemView::item { min-height: 28px; padding: 0 8px; border-radius: 4px; }
QComboBox QAbstractItemView::item:selected { background: $selection; color: $text; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { border: none; background: transparent; width: 22px;
  subcontrol-origin: border; }
QAbstractSpinBox::up-button { subcontrol-position: top right; margin: 2px 2px 0 0; }
QAbstractSpinBox::down-button { subcontrol-position: bottom right; margin: 0 2px 2px 0; }
QAbstractSpinBox::up-button:hover, QAbstractSpinBox::down-button:hover { background: $hover; border-radius: 3px; }
QAbstractSpinBox::up-arrow { image: url("$icons/chevron-up.svg"); width: $small_arrow; height: $small_arrow; }
QAbstractSpinBox::down-arrow { image: url("$icons/chevron-down.svg"); width: $small_arrow; height: $small_arrow; }
QDateEdit::drop-down, QDateTimeEdit::drop-down { border: none; width: 26px; subcontrol-position: center right; }
QDateEdit::down-arrow { image: url("$icons/chevron-down.svg"); width: 16px; height: 16px; }
"""

_CHOICES = """
QCheckBox, QRadioButton { spacing: 8px; min-height: 24px; padding: 2px 4px; border: 2px solid transparent;
  border-radius: $radius; background: transparent; }
QCheckBox:focus, QRadioButton:focus { border-color: $accent; }
QCheckBox:disabled, QRadioButton:disabled { color: $muted; }
QCheckBox::indicator, QRadioButton::indicator { width: $box; height: $box; border: 1px solid $outline;
  background: $surface; }
QCheckBox::indicator { border-radius: 4px; }
QRadioButton::indicator { border-radius: $box_half; }
QCheckBox::indicator:hover, QRadioButton::indicator:hover { border-color: $accent; }
QCheckBox::indicator:checked { background: $accent; border-color: $accent; image: url("$icons/check.svg"); }
QCheckBox::indicator:indeterminate { background: $accent; border-color: $accent; image: url("$icons/minus.svg"); }
QRadioButton::indicator:checked { background: $accent; border-color: $accent; image: url("$icons/dot.svg"); }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { background: $window; border-color: $line; }
QSlider { min-height: 28px; }
QSlider::groove:horizontal { height: 4px; border-radius: 2px; background: $line; }
QSlider::sub-page:horizontal { height: 4px; border-radius: 2px; background: $accent; }
QSlider::handle:horizontal { width: 18px; height: 18px; margin: -8px 0; border-radius: 10px; background: $surface;
  border: 2px solid $accent; }
QSlider::handle:horizontal:hover { background: $selection; }
QSlider::handle:horizontal:focus { background: $accent; border-color: $text; }
QProgressBar { border: none; border-radius: 4px; background: $line; max-height: 8px; min-height: 8px; }
QProgressBar::chunk { border-radius: 4px; background: $accent; }
"""

_VIEWS = """
QAbstractItemView { background: $surface; border: 1px solid $line; border-radius: $radius; outline: none;
  selection-background-color: $selection; selection-color: $text; alternate-background-color: $window; }
QAbstractItemView:focus { border-color: $accent; }
QTableView, QTreeView { gridline-color: transparent; }
QTableView::item, QTreeView::item { border-bottom: 1px solid $line; padding: 0 8px; }
QTableView[role="people"]::item { padding: 0 5px; }
QTableView::item:selected, QTreeView::item:selected, QListView::item:selected { background: $selection; color: $text; }
QTableView::item:hover, QListView::item:hover { background: $hover; }
QListView::item { min-height: 32px; padding: 0 8px; border-radius: 4px; }
QListView[role="wrapped"]::item { padding: 3px 0; }
QListWidget[role="nav"], QListView[role="bare"] { background: transparent; border: none; }
QListWidget[role="nav"]::item { min-height: $nav; padding: 0 10px; border: 2px solid transparent;
  border-radius: $radius; }
QListWidget[role="nav"]::item:selected { background: $selection; color: $text; font-weight: $strong_weight; }
QListWidget[role="nav"]::item:selected:active:focus { border-color: $accent; }
QListWidget[role="nav"]:focus::item:selected { border-color: $accent; }
QHeaderView { background: $surface; border: none; }
QHeaderView::section { background: $surface; color: $muted; font-size: $detail_size; font-weight: $strong_weight;
  border: none; border-bottom: 1px solid $line; padding: 8px; text-align: left; }
QTableCornerButton::section { background: $surface; border: none; border-bottom: 1px solid $line; }
QScrollArea, QAbstractScrollArea[role="bare"] { background: transparent; border: none; }
QScrollArea > QWidget > QWidget[role="scrolled"] { background: transparent; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; border: none; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; border: none; }
QScrollBar::handle { background: $line; border-radius: 4px; }
QScrollBar::handle:vertical { min-height: 32px; margin: 2px; }
QScrollBar::handle:horizontal { min-width: 32px; margin: 2px; }
QScrollBar::handle:hover { background: $outline; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QMenu { background: $surface; border: 1px solid $line; padding: 4px; }
QMenu::item { padding: 6px 28px 6px 12px; border-radius: 4px; }
QMenu::item:selected { background: $selection; }
QMenu::item:disabled { color: $muted; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }
QMenu::icon { padding-left: 8px; }
QTabWidget::pane { border: none; border-top: 1px solid $line; }
QTabBar::tab { background: transparent; color: $muted; padding: 8px 12px; border: none;
  border-bottom: 2px solid transparent; }
QTabBar::tab:hover { color: $text; }
QTabBar::tab:selected { color: $text; border-bottom-color: $accent; font-weight: $strong_weight; }
QTabBar::tab:focus { background: $selection; }
QSplitter::handle { background: $line; }
QSplitter::handle:horizontal { width: 1px; }
"""

_FRAMES = """
QFrame[role="card"] { background: $surface; border: 1px solid $line; border-radius: 8px; }
QFrame[role="card"][invalid="true"] { border-color: $error; }
QFrame[role="well"] { background: $window; border: 1px solid $line; border-radius: $radius; }
QFrame[role="foot"] { background: transparent; border: none; border-top: 1px solid $line; }
QFrame[role="task"] { background: transparent; border: 2px solid transparent; border-radius: $radius; }
QFrame[role="task"]:focus { border-color: $accent; }
QFrame[role="line"] { background: $line; border: none; max-height: 1px; min-height: 1px; }
QFrame[role="popup"] { background: $surface; border: 1px solid $line; border-radius: 8px; }
QFrame[role="segmented"] { background: $surface; border: 1px solid $outline; border-radius: $radius; }
QFrame[role="segmented"][invalid="true"] { border-color: $error; }
QFrame[role="banner"][level="info"] { background: $info_tint; border: none; border-bottom: 1px solid $accent; }
QFrame[role="banner"][level="warning"] { background: $warning_tint; border: none; border-bottom: 1px solid $warning; }
QFrame[role="banner"][level="error"] { background: $error_tint; border: none; border-bottom: 1px solid $error; }
"""

_BARS = """
QFrame[role="rail"] { background: $rail; border: none; border-right: 1px solid $line; }
QFrame[role="top"] { background: $window; border: none; border-bottom: 1px solid $line; }
QFrame[role="status"] { background: $rail; border: none; border-top: 1px solid $line; }
QFrame[role="panel"] { background: $window; border: none; border-left: 1px solid $line; }
QToolButton[role="rail"] { color: $muted; font-size: $detail_size; border: 2px solid transparent; border-radius: 8px;
  padding: 6px 2px 4px 2px; }
QToolButton[role="rail"]:hover { background: $hover; color: $text; }
QToolButton[role="rail"]:checked { background: $selection; color: $accent; font-weight: $strong_weight; }
QToolButton[role="rail"]:focus { border-color: $accent; padding: 6px 2px 4px 2px; }
QPushButton[role="status"] { background: transparent; border: 1px solid transparent; border-radius: 4px;
  font-size: $detail_size; min-height: 22px; padding: 0 7px; }
QPushButton[role="status"]:hover { background: $hover; }
QPushButton[role="status"]:focus { border: 2px solid $accent; min-height: 20px; padding: 0 6px; }
"""

_CALENDAR = """
QCalendarWidget { background: $surface; }
QCalendarWidget QWidget#qt_calendar_navigationbar { background: $surface; border-bottom: 1px solid $line; }
QCalendarWidget QToolButton { color: $text; font-weight: $strong_weight; padding: 4px 8px; margin: 2px; }
QCalendarWidget QToolButton::menu-indicator { image: none; }
QCalendarWidget QToolButton#qt_calendar_prevmonth { qproperty-icon: url("$icons/chevron-left.svg"); }
QCalendarWidget QToolButton#qt_calendar_nextmonth { qproperty-icon: url("$icons/chevron-right.svg"); }
QCalendarWidget QSpinBox { min-height: 24px; }
QCalendarWidget QAbstractItemView { background: $surface; border: none; border-radius: 0;
  selection-background-color: $accent; selection-color: $on_accent; }
QCalendarWidget QTableView::item { padding: 0; border: none; border-radius: 4px; }
QCalendarWidget QTableView::item:selected { background: $accent; color: $on_accent; }
QCalendarWidget QAbstractItemView:disabled { color: $outline; }
"""

_HAND_OVER = """
QWidget[role="hand_over_page"] { background: $window; }
QWidget[role="hand_over_page"] QPushButton, QWidget[role="hand_over_page"] QLineEdit,
QWidget[role="hand_over_page"] QComboBox { font-size: $hand_over_size; min-height: $large_control; }
QWidget[role="hand_over_page"] QPushButton:focus, QWidget[role="hand_over_page"] QLineEdit:focus,
QWidget[role="hand_over_page"] QComboBox:focus, QWidget[role="hand_over_page"] QPushButton[role="segment"] {
  min-height: $large_focused; }
QWidget[role="hand_over_page"] QLabel[role="detail"], QWidget[role="hand_over_page"] QLabel[role="label"],
QWidget[role="hand_over_page"] QLabel[role="error"] { font-size: $heading_size; }
"""
