"""What is typed to rename somebody, to set one's PIN, and to reset a forgotten one."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from clinicdesk.domain.staff import StaffMember
from clinicdesk.errors import ClinicDeskError, InvalidValues
from clinicdesk.ui.context import DeskContext
from clinicdesk.ui.enter_key import enter_moves_on, is_enter, is_save
from clinicdesk.ui.fields import Field, button, side_by_side
from clinicdesk.ui.names import before_more
from clinicdesk.ui.sign_in.aside import Aside
from clinicdesk.ui.sign_in.pin_entry import new_pin_line
from clinicdesk.ui.style import SPACE, set_role

_HINT = "4 to 8 digits, or a phrase of at least 8 letters."


class PersonForm(QWidget):
    """A small form under somebody's line. Enter moves on and stores from the last field; Escape leaves.

    Signals:
        done: it was stored.
        left: nothing is to be changed.
    """

    done = Signal()
    left = Signal()

    def __init__(self, context: DeskContext, member: StaffMember, verb: str) -> None:
        super().__init__()
        self.context, self.member = context, member
        self.fields: dict[str, Field] = {}
        self.aside = Aside(context, self)
        self.aside.answered.connect(self._stored)
        self.aside.refused.connect(self._refused)
        self.save = button(verb, role="primary", icon="check", keys="Ctrl+Return")
        self.save.clicked.connect(self.store)
        keep = button("Cancel", role="quiet", keys="Esc")
        keep.clicked.connect(self.left)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(4 * SPACE, 0, 0, SPACE)
        self.column.setSpacing(2 * SPACE)
        self._foot = QHBoxLayout()
        self._foot.addStretch(1)
        self._foot.addWidget(keep)
        self._foot.addWidget(self.save)

    @property
    def first(self) -> QWidget:
        """Where typing begins."""
        return next(iter(self.fields.values())).editor

    def finish(self, **fields: Field) -> None:
        """Take the fields in, and the buttons below them."""
        self.fields = fields
        self.column.addLayout(self._foot)

    def store(self) -> None:
        """Store what was typed."""
        raise NotImplementedError

    def told(self) -> str:
        """What to say once it is stored."""
        raise NotImplementedError

    def show_faults(self, faults: InvalidValues) -> None:
        """Say beside each field what is wrong, and go to the first."""
        for name, field in self.fields.items():
            field.set_error(faults.fields.get(name, ""))
        wrong = next((field for name, field in self.fields.items() if name in faults.fields), None)
        if wrong is not None:
            wrong.editor.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """The keys of the form."""
        last = list(self.fields.values())[-1].editor
        if is_save(event) or (is_enter(event) and last.hasFocus()):
            self.store()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif not enter_moves_on(event, self):
            super().keyPressEvent(event)

    def _stored(self, _answer: object) -> None:
        self.context.messages.info(self.told())
        self.done.emit()

    def _refused(self, error: ClinicDeskError) -> None:
        if isinstance(error, InvalidValues):
            self.show_faults(error)
        else:
            self.context.messages.show_error(error)


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


class _NewPinForm(PersonForm):
    """A new PIN, typed twice because nobody sees it."""

    def __init__(self, context: DeskContext, member: StaffMember, verb: str) -> None:
        super().__init__(context, member, verb)
        self.new, self.again = new_pin_line(), new_pin_line()
        self.new_field = Field("New PIN", self.new, hint=_HINT)
        self.again_field = Field("The same again", self.again)

    def typed_twice(self) -> bool:
        """Whether both lines say the same; says so where they do not."""
        same = self.new.text() == self.again.text()
        self.again_field.set_error("" if same else "This is not the same. Type both again.")
        if not same:
            self.new.clear()
            self.again.clear()
            self.new.setFocus()
        return same


class OwnPinForm(_NewPinForm):
    """One's own PIN, the first or another."""

    def __init__(self, context: DeskContext, member: StaffMember, *, standing: bool) -> None:
        super().__init__(context, member, "Change my PIN" if standing else "Set my PIN")
        self.old = new_pin_line()
        self.old_field = Field("Present PIN", self.old)
        self.old_field.setVisible(standing)
        fields = {"new": self.new_field, "again": self.again_field}
        self.column.addWidget(self.old_field)
        self.column.addLayout(side_by_side([self.new_field, self.again_field]))
        self.finish(**({"old": self.old_field} if standing else {}), **fields)

    def store(self) -> None:
        """Set it, once both lines say the same."""
        if self.typed_twice():
            new, old, actor, now = self.new.text(), self.old.text(), self.context.actor, self.context.now()
            self.aside.ask(lambda desk: desk.pins.set_own(new, old=old, actor=actor, now=now))

    def told(self) -> str:
        """What it is for from now on."""
        return "Your PIN is set. From now on your name is chosen with it."


class ResetPinForm(_NewPinForm):
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
        if self.typed_twice():
            self.context.vouch(f"reset the PIN of {before_more(self.member.name)}", self._reset)

    def told(self) -> str:
        """Whose is reset."""
        return f"The PIN of {before_more(self.member.name)} is reset."

    def _reset(self) -> None:
        member, new, reason = self.member, self.new.text(), self.reason.text()
        actor, now = self.context.actor, self.context.now()
        self.aside.ask(lambda desk: desk.pins.reset(member, new, reason=reason, actor=actor, now=now))
