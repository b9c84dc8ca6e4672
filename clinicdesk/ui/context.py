"""What every page is handed: the desk, the time, who is at the desk, and where to say things."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, Signal

from clinicdesk.domain.clinic import Clinic
from clinicdesk.domain.staff import Role, StaffMember
from clinicdesk.errors import NotAllowed
from clinicdesk.ui.messages import Messages
from clinicdesk.ui.undoing import DeskUndo

if TYPE_CHECKING:
    from clinicdesk.desk import Desk
    from clinicdesk.desk.pins import Purpose
    from clinicdesk.desk.vouching import Vouched
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

        if member == self._actor:
            return
        if self.desk.pins.has(member):
            self._ask_pin(member, Purpose.SIT_DOWN, "sit down at the desk", lambda _: self.change_actor(member))
        else:
            self.change_actor(member)

    def vouch(self, what: str, then: "Callable[[Vouched], None]", *, anybody: bool = False) -> None:
        """Do what a therapist's name stands for, such as signing off; they type their PIN first, each time.

        Args:
            what: continues "Your PIN, please: you", such as ``sign these rules off``.
            then: does it, with the proof that the desk asks for.
            anybody: whether it is not for therapists alone.
        """
        from clinicdesk.desk.pins import Purpose  # noqa: PLC0415 - same

        try:
            if not anybody:
                self.desk.pins.refuse_to_vouch(self._actor, what)
        except NotAllowed as refused:
            self.messages.show_error(refused)
        else:
            self._ask_pin(self._actor, Purpose.VOUCH, what, lambda vouched: then(vouched) if vouched else None)

    def before_hand_over(self, then: Callable[[], None]) -> None:
        """Hand the screen over, once somebody has a PIN: nothing else brings it back to the desk."""
        from clinicdesk.desk.pins import Purpose  # noqa: PLC0415 - same

        if self.desk.pins.all():
            then()
        else:
            self._ask_pin(self._actor, Purpose.TAKE_BACK, "hand the screen over", lambda _: then())

    def _ask_pin(
        self, member: StaffMember, purpose: "Purpose", what: str, then: "Callable[[Vouched | None], None]"
    ) -> None:
        from clinicdesk.ui.sign_in.veils import PinWish  # noqa: PLC0415 - same

        self.pin_wished.emit(PinWish(member, purpose, what, then))

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
