"""What was decided about a session to come whose verdict has changed."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from clinicdesk.domain.suitability import Verdict


class CallStep(StrEnum):
    """How a line of the call list was closed."""

    CALLED = "called"  # the person was told
    ASKED = "asked"  # the therapist is to decide
    KEPT = "kept"  # nobody has to be told


@dataclass(frozen=True, slots=True)
class CallClosed:
    """The decision that closed a line of the call list. Never changed, only followed by another.

    It is about one verdict: a session whose verdict changes again stands on the list again.

    Attributes:
        was: the verdict by which the session stood before.
        verdict: the verdict by which it stands from here on.
        note: what was said, in a line; may be empty.
    """

    id: str
    session_id: str
    was: Verdict
    verdict: Verdict
    step: CallStep
    note: str
    staff_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CallHold:
    """A session of the list was held, or let go again, without anybody's doing. Never changed, only followed."""

    id: str
    session_id: str
    held: bool
    at: datetime
