"""Which rules judge here, and how far they may be trusted."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from clinicdesk.domain.suitability import Verdict
from clinicdesk.ui.fields import Card
from clinicdesk.ui.style import SPACE, IconLabel, set_role, set_verdict

if TYPE_CHECKING:
    from clinicdesk.rules import Knowledge


class AboutRules(QWidget):
    """Version, content hash, the statement that comes with the rules, and that nobody has signed them here."""

    def __init__(self, knowledge: "Knowledge", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * SPACE)
        column.addWidget(_sign_off())
        card = Card(margin=3 * SPACE)
        card.column.setSpacing(2 * SPACE)
        statement = QLabel(knowledge.statement)
        statement.setWordWrap(True)
        card.column.addWidget(statement)
        card.column.addLayout(_facts(knowledge))
        column.addWidget(card)


def _sign_off() -> QWidget:
    review = Verdict.NEEDS_CLINICIAN_REVIEW
    card = set_verdict(Card(), review)
    row = QHBoxLayout()
    row.setSpacing(SPACE + 4)
    row.addWidget(IconLabel("pen-line", review.code, 24), 0, Qt.AlignmentFlag.AlignTop)
    words = QVBoxLayout()
    words.setSpacing(2)
    words.addWidget(set_verdict(set_role(QLabel("Rules not yet signed off here"), "heading"), review))
    line = QLabel("No licensed clinician of this clinic has signed this version. Panel and printed sheets say so.")
    line.setWordWrap(True)
    words.addWidget(line)
    row.addLayout(words, 1)
    card.column.addLayout(row)
    return card


def _facts(knowledge: "Knowledge") -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(3 * SPACE)
    grid.setVerticalSpacing(SPACE)
    grid.setColumnStretch(1, 1)
    version = knowledge.version
    digest = "\n".join(version.hash[start : start + 32] for start in range(0, len(version.hash), 32))
    facts = (
        ("Rules", version.id),
        ("Version", version.version),
        (
            "Content",
            f"{len(knowledge.findings)} questions, {len(knowledge.rules)} rules, {len(knowledge.sources)} sources",
        ),
        ("SHA-256", digest),
    )
    for place, (name, value) in enumerate(facts):
        label = QLabel(value)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        grid.addWidget(set_role(QLabel(name), "muted"), place, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(label, place, 1)
    return grid
