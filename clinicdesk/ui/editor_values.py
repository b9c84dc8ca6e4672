"""What stands in an editor, as a plain value that can be kept and shown again."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, SignalInstance
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QListWidget, QPlainTextEdit, QSpinBox, QWidget

from clinicdesk.ui.day_picker import DayPicker
from clinicdesk.ui.fields import Segmented
from clinicdesk.ui.weekday_chips import WeekdayChips

_ID = Qt.ItemDataRole.UserRole
Plain = str | int | bool | list[int] | list[str] | None


@dataclass(frozen=True, slots=True)
class _Kind:
    """How one kind of editor is read and filled, and what tells that something else stands there."""

    editor: type[QWidget]
    read: Callable[[Any], Plain]
    show: Callable[[Any, Any], object]
    changed: Callable[[Any], list[SignalInstance]]


def _ticked(ticks: QListWidget) -> list[str]:
    items = [ticks.item(place) for place in range(ticks.count())]
    return [item.data(_ID) for item in items if item.checkState() is Qt.CheckState.Checked]


def _tick(ticks: QListWidget, ids: Sequence[str]) -> None:
    for place in range(ticks.count()):
        item = ticks.item(place)
        item.setCheckState(Qt.CheckState.Checked if item.data(_ID) in ids else Qt.CheckState.Unchecked)


_KINDS = (
    _Kind(QLineEdit, QLineEdit.text, QLineEdit.setText, lambda line: [line.textChanged]),
    _Kind(QPlainTextEdit, QPlainTextEdit.toPlainText, QPlainTextEdit.setPlainText, lambda text: [text.textChanged]),
    # Words that a list no longer offers change nothing.
    _Kind(QComboBox, QComboBox.currentText, QComboBox.setCurrentText, lambda box: [box.currentIndexChanged]),
    _Kind(QSpinBox, QSpinBox.value, QSpinBox.setValue, lambda box: [box.valueChanged]),
    _Kind(Segmented, Segmented.value, Segmented.set_value, lambda choice: [choice.value_chosen]),
    _Kind(
        DayPicker,
        lambda picker: picker.day.isoformat(),
        lambda picker, day: picker.set_day(date.fromisoformat(day)),
        lambda picker: [picker.day_chosen],
    ),
    _Kind(
        WeekdayChips,
        lambda chips: sorted(chips.chosen()),
        lambda chips, days: chips.choose(frozenset(days)),
        lambda chips: [chip.toggled for chip in chips.buttons],
    ),
    _Kind(QListWidget, _ticked, _tick, lambda ticks: [ticks.itemChanged]),
    _Kind(QAbstractButton, QAbstractButton.isChecked, QAbstractButton.setChecked, lambda box: [box.toggled]),
)


def value_of(editor: QWidget) -> Plain:
    """What stands there, half typed or not; of a list the words that are chosen."""
    return _kind_of(editor).read(editor)


def show_value(editor: QWidget, value: Plain) -> None:
    """Show what stood there."""
    _kind_of(editor).show(editor, value)


def on_change(editor: QWidget, told: Callable[[], None]) -> None:
    """Tell whenever something else stands there."""
    for signal in _kind_of(editor).changed(editor):
        signal.connect(lambda *_: told())


def _kind_of(editor: QWidget) -> _Kind:
    return next(kind for kind in _KINDS if isinstance(editor, kind.editor))
