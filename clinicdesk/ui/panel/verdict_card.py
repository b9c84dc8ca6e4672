"""The verdict: the biggest words of the panel, and both kinds at a glance under it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from clinicdesk.desk.judgement import Judgement
from clinicdesk.domain.suitability import Kind, Technique, Verdict
from clinicdesk.rules.assessment import Assessment
from clinicdesk.ui.counted import shown
from clinicdesk.ui.fields import Card, button
from clinicdesk.ui.panel.clearance_words import original_line
from clinicdesk.ui.panel.voice import Voice
from clinicdesk.ui.panel.wording import book_instead, instruction
from clinicdesk.ui.style import (
    SPACE,
    IconLabel,
    kind_words,
    set_role,
    set_verdict,
    technique_words,
)

BARRED = "The referral comes first: book nothing now."


class VerdictCard(Card):
    """One technique's verdict: icon, words, and one line of what to do.

    Signals:
        book_requested(Technique): book the other kind instead.
        urgent_sheet_requested: print what to do now.
    """

    book_requested = Signal(object)
    urgent_sheet_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(margin=SPACE + 6, parent=parent)
        self._instead: Technique | None = None
        self._icon = IconLabel("circle-check", "suitable", 32)
        self.technique = set_role(QLabel(), "strong")
        self.words = set_role(QLabel(), "title")
        self.line = QLabel()
        self.original = set_role(QLabel(), "detail")
        for label in (self.words, self.line, self.original):
            label.setWordWrap(True)
        self.original.setTextFormat(Qt.TextFormat.PlainText)
        self.call = set_role(QLabel(), "heading")
        self.print_button = button("Print what to do now", role="urgent", icon="printer")
        self.print_button.clicked.connect(self.urgent_sheet_requested)
        self.instead_button = button("Book physical therapy instead", role="primary", icon="calendar-plus")
        self.instead_button.clicked.connect(self._book_instead)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.technique)
        words.addWidget(self.words)
        head = QHBoxLayout()
        head.setSpacing(SPACE + 4)
        head.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addLayout(words, 1)
        self.column.addLayout(head)
        for widget in (self.line, self.original, self.call, self.print_button, self.instead_button):
            self.column.addWidget(widget)

    def show_verdict(self, judgement: Judgement, voice: Voice, emergency_number: str) -> None:
        """Fill the card with what counts; what the rules say stays in sight where a therapist has decided otherwise."""
        assessment = judgement.effective
        verdict, counted = assessment.verdict, shown(assessment.verdict, assessment.renewal)
        for widget in (self, self.technique, self.words, self.call):
            set_verdict(widget, counted.dress)
        self._icon.show_icon(counted.icon, counted.dress.code)
        self.technique.setText(technique_words(assessment.technique))
        self.words.setText(counted.words)
        self.line.setText(instruction(assessment, voice))
        self.original.setText(original_line(judgement))
        self.original.setVisible(bool(self.original.text()))
        urgent = verdict is Verdict.REFER_URGENTLY
        self.call.setText(f"In an emergency call {emergency_number}")
        self.call.setVisible(urgent)
        self.print_button.setVisible(urgent)
        self._instead = book_instead(assessment)
        if self._instead is not None:
            self.instead_button.setText(f"Book {kind_words(self._instead.kind).lower()} instead")
        self.instead_button.setVisible(self._instead is not None)
        self._name()

    def bar(self) -> None:
        """A referral comes first, whatever the verdict: nothing is offered to be booked."""
        self.instead_button.hide()
        self.line.setText(BARRED)
        self._name()

    def _name(self) -> None:
        said = (f"{self.technique.text()}: {self.words.text()}.", self.line.text(), self.original.text())
        self.setAccessibleName(" ".join(filter(None, said)))

    def _book_instead(self) -> None:
        if self._instead is not None:
            self.book_requested.emit(self._instead)


class KindGlance(QWidget):
    """Both kinds with their verdicts, and a button to book each that can be booked.

    Signals:
        book_requested(Kind): book this kind.
    """

    book_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(6, 0, 0, 0)
        grid.setHorizontalSpacing(SPACE)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(2, 1)
        self._icons: dict[Kind, IconLabel] = {}
        self.words: dict[Kind, QLabel] = {}
        self.buttons: dict[Kind, QPushButton] = {}
        for row, kind in enumerate(Kind):
            self._icons[kind] = IconLabel("circle-check", "suitable", 18)
            self.words[kind] = QLabel()
            # Longer words than usual must not widen the panel.
            self.words[kind].setWordWrap(True)
            self.words[kind].setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            book = button("Book", role="link")
            book.setAccessibleName(f"Book {kind_words(kind).lower()}")
            book.clicked.connect(lambda _checked=False, kind=kind: self.book_requested.emit(kind))
            self.buttons[kind] = book
            grid.addWidget(self._icons[kind], row, 0)
            grid.addWidget(QLabel(kind_words(kind)), row, 1)
            grid.addWidget(self.words[kind], row, 2)
            grid.addWidget(book, row, 3)
            grid.setRowMinimumHeight(row, 30)

    def show_verdicts(self, assessment: Assessment) -> None:
        """Fill both lines."""
        for kind, verdict in assessment.verdicts.items():
            counted = shown(verdict, assessment.renewal)
            self._icons[kind].show_icon(counted.icon, counted.dress.code)
            self.words[kind].setText(counted.short)
            self.words[kind].setAccessibleName(counted.spoken if counted.due else "")
            self.words[kind].setToolTip(counted.spoken if counted.due else "")
            set_verdict(self.words[kind], counted.dress)
            self.buttons[kind].setVisible(verdict < Verdict.NOT_SUITABLE)

    def bar(self) -> None:
        """Offer nothing to be booked."""
        for book in self.buttons.values():
            book.hide()
