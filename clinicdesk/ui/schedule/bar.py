"""The fields above the schedule: which day, day or week, whose columns, grid, zoom, and the saved views."""

from dataclasses import replace
from datetime import date

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QMenu, QVBoxLayout, QWidget

from clinicdesk.desk.saved_views import GRIDS, ScheduleView
from clinicdesk.ui.day_picker import DayPicker
from clinicdesk.ui.fields import Option, Segmented, button, key_text
from clinicdesk.ui.schedule.board import Column
from clinicdesk.ui.style import SPACE, icon, set_icon, set_role

FUNCTION_KEYS = range(2, 9)
"""The keys that hold a view each: F2 to F8."""
_ZOOMS = (("Closer", "Ctrl++", 1), ("Further away", "Ctrl+-", -1), ("As it fits", "Ctrl+0", 0))
_GRID = 3
"""Which part of the bar holds the grid and the zoom."""
_NARROWEST = 300
_LONGEST = 20


class ScheduleBar(QWidget):
    """What the schedule shows, and how.

    Signals:
        day_chosen(date): another day.
        view_chosen(ScheduleView): another way of looking at it.
        zoom_requested(direction): closer (1), further away (-1), or as it fits (0).
        saved_view_requested(number): the view on a function key.
        save_requested(number): keep the present view on a function key.
    """

    day_chosen = Signal(object)
    view_chosen = Signal(object)
    zoom_requested = Signal(int)
    saved_view_requested = Signal(int)
    save_requested = Signal(int)

    def __init__(self, today: date, *, day_first: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = ScheduleView()
        self._columns: list[Column] = []
        self._saved: dict[int, str] = {}
        self._least = False
        self.picker = DayPicker(today, day_first=day_first)
        self.picker.today_button.setToolTip("Back to today (T)")
        spans = Option("day", "Day", "d"), Option("week", "Week", "w")
        columns = Option("therapists", "Therapists", "h"), Option("rooms", "Rooms", "r")
        self.span = Segmented(spans, name="Stretch of time", takes_clicks=False)
        self.by = Segmented(columns, name="Columns by", takes_clicks=False)
        self.whose_button = button("Everybody", icon="users")
        self.whose_button.setToolTip("Whose columns are shown (C)")
        self.grid = QComboBox()
        self.grid.setAccessibleName("Grid")
        self.grid.setToolTip("Minutes between the lines, and the steps of a move")
        for minutes in GRIDS:
            self.grid.addItem(f"{minutes} min", minutes)
        self.out_button = button("", role="tool", icon="zoom-out")
        self.in_button = button("", role="tool", icon="zoom-in")
        for each, (words, keys, _) in zip((self.in_button, self.out_button), _ZOOMS, strict=False):
            each.setToolTip(f"{words} ({key_text(keys)})")
            each.setAccessibleName(words)
        self.views_button = button("Views", icon="bookmark")
        self.views_button.setToolTip("Saved views (F2 to F8; with Shift they are saved)")
        self.fault = set_role(QLabel(), "error")
        self.fault.hide()
        self._lay_out()
        self._connect()

    def show_view(self, view: ScheduleView, columns: list[Column]) -> None:
        """Show how the schedule is looked at, without telling anybody."""
        self.view, self._columns = view, columns
        self.span.set_value("week" if view.week else "day")
        self.by.set_value("rooms" if view.rooms else "therapists")
        self.grid.setCurrentIndex(self.grid.findData(view.grid))
        names = [column.name for column in columns if column.id in view.chosen]
        every = "All rooms" if view.rooms else "Everybody"
        words = every if not names else names[0] if len(names) == 1 else f"{len(names)} of {len(columns)}"
        self.whose_button.setText(_short(words))
        self.whose_button.setAccessibleName(f"Columns: {words}")
        set_icon(self.whose_button, "door-open" if view.rooms else "users")

    def show_saved(self, saved: dict[int, str]) -> None:
        """Which function keys hold a view, and what each shows."""
        self._saved = saved

    def open_whose(self) -> None:
        """Open the list of therapists or rooms."""
        menu = QMenu(self)
        menu.setAccessibleName("Columns")
        every = menu.addAction("All rooms" if self.view.rooms else "Everybody")
        every.setCheckable(True)
        every.setChecked(not self.view.chosen)
        every.triggered.connect(lambda: self._choose(()))
        menu.addSeparator()
        for column in self._columns:
            action = menu.addAction(column.name.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(column.id in self.view.chosen)
            action.triggered.connect(lambda _checked=False, each=column.id: self._toggle(each))
        self._pop_up(menu, self.whose_button)

    def open_views(self) -> None:
        """Open the list of saved views."""
        menu = QMenu(self)
        menu.setAccessibleName("Saved views")
        for number in FUNCTION_KEYS:
            if number in self._saved:
                action = menu.addAction(self._saved[number])
                action.setShortcut(QKeySequence(f"F{number}"))
                action.triggered.connect(lambda _checked=False, at=number: self.saved_view_requested.emit(at))
        menu.addSeparator()
        keep = menu.addMenu(icon("save"), "Save the present view on")
        for number in FUNCTION_KEYS:
            words = f"F{number}" + (f", in place of: {self._saved[number]}" if number in self._saved else "")
            action = keep.addAction(words)
            action.triggered.connect(lambda _checked=False, at=number: self.save_requested.emit(at))
        if self._least:
            self._add_what_is_hidden(menu)
        self._pop_up(menu, self.views_button)

    def show_least(self, least: bool) -> None:
        """Where there is little height, leave the grid and the zoom to the list of views, and today to its key."""
        if least != self._least:
            self._least = least
            for each in (self._parts[_GRID], self.picker.today_button):
                each.setVisible(not least)
            self._arrange()

    def _add_what_is_hidden(self, menu: QMenu) -> None:
        menu.addSeparator()
        grid = menu.addMenu("Grid")
        for place in range(self.grid.count()):
            action = grid.addAction(self.grid.itemText(place))
            action.setCheckable(True)
            action.setChecked(place == self.grid.currentIndex())
            action.triggered.connect(lambda _checked=False, at=place: self._choose_grid(at))
        for words, keys, direction in _ZOOMS:
            action = menu.addAction(words)
            action.setShortcut(QKeySequence(keys))
            action.triggered.connect(lambda _checked=False, way=direction: self.zoom_requested.emit(way))

    def _pop_up(self, menu: QMenu, below: QWidget) -> None:
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(below.mapToGlobal(QPoint(0, below.height() + 4)))

    def _toggle(self, column_id: str) -> None:
        """Among all, one name means only that one; among some, it comes or goes."""
        chosen = self.view.chosen
        names = [column.id for column in self._columns]
        wanted = [each for each in names if (each in chosen) is not (each == column_id)] if chosen else [column_id]
        self._choose(() if len(wanted) == len(names) else tuple(wanted))

    def _choose(self, chosen: tuple[str, ...]) -> None:
        self.view_chosen.emit(replace(self.view, chosen=chosen))

    def _choose_by(self, value: str) -> None:
        self.view_chosen.emit(replace(self.view, rooms=value == "rooms", chosen=()))

    def _choose_grid(self, place: int) -> None:
        self.view_chosen.emit(replace(self.view, grid=self.grid.itemData(place)))

    def _lay_out(self) -> None:
        self._parts = [
            _row(self.picker),
            _row(self.span, self.by),
            _row(self.whose_button),
            _row(self.grid, self.out_button, self.in_button),
            _row(self.views_button),
        ]
        self._lines = [QHBoxLayout() for _ in self._parts]
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE)
        for line in self._lines:
            line.setSpacing(SPACE)
            column.addLayout(line)
        column.addWidget(self.fault)
        # Otherwise the row's own width would keep the bar from ever becoming narrow enough to break it.
        self.setMinimumWidth(_NARROWEST)
        self._arrange()

    def _arrange(self) -> None:
        """As many lines as the width asks for."""
        for line in self._lines:
            while line.takeAt(0) is not None:
                pass
        shown = self._parts
        if self._least:
            picker, span, whose, _, views = self._parts
            shown = [picker, views, span, whose]
        place, used = 0, 0
        for part in shown:
            wide = part.sizeHint().width() + SPACE
            if used and used + wide > self.width() + SPACE:
                place, used = place + 1, 0
            self._lines[place].addWidget(part)
            used += wide
        for line in self._lines[: place + 1]:
            line.addStretch(1)

    def _connect(self) -> None:
        self.picker.day_chosen.connect(self.day_chosen)
        self.picker.day_misread.connect(self._show_fault)
        self.span.value_chosen.connect(lambda value: self.view_chosen.emit(replace(self.view, week=value == "week")))
        self.by.value_chosen.connect(self._choose_by)
        self.whose_button.clicked.connect(self.open_whose)
        self.grid.activated.connect(self._choose_grid)
        self.out_button.clicked.connect(lambda: self.zoom_requested.emit(-1))
        self.in_button.clicked.connect(lambda: self.zoom_requested.emit(1))
        self.views_button.clicked.connect(self.open_views)
        # A click here changes how the calendar is looked at; the arrows typed next are meant for the calendar.
        turns = self.picker.previous_button, self.picker.next_button, self.picker.today_button
        for each in (*turns, self.whose_button, self.out_button, self.in_button, self.views_button):
            each.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Break the fields into lines where they do not fit into one."""
        super().resizeEvent(event)
        self._arrange()

    def _show_fault(self, sentence: str) -> None:
        self.fault.setText(sentence)
        self.fault.setVisible(bool(sentence))


def _short(words: str) -> str:
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1].rstrip()}…"


def _row(*widgets: QWidget) -> QWidget:
    part = QWidget()
    row = QHBoxLayout(part)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(SPACE)
    for widget in widgets:
        row.addWidget(widget)
    return part
