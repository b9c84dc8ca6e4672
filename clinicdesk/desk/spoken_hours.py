"""Hours of a day as people type them: ``9-12, 13-17``, ``8:30 to 12``, ``9am to 5pm``, ``closed``."""

import re
from datetime import time

from clinicdesk.domain.working_hours import ClockSpan, Spans

_CLOCK = r"(\d{1,2})(?:[:.h]?(\d{2}))?\s*([ap]\.?m\.?)?"
_SPAN = re.compile(rf"{_CLOCK}\s*(?:-|to|until)\s*{_CLOCK}")
_BETWEEN = re.compile(r"(?:[\s,;&+]|and)*")
_DASHES = str.maketrans(dict.fromkeys("\N{EN DASH}\N{EM DASH}\N{FIGURE DASH}\N{MINUS SIGN}\N{HYPHEN}", "-"))
_OFF = frozenset({"", "-", "closed", "off", "none", "free", "no"})
_NOON = 12 * 60
_A_DAY = 24 * 60


def read_spans(text: str) -> Spans:
    """The spans meant; none for an empty text or ``closed``.

    A time that would run backwards is meant in the afternoon: ``9-5`` ends at 17:00. Spans that touch are one.

    Raises:
        ValueError: with a sentence for the person who typed it.
    """
    said = text.translate(_DASHES).strip().casefold()
    if said in _OFF:
        return ()
    spans: list[tuple[int, int]] = []
    place, earliest = 0, 0
    while place < len(said):
        match = _SPAN.match(said, place)
        if match is None:
            raise ValueError("This does not read as hours. Try 9-12, 13-17, or closed.")
        starts = _minutes(match[1], match[2], match[3], not_before=earliest)
        ends = _minutes(match[4], match[5], match[6], not_before=starts + 1)
        if ends <= starts:
            raise ValueError("These hours end before they begin.")
        if starts < earliest:
            raise ValueError("These hours run into each other.")
        if spans and starts == earliest:
            spans[-1] = (spans[-1][0], ends)
        else:
            spans.append((starts, ends))
        earliest = ends
        between = _BETWEEN.match(said, match.end())
        place = between.end() if between else len(said)
    return tuple(ClockSpan(_clock(starts), _clock(ends)) for starts, ends in spans)


def read_clock(text: str) -> time:
    """The time meant by ``9``, ``9:30``, ``17.30`` or ``5pm``.

    Raises:
        ValueError: with a sentence for the person who typed it.
    """
    match = re.fullmatch(_CLOCK, text.strip().casefold())
    if match is None:
        raise ValueError("This does not read as a time. Try 9, 9:30 or 17:30.")
    return _clock(_minutes(match[1], match[2], match[3], not_before=0))


def spans_text(spans: Spans) -> str:
    """Spans as they are written everywhere: ``09:00-12:00, 13:00-17:00``, with en dashes; empty for none."""
    return ", ".join(f"{span.starts:%H:%M}\N{EN DASH}{span.ends:%H:%M}" for span in spans)


def _minutes(hour: str, minute: str | None, half: str | None, *, not_before: int) -> int:
    """Minutes since midnight."""
    hours, minutes = int(hour), int(minute or 0)
    if half:
        hours = hours % 12 + (12 if half.startswith("p") else 0)
    read = hours * 60 + minutes
    if not half and read < not_before <= read + _NOON and hours < 12:  # noqa: PLR2004 - a clock has twelve hours
        read += _NOON
    if minutes >= 60 or read >= _A_DAY:  # noqa: PLR2004 - an hour has sixty minutes
        raise ValueError("A day ends at 23:59 at the latest, and an hour has sixty minutes.")
    return read


def _clock(minutes: int) -> time:
    return time(minutes // 60, minutes % 60)
