"""The way from the settings to the rule bench, and how it stands there."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from clinicdesk.domain.rule_version import SHIPPED
from clinicdesk.ui.fields import Card, button
from clinicdesk.ui.style import SPACE, set_role
from clinicdesk.ui.when import clock, dated_day

if TYPE_CHECKING:
    from clinicdesk.ui.context import DeskContext

_WHAT = (
    "The rules that judge here can be changed: in a copy, which is looked through while it is edited. Before it is "
    "published, the bench tells what it changes and for whom. Earlier versions can be put back at any time."
)


class BenchCard(QWidget):
    """Which rules judge, whether a copy is being edited, and a button that goes there.

    Signals:
        bench_requested: open the rule bench.
    """

    bench_requested = Signal()

    def __init__(self, context: "DeskContext", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.standing = set_role(QLabel(), "strong")
        self.copy = QLabel()
        what = set_role(QLabel(_WHAT), "muted")
        self.open = button("Open the rule bench", role="primary", icon="pencil")
        self.open.clicked.connect(self.bench_requested)
        card = Card(margin=3 * SPACE)
        card.column.setSpacing(2 * SPACE)
        card.column.addWidget(set_role(QLabel("Rule bench"), "heading"))
        for label in (self.standing, self.copy, what):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            card.column.addWidget(label)
        card.column.addWidget(self.open, 0, Qt.AlignmentFlag.AlignLeft)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)
        context.rules_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Read anew."""
        context = self._context
        bench = context.desk.rule_bench
        standing, copy = bench.standing(), bench.copy()
        judging = "The shipped rules judge" if standing.number == SHIPPED else f"Version {standing.number} judges"
        self.standing.setText(f"{judging}: {standing.version.version}")
        kept = copy.saved_at
        self.copy.setVisible(kept is not None)
        if kept is not None:
            day = dated_day(context.local(kept).date())
            self.copy.setText(f"A copy is being edited; it was kept {day}, {clock(kept, context.clinic.tz)}.")
