"""Clearing one rule: on which grounds, in which words, how far and until when."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPlainTextEdit, QVBoxLayout

from clinicdesk.desk.clearance_choices import Choice
from clinicdesk.domain.clearance import DEFAULT_DAYS, LONGEST_DAYS, Clearance, ClearanceReason, Letter
from clinicdesk.domain.staff import StaffMember
from clinicdesk.errors import InvalidValues
from clinicdesk.ui.day_field import DayField
from clinicdesk.ui.enter_key import enter_moves_on, is_save
from clinicdesk.ui.fields import Field, Option, Segmented, button
from clinicdesk.ui.form_draft import FieldsDraft, KeptStrip
from clinicdesk.ui.panel.grounds_box import GroundsBox
from clinicdesk.ui.panel.letter_fields import LetterFields
from clinicdesk.ui.stacking import stack_if_large
from clinicdesk.ui.style import SPACE, set_role, text_factor

if TYPE_CHECKING:
    from clinicdesk.ui.context import DeskContext

_EVERY, _THIS = "every", "this"
_WORDS_HEIGHT = 66
_LEAST_LETTERS = 12
_ENDS = {"7": "1 week", str(DEFAULT_DAYS): f"{DEFAULT_DAYS // 7} weeks", str(LONGEST_DAYS): f"{LONGEST_DAYS} days"}


@dataclass(frozen=True, slots=True)
class Decision:
    """What a therapist would decide about a rule.

    Attributes:
        letter: what it rests on, where it was cleared in writing.
        this_session: whether it is about the session looked at alone.
    """

    rule: str
    reason: ClearanceReason
    text: str
    letter: Letter | None
    expires_on: date
    this_session: bool


class ClearForm(QFrame):
    """A form under the reason it is about.

    Signals:
        decided(Decision): it is to be cleared.
        left: nothing is decided.
    """

    decided = Signal(object)
    left = Signal()

    def __init__(
        self,
        title: str,
        choice: Choice,
        today: date,
        *,
        member: StaffMember,
        session: str,
        day_first: bool,
        old: Clearance | None = None,
    ) -> None:
        """Ask about one rule.

        Args:
            title: what the rule is about.
            choice: what can be decided about it.
            today: the date.
            member: the therapist who decides.
            session: when the session looked at is, in words; empty where none is.
            day_first: how dates are written.
            old: a decision that lapsed, whose grounds are taken over.
        """
        super().__init__()
        set_role(self, "well")
        self._choice, self._today, self._member = choice, today, member
        self.title = set_role(QLabel(f"Clear: {title}"), "label")
        self.reason = GroundsBox(choice.grounds, member, letters=_LEAST_LETTERS)
        self.letter = LetterFields(today, day_first=day_first)
        self.words = QPlainTextEdit()
        self.words.setTabChangesFocus(True)
        self.words.setFixedHeight(round(_WORDS_HEIGHT * text_factor()))
        self.scope = Segmented(_scopes(choice, session), name="For which sessions")
        self.ends = Segmented([Option(days, words) for days, words in _ENDS.items()], name="Until")
        self.until = DayField("Until", today, day_first=day_first)
        self.clear_button = button("Clear", role="primary", icon="check", keys="Ctrl+Return")
        self.leave_button = button("Leave it", role="quiet", keys="Esc")
        self.reason_field = Field("On which grounds?", self.reason, hint=self.reason.why_closed)
        self.words_field = Field("What you found, and what is agreed", self.words)
        self.scope_field = Field("For which sessions?", self.scope)
        self.ends.value_chosen.connect(lambda days: self.until.show_day(today + timedelta(days=int(days))))
        self.reason.currentIndexChanged.connect(self._follow_reason)
        self.until.edit.textEdited.connect(lambda _text: self.ends.set_value(None))
        self.clear_button.clicked.connect(self.accept)
        self.leave_button.clicked.connect(self.left)
        self._lay_out()
        self._begin(old)
        self._follow_reason()
        self.setFocusProxy(self.reason)

    def keep(self, context: "DeskContext", about: str) -> FieldsDraft:
        """Keep what is typed about something, and go on with what was typed about it before."""
        named = {"reason": self.reason, "words": self.words, "scope": self.scope, "ends": self.ends}
        named |= {"letter_by": self.letter.by, "letter_on": self.letter.on.edit, "until": self.until.edit}
        draft = FieldsDraft(context, "clear", lambda: named, self)
        self._column.insertWidget(1, KeptStrip(draft))
        draft.fill(about)
        return draft

    def accept(self) -> None:
        """Say what is missing, or decide."""
        reason, until, text = self.reason.reason(), self.until.day(), self.words.toPlainText().strip()
        letter = self.letter.letter() if reason and reason.in_writing else None
        # Grounds kept from before may have been typed by somebody whose to give they were.
        self.reason_field.set_error(reason.closed_to(self._member) if reason else "Choose the grounds.")
        self.words_field.set_error("" if text else "Say in a few words what you found and what is agreed.")
        self.until.set_error(self.until.fault())
        fields = (self.reason_field, self.letter.by_field, self.letter.on, self.words_field, self.until)
        wrong = next((each for each in fields if each.isVisibleTo(self) and each.error), None)
        if wrong is not None:
            wrong.editor.setFocus()
        elif reason is not None and until is not None:
            this_session = self.scope.value() == _THIS
            self.decided.emit(Decision(self._choice.rule, reason, text, letter, until, this_session))

    def show_faults(self, error: InvalidValues) -> None:
        """Say at each field what is wrong with it."""
        for name, field in (
            ("text", self.words_field),
            ("expires_on", self.until),
            ("letter_on", self.letter.on),
            ("letter_by", self.letter.by_field),
        ):
            if name in error.fields:
                field.set_error(error.fields[name])
                field.editor.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Ctrl+Enter clears, Escape leaves, Enter moves on; nothing reaches the panel behind."""
        if is_save(event):
            self.accept()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            enter_moves_on(event, self)
        event.accept()

    def _begin(self, old: Clearance | None) -> None:
        self.scope.set_value(self.scope.options[0].value)
        self.ends.set_value(str(DEFAULT_DAYS))
        self.until.show_day(self._today + timedelta(days=DEFAULT_DAYS))
        if old is None:
            return
        self.reason.choose(old.reason)
        if old.letter is not None:
            self.letter.take_over(old.letter)
        self.words.setPlainText(old.text)
        wanted = _EVERY if old.session_id is None else _THIS
        if wanted in {option.value for option in self.scope.options}:
            self.scope.set_value(wanted)

    def _follow_reason(self) -> None:
        """A letter is asked for where something is cleared in writing."""
        reason = self.reason.reason()
        self.letter.setVisible(reason is not None and reason.in_writing)

    def _lay_out(self) -> None:
        self.title.setWordWrap(True)
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.reason.setAccessibleName("On which grounds")
        self.words.setAccessibleName("What you found, and what is agreed")
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(SPACE, SPACE, SPACE, SPACE + 4)
        column.setSpacing(SPACE)
        for widget in (self.title, self.reason_field, self.letter, self.words_field):
            column.addWidget(widget)
        column.addWidget(self.scope_field)
        self.scope_field.setVisible(len(self.scope.options) > 1)
        column.addWidget(self.until)
        column.addWidget(self.ends, 0, Qt.AlignmentFlag.AlignLeft)
        row = QHBoxLayout()
        row.setSpacing(SPACE)
        row.addWidget(self.clear_button)
        row.addWidget(self.leave_button)
        row.addStretch(1)
        stack_if_large(row)
        column.addLayout(row)


def _scopes(choice: Choice, session: str) -> list[Option]:
    found = []
    if choice.every_session:
        found.append(Option(_EVERY, "Every session"))
    if choice.one_session and session:
        found.append(Option(_THIS, f"Only {session}"))
    return found
