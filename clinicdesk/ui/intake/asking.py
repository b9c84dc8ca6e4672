"""How a question is put: which control, with which choices, and how a date is read back."""

from datetime import date
from enum import StrEnum

from clinicdesk.desk.spoken_dates import span_in_words
from clinicdesk.domain.intake import Absence, Answer, Value
from clinicdesk.rules import Choice, Finding
from clinicdesk.ui.panel.wording import answer_words
from clinicdesk.ui.when import plain_day

_MOST_SEGMENTS = 4
_LONGEST_SEGMENTS = 34
_SCALE_TOP = 10


class Control(StrEnum):
    """The kinds of control a question is answered with."""

    SEGMENTS = "segments"
    """Side by side: yes and no, or up to four short choices."""
    LIST = "list"
    """A list that opens: more choices, or longer ones."""
    NUMBER = "number"
    SCALE = "scale"
    """Nought to ten, a button each."""
    WHEN = "when"
    """A date from which a number or a band follows on the day of the visit."""


def control_of(finding: Finding) -> Control:
    """The control a question is answered with."""
    if finding.dated is not None:
        return Control.WHEN
    if finding.type == "number":
        scale = (finding.minimum, finding.maximum) == (0, _SCALE_TOP)
        return Control.SCALE if scale else Control.NUMBER
    return control_for(finding.choices)


def control_for(choices: tuple[Choice, ...]) -> Control:
    """Segments while they stay short enough to stand side by side, else a list."""
    letters = sum(len(short_label(choice)) for choice in choices)
    return Control.SEGMENTS if len(choices) <= _MOST_SEGMENTS and letters <= _LONGEST_SEGMENTS else Control.LIST


def short_label(choice: Choice) -> str:
    """What a choice is called where room is short."""
    return choice.short or choice.label


def banded(finding: Finding) -> tuple[Choice, ...]:
    """The choices that follow from the date, e.g. the spans since an operation."""
    values = {value for band in finding.dated.bands for value in band.values} if finding.dated else set()
    return tuple(choice for choice in finding.choices if choice.value in values)


def plain(finding: Finding) -> tuple[Choice, ...]:
    """The choices that need no date, e.g. 'none'."""
    dated = banded(finding)
    return tuple(choice for choice in finding.choices if choice not in dated)


def said_in_words(finding: Finding, answer: Answer) -> str:
    """What was answered on another day, such as ``Said on 23 Dec 2024: “No”``."""
    if answer.absence is not None:
        told = "not known" if answer.absence is Absence.DOES_NOT_KNOW else "preferred not to say"
    else:
        value = "" if answer.value is None else f"\N{LEFT DOUBLE QUOTATION MARK}{answer_words(finding, answer.value)}"
        value += "\N{RIGHT DOUBLE QUOTATION MARK}" if value else ""
        told = ", ".join(filter(None, (value, plain_day(answer.date) if answer.date else "")))
    when = "before" if answer.given_on is None else f"on {plain_day(answer.given_on)}"
    return f"Said {when}: {told}"


def band_in_words(finding: Finding, day: date, value: Value | None, today: date) -> str:
    """A date said back with what follows from it, e.g. ``7 weeks ago: 6 to 12 weeks``."""
    span = span_in_words(day, today)
    band = next((short_label(choice) for choice in finding.choices if choice.value == value), "")
    return f"{span}: {band[:1].lower()}{band[1:]}" if band else span
