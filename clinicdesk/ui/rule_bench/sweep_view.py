"""The sweep: who would be judged otherwise, looked for beside the window and shown worst first."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from clinicdesk.desk.sweep import CURRENT_MONTHS, Swept, SweptSession
from clinicdesk.errors import ClinicDeskError
from clinicdesk.ui.fields import EmptyState, Option, Segmented, button
from clinicdesk.ui.jobs import Job, Progress
from clinicdesk.ui.rule_bench.sweep_table import Row, SweepTable
from clinicdesk.ui.stacking import stacked
from clinicdesk.ui.style import SPACE, set_role

if TYPE_CHECKING:
    from clinicdesk.desk import Desk
    from clinicdesk.ui.context import DeskContext
    from clinicdesk.ui.rule_bench.in_hand import CopyInHand

_SESSIONS, _PEOPLE = "sessions", "people"
_WHO = (
    f"Sessions to come are judged on their date. Current people are those with a session or answers in the last "
    f"{CURRENT_MONTHS} months, or with a session to come; they are judged today, at each kind's gentlest technique."
)


class SweepView(QWidget):
    """Starts the sweep, stops it, and shows what it found; the copy may be edited meanwhile.

    Signals:
        patient_requested(patient_id): open this person's record.
    """

    patient_requested = Signal(str)

    def __init__(self, context: "DeskContext", in_hand: "CopyInHand", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._in_hand = in_hand
        self._job: Job | None = None
        self._swept_texts: dict[str, str] | None = None
        self.swept: Swept | None = None
        self.start = button("Look who would change", role="primary", icon="search")
        self.start.clicked.connect(self.begin)
        self.stop = button("Stop", keys="Esc")
        self.stop.clicked.connect(self.cancel)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Progress of the sweep")
        self.words = QLabel()
        self.words.setWordWrap(True)
        about = set_role(QLabel(_WHO), "detail")
        about.setWordWrap(True)
        self._about = about
        self.which = Segmented([Option(_SESSIONS, "Sessions to come"), Option(_PEOPLE, "Current people")], name="Show")
        self.which.set_value(_SESSIONS)
        self.which.value_chosen.connect(self._show_rows)
        self.table = SweepTable()
        self.table.patient_requested.connect(self.patient_requested)
        self.nothing = EmptyState("users", "", "")
        in_hand.reloaded.connect(self._show)
        in_hand.looked_through.connect(self._show)
        self._lay_out(about)
        self._show()

    @property
    def running(self) -> bool:
        """Whether it is under way."""
        return self._job is not None

    @property
    def fresh(self) -> bool:
        """Whether what was found is about the copy as it stands now."""
        return self.swept is not None and self._swept_texts == self._in_hand.texts

    def begin(self) -> None:
        """Look at everybody, by the copy as it stands."""
        found = self._in_hand.found
        if self._job is not None or found is None or found.knowledge is None:
            return
        context, texts = self._context, dict(self._in_hand.texts)
        actor, now = context.actor, context.now()
        swept: list[Swept] = []

        def work(desk: "Desk", progress: Progress) -> None:
            outcome = desk.sweep.of(texts, actor=actor, now=now, progress=progress)
            if outcome is not None:
                swept.append(outcome)

        if context.open_desk is None:
            work(context.desk, lambda _done, _total: True)
            self._end(texts, swept)
            return
        self.bar.setRange(0, 0)
        self._job = Job(context.open_desk, work, self)
        self._job.progressed.connect(self._show_progress)
        self._job.done.connect(lambda: self._end(texts, swept))
        self._job.cancelled.connect(self._end)
        self._job.failed.connect(self._fail)
        self._job.start()
        self._show()
        self.stop.setFocus()

    def cancel(self) -> None:
        """Stop looking; what was found before stays."""
        if self._job is not None:
            self._job.cancel()

    def wait(self) -> None:
        """Stop, and stay until nothing runs; for leaving the page."""
        if self._job is not None:
            self._job.cancel()
            self._job.wait()

    def _lay_out(self, about: QLabel) -> None:
        top = QHBoxLayout()
        top.setSpacing(SPACE + 4)
        top.addWidget(self.words, 1)
        top.addWidget(self.stop)
        top.addWidget(self.start, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE + 4)
        column.addLayout(top)
        column.addWidget(self.bar)
        column.addWidget(self.which, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.table, 1)
        column.addWidget(self.nothing, 1)
        column.addWidget(about)

    def _show_progress(self, done: int, total: int) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        self.words.setText(f"Looking at {total} people: {done * 100 // max(total, 1)} % done")

    def _end(self, texts: dict[str, str] | None = None, swept: Sequence[Swept] = ()) -> None:
        stopped_here = self.stop.hasFocus()
        self._job = None
        if swept:
            self.swept, self._swept_texts = swept[0], texts
            self.which.set_value(_SESSIONS if swept[0].sessions or not swept[0].people else _PEOPLE)
        self._show()
        if stopped_here:
            (self.table if self.table.isVisible() else self.start).setFocus()

    def _fail(self, error: Exception) -> None:
        self._end()
        if not isinstance(error, ClinicDeskError):
            raise error
        self._context.messages.show_error(error)

    def _show(self) -> None:
        found, running = self._in_hand.found, self.running
        loads = found is not None and found.knowledge is not None
        self.start.setEnabled(loads and not running)
        self.start.setText("Look again" if self.swept is not None else "Look who would change")
        for part in (self.stop, self.bar):
            part.setVisible(running)
        self.words.setToolTip(_WHO)
        self._about.setVisible(not stacked())
        self.words.setText(self._standing(faulty=found is not None and not loads))
        self._show_rows()

    def _standing(self, *, faulty: bool) -> str:
        if faulty:
            return "The copy has a fault: nobody can be judged by it before that is mended."
        if self.swept is None:
            return "See which sessions and people would be judged otherwise, before anything is published."
        told = (
            f"{_told(self.swept.sessions, self.swept.sessions_seen, 'session to come', 'sessions to come')} "
            + _told(self.swept.people, self.swept.people_seen, "current person", "current people")
        )
        return told if self.fresh else f"The copy was changed since. What was found before: {told}"

    def _show_rows(self) -> None:
        swept = self.swept
        rows: Sequence[Row] = () if swept is None else swept.people
        if swept is not None and self.which.value() == _SESSIONS:
            rows = swept.sessions
        self.which.setVisible(swept is not None)
        self.table.setVisible(bool(rows))
        self.table.setAccessibleName("Sessions to come" if self.which.value() == _SESSIONS else "Current people")
        self.nothing.setVisible(not rows and not self.running)
        self.nothing.title.setText("Nobody looked yet" if swept is None else "Nothing would change here")
        self.nothing.text.setText("" if swept is None else "By the copy each verdict is what it is now.")
        self.table.rows.set_rows(rows, self._context.clinic.tz)
        if rows:
            self.table.selectRow(0)


def _told(rows: Sequence[Row], seen: int, one: str, many: str) -> str:
    """How many change in each direction: ``Of 214 sessions to come, 12 worse and 3 better``."""
    looked = f"1 {one}" if seen == 1 else f"{seen} {many}"
    if not rows:
        return f"Of {looked} none would be judged otherwise."
    worse = len({_key(row) for row in rows if row.then > row.now})
    better = len({_key(row) for row in rows if row.then < row.now})
    parts = [f"{count} {turn}" for count, turn in ((worse, "worse"), (better, "better")) if count]
    return f"Of {looked}, {' and '.join(parts)}."


def _key(row: Row) -> str:
    return row.session.id if isinstance(row, SweptSession) else row.patient.id
