"""One member of staff in the settings: who they are, whether they have a PIN, and what can be changed."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QVBoxLayout, QWidget

from clinicdesk.domain.pins import Pin
from clinicdesk.domain.staff import Role, StaffMember
from clinicdesk.errors import ClinicDeskError
from clinicdesk.ui.context import DeskContext
from clinicdesk.ui.fields import button
from clinicdesk.ui.names import before_more
from clinicdesk.ui.person_form import PersonForm
from clinicdesk.ui.settings.person_forms import RenameForm, ResetPinForm
from clinicdesk.ui.settings.skills_form import SkillsForm
from clinicdesk.ui.sign_in.own_pin import OwnPinForm
from clinicdesk.ui.style import SPACE, IconLabel, set_role
from clinicdesk.ui.when import plain_day


class PersonRow(QWidget):
    """A line with a menu; what is chosen there opens below the line.

    Signals:
        changed: something about them was stored.
    """

    changed = Signal()

    def __init__(self, context: DeskContext, member: StaffMember, detail: str, pin: Pin | None) -> None:
        super().__init__()
        self._context = context
        self.member = member
        self._pin = pin
        self.form: PersonForm | None = None
        name = QLabel(member.name)
        name.setWordWrap(True)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(name)
        self.detail = set_role(QLabel(f"{detail}  ·  {self._pin_words()}" if member.active else detail), "detail")
        self.detail.setWordWrap(True)
        words.addWidget(self.detail)
        self.change = button("Change" if member.active else "Bring back", role="quiet")
        self.change.setAccessibleName(f"{self.change.text()}: {member.name}")
        line = QHBoxLayout()
        line.setSpacing(SPACE + 4)
        line.addWidget(IconLabel("user" if member.active else "user-x", "muted", 18))
        line.addLayout(words, 1)
        line.addWidget(self.change)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(SPACE, SPACE, SPACE, SPACE)
        self._column.setSpacing(2 * SPACE)
        self._column.addLayout(line)
        if member.active:
            self.change.setMenu(self._menu())
        else:
            self.change.clicked.connect(lambda: self._store(context.desk.people.bring_back, "works here again"))

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        if self.member.role is Role.THERAPIST:
            self._offer(menu, "What they give…", self._choose_skills)
        own = self.member.id == self._context.actor.id
        self._offer(menu, "Rename…", self._rename)
        if own:
            self._offer(menu, "Change my PIN…" if self._pin else "Set my PIN…", self._set_pin)
        elif self._pin is not None:
            self._offer(menu, "Reset a forgotten PIN…", self._reset_pin)
        else:
            self._offer(menu, "They set a PIN themselves, sitting at the desk", lambda: None).setEnabled(False)
        if not own:
            retire = self._offer(menu, "Retire", lambda: self._store(self._context.desk.people.retire, "was retired"))
            retire.setToolTip("Offered nowhere any more; everything they did stays")
        return menu

    @staticmethod
    def _offer(menu: QMenu, words: str, act: Callable[[], None]) -> QAction:
        action = QAction(words, menu)
        action.triggered.connect(lambda _checked=False: act())
        menu.addAction(action)
        return action

    def _pin_words(self) -> str:
        if self._pin is None:
            return "no PIN yet"
        day = plain_day(self._context.local(self._pin.set_at).date())
        if self._pin.reason:
            by = next((each.name for each in self._context.desk.clinic.staff() if each.id == self._pin.set_by), "")
            return f"PIN reset {day}{f' by {by}' if by else ''}: {self._pin.reason}"
        return f"PIN since {day}"

    def _rename(self) -> None:
        self._open(RenameForm(self._context, self.member))

    def _choose_skills(self) -> None:
        self._open(SkillsForm(self._context, self.member))

    def _set_pin(self) -> None:
        self._open(OwnPinForm(self._context, self.member))

    def _reset_pin(self) -> None:
        self._open(ResetPinForm(self._context, self.member))

    def _open(self, form: PersonForm) -> None:
        self._close()
        self.form = form
        form.left.connect(self._leave)
        form.done.connect(self.changed)
        self._column.addWidget(form)
        form.show()
        form.first.setFocus()

    def _leave(self) -> None:
        self._close()
        self.change.setFocus()

    def _close(self) -> None:
        if self.form is not None:
            self.form.hide()
            self.form.deleteLater()
            self.form = None

    def _store(self, step: Callable[..., StaffMember], told: str) -> None:
        context = self._context
        try:
            step(self.member, actor=context.actor, now=context.now())
        except ClinicDeskError as error:
            context.messages.show_error(error)
        else:
            context.messages.info(f"{before_more(self.member.name)} {told}.")
            self.changed.emit()
