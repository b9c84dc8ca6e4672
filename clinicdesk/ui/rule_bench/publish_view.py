"""Putting the copy in force: why, what is answered for, and what follows from it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from clinicdesk.errors import InvalidValues
from clinicdesk.ui.enter_key import enter_moves_on, is_save
from clinicdesk.ui.fields import Card, Field, button
from clinicdesk.ui.rule_bench.problems import problems_of, standing_words
from clinicdesk.ui.style import SPACE, IconLabel, set_role

if TYPE_CHECKING:
    from clinicdesk.ui.context import DeskContext
    from clinicdesk.ui.rule_bench.in_hand import CopyInHand

_FOLLOWS = (
    "The new version judges at once, here and at every other desk. Panel and pages follow.",
    "It needs a sign-off of its own: until a therapist has signed it, panel and printed sheets say so.",
    "What was said about sessions before stays as it was said; whose verdict is another now stands on the call list.",
)
_WELL, _BROKEN, _FAULTY = ("circle-check", "muted"), ("triangle-alert", "warning"), ("circle-alert", "error")


class PublishView(QWidget):
    """The form; only a therapist can send it.

    Signals:
        publish_requested: publish with what was typed.
        problems_requested: show what is wrong with the copy.
    """

    publish_requested = Signal()
    problems_requested = Signal()

    def __init__(self, context: "DeskContext", in_hand: "CopyInHand", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._in_hand = in_hand
        self.standing = QLabel()
        self.standing.setWordWrap(True)
        self._icon = IconLabel("info", "muted", 18)
        self.show_problems = button("Show them", role="link")
        self.show_problems.clicked.connect(self.problems_requested)
        self.reason = QLineEdit()
        self.reason_field = Field("Why are the rules changed?", self.reason, hint="Kept with the version.")
        self.broken = QLabel()
        self.broken.setWordWrap(True)
        self.broken.setTextFormat(Qt.TextFormat.PlainText)
        self.accepted = QCheckBox()
        self.accepted_field = Field("These rules no longer keep", self.accepted)
        self.publish = button("Publish", role="primary", icon="check-check", keys="Ctrl+Return")
        self.publish.clicked.connect(self.publish_requested)
        self.who_may = set_role(QLabel(), "muted")
        self.who_may.setWordWrap(True)
        card = Card(margin=3 * SPACE)
        card.column.setSpacing(2 * SPACE)
        self._fill(card)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, SPACE, SPACE)
        column.addWidget(card)
        column.addStretch(1)
        in_hand.looked_through.connect(self._follow)
        in_hand.reloaded.connect(self._follow)
        context.actor_changed.connect(self._follow)

    def refresh(self) -> None:
        """Say how the copy stands, and offer the form to whoever may send it."""
        found, in_hand, context = self._in_hand.found, self._in_hand, self._context
        changed = bool(in_hand.changed_files)
        problems = problems_of(found, in_hand.texts) if found is not None else ()
        sound = found is not None and found.knowledge is not None and not found.grave
        self.standing.setText(standing_words(problems, changed=changed) if found is not None else "Looking it through…")
        self._icon.show_icon(*(_FAULTY if not sound else _BROKEN if problems else _WELL))
        self.show_problems.setVisible(bool(problems))
        lesser = found.lesser if found is not None and sound else ()
        self.broken.setText("\n".join(f"\N{BULLET} {each.sentence}" for each in lesser))
        self.accepted.setText(f"I answer for this, as {context.actor.name}.")
        self.accepted.setAccessibleDescription(self.broken.text())
        for part in (self.broken, self.accepted_field):
            part.setVisible(bool(lesser))
        self.publish.setText(f"Publish as version {context.desk.rule_bench.next_number()}")
        self.publish.setEnabled(sound and changed and context.at_therapist)
        self.who_may.setText(self._who_may(changed=changed))
        self.who_may.setVisible(bool(self.who_may.text()))

    def show_faults(self, faults: InvalidValues) -> None:
        """Say beside each field what is missing, and go to the first."""
        fields = {"reason": self.reason_field, "accepted": self.accepted_field}
        for name, field in fields.items():
            field.set_error(faults.fields.get(name, ""))
        next(field for name, field in fields.items() if name in faults.fields).editor.setFocus()

    def clear(self) -> None:
        """Nothing typed stays: the next version has reasons of its own."""
        self.reason.clear()
        self.accepted.setChecked(False)
        self.reason_field.clear_error()
        self.accepted_field.clear_error()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter moves on, Ctrl+Enter publishes."""
        if is_save(event):
            self.publish.click()
        elif not enter_moves_on(event, self):
            super().keyPressEvent(event)

    def _follow(self) -> None:
        # Whoever brings this part to the front lets it refresh itself.
        if self.isVisible():
            self.refresh()

    def _fill(self, card: Card) -> None:
        row = QHBoxLayout()
        row.setSpacing(SPACE)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.standing, 1)
        row.addWidget(self.show_problems, 0, Qt.AlignmentFlag.AlignTop)
        card.column.addWidget(set_role(QLabel("Publish the copy as a new version"), "heading"))
        card.column.addLayout(row)
        for sentence in _FOLLOWS:
            words = set_role(QLabel(f"\N{BULLET} {sentence}"), "muted")
            words.setWordWrap(True)
            card.column.addWidget(words)
        card.column.addWidget(self.reason_field)
        card.column.addWidget(self.accepted_field)
        card.column.addWidget(self.broken)
        foot = QHBoxLayout()
        foot.setSpacing(SPACE)
        foot.addWidget(self.who_may, 1)
        foot.addWidget(self.publish, 0, Qt.AlignmentFlag.AlignRight)
        card.column.addLayout(foot)

    def _who_may(self, *, changed: bool) -> str:
        if not changed:
            return "Nothing was changed yet."
        if self._context.at_therapist:
            return ""
        names = ", ".join(member.name for member in self._context.desk.clinic.therapists())
        return f"Only a therapist can publish rules{': ' + names if names else ''}. They sit down at the desk first."
