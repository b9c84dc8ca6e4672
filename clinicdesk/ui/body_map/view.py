"""Where it hurts: the figure, how strongly, what is marked in words, and the questions that follow."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from clinicdesk.domain.body_map import BodyMap, Mark, differences
from clinicdesk.domain.intake import Answers, Source
from clinicdesk.ui.body_map.brought import BroughtQuestions
from clinicdesk.ui.body_map.change_lines import change_line
from clinicdesk.ui.body_map.drawing import Drawing
from clinicdesk.ui.body_map.figure_view import FigureView
from clinicdesk.ui.fields import Card, Option, Segmented, button
from clinicdesk.ui.intake.question_row import QuestionRow
from clinicdesk.ui.stacking import stacked
from clinicdesk.ui.style import SPACE, set_role, text_factor
from clinicdesk.ui.when import plain_day

STRENGTHS = (("3", "Mild"), ("5", "Moderate"), ("8", "Severe"))
_SAYS_NOTHING = "What is not marked says nothing."
_BESIDE = 500
"""From this width on the words stand beside the figure."""


class BodyMapView(QWidget):
    """Marks go into the drawing in hand; the answers to what they bring forward are told like any other.

    Signals:
        answered(str, Answer or None, bool): a question brought forward was answered, and whether to move on.
    """

    answered = Signal(str, object, bool)

    def __init__(
        self, drawing: Drawing, make_row: Callable[[str], QuestionRow], source: Source, *, large: bool = False
    ) -> None:
        super().__init__()
        self._drawing = drawing
        self._source = source
        self._large = large
        self._asked: Sequence[str] = ()
        self._answers: Answers = {}
        self._earlier: Answers = {}
        self._offered: set[str] = set()
        self.figure = FigureView(large=large)
        self.figure.marked.connect(lambda mark: drawing.mark(mark, source))
        self.figure.cleared.connect(lambda code: drawing.clear(code, source))
        self.strength = Segmented([Option(value, words) for value, words in STRENGTHS], name="How strong")
        self.strength.set_value("5")
        self.strength.value_chosen.connect(self._choose_strength)
        self.spreads = button("Spreads there", keys="R")
        self.spreads.setCheckable(True)
        self.spreads.setToolTip("The pain shoots or spreads into the region last touched (R)")
        self.spreads.clicked.connect(self.figure.toggle_spreading)
        self.clear_button = button("Clear all", role="quiet")
        self.clear_button.clicked.connect(drawing.clear_all)
        self.words = QVBoxLayout()
        self.words.setSpacing(6)
        self.brought = BroughtQuestions(make_row, large=large)
        self.brought.answered.connect(self.answered)
        self._build()
        self.setFocusProxy(self.figure)
        drawing.changed.connect(self._show_drawing)
        self._show_drawing()

    def show_answers(self, asked: Sequence[str], answers: Answers, earlier: Answers) -> None:
        """Bring the questions in line with what applies, what was answered, and what was said on other days."""
        self._asked, self._answers, self._earlier = asked, answers, earlier
        self.brought.show_brought(self._drawing.brought, asked, answers, earlier)

    def offer(self) -> bool:
        """Give the keyboard to a question that the marks bring forward and nobody was led to yet; whether there is one.

        Each is offered once, so that whoever does not answer it can still go on.
        """
        waiting = [
            row for key, row in self.brought.rows.items() if key not in self._answers and key not in self._offered
        ]
        if not waiting:
            return False
        self._offered.add(waiting[0].finding.id)
        waiting[0].setFocus(Qt.FocusReason.TabFocusReason)
        area = self.parentWidget()
        while area is not None and not isinstance(area, QScrollArea):
            area = area.parentWidget()
        if isinstance(area, QScrollArea):
            area.ensureWidgetVisible(waiting[0], 0, 6 * SPACE)
        return True

    @property
    def waits(self) -> bool:
        """Whether a question that the marks bring forward is open and nobody was led to it yet."""
        return bool(self.brought.rows.keys() - self._answers.keys() - self._offered)

    def _build(self) -> None:
        how = QHBoxLayout()
        how.setSpacing(SPACE)
        if not stacked():  # the words of the choice say it, too
            how.addWidget(set_role(QLabel("How strong:"), "hand_over" if self._large else "muted"))
        how.addWidget(self.strength)
        how.addWidget(self.spreads)
        how.addStretch(1)
        told = QWidget()
        column = QVBoxLayout(told)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE)
        self.marked_title = set_role(QLabel(), "heading")
        self.marked_title.setWordWrap(True)
        column.addWidget(self.marked_title)
        column.addLayout(self.words)
        column.addWidget(self.clear_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._line.setSpacing(3 * SPACE)
        self._line.addWidget(self.figure, 3)
        self._line.addWidget(told, 2)
        card = Card(margin=2 * SPACE)
        card.column.setSpacing(2 * SPACE)
        card.column.addLayout(how)
        card.column.addLayout(self._line, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(2 * SPACE)
        outer.addWidget(card, 1)
        outer.addWidget(self.brought)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """The words below the figure where both do not fit side by side."""
        super().resizeEvent(event)
        beside = self.width() >= round(_BESIDE * text_factor())
        ways = QBoxLayout.Direction
        self._line.setDirection(ways.LeftToRight if beside else ways.TopToBottom)

    def _choose_strength(self, value: str) -> None:
        self.figure.brush = int(value)

    def _show_drawing(self) -> None:
        drawing = self._drawing
        now = drawing.map or BodyMap()
        before = drawing.before.body_map if drawing.before is not None and not self._large else None
        self.figure.show_map(now, before)
        mark = now.at(self.figure.region)
        self.spreads.setChecked(bool(mark and mark.spreads))
        self._show_words(now, before)
        self.clear_button.setVisible(bool(now.marks))
        self.brought.show_brought(drawing.brought, self._asked, self._answers, self._earlier)

    def _show_words(self, now: BodyMap, before: BodyMap | None) -> None:
        while (taken := self.words.takeAt(0)) is not None:
            widget = taken.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        then = self._drawing.before.on if before is not None and self._drawing.before is not None else None
        self.marked_title.setText("Marked" if now.marks else "Nothing marked yet")
        if not now.marks:
            self.words.addWidget(self._said("Touch where it hurts." if self._large else _SAYS_NOTHING))
        if then is not None:
            compared = QLabel(f"Compared with {plain_day(then)}, dashed on the figure")
            compared.setWordWrap(True)
            self.words.addWidget(set_role(compared, "muted"))
        for difference in differences(before or BodyMap(), now):
            if difference.now is None:
                self.words.addWidget(self._said(change_line(difference)))
            else:
                line = change_line(difference) if then is not None else difference.now.words
                self.words.addWidget(self._mark_line(difference.now, line))

    def _said(self, words: str) -> QLabel:
        label = QLabel(words)
        label.setWordWrap(True)
        return set_role(label, "hand_over" if self._large else "body")

    def _mark_line(self, mark: Mark, words: str) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE)
        row.addWidget(self._said(words), 1)
        row.addWidget(self._remove_button(mark))
        return line

    def _remove_button(self, mark: Mark) -> QPushButton:
        remove = button("", role="tool", icon="x")
        remove.setAccessibleName(f"Take back: {mark.words}")
        remove.setToolTip("Take this mark back (Delete)")
        remove.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        remove.clicked.connect(partial(self._drawing.clear, mark.region, self._source))
        return remove
