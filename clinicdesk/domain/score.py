"""What a person says of their pain and of what they can do, as numbers from 0 to 10."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

LEAST, MOST = 0, 10
MEANINGFUL_CHANGE = 2
"""So many points of change on a 0 to 10 pain scale are an improvement a person notices.

About two points, as used for back and other lasting pain in the study at PMC7053735 (PubMed Central).
"""


class Measure(StrEnum):
    """What was asked."""

    PAIN_BEFORE = "pain_before"  # 0 no pain, 10 the worst there is
    PAIN_AFTER = "pain_after"
    ACTIVITY = "activity"  # 0 cannot do it, 10 as well as ever


@dataclass(frozen=True, slots=True)
class Score:
    """One answer; what was said never changes. A later answer about the same session and measure stands in its place.

    Attributes:
        session_id: the session it was asked at; None when it was asked without one.
        activity: what was asked about, for ``ACTIVITY``; empty for pain.
        made_by: who noted it.
        withdrawn: taken back: it stays on file and counts no more.
    """

    id: str
    patient_id: str
    measure: Measure
    value: int
    made_by: str
    made_at: datetime
    session_id: str | None = None
    activity: str = ""
    withdrawn: bool = False
