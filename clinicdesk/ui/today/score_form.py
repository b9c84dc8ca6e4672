"""How bad the pain is, and how well it goes: a number under the line of a session."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from clinicdesk.domain.score import LEAST, MOST, Measure
from clinicdesk.ui.fields import Option, Segmented, button
from clinicdesk.ui.line_form import LineForm

_TEN = "T"


class ScoreForm(LineForm):
    """A question with a number from 0 to 10 for an answer.

    The figures answer, T says ten, Escape leaves it; every other key is for the day's list below.

    Signals:
        score_given(int): the answer.
        left: it is not answered.
    """

    score_given = Signal(int)

    def __init__(self, question: str, ends: str) -> None:
        super().__init__(f"{question} {ends}", button("Keep", role="primary"), "Skip")
        self.scale = Segmented([_option(value) for value in range(LEAST, MOST + 1)], name=question)
        for value in range(LEAST, MOST + 1):
            self.scale.button(str(value)).clicked.connect(lambda _checked=False, given=value: self._give(given))
        self.fields.addWidget(self.scale)
        self.fields.addStretch(1)
        self.do_it.hide()
        self.setFocusProxy(self.scale)

    def accept(self) -> None:
        """Keep the number the arrows have come to; without one leave it."""
        value = self.scale.value()
        if value is None:
            self.leave()
        else:
            self._give(int(value))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """One key answers; a key that means a step for the session takes it, and the question goes."""
        typed = event.text().upper()
        plain = event.modifiers() in {Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier}
        if plain and (typed == _TEN or (len(typed) == 1 and typed in "0123456789")):
            event.accept()
            self._give(MOST if typed == _TEN else int(typed))
        elif typed.isprintable() and typed.strip() and plain:
            self.leave()
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _give(self, value: int) -> None:
        self.score_given.emit(value)


def question_words(measure: Measure, activity: str) -> tuple[str, str]:
    """A question, and what the ends of its scale mean."""
    if measure is Measure.ACTIVITY:
        return f"How well does it go now: {activity}?", "0 cannot do it, 10 as well as ever."
    when = "now, before the session" if measure is Measure.PAIN_BEFORE else "after the session"
    return f"How bad is the pain {when}?", "0 none, 10 the worst there is."


def _option(value: int) -> Option:
    key = _TEN if value == MOST else ""
    return Option(str(value), str(value), tip=f"{value} ({key or value})")
