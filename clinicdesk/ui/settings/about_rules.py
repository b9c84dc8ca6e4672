"""Which rules judge here, how far they may be trusted, and who vouches for them."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from clinicdesk.desk.sign_off import refuse_faulty, refuse_without_reason
from clinicdesk.domain.sign_off import short_hash
from clinicdesk.errors import ClinicDeskError, InvalidValues
from clinicdesk.ui.context import DeskContext
from clinicdesk.ui.fields import Card, button
from clinicdesk.ui.settings.sign_off_card import SignOffHistory, StandingCard
from clinicdesk.ui.settings.sign_off_forms import SignOffForm
from clinicdesk.ui.stacking import stacked
from clinicdesk.ui.style import SPACE, IconLabel, set_role

if TYPE_CHECKING:
    from clinicdesk.desk.vouching import Vouched
    from clinicdesk.rules import Knowledge


class AboutRules(QWidget):
    """The sign-off, the statement that comes with the rules, their version and content hash, and what was signed.

    Signals:
        reading_requested: show the rules and their sources in full.
    """

    reading_requested = Signal()

    def __init__(self, context: DeskContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._shown: object = None
        self.standing = StandingCard()
        self.standing.withdraw_requested.connect(self._ask_to_withdraw)
        self.form = SignOffForm()
        self.form.sign_requested.connect(self._ask_to_sign)
        self.who_may = _Note()
        self.history = SignOffHistory()
        about = Card(margin=3 * SPACE)
        about.column.setSpacing(2 * SPACE)
        self.statement = QLabel()
        self.statement.setWordWrap(True)
        self.facts = _Facts()
        about.column.addWidget(self.statement)
        about.column.addLayout(self.facts)
        self.read = button("Read the rules and their sources", icon="search")
        self.read.clicked.connect(self.reading_requested)
        about.column.addWidget(self.read, 0, Qt.AlignmentFlag.AlignLeft)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * SPACE)
        for part in (self.standing, self.form, self.who_may, about, self.history):
            column.addWidget(part)
        context.actor_changed.connect(self.refresh)
        context.rules_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Read anew who signed, and offer the form to whoever may sign; what is typed stays while nothing is new."""
        context = self._context
        knowledge = context.desk.ruleset.knowledge
        signed, entries = context.desk.sign_off.current(), context.desk.sign_off.history()
        who_may, zone = self._who_may(), context.clinic.tz
        shown = (knowledge.version, signed, len(entries), context.actor, who_may, zone)
        if shown == self._shown:
            return
        self._shown = shown
        self.statement.setText(knowledge.statement)
        self.facts.show_knowledge(knowledge)
        self.form.show_version(knowledge.version)
        may_sign = context.at_therapist
        self.standing.show_standing(signed, next(iter(entries), None), zone, at_therapist=may_sign)
        self.form.clear()
        self.form.setVisible(signed is None and may_sign)
        self.who_may.setVisible(signed is None and not may_sign)
        self.who_may.words.setText(who_may)
        self.history.show_entries(entries, zone)

    def _who_may(self) -> str:
        names = [member.name for member in self._context.desk.clinic.therapists()]
        if not names:
            return "Only a therapist can sign the rules off, and none works here yet. Add one under People."
        return (
            f"Only a therapist can sign the rules off: {', '.join(names)}. "
            "Whoever signs first sits down at the desk: press the name at the foot of the window."
        )

    def _ask_to_sign(self) -> None:
        context, form = self._context, self.form
        try:
            refuse_faulty(
                form.name.text(), form.licence.text(), confirmed=form.confirmed.isChecked(), actor=context.actor
            )
        except InvalidValues as faults:
            form.show_faults(faults)
        else:
            context.vouch("sign these rules off", self._sign)

    def _sign(self, vouched: "Vouched") -> None:
        context, form = self._context, self.form
        try:
            signed = context.desk.sign_off.sign(
                name=form.name.text(),
                licence=form.licence.text(),
                confirmed=form.confirmed.isChecked(),
                vouched=vouched,
                now=context.now(),
            )
        except ClinicDeskError as error:
            context.messages.show_error(error)
        else:
            self._tell(f"Signed off: version {signed.ruleset_version}. Panel and printed sheets now say so.")
            # The form is gone; without this the keyboard would land on the rail.
            self.standing.withdraw.setFocus()

    def _ask_to_withdraw(self) -> None:
        withdrawal = self.standing.withdrawal
        try:
            refuse_without_reason(withdrawal.reason.text())
        except InvalidValues as faults:
            withdrawal.field.set_error(faults.fields["reason"])
            withdrawal.reason.setFocus()
        else:
            self._context.vouch("withdraw the sign-off", self._withdraw)

    def _withdraw(self, vouched: "Vouched") -> None:
        context, reason = self._context, self.standing.withdrawal.reason.text()
        try:
            context.desk.sign_off.withdraw(reason=reason, vouched=vouched, now=context.now())
        except ClinicDeskError as error:
            context.messages.show_error(error)
        else:
            self._tell("The sign-off was withdrawn. Panel and printed sheets now say that nobody has signed.")
            # Next comes reading again; without this the keyboard would land on the rail.
            self.read.setFocus()

    def _tell(self, what: str) -> None:
        self.refresh()
        self._context.sign_off_changed.emit()
        self._context.messages.info(what)


class _Note(QWidget):
    """A quiet sentence where a form would otherwise stand."""

    def __init__(self) -> None:
        super().__init__()
        self.words = set_role(QLabel(), "muted")
        self.words.setWordWrap(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * SPACE, 0, 2 * SPACE, 0)
        row.setSpacing(SPACE + 4)
        row.addWidget(IconLabel("info", "muted", 18), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.words, 1)


class _Facts(QGridLayout):
    """Which rules these are, and how much of them there is."""

    def __init__(self) -> None:
        super().__init__()
        self.setHorizontalSpacing(3 * SPACE)
        self.setVerticalSpacing(SPACE)
        self.setColumnStretch(1, 1)
        self._values: list[QLabel] = []
        for place, name in enumerate(("Rules", "Version", "Content", "SHA-256")):
            value = QLabel()
            value.setWordWrap(True)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._values.append(value)
            self.addWidget(set_role(QLabel(name), "muted"), place, 0, Qt.AlignmentFlag.AlignTop)
            self.addWidget(value, place, 1)

    def show_knowledge(self, knowledge: "Knowledge") -> None:
        """Name these rules."""
        wide = 16 if stacked() else 32
        version, judging = knowledge.version, sum(rule.active for rule in knowledge.rules.values())
        off = len(knowledge.rules) - judging
        rules = f"{judging} rules and {off} switched off" if off else f"{judging} rules"
        facts = (
            version.id,
            f"{version.version}  ·  {short_hash(version.hash)}",
            f"{len(knowledge.findings)} questions, {rules}, {len(knowledge.sources)} sources",
            "\n".join(version.hash[start : start + wide] for start in range(0, len(version.hash), wide)),
        )
        for label, text in zip(self._values, facts, strict=True):
            label.setText(text)
