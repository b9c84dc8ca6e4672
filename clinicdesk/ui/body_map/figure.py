"""The figure: a calm outline of a body from the back and from the front, cut into the regions that can be marked.

Everything is drawn here, from a few points of one half; the other half is its mirror. Units are of the figure's own:
``WIDTH`` wide from hand to hand, ``HEIGHT`` high from the crown to the soles, the middle of the body at nought.
"""

from functools import cache

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath, QTransform

from clinicdesk.domain.body_map import REGIONS, Region, Side, View

WIDTH, HEIGHT = 100.0, 234.0
_GAP = 0.45
"""Half of the seam between left and right."""

_TRUNK_AND_LEG = (
    (0, 20), (6, 20), (6.4, 29), (9.5, 36.5), (17, 40), (23, 43), (23, 58), (21.6, 66), (19.6, 78), (18.4, 88),
    (19, 96), (22, 106), (24, 116), (23.8, 126), (22, 145), (18.8, 164), (17, 174), (18, 185), (17, 196),
    (13, 212), (12.4, 219), (15.2, 227), (14.6, 231), (5, 231), (4.2, 222), (4.8, 212), (3.6, 196), (3.2, 185),
    (3.8, 174), (2.2, 150), (0.6, 128), (0, 122),
)  # fmt: skip
"""Down the outside of the left half, and up its inside."""
_ARM = (
    (14, 39.5), (20, 40.6), (26.6, 44), (30, 51), (31.4, 62), (33.6, 76), (35.6, 88), (38.8, 101), (42, 115),
    (44.6, 124), (45.6, 133), (43.8, 139), (40.2, 137), (38.6, 128), (36.4, 119), (32.4, 105), (29.4, 93), (27.6, 84),
    (24.6, 70), (22.6, 60), (18.6, 52), (15.4, 45),
)  # fmt: skip
_SACRUM = ((0, 96), (8.4, 96), (6.6, 105), (2.6, 113.5), (0, 115.5))
_BANDS = {
    "neck": (23.4, 40), "upper_back": (40, 71), "chest": (40, 71), "trunk_band": (71, 79.5), "lower_back": (79.5, 96),
    "belly": (79.5, 103), "groin": (103, 126), "buttock": (96, 125), "thigh_back": (125, 172),
    "thigh_front": (126, 172), "calf": (172, 214), "shin": (172, 214), "foot": (214, 234),
}  # fmt: skip
"""Where parts of the trunk and the leg begin and end."""
_ARM_BANDS = {"shoulder": (36, 62), "upper_arm": (62, 92), "forearm_hand": (92, 142)}
_FINE = 24.0
_BELT = 1.1
"""How far the band around the trunk stands out on both sides, as a belt does."""


@cache
def outline() -> QPainterPath:
    """The whole body, the head included; what is not a region is only seen."""
    half = _smooth(_TRUNK_AND_LEG).united(_smooth(_ARM))
    head = QPainterPath()
    head.addEllipse(QPointF(0, 12), 9.4, 12)
    return half.united(_mirrored(half)).united(head).simplified()


@cache
def shapes(view: View) -> dict[str, QPainterPath]:
    """The regions that can be seen from one side, by code, where they lie on the figure."""
    return {code: _shape(region, view) for code, region in REGIONS.items() if view in region.views}


def _shape(region: Region, view: View) -> QPainterPath:
    half = _half(region.site)
    if region.side is Side.BOTH:
        whole = half.united(_mirrored(half)).simplified()
        return _closed(QTransform.fromScale(_BELT, 1).map(whole))
    # From behind the person's left is at the left, from before it is at the right.
    at_left = (region.side is Side.LEFT) == (view is View.BACK)
    return _closed(_mirrored(half) if at_left else half)


def _closed(path: QPainterPath) -> QPainterPath:
    """The same area with an outline that ends where it begins: what is cut out of a path may stay open at the cut."""
    fine = QTransform.fromScale(_FINE, _FINE)
    closed = QPainterPath()
    for polygon in path.toSubpathPolygons(fine):
        closed.addPolygon(polygon)
        closed.closeSubpath()
    return QTransform.fromScale(1 / _FINE, 1 / _FINE).map(closed)


@cache
def _half(site: str) -> QPainterPath:
    """A region of the half at the right of the picture."""
    if site in _ARM_BANDS:
        return _smooth(_ARM).intersected(_rows(*_ARM_BANDS[site]))
    if site == "trunk_band":
        return _trunk(*_BANDS[site])
    if site == "sacrum":
        return _straight(_SACRUM).intersected(_right_of_the_seam())
    path = _trunk(*_BANDS[site]).subtracted(_smooth(_ARM)).intersected(_right_of_the_seam())
    return path.subtracted(_straight(_SACRUM)) if site == "buttock" else path


def _trunk(top: float, bottom: float) -> QPainterPath:
    return _smooth(_TRUNK_AND_LEG).intersected(_rows(top, bottom))


def _rows(top: float, bottom: float) -> QPainterPath:
    path = QPainterPath()
    path.addRect(QRectF(-WIDTH, top, 2 * WIDTH, bottom - top))
    return path


def _right_of_the_seam() -> QPainterPath:
    path = QPainterPath()
    path.addRect(QRectF(_GAP, 0, WIDTH, HEIGHT))
    return path


def _mirrored(path: QPainterPath) -> QPainterPath:
    return QTransform.fromScale(-1, 1).map(path)


def _straight(points: tuple[tuple[float, float], ...]) -> QPainterPath:
    path = QPainterPath(QPointF(*points[0]))
    for point in points[1:]:
        path.lineTo(QPointF(*point))
    path.closeSubpath()
    return path


@cache
def _smooth(points: tuple[tuple[float, float], ...]) -> QPainterPath:
    """A closed curve through points: each stretch leaves a point in the direction of its two neighbours.

    Stretches on the middle line stay straight, so that both halves meet.
    """
    corners = [QPointF(*point) for point in points]
    path = QPainterPath(corners[0])
    count = len(corners)
    for place in range(count):
        before, start = corners[place - 1], corners[place]
        end, after = corners[(place + 1) % count], corners[(place + 2) % count]
        if start.x() == end.x() == 0:
            path.lineTo(end)
        else:
            # A corner on the middle line is sharp: it leaves towards its one neighbour on this half.
            leaving = end - (start if start.x() == 0 else before)
            arriving = (end if end.x() == 0 else after) - start
            path.cubicTo(start + leaving / 6, end - arriving / 6, end)
    path.closeSubpath()
    return path
