"""The page that shows the day sheets, prints them and saves them."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QPageSize
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QWidget

from clinicdesk.desk.calendars import CalendarFile, Detail
from clinicdesk.desk.day_sheets import DaySheet, Whose
from clinicdesk.errors import ClinicDeskError, NotFound
from clinicdesk.ui.calendar_button import FOR_THERAPIST, CalendarButton
from clinicdesk.ui.day_picker import DayPicker
from clinicdesk.ui.day_sheet.document import DaySheetsDocument
from clinicdesk.ui.pages import KeyHelp
from clinicdesk.ui.paper.page import PaperPage
from clinicdesk.ui.style import SPACE, set_role
from clinicdesk.ui.when import dated_day

if TYPE_CHECKING:
    from clinicdesk.ui.context import DeskContext

_ALL = (
    ("Everybody on one list", Whose.CLINIC),
    ("A sheet for each therapist", Whose.THERAPIST),
    ("A sheet for each room", Whose.ROOM),
)


class DaySheetPage(PaperPage):
    """The sessions of a day on paper: whose, and of which day, chosen above the sheet."""

    file_name = "day-sheet.pdf"
    what = "The day sheet"

    def __init__(self, context: "DeskContext", parent: QWidget | None = None) -> None:
        super().__init__(context, "Day sheet", parent)
        self.sheets: tuple[DaySheet, ...] = ()
        self.picker = DayPicker(context.today(), day_first=context.clinic.day_first)
        self.whose = QComboBox()
        self.whose.setAccessibleName("Whose sessions")
        self.whose.setToolTip("Whose sessions (Alt+W)")
        self.calendar_button = CalendarButton(context, self._week, words=FOR_THERAPIST)
        self.fault = set_role(QLabel(), "error")
        self.fault.setWordWrap(True)
        self.fault.hide()
        bar = QHBoxLayout()
        bar.setSpacing(SPACE)
        bar.addWidget(self.picker)
        bar.addWidget(self.whose)
        bar.addStretch(1)
        bar.addWidget(self.calendar_button)
        self.bars.append(bar)
        self.column.insertLayout(1, bar)
        self.column.insertWidget(2, self.fault)
        self.picker.day_chosen.connect(lambda _day: self.read())
        self.picker.day_misread.connect(self._show_fault)
        self.whose.activated.connect(lambda _place: self.read())
        self._fill()

    def show_day(self, day: date, whose: Whose = Whose.CLINIC, only: str | None = None) -> None:
        """Show the sheets of a day, of one therapist or room when ``only`` names it."""
        self._fill()
        self.picker.set_day(day)
        for place in range(self.whose.count()):
            if self.whose.itemData(place) == (whose.value, only):
                self.whose.setCurrentIndex(place)
        self.read()

    def page_shown(self) -> None:
        """Read the day anew: another desk may have booked meanwhile."""
        self.picker.set_today(self.context.today())
        self._fill()
        self.read()
        self.print_button.setFocus()

    def records_changed(self) -> None:
        """Read the day anew, where the person is."""
        self.read()

    def read(self) -> None:
        """Read the sessions of the day that is chosen."""
        whose, only = self._choice()
        context = self.context
        try:
            self.sheets = context.desk.day_sheets.sheets(
                self.picker.day, whose, only, actor=context.actor, now=context.now()
            )
        except ClinicDeskError as error:
            self.sheets = ()
            context.messages.show_error(error)
        one_therapist = whose is Whose.THERAPIST and only is not None
        self.calendar_button.setVisible(one_therapist)
        self.header.set_title("Day sheet", self._told())
        self.lay_out()

    def make_document(self, page_size: QPageSize) -> DaySheetsDocument | None:
        """The sheets on paper."""
        return DaySheetsDocument(self.sheets, page_size) if self.sheets else None

    def keys(self) -> tuple[KeyHelp, ...]:
        """The keys of this page."""
        return (
            ("PgUp", "Previous day"),
            ("PgDown", "Next day"),
            ("Alt+T", "Today"),
            ("Alt+W", "Choose whose sessions"),
            ("Ctrl+S", "Save as a PDF"),
            ("Esc", "Go back"),
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """The keys of the page that no field wanted."""
        alt = event.modifiers() == Qt.KeyboardModifier.AltModifier
        match event.key():
            case Qt.Key.Key_PageUp:
                self.picker.step(-1)
            case Qt.Key.Key_PageDown:
                self.picker.step(1)
            case Qt.Key.Key_T if alt:
                self.picker.choose(self.picker.today)
            case Qt.Key.Key_W if alt:
                self.whose.setFocus()
            case _:
                super().keyPressEvent(event)

    def _fill(self) -> None:
        """Offer every therapist and room, and keep what was chosen."""
        chosen = self.whose.currentData()
        self.whose.clear()
        for words, whose in _ALL:
            self.whose.addItem(words, (whose.value, None))
        setup = self.context.desk.clinic
        self.whose.insertSeparator(self.whose.count())
        for member in setup.therapists():
            self.whose.addItem(member.name, (Whose.THERAPIST.value, member.id))
        self.whose.insertSeparator(self.whose.count())
        for room in setup.rooms():
            if room.active:
                self.whose.addItem(room.name, (Whose.ROOM.value, room.id))
        places = [place for place in range(self.whose.count()) if self.whose.itemData(place) == chosen]
        self.whose.setCurrentIndex(places[0] if places and chosen else 0)

    def _choice(self) -> tuple[Whose, str | None]:
        whose, only = self.whose.currentData()
        return Whose(whose), only

    def _told(self) -> str:
        count = sum(len(sheet.lines) for sheet in self.sheets)
        sessions = {0: "nothing is booked", 1: "1 session"}.get(count, f"{count} sessions")
        return f"{dated_day(self.picker.day)}  ·  {sessions}"

    def _week(self, detail: Detail) -> CalendarFile:
        whose, only = self._choice()
        if whose is not Whose.THERAPIST or only is None:
            raise NotFound("Choose one therapist first; the file holds the week of one.")
        monday = self.picker.day - timedelta(days=self.picker.day.weekday())
        context = self.context
        return context.desk.calendars.week(only, monday, detail, actor=context.actor, now=context.now())

    def _show_fault(self, sentence: str) -> None:
        self.fault.setText(sentence)
        self.fault.setVisible(bool(sentence))
