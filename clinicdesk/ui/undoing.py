"""Ctrl+Z and Ctrl+Shift+Z of the desk: what was done is taken back, or done again, and said in words."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from clinicdesk.errors import ClinicDeskError
from clinicdesk.ui.messages import Action

if TYPE_CHECKING:
    from clinicdesk.ui.context import DeskContext

UNDO_KEYS, REDO_KEYS = "Ctrl+Z", "Ctrl+Shift+Z"


class DeskUndo(QObject):
    """Takes back the last deed of whoever is at the desk.

    Signals:
        turned(records): a deed was taken back or done again; the values it touched, as they are on file now.
    """

    turned = Signal(object)

    def __init__(self, context: "DeskContext") -> None:
        super().__init__(context)
        self._context = context

    def next_undo(self) -> str:
        """What would be taken back, in words; empty when there is nothing."""
        context = self._context
        return context.desk.undoing.next_undo(actor=context.actor, now=context.now())

    def next_redo(self) -> str:
        """What would be done again, in words; empty when there is nothing."""
        context = self._context
        return context.desk.undoing.next_redo(actor=context.actor, now=context.now())

    def undo(self) -> None:
        """Take back the last deed, or say why not."""
        self._turn(back=True)

    def redo(self) -> None:
        """Do again what was taken back last, or say why not."""
        self._turn(back=False)

    def _turn(self, *, back: bool) -> None:
        context = self._context
        turn = context.desk.undoing.undo if back else context.desk.undoing.redo
        try:
            undone = turn(actor=context.actor, now=context.now())
        except ClinicDeskError as error:
            context.records_changed.emit()
            context.messages.show_error(error)
            return
        clinic = context.desk.clinic.current()
        if clinic is not None and clinic != context.clinic:
            context.change_clinic(clinic)
        context.records_changed.emit()
        self.turned.emit(undone.records)
        if back:
            context.messages.info(f"Undone: {undone.words}.", Action("Redo", "redo-2", REDO_KEYS, self.redo))
        else:
            context.messages.info(f"Done again: {undone.words}.", Action("Undo", "undo-2", UNDO_KEYS, self.undo))
