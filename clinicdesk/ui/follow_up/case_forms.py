"""What is filled in below a referral: who was told, and what became of it."""

from datetime import tzinfo
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from clinicdesk.desk.referrals import OutcomeForm
from clinicdesk.domain.referral import Outcome, ReferralCase, ReferralEvent, Step, Whom
from clinicdesk.ui.day_picker import DayPicker
from clinicdesk.ui.enter_key import enter_moves_on, enter_presses, is_enter, is_save
from clinicdesk.ui.fields import Field, Option, Segmented, button
from clinicdesk.ui.follow_up.task_row import plain
from clinicdesk.ui.form_draft import FieldsDraft, KeptStrip
from clinicdesk.ui.referral_words import OUTCOME_WORDS, told_words
from clinicdesk.ui.stacking import stack
from clinicdesk.ui.style import SPACE, set_role, text_factor

if TYPE_CHECKING:
    from collections.abc import Iterable

    from clinicdesk.rules import Finding
    from clinicdesk.ui.context import DeskContext

WHOM_OPTIONS = (
    Option(Whom.PATIENT, "Person", "p", "The person themself"),
    Option(Whom.COMPANION, "Companion", "c", "Whoever came with them"),
    Option(Whom.EMERGENCY_SERVICE, "Emergency", "e", "The emergency service"),
    Option(Whom.DOCTOR, "Doctor", "d", "Their own or another doctor"),
    Option(Whom.THERAPIST, "Therapist", "t", "The therapist on duty"),
)
_TEXT_HEIGHT, _LINE_HEIGHT, _LINES_SHOWN = 64, 32, 4


class ToldForm(QWidget):
    """Whom by one letter, a name if one is known, Enter.

    Signals:
        told(Whom, name): note it.
        taken_back(ReferralEvent): it was noted by mistake.
        left: nothing more to note.
    """

    told = Signal(object, str)
    taken_back = Signal(object)
    left = Signal()

    def __init__(self, case: ReferralCase, zone: tzinfo) -> None:
        super().__init__()
        self.whom = Segmented(WHOM_OPTIONS, name="Who was told")
        self.name = QLineEdit()
        self.note_button = button("Note", role="primary", keys="Return")
        self.note_button.clicked.connect(self._note)
        if (segments := self.whom.layout()) is not None and isinstance(segments, QHBoxLayout):
            stack(segments)
        self.whom.value_chosen.connect(lambda _value: self._go_on())
        self._whom_field = Field("Who was told?", self.whom)
        self._whom_field.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout()
        row.setSpacing(2 * SPACE)
        row.addWidget(self._whom_field, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(Field("Name", self.name, optional=True), 1, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.note_button, 0, Qt.AlignmentFlag.AlignBottom)
        stack(row)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE)
        column.addLayout(row)
        for event in case.of(Step.TOLD):
            column.addLayout(self._line(event, zone))
        self.setFocusProxy(self.whom)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter notes it."""
        if is_save(event) or (is_enter(event) and self.name.hasFocus()):
            self._note()
        elif not enter_presses(event, self.focusWidget()):
            super().keyPressEvent(event)

    def _go_on(self) -> None:
        self._whom_field.clear_error()
        self.name.setFocus()

    def _note(self) -> None:
        chosen = self.whom.value()
        if chosen is None:
            self._whom_field.set_error("Choose who was told.")
            self.whom.setFocus()
            return
        self.told.emit(Whom(chosen), self.name.text())

    def _line(self, event: ReferralEvent, zone: tzinfo) -> QHBoxLayout:
        words = told_words(event, zone)
        back = button("Take back", role="quiet")
        back.setAccessibleName(f"Take back: {words}")
        back.clicked.connect(lambda: self.taken_back.emit(event))
        line = QHBoxLayout()
        line.addWidget(plain(words, "detail"), 1)
        line.addWidget(back)
        return line


class OutcomeFields(QWidget):
    """What became of a referral, when, in words, and which questions have to be asked again.

    Signals:
        filled(OutcomeForm): record it.
    """

    filled = Signal(object)

    def __init__(self, context: "DeskContext", again: "Iterable[Finding]", others: "Iterable[Finding]") -> None:
        """``again`` are asked again in any event; ``others`` may be, and are chosen from."""
        super().__init__()

        self.outcome = QComboBox()
        self.outcome.addItem("Choose…", None)
        for outcome in Outcome:
            self.outcome.addItem(OUTCOME_WORDS[outcome], outcome.value)
        self.outcome.setMinimumContentsLength(20)
        self.outcome.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.outcome.currentIndexChanged.connect(lambda _index: self._follow_outcome())
        self.on = DayPicker(context.today(), day_first=context.clinic.day_first, name="When that was")
        self.text = QPlainTextEdit()
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(round(_TEXT_HEIGHT * text_factor()))
        self.fields = {
            "outcome": Field("What became of it?", self.outcome),
            "on": Field("When was that?", self.on),
            "text": Field("In a few words: what is known, and from whom", self.text),
        }
        self.on.day_misread.connect(self.fields["on"].set_error)
        self.questions = QuestionChoice(again, others)
        self.record_button = button("Record the outcome", role="primary", keys="Ctrl+Return")
        self.record_button.clicked.connect(self._record)
        named = {"outcome": self.outcome, "on": self.on, "text": self.text, "asked again": self.questions.list}
        self.draft = FieldsDraft(context, "outcome", lambda: named, self)
        self._lay_out()
        self._follow_outcome()
        self.setFocusProxy(self.outcome)

    def show_faults(self, faults: "dict[str, str]") -> None:
        """Say beside each field what is missing, and go to the first."""
        for name, field in self.fields.items():
            field.set_error(faults.get(name, ""))
        wrong = [field for name, field in self.fields.items() if name in faults]
        if wrong:
            wrong[0].editor.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter moves on, Ctrl+Enter records."""
        if is_save(event):
            self._record()
        elif not enter_moves_on(event, self):
            super().keyPressEvent(event)

    def _follow_outcome(self) -> None:
        outcome = self._chosen()
        stays = outcome is not None and not outcome.closes
        self.questions.setVisible(not stays)
        self.fields["outcome"].set_hint(
            "This is kept, and the case stays open: they still have to be seen." if stays else ""
        )

    def _record(self) -> None:
        self.filled.emit(OutcomeForm(self._chosen(), self.on.day, self.text.toPlainText(), self.questions.chosen))

    def _chosen(self) -> Outcome | None:
        code = self.outcome.currentData()
        return Outcome(code) if code else None

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(2 * SPACE)
        top.addWidget(self.fields["outcome"], 1, Qt.AlignmentFlag.AlignTop)
        top.addWidget(self.fields["on"], 0, Qt.AlignmentFlag.AlignTop)
        stack(top)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.record_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE)
        column.addWidget(KeptStrip(self.draft))
        column.addLayout(top)
        column.addWidget(self.fields["text"])
        column.addWidget(self.questions)
        column.addLayout(foot)


class QuestionChoice(QWidget):
    """Questions to ask again: those that called for the referral, and whichever else the outcome changes."""

    def __init__(self, again: "Iterable[Finding]", others: "Iterable[Finding]") -> None:
        super().__init__()
        self.search = QLineEdit()
        self.search.setPlaceholderText("Search, such as disc or fracture")
        self.search.setClearButtonEnabled(True)
        self.list = QListWidget()
        self.list.setAccessibleName("Questions whose answers change")
        set_role(self.list, "wrapped").setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for finding in others:
            item = QListWidgetItem(finding.question)
            item.setData(Qt.ItemDataRole.UserRole, finding.id)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.search.textChanged.connect(self._filter)
        self.list.itemChanged.connect(lambda _item: self._filter(self.search.text()))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE // 2)
        column.addWidget(set_role(QLabel("Asked again before anything is booked"), "label"))
        for finding in again:
            column.addWidget(plain(f"\N{BULLET} {finding.question}", "detail"))
        column.addWidget(Field("Other answers that change by it", self.search, optional=True))
        column.addWidget(self.list)
        self._filter("")

    @property
    def chosen(self) -> frozenset[str]:
        """The findings ticked."""
        items = [self.list.item(place) for place in range(self.list.count())]
        return frozenset(
            str(item.data(Qt.ItemDataRole.UserRole)) for item in items if item.checkState() is Qt.CheckState.Checked
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Down goes from the search into the list, where Space ticks."""
        if event.key() == Qt.Key.Key_Down and self.search.hasFocus():
            first = next((place for place in range(self.list.count()) if not self.list.isRowHidden(place)), None)
            if first is not None:
                self.list.setCurrentRow(first)
                self.list.setFocus()
        else:
            super().keyPressEvent(event)

    def _filter(self, text: str) -> None:
        """Show what is ticked, and what is looked for."""
        words = text.casefold().split()
        shown = 0
        for place in range(self.list.count()):
            item = self.list.item(place)
            said = f"{item.text()} {item.data(Qt.ItemDataRole.UserRole)}".casefold()
            ticked = item.checkState() is Qt.CheckState.Checked
            found = ticked or (bool(words) and all(word in said for word in words))
            self.list.setRowHidden(place, not found)
            shown += found
        self.list.setFixedHeight(round(_LINE_HEIGHT * min(shown, _LINES_SHOWN) * text_factor()) + SPACE)
        self.list.setVisible(shown > 0)
