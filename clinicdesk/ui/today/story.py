"""What happened to a session, told under its line: when, what and by whom."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from clinicdesk.desk.views import SessionRow
from clinicdesk.errors import ClinicDeskError
from clinicdesk.ui.fields import button
from clinicdesk.ui.line_form import LineForm
from clinicdesk.ui.names import left_to_right
from clinicdesk.ui.style import SPACE, set_role
from clinicdesk.ui.when import moment_words

if TYPE_CHECKING:
    from clinicdesk.ui.context import DeskContext

Line = tuple[str, str]
"""When, and what."""

_MOST = 8


def story_lines(context: "DeskContext", session_id: str) -> list[Line]:
    """What happened to a session, oldest first; empty when it cannot be read."""
    try:
        story = context.desk.stories.of(session_id, actor=context.actor, now=context.now())
    except ClinicDeskError as error:
        context.messages.show_error(error)
        return []
    zone = context.clinic.tz
    return [(moment_words(line.at, zone), line.words) for line in story]


class StoryForm(LineForm):
    """The steps of a session, one a line, and nothing to fill."""

    def __init__(self, row: SessionRow, lines: Sequence[Line]) -> None:
        close = button("Close", role="primary")
        super().__init__(f"What happened to the session of {row.patient.name}", close, "Close")
        self.leave_button.hide()
        told = QWidget()
        grid = QGridLayout(told)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(2 * SPACE)
        grid.setVerticalSpacing(SPACE // 2)
        grid.setColumnStretch(1, 1)
        for place, (when, words) in enumerate(lines[-_MOST:]):
            grid.addWidget(set_role(QLabel(when), "detail"), place, 0)
            what = QLabel(left_to_right(words))
            what.setTextFormat(Qt.TextFormat.PlainText)
            what.setWordWrap(True)
            grid.addWidget(what, place, 1)
        self.fields.addWidget(told, 1)
        self.setFocusProxy(self.do_it)

    def accept(self) -> None:
        """Close."""
        self.leave()
