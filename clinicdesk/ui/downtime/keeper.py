"""Sees to it that the coming days are written each evening, or at the next start."""

from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from clinicdesk.errors import ClinicDeskError

if TYPE_CHECKING:
    from datetime import date, datetime

    from clinicdesk.desk import Desk
    from clinicdesk.ui.context import DeskContext
    from clinicdesk.ui.downtime.choice import Downtime
    from clinicdesk.ui.jobs import Job, Progress

TICK_MS = 60_000
RETRY = timedelta(minutes=15)
"""After a failure the next attempt is made by itself, without asking again and again."""


class DowntimeKeeper(QObject):
    """Looks at the clock, and writes when it is time.

    Signals:
        state_changed: it began, ended or failed; how it went is kept in the settings.
    """

    state_changed = Signal()

    def __init__(self, context: "DeskContext", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._job: Job | None = None
        self._next_try: datetime | None = None
        self._asked = False
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self.check)

    @property
    def running(self) -> bool:
        """Whether sheets are being written now."""
        return self._job is not None

    def begin(self) -> None:
        """Look now, and from now on every minute."""
        if self._context.open_desk is not None:
            self._timer.start()
            self.check()

    def check(self) -> None:
        """Write when it is due, unless the last attempt just failed."""
        now = self._context.now()
        if self._choice().due(now, self._context.clinic.tz) and (self._next_try is None or now >= self._next_try):
            self._write(asked=False)

    def write_now(self) -> None:
        """Write because somebody asked."""
        self._write(asked=True)

    def stop(self) -> None:
        """Stay until the work is over; for the end of the program."""
        self._timer.stop()
        if self._job is not None:
            self._job.cancel()
            self._job.wait()

    def _choice(self) -> "Downtime":
        from clinicdesk.ui.downtime.choice import Downtime  # noqa: PLC0415 - looked at once the window is painted

        return Downtime.read(self._context)

    def _write(self, *, asked: bool) -> None:
        from clinicdesk.ui.jobs import Job  # noqa: PLC0415 - rarely needed

        context, open_desk = self._context, self._context.open_desk
        if self._job is not None or open_desk is None:
            return
        choice = self._choice()
        if not choice.folder:
            context.messages.warning("Choose a folder for the downtime sheets first, under Settings, Downtime sheets.")
            return
        now = context.now()
        self._asked = asked
        work = partial(
            _work,
            folder=Path(choice.folder),
            first=choice.first_day(now, context.clinic.tz),
            today=context.today(),
            keep_days=choice.keep_days,
            now=now,
        )
        self._job = Job(open_desk, work, self)
        self._job.done.connect(self._done)
        self._job.failed.connect(self._failed)
        self._job.cancelled.connect(self._ended)
        self._job.start()
        self.state_changed.emit()

    def _done(self) -> None:
        context = self._context
        choice = self._choice().written(context.now()).keep(context)
        self._next_try = None
        if self._asked:
            context.messages.info(f"The downtime sheets were written to {choice.folder}.")
        self._ended()

    def _failed(self, error: Exception) -> None:
        context = self._context
        if not isinstance(error, ClinicDeskError):
            self._ended()
            raise error
        before = self._choice()
        self._next_try = context.now() + RETRY
        before.failed(str(error)).keep(context)
        # What fails by itself every quarter of an hour is told once; it stays to be read in the settings.
        if self._asked or before.fault != str(error):
            context.messages.show_error(error)
        self._ended()

    def _ended(self) -> None:
        self._job = None
        self.state_changed.emit()


def _work(
    desk: "Desk", progress: "Progress", *, folder: Path, first: "date", today: "date", keep_days: int, now: "datetime"
) -> None:
    from clinicdesk.ui.downtime.writing import write_days  # noqa: PLC0415 - once a day, and not at the start

    write_days(desk, progress, folder=folder, first=first, today=today, keep_days=keep_days, now=now)
