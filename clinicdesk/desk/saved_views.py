"""How a person at the desk likes to look at the schedule: the view they had last, and those on their function keys."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from clinicdesk.data import Store
from clinicdesk.domain.staff import StaffMember

LAST = 0
"""The place of the view that was on last; the others are the numbers of function keys."""
GRIDS = (5, 10, 15)
"""Minutes between the lines to choose from."""


@dataclass(frozen=True, slots=True)
class ScheduleView:
    """A way of looking at the schedule.

    Attributes:
        week: a week, else a day.
        rooms: a column per room, else per therapist.
        chosen: ids of the therapists or rooms shown; empty for all.
        grid: minutes between the lines.
        zoom: how much taller than readable.
    """

    week: bool = False
    rooms: bool = False
    chosen: tuple[str, ...] = ()
    grid: int = 15
    zoom: float = 1.0


class SavedViews:
    """Keeps views for each person. They are no records: nothing is noted in the audit trail."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def of(self, actor: StaffMember) -> dict[int, ScheduleView]:
        """A person's views by place."""
        found = {place: _view(payload) for place, payload in self._store.saved_views.of(actor.id).items()}
        return {place: view for place, view in found.items() if view is not None}

    def keep(self, place: int, view: ScheduleView, *, actor: StaffMember) -> None:
        """Keep a view for a person, in place of the one before."""
        with self._store.write():
            self._store.saved_views.put(actor.id, place, asdict(view))


def _view(payload: Mapping[str, object]) -> ScheduleView | None:
    """A view as it was kept, or None where another version of the program kept something else."""
    chosen, grid, zoom = payload.get("chosen"), payload.get("grid"), payload.get("zoom")
    if not isinstance(chosen, list) or grid not in GRIDS or not isinstance(zoom, int | float):
        return None
    return ScheduleView(
        week=bool(payload.get("week")),
        rooms=bool(payload.get("rooms")),
        chosen=tuple(str(each) for each in chosen),
        grid=int(grid),
        zoom=float(zoom),
    )
