"""What is typed to vouch for the rules, and to take it back."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from clinicdesk.domain.sign_off import VOUCHED, short_hash
from clinicdesk.errors import InvalidValues
from clinicdesk.rules import RuleSetVersion
from clinicdesk.ui.enter_key import enter_moves_on, enter_presses, is_enter, is_save
from clinicdesk.ui.fields import Card, Field, button, side_by_side
from clinicdesk.ui.style import SPACE, set_role


class SignOffForm(Card):
    """Name, licence, what is vouched for, and one box to confirm it.

    Signals:
        sign_requested: sign with what was typed.
    """

    sign_requested = Signal()

    def __init__(self) -> None:
        super().__init__(margin=3 * SPACE)
        self.name, self.licence = QLineEdit(), QLineEdit()
        self.confirmed = QCheckBox()
        self.fields = {
            "name": Field("Your full name", self.name, hint="As on your licence."),
            "licence": Field("Licence number", self.licence, hint="Your licence to practise."),
            "confirmed": Field("Confirmation", self.confirmed),
        }
        self.sign_button = button("Sign off these rules", role="primary", icon="pen-line", keys="Ctrl+Return")
        self.sign_button.clicked.connect(self.sign_requested)
        self.column.setSpacing(2 * SPACE)
        self.column.addWidget(set_role(QLabel("Sign off these rules"), "heading"))
        self.column.addLayout(_vouched())
        self.column.addLayout(side_by_side([self.fields["name"], self.fields["licence"]]))
        self.column.addWidget(self.fields["confirmed"])
        self.column.addLayout(_at_right(self.sign_button))

    def show_version(self, version: RuleSetVersion) -> None:
        """Say what would be signed."""
        self.confirmed.setText(f"I confirm this for version {version.version} ({short_hash(version.hash)})")
        # Whoever does not see the page hears what the box stands for.
        self.confirmed.setAccessibleName(" ".join((self.confirmed.text() + ".", *VOUCHED)))

    def clear(self) -> None:
        """Nothing typed stays: the next signature is typed anew."""
        self.name.clear()
        self.licence.clear()
        self.confirmed.setChecked(False)
        for field in self.fields.values():
            field.clear_error()

    def show_faults(self, faults: InvalidValues) -> None:
        """Say beside each field what is missing, and go to the first."""
        for name, field in self.fields.items():
            field.set_error(faults.fields.get(name, ""))
        next(field for name, field in self.fields.items() if name in faults.fields).editor.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter moves on, Ctrl+Enter signs."""
        if is_save(event):
            self.sign_button.click()
        elif not enter_moves_on(event, self):
            super().keyPressEvent(event)


class WithdrawForm(QWidget):
    """Why a sign-off no longer stands.

    Signals:
        withdraw_requested: withdraw with the reason typed.
        closed: leave it as it is.
    """

    withdraw_requested = Signal()
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.reason = QLineEdit()
        self.field = Field("Why is it withdrawn?", self.reason, hint="Kept in the history for everybody to read.")
        self.withdraw_button = button("Withdraw the sign-off", role="danger", icon="undo-2")
        self.withdraw_button.clicked.connect(self.withdraw_requested)
        keep = button("Keep it", role="quiet")
        keep.clicked.connect(self.closed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, SPACE, 0, 0)
        column.setSpacing(2 * SPACE)
        column.addWidget(self.field)
        column.addLayout(_at_right(keep, self.withdraw_button))

    def clear(self) -> None:
        """Nothing typed stays."""
        self.reason.clear()
        self.field.clear_error()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter presses the button that has the keyboard and withdraws from the line; Escape keeps the sign-off."""
        if enter_presses(event, self.focusWidget()):
            return
        if is_save(event) or is_enter(event):
            self.withdraw_button.click()
        elif event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)


def _vouched() -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(SPACE // 2)
    column.addWidget(set_role(QLabel("Whoever signs says:"), "muted"))
    for sentence in VOUCHED:
        words = QLabel(sentence)
        words.setWordWrap(True)
        row = QHBoxLayout()
        row.setSpacing(SPACE)
        row.addWidget(set_role(QLabel("\N{BULLET}"), "muted"), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(words, 1)
        column.addLayout(row)
    return column


def _at_right(*buttons: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(SPACE)
    row.addStretch(1)
    for each in buttons:
        row.addWidget(each)
    return row
