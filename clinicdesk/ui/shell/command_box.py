"""The one box: find a person or do something."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QIcon, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from clinicdesk.desk.views import PatientSummary
from clinicdesk.ui.fields import key_text
from clinicdesk.ui.shell.commands import BoxRow, Command, taken_apart
from clinicdesk.ui.style import icon, text_factor

if TYPE_CHECKING:
    from clinicdesk.ui.shell.box_popup import BoxPopup

_MOST_PEOPLE = 8
_MOST_RECENT = 5
_LEAST_WIDTH = 200

Find = Callable[[str], Sequence[PatientSummary]]


class CommandBox(QLineEdit):
    """A line to type in, and a list below it that never takes the caret away.

    Signals:
        person_chosen(PatientSummary): a person was chosen.
        registration_requested(text): nobody fits; register somebody from what was typed.
    """

    person_chosen = Signal(object)
    registration_requested = Signal(str)

    def __init__(
        self,
        find: Find,
        recent: Callable[[], Sequence[PatientSummary]],
        commands: Sequence[Command],
        describe: Callable[[PatientSummary], str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._find = find
        self._recent = recent
        self._commands = tuple(commands)
        self._describe = describe
        self.setPlaceholderText(f"Find a person or do something…   {key_text('Ctrl+K')}")
        self.setAccessibleName("Find a person or do something")
        self.setToolTip(f"Name, birth date, phone, number, or a command ({key_text('Ctrl+K')})")
        self._lens = self.addAction(QIcon(), QLineEdit.ActionPosition.LeadingPosition)
        self.refresh_theme()
        self._popup: BoxPopup | None = None
        self.textEdited.connect(self._offer)

    @property
    def rows(self) -> Sequence[BoxRow]:
        """The rows on show; none while the list is closed."""
        return self._popup.model.rows if self._popup is not None and self._popup.isVisible() else ()

    def refresh_theme(self) -> None:
        """Tint the lens anew, and keep as wide as the text needs at least."""
        self.setMinimumWidth(round(_LEAST_WIDTH * text_factor()))
        self._lens.setIcon(icon("search", "muted", 18))

    def open(self) -> None:
        """Take the keyboard and show the list."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()
        self._offer(self.text())

    def open_with(self, text: str) -> None:
        """Take the keyboard with a text already typed, such as a command that wants a person."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.setText(text)
        self._offer(text)

    def close_list(self) -> None:
        """Hide the list."""
        if self._popup is not None:
            self._popup.hide()

    def event(self, event: QEvent) -> bool:
        """Keep Escape and the arrows from the shortcuts of the page while the list is open."""
        own = {Qt.Key.Key_Escape, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Return}
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            if not self.text() and _turns_back(event):
                event.ignore()  # with nothing typed, the key means what was done at the desk
                return True
            wanted = event.key() in own and bool(self.rows or self.text())
            if wanted:
                event.accept()
                return True
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Close the list when the keyboard goes elsewhere."""
        self.close_list()
        super().focusOutEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Open the list on a click, as on the key."""
        super().mousePressEvent(event)
        if not self.rows:
            self._offer(self.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Move in the list, choose, or close; everything else is typing."""
        key = event.key()
        if key in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
            if self.rows and self._popup is not None:
                self._popup.move_choice(1 if key == Qt.Key.Key_Down else -1)
            else:
                self._offer(self.text())
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._choose()
        elif key == Qt.Key.Key_Escape and (self.rows or self.text()):
            self.clear()
            self.close_list()
        else:
            super().keyPressEvent(event)

    def _offer(self, text: str) -> None:
        if self._popup is None:
            from clinicdesk.ui.shell.box_popup import BoxPopup  # noqa: PLC0415 - nothing is offered at the start

            self._popup = BoxPopup(self)
            self._popup.list.clicked.connect(self._clicked)
        self._popup.show_rows(self._rows_for(text))

    def _rows_for(self, text: str) -> list[BoxRow]:
        apart = taken_apart(text, self._commands)
        text = text.strip()
        if not text:
            return [
                *_section("Recent", [self._person(each) for each in list(self._recent())[:_MOST_RECENT]]),
                *_section("Do", [_do(command) for command in self._commands]),
            ]
        if apart is not None:
            command, name = apart
            asked = self._find(name) if name else self._recent()
            found = [self._person(each, command) for each in list(asked)[:_MOST_PEOPLE]]
            if found:
                return _section(command.words, found)
            text = name
        if not text:
            return _section("Nobody is registered yet", [self._register("", apart and apart[0])])
        people = [self._person(each) for each in list(self._find(text))[:_MOST_PEOPLE]]
        commands = [_do(command) for command in self._commands if command.matches(text.casefold().split())]
        register = self._register(text, apart and apart[0])
        if people:
            return [*_section("People", people), *_section("Do", [*commands, register])]
        return [*_section("Do", commands), *_section("Nobody found", [register])]

    def _register(self, name: str, command: Command | None) -> BoxRow:
        words = f"New person: {name}" if name else "New person"
        run = command.for_new if command is not None and command.for_new else self.registration_requested.emit
        return BoxRow(words, "user-plus", run=partial(run, name))

    def _person(self, summary: PatientSummary, command: Command | None = None) -> BoxRow:
        if command is not None and command.for_person is not None:
            run, name = partial(command.for_person, summary), f"{command.words}: {summary.name}"
        else:
            run, name = partial(self.person_chosen.emit, summary), summary.name
        return BoxRow(name, command.icon if command else "user", self._describe(summary), f"No. {summary.number}", run)

    def _clicked(self, index: QModelIndex) -> None:
        if self._popup is not None:
            self._popup.list.setCurrentIndex(index)
        self._choose()

    def _choose(self) -> None:
        row = self._popup.current() if self._popup is not None and self._popup.isVisible() else None
        if row is not None and row.run is not None:
            self.clear()
            self.close_list()
            row.run()


def _turns_back(event: QKeyEvent) -> bool:
    return event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo)


def _do(command: Command) -> BoxRow:
    return BoxRow(command.title, command.icon, aside=key_text(command.keys) if command.keys else "", run=command.run)


def _section(title: str, rows: list[BoxRow]) -> list[BoxRow]:
    return [BoxRow(title), *rows] if rows else []
