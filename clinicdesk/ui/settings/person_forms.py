"""What is typed to rename somebody, and to reset a forgotten PIN."""

from PySide6.QtWidgets import QLabel, QLineEdit

from clinicdesk.desk.vouching import Vouched
from clinicdesk.domain.staff import StaffMember
from clinicdesk.errors import ClinicDeskError
from clinicdesk.ui.context import DeskContext
from clinicdesk.ui.fields import Field, side_by_side
from clinicdesk.ui.names import before_more
from clinicdesk.ui.person_form import PersonForm
from clinicdesk.ui.sign_in.own_pin import NewPinForm
from clinicdesk.ui.style import set_role


class RenameForm(PersonForm):
    """Another name from now on."""

    def __init__(self, context: DeskContext, member: StaffMember) -> None:
        super().__init__(context, member, "Rename")
        self.name = QLineEdit(member.name)
        field = Field("New name", self.name, hint="Earlier entries keep the name they were made under.")
        self.column.addWidget(field)
        self.finish(name=field)

    def store(self) -> None:
        """Rename."""
        context = self.context
        try:
            renamed = context.desk.people.rename(self.member, self.name.text(), actor=context.actor, now=context.now())
        except ClinicDeskError as error:
            self._refused(error)
            return
        if renamed.id == context.actor.id:
            context.change_actor(renamed)
        self.name.setText(renamed.name)
        self._stored(renamed)

    def told(self) -> str:
        """Who is called what."""
        return f"{before_more(self.member.name)} is now called {before_more(self.name.text())}."


class ResetPinForm(NewPinForm):
    """A colleague says why, and whoever forgot it types a new one here."""

    def __init__(self, context: DeskContext, member: StaffMember) -> None:
        super().__init__(context, member, "Reset the PIN")
        self.reason = QLineEdit()
        name = before_more(member.name)
        told = QLabel(f"Only with {name} beside you: you write why, they type a new PIN. Both names are kept.")
        told.setWordWrap(True)
        reason = Field("Why is it reset?", self.reason)
        self.column.addWidget(set_role(told, "muted"))
        self.column.addWidget(reason)
        self.column.addLayout(side_by_side([self.new_field, self.again_field]))
        self.finish(reason=reason, new=self.new_field, again=self.again_field)

    def store(self) -> None:
        """Reset it, once whoever is at the desk has shown that they are."""
        if self.typed_well():
            what = f"reset the PIN of {before_more(self.member.name)}"
            self.context.vouch(what, self._reset, anybody=True)

    def told(self) -> str:
        """Whose is reset."""
        return f"The PIN of {before_more(self.member.name)} is reset."

    def _reset(self, vouched: Vouched) -> None:
        member, new, reason, now = self.member, self.new.text(), self.reason.text(), self.context.now()
        self.aside.ask(lambda desk: desk.pins.reset(member, new, reason=reason, vouched=vouched, now=now))
