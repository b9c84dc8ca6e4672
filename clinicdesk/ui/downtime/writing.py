"""Writing the coming days into a folder, one file a day; runs on a thread of its own."""

import re
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from clinicdesk.desk.day_sheets import Whose
from clinicdesk.errors import ClinicDeskError
from clinicdesk.ui.day_sheet.document import DaySheetsDocument
from clinicdesk.ui.downtime.choice import DAYS
from clinicdesk.ui.paper.output import usual_page_size, write_pdf

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from clinicdesk.desk import Desk
    from clinicdesk.ui.jobs import Progress

_NAME = re.compile(r"day-sheet-(\d{4}-\d{2}-\d{2})\.pdf")


def file_name(day: date) -> str:
    """Of the file of a day; it carries the date and names nobody."""
    return f"day-sheet-{day.isoformat()}.pdf"


def write_days(
    desk: "Desk", progress: "Progress", *, folder: Path, first: date, today: date, keep_days: int, now: datetime
) -> None:
    """Write the list of everybody and a sheet for each therapist, for the next three open days; remove what is too old.

    A day on which the clinic is closed and nobody is booked is passed over. A file appears whole or not at all, in
    place of an earlier one of the same day; the people that the folder is shared with may read it.

    Raises:
        ClinicDeskError: the folder is not there, or a file could not be written; the days before it were.
    """
    if not folder.is_dir():
        raise ClinicDeskError(
            f"The downtime sheets were not written: there is no folder {folder}. "
            "Connect its drive, or choose another folder under Settings, Downtime sheets."
        )
    days = desk.day_sheets.next_days(first, DAYS)
    for number, day in enumerate(days):
        if not progress(number, len(days)):
            return
        sheets = [
            sheet
            for whose in (Whose.CLINIC, Whose.THERAPIST)
            for sheet in desk.day_sheets.sheets(day, whose, actor=None, now=now)
        ]
        document = DaySheetsDocument(sheets, usual_page_size(sheets[0].clinic.region))
        write_pdf(document, folder / file_name(day), f"The downtime sheet of {day.isoformat()}", shared=True)
    passed_over = {first + timedelta(days=number) for number in range((max(days, default=first) - first).days)}
    _remove(folder, lambda day: day < today - timedelta(days=keep_days) or day in passed_over.difference(days))
    progress(DAYS, DAYS)


def days_in(folder: Path) -> "Iterator[tuple[date, Path]]":
    """The sheets in a folder with their days; other files are none of ours."""
    for path in folder.iterdir():
        match = _NAME.fullmatch(path.name)
        if match is not None:
            try:
                yield date.fromisoformat(match[1]), path
            except ValueError:
                continue


def _remove(folder: Path, outdated: "Callable[[date], bool]") -> None:
    """Remove the sheets of days that are over, or on which the clinic is closed by now."""
    try:
        for day, path in list(days_in(folder)):
            if outdated(day):
                path.unlink(missing_ok=True)
    except OSError as error:
        raise ClinicDeskError(
            f"The new downtime sheets were written, but old ones could not be removed: {error.strerror}. "
            "Remove them by hand; they are clinical."
        ) from error
