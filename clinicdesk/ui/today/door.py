"""The day, or in its place the questions of somebody who has just come."""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from clinicdesk.desk.views import SessionRow

if TYPE_CHECKING:
    from datetime import date

    from clinicdesk.desk.visit_views import ArrivalCheck, CheckedIn
    from clinicdesk.domain.intake import Answers
    from clinicdesk.domain.patient import Patient
    from clinicdesk.domain.session import Session
    from clinicdesk.ui.arrival.view import ArrivalView
    from clinicdesk.ui.context import DeskContext
    from clinicdesk.ui.today.walk_in import WalkInView


class Door(QStackedWidget):
    """Swaps the day, which is put in first, for the questions and back.

    Signals:
        assessment_changed(Patient, Judgement, Answers): an answer landed.
        answers_kept: answers that call for urgent care were kept while they are still being asked.
        checked_in(SessionRow, CheckedIn): the person of that line was asked.
        later_requested(SessionRow): they are here, and will be asked later.
        technique_chosen(Technique): something else is looked at for them.
        walked_in(Session): somebody without a booking got one, and has arrived.
        closed: the day is in front again.
    """

    assessment_changed = Signal(object, object, object)
    answers_kept = Signal()
    checked_in = Signal(object, object)
    later_requested = Signal(object)
    technique_chosen = Signal(object)
    walked_in = Signal(object)
    closed = Signal()

    def __init__(self, context: "DeskContext", parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self.questions: ArrivalView | None = None
        self.stranger: WalkInView | None = None
        # Answers hold for one session on one day.
        self._begun: dict[tuple[str, date], Answers] = {}

    def ask(self, check: "ArrivalCheck", row: SessionRow) -> None:
        """Ask what is asked at every visit; the day stands behind until that is done."""
        from clinicdesk.ui.arrival.view import ArrivalView  # noqa: PLC0415 - asks by the rules, which load late

        self.close_questions()
        # Whoever was left half asked is not asked the same again.
        begun = self._begun.get((row.session.id, self._context.today()), {})
        self.questions = view = ArrivalView(self._context, replace(check, given={**check.given, **begun}), row)
        view.assessment_changed.connect(self.assessment_changed)
        view.answers_kept.connect(lambda _outcome: self.answers_kept.emit())
        view.checked_in.connect(lambda outcome: self._checked_in(row, outcome))
        view.later_requested.connect(lambda: self._later(row))
        view.left.connect(self.close_questions)
        self.addWidget(view)
        self.setCurrentWidget(view)
        view.begin()

    def walk_in(self, patient: "Patient") -> None:
        """Find something for somebody without a booking; the day stands behind until that is done."""
        from clinicdesk.ui.today.walk_in import WalkInView  # noqa: PLC0415 - judges by the rules, which load late

        self.close_questions()
        self.close_walk_in()
        self.stranger = view = WalkInView(self._context, patient)
        view.taken.connect(self._taken)
        view.technique_chosen.connect(self.technique_chosen)
        view.left.connect(self.close_walk_in)
        self.addWidget(view)
        self.setCurrentWidget(view)
        view.begin()

    def close_walk_in(self) -> None:
        """Back to the day."""
        view, self.stranger = self.stranger, None
        if view is not None:
            self.setCurrentIndex(0)
            self.removeWidget(view)
            view.deleteLater()
            self.closed.emit()

    def close_questions(self) -> None:
        """Back from the questions to the day."""
        view, self.questions = self.questions, None
        if view is not None:
            self._begun[view.row.session.id, view.in_hand.today] = view.in_hand.answers
            self.setCurrentIndex(0)
            self.removeWidget(view)
            view.deleteLater()
            self.closed.emit()

    def _taken(self, session: "Session") -> None:
        self.close_walk_in()
        self.walked_in.emit(session)

    def _checked_in(self, row: SessionRow, outcome: "CheckedIn") -> None:
        self.close_questions()
        self._begun.pop((row.session.id, self._context.today()), None)
        self.checked_in.emit(row, outcome)

    def _later(self, row: SessionRow) -> None:
        self.close_questions()
        self.later_requested.emit(row)
