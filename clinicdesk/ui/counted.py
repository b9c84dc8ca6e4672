"""How a verdict is shown that rests on answers too old to begin by: never bare, and never in the colour of go."""

from dataclasses import dataclass

from clinicdesk.domain.renewal import Renewal
from clinicdesk.domain.suitability import Verdict
from clinicdesk.ui.style import verdict_icon_name, verdict_words
from clinicdesk.ui.when import plain_day

_TO_RENEW = "history"


@dataclass(frozen=True, slots=True)
class Shown:
    """A verdict as a screen shows it.

    Attributes:
        words: the verdict, with the day of the answers where they are too old: "Suitable by answers of 23 Dec 2024".
        short: the same for a narrow place, which tells the day elsewhere: "Suitable, to renew".
        icon: stands beside it.
        dress: the verdict in whose colours it is shown.
        due: what is due on arrival, or empty.
    """

    words: str
    short: str
    icon: str
    dress: Verdict
    due: str = ""

    @property
    def spoken(self) -> str:
        """The whole for a screen reader and a tooltip."""
        return f"{self.words}; {self.due}" if self.due else self.words


def icon_of(verdict: Verdict, renewal: Renewal | None) -> tuple[str, str]:
    """The icon of a verdict and the role it is painted in."""
    counted = shown(verdict, renewal)
    return counted.icon, counted.dress.code


def shown(verdict: Verdict, renewal: Renewal | None) -> Shown:
    """How a verdict is shown; what blocks a session keeps its own look, and an urgent referral its own words."""
    words, icon = verdict_words(verdict), verdict_icon_name(verdict)
    if renewal is None or verdict is Verdict.REFER_URGENTLY:
        return Shown(words, words, icon, verdict)
    day = plain_day(renewal.said_on) if renewal.said_on else "an unknown day"
    return Shown(
        words=f"{words} by answers of {day}",
        short=f"{words}, to renew",
        icon=icon if verdict.blocks else _TO_RENEW,
        dress=verdict if verdict.blocks else Verdict.NEEDS_CLINICIAN_REVIEW,
        due="the intake is renewed on arrival",
    )
