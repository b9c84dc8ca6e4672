"""The copy in hand: what is typed is kept a moment later, and looked through beside the window."""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from clinicdesk.errors import ClinicDeskError
from clinicdesk.ui.jobs import Job, Progress

if TYPE_CHECKING:
    from clinicdesk.desk import Desk
    from clinicdesk.desk.rule_bench import RulesCopy
    from clinicdesk.rules.checking import Checked
    from clinicdesk.ui.context import DeskContext

REST_MS = 400


class CopyInHand(QObject):
    """A copy of the rules while it is edited.

    Attributes:
        found: what is wrong with the copy as it stands; None while that is being looked for.
        seen: the number of the version that judged when the copy was read.

    Signals:
        reloaded: another copy is in hand: read anew, or begun anew.
        edited(file): somebody changed a file.
        looked_through: ``found`` tells what is wrong now.
    """

    reloaded = Signal()
    edited = Signal(str)
    looked_through = Signal()

    def __init__(self, context: "DeskContext", parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._job: Job | None = None
        self._looked_at: dict[str, str] | None = None
        self._unkept = False
        self.found: Checked | None = None
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self.settle)
        self.seen = 0
        self._copy: RulesCopy
        self._texts: dict[str, str] = {}
        self._base: dict[str, str] = {}
        self._read()

    @property
    def texts(self) -> dict[str, str]:
        """The files as they are edited now."""
        return self._texts

    @property
    def base(self) -> dict[str, str]:
        """The files that judge now, which the copy is compared with."""
        return self._base

    @property
    def copy(self) -> "RulesCopy":
        """The copy as it stands."""
        return replace(self._copy, texts=self._texts)

    @property
    def changed_files(self) -> list[str]:
        """The files that differ from those that judge."""
        return [file for file, text in self._texts.items() if self._base.get(file) != text]

    @property
    def outdated(self) -> bool:
        """Whether other rules judge by now than those it was copied from."""
        return self._copy.based_on != self.seen

    @property
    def busy(self) -> bool:
        """Whether what was typed has yet to be looked through."""
        return self.found is None

    def set_text(self, file: str, text: str) -> None:
        """A file was edited."""
        if self._texts.get(file) != text:
            self._texts[file] = text
            self._unkept, self.found = True, None
            self.edited.emit(file)
            self._rest.start()

    def settle(self) -> None:
        """Keep what was typed, and look it through; nothing waits for a moment without typing."""
        self._rest.stop()
        if self._unkept:
            self._unkept = False
            context = self._context
            try:
                context.desk.rule_bench.keep(self.copy, now=context.now())
                self._copy = replace(self._copy, saved_at=context.now())
            except ClinicDeskError as error:
                self._unkept = True
                context.messages.show_error(error)
        self.look_through()

    def read_anew(self) -> None:
        """Take up the copy on file, and the rules that judge now; what was typed is kept first."""
        if self._unkept:
            self.settle()
        self._read()
        self.reloaded.emit()
        self.look_through()

    def discard(self) -> None:
        """Drop the copy and begin with the rules that judge."""
        context = self._context
        fresh = replace(self._copy, texts=context.desk.rule_bench.texts(self._copy.based_on))
        context.desk.rule_bench.keep(fresh, now=context.now())
        self._unkept = False
        self._rest.stop()
        self._read()
        self.reloaded.emit()
        self.look_through()

    def look_through(self) -> None:
        """Find what is wrong, on another thread where there is one: it takes half a second."""
        texts = dict(self._texts)
        if self._job is not None or (self.found is not None and texts == self._looked_at):
            return
        self._looked_at = texts
        open_desk = self._context.open_desk
        if open_desk is None:
            self.found = self._context.desk.rule_bench.check(texts)
            self.looked_through.emit()
            return
        found: list[Checked] = []

        def work(desk: "Desk", _progress: Progress) -> None:
            found.append(desk.rule_bench.check(texts))

        self._job = Job(open_desk, work, self)
        self._job.done.connect(lambda: self._end(found))
        self._job.failed.connect(self._fail)
        self._job.start()

    def wait(self) -> None:
        """Keep what was typed, and stay until nothing runs beside the window; for leaving the page."""
        if self._unkept:
            self.settle()
        if self._job is not None:
            self._job.wait()

    def _read(self) -> None:
        bench = self._context.desk.rule_bench
        self.seen = bench.standing().number
        self._copy = bench.copy()
        self._texts = dict(self._copy.texts)
        self._base = dict(bench.texts(self.seen))
        self.found = None

    def _end(self, found: "list[Checked]") -> None:
        self._job = None
        if self._looked_at == self._texts:
            self.found = found[0]
            self.looked_through.emit()
        else:
            self.look_through()

    def _fail(self, error: Exception) -> None:
        self._job = None
        if not isinstance(error, ClinicDeskError):
            raise error
        self._context.messages.show_error(error)
