"""Ctrl+Z and Ctrl+Shift+Z of the desk: what was done is taken back, or done again, and said in words.

The keys are about the last deed of whoever is at the desk, a button about the deed that it stands beside.
"""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from clinicdesk.errors import ClinicDeskError
from clinicdesk.ui.messages import Action

if TYPE_CHECKING:
    from clinicdesk.ui.context import DeskContext

UNDO_KEYS, REDO_KEYS = "Ctrl+Z", "Ctrl+Shift+Z"


class DeskUndo(QObject):
    """Takes back what whoever is at the desk did.

    Signals:
        turned(records): a deed was taken back or done again; the values it touched, as they are on file now.
    """

    turned = Signal(object)

    def __init__(self, context: "DeskContext") -> None:
        super().__init__(context)
        self._context = context

    def just_done(self) -> Action | None:
        """The button beside words about what was done just now: it takes back that, whatever is done meanwhile."""
        deed_id = self._context.desk.undoing.noted()
        return self._button(deed_id, back=True) if deed_id else None

    def newest(self) -> Action | None:
        """The button that says what would be taken back, and takes back that; None when there is nothing."""
        context = self._context
        deed = context.desk.undoing.newest(actor=context.actor, now=context.now())
        return replace(self._button(deed.id, back=True), words=f"Undo: {deed.words}") if deed else None

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

    def _button(self, deed_id: str, *, back: bool) -> Action:
        words, icon, keys = ("Undo", "undo-2", UNDO_KEYS) if back else ("Redo", "redo-2", REDO_KEYS)
        return Action(words, icon, keys, lambda: self._turn(deed_id, back=back))

    def _turn(self, deed_id: str | None = None, *, back: bool) -> None:
        context = self._context
        turn = context.desk.undoing.undo if back else context.desk.undoing.redo
        try:
            undone = turn(deed_id, actor=context.actor, now=context.now())
        except ClinicDeskError as error:
            context.records_changed.emit()
            context.messages.show_error(error)
            return
        clinic = context.desk.clinic.current()
        if clinic is not None and clinic != context.clinic:
            context.change_clinic(clinic)
        context.records_changed.emit()
        self.turned.emit(undone.records)
        told = "Undone" if back else "Done again"
        words = f"{told}: {undone.words}. {undone.remark}".rstrip()
        context.messages.info(words, self._button(undone.id, back=not back))
