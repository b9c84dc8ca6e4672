"""Keeping what is typed, so that leaving, a log-off or a crash loses nothing."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from clinicdesk.desk.patient_form import PatientForm
from clinicdesk.errors import ClinicDeskError
from clinicdesk.ui.context import DeskContext

REST_MS = 400
"""How long typing rests before it is written down."""


class Drafting(QObject):
    """Writes the form of one key to the drafts while it differs from what is stored.

    Signals:
        kept: the form was written down.
    """

    kept = Signal()

    def __init__(self, context: DeskContext, read: Callable[[], PatientForm], parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._read = read
        self._key = ""
        self._base = PatientForm()
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self.keep_now)

    def begin(self, key: str, base: PatientForm) -> PatientForm | None:
        """Look after another form; returns the draft kept of it earlier, when it differs from ``base``."""
        self._rest.stop()
        self._key, self._base = key, base
        earlier = self._context.desk.patients.draft(key)
        return earlier if earlier not in {None, base} else None

    def keep_soon(self) -> None:
        """Something was typed."""
        self._rest.start()

    def keep_now(self) -> None:
        """Write down what was typed since, if anything was."""
        if not self._rest.isActive() and self.sender() is not self._rest:
            return
        self._rest.stop()
        form, patients = self._read(), self._context.desk.patients
        try:
            if form == self._base:
                patients.discard_draft(self._key)
            else:
                patients.save_draft(form, key=self._key, now=self._context.now())
                self.kept.emit()
        except ClinicDeskError as error:
            self._context.messages.show_error(error)

    def stored(self) -> None:
        """The form was stored, and its draft dropped with that."""
        self._rest.stop()
