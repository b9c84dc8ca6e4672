"""Lists that grow by one: people, rooms, and the kinds of session on offer."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from clinicdesk.desk.keys import new_key
from clinicdesk.domain.pins import Pin
from clinicdesk.domain.session import SessionType
from clinicdesk.domain.staff import Role, Room, StaffMember
from clinicdesk.domain.suitability import Kind, Technique
from clinicdesk.errors import ClinicDeskError, InvalidValues
from clinicdesk.ui.clinic.staff_form import StaffForm
from clinicdesk.ui.context import DeskContext
from clinicdesk.ui.enter_key import enter_moves_on, is_enter, is_save
from clinicdesk.ui.fields import Card, Field, button, side_by_side
from clinicdesk.ui.person_form import PersonForm
from clinicdesk.ui.ruled_list import RuledList
from clinicdesk.ui.settings.person_row import PersonRow
from clinicdesk.ui.stacking import stack, stack_if_large, stacked
from clinicdesk.ui.style import SPACE, IconLabel, set_role, technique_words

Line = tuple[str, str, str]
"""Icon, name, and what else is to be said."""


class GrowingList(QWidget):
    """What there is, one line each, and a form below that adds one more.

    Ctrl+Enter adds; Enter moves on, but adds where there is only one thing to type.
    """

    def __init__(
        self,
        title: str,
        context: DeskContext,
        *,
        lines: Callable[[], Sequence[Any]],
        form: QWidget,
        first: QLineEdit,
        add: Callable[[], str],
        show_faults: Callable[[InvalidValues], None],
        row: Callable[[Any], QWidget] | None = None,
    ) -> None:
        """``lines`` reads what there is, as values that are equal while nothing has changed; ``row`` makes one a line.

        ``first`` is where typing begins, and begins again after each one added; ``add`` returns what that is called.
        """
        super().__init__()
        self.form = form
        self._first = first
        self._enter_adds = isinstance(form, Field)
        self._lines = lines
        self._row = row or _row
        self._shown: tuple[Sequence[Any], bool] | None = None
        self._add = add
        self._context = context
        self._show_faults = show_faults
        self.add_button = button(f"Add {title}", role="primary", icon="plus", keys="Ctrl+Return")
        self.add_button.clicked.connect(self._add_one)
        self._rows = RuledList()
        have = Card(margin=SPACE)
        have.column.addLayout(self._rows)
        more = Card(margin=3 * SPACE)
        more.column.setSpacing(2 * SPACE)
        more.column.addWidget(form)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.add_button)
        more.column.addLayout(foot)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * SPACE)
        column.addWidget(have)
        column.addWidget(more)

    def refresh(self) -> None:
        """Read the list anew; lines that say the same stay, with the keyboard and whatever is open on them."""
        lines = self._lines()
        if (lines, stacked()) != self._shown:
            self._shown = (lines, stacked())
            self._rows.show_lines(map(self._row, lines))

    def records_changed(self) -> None:
        """What is listed may have changed elsewhere: list it anew, unless somebody is changing a line."""
        if all(form.isHidden() for form in self.findChildren(PersonForm)):
            self.refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """The keys of the form."""
        if is_save(event) or (self._enter_adds and is_enter(event)):
            self._add_one()
        elif not enter_moves_on(event, self):
            super().keyPressEvent(event)

    def _add_one(self) -> None:
        try:
            added = self._add()
        except InvalidValues as faults:
            self._show_faults(faults)
        except ClinicDeskError as error:
            self._context.messages.show_error(error)
        else:
            self.refresh()
            self._context.messages.info(f"Added: {added}.")
            self._first.setFocus()


def _row(line: Line) -> QWidget:
    icon, name, detail = line
    widget = QWidget()
    row = QHBoxLayout(widget)
    row.setContentsMargins(SPACE, SPACE, SPACE, SPACE)
    row.setSpacing(SPACE + 4)
    row.addWidget(IconLabel(icon, "muted", 18))
    words = QHBoxLayout()
    words.setSpacing(SPACE // 2)
    for label, share in ((QLabel(name), 1), (set_role(QLabel(detail), "muted"), 0)):
        label.setWordWrap(stacked())
        words.addWidget(label, share)
    stack(words)
    row.addLayout(words, 1)
    return widget


def staff_section(context: DeskContext) -> GrowingList:
    """Everybody who works here."""
    form = StaffForm()

    def add() -> str:
        now = context.now()
        member = context.desk.clinic.add_staff(form.member(new_key(now)), actor=context.actor, now=now)
        form.clear()
        return member.name

    def lines() -> list[tuple[StaffMember, str, Pin | None, str]]:
        # What a row offers depends on who is at the desk.
        pins, desk, actor = context.desk.pins.all(), context.desk, context.actor.id
        here = [(each, _gives(each), pins.get(each.id), actor) for each in desk.clinic.staff()]
        return here + [(each, f"{_gives(each)}, retired", None, actor) for each in desk.people.former()]

    def row(line: tuple[StaffMember, str, Pin | None, str]) -> PersonRow:
        made = PersonRow(context, *line[:3])
        # Afterwards, not meanwhile: the list is made anew and the row is in the middle of its work.
        made.changed.connect(section.refresh, Qt.ConnectionType.QueuedConnection)
        return made

    section = GrowingList(
        "person",
        context,
        lines=lines,
        form=form,
        first=form.name,
        add=add,
        show_faults=lambda faults: form.show_fault(faults.fields.get("staff", "")),
        row=row,
    )
    context.actor_changed.connect(section.refresh)
    return section


def _gives(member: StaffMember) -> str:
    if member.role is Role.RECEPTIONIST:
        return "Receptionist"
    if member.techniques:
        return f"Therapist: {', '.join(technique_words(each) for each in Technique if member.gives(each))}"
    kinds = [kind.value.replace("_", " ") for kind in Kind if kind in member.kinds]
    return f"Therapist, {' and '.join(kinds)}"


def rooms_section(context: DeskContext) -> GrowingList:
    """The rooms in use."""
    name = QLineEdit()
    field = Field("Room", name)

    def add() -> str:
        now = context.now()
        room = context.desk.clinic.add_room(Room(new_key(now), name.text().strip()), actor=context.actor, now=now)
        name.clear()
        field.clear_error()
        return room.name

    def lines() -> list[Line]:
        return [("door-open", room.name, "") for room in context.desk.clinic.rooms()]

    return GrowingList(
        "room",
        context,
        lines=lines,
        form=field,
        first=name,
        add=add,
        show_faults=lambda faults: field.set_error(faults.fields.get("name", "")),
    )


class SessionTypeForm(QWidget):
    """What is asked about something the clinic offers."""

    def __init__(self) -> None:
        super().__init__()
        self.name, self.technique = QLineEdit(), QComboBox()
        self.technique.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.technique.setMinimumContentsLength(12)
        for each in Technique:
            self.technique.addItem(technique_words(each), each)
        self.minutes, self.turnover = _minutes(60, 5, 240), _minutes(10, 0, 60)
        self.name_field = Field("Name", self.name, hint="As people ask for it, such as 'Back massage, 30 minutes'.")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * SPACE)
        column.addWidget(self.name_field)
        column.addWidget(Field("Technique", self.technique, hint="The rules judge by it."))
        turnover = Field("Turn-over afterwards", self.turnover, hint="To change the linen.")
        times = side_by_side([Field("Length", self.minutes), turnover])
        stack_if_large(times)
        column.addLayout(times)

    def session_type(self, key: str) -> SessionType:
        """What was typed, unchecked, under a key."""
        technique = Technique(self.technique.currentData())
        return SessionType(key, self.name.text().strip(), technique, self.minutes.value(), self.turnover.value())

    def clear(self) -> None:
        """Make room for the next one."""
        self.name.clear()
        self.name_field.clear_error()


def session_types_section(context: DeskContext) -> GrowingList:
    """What the clinic offers."""
    form = SessionTypeForm()

    def add() -> str:
        now = context.now()
        wanted = form.session_type(new_key(now))
        added = context.desk.clinic.add_session_type(wanted, actor=context.actor, now=now)
        form.clear()
        return added.name

    def lines() -> list[Line]:
        return [("clock", each.name, _offered(each)) for each in context.desk.clinic.session_types()]

    return GrowingList(
        "session type",
        context,
        lines=lines,
        form=form,
        first=form.name,
        add=add,
        show_faults=lambda faults: form.name_field.set_error(faults.fields.get("name", "")),
    )


def _offered(session_type: SessionType) -> str:
    """Length and turn-over, and the technique unless the name already says it."""
    times = f"{session_type.minutes} min + {session_type.turnover_minutes}"
    technique = technique_words(session_type.technique)
    return times if technique == session_type.name else f"{technique}, {times}"


def _minutes(value: int, least: int, most: int) -> QSpinBox:
    box = QSpinBox()
    box.setRange(least, most)
    box.setSingleStep(5)
    box.setValue(value)
    box.setSuffix(" min")
    return box
