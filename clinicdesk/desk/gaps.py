"""Where a session fits: arithmetic on stretches of time, without a store."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

Stretch = tuple[datetime, datetime]
"""From an instant up to another."""

GRID = timedelta(minutes=5)
"""Free stretches that begin now begin at the next multiple of this."""


def forbidden_starts(busy: Iterable[Stretch], needed: timedelta) -> list[Stretch]:
    """The starts that would run into something.

    Args:
        busy: stretches in which a therapist, room or person is taken; the ends are free.
        needed: how long the new session takes them.

    Returns:
        Open stretches: neither end is forbidden itself.
    """
    return [(begins - needed, ends) for begins, ends in busy]


def start_windows(first: datetime, last: datetime, forbidden: Iterable[Stretch]) -> list[Stretch]:
    """The stretches from ``first`` to ``last`` in which every start, both ends included, is free.

    A stretch may be a single instant, where a session fits exactly.
    """
    windows = []
    free_from = first
    for after, before in sorted(forbidden):
        if free_from > last:
            break
        if before <= free_from or before <= after:
            continue
        if after >= free_from:
            windows.append((free_from, min(after, last)))
        free_from = before
    if free_from <= last:
        windows.append((free_from, last))
    return windows


def united(windows: Iterable[Stretch]) -> list[Stretch]:
    """Windows as few as can be: those that have an instant in common are one."""
    found: list[Stretch] = []
    for first, last in sorted(windows):
        if found and first <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return found


def any_free(window: Stretch, forbidden_by: Iterable[Sequence[Stretch]]) -> list[Stretch]:
    """Where in a window of starts at least one of several things is free; it ends with the first that always is.

    Args:
        window: the first and the last start.
        forbidden_by: for each of the things, the starts that it rules out.
    """
    found: list[Stretch] = []
    for forbidden in forbidden_by:
        found = united([*found, *start_windows(*window, forbidden)])
        if found == [window]:
            break
    return found


def next_on_grid(at: datetime) -> datetime:
    """The first multiple of the grid that is not before an instant in UTC."""
    past = timedelta(minutes=at.minute % 5, seconds=at.second, microseconds=at.microsecond)
    return at + (GRID - past) if past else at


def nearest_in(window: Stretch, wanted: datetime) -> datetime:
    """The instant of a stretch that is nearest to the one wanted."""
    return min(max(wanted, window[0]), window[1])
