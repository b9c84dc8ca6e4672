"""The small forms that open under a line: to cancel, to release, to ask first, to book another instead."""

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit

from clinicdesk.desk.views import BookedSlot, SessionRow
from clinicdesk.domain.clearance import ClearanceReason, Lapsed
from clinicdesk.domain.session import SessionType
from clinicdesk.domain.suitability import Verdict
from clinicdesk.ui.fields import button
from clinicdesk.ui.line_form import LineForm
from clinicdesk.ui.names import before_more
from clinicdesk.ui.style import set_role, verdict_words
from clinicdesk.ui.why_cancelled import WhyCancelled, notice_words

if TYPE_CHECKING:
    from clinicdesk.ui.context import DeskContext

_LEAST_LETTERS = 26
GROUNDS = (
    ClearanceReason.EXAMINED,
    ClearanceReason.CLEARED_IN_WRITING,
    ClearanceReason.TECHNIQUE_CHANGED,
    ClearanceReason.AREA_AVOIDED,
    ClearanceReason.ANSWER_CORRECTED,
    ClearanceReason.RULED_OUT,
)
"""What may release a session, the most usual first; their figures choose them."""


class CancelForm(LineForm):
    """Why a session is cancelled, and whether that is late.

    Signals:
        cancel_confirmed(reason, CancelCause): a reason was given.
        left: nothing is to be done.
    """

    cancel_confirmed = Signal(str, object)

    def __init__(self, context: "DeskContext", row: SessionRow | BookedSlot) -> None:
        super().__init__(
            f"Why is the session of {before_more(row.patient.name)} cancelled?",
            button("Cancel session", role="danger"),
            "Keep it",
        )
        self._why = WhyCancelled()
        self.reason, self.note = self._why.reason, self._why.note
        self.fields.addWidget(self.reason)
        self.fields.addWidget(self.note, 1)
        self.setFocusProxy(self.reason)
        self._notice = row.session.starts_at - context.now()
        self._asked = timedelta(hours=context.clinic.notice_hours)
        self.notice = set_role(QLabel(), "detail")
        self.notice.setWordWrap(True)
        self.words.addWidget(self.notice)
        self.reason.currentTextChanged.connect(self._tell_notice)
        self._tell_notice()

    def accept(self) -> None:
        """Cancel with the reason given."""
        if (missing := self._why.missing()) is not None:
            self.show_fault(*missing)
        elif self._why.cause is not None:
            self.cancel_confirmed.emit(self._why.words(), self._why.cause)

    def _tell_notice(self) -> None:
        self.notice.setText(notice_words([self._notice], self._asked, self._why.cause))


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
        self.reason.addItems([f"{number}  {each.words}" for number, each in enumerate(GROUNDS, start=1)])
        self.reason.setCurrentIndex(-1)
        # The words are as long as at the panel; the note beside them needs its room.
        self.reason.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.reason.setMinimumContentsLength(_LEAST_LETTERS)
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
            self.release_confirmed.emit(note, GROUNDS[place])

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
        self.reason.setCurrentIndex(GROUNDS.index(before.reason))
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
