"""A course of pain and activity in words and as a table: what the plot shows, for whoever does not see it."""

from dataclasses import dataclass
from datetime import tzinfo

from clinicdesk.desk.progress import Trend, TrendPoint
from clinicdesk.domain.score import MEANINGFUL_CHANGE, Measure
from clinicdesk.ui.when import dated_day

SOURCE = f"A change of about {MEANINGFUL_CHANGE} points is one that people notice (PMC7053735)."
NONE = "Nobody has asked yet. The desk asks for pain on arrival and after the session; one key answers."
HEADS = ("Session", "Pain before", "Pain after", "Activity", "Noted by")
_NOTHING = "\N{EM DASH}"


@dataclass(frozen=True, slots=True)
class TrendLine:
    """One line of the table: a session, or an answer without one; ``asked_at`` is as in the trend."""

    asked_at: str
    when: str
    session: str
    before: str
    after: str
    activity: str
    noted_by: str

    @property
    def cells(self) -> tuple[str, ...]:
        """In the order of the headings."""
        return (f"{self.when}, {self.session}", self.before, self.after, self.activity, self.noted_by)


def summary_of(trend: Trend) -> str:
    """First, last and change, in a sentence or two."""
    parts = []
    change = trend.pain_change
    asked = [point for point in trend.points if point.measure is Measure.PAIN_BEFORE]
    if change is not None:
        times = "once" if len(asked) == 1 else f"{len(asked)} times"
        parts.append(f"Pain before a session, asked {times}: {trend.first_pain} at first, {trend.last_pain} now.")
        if len(asked) > 1:
            parts.append(_change_words(change, meaningful=trend.meaningful))
    scores = [point.value for point in trend.points if point.measure is Measure.ACTIVITY]
    if scores:
        parts.append(f"{trend.activity[:1].upper()}{trend.activity[1:]}: {scores[0]} at first, {scores[-1]} of 10 now.")
    return " ".join(parts) or NONE


def lines_of(trend: Trend, zone: tzinfo) -> list[TrendLine]:
    """The same values line by line, newest first."""
    found: dict[str, dict[Measure, TrendPoint]] = {}
    for point in trend.points:
        found.setdefault(point.asked_at, {})[point.measure] = point
    return [_line(given, zone) for given in reversed(found.values())]


def _line(given: dict[Measure, TrendPoint], zone: tzinfo) -> TrendLine:
    first = next(iter(given.values()))
    values = {measure: _value(point) for measure, point in given.items()}
    return TrendLine(
        asked_at=first.asked_at,
        when=dated_day(first.at.astimezone(zone).date()),
        session=first.session_name or "no session",
        before=values.get(Measure.PAIN_BEFORE, _NOTHING),
        after=values.get(Measure.PAIN_AFTER, _NOTHING),
        activity=values.get(Measure.ACTIVITY, _NOTHING),
        noted_by=", ".join(dict.fromkeys(point.noted_by for point in given.values())),
    )


def _value(point: TrendPoint) -> str:
    """Such as ``6``, or ``6 (was 9)`` where it was mended."""
    was = [str(value) for value in point.earlier if value != point.value]
    return f"{point.value} (was {', '.join(was)})" if was else str(point.value)


def _change_words(change: int, *, meaningful: bool) -> str:
    if change == 0:
        return "No change."
    points = "1 point" if abs(change) == 1 else f"{abs(change)} points"
    if change > 0:
        return f"That is {points} more."
    return f"That is {points} less, {'a change people notice' if meaningful else 'not yet one people notice'}."
