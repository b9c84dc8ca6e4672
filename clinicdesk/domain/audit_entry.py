"""An entry of the audit trail as it is read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """Who did what to which record, and when.

    Attributes:
        actor_id: the member of staff, or an empty text for the program itself.
        detail: what else is worth knowing; never a name of a patient and nothing clinical.
    """

    seq: int
    at: datetime
    actor_id: str
    actor_name: str
    action: str
    subject_kind: str
    subject_id: str
    detail: Mapping[str, object]
