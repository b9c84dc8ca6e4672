"""The small forms that open under a line: to cancel, to release, to ask first, to book another instead."""

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from clinicdesk.desk.views import SessionRow
from clinicdesk.domain.clearance import ClearanceReason, Lapsed
from clinicdesk.domain.session import CancelCause, SessionType
from clinicdesk.domain.suitability import Verdict
from clinicdesk.ui.enter_key import enter_presses
from clinicdesk.ui.fields import button
from clinicdesk.ui.stacking import stacked
from clinicdesk.ui.style import SPACE, set_invalid, set_role, verdict_words
from clinicdesk.ui.when import lasting

if TYPE_CHECKING:
    from clinicdesk.ui.context import DeskContext

OTHER = "Another reason"
REASONS = {
    "The person asked": CancelCause.ASKED,
    "The person is ill": CancelCause.ILL,
    "The therapist is away": CancelCause.CLINIC,
    "Not suitable now": CancelCause.NOT_SUITABLE,
    "Booked by mistake": CancelCause.MISTAKE,
    OTHER: CancelCause.OTHER,
}


GROUNDS = {
    "Examined in person": ClearanceReason.EXAMINED,
    "Cleared in writing": ClearanceReason.CLEARED_IN_WRITING,
    "Another technique": ClearanceReason.TECHNIQUE_CHANGED,
    "The area is left out": ClearanceReason.AREA_AVOIDED,
    "An answer was corrected": ClearanceReason.ANSWER_CORRECTED,
    "Ruled out": ClearanceReason.RULED_OUT,
}


class LineForm(QFrame):
    """A sentence, fields in a row, one button to do it and one to leave it.

    Signals:
        left: nothing is to be done.
        reached(QWidget): the keyboard went on to another field or button.
    """

    left = Signal()
    reached = Signal(object)

    def __init__(self, sentence: str, do_it: QPushButton, leave: str) -> None:
        super().__init__()
        set_role(self, "well")
        self.do_it = do_it
        self.leave_button = button(leave, role="quiet", keys="Esc")
        self.fault = set_role(QLabel(), "error")
        self.fault.hide()
        self.fields = QHBoxLayout()
        self.fields.setSpacing(SPACE)
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE)
        row = QHBoxLayout()
        row.setSpacing(SPACE)
        row.addLayout(self.fields, 1)
        buttons.addWidget(self.do_it)
        buttons.addWidget(self.leave_button)
        row.addLayout(buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * SPACE, SPACE, 2 * SPACE, SPACE + 4)
        column.setSpacing(SPACE // 2)
        words = self._sentence = set_role(QLabel(sentence), "label")
        words.setTextFormat(Qt.TextFormat.PlainText)
        self.words = QVBoxLayout()
        self.words.setSpacing(0)
        self.words.addWidget(words)
        column.addLayout(self.words)
        self.column = column
        column.addLayout(row)
        column.addWidget(self.fault)
        if stacked():
            self.fields.setDirection(QHBoxLayout.Direction.TopToBottom)
            self.buttons_below()
        self.do_it.clicked.connect(self.accept)
        self.leave_button.clicked.connect(self.leave)

    def buttons_below(self) -> None:
        """Put the buttons into a line of their own at the bottom: the fields need the width."""
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE)
        buttons.addWidget(self.do_it)
        buttons.addWidget(self.leave_button)
        buttons.addStretch(1)
        self.column.addLayout(buttons)
        for label in (self._sentence, self.fault):
            label.setWordWrap(True)

    def accept(self) -> None:
        """Do it, or say what is missing."""
        raise NotImplementedError

    def leave(self) -> None:
        """Close without doing anything."""
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter presses the button it is on, else does it; Escape leaves; nothing reaches the table below."""
        if enter_presses(event, self.focusWidget()):
            pass
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.accept()
        elif event.key() == Qt.Key.Key_Escape:
            self.leave()
        event.accept()

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: N802 - Qt's name
        """Go round in the form: it hangs in a table, from where Qt would jump to the other end of the window."""
        held = (self.fields.itemAt(place) for place in range(self.fields.count()))
        fields = [item.widget() for item in held if item is not None]
        stops = [w for w in (*fields, self.do_it, self.leave_button) if w is not None and _takes_tab(w)]
        if not stops:  # the form is on its way out
            return super().focusNextPrevChild(forward)
        present = self.focusWidget()
        here = stops.index(present) if present in stops else -1 if forward else 0
        stop = stops[(here + (1 if forward else -1)) % len(stops)]
        stop.setFocus(Qt.FocusReason.TabFocusReason)
        self.reached.emit(stop)
        return True

    def show_fault(self, sentence: str, editor: QWidget) -> None:
        """Say what is missing, beside where to put it right."""
        self.fault.setText(sentence)
        self.fault.show()
        set_invalid(editor, True)
        editor.setAccessibleDescription(sentence)
        editor.setFocus()


def _takes_tab(widget: QWidget) -> bool:
    policy = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    return widget.isVisible() and widget.isEnabled() and policy == Qt.FocusPolicy.TabFocus


class CancelForm(LineForm):
    """Why a session is cancelled, and whether that is late.

    Signals:
        cancel_confirmed(reason, CancelCause): a reason was given.
        left: nothing is to be done.
    """

    cancel_confirmed = Signal(str, object)

    def __init__(self, context: "DeskContext", row: SessionRow) -> None:
        super().__init__(
            f"Why is the session of {row.patient.name} cancelled?", button("Cancel session", role="danger"), "Keep it"
        )
        self.reason = QComboBox()
        self.reason.setAccessibleName("Reason")
        self.reason.setPlaceholderText("Choose a reason")
        self.reason.addItems(list(REASONS))
        self.reason.setCurrentIndex(-1)
        self.note = QLineEdit()
        self.note.setAccessibleName("More words")
        self.note.setPlaceholderText("More words, if needed")
        self.note.setMaxLength(200)
        self.fields.addWidget(self.reason)
        self.fields.addWidget(self.note, 1)
        self.setFocusProxy(self.reason)
        self._notice = row.session.starts_at - context.now()
        self._asked = timedelta(hours=context.clinic.notice_hours)
        self.notice = set_role(QLabel(), "detail")
        self.words.addWidget(self.notice)
        self.reason.currentTextChanged.connect(self._tell_notice)
        self._tell_notice()

    def accept(self) -> None:
        """Cancel with the reason given."""
        reason, note = self.reason.currentText(), self.note.text().strip()
        if not reason:
            self.show_fault("Choose a reason: it stays with the session.", self.reason)
        elif reason == OTHER and not note:
            self.show_fault("Write the reason in a few words.", self.note)
        else:
            told = note if reason == OTHER else ": ".join(filter(None, (reason, note)))
            self.cancel_confirmed.emit(told, REASONS[reason])

    def _tell_notice(self) -> None:
        if self._notice < timedelta():
            told = "The start has passed."
        else:
            told = f"{lasting(round(self._notice.total_seconds() / 60))} before the start."
        cause = REASONS.get(self.reason.currentText())
        if self._notice < self._asked and (cause is None or cause.by_patient):
            told += " Counts as a late cancellation" + (" if the person calls it off." if cause is None else ".")
        self.notice.setText(told)


class ReleaseForm(LineForm):
    """On what grounds a therapist lets a held session start: one key chooses the reason, a note says more.

    Signals:
        release_confirmed(note, ClearanceReason): a reason and a note were given.
        left: nothing is to be done.
    """

    release_confirmed = Signal(str, object)

    def __init__(self, row: SessionRow, lapsed: Sequence[Lapsed] = ()) -> None:
        """``lapsed`` is what was decided about the session before and stands no more: the newest is filled in."""
        super().__init__(
            f"Release the session of {row.patient.name}: what did you find, and what is agreed?",
            button("Release", role="primary", icon="check"),
            "Keep it held",
        )
        self.reason = QComboBox()
        self.reason.setAccessibleName("Reason")
        self.reason.setPlaceholderText("Choose a reason (1 to 6)")
        self.reason.addItems([f"{number}  {words}" for number, words in enumerate(GROUNDS, start=1)])
        self.reason.setCurrentIndex(-1)
        self.note = QLineEdit()
        self.note.setAccessibleName("Note")
        self.note.setPlaceholderText("Your note, kept with the session")
        self.fields.addWidget(self.reason)
        self.fields.addWidget(self.note, 1)
        self.setFocusProxy(self.reason)
        if lapsed:
            self._take_over(max(lapsed, key=lambda each: each.clearance.given_at))

    def accept(self) -> None:
        """Release on the grounds given."""
        place, note = self.reason.currentIndex(), self.note.text().strip()
        if place < 0:
            self.show_fault("Choose a reason: it stays with the session.", self.reason)
        elif not note and self.focusWidget() is self.reason:
            self.note.setFocus()
        elif not note:
            self.show_fault("Write a note: it says why the session may start.", self.note)
        else:
            self.release_confirmed.emit(note, tuple(GROUNDS.values())[place])

    def _take_over(self, lapsed: Lapsed) -> None:
        from clinicdesk.ui.panel.clearance_words import lapse_words  # noqa: PLC0415 - it brings the rules along

        before = lapsed.clearance
        told = QLabel(
            f"Released before by {before.name}: \N{LEFT DOUBLE QUOTATION MARK}{before.text}"
            f"\N{RIGHT DOUBLE QUOTATION MARK} {lapse_words(lapsed)} Release again if it still holds."
        )
        told.setTextFormat(Qt.TextFormat.PlainText)
        told.setWordWrap(True)
        self.words.addWidget(set_role(told, "detail"))
        self.reason.setCurrentIndex(tuple(GROUNDS.values()).index(before.reason))
        self.note.setText(before.text)


class AskForm(LineForm):
    """What has to be asked before a session can start.

    Signals:
        ask_confirmed: ask now.
        later_confirmed: they are here, and will be asked later.
        left: nothing is to be done.
    """

    ask_confirmed = Signal()
    later_confirmed = Signal()

    def __init__(self, sentence: str, ask: str, *, later: bool) -> None:
        super().__init__(sentence, button(ask, role="primary", icon="clipboard-list"), "Not now")
        self.later_button = button("Arrive, ask later")
        self.later_button.clicked.connect(self.later_confirmed)
        if not later:
            self.later_button.hide()
        self.fields.addWidget(self.later_button)
        self.fields.addStretch(1)
        self.setFocusProxy(self.do_it)

    def accept(self) -> None:
        """Ask."""
        self.ask_confirmed.emit()


class RebookForm(LineForm):
    """What can be booked in place of a session that is not suitable today.

    Signals:
        rebook_confirmed: cancel this session and book the other.
        left: nothing is to be done.
    """

    rebook_confirmed = Signal()

    def __init__(self, row: SessionRow, other: SessionType, verdict: Verdict) -> None:
        super().__init__(
            f"{row.session_type.name} is not suitable for {row.patient.name} today.",
            button(f"Cancel and book {other.name}", role="primary", icon="calendar-plus"),
            "Keep it",
        )
        told = set_role(QLabel(f"{other.name} instead: {verdict_words(verdict)}."), "muted")
        self.fields.addWidget(told, 1)
        self.setFocusProxy(self.do_it)

    def accept(self) -> None:
        """Cancel and rebook."""
        self.rebook_confirmed.emit()
