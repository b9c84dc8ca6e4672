"""Going from region to region with the arrow keys: down the body on one side, or across to the other."""

from PySide6.QtCore import Qt

from clinicdesk.domain.body_map import REGIONS, Side, View
from clinicdesk.ui.body_map.figure import shapes

Place = tuple[View, str]
"""A region, and the figure on which it is stood on."""

FIRST: Place = (View.BACK, "neck_left")
_COLUMNS = (
    (View.BACK, Side.LEFT),
    (View.BACK, Side.RIGHT),
    (View.FRONT, Side.RIGHT),
    (View.FRONT, Side.LEFT),
)
"""As they stand from left to right: from before, a body is its own mirror."""


def _column(view: View, side: Side) -> list[str]:
    """One side of one figure, from the neck down; what goes across belongs to both."""
    return [code for code, region in REGIONS.items() if view in region.views and region.side in {side, Side.BOTH}]


def _side(place: Place) -> Side:
    side = REGIONS[place[1]].side
    return Side.LEFT if side is Side.BOTH else side


def step(place: Place, by: int) -> Place:
    """The next region down the same side of the same figure, or up; at the end it stays."""
    view, code = place
    column = _column(view, _side(place))
    return view, column[min(max(column.index(code) + by, 0), len(column) - 1)]


def beside(place: Place, by: int) -> Place:
    """The region at the same height one column further to the right, or left; at the edge it stays."""
    view, code = place
    here = _COLUMNS.index((view, _side(place)))
    there = here + by
    if REGIONS[code].side is Side.BOTH:
        # It lies in both columns of its figure; one step leads out of both.
        there = (2 if by > 0 else here) if view is View.BACK else (1 if by < 0 else here)
    if not 0 <= there < len(_COLUMNS):
        return place
    next_view, side = _COLUMNS[there]
    height = _height(view, code)
    return next_view, min(_column(next_view, side), key=lambda each: abs(_height(next_view, each) - height))


def walked(place: Place, key: Qt.Key) -> Place | None:
    """Where a key leads from a place; None when it leads nowhere because it is no key to walk with."""
    match key:
        case Qt.Key.Key_Up | Qt.Key.Key_Down:
            return step(place, -1 if key == Qt.Key.Key_Up else 1)
        case Qt.Key.Key_Left | Qt.Key.Key_Right:
            return beside(place, -1 if key == Qt.Key.Key_Left else 1)
        case Qt.Key.Key_Home:
            return FIRST
        case _:
            return None


def place_of(code: str, view: View) -> Place:
    """A region on the figure meant, or on the one where it can be seen."""
    views = REGIONS[code].views
    return (view if view in views else next(iter(views))), code


def _height(view: View, code: str) -> float:
    return shapes(view)[code].boundingRect().center().y()
