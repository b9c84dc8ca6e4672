"""The intake is complete: what came of it, and what comes next."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from clinicdesk.domain.suitability import Kind, Verdict
from clinicdesk.ui.counted import shown
from clinicdesk.ui.fields import Card, button, separator
from clinicdesk.ui.intake.answering import Progress
from clinicdesk.ui.pages import scrolling
from clinicdesk.ui.stacking import stack
from clinicdesk.ui.style import (
    SPACE,
    IconLabel,
    kind_words,
    set_role,
    set_verdict,
    text_factor,
)

if TYPE_CHECKING:
    from clinicdesk.ui.intake.in_hand import IntakeInHand

_WIDTH = 560


def open_in_words(progress: Progress, deciding: int, to_confirm: int = 0) -> str:
    """How many questions were answered, what stands as it was said before, and what the open ones could still do."""
    left = progress.total - progress.done - to_confirm
    if progress.complete:
        return f"All {progress.total} questions are answered."
    told = [f"{progress.done} of {progress.total} questions are answered."]
    if to_confirm:
        told.append(f"{to_confirm} stand as they were answered on another day; only confirming them makes them new.")
    if left and deciding:
        told.append(f"{left} stayed open; {min(deciding, left)} of them could still change the verdict.")
    elif left:
        told.append(f"{left} stayed open; none of them could change the verdict.")
    return " ".join(told)


class CompletedView(QWidget):
    """Says that the answers are kept, with both verdicts and the next step.

    Signals:
        booking_requested: book a session for this person.
        questions_requested: go back to the questions.
        record_requested: look at the person's record.
    """

    booking_requested = Signal()
    questions_requested = Signal()
    record_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        card = self._card = Card(margin=4 * SPACE)
        head = QHBoxLayout()
        head.setSpacing(2 * SPACE)
        head.addWidget(IconLabel("circle-check", "accent", 40), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(SPACE // 2)
        self.title = set_role(QLabel(), "title")
        words.addWidget(self.title)
        self.words = QLabel()
        self.words.setWordWrap(True)
        words.addWidget(self.words)
        head.addLayout(words, 1)
        card.column.addLayout(head)
        card.column.addSpacing(SPACE)
        self._icons: dict[Kind, IconLabel] = {}
        self.verdicts: dict[Kind, QLabel] = {}
        for kind in Kind:
            card.column.addWidget(separator())
            card.column.addLayout(self._line(kind))
        card.column.addSpacing(SPACE)
        card.column.addLayout(self._actions())
        content = QWidget()
        inner = QVBoxLayout(content)
        inner.setContentsMargins(0, 2 * SPACE, 0, 0)
        inner.addWidget(card)
        inner.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scrolling(content))

    def show_outcome(self, in_hand: "IntakeInHand", *, full: bool) -> None:
        """Fill in what came of it; ``full`` where every question was gone through."""
        self._card.setMaximumWidth(round(_WIDTH * text_factor()))
        stack(self._row)
        self.title.setText("Intake complete" if full else "Answers kept")
        progress, assessment = in_hand.answering.progress(), in_hand.assessment
        self.words.setText(open_in_words(progress, in_hand.deciding, in_hand.to_confirm))
        for kind, verdict in assessment.verdicts.items():
            counted = shown(verdict, assessment.renewal)
            self._icons[kind].show_icon(counted.icon, counted.dress.code)
            self.verdicts[kind].setText(counted.words)
            set_verdict(self.verdicts[kind], counted.dress)
        bookable = min(assessment.verdicts.values()) < Verdict.NOT_SUITABLE
        self.book_button.setVisible(bookable)
        self.questions_button.setText("Back to the questions" if progress.complete else "Answer what is open")
        (self.book_button if bookable else self.questions_button).setFocus(Qt.FocusReason.OtherFocusReason)

    def _line(self, kind: Kind) -> QHBoxLayout:
        self._icons[kind] = IconLabel("circle-check", "suitable", 20)
        self.verdicts[kind] = set_role(QLabel(), "strong")
        row = QHBoxLayout()
        row.setSpacing(SPACE)
        row.addWidget(self._icons[kind])
        row.addWidget(QLabel(kind_words(kind)), 1)
        row.addWidget(self.verdicts[kind])
        return row

    def _actions(self) -> QHBoxLayout:
        self.book_button = button("Book a session", role="primary", icon="calendar-plus", keys="Ctrl+B")
        self.book_button.clicked.connect(self.booking_requested)
        self.questions_button = button("Back to the questions")
        self.questions_button.clicked.connect(self.questions_requested)
        self.record_button = button("Open the record", role="quiet")
        self.record_button.clicked.connect(self.record_requested)
        row = self._row = QHBoxLayout()
        row.setSpacing(SPACE)
        for each in (self.book_button, self.questions_button, self.record_button):
            row.addWidget(each)
        row.addStretch(1)
        return row
