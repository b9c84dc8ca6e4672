"""The only place that makes threads: long work beside the window, with progress and a way to stop it.

The work gets a desk of its own, opened and closed on the worker's thread, because a store
connection belongs to the thread that opened it. Everything it reports comes back on the
window's thread.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from threading import Event
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QThread, Signal

if TYPE_CHECKING:
    from clinicdesk.desk import Desk

Progress = Callable[[int, int], bool]
"""Told how much is done of how much; answers whether to go on."""
Work = Callable[["Desk", Progress], None]
OpenDesk = Callable[[], AbstractContextManager["Desk"]]


class Job(QObject):
    """One piece of work under way.

    Exactly one of ``done``, ``failed`` and ``cancelled`` is emitted, after the work's own desk is closed.

    Signals:
        progressed(int, int): how much is done, of how much.
        done: finished.
        failed(Exception): ended by an error; nothing of it was kept if the work is one transaction.
        cancelled: stopped as asked.
    """

    progressed = Signal(int, int)
    done = Signal()
    failed = Signal(object)
    cancelled = Signal()

    def __init__(self, open_desk: OpenDesk, work: Work, parent: QObject) -> None:
        super().__init__(parent)
        self._stop = Event()
        self._thread = _Worker(open_desk, work, self._stop)
        queued = Qt.ConnectionType.QueuedConnection
        self._thread.progressed.connect(self.progressed, queued)
        self._thread.ended.connect(self._end, queued)

    @property
    def running(self) -> bool:
        """Whether the work is still under way."""
        return self._thread.isRunning()

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def cancel(self) -> None:
        """Ask the work to stop; it does at its next report of progress."""
        self._stop.set()

    def wait(self) -> None:
        """Stay until the thread is gone; for the end of the program only."""
        self._thread.wait()

    def _end(self, error: Exception | None) -> None:
        self._thread.wait()
        if self._stop.is_set():
            self.cancelled.emit()
        elif error is not None:
            self.failed.emit(error)
        else:
            self.done.emit()


class _Worker(QThread):
    progressed = Signal(int, int)
    ended = Signal(object)

    def __init__(self, open_desk: OpenDesk, work: Work, stop: Event) -> None:
        super().__init__()
        self._open_desk = open_desk
        self._work = work
        self._stop = stop

    def run(self) -> None:
        """Do the work; an exception on this thread would end the program, so it travels as a value."""
        error: Exception | None = None
        try:
            with self._open_desk() as desk:
                self._work(desk, self._report)
        except Exception as caught:  # noqa: BLE001 - handed to whoever started the job
            error = caught
        self.ended.emit(error)

    def _report(self, done: int, total: int) -> bool:
        self.progressed.emit(done, total)
        return not self._stop.is_set()
