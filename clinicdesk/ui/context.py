"""What every page is handed: the desk, the time, who is at the desk, and where to say things."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, Signal

from clinicdesk.domain.clinic import Clinic
from clinicdesk.domain.staff import Role, StaffMember
from clinicdesk.ui.messages import Messages
from clinicdesk.ui.undoing import DeskUndo

if TYPE_CHECKING:
    from clinicdesk.desk import Desk
    from clinicdesk.desk.pins import Purpose
    from clinicdesk.ui.jobs import OpenDesk


def system_clock() -> datetime:
    """The time now, in UTC; the only clock of the program."""
    return datetime.now(UTC)


class DeskContext(QObject):
    """The desk as one person sits at it now.

    Attributes:
        starting: the window is not painted yet; what can wait for that waits for ``settled``.
        open_desk: opens a desk of its own for work on another thread; None where there is none.

    Signals:
        actor_changed(StaffMember): somebody else sits at the desk.
        day_changed: it is another day at the clinic.
        clinic_changed(Clinic): the clinic's details were changed.
        records_changed: what is on file was changed behind the page in front: by undo, or by another desk.
        sign_off_changed: the rules were signed off, or a sign-off was withdrawn.
        pin_wished(PinWish): somebody is to prove who they are before something happens.
        screen_handed_over(bool): a patient has the screen, or the desk has it again.
        rules_changed: other rules judge than before.
        settled: the window is painted.
        decided: a therapist decided beside the rules what counts for somebody, or took that back.
    """

    actor_changed = Signal(object)
    day_changed = Signal()
    clinic_changed = Signal(object)
    sign_off_changed = Signal()
    pin_wished = Signal(object)
    screen_handed_over = Signal(bool)
    records_changed = Signal()
    rules_changed = Signal()
    decided = Signal()
    settled = Signal()

    def __init__(
        self,
        desk: "Desk",
        clinic: Clinic,
        actor: StaffMember,
        *,
        clock: Callable[[], datetime] = system_clock,
        settings: QSettings | None = None,
        open_desk: "OpenDesk | None" = None,
        starting: bool = False,
    ) -> None:
        super().__init__()
        self.starting = starting
        self.desk = desk
        self.open_desk = open_desk
        self._settings = settings
        self.clock = clock
        self.messages = Messages(self)
        self.undoing = DeskUndo(self)
        self._clinic = clinic
        self._actor = actor
        self._day = self.today()

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

    def setting(self, name: str, usual: object) -> object:
        """What was chosen on this computer before, or what is usual."""
        return usual if self._settings is None else self._settings.value(name, usual)

    def keep_setting(self, name: str, value: object) -> None:
        """Choose something for this computer, which stands when the program starts again."""
        if self._settings is not None:
            self._settings.setValue(name, value)

    def now(self) -> datetime:
        """The time now, aware and in UTC."""
        return self.clock()

    def local(self, moment: datetime) -> datetime:
        """A stored time as the clinic's clocks show it."""
        return moment.astimezone(self._clinic.tz)

    def today(self) -> date:
        """Today in the clinic's zone."""
        return self.local(self.now()).date()

    def follow_day(self) -> None:
        """Notice that another day has begun; asked every minute."""
        if self.today() != self._day:
            self._day = self.today()
            self.day_changed.emit()

    def change_actor(self, actor: StaffMember) -> None:
        """Somebody else sits down at the desk."""
        if actor != self._actor:
            self._actor = actor
            if self.messages.current is not None and self.messages.current.action is not None:
                self.messages.close()  # what it offers is theirs who sat here before
            self.actor_changed.emit(actor)

    def sit_down(self, member: StaffMember) -> None:
        """Somebody else wants to sit down at the desk; who has a PIN types it first."""
        from clinicdesk.desk.pins import Purpose  # noqa: PLC0415 - most starts ask for no PIN

        if member != self._actor:
            why = "Your PIN, please: you sit down at the desk."
            self._prove(member, Purpose.SIT_DOWN, why, lambda: self.change_actor(member))

    def vouch(self, what: str, then: Callable[[], None]) -> None:
        """Do what a therapist's name stands for, such as signing off; who has a PIN types it first, each time.

        ``what`` continues "Your PIN, please: you", such as ``sign these rules off``.
        """
        from clinicdesk.desk.pins import Purpose  # noqa: PLC0415 - same

        self._prove(self._actor, Purpose.VOUCH, f"Your PIN, please: you {what}.", then)

    def _prove(self, member: StaffMember, purpose: "Purpose", why: str, then: Callable[[], None]) -> None:
        if self.desk.pins.has(member):
            from clinicdesk.ui.sign_in.veils import PinWish  # noqa: PLC0415 - same

            self.pin_wished.emit(PinWish(member, purpose, why, then))
        else:
            then()

    def follow_rules(self) -> None:
        """Judge by the rules that the records say are in force; another window may have put others there."""
        if self.desk.rules.refresh():
            self.rules_changed.emit()

    def settle(self) -> None:
        """The window is painted."""
        self.starting = False
        self.settled.emit()

    def change_clinic(self, clinic: Clinic) -> None:
        """The clinic's details were stored anew."""
        self._clinic = clinic
        self.clinic_changed.emit(clinic)
