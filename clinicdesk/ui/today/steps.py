"""What can be done with a session of the day."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from clinicdesk.desk.views import SessionRow
from clinicdesk.domain.session import CancelCause, Session, SessionStatus
from clinicdesk.domain.suitability import Verdict
from clinicdesk.errors import ClinicDeskError, StaleRecord
from clinicdesk.ui.today.model import is_held

if TYPE_CHECKING:
    from collections.abc import Callable

    from clinicdesk.desk.vouching import Vouched
    from clinicdesk.domain.clearance import ClearanceReason, Letter
    from clinicdesk.ui.context import DeskContext


@dataclass(frozen=True, slots=True)
class Step:
    """Something done with one session.

    Attributes:
        status: where the session stands afterwards.
        words: on a button.
        key: a letter that does it.
    """

    status: SessionStatus
    words: str
    key: str
    icon: str


CONFIRM = Step(SessionStatus.CONFIRMED, "Confirm", "F", "clock-check")
ARRIVE = Step(SessionStatus.ARRIVED, "Arrive", "A", "user-check")
START = Step(SessionStatus.IN_SESSION, "Start", "S", "play")
COMPLETE = Step(SessionStatus.COMPLETED, "Complete", "C", "circle-check")
NO_SHOW = Step(SessionStatus.NO_SHOW, "No-show", "N", "user-x")
STEPS = (CONFIRM, ARRIVE, START, COMPLETE, NO_SHOW)
DAY_KEYS = (
    *((step.key, step.words) for step in STEPS),
    ("Del", "Cancel the session, with a reason"),
    ("H", "What happened to the session, and by whom"),
    ("W", "Walk-in: somebody without a booking"),
    ("R", "Release a held session (therapists)"),
    ("Return", "Show why, in the panel"),
    ("PgUp", "Previous day"),
    ("PgDown", "Next day"),
    ("T", "Back to today"),
)

_FORWARD = {
    SessionStatus.BOOKED: ARRIVE,
    SessionStatus.CONFIRMED: ARRIVE,
    SessionStatus.ARRIVED: START,
    SessionStatus.IN_SESSION: COMPLETE,
}
_WHY_NOT = {
    SessionStatus.BOOKED: "has not arrived yet",
    SessionStatus.CONFIRMED: "has not arrived yet",
    SessionStatus.ARRIVED: "has arrived and waits",
    SessionStatus.IN_SESSION: "is in session already",
    SessionStatus.COMPLETED: "is done",
    SessionStatus.NO_SHOW: "was marked as a no-show",
    SessionStatus.CANCELLED: "was cancelled",
    SessionStatus.ENTERED_IN_ERROR: "is no longer booked",
}

_ALREADY = {SessionStatus.CONFIRMED: "has confirmed already"}


def forward_step(row: SessionRow) -> Step | None:
    """The usual next step, or None when nothing more happens with the session."""
    return _FORWARD.get(row.session.status)


def obstacle(row: SessionRow, step: Step) -> str:
    """Why a step cannot be taken now, as a sentence; empty when it can."""
    if step.status not in row.session.status.next_steps:
        if step.status is row.session.status:
            return f"{row.patient.name} {_ALREADY.get(step.status, _WHY_NOT[step.status])}."
        undo = " Undo the last step first." if not row.session.status.next_steps else ""
        return f"{row.patient.name} {_WHY_NOT[row.session.status]}.{undo}"
    if step is not START:
        return ""
    if row.verdict is Verdict.REFER_URGENTLY:
        return f"{row.patient.name} must be seen by a doctor first; the session cannot start."
    if is_held(row):
        return (
            f"The session of {row.patient.name} is held for the therapist: it can start once a therapist releases it."
        )
    return ""


class DaySteps(QObject):
    """Takes steps at the desk, and says what went wrong.

    Signals:
        row_changed(SessionRow): a step was taken.
        reload_requested: somebody else changed the day meanwhile.
    """

    row_changed = Signal(object)
    reload_requested = Signal()

    def __init__(self, context: "DeskContext", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context

    def take(self, row: SessionRow, step: Step) -> bool:
        """Take a step, or say why not."""
        why = obstacle(row, step)
        if step is START and row.verdict is not Verdict.REFER_URGENTLY:
            why = self._context.desk.referrals.obstacle(row.patient.id) or why
        if why:
            self._context.messages.warning(why)
            return False
        day = self._context.desk.day
        call = {
            CONFIRM: day.confirm,
            ARRIVE: day.arrive,
            START: day.start,
            COMPLETE: day.complete,
            NO_SHOW: day.no_show,
        }[step]
        return self._do(row, lambda: call(row.session, actor=self._context.actor, now=self._context.now()))

    def cancel(self, row: SessionRow, reason: str, cause: CancelCause) -> bool:
        """Cancel a session."""
        context = self._context
        cancel = context.desk.day.cancel
        return self._do(
            row, lambda: cancel(row.session, reason=reason, cause=cause, actor=context.actor, now=context.now())
        )

    def release(
        self, row: SessionRow, note: str, reason: "ClearanceReason", letter: "Letter | None", vouched: "Vouched"
    ) -> bool:
        """Let a held session start; what counts for it from now on is shown."""
        context = self._context
        release = context.desk.day.release
        if not self._do(
            row,
            lambda: release(row.session, note=note, reason=reason, letter=letter, vouched=vouched, now=context.now()),
        ):
            return False
        self.reload_requested.emit()
        return True

    def _do(self, row: SessionRow, call: "Callable[[], Session]") -> bool:
        try:
            session = call()
        except ClinicDeskError as error:
            self.fail(error)
            return False
        self._context.messages.close()
        self.record(row, session)
        return True

    def fail(self, error: ClinicDeskError) -> None:
        """Say why a step was not taken."""
        self._context.messages.show_error(error)
        if isinstance(error, StaleRecord):
            self.reload_requested.emit()

    def record(self, row: SessionRow, session: Session) -> None:
        """A step was taken: show it."""
        waiting = session.arrived_at if session.status is SessionStatus.ARRIVED else None
        self.row_changed.emit(replace(row, session=session, waiting_since=waiting))
