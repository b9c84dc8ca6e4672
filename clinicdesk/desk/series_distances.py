"""Where sessions of a series come closer to each other, or to those that stay in the book, than is planned."""

from collections.abc import Mapping, Sequence
from datetime import date

from clinicdesk.data import Store
from clinicdesk.desk.clinic_setup import clinic_of
from clinicdesk.desk.hours import local_date
from clinicdesk.desk.series_views import SeriesRow
from clinicdesk.domain.session import BookingRequest, Session
from clinicdesk.domain.suitability import Kind


def distance_notes(store: Store, rows: Sequence[SeriesRow], min_days: Mapping[Kind, int]) -> list[tuple[str, ...]]:
    """For each row, what to know of the one before it of its kind, or of the next that is none of the rows."""
    if not rows:
        return []
    clinic = clinic_of(store)
    kinds = {each.id: each.kind for each in store.session_types.all()}
    ids = {row.request.id for row in rows}
    in_book = store.sessions.of_patient(rows[0].request.patient_id)
    staying = [each for each in in_book if each.status.live and each.id not in ids]
    coming = [row.request for row in rows if not row.off]

    def days(kind: Kind, sessions: Sequence[BookingRequest | Session]) -> list[date]:
        return [local_date(clinic, each.starts_at) for each in sessions if kinds[each.session_type_id] is kind]

    stay = {kind: days(kind, staying) for kind in Kind}
    every = {kind: stay[kind] + days(kind, coming) for kind in Kind}
    found: list[tuple[str, ...]] = []
    for row in rows:
        kind, day = kinds[row.request.session_type_id], local_date(clinic, row.request.starts_at)
        words = "" if row.off else _words(day, every[kind], stay[kind], min_days.get(kind, 0))
        found.append((f"{kind.words.capitalize()} {words}",) if words else ())
    return found


def _words(day: date, days: Sequence[date], stay: Sequence[date], least: int) -> str:
    """Such as ``2 days after the one before; 5 are planned.``; empty where the distance is kept."""
    before = (day - max((other for other in days if other < day), default=date.min)).days
    behind = (min((other for other in stay if other > day), default=date.max) - day).days
    if days.count(day) > 1:
        gap, where = 0, "on the same day as another"
    elif before < least:
        gap, where = before, f"{_days(before)} after the one before"
    else:
        gap, where = behind, f"{_days(behind)} before the next"
    return f"{where}; {least} are planned." if gap < least else ""


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"
