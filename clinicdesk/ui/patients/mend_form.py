"""Correcting what was noted of pain and activity."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicdesk.domain.score import LEAST, MOST, Measure
from clinicdesk.ui.fields import Option, Segmented, button
from clinicdesk.ui.line_form import LineForm
from clinicdesk.ui.stacking import stack_if_large

_MEASURES = {Measure.PAIN_BEFORE: "Pain before", Measure.PAIN_AFTER: "Pain after", Measure.ACTIVITY: "Activity"}
_ENDS = {Measure.ACTIVITY: "0 cannot do it, 10 as well as ever"}
_PAIN_ENDS = "0 none, 10 the worst there is"


class MendForm(LineForm):
    """What should have been noted; what was noted first stays beside it.

    Signals:
        value_mended(Measure, int): a number was chosen and confirmed.
    """

    value_mended = Signal(object, int)

    def __init__(self, sentence: str, noted: dict[Measure, int], *, at_session: bool) -> None:
        """``noted``: the answers as they stand; one of a session that was left out can be noted, too."""
        super().__init__(sentence, button("Keep", role="primary", icon="check"), "Leave it")
        self._noted = noted
        offered = [measure for measure in Measure if at_session or measure in noted]
        self.measure = Segmented([Option(each.value, _MEASURES[each]) for each in offered], name="What was asked")
        self.scale = Segmented([Option(str(value), str(value)) for value in range(LEAST, MOST + 1)])
        first = next((each for each in offered if each in noted), offered[0])
        self.measure.set_value(first.value)
        self.measure.value_chosen.connect(lambda _value: self._follow())
        both = QWidget()
        column = QVBoxLayout(both)
        column.setContentsMargins(0, 0, 0, 0)
        for each in (self.measure, self.scale):
            column.addWidget(each, 0, Qt.AlignmentFlag.AlignLeft)
        self.fields.addWidget(both)
        self.fields.addStretch(1)
        stack_if_large(self.fields)
        self.buttons_below()
        self.setFocusProxy(self.scale)
        self._follow()

    def accept(self) -> None:
        """Keep the number chosen."""
        value = self.scale.value()
        if value is None:
            self.show_fault("Choose a number.", self.scale)
            return
        self.value_mended.emit(self._asked, int(value))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """A figure chooses, T says ten; the arrows choose, too."""
        typed = event.text().upper()
        if typed == "T" or (len(typed) == 1 and typed in "0123456789"):
            self.scale.choose(str(MOST) if typed == "T" else typed)
            self.scale.setFocus()
            event.accept()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: N802 - Qt's name
        """Go on as everywhere on the page: this form hangs in no table."""
        return QWidget.focusNextPrevChild(self, forward)

    @property
    def _asked(self) -> Measure:
        return Measure(self.measure.value() or Measure.PAIN_BEFORE)

    def _follow(self) -> None:
        asked = self._asked
        noted = self._noted.get(asked)
        self.scale.setAccessibleName(f"{_MEASURES[asked]}, {_ENDS.get(asked, _PAIN_ENDS)}")
        self.scale.set_value(None if noted is None else str(noted))
