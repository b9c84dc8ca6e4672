"""Handing the screen over from the intake: the private questions, or all of them."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from clinicdesk.domain.intake import Answer, Source
from clinicdesk.domain.suitability import Verdict
from clinicdesk.ui.hand_over import HandOver

if TYPE_CHECKING:
    from collections.abc import Callable

    from clinicdesk.ui.context import DeskContext
    from clinicdesk.ui.intake.in_hand import IntakeInHand
    from clinicdesk.ui.intake.page import IntakePage


class HandingOver(QObject):
    """While a patient has the screen, what they answer lands in the intake in hand, as theirs.

    Signals:
        returned(frozenset): the desk has the screen again; the ids of the questions that were put.
    """

    returned = Signal(object)

    def __init__(self, page: "IntakePage", context: "DeskContext") -> None:
        super().__init__(page)
        self._page = page
        self._context = context
        self.screen: HandOver | None = None
        self._in_hand: IntakeInHand | None = None
        self._put: frozenset[str] = frozenset()
        self.answered_there = 0
        self.whole = False

    def give_private(self) -> None:
        """Give the private questions to the person."""
        self._context.before_hand_over(lambda: self._give(whole=False))

    def give_whole(self) -> None:
        """Give the whole intake to the person."""
        if self._page.asks:
            self._context.before_hand_over(lambda: self._give(whole=True))

    def _give(self, *, whole: bool) -> None:
        in_hand, asking = self._page.in_hand, self._page.asking
        if in_hand is None or asking is None or self.screen is not None or not self._page.asks:
            return
        asking.view.conceal()
        self._in_hand, self.whole, self.answered_there = in_hand, whole, 0
        steps = asking.hand_over_steps(whole=whole)
        self._put = frozenset(key for step in steps for key in step.questions)
        self.screen = screen = HandOver(self._page, self._context, steps)
        self._show(screen, in_hand)
        screen.answered.connect(self._answered)
        screen.none_requested.connect(self._none)
        screen.confirm_requested.connect(self._confirm)
        screen.given_back.connect(self._end)
        screen.begin()

    def refresh(self) -> None:
        """Bring the person's screen in line with the answers."""
        if self.screen is not None and self._in_hand is not None:
            self._show(self.screen, self._in_hand)

    def _show(self, screen: HandOver, in_hand: "IntakeInHand") -> None:
        screen.show_answers(in_hand.answering.asked, in_hand.answers, in_hand.answering.earlier)

    def _answered(self, finding_id: str, answer: Answer | None) -> None:
        if self._in_hand is not None:
            self._take(lambda in_hand: in_hand.answer(finding_id, answer, Source.PATIENT))

    def _none(self, group_id: str) -> None:
        self._take(lambda in_hand: in_hand.none_of_these(group_id, Source.PATIENT))

    def _confirm(self, group_id: str) -> None:
        self._take(lambda in_hand: in_hand.confirm(group_id, Source.PATIENT))

    def _take(self, act: "Callable[[IntakeInHand], object]") -> None:
        if self._in_hand is None or self.screen is None:
            return
        before = dict(self._in_hand.answers)
        act(self._in_hand)
        self.answered_there += len(set(self._in_hand.answers.items()) - set(before.items()))
        if self._in_hand.assessment.verdict is Verdict.REFER_URGENTLY:
            # Every minute counts now, and the person at the desk knows what to do.
            self._in_hand.keep_now()
            self.screen.finish(urgent=True)

    def _end(self) -> None:
        self.screen = None
        if self._in_hand is not None:
            self._in_hand.keep_now()
            self._page.window().activateWindow()
            self.returned.emit(self._put)
