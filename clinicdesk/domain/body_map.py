"""Where it hurts: regions of the body, each with a code of our own, how strongly, and whether pain spreads there.

The codes are ours. No existing code system is named beside them: SNOMED CT body sites would fit, but none was checked
in its browser, and a wrong code is worse than none. The regions follow the parts that clinicians name in notes about
back pain: the spine in four parts (cervical, thoracic, lumbar, sacral), the limbs in those a nerve root tells apart
(above and below the knee), and a band around the trunk.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from clinicdesk.domain.intake import Source

LEAST, MOST = 1, 10
"""Pain of nought is no mark."""


class View(StrEnum):
    """From where a body is looked at."""

    BACK = "back"
    FRONT = "front"


class Side(StrEnum):
    """The person's own left and right."""

    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"
    """A region that goes across."""


@dataclass(frozen=True, slots=True)
class Region:
    """One region.

    Attributes:
        code: what is stored and exported, such as ``lower_back_left``; never changed once shipped.
        name: in plain words, without the side.
        views: from where it can be seen; a limb is one region from both.
    """

    code: str
    site: str
    name: str
    side: Side
    views: frozenset[View]

    @property
    def words(self) -> str:
        """Name and side, such as ``Lower back, left``."""
        return self.name if self.side is Side.BOTH else f"{self.name}, {self.side.value}"


_BACK, _FRONT, _ALL = frozenset({View.BACK}), frozenset({View.FRONT}), frozenset(View)
_SITES = (
    ("neck", "Neck", _BACK),
    ("upper_back", "Upper back", _BACK),
    ("chest", "Chest", _FRONT),
    ("trunk_band", "Band around the trunk", _ALL),
    ("lower_back", "Lower back", _BACK),
    ("belly", "Belly", _FRONT),
    ("sacrum", "Base of the spine", _BACK),
    ("groin", "Groin", _FRONT),
    ("buttock", "Buttock", _BACK),
    ("thigh_back", "Back of the thigh", _BACK),
    ("thigh_front", "Front of the thigh", _FRONT),
    ("calf", "Calf", _BACK),
    ("shin", "Shin", _FRONT),
    ("foot", "Foot", _ALL),
    ("shoulder", "Shoulder", _ALL),
    ("upper_arm", "Upper arm", _ALL),
    ("forearm_hand", "Forearm and hand", _ALL),
)
_ACROSS = frozenset({"trunk_band"})


def _regions() -> Iterable[Region]:
    for site, name, views in _SITES:
        if site in _ACROSS:
            yield Region(site, site, name, Side.BOTH, views)
        else:
            for side in (Side.LEFT, Side.RIGHT):
                yield Region(f"{site}_{side.value}", site, name, side, views)


REGIONS: Mapping[str, Region] = {region.code: region for region in _regions()}
"""Every region by code: down the spine and the legs, then the arms."""
_PLACE = {code: place for place, code in enumerate(REGIONS)}


@dataclass(frozen=True, slots=True)
class Mark:
    """Pain in one region.

    Attributes:
        intensity: 1 to 10.
        spreads: whether the pain shoots or spreads into this region from another.
    """

    region: str
    intensity: int
    spreads: bool = False

    def __post_init__(self) -> None:
        if self.region not in REGIONS:
            raise ValueError(f"there is no region {self.region!r}")
        if not LEAST <= self.intensity <= MOST:
            raise ValueError(f"pain is {LEAST} to {MOST}, not {self.intensity}")

    @property
    def words(self) -> str:
        """Such as ``Lower back, left: 6 of 10, spreads there``."""
        return f"{REGIONS[self.region].words}: {self.intensity} of {MOST}{', spreads there' if self.spreads else ''}"


@dataclass(frozen=True, slots=True)
class BodyMap:
    """What was marked on one figure on one day. A region that is not marked says nothing: it is no 'no'.

    Attributes:
        marks: one for each region marked, in the order of ``REGIONS``.
        source: who marked it last.
    """

    marks: tuple[Mark, ...] = ()
    source: Source = Source.STAFF

    def __post_init__(self) -> None:
        if len({mark.region for mark in self.marks}) < len(self.marks):
            raise ValueError("a region is marked once")
        object.__setattr__(self, "marks", tuple(sorted(self.marks, key=lambda mark: _PLACE[mark.region])))

    def at(self, region: str) -> Mark | None:
        """The mark on a region, or None."""
        return next((mark for mark in self.marks if mark.region == region), None)

    @property
    def painted(self) -> frozenset[str]:
        """The regions that are marked."""
        return frozenset(mark.region for mark in self.marks)

    def marked(self, mark: Mark, source: Source) -> "BodyMap":
        """With a mark in place of what was on its region."""
        return BodyMap((*(each for each in self.marks if each.region != mark.region), mark), source)

    def cleared(self, region: str, source: Source) -> "BodyMap":
        """Without a mark on a region."""
        return BodyMap(tuple(each for each in self.marks if each.region != region), source)

    def given_by(self, source: Source) -> "BodyMap":
        """The same marks, from somebody else."""
        return replace(self, source=source)


class Change(StrEnum):
    """What became of a region between two figures."""

    NEW = "new"
    WORSE = "worse"
    SAME = "same"
    BETTER = "better"
    NOT_MARKED = "not marked now"


@dataclass(frozen=True, slots=True)
class Difference:
    """One region then and now; at least one of both is marked."""

    region: str
    before: Mark | None
    now: Mark | None

    @property
    def change(self) -> Change:
        """What became of it."""
        if self.before is None:
            return Change.NEW
        if self.now is None:
            return Change.NOT_MARKED
        step = self.now.intensity - self.before.intensity
        return Change.WORSE if step > 0 else Change.BETTER if step < 0 else Change.SAME


def differences(before: BodyMap, now: BodyMap) -> tuple[Difference, ...]:
    """Every region marked on either figure, in the order of ``REGIONS``."""
    either = sorted(before.painted | now.painted, key=_PLACE.__getitem__)
    return tuple(Difference(region, before.at(region), now.at(region)) for region in either)
