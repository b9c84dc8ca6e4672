"""What became of a region between two visits, in words and with a sign that needs no colour."""

from clinicdesk.domain.body_map import REGIONS, Change, Difference

_SIGNS = {
    Change.NEW: "+",
    Change.WORSE: "\N{UPWARDS ARROW}",
    Change.SAME: "=",
    Change.BETTER: "\N{DOWNWARDS ARROW}",
    Change.NOT_MARKED: "\N{MULTIPLICATION SIGN}",
}


def change_line(difference: Difference) -> str:
    """Such as ``\N{UPWARDS ARROW} Lower back, left: 6 of 10, was 4``."""
    before, now = difference.before, difference.now
    if now is None:
        was = f": was {before.intensity}" if before is not None else ""
        words = f"{REGIONS[difference.region].words}{was}, not marked now"
    elif before is None:
        words = f"{now.words}, new"
    elif difference.change is Change.SAME:
        words = f"{now.words}, as before"
    else:
        words = f"{now.words}, was {before.intensity}"
    return f"{_SIGNS[difference.change]} {words}"
