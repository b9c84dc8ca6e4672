"""Locking the window, asking for PINs, and holding back what must not be seen meanwhile."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSettings, Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from clinicdesk.domain.staff import StaffMember
from clinicdesk.ui.messages import Action
from clinicdesk.ui.when import moment_words

if TYPE_CHECKING:
    from clinicdesk.ui.shell.window import MainWindow
    from clinicdesk.ui.sign_in.veils import LockVeil, PinWish

_HANDED_OVER = "desk/handed_over"
_MINUTE_MS = 60_000
_INPUT = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
    }
)


class Locking(QObject):
    """Whether the window is locked. Nothing on its pages is touched by it: what was being typed stands as it was."""

    def __init__(self, window: "MainWindow", settings: QSettings) -> None:
        super().__init__(window)
        self._window = window
        self._context = window.context
        self._settings = settings
        self.veil: LockVeil | None = None
        self._covered: list[QWidget] = []
        self._came_from: QWidget | None = None
        self._waiting: list[Callable[[], None]] = []
        self._handed_over = False
        self._idle = QTimer(self, singleShot=True)
        self._idle.timeout.connect(self._rested)
        self._context.pin_wished.connect(self._ask_pin)
        self._context.screen_handed_over.connect(self._note_hand_over)
        self._context.clinic_changed.connect(self._start_waiting)
        self._context.actor_changed.connect(self._tell_of_reset)

    @property
    def locked(self) -> bool:
        """Whether the window shows nothing until somebody says who they are."""
        return self.veil is not None

    def begin(self) -> None:
        """Start locked where the program ended in a patient's hands, or whose desk it was has a PIN.

        Everybody knows those of the demo clinic, which is there to be looked at.
        """
        if self._settings.value(_HANDED_OVER, False, type=bool):
            self.lock(taken_back=True)
        elif not self._context.clinic.demo and self._context.desk.pins.has(self._context.actor):
            self.lock()

    def watch(self) -> None:
        """Begin to count idle minutes; only what reaches the window itself is listened to."""
        handle = self._window.windowHandle()
        if handle is not None:
            handle.installEventFilter(self)
        self._start_waiting()

    def lock(self, *, taken_back: bool = False) -> None:
        """Cover the window. Whatever lies over it goes out of sight with the rest, and comes back with it."""
        from clinicdesk.ui.sign_in.veils import LockVeil  # noqa: PLC0415 - most starts lock nothing

        if self.locked or self._handed_over:
            return
        self._cover()
        self.veil = LockVeil(self._window, self._context, taken_back=taken_back)
        self.veil.unlocked.connect(self._unlock)

    def when_open(self, act: Callable[[], None]) -> None:
        """Do something now, or once nobody but the staff can see it."""
        if self.locked or self._handed_over:
            self._waiting.append(act)
        else:
            act()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Somebody is here."""
        if event.type() in _INPUT and self._idle.isActive():
            self._idle.start()
        return super().eventFilter(watched, event)

    def _unlock(self, member: StaffMember) -> None:
        veil, self.veil = self.veil, None
        if veil is None:
            return
        self._uncover()
        veil.close()
        self._settings.remove(_HANDED_OVER)
        if member == self._context.actor:
            self._tell_of_reset(member)
        self._context.change_actor(member)
        self._start_waiting()
        self._catch_up()

    def _cover(self) -> None:
        """Take everything in the window out of sight, and its keys away."""
        while (popup := QApplication.activePopupWidget()) is not None and popup.close():
            pass
        self._came_from = self._window.focusWidget()
        only_here = Qt.FindChildOption.FindDirectChildrenOnly
        children = self._window.findChildren(QWidget, options=only_here)
        self._covered = [child for child in children if not child.isHidden() and not child.isWindow()]
        for child in self._covered:
            child.hide()
        self._window.set_keys_enabled(False)

    def _uncover(self) -> None:
        """Bring it all back as it was, the keyboard too."""
        covered, self._covered = self._covered, []
        for child in covered:
            child.show()
        self._window.set_keys_enabled(True)
        if self._came_from is not None:
            self._came_from.setFocus(Qt.FocusReason.OtherFocusReason)
            self._came_from = None

    def _catch_up(self) -> None:
        waiting, self._waiting = self._waiting, []
        for act in waiting:
            act()

    def _ask_pin(self, wish: "PinWish") -> None:
        from clinicdesk.ui.sign_in.veils import NewPinVeil, PinVeil  # noqa: PLC0415 - rarely needed

        for kind in (PinVeil, NewPinVeil):
            for before in self._window.findChildren(kind):
                if before.isVisible():  # one that was closed already only waits to be deleted
                    before.close()
        veil = PinVeil if self._context.desk.pins.has(wish.member) else NewPinVeil
        veil(self._window, self._context, wish)

    def _tell_of_reset(self, member: StaffMember) -> None:
        """Whose PIN somebody else reset is told each time they sit down, until they have seen it or set another."""
        context = self._context
        reset = context.desk.pins.reset_to_tell(member)
        if reset is None:
            return

        def seen() -> None:
            context.desk.pins.note_reset_seen(actor=member, now=context.now())
            context.messages.close()

        told = (
            f"{reset.by} reset your PIN, {moment_words(reset.at, context.clinic.tz)}: “{reset.reason}”. If you did not "
            "ask for that, set another under Settings, People, and say so to your colleagues."
        )
        self.when_open(lambda: context.messages.warning(told, Action("Seen", "check", "", seen)))

    def _note_hand_over(self, away: bool) -> None:
        """Written down at once: a program that ends in a patient's hands must not open on the records.

        The window behind is emptied too: another key of the system might bring it to the front.
        """
        self._handed_over = away
        if away:
            self._settings.setValue(_HANDED_OVER, True)
            self._idle.stop()
            self._cover()
        else:
            self._uncover()
            self._settings.remove(_HANDED_OVER)
        self._settings.sync()
        if not away:
            self._start_waiting()
            self._catch_up()

    def _start_waiting(self) -> None:
        minutes = self._context.clinic.lock_minutes
        if minutes:
            self._idle.start(minutes * _MINUTE_MS)
        else:
            self._idle.stop()

    def _rested(self) -> None:
        """Where nobody has a PIN yet a lock would keep nobody out, and only be in the way."""
        if self._context.desk.pins.all():
            self.lock()
        else:
            self._start_waiting()
