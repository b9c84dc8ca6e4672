"""The body map in hand: what is marked now, the steps that led there, and what was marked last time."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from clinicdesk.desk.body_maps import DrawnMap
from clinicdesk.domain.body_map import BodyMap, Mark
from clinicdesk.domain.intake import Answers, Source
from clinicdesk.errors import ClinicDeskError
from clinicdesk.rules.body_asks import Brought
from clinicdesk.ui.context import DeskContext


class Drawing(QObject):
    """One person's figure of one day. Marking it answers nothing and judges nothing.

    Attributes:
        map: what is marked; None until somebody marks something.
        before: the map of the visit before, or None.

    Signals:
        changed: another mark, or one less.
    """

    changed = Signal()

    def __init__(
        self,
        context: DeskContext,
        body_map: BodyMap | None,
        before: DrawnMap | None,
        answers: Callable[[], Answers],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._answers = answers
        self.map = body_map
        self.before = before
        self._past: list[BodyMap | None] = []
        self._future: list[BodyMap | None] = []
        self._fault_told = False

    def mark(self, mark: Mark, source: Source) -> None:
        """Mark a region in place of what was on it."""
        self._step((self.map or BodyMap()).marked(mark, source))

    def clear(self, region: str, source: Source) -> None:
        """Take the mark of a region back."""
        if self.map is not None and self.map.at(region) is not None:
            self._step(self.map.cleared(region, source))

    def clear_all(self) -> None:
        """Go back to a figure that nobody has marked; undo brings the marks back."""
        if self.map is not None:
            self._step(None)

    def begin_day(self) -> None:
        """Begin with an empty figure: where it hurt another day is not where it hurts now."""
        self._past.clear()
        self._future.clear()
        if self.map is not None:
            self.map = None
            self.changed.emit()

    def travel(self, *, back: bool) -> bool:
        """Take the last step back, or again; returns whether there was one."""
        origin, goal = (self._past, self._future) if back else (self._future, self._past)
        if not origin:
            return False
        goal.append(self.map)
        self.map = origin.pop()
        self.changed.emit()
        return True

    @property
    def brought(self) -> tuple[Brought, ...]:
        """The questions that the marks bring forward, and whether the answers go with them."""
        try:
            return self._context.desk.body_maps.brought(self.map, self._answers())
        except ClinicDeskError as error:
            if not self._fault_told:
                self._fault_told = True
                self._context.messages.show_error(error)
            return ()

    def _step(self, body_map: BodyMap | None) -> None:
        if body_map != self.map:
            self._past.append(self.map)
            self._future.clear()
            self.map = body_map
            self.changed.emit()
