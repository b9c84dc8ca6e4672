"""What 'inflammation' can mean, shown beside the question that asks which."""

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout

from clinicdesk.domain.suitability import Verdict
from clinicdesk.rules import InflammationMeaning
from clinicdesk.ui.fields import separator
from clinicdesk.ui.style import SPACE, IconLabel, set_role, set_verdict, verdict_icon_name, verdict_words


class InflammationNote(QFrame):
    """The meanings one below the other: how each is recognised, and what it means for either kind."""

    def __init__(self, meanings: Sequence[InflammationMeaning]) -> None:
        super().__init__()
        set_role(self, "well")
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * SPACE, SPACE + 4, 2 * SPACE, SPACE + 4)
        column.setSpacing(SPACE)
        column.addWidget(_words("One word, several meanings, and they call for opposite things.", "strong"))
        for meaning in meanings:
            column.addWidget(separator())
            column.addWidget(_words(meaning.title, "strong"))
            column.addWidget(_words(meaning.recognised, "body"))
            column.addWidget(_words(meaning.explains, "detail"))
            verdicts = QHBoxLayout()
            verdicts.setSpacing(SPACE // 2)
            _add_verdict(verdicts, "Massage", meaning.massage)
            verdicts.addSpacing(2 * SPACE)
            _add_verdict(verdicts, "Physical therapy", meaning.physical_therapy)
            verdicts.addStretch(1)
            column.addLayout(verdicts)


def _words(text: str, role: str) -> QLabel:
    label = set_role(QLabel(text), role)
    label.setWordWrap(True)
    return label


def _add_verdict(row: QHBoxLayout, kind: str, verdict: Verdict) -> None:
    row.addWidget(IconLabel(verdict_icon_name(verdict), verdict.code, 16))
    row.addWidget(set_role(QLabel(f"{kind}:"), "detail"))
    row.addWidget(set_verdict(set_role(QLabel(verdict_words(verdict)), "small"), verdict))
