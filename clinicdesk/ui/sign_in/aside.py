"""One short question to the desk at a time that is too slow for the window's own thread."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from clinicdesk.errors import ClinicDeskError
from clinicdesk.ui.context import DeskContext
from clinicdesk.ui.jobs import Job, Progress

if TYPE_CHECKING:
    from collections.abc import Callable

    from clinicdesk.desk import Desk


class Aside(QObject):
    """Asks beside the window; one question at a time, further ones are not heard.

    Signals:
        answered(object): what the desk answered.
        refused(ClinicDeskError): what it said instead.
    """

    answered = Signal(object)
    refused = Signal(object)

    def __init__(self, context: DeskContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._job: Job | None = None
        self._answer: object = None

    @property
    def busy(self) -> bool:
        """Whether a question is under way."""
        return self._job is not None

    def ask(self, question: "Callable[[Desk], object]") -> None:
        """Put a question to a desk of its own."""
        if self._job is not None:
            return

        def work(desk: "Desk", _progress: Progress) -> None:
            self._answer = question(desk)

        # The context outlives every form; a form that goes away meanwhile is told nothing.
        self._job = Job(self._context.desk.second, work, self._context)
        self._job.done.connect(self._done)
        self._job.failed.connect(self._failed)
        self._job.start()

    def wait(self) -> None:
        """Stay until nothing is under way; for the end of a form only."""
        if self._job is not None:
            self._job.wait()

    def _done(self) -> None:
        self._drop()
        answer, self._answer = self._answer, None
        self.answered.emit(answer)

    def _failed(self, error: Exception) -> None:
        self._drop()
        if not isinstance(error, ClinicDeskError):
            raise error
        self.refused.emit(error)

    def _drop(self) -> None:
        if self._job is not None:
            self._job.deleteLater()
            self._job = None
