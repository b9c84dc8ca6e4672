"""The button that saves sessions as a file for a calendar: how much it tells, and where to."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QStandardPaths
from PySide6.QtWidgets import QFileDialog, QMenu, QPushButton, QWidget

from clinicdesk.desk.calendars import CalendarFile, Detail
from clinicdesk.errors import ClinicDeskError
from clinicdesk.ui.saving import with_ending, write_private
from clinicdesk.ui.style import set_icon

if TYPE_CHECKING:
    from clinicdesk.ui.context import DeskContext

FILE_NAME = "appointments.ics"
"""Proposed for a calendar file; file names are seen by everybody, so it names nobody."""

FOR_PERSON = ("Say only that there is an appointment", "Say what is given and by whom")
FOR_THERAPIST = ("Patients by number only", "Patients by name, with what is given")


class CalendarButton(QPushButton):
    """Opens a menu of how much the file tells, the least first; choosing asks where to.

    Args:
        make: makes the file; may raise a ``ClinicDeskError``.
        words: of the least and of the most that a file tells.
    """

    def __init__(
        self,
        context: "DeskContext",
        make: Callable[[Detail], CalendarFile],
        *,
        words: tuple[str, str] = FOR_PERSON,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("Calendar file…", parent)
        self._context = context
        self._make = make
        self.setAutoDefault(False)
        set_icon(self, "calendar-days")
        self.setToolTip("Save for a calendar on a telephone or computer")
        self.choices = QMenu(self)
        self.choices.setAccessibleName("How much the file tells")
        for text, detail in zip(words, (Detail.PRIVATE, Detail.FULL), strict=True):
            self.choices.addAction(text).triggered.connect(partial(self.save, detail))
        self.clicked.connect(self.open_choices)

    def open_choices(self) -> None:
        """Ask how much the file tells."""
        self.choices.popup(self.mapToGlobal(QPoint(0, self.height())))
        self.choices.setActiveAction(self.choices.actions()[0])

    def save(self, detail: Detail) -> None:
        """Ask where to, and write the file."""
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        chosen, _ = QFileDialog.getSaveFileName(
            self, "Save for a calendar", str(Path(folder, FILE_NAME)), "iCalendar (*.ics)"
        )
        if not chosen:
            return
        messages = self._context.messages
        try:
            path = with_ending(Path(chosen), ".ics")
            file = self._make(detail)
            write_private(path, file.content, "The calendar file was not saved")
        except ClinicDeskError as error:
            messages.show_error(error)
        else:
            sessions = "1 session" if file.count == 1 else f"{file.count} sessions"
            messages.info(f"Saved {sessions} as {path.name}. Open it with a calendar program to take it over.")
