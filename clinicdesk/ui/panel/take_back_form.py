"""Ending a decision beside the rules, with a reason and by name."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit

from clinicdesk.domain.clearance import Clearance
from clinicdesk.errors import ClinicDeskError
from clinicdesk.ui.fields import button
from clinicdesk.ui.form_draft import FieldsDraft
from clinicdesk.ui.line_form import LineForm

if TYPE_CHECKING:
    from clinicdesk.desk.vouching import Vouched
    from clinicdesk.ui.context import DeskContext


class TakeBackForm(LineForm):
    """Why a decision is ended.

    Signals:
        confirmed(why): it is to be taken back.
        left: it stands.
    """

    confirmed = Signal(str)

    def __init__(self, title: str) -> None:
        sentence = f"Why is the clearance of “{title.removesuffix('.')}” taken back?"
        super().__init__(sentence, button("Take back", role="danger"), "Let it stand")
        self.why = QLineEdit()
        self.why.setAccessibleName("Why it is taken back")
        self.fields.addWidget(self.why, 1)
        self.buttons_below()
        self.setFocusProxy(self.why)

    def keep(self, context: "DeskContext", clearance: Clearance) -> FieldsDraft:
        """Keep what is typed about this decision, and go on with what was typed about it before."""
        draft = FieldsDraft(context, "take back", lambda: {"why": self.why}, self)
        draft.fill(clearance.id)
        return draft

    def accept(self) -> None:
        """Take it back for the reason given."""
        if self.why.text().strip():
            self.confirmed.emit(self.why.text().strip())
        else:
            self.show_fault("Say in a few words why it is taken back.", self.why)


def take_back(
    context: "DeskContext", clearance: Clearance, why: str, then: Callable[[ClinicDeskError | None], None]
) -> None:
    """End a decision in the name of the therapist at the desk, who types their PIN. ``then`` hears how it went."""

    def end(vouched: "Vouched") -> None:
        try:
            context.desk.clearing.take_back(clearance, why=why, vouched=vouched, now=context.now())
        except ClinicDeskError as error:
            then(error)
        else:
            then(None)

    context.vouch("take a clearance back", end)
