"""One closed referral, as it is told afterwards."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk.desk.referrals import CaseView
from clinicdesk.ui.context import DeskContext
from clinicdesk.ui.fields import button
from clinicdesk.ui.follow_up.task_row import plain
from clinicdesk.ui.names import left_to_right
from clinicdesk.ui.referral_words import happened_lines, opened_words
from clinicdesk.ui.style import SPACE, IconLabel


class ClosedCase(QWidget):
    """Who, when, what was done, and what became of it.

    Signals:
        patient_requested(patient_id): open the person's record.
    """

    patient_requested = Signal(str)

    def __init__(self, context: DeskContext, view: CaseView, *, named: bool = True) -> None:
        super().__init__()
        zone = context.clinic.tz
        name = view.patient.details.full_name
        words = QVBoxLayout()
        words.setSpacing(2)
        if named:
            who = button(left_to_right(name), role="link")
            who.setAccessibleName(f"Open the record: {name}")
            who.clicked.connect(lambda: self.patient_requested.emit(view.patient.id))
            words.addWidget(who, 0, Qt.AlignmentFlag.AlignLeft)
        words.addWidget(plain(opened_words(view, zone)))
        for line in happened_lines(view, zone):
            words.addWidget(plain(line, "muted"))
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE, SPACE, SPACE, SPACE)
        row.setSpacing(SPACE)
        row.addWidget(IconLabel("circle-check", "muted", 18), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
