"""Who changed something last, and when: for whoever finds that it is no longer as they saw it."""

from collections.abc import Iterable
from datetime import datetime

from clinicdesk.data import Store
from clinicdesk.desk.hours import local_when
from clinicdesk.domain.clinic import Clinic


def last_change(
    store: Store, kind: type, record_ids: Iterable[str], what: str, *, clinic: Clinic, now: datetime
) -> str:
    """Who changed any of these records last, and when, as a sentence.

    Such as ``Jonas Weber changed these hours at 10:42.``

    Args:
        store: the records.
        kind: the class of the records.
        record_ids: their keys.
        what: what they are called in the sentence.
        clinic: whose clocks tell the time.
        now: tells whether the day has to be said.
    """
    entries = [entry for each in record_ids for entry in store.journal.of_record(kind.__name__, each)[:1]]
    if not entries:
        return f"Somebody changed {what}."
    latest = max(entries, key=lambda entry: entry.at)
    return f"{latest.actor_name} changed {what} at {local_when(clinic, latest.at, now)}."
