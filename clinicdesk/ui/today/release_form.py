"""The form under a held session in which a therapist says why it may start."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QLineEdit

from clinicdesk.desk.views import SessionRow
from clinicdesk.domain.clearance import ClearanceReason, Lapsed, Letter
from clinicdesk.ui.day_picker import read_day
from clinicdesk.ui.fields import button
from clinicdesk.ui.line_form import LineForm
from clinicdesk.ui.panel.grounds_box import GroundsBox
from clinicdesk.ui.style import set_role
from clinicdesk.ui.when import dated_day

if TYPE_CHECKING:
    from clinicdesk.ui.context import DeskContext

_LEAST_LETTERS = 26
"""The words are as long as at the panel; the note beside them needs its room."""
GROUNDS = (
    ClearanceReason.EXAMINED,
    ClearanceReason.CLEARED_IN_WRITING,
    ClearanceReason.TECHNIQUE_CHANGED,
    ClearanceReason.AREA_AVOIDED,
    ClearanceReason.ANSWER_CORRECTED,
    ClearanceReason.RULED_OUT,
)
"""What may release a session, the most usual first; their figures choose them."""


class ReleaseForm(LineForm):
    """On what grounds a therapist lets a held session start: one key chooses the reason, a note says more.

    Signals:
        release_confirmed(note, ClearanceReason, Letter or None): what there is to say was said.
        left: nothing is to be done.
    """

    release_confirmed = Signal(str, object, object)

    def __init__(self, context: "DeskContext", row: SessionRow, lapsed: Sequence[Lapsed] = ()) -> None:
        """``lapsed`` is what was decided about the session before and stands no more: the newest is filled in."""
        super().__init__(
            f"Release the session of {row.patient.name}: what did you find, and what is agreed?",
            button("Release", role="primary", icon="check"),
            "Keep it held",
        )
        self._today, self._day_first = context.today(), context.clinic.day_first
        self.reason = GroundsBox(GROUNDS, context.actor, letters=_LEAST_LETTERS, figures=True)
        self.reason.setAccessibleName("Reason")
        self.reason.setPlaceholderText("Choose a reason (1 to 6)")
        self.reason.setCurrentIndex(-1)
        self.letter_by = _line("Who wrote the letter", "Who wrote the letter, by name")
        self.letter_on = _line("Date of the letter", "Date of the letter: 20 Nov, 2 weeks ago")
        self.note = _line("Note", "Your note, kept with the session")
        self.fields.addWidget(self.reason)
        for each in (self.letter_by, self.letter_on, self.note):
            self.fields.addWidget(each, 1)
        self._follow_reason()
        self.reason.currentIndexChanged.connect(self._follow_reason)
        self.setFocusProxy(self.reason)
        if lapsed:
            self._take_over(max(lapsed, key=lambda each: each.clearance.given_at))
        self._say(self.reason.why_closed)

    def accept(self) -> None:
        """Release on the grounds given, or go on to what is missing; what was passed over is said to be."""
        reason, note = self.reason.reason(), self.note.text().strip()
        if reason is None:
            self.show_fault("Choose a reason: it stays with the session.", self.reason)
            return
        faults: list[tuple[QLineEdit, str]] = []
        by, day, letter = self.letter_by.text().strip(), None, None
        if reason.in_writing:
            day, unread = self._day()
            faults += [(self.letter_by, "Say who wrote the letter.")] if not by else []
            faults += [(self.letter_on, unread)] if day is None else []
            letter = Letter(by, day) if day is not None else None
        if not note:
            faults.append((self.note, "Write a note: it says why the session may start."))
        if not faults:
            self.release_confirmed.emit(note, reason, letter)
        elif self._stands_before(editor := faults[0][0]) and not editor.text():
            editor.setFocus()
        else:
            self.show_fault(faults[0][1], editor)

    def _day(self) -> tuple[date | None, str]:
        """The date of the letter, or what is wrong with it."""
        try:
            return read_day(self.letter_on.text(), self._today, day_first=self._day_first, ahead=False), ""
        except ValueError as fault:
            return None, str(fault)

    def _stands_before(self, editor: QLineEdit) -> bool:
        """Whether the keyboard is on a field before this one."""
        here = self.fields.indexOf(self.focusWidget() or self)
        return 0 <= here < self.fields.indexOf(editor)

    def _follow_reason(self) -> None:
        """A letter is asked for where something was cleared in writing; its fields need a line each."""
        reason = self.reason.reason()
        in_writing = reason is not None and reason.in_writing
        if in_writing:
            self.stand_upright()
        self.letter_by.setVisible(in_writing)
        self.letter_on.setVisible(in_writing)
        self.grown.emit()

    def _take_over(self, lapsed: Lapsed) -> None:
        from clinicdesk.ui.panel.clearance_words import lapse_words  # noqa: PLC0415 - it brings the rules along

        before = lapsed.clearance
        self._say(
            f"Released before by {before.name}: \N{LEFT DOUBLE QUOTATION MARK}{before.text}"
            f"\N{RIGHT DOUBLE QUOTATION MARK} {lapse_words(lapsed)} Release again if it still holds."
        )
        self.reason.choose(before.reason)
        self.note.setText(before.text)
        if before.letter is not None:
            self.letter_by.setText(before.letter.written_by)
            self.letter_on.setText(dated_day(before.letter.written_on))

    def _say(self, sentence: str) -> None:
        if sentence:
            told = QLabel(sentence)
            told.setTextFormat(Qt.TextFormat.PlainText)
            told.setWordWrap(True)
            self.words.addWidget(set_role(told, "detail"))


def _line(name: str, placeholder: str) -> QLineEdit:
    line = QLineEdit()
    line.setAccessibleName(name)
    line.setPlaceholderText(placeholder)
    return line
