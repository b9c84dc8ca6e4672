"""How the schedule is looked at: the view that is on, the one before, and those on the function keys."""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from clinicdesk.desk.saved_views import LAST, ScheduleView
from clinicdesk.errors import ClinicDeskError

if TYPE_CHECKING:
    from clinicdesk.ui.context import DeskContext

FIRST_VIEWS = {2: ScheduleView(), 3: ScheduleView(week=True), 4: ScheduleView(rooms=True)}
"""What is on the function keys of somebody who has saved nothing yet."""


class Looking(QObject):
    """The views of whoever is at the desk.

    Signals:
        view_changed(ScheduleView): the schedule is looked at another way.
        saved_changed(mapping): what each function key holds, in words.
    """

    view_changed = Signal(object)
    saved_changed = Signal(object)

    def __init__(self, context: "DeskContext", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.view = ScheduleView()
        self._saved: dict[int, ScheduleView] = {}
        self._unkept = False

    def follow_actor(self) -> None:
        """Everybody has views of their own; until one is saved there are a few to begin with."""
        saved = self._context.desk.saved_views.of(self._context.actor)
        self.view = saved.pop(LAST, ScheduleView())
        self._saved = FIRST_VIEWS | saved
        self._tell_saved()
        self.view_changed.emit(self.view)

    def look(self, view: ScheduleView) -> None:
        """Look another way, and remember it."""
        self.view = view
        self._keep(LAST, view)
        self.view_changed.emit(view)

    def zoomed(self, zoom: float) -> None:
        """The schedule was zoomed; that is remembered and nothing has to be drawn anew."""
        self.view = replace(self.view, zoom=zoom)
        # A turn of the wheel is many steps; what it came to is kept when the page is left.
        self._unkept = True

    def flush(self) -> None:
        """Keep how far the schedule was zoomed."""
        if self._unkept:
            self._keep(LAST, self.view)

    def recall(self, number: int) -> None:
        """Look the way that was saved on a function key."""
        view = self._saved.get(number)
        if view is None:
            words = f"Nothing is saved on F{number} yet. Shift+F{number} saves the present view there."
            self._context.messages.info(words)
        else:
            self.look(view)

    def save(self, number: int) -> None:
        """Keep the present view on a function key."""
        if self._keep(number, self.view):
            self._saved[number] = self.view
            self._tell_saved()
            self._context.messages.info(f"The present view is on F{number} now.")

    def _keep(self, place: int, view: ScheduleView) -> bool:
        self._unkept = self._unkept and place != LAST
        try:
            self._context.desk.saved_views.keep(place, view, actor=self._context.actor)
        except ClinicDeskError as error:
            self._context.messages.show_error(error)
            return False
        return True

    def _tell_saved(self) -> None:
        clinic = self._context.desk.clinic
        names = {member.id: member.name for member in clinic.therapists()}
        names |= {room.id: room.name for room in clinic.rooms()}
        self.saved_changed.emit({number: _words(view, names) for number, view in sorted(self._saved.items())})


def _words(view: ScheduleView, names: dict[str, str]) -> str:
    """A view in a few words, for a menu."""
    what = "rooms" if view.rooms else "therapists"
    chosen = [names[each] for each in view.chosen if each in names]
    whose = f"all {what}" if not chosen else chosen[0] if len(chosen) == 1 else f"{len(chosen)} {what}"
    zoom = f", {round(view.zoom * 100)} %" if view.zoom != 1.0 else ""
    return f"{'Week' if view.week else 'Day'}, {whose}, {view.grid} min{zoom}"
