"""The line at the foot of the window: who is at the desk, and where the records are."""

from PySide6.QtCore import QPoint, QSettings, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QPushButton, QWidget

from clinicdesk.domain.staff import StaffMember
from clinicdesk.ui.context import DeskContext
from clinicdesk.ui.fields import key_text
from clinicdesk.ui.style import SPACE, IconLabel, set_icon, set_role

_ACTOR = "desk/actor"


def kept_actor(settings: QSettings, staff: list[StaffMember]) -> StaffMember:
    """Who was at the desk when the program ended, else the first of the staff."""
    kept = settings.value(_ACTOR)
    return next((member for member in staff if member.id == kept), staff[0])


class StatusLine(QFrame):
    """Quiet facts, and two buttons: somebody else sits down at the desk, or nobody does.

    Signals:
        lock_requested: hide everything.
    """

    lock_requested = Signal()

    def __init__(self, context: DeskContext, settings: QSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "status")
        self._context = context
        self._settings = settings
        self.actor_button = set_role(QPushButton(), "status")
        self.actor_button.setToolTip("Say who is at the desk now; every entry names them")
        self.actor_button.clicked.connect(self._offer_staff)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE, 2, 2 * SPACE, 2)
        row.setSpacing(SPACE // 2)
        row.addWidget(self.actor_button)
        self.lock_button = set_role(QPushButton("Lock"), "status")
        self.lock_button.setToolTip(f"Hide everything until somebody says who they are ({key_text('Ctrl+L')})")
        self.lock_button.clicked.connect(self.lock_requested)
        set_icon(self.lock_button, "lock", "muted", 14)
        row.addWidget(self.lock_button)
        row.addStretch(1)
        row.addWidget(IconLabel("database", "muted", 14))
        row.addWidget(set_role(QLabel("All records on this computer"), "detail"))
        context.actor_changed.connect(self._show_actor)
        self._show_actor()

    def staff_menu(self) -> QMenu:
        """Everybody who may sit at the desk, the present one marked."""
        menu = QMenu(self)
        for member in self._context.desk.clinic.staff():
            action = QAction(f"{member.name} ({member.role.value})", menu)
            action.setCheckable(True)
            action.setChecked(member.id == self._context.actor.id)
            action.triggered.connect(lambda _checked=False, chosen=member: self._context.sit_down(chosen))
            menu.addAction(action)
        return menu

    def _offer_staff(self) -> None:
        menu = self.staff_menu()
        menu.aboutToHide.connect(menu.deleteLater)
        above = QPoint(0, -menu.sizeHint().height())
        menu.popup(self.actor_button.mapToGlobal(above))

    def _show_actor(self) -> None:
        actor = self._context.actor
        self.actor_button.setText(f"Desk: {actor.name} ({actor.role.value})")
        set_icon(self.actor_button, "user", "muted", 14)
        if self._settings.value(_ACTOR) != actor.id:
            self._settings.setValue(_ACTOR, actor.id)
