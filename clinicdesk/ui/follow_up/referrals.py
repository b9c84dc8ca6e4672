"""The open referrals, each until a therapist records its outcome; the closed ones folded away below."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from clinicdesk.ui.fields import button
from clinicdesk.ui.follow_up.case_row import CaseRow
from clinicdesk.ui.follow_up.closed_case import ClosedCase
from clinicdesk.ui.follow_up.section import FollowUpSection
from clinicdesk.ui.pages import KeyHelp, bring_into_view
from clinicdesk.ui.ruled_list import RuledList
from clinicdesk.ui.style import set_icon

if TYPE_CHECKING:
    from datetime import datetime

    from clinicdesk.desk import Desk
    from clinicdesk.desk.referrals import CaseView
    from clinicdesk.ui.context import DeskContext


class ReferralsSection(FollowUpSection):
    """One line for each open case.

    Signals:
        letter_requested(ReferralCase): show the letter.
    """

    title = "Referrals"
    well = (
        "Nobody waits to be seen elsewhere",
        "Whoever has to see a doctor first stands here until a therapist records what became of it.",
    )
    letter_requested = Signal(object)
    rows: list[CaseRow]

    def __init__(self, context: "DeskContext", parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._shown: tuple[list[CaseView], bool] = ([], False)
        self._closed: list[CaseView] = []
        self.fold = button("", role="link", icon="chevron-down")
        self.fold.clicked.connect(self._turn)
        self.closed = RuledList()
        self._open = False
        self.column.addWidget(self.fold, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addLayout(self.closed)
        context.actor_changed.connect(self._follow_actor)

    @staticmethod
    def count(desk: "Desk", *, now: "datetime") -> int:  # noqa: ARG004 - open cases wait whatever the time
        """How many cases are open."""
        return desk.referrals.count_open()

    def refresh(self) -> None:
        """Read the list anew, but never from under a form that is being filled in."""
        if self.busy:
            return
        context = self.context
        views = context.desk.referrals.open(actor=context.actor, now=context.now())
        shown = (views, context.at_therapist)  # why is told to a therapist otherwise than to the desk
        if shown != self._shown:
            self._shown = shown
            self.show_rows([self._row(view) for view in views])
        people = "1 person has" if len(views) == 1 else f"{len(views)} people have"
        self.tell(
            len(views),
            f"{people} to be seen by a doctor first. Nothing can be booked for them until the outcome is recorded.",
        )
        self._closed = context.desk.referrals.closed(actor=context.actor, now=context.now())
        self._show_closed()

    def keys(self) -> tuple[KeyHelp, ...]:
        """The keys of a line."""
        return (
            *super().keys(),
            ("T", "Note who was told"),
            ("L", "Letter"),
            ("O", "Record the outcome"),
            ("K", "Keep the next session, held"),
            ("C", "Cancel the next session"),
        )

    def _row(self, view: "CaseView") -> CaseRow:
        row = CaseRow(self.context, view)
        row.letter_requested.connect(self.letter_requested)
        row.done.connect(lambda deed: self._do(row, deed))
        return row

    def _do(self, row: CaseRow, deed: Callable[[], str]) -> None:
        self.act(row, deed)

    def _turn(self) -> None:
        self._open = not self._open
        self._show_closed()
        if self._open:
            bring_into_view(self.fold)

    def _show_closed(self) -> None:
        count = len(self._closed)
        self.fold.setVisible(count > 0)
        self.fold.setText("1 closed referral" if count == 1 else f"{count} closed referrals")
        set_icon(self.fold, "chevron-up" if self._open else "chevron-down", "accent")
        self.fold.setAccessibleDescription("open" if self._open else "folded")
        lines = [ClosedCase(self.context, view) for view in self._closed] if self._open else []
        for line in lines:
            line.patient_requested.connect(self.patient_requested)
        self.closed.show_lines(lines)

    def _follow_actor(self) -> None:
        if self.isVisible():
            self.refresh()
