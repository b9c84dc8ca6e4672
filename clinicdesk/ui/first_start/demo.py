"""The demo clinic being made, with progress and a way to stop."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from clinicdesk.errors import ClinicDeskError
from clinicdesk.ui.clinic.places import suggested_emergency_number, suggested_region, suggested_zone
from clinicdesk.ui.fields import Card, button
from clinicdesk.ui.jobs import Job, OpenDesk, Progress
from clinicdesk.ui.style import SPACE, set_role

if TYPE_CHECKING:
    from clinicdesk.desk import Desk

_SEED = 20260401
"""The same clinic every time, so that two people can speak about the same invented person."""


class DemoPage(QWidget):
    """A bar that fills; stopping leaves nothing behind.

    Signals:
        opened(StaffMember): the demo clinic stands.
        failed(ClinicDeskError): it could not be made.
        back_requested: choose again.
    """

    opened = Signal(object)
    failed = Signal(object)
    back_requested = Signal()

    def __init__(
        self, desk: "Desk", open_desk: OpenDesk, clock: Callable[[], datetime], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._open_desk = open_desk
        self._clock = clock
        self._job: Job | None = None
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Progress")
        self.words = QLabel()
        self.cancel = button("Stop", keys="Esc")
        self.cancel.clicked.connect(self.stop)
        card = Card(margin=3 * SPACE)
        card.column.setSpacing(2 * SPACE)
        card.column.addWidget(self.words)
        card.column.addWidget(self.bar)
        row = QHBoxLayout()
        row.addWidget(set_role(QLabel("Stopping leaves nothing behind."), "detail"), 1)
        row.addWidget(self.cancel)
        card.column.addLayout(row)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * SPACE)
        column.addWidget(set_role(QLabel("Making the demo clinic"), "title"))
        column.addWidget(set_role(QLabel("Every person in it is invented."), "muted"))
        column.addWidget(card)
        column.addStretch(1)

    @property
    def running(self) -> bool:
        """Whether the clinic is being made now."""
        return self._job is not None

    def begin(self) -> None:
        """Start making the clinic."""
        now = self._clock()

        def work(desk: "Desk", progress: Progress) -> None:
            from clinicdesk.desk.demo import fill_demo  # noqa: PLC0415 - once in the life of a clinic

            zone, region = suggested_zone(), suggested_region()
            fill_demo(
                desk,
                seed=_SEED,
                today=now.astimezone(ZoneInfo(zone)).date(),
                now=now,
                progress=progress,
                zone=zone,
                region=region,
                emergency_number=suggested_emergency_number(region),
            )

        self.bar.setRange(0, 0)
        self.words.setText("Getting ready…")
        self.cancel.setEnabled(True)
        self.cancel.setFocus()
        self._job = Job(self._open_desk, work, self)
        self._job.progressed.connect(self._show_progress)
        self._job.done.connect(self._done)
        self._job.failed.connect(self._failed)
        self._job.cancelled.connect(self._cancelled)
        self._job.start()

    def stop(self) -> None:
        """Ask the work to stop; the page goes back once it did."""
        if self._job is not None:
            self.cancel.setEnabled(False)
            self._job.cancel()
            self._job.wait()

    def _show_progress(self, done: int, total: int) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        self.words.setText(f"{done * 100 // max(total, 1)} % done")

    def _done(self) -> None:
        self._job = None
        self.opened.emit(self._desk.clinic.staff()[0])

    def _failed(self, error: Exception) -> None:
        self._job = None
        self.back_requested.emit()
        if not isinstance(error, ClinicDeskError):
            raise error
        self.failed.emit(error)

    def _cancelled(self) -> None:
        self._job = None
        self.back_requested.emit()
