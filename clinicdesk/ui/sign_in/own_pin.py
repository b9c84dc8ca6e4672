"""What is typed to set a PIN; one's own, with a colleague's beside it where the desk asks for that."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLabel

from clinicdesk.desk.pins import Purpose
from clinicdesk.desk.vouching import Vouched
from clinicdesk.domain.pins import pin_fault
from clinicdesk.domain.staff import StaffMember
from clinicdesk.errors import ClinicDeskError, InvalidValues
from clinicdesk.ui.context import DeskContext
from clinicdesk.ui.fields import Field, side_by_side
from clinicdesk.ui.names import before_more
from clinicdesk.ui.person_form import PersonForm
from clinicdesk.ui.sign_in.pin_entry import new_pin_line, pin_hint
from clinicdesk.ui.style import set_role

if TYPE_CHECKING:
    from clinicdesk.desk import Desk

_HINT = "4 to 8 digits, or a phrase of at least 8 letters."
_BESIDE = "A therapist's first PIN takes a colleague's beside it."


class NewPinForm(PersonForm):
    """A new PIN, typed twice because nobody sees it."""

    def __init__(self, context: DeskContext, member: StaffMember, verb: str) -> None:
        super().__init__(context, member, verb)
        self.new, self.again = new_pin_line(), new_pin_line()
        self.new_field = Field("New PIN", self.new, hint=_HINT)
        self.again_field = Field("The same again", self.again)

    def typed_well(self) -> bool:
        """Whether it will do as a PIN and both lines say the same; says so where it is not so."""
        fault = pin_fault(self.new.text())
        same = self.new.text() == self.again.text()
        self.new_field.set_error(fault)
        self.again_field.set_error("" if same or fault else "This is not the same. Type both again.")
        if fault or not same:
            self.new.clear()
            self.again.clear()
            self.new.setFocus()
        return same and not fault


class OwnPinForm(NewPinForm):
    """One's own PIN, the first or another.

    Signals:
        pin_set(Vouched): it is set, which shows who set it.
    """

    pin_set = Signal(object)

    def __init__(self, context: DeskContext, member: StaffMember) -> None:
        standing = context.desk.pins.has(member)
        super().__init__(context, member, "Change my PIN" if standing else "Set my PIN")
        self._colleagues = {each.id: each for each in context.desk.pins.beside(member)}
        self.old, self.beside, self.colleague = new_pin_line(), new_pin_line(), QComboBox()
        for each in self._colleagues.values():
            self.colleague.addItem(before_more(each.name), each.id)
        fields = {"new": self.new_field, "again": self.again_field}
        if standing:
            fields = {"old": Field("Present PIN", self.old), **fields}
            self.column.addWidget(fields["old"])
        self.column.addLayout(side_by_side([self.new_field, self.again_field]))
        if self._colleagues:
            fields |= {
                "colleague": Field("Colleague beside you", self.colleague),
                "beside": Field("Their PIN", self.beside, hint=pin_hint(context)),
            }
            told = set_role(QLabel(_BESIDE), "muted")
            told.setWordWrap(True)
            self.column.addWidget(told)
            self.column.addLayout(side_by_side([fields["colleague"], fields["beside"]]))
        self.finish(**fields)

    def store(self) -> None:
        """Set it, once both lines say the same."""
        if not self.typed_well():
            return
        new, old, typed = self.new.text(), self.old.text(), self.beside.text()
        colleague = self._colleagues.get(str(self.colleague.currentData()))
        actor, now = self.member, self.context.now()
        self.beside.clear()

        def set_own(desk: "Desk") -> Vouched:
            beside = None
            if colleague is not None:
                checked = desk.pins.check(colleague, typed, purpose=Purpose.VOUCH, now=now)
                beside = checked.vouched
                if beside is None:
                    raise InvalidValues({"beside": checked.sentence})
            return desk.pins.set_own(new, old=old, beside=beside, actor=actor, now=now)

        self.aside.ask(set_own)

    def told(self) -> str:
        """What it is for from now on."""
        return "Your PIN is set. From now on your name is chosen with it."

    def _stored(self, answer: object) -> None:
        super()._stored(answer)
        self.pin_set.emit(answer)

    def _refused(self, error: ClinicDeskError) -> None:
        super()._refused(error if isinstance(error, InvalidValues) else InvalidValues({"new": str(error)}))
