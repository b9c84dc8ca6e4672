"""How much of a plan is done to the person, and whether that share falls as the plan goes on.

Massage is passive: a short course as a bridge to activity, never care of its own (KNGF guideline on low
back pain; NICE NG59, recommendation 1.2.7). So a plan begins with more of it and ends with less.
"""

from collections.abc import Sequence
from itertools import pairwise

THIRDS = 3


def third_sizes(sessions: int) -> tuple[int, ...]:
    """Into how many sessions each third of a plan falls, the earlier ones larger where it does not come out even."""
    whole, over = divmod(sessions, THIRDS)
    return tuple(size for place in range(THIRDS) if (size := whole + (place < over)))


def shares(passive: Sequence[bool]) -> tuple[float, ...]:
    """The share of passive sessions in each third, from 0 to 1.

    Args:
        passive: for each session in order of time, whether it is passive. With fewer than three
            sessions there are as many parts as sessions.
    """
    found, begin = [], 0
    for size in third_sizes(len(passive)):
        found.append(sum(passive[begin : begin + size]) / size)
        begin += size
    return tuple(found)


def falls(parts: Sequence[float]) -> bool:
    """Whether the share ends lower than it began and never rises; where nothing is passive there is nothing to fall."""
    if len(parts) < 2:  # noqa: PLR2004 - one session has no course
        return True
    rises = any(later > earlier for earlier, later in pairwise(parts))
    return not rises and (parts[-1] < parts[0] or parts[0] == 0)


def front_loaded(passive: int, active: int) -> tuple[bool, ...]:
    """An order of sessions in which the passive share falls from third to third, wherever that is possible.

    Returns:
        For each session in turn whether it is passive; a passive one goes before an active one. With nothing
        passive, or nothing active, the share cannot fall and the order is all one.
    """
    sizes = third_sizes(passive + active)
    order: list[bool] = []
    for size, share in zip(sizes, _spread(passive, sizes), strict=True):
        order += _mixed(share, size - share)
    return tuple(order)


def _spread(passive: int, sizes: tuple[int, ...]) -> tuple[int, ...]:
    """How many passive sessions go into each third: about three, two and one part, and never more than before."""
    weights = tuple(range(len(sizes), 0, -1))
    wished = [passive * weight / sum(weights) for weight in weights]
    best: tuple[tuple[bool, float], tuple[int, ...]] | None = None
    for counts in _splits(passive, sizes):
        parts = [count / size for count, size in zip(counts, sizes, strict=True)]
        off = sum((count - wish) ** 2 for count, wish in zip(counts, wished, strict=True))
        rank = (not falls(parts), off)
        if best is None or rank < best[0]:
            best = (rank, counts)
    return best[1] if best else ()


def _splits(passive: int, sizes: tuple[int, ...]) -> list[tuple[int, ...]]:
    if not sizes:
        return [()] if passive == 0 else []
    first, rest = sizes[0], sizes[1:]
    return [
        (count, *others)
        for count in range(min(first, passive) + 1)
        if passive - count <= sum(rest)
        for others in _splits(passive - count, rest)
    ]


def _mixed(passive: int, active: int) -> list[bool]:
    """The sessions of a third, the passive ones first and spread among the others."""
    order, given = [], 0
    for place in range(passive + active):
        due = given < passive and given * (passive + active) <= place * passive
        order.append(due)
        given += due
    return order
