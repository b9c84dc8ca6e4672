"""Another desk at work on the same file: what it changes is shown here within a second."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from clinicdesk.errors import StoreFault

if TYPE_CHECKING:
    from clinicdesk.ui.context import DeskContext
    from clinicdesk.ui.shell.focus import PatientFocus
    from clinicdesk.ui.shell.locking import Locking

LOOK_MS = 400


class Live(QObject):
    """Looks often whether something was changed, which costs next to nothing, and tells the page in front."""

    def __init__(self, context: "DeskContext", focus: "PatientFocus", locking: "Locking", parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._focus = focus
        self._locking = locking
        self._concerned: set[str] | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)

    def begin(self) -> None:
        """From now on, follow."""
        _ = self._context.desk.watch
        self._timer.start()

    def look(self) -> None:
        """Follow what was changed since the last look; behind a locked window only once it is open again."""
        try:
            concerned = self._context.desk.watch.look()
        except StoreFault:
            return  # whoever works here next is told; the next look may find the file again
        if concerned is None:
            return
        if self._concerned is None:
            self._concerned = set(concerned)
            self._locking.when_open(self._follow)
        else:
            self._concerned |= concerned

    def _follow(self) -> None:
        concerned, self._concerned = self._concerned or set(), None
        context = self._context
        clinic = context.desk.clinic.current()
        if clinic is not None and clinic != context.clinic:
            context.change_clinic(clinic)
        context.follow_rules()
        if self._focus.patient is not None and self._focus.patient.id in concerned:
            self._focus.refresh()
        context.records_changed.emit()
