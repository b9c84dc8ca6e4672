"""The small forms that open under a line: to cancel, to ask first, to book another instead."""

from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel

from clinicdesk.desk.views import BookedSlot, SessionRow
from clinicdesk.domain.session import SessionType
from clinicdesk.domain.suitability import Verdict
from clinicdesk.ui.fields import button
from clinicdesk.ui.line_form import LineForm
from clinicdesk.ui.names import before_more
from clinicdesk.ui.style import set_role, verdict_words
from clinicdesk.ui.why_cancelled import WhyCancelled, notice_words

if TYPE_CHECKING:
    from clinicdesk.ui.context import DeskContext


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
