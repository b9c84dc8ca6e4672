"""The controls a question is answered with."""

import re

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QBoxLayout, QComboBox, QHBoxLayout, QLabel, QSpinBox, QWidget

from clinicdesk.domain.intake import Absence, Answer
from clinicdesk.rules import Choice, Finding
from clinicdesk.ui.fields import Option, Segmented
from clinicdesk.ui.intake.asking import short_label
from clinicdesk.ui.style import SPACE, set_role, text_factor

UNKNOWN = Absence.DOES_NOT_KNOW.value
"""The value under which a control offers 'don't know'; no finding has a value of this name."""
DONT_KNOW = Option(UNKNOWN, "Don't know", tip="Don't know (U)")
_LIST_WIDTH = 300
_LIST_LEAST = 180
_YES = re.compile(r"yes\b", re.IGNORECASE)
_NO = re.compile(r"(no|never|none|nothing)\b", re.IGNORECASE)


def answer_of(value: str) -> Answer:
    """The answer that a chosen value stands for."""
    return Answer(absence=Absence.DOES_NOT_KNOW) if value == UNKNOWN else Answer(value=value)


def value_of(answer: Answer | None) -> str | None:
    """The value under which a control shows an answer, or None when it shows none of its choices."""
    if answer is None:
        return None
    if answer.absence is not None:
        return UNKNOWN if answer.absence is Absence.DOES_NOT_KNOW else None
    return None if answer.value is None else str(answer.value)


def choice_of_key(choices: tuple[Choice, ...], key: str) -> str | None:
    """The value a key chooses: 1 to 9 by place, Y and N where exactly one choice says yes or no."""
    if key.isdecimal() and 1 <= int(key) <= len(choices):
        return choices[int(key) - 1].value
    words = {"y": _YES, "n": _NO}.get(key)
    meant = [choice.value for choice in choices if words and words.match(short_label(choice))]
    return meant[0] if len(meant) == 1 else None


class AnswerEditor(QWidget):
    """What every control of a question has in common.

    Signals:
        answered(Answer or None, bool): a person answered, or took the answer back; true when a key
            settled it and the next question may have the keyboard.
    """

    answered = Signal(object, bool)

    def __init__(self, finding: Finding) -> None:
        super().__init__()
        self.finding = finding
        self.below: QWidget | None = None

    def show_answer(self, answer: Answer | None) -> None:
        """Show an answer without telling anybody."""
        raise NotImplementedError

    def take_key(self, key: str) -> bool:
        """Answer by a letter or figure; returns whether it was one of the control's."""
        raise NotImplementedError

    def natural_width(self) -> int:
        """The width the control would like."""
        return self.sizeHint().width()

    def set_narrow(self, narrow: bool) -> None:
        """Make do with little width, where the control can."""


class ChoiceList(QComboBox):
    """A list that opens on Enter or Space; letters, figures and the vertical arrows belong to the question."""

    _OPENING = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_F4})

    def __init__(self, choices: tuple[Choice, ...], placeholder: str, *, unknown: bool) -> None:
        super().__init__()
        for number, choice in enumerate(choices, 1):
            self.addItem(choice.label, choice.value)
            self.setItemData(number - 1, f"{choice.label} ({number})", Qt.ItemDataRole.ToolTipRole)
        if unknown:
            self.addItem(DONT_KNOW.label, UNKNOWN)
        self.setPlaceholderText(placeholder)
        self.setCurrentIndex(-1)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setToolTip(f"{placeholder.rstrip('…')}: Enter opens the list, 1 to {len(choices)} choose at once")

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Wide enough for most choices; longer ones are cut, and whole in the list."""
        return QSize(round(_LIST_WIDTH * text_factor()), super().sizeHint().height())

    def show_value(self, value: str | None) -> None:
        """Show a value, or the placeholder."""
        self.setCurrentIndex(-1 if value is None else self.findData(value))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Open the list; leave everything else to the question."""
        down = event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier
        if down or (event.key() in self._OPENING and not event.modifiers() & Qt.KeyboardModifier.ControlModifier):
            self.showPopup()
        else:
            event.ignore()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """Let the page scroll; a wheel must not change an answer."""
        event.ignore()


class ChoiceEditor(AnswerEditor):
    """A choice: segments side by side while they fit, else a list that opens; 'don't know' last."""

    def __init__(self, finding: Finding, choices: tuple[Choice, ...], *, listed: bool) -> None:
        super().__init__(finding)
        self._choices = choices
        self._answer: Answer | None = None
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self.list: ChoiceList | None = None
        self.segments: Segmented | None = None
        if listed:
            self._make_list()
        else:
            self._make_segments()

    def show_answer(self, answer: Answer | None) -> None:
        """Press the segment, or show the line, of the answer."""
        self._answer = answer
        if self.segments is not None:
            self.segments.set_value(value_of(answer))
        if self.list is not None:
            self.list.show_value(value_of(answer))

    def take_key(self, key: str) -> bool:
        """Y and N, or 1 to 9."""
        value = choice_of_key(self._choices, key)
        if value is None:
            return False
        self.show_answer(answer_of(value))
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.answered.emit(answer_of(value), True)
        return True

    def natural_width(self) -> int:
        """The segments side by side."""
        return self.segments.sizeHint().width() if self.segments is not None else super().natural_width()

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """The list needs least, and can stand in for the segments."""
        return QSize(round(_LIST_LEAST * text_factor()), super().minimumSizeHint().height())

    def set_narrow(self, narrow: bool) -> None:
        """Let the list stand in for segments that do not fit."""
        if self.segments is None or narrow == self.segments.isHidden():
            return
        if narrow and self.list is None:
            self._make_list()
        self.segments.setHidden(narrow)
        if self.list is not None:
            self.list.setVisible(narrow)
            self.setFocusProxy(self.list if narrow else self.segments)
        self.show_answer(self._answer)

    def _make_segments(self) -> None:
        options = [Option(choice.value, short_label(choice), tip=self._tip(choice)) for choice in self._choices]
        self.segments = Segmented([*options, DONT_KNOW], name=self.finding.question)
        self.segments.value_chosen.connect(self._chosen)
        self._row.addWidget(self.segments)
        self.setFocusProxy(self.segments)

    def _make_list(self) -> None:
        self.list = ChoiceList(self._choices, "Choose…", unknown=True)
        self.list.setAccessibleName(self.finding.question)
        self.list.setMinimumWidth(round(_LIST_LEAST * text_factor()))
        self.list.setMaximumWidth(round(_LIST_WIDTH * text_factor()))
        self.list.activated.connect(lambda _index: self._chosen(self.list.currentData() if self.list else UNKNOWN))
        self._row.addWidget(self.list)
        self.setFocusProxy(self.list)

    def _chosen(self, value: str) -> None:
        self.answered.emit(answer_of(value), False)

    def _tip(self, choice: Choice) -> str:
        letter = short_label(choice)[:1].upper()
        key = letter if choice_of_key(self._choices, letter.casefold()) == choice.value else ""
        return f"{choice.label} ({key or self._choices.index(choice) + 1})"


class _OptionalSpin(QSpinBox):
    """A number that may be missing: one below the least stands for nothing typed."""

    def __init__(self, finding: Finding) -> None:
        super().__init__()
        least, most = finding.range
        self._start = int(finding.harmless)
        self.setRange(int(least) - 1, int(most))
        self.setSpecialValueText(" ")
        self.setKeyboardTracking(False)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.clear_number()

    def number(self) -> int | None:
        return None if self.value() == self.minimum() else self.value()

    def clear_number(self) -> None:
        self.setValue(self.minimum())

    def stepBy(self, steps: int) -> None:  # noqa: N802 - Qt's name
        """Step from the usual number when there is none yet."""
        if self.number() is None:
            self.setValue(self._start)
        else:
            super().stepBy(steps)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Take figures; leave letters and the vertical arrows to the question."""
        if event.text().isalpha() or event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Typing replaces what stands."""
        super().focusInEvent(event)
        self.selectAll()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """Let the page scroll; a wheel must not change an answer."""
        event.ignore()


class NumberEditor(AnswerEditor):
    """A number with its unit, and 'don't know'."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding)
        self.spin = _OptionalSpin(finding)
        self.spin.setAccessibleName(f"{finding.question}, {finding.unit}")
        self.spin.setFixedWidth(round(84 * text_factor()))
        self.spin.valueChanged.connect(self._typed)
        self.unknown = Segmented([DONT_KNOW], name=finding.question)
        self.unknown.value_chosen.connect(lambda value: self.answered.emit(answer_of(value), False))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE)
        row.addWidget(self.spin)
        row.addWidget(set_role(QLabel(finding.unit), "muted"))
        row.addWidget(self.unknown)
        self.setFocusProxy(self.spin)

    def show_answer(self, answer: Answer | None) -> None:
        """Show the number."""
        self.spin.blockSignals(True)
        value = answer.value if answer else None
        if value is None:
            self.spin.clear_number()
        else:
            self.spin.setValue(int(value))
        self.spin.blockSignals(False)
        self.unknown.set_value(value_of(answer) if answer and answer.absence else None)

    def take_key(self, _key: str) -> bool:
        """Figures are typed into the field itself."""
        return False

    def _typed(self, _value: int) -> None:
        number = self.spin.number()
        self.answered.emit(None if number is None else Answer(value=number), False)


class ScaleEditor(AnswerEditor):
    """Nought to ten, a button each; 1 then 0 types ten."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding)
        self._one_typed = False
        numbers = [Option(str(number), str(number)) for number in range(11)]
        self.scale = set_role(Segmented(numbers, name=finding.question), "segmented")
        self.scale.setProperty("dense", True)
        self.scale.value_chosen.connect(lambda value: self.answered.emit(Answer(value=int(value)), False))
        self.unknown = Segmented([DONT_KNOW], name=finding.question)
        self.unknown.value_chosen.connect(lambda value: self.answered.emit(answer_of(value), False))
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(SPACE)
        self._row.addWidget(self.scale)
        self._row.addWidget(self.unknown, 0, Qt.AlignmentFlag.AlignRight)
        self.setFocusProxy(self.scale)

    def show_answer(self, answer: Answer | None) -> None:
        """Press the number."""
        absent = answer is not None and answer.absence is not None
        self.scale.set_value(None if absent else value_of(answer))
        self.unknown.set_value(value_of(answer) if absent else None)
        self.setFocusProxy(self.scale)

    def natural_width(self) -> int:
        """Numbers and 'don't know' side by side."""
        return self.scale.sizeHint().width() + SPACE + self.unknown.sizeHint().width()

    def set_narrow(self, narrow: bool) -> None:
        """Put 'don't know' below the numbers."""
        ways = QBoxLayout.Direction
        self._row.setDirection(ways.TopToBottom if narrow else ways.LeftToRight)

    def take_key(self, key: str) -> bool:
        """A figure; nought after one makes ten."""
        if not key.isdecimal() or len(key) > 1:
            self._one_typed = False
            return False
        number = 10 if self._one_typed and key == "0" else int(key)
        self._one_typed = number == 1
        self.scale.set_value(str(number))
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.answered.emit(Answer(value=number), number != 1)
        return True
