"""Answering with a date: when it began, when the operation was, when the baby is due."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from clinicdesk.desk.birth_dates import birth_date_typed
from clinicdesk.desk.spoken_dates import day_in_words, parse_when
from clinicdesk.domain.intake import Answer, Value
from clinicdesk.rules import Choice, Finding
from clinicdesk.ui.fields import Option, Segmented
from clinicdesk.ui.intake.asking import Control, band_in_words, banded, control_for, plain, short_label
from clinicdesk.ui.intake.editors import DONT_KNOW, AnswerEditor, ChoiceEditor, ChoiceList, answer_of, value_of
from clinicdesk.ui.style import SPACE, set_invalid, set_role, text_factor

Today = Callable[[], date]
"""The day it is now: a question may stand for longer than a day."""
Derive = Callable[[Finding, Answer], Value | None]
"""The value that follows from an answer to a finding on the day of the visit."""

_DATED = "dated"
_YES = Choice(value=_DATED, label="Yes", short="Yes")
_DATE_WIDTH = 190
_ROUGH_WIDTH = 300


class WhenLine(QObject):
    """A date typed any usual way, said back in words below.

    Signals:
        day_given(date or None, bool): a day was entered or the line emptied; true when Enter did it.
    """

    day_given = Signal(object, bool)

    def __init__(self, finding: Finding, today: Today, parent: QObject, *, day_first: bool) -> None:
        super().__init__(parent)
        assert finding.dated is not None  # noqa: S101 - only a dated finding has a date line
        self._today, self._day_first = today, day_first
        self._ahead = finding.dated.counts_from == "due_date"
        self._shown = ""
        self.edit = QLineEdit()
        self.edit.setFixedWidth(round(_DATE_WIDTH * text_factor()))
        self.edit.setPlaceholderText("3 April or in 12 weeks" if self._ahead else "3 April or 3 weeks ago")
        self.edit.setAccessibleName(f"{finding.dated.label}: {finding.question}")
        self.echo = QLabel()
        self.echo.setWordWrap(True)
        self.edit.textEdited.connect(self._typed)
        self.edit.editingFinished.connect(self._finished)
        self.edit.returnPressed.connect(lambda: self._finished(move_on=True))
        self.say("")

    def show_day(self, day: date | None, words: str) -> None:
        """Show the day that was answered, and what follows from it."""
        text = birth_date_typed(day) if day else ""
        # What is being typed, or cannot be read, stays until it is mended.
        if text or not self.echo.property("wrong"):
            self.edit.setText(text)
            self._shown = text
            self.say(words)

    def say(self, words: str, *, wrong: bool = False) -> None:
        """Echo the day, or say what is wrong with it."""
        set_role(self.echo, "error" if wrong else "detail")
        self.echo.setProperty("wrong", wrong)
        self.echo.setText(words)
        self.echo.setVisible(bool(words))
        set_invalid(self.edit, wrong)
        self.edit.setAccessibleDescription(words)

    def _read(self) -> date | None:
        typed = self.edit.text().strip()
        if not typed:
            return None
        return parse_when(typed, self._today(), day_first=self._day_first, ahead=self._ahead)

    def _typed(self, _text: str) -> None:
        try:
            day = self._read()
        except ValueError:
            self.say("")
        else:
            self.say(day_in_words(day, self._today()) if day else "")

    def _finished(self, *, move_on: bool = False) -> None:
        if self.edit.text() == self._shown and not move_on:
            return
        try:
            day = self._read()
        except ValueError as fault:
            self._shown = self.edit.text()
            self.say(str(fault), wrong=True)
            self.day_given.emit(None, False)
        else:
            self.day_given.emit(day, move_on)


class SinceEditor(AnswerEditor):
    """A number counted from a date, such as the weeks of pain."""

    def __init__(self, finding: Finding, today: Today, *, day_first: bool) -> None:
        super().__init__(finding)
        self._today = today
        self.line = WhenLine(finding, today, self, day_first=day_first)
        self.line.day_given.connect(self._given)
        self.unknown = Segmented([DONT_KNOW], name=finding.question)
        self.unknown.value_chosen.connect(lambda value: self.answered.emit(answer_of(value), False))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE)
        row.addWidget(self.line.edit)
        row.addWidget(self.unknown)
        self.below = self.line.echo
        self.setFocusProxy(self.line.edit)

    def show_answer(self, answer: Answer | None) -> None:
        """Show the day with how long ago it is."""
        day = answer.date if answer else None
        self.line.show_day(day, day_in_words(day, self._today()) if day else "")
        self.unknown.set_value(value_of(answer) if answer and answer.absence else None)

    def take_key(self, _key: str) -> bool:
        """Everything is typed into the line itself."""
        return False

    def _given(self, day: date | None, move_on: bool) -> None:
        self.answered.emit(Answer(date=day) if day else None, move_on)


class WhenEditor(AnswerEditor):
    """A choice that hangs on a date, such as how long ago an operation was.

    'Yes' opens a line for the date. Where nobody knows it, the span itself can be chosen; where
    the span alone does not settle it (cleared or not), that is asked, too.
    """

    def __init__(self, finding: Finding, today: Today, derive: Derive, *, day_first: bool) -> None:
        super().__init__(finding)
        self._today, self._derive = today, derive
        self._banded = banded(finding)
        self._answer: Answer | None = None
        self._asking = False
        # Yes stands first, as it does in every question of yes and no.
        choices = (_YES, *plain(finding))
        listed = control_for(choices) is Control.LIST
        self.chooser = ChoiceEditor(finding, choices, listed=listed)
        self.chooser.answered.connect(self._chosen)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.chooser)
        self.setFocusProxy(self.chooser)
        self.line = WhenLine(finding, today, self, day_first=day_first)
        self.line.day_given.connect(self._day_given)
        self.rough = ChoiceList(self._banded, "or choose about when…", unknown=False)
        self.rough.setFixedWidth(round(_ROUGH_WIDTH * text_factor()))
        self.rough.setAccessibleName(f"About when: {finding.question}")
        self.rough.activated.connect(lambda _index: self._tell(Answer(value=self.rough.currentData())))
        self._states: Segmented | None = None
        self.below = self._detail()
        self.below.hide()

    def show_answer(self, answer: Answer | None) -> None:
        """Show the choice, the date, the span that follows, and the state that belongs to it."""
        self._answer = answer
        dated = answer is not None and (answer.date is not None or self._is_banded(answer.value))
        self._asking = self._asking and answer is None
        self.chooser.show_answer(Answer(value=_DATED) if dated or self._asking else answer)
        self._detail_box.setVisible(dated or self._asking)
        day = answer.date if answer else None
        words = ""
        if day and answer:
            settled = answer.value or len(self._fitting(day)) == 1
            value = self._derive(self.finding, answer) if settled else None
            words = band_in_words(self.finding, day, value, self._today())
            words += "" if settled else ". Which of these?"
        self.line.show_day(day, words[:1].upper() + words[1:])
        self.rough.show_value(str(answer.value) if dated and answer and answer.date is None else None)
        self._show_states(answer)

    def natural_width(self) -> int:
        """As the choices."""
        return self.chooser.natural_width()

    def set_narrow(self, narrow: bool) -> None:
        """As the choices."""
        self.chooser.set_narrow(narrow)

    def take_key(self, key: str) -> bool:
        """As the choices do; yes goes on to the date."""
        return self.chooser.take_key(key)

    def _detail(self) -> QWidget:
        assert self.finding.dated is not None  # noqa: S101 - only a dated finding has this editor
        self._detail_box = QWidget()
        column = QVBoxLayout(self._detail_box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE // 2)
        column.addWidget(set_role(QLabel(self.finding.dated.label), "label"))
        row = QHBoxLayout()
        row.setSpacing(SPACE)
        row.addWidget(self.line.edit)
        row.addWidget(self.rough)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self.line.echo)
        self._state_row = QHBoxLayout()
        column.addLayout(self._state_row)
        return self._detail_box

    def _is_banded(self, value: Value | None) -> bool:
        return any(choice.value == value for choice in self._banded)

    def _chosen(self, answer: Answer, by_key: bool) -> None:
        self._asking = answer.value == _DATED
        self._detail_box.setVisible(self._asking)
        if not self._asking:
            self._tell(answer, move_on=by_key)
            return
        self.line.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        if self._answer is not None:
            # Neither 'no' nor 'don't know' holds any more, and nothing else is known yet.
            self._tell(None)

    def _day_given(self, day: date | None, move_on: bool) -> None:
        if day is None:
            self._asking = True
            self._tell(None)
            return
        stated = self._answer.value if self._answer else None
        fitting = self._fitting(day)
        settled = len(fitting) == 1
        self._tell(Answer(value=stated if stated in fitting else None, date=day), move_on=move_on and settled)
        if move_on and self._states is not None:
            self._states.setFocus()

    def _fitting(self, day: date) -> tuple[str, ...]:
        """The values that the date leaves open."""
        return tuple(
            choice.value
            for choice in self._banded
            if self._derive(self.finding, Answer(value=choice.value, date=day)) == choice.value
        )

    def _show_states(self, answer: Answer | None) -> None:
        """Ask for the state where the date leaves several values open."""
        day = answer.date if answer else None
        fitting = self._fitting(day) if day else ()
        if self._states is not None and tuple(option.value for option in self._states.options) != fitting:
            self._states.hide()
            self._states.deleteLater()
            self._states = None
        if answer is None or len(fitting) < 2:  # noqa: PLR2004 - a single value needs no asking
            return
        if self._states is None:
            options = [Option(c.value, short_label(c), tip=c.label) for c in self._banded if c.value in fitting]
            self._states = Segmented(options, name=f"{self.finding.question} Which of these?")
            self._states.value_chosen.connect(self._state_chosen)
            self._state_row.addWidget(self._states, 0, Qt.AlignmentFlag.AlignLeft)
        self._states.set_value(str(answer.value) if answer.value else None)

    def _state_chosen(self, value: str) -> None:
        if self._answer is not None:
            self._tell(Answer(value=value, date=self._answer.date))

    def _tell(self, answer: Answer | None, *, move_on: bool = False) -> None:
        self.answered.emit(answer, move_on)
