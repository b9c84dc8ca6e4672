"""Where the arrows lead in a day with free stretches."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Qt

from clinicdesk.ui.calendar.geometry import Opening, beside, earlier_start, later_start
from clinicdesk.ui.calendar.picture import Ghost

ARROWS = frozenset({Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End})


def stepped(openings: Sequence[Opening], ghost: Ghost, key: int, step: int) -> tuple[int, datetime] | None:
    """The column and start that a key leads to, or None at an edge."""
    if key in {Qt.Key.Key_Left, Qt.Key.Key_Right}:
        return beside(openings, ghost.column, ghost.starts_at, 1 if key == Qt.Key.Key_Right else -1)
    own = [opening for opening in openings if opening.column == ghost.column]
    if not own:
        return None
    start: datetime | None
    if key == Qt.Key.Key_Home:
        start = min(opening.earliest for opening in own)
    elif key == Qt.Key.Key_End:
        start = max(opening.latest for opening in own)
    elif key == Qt.Key.Key_Down:
        start = later_start(own, ghost.starts_at, step)
    else:
        start = earlier_start(own, ghost.starts_at, step)
    return None if start is None else (ghost.column, start)
