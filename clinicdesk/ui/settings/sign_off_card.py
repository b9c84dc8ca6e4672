"""Whether the rules are signed off, and by whom: one card that says it, one that lists what came before."""

from collections.abc import Sequence
from datetime import tzinfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from clinicdesk.domain.sign_off import SignOff, SignOffStep
from clinicdesk.domain.suitability import Verdict
from clinicdesk.ui.fields import Card, button
from clinicdesk.ui.ruled_list import RuledList
from clinicdesk.ui.settings.sign_off_forms import WithdrawForm
from clinicdesk.ui.sign_off_words import rules_standing
from clinicdesk.ui.style import SPACE, IconLabel, set_role, set_verdict
from clinicdesk.ui.when import clock, dated_day, plain_day

_REVIEW = Verdict.NEEDS_CLINICIAN_REVIEW


class StandingCard(Card):
    """Tinted while nobody has signed these rules, quiet once somebody has.

    Signals:
        withdraw_requested: withdraw, with the reason typed in ``withdrawal``.
    """

    withdraw_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._icon = IconLabel("pen-line", _REVIEW.code, 24)
        self.words = set_role(QLabel(), "heading")
        self.words.setWordWrap(True)
        self.line = QLabel()
        self.line.setWordWrap(True)
        self.withdraw = button("Withdraw…", role="quiet")
        self.withdraw.clicked.connect(self._begin)
        self.withdrawal = WithdrawForm()
        self.withdrawal.withdraw_requested.connect(self.withdraw_requested)
        self.withdrawal.closed.connect(self._leave)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.words)
        words.addWidget(self.line)
        row = QHBoxLayout()
        row.setSpacing(SPACE + 4)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        row.addWidget(self.withdraw, 0, Qt.AlignmentFlag.AlignTop)
        self.column.addLayout(row)
        self.column.addWidget(self.withdrawal)

    def show_standing(
        self, signed: SignOff | None, before: SignOff | None, zone: tzinfo, *, at_therapist: bool
    ) -> None:
        """Say how it stands.

        Args:
            signed: the sign-off of these rules, or None.
            before: the newest entry about any rules, or None.
            zone: of the clinic.
            at_therapist: whether who is at the desk may withdraw it.
        """
        verdict = _REVIEW if signed is None else None
        set_verdict(self, verdict)
        set_verdict(self.words, verdict)
        self._icon.show_icon("pen-line" if verdict else "user-check", verdict.code if verdict else "accent")
        self.words.setText(rules_standing(signed, zone))
        self.line.setText(_unsigned(before, zone) if signed is None else f"Licence {signed.licence}")
        self.withdraw.setVisible(signed is not None and at_therapist)
        self.withdrawal.clear()
        self.withdrawal.hide()

    def _begin(self) -> None:
        self.withdraw.hide()
        self.withdrawal.show()
        self.withdrawal.reason.setFocus()

    def _leave(self) -> None:
        self.withdrawal.clear()
        self.withdrawal.hide()
        self.withdraw.show()
        self.withdraw.setFocus()


def _unsigned(before: SignOff | None, zone: tzinfo) -> str:
    if before is None:
        return "No licensed clinician of this clinic has signed this version. Panel and printed sheets say so."
    day = plain_day(before.made_at.astimezone(zone).date())
    if before.step is SignOffStep.WITHDRAWN:
        return f"The last sign-off was withdrawn by {before.name}, {day}."
    return (
        f"Other rules than these, version {before.ruleset_version}, were signed off by {before.name}, {day}. "
        "These need a signature of their own."
    )


class SignOffHistory(Card):
    """Every sign-off and every withdrawal, newest first."""

    def __init__(self) -> None:
        super().__init__(margin=2 * SPACE)
        self._rows = RuledList()
        self.column.addWidget(set_role(QLabel("History of sign-offs"), "heading"))
        self.column.addLayout(self._rows)

    def show_entries(self, entries: Sequence[SignOff], zone: tzinfo) -> None:
        """List them anew; without any there is nothing to show."""
        self._rows.show_lines(_row(entry, zone) for entry in entries)
        self.setVisible(bool(entries))


def _row(entry: SignOff, zone: tzinfo) -> QWidget:
    signed = entry.step is SignOffStep.SIGNED
    what = f"Signed off by {entry.name}, licence {entry.licence}" if signed else f"Withdrawn by {entry.name}"
    day = dated_day(entry.made_at.astimezone(zone).date())
    details = [f"{day}, {clock(entry.made_at, zone)}", f"version {entry.ruleset_version}", entry.short_hash]
    words = QVBoxLayout()
    words.setSpacing(2)
    for text, role in ((what, "body"), (entry.reason, "body"), ("  ·  ".join(details), "detail")):
        if text:
            label = set_role(QLabel(text), role)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            words.addWidget(label)
    widget = QWidget()
    widget.setToolTip(f"{entry.ruleset_id} {entry.ruleset_version}\n{entry.ruleset_hash}")
    row = QHBoxLayout(widget)
    row.setContentsMargins(0, SPACE, 0, SPACE)
    row.setSpacing(SPACE + 4)
    row.addWidget(IconLabel("user-check" if signed else "undo-2", "muted", 18), 0, Qt.AlignmentFlag.AlignTop)
    row.addLayout(words, 1)
    return widget
