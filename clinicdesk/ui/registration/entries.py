"""The fields of the registration form: editors built from entries, read into a PatientForm and written from one."""

from dataclasses import fields
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QPlainTextEdit, QWidget

from clinicdesk.desk.patient_form import PatientForm
from clinicdesk.domain.patient import ContactChannel
from clinicdesk.ui.fields import Field, Option, Segmented
from clinicdesk.ui.registration.sections import CHANNEL_WORDS, SEX_WORDS, Editor, Entry
from clinicdesk.ui.style import SPACE, text_factor

_LINES_HEIGHT = 72


class TextLines(QPlainTextEdit):
    """A few lines of text; Tab moves on instead of being typed."""

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setFixedHeight(round(_LINES_HEIGHT * text_factor()))


class ChannelBoxes(QWidget):
    """The ways of reaching a person that they permitted.

    Signals:
        changed: the person at the desk ticked or cleared one.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE)
        self.boxes = {channel: QCheckBox(CHANNEL_WORDS[channel]) for channel in ContactChannel}
        for box in self.boxes.values():
            box.clicked.connect(self.changed)
            row.addWidget(box)
        row.addStretch(1)
        self.setFocusProxy(next(iter(self.boxes.values())))

    def chosen(self) -> frozenset[ContactChannel]:
        """The permitted ways."""
        return frozenset(channel for channel, box in self.boxes.items() if box.isChecked())

    def choose(self, channels: frozenset[ContactChannel]) -> None:
        """Show which ways are permitted."""
        for channel, box in self.boxes.items():
            box.setChecked(channel in channels)


class FormFields(QObject):
    """Every field of the form by name, wherever it stands on the page.

    Signals:
        edited(str): the person changed a field.
        left(str): the keyboard left a field.
    """

    edited = Signal(str)
    left = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.fields: dict[str, Field] = {}
        self._showing = False

    def add(self, entry: Entry) -> Field:
        """Build the field of an entry."""
        editor = _editor(entry.editor)
        field = Field(entry.label, editor, hint=entry.hint)
        field.left.connect(lambda: self.left.emit(entry.field))
        match editor:
            case QLineEdit():
                editor.textEdited.connect(lambda _text: self.edited.emit(entry.field))
            case Segmented():
                editor.value_chosen.connect(lambda _value: self.edited.emit(entry.field))
            case ChannelBoxes():
                editor.changed.connect(lambda: self.edited.emit(entry.field))
            case TextLines():
                editor.textChanged.connect(lambda: None if self._showing else self.edited.emit(entry.field))
        self.fields[entry.field] = field
        return field

    def __getitem__(self, name: str) -> Field:
        return self.fields[name]

    def form(self) -> PatientForm:
        """Everything as typed."""
        typed: dict[str, Any] = {name: _read(field.editor) for name, field in self.fields.items()}
        return PatientForm(**typed)

    def show(self, form: PatientForm) -> None:
        """Show a form; nothing is wrong with it until somebody leaves a field."""
        self._showing = True
        for each in fields(form):
            field = self.fields[each.name]
            _write(field.editor, getattr(form, each.name))
            field.clear_error()
        self._showing = False

    def write(self, name: str, text: str) -> None:
        """Rewrite one field, e.g. a phone number as it is written in this country."""
        _write(self.fields[name].editor, text)


def _editor(kind: Editor) -> QWidget:
    match kind:
        case Editor.LINES:
            return TextLines()
        case Editor.SEX:
            return Segmented([Option(code, words) for code, words in SEX_WORDS.items()])
        case Editor.CHANNELS:
            return ChannelBoxes()
        case _:
            return QLineEdit()


def _read(editor: QWidget) -> str | frozenset[ContactChannel]:
    match editor:
        case QLineEdit():
            return editor.text()
        case TextLines():
            return editor.toPlainText()
        case Segmented():
            return editor.value() or ""
        case ChannelBoxes():
            return editor.chosen()
        case _:
            raise TypeError(type(editor).__name__)


def _write(editor: QWidget, value: str | frozenset[ContactChannel]) -> None:
    match editor:
        case QLineEdit():
            editor.setText(str(value))
            editor.setCursorPosition(0)
        case TextLines():
            editor.setPlainText(str(value))
        case Segmented():
            editor.set_value(str(value))
        case ChannelBoxes():
            editor.choose(frozenset(ContactChannel(channel) for channel in value))
