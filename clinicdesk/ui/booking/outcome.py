"""What stands in place of the choice: booked, stopped, or not asked yet."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from clinicdesk.domain.suitability import Verdict
from clinicdesk.ui.fields import Card, button
from clinicdesk.ui.style import SPACE, IconLabel, set_role, set_verdict

_STOP = Verdict.REFER_URGENTLY


class BookedCard(Card):
    """What was just booked, and what may come next.

    Signals:
        pairing_requested: book physical therapy beside the massage.
        earlier_requested: put the person on the waiting list for an earlier time.
        sheet_requested: print the sheet of the session.
        another_requested: book something else for the same person.
        done_requested: leave.
    """

    pairing_requested = Signal()
    earlier_requested = Signal()
    sheet_requested = Signal()
    another_requested = Signal()
    done_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(margin=SPACE + 4, parent=parent)
        self.sentence = set_role(QLabel(), "heading")
        self.detail = set_role(QLabel(), "muted")
        for label in (self.sentence, self.detail):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.pair_button = button("Book physical therapy too", role="primary", icon="dumbbell")
        self.sheet_button = button("Print sheet", icon="printer", keys="Ctrl+P")
        self.another_button = button("Book another", role="quiet")
        self.done_button = button("Done", keys="Esc")
        self.earlier_button = button("Ask for an earlier time", role="link", icon="hourglass")
        self.earlier_button.setToolTip("Put this person on the waiting list; what is booked stands meanwhile")
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.sentence)
        words.addWidget(self.detail)
        words.addWidget(self.earlier_button, 0, Qt.AlignmentFlag.AlignLeft)
        top = QHBoxLayout()
        top.setSpacing(SPACE + 4)
        top.addWidget(IconLabel("circle-check", Verdict.SUITABLE.code, 24), 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(words, 1)
        row = QHBoxLayout()
        row.setSpacing(SPACE)
        for each in (self.pair_button, self.sheet_button, self.another_button, self.done_button):
            row.addWidget(each)
        row.insertStretch(0, 1)
        self.column.addLayout(top)
        self.column.addLayout(row)
        self.pair_button.clicked.connect(self.pairing_requested)
        self.earlier_button.clicked.connect(self.earlier_requested)
        self.sheet_button.clicked.connect(self.sheet_requested)
        self.another_button.clicked.connect(self.another_requested)
        self.done_button.clicked.connect(self.done_requested)

    def show_booked(self, sentence: str, told: str, *, held: bool, pairing: bool, far: bool) -> None:
        """Say what was booked, and what the plan says to it.

        Args:
            sentence: what was booked.
            told: what the plan says.
            held: whether a therapist decides before it starts.
            pairing: whether the rules advise physical therapy beside it, which is offered unless it is held.
            far: whether to offer to ask for an earlier time.
        """
        advice = "Held: a therapist decides before it starts." if held else ""
        if pairing:
            advice = "Massage is passive: active work beside it makes the gain last."
        detail, pairing = " ".join(filter(None, (advice, told))), pairing and not held
        self.earlier_button.setVisible(far)
        self.sentence.setText(f"Booked: {sentence}")
        self.detail.setText(detail)
        self.detail.setVisible(bool(detail))
        self.pair_button.setVisible(pairing)
        (self.pair_button if pairing else self.sheet_button).setFocus()


class StopCard(Card):
    """Nothing may be booked: what to do instead, who to call, and the paper for it.

    Signals:
        sheet_requested: print what to do now.
    """

    sheet_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(margin=3 * SPACE, parent=parent)
        set_verdict(self, _STOP)
        self.title = set_verdict(set_role(QLabel("Stop. Do not book a session."), "title"), _STOP)
        self.call = set_verdict(set_role(QLabel(), "heading"), _STOP)
        self._step_labels: list[QLabel] = []
        self.steps = QGridLayout()
        self.steps.setHorizontalSpacing(SPACE)
        self.steps.setVerticalSpacing(SPACE)
        self.steps.setColumnStretch(1, 1)
        self.print_button = button("Print what to do now", role="urgent", icon="printer", keys="Ctrl+P")
        self.print_button.clicked.connect(self.sheet_requested)
        for label in (self.title, self.call):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        top = QHBoxLayout()
        top.setSpacing(2 * SPACE)
        top.addWidget(IconLabel("octagon-alert", _STOP.code, 40), 0, Qt.AlignmentFlag.AlignTop)
        top.addWidget(self.title, 1)
        calls = QHBoxLayout()
        calls.setSpacing(SPACE)
        calls.addWidget(IconLabel("phone-call", _STOP.code, 20))
        calls.addWidget(self.call, 1)
        self.column.setSpacing(2 * SPACE)
        self.column.addLayout(top)
        self.column.addLayout(self.steps)
        self.column.addLayout(calls)
        self.column.addWidget(self.print_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addStretch(1)

    def show_stop(self, actions: tuple[str, ...], emergency_number: str, clinic_phone: str) -> None:
        """Say what to do now, in order."""
        for label in self._step_labels:
            self.steps.removeWidget(label)
            label.hide()
            label.deleteLater()
        self._step_labels.clear()
        for place, action in enumerate(actions):
            words = QLabel(action)
            words.setWordWrap(True)
            words.setTextFormat(Qt.TextFormat.PlainText)
            number = set_role(QLabel(f"{place + 1}."), "strong")
            self.steps.addWidget(number, place, 0, Qt.AlignmentFlag.AlignTop)
            self.steps.addWidget(words, place, 1)
            self._step_labels += [number, words]
        numbers = f"Emergency: {emergency_number}"
        self.call.setText(f"{numbers}   ·   this clinic: {clinic_phone}" if clinic_phone else numbers)


class NoIntakeNote(Card):
    """Nothing is known of the person yet.

    Signals:
        intake_requested: ask the questions first.
    """

    intake_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(margin=SPACE + 4, parent=parent)
        set_verdict(self, Verdict.NEEDS_CLINICIAN_REVIEW)
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.intake_button = button("Do the intake first", icon="clipboard-list", keys="Ctrl+I")
        self.intake_button.clicked.connect(self.intake_requested)
        self.column.addWidget(self.words)
        self.column.addWidget(self.intake_button)

    def show_begun(self, begun: bool) -> None:
        """Say whether the intake was not begun, or only not finished."""
        state = "The intake is not finished." if begun else "There is no intake yet."
        self.words.setText(f"{state} Whatever is booked now is held for the therapist.")
        self.intake_button.setText("Finish the intake first" if begun else "Do the intake first")
