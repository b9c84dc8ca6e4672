"""Keeping what is typed, so that leaving, a log-off or a crash loses nothing."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from clinicdesk.errors import ClinicDeskError
from clinicdesk.ui.context import DeskContext

REST_MS = 400
"""How long typing rests before it is written down."""


class Drafting(QObject):
    """Writes a form to the drafts once typing rests.

    Signals:
        kept: the form was written down.
    """

    kept = Signal()

    def __init__(self, context: DeskContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._keep)

    def write(self) -> bool:
        """Write the form down, or drop what was written of one that says nothing new; returns which."""
        raise NotImplementedError

    def keep_soon(self) -> None:
        """Something was typed."""
        self._rest.start()

    def keep_now(self) -> None:
        """Write down what was typed since, if anything was."""
        if self._rest.isActive():
            self._rest.stop()
            self._keep()

    def stored(self) -> None:
        """The form was stored, and its draft dropped with that."""
        self._rest.stop()

    def settle(self) -> None:
        """Write down, or drop, at once: what was typed is stored, or given up."""
        self._rest.stop()
        self._keep()

    def _keep(self) -> None:
        try:
            written = self.write()
        except ClinicDeskError as error:
            self._context.messages.show_error(error)
        else:
            if written:
                self.kept.emit()


class FormDraft(Drafting):
    """The draft of a form that is nothing but its values, one for each person at the desk."""

    def __init__(
        self, context: DeskContext, kind: str, read: Callable[[], Mapping[str, object] | None], form: QWidget
    ) -> None:
        """``read`` gives the values as plain JSON, or None where nothing is typed that is not stored."""
        super().__init__(context, form)
        self._kind = kind
        self._read = read
        self._key = ""
        form.installEventFilter(self)

    def begin(self, about: str) -> Mapping[str, object] | None:
        """Look after the form about something else from now on; returns what was kept of that earlier.

        Whoever fills the form anew calls ``keep_now`` first, while what was typed still stands there.
        """
        self._rest.stop()
        self._key = f"{self._context.actor.id} {about}"
        return self._context.desk.drafts.kept(self._kind, self._key)

    def write(self) -> bool:
        """Keep the values, or drop them where there are none."""
        values, drafts = self._read(), self._context.desk.drafts
        if not self._key:
            return False
        if values is None:
            drafts.drop(self._kind, self._key)
        else:
            drafts.keep(self._kind, self._key, values, now=self._context.now())
        return values is not None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Write down what was typed when the form goes out of sight, whatever takes it there."""
        if event.type() == QEvent.Type.Hide:
            self.keep_now()
        return super().eventFilter(watched, event)
