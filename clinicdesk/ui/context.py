"""What every page is handed: the desk, the time, who is at the desk, and where to say things."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from clinicdesk.domain.clinic import Clinic
from clinicdesk.domain.staff import Role, StaffMember
from clinicdesk.ui.messages import Messages

if TYPE_CHECKING:
    from clinicdesk.desk import Desk


def system_clock() -> datetime:
    """The time now, in UTC; the only clock of the program."""
    return datetime.now(UTC)


class DeskContext(QObject):
    """The desk as one person sits at it now.

    Signals:
        actor_changed(StaffMember): somebody else sits at the desk.
        clinic_changed(Clinic): the clinic's details were changed.
        sign_off_changed: the rules were signed off, or a sign-off was withdrawn.
    """

    actor_changed = Signal(object)
    clinic_changed = Signal(object)
    sign_off_changed = Signal()

    def __init__(
        self, desk: "Desk", clinic: Clinic, actor: StaffMember, *, clock: Callable[[], datetime] = system_clock
    ) -> None:
        super().__init__()
        self.desk = desk
        self.clock = clock
        self.messages = Messages(self)
        self._clinic = clinic
        self._actor = actor

    @property
    def clinic(self) -> Clinic:
        """The clinic whose records are open."""
        return self._clinic

    @property
    def actor(self) -> StaffMember:
        """Who is at the desk; every desk call names them."""
        return self._actor

    @property
    def at_therapist(self) -> bool:
        """Whether a therapist is at the desk."""
        return self._actor.role is Role.THERAPIST

    def now(self) -> datetime:
        """The time now, aware and in UTC."""
        return self.clock()

    def local(self, moment: datetime) -> datetime:
        """A stored time as the clinic's clocks show it."""
        return moment.astimezone(self._clinic.tz)

    def today(self) -> date:
        """Today in the clinic's zone."""
        return self.local(self.now()).date()

    def change_actor(self, actor: StaffMember) -> None:
        """Somebody else sits down at the desk."""
        if actor != self._actor:
            self._actor = actor
            self.actor_changed.emit(actor)

    def change_clinic(self, clinic: Clinic) -> None:
        """The clinic's details were stored anew."""
        self._clinic = clinic
        self.clinic_changed.emit(clinic)
