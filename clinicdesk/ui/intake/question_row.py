"""One question: its words left, its control right, its follow-ups below."""

from collections.abc import Callable

from PySide6.QtCore import QEasingCurve, QPropertyAnimation, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QMenu, QPushButton, QStyle, QVBoxLayout, QWidget

from clinicdesk.domain.intake import Absence, Answer, Source
from clinicdesk.rules import Finding
from clinicdesk.ui.enter_key import enter_presses, is_enter, is_segment
from clinicdesk.ui.intake.asking import Control, control_of, said_in_words
from clinicdesk.ui.intake.editors import AnswerEditor, ChoiceEditor, NumberEditor, ScaleEditor
from clinicdesk.ui.intake.when_editor import Derive, SinceEditor, Today, WhenEditor
from clinicdesk.ui.style import RADIUS, SPACE, set_icon, set_role, text_factor, tokens

_WORDS_WIDTH = 220
"""Narrower than this, words and control no longer stand side by side."""
_SLIDE_MS = 120
_HIGHLIGHT_MS = 1400

DECLINED = Answer(absence=Absence.DECLINED)
DOES_NOT_KNOW = Answer(absence=Absence.DOES_NOT_KNOW)


def editor_of(finding: Finding, today: Today, derive: Derive, *, day_first: bool) -> AnswerEditor:
    """The control a question is answered with."""
    match control_of(finding):
        case Control.WHEN if finding.choices:
            return WhenEditor(finding, today, derive, day_first=day_first)
        case Control.WHEN:
            return SinceEditor(finding, today, day_first=day_first)
        case Control.SCALE:
            return ScaleEditor(finding)
        case Control.NUMBER:
            return NumberEditor(finding)
        case control:
            return ChoiceEditor(finding, finding.choices, listed=control is Control.LIST)


class QuestionRow(QFrame):
    """A question with its keys: Y, N, U, figures, P for not saying, Delete to take an answer back.

    What was said on another day stands below its words and is no answer until it is confirmed (S).

    Signals:
        answered(str, Answer or None, bool): finding id, answer, and whether the keyboard may move on.
        unfolded: the row grew or shrank by what explains it.

    Args:
        finding: the question.
        editor: the control it is answered with.
        explain: makes what 'Why do we ask?' unfolds, where there is something to explain.
        large: for a person who sees this screen for the first time.
    """

    answered = Signal(str, object, bool)
    unfolded = Signal()

    def __init__(
        self,
        finding: Finding,
        editor: AnswerEditor,
        *,
        explain: Callable[[], QWidget] | None = None,
        large: bool = False,
    ) -> None:
        super().__init__()
        self.finding = finding
        self.editor = editor
        self._answer: Answer | None = None
        self._earlier: Answer | None = None
        self._active = False
        self._lit = False
        self._ruled = False
        self._stacked: bool | None = None
        self._large = large
        self.editor.answered.connect(self._answered)
        self._slide = QPropertyAnimation(self, b"maximumHeight", self)
        self._slide.setDuration(_SLIDE_MS)
        self._slide.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._slide.finished.connect(self._grown)
        self._explain = explain
        self._explanation: QWidget | None = None
        self._build()
        self.setFocusProxy(editor)

    def show_answer(self, answer: Answer | None, earlier: Answer | None = None) -> None:
        """Show an answer, or what was said on another day while there is none, without telling anybody."""
        self._answer = answer
        self._show_earlier(earlier if answer is None else None)
        self.editor.show_answer(answer)
        declined = answer is not None and answer.absence is Absence.DECLINED
        self._aside.setText("Not said" if declined else "")
        set_icon(self._aside, "ellipsis", "muted")
        self._aside.setChecked(declined)
        by_patient = answer is not None and answer.source is Source.PATIENT and not self._large
        self._note.setText("Answered on the screen handed over" if by_patient else "")
        self._note.setVisible(by_patient)

    def slide_in(self) -> None:
        """Come into sight below the question that opened this one."""
        self.show()
        if self.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration) > 0 and self.window().isVisible():
            self._slide.setStartValue(0)
            self._slide.setEndValue(max(self.sizeHint().height(), 1))
            self._slide.start()

    def set_active(self, active: bool) -> None:
        """Stand out while the keyboard is in this question."""
        if active != self._active:
            self._active = active
            self.update()

    def set_ruled(self, ruled: bool) -> None:
        """Draw a line between this question and the one above."""
        if ruled != self._ruled:
            self._ruled = ruled
            self.update()

    def highlight(self) -> None:
        """Stand out for a moment: this is the question that was asked for."""
        self._lit = True
        self.update()
        QTimer.singleShot(_HIGHLIGHT_MS, self, self._dim)

    def decline(self) -> None:
        """The person prefers not to say."""
        self.answered.emit(self.finding.id, DECLINED, True)

    def say_again(self) -> None:
        """What was said on another day is still so."""
        if self._earlier is not None:
            self.answered.emit(self.finding.id, self._earlier, True)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Answer by key; the control has had its turn."""
        taken = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
        key = "" if event.modifiers() & taken else event.text().casefold()
        if is_enter(event) and not is_segment(self.focusWidget()):
            # A line or list has dealt with Enter, and may have moved the keyboard on already.
            enter_presses(event, self.focusWidget())
        elif key == "s" and self._earlier is not None:
            self.say_again()
        elif event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self.answered.emit(self.finding.id, None, False)
        elif key == "u":
            self.answered.emit(self.finding.id, DOES_NOT_KNOW, True)
        elif key == "p":
            self.decline()
        elif not (key and self.editor.take_key(key)):
            event.ignore()

    def resizeEvent(self, _event: object) -> None:  # noqa: N802 - Qt's name
        """Put the control below the words where both do not fit side by side."""
        self._arrange()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """A quiet ground while the keyboard is here, the accent's while the question is pointed out."""
        painter = QPainter(self)
        if self._active or self._lit:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens().selection if self._lit else tokens().window))
            painter.drawRoundedRect(self.rect(), RADIUS, RADIUS)
        if self._ruled:
            painter.fillRect(SPACE, 0, self.width() - 2 * SPACE, 1, QColor(tokens().line))

    def _build(self) -> None:
        self.words = set_role(QLabel(self.finding.question), "hand_over" if self._large else "body")
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self._help = set_role(QLabel(self.finding.help), "muted" if self._large else "detail")
        self._help.setWordWrap(True)
        if not self.finding.help:
            self._help.hide()
        self._note = set_role(QLabel(), "detail")
        self._note.hide()
        words = QVBoxLayout()
        words.setSpacing(2)
        for label in (self.words, self._help, self._note, self._earlier_line()):
            words.addWidget(label)
        if self._explain is not None:
            words.addWidget(self._why_button(), 0, Qt.AlignmentFlag.AlignLeft)
        self._aside = self._aside_button()
        control = QHBoxLayout()
        control.setSpacing(SPACE // 2)
        control.addStretch(1)
        control.addWidget(self.editor, 0, Qt.AlignmentFlag.AlignVCenter)
        control.addWidget(self._aside, 0, Qt.AlignmentFlag.AlignVCenter)
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._line.setSpacing(2 * SPACE)
        self._line.addLayout(words, 1)
        self._line.addLayout(control)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE + 4, SPACE, SPACE + 4, SPACE)
        column.setSpacing(SPACE)
        column.addLayout(self._line)
        self.below = QVBoxLayout()
        column.addLayout(self.below)
        if self.editor.below is not None:
            self.below.addWidget(self.editor.below)

    def _earlier_line(self) -> QWidget:
        """What was said on another day, and the way to confirm it."""
        self._said = set_role(QLabel(), "hand_over" if self._large else "detail")
        self._said.setWordWrap(True)
        self.again_button = set_role(QPushButton("Still so"), "" if self._large else "link")
        self.again_button.setAutoDefault(False)
        # Its key is S; as a stop of the Tab key it would double every question's stops.
        self.again_button.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.again_button.setToolTip("Confirm it (S; in a line of text Alt+S)")
        self.again_button.clicked.connect(self.say_again)
        if control_of(self.finding) in {Control.WHEN, Control.NUMBER}:
            # A line takes the letter as text.
            shortcut = QShortcut(QKeySequence("Alt+S"), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.say_again)
        self._earlier_row = QWidget()
        row = QHBoxLayout(self._earlier_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE)
        row.addWidget(self._said, 1)
        row.addWidget(self.again_button, 0, Qt.AlignmentFlag.AlignTop)
        self._earlier_row.hide()
        return self._earlier_row

    def _show_earlier(self, earlier: Answer | None) -> None:
        self._earlier = earlier
        said = said_in_words(self.finding, earlier) if earlier is not None else ""
        self._said.setText(said)
        self.again_button.setAccessibleName(f"Still so: {self.finding.question} {said}")
        self._earlier_row.setVisible(earlier is not None)
        spoken: QWidget = self.editor
        while (proxy := spoken.focusProxy()) is not None:
            spoken = proxy
        spoken.setAccessibleDescription(said)

    def _aside_button(self) -> QPushButton:
        """What is seldom needed, kept apart from 'don't know'."""
        aside = set_role(QPushButton(), "tool")
        aside.setAutoDefault(False)
        aside.setCheckable(True)
        # Its keys are P and Delete; as a stop of the Tab key it would double every question's stops.
        aside.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        aside.setAccessibleName(f"More answers: {self.finding.question}")
        aside.setToolTip("Prefers not to say (P), take the answer back (Delete)")
        set_icon(aside, "ellipsis", "muted", 18)
        aside.clicked.connect(self._open_menu)
        return aside

    def _open_menu(self) -> None:
        self._aside.setChecked(self._answer is not None and self._answer.absence is Absence.DECLINED)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("Prefers not to say\tP", self.decline)
        menu.addAction("Take the answer back\tDel", lambda: self.answered.emit(self.finding.id, None, False))
        menu.popup(self._aside.mapToGlobal(self._aside.rect().bottomLeft()))

    def _why_button(self) -> QPushButton:
        self.why = set_role(QPushButton("Why do we ask?"), "link")
        self.why.setAutoDefault(False)
        self.why.setAccessibleName(f"Why do we ask: {self.finding.question}")
        self.why.clicked.connect(self._unfold)
        return self.why

    def _unfold(self) -> None:
        """Unfold why this is asked, or fold it away."""
        if self._explanation is None and self._explain is not None:
            self._explanation = self._explain()
            self.below.addWidget(self._explanation)
            self._explanation.show()
        elif self._explanation is not None:
            self._explanation.setVisible(self._explanation.isHidden())
        self.unfolded.emit()

    def _answered(self, answer: Answer | None, move_on: bool) -> None:
        self.answered.emit(self.finding.id, answer, move_on)

    def _arrange(self) -> None:
        room = self.width() - self._aside.sizeHint().width() - 4 * SPACE
        stacked = room - self.editor.natural_width() < round(_WORDS_WIDTH * text_factor())
        self.editor.set_narrow(room < self.editor.natural_width())
        if stacked != self._stacked:
            self._stacked = stacked
            ways = QBoxLayout.Direction
            self._line.setDirection(ways.TopToBottom if stacked else ways.LeftToRight)
            self._line.setSpacing(SPACE if stacked else 2 * SPACE)

    def _grown(self) -> None:
        self.setMaximumHeight(16_777_215)

    def _dim(self) -> None:
        self._lit = False
        self.update()
