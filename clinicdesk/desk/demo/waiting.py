"""People of the demo clinic who would come earlier than they are booked."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from random import Random

from clinicdesk.data import Store
from clinicdesk.desk.demo.diary import House
from clinicdesk.desk.hours import local_date
from clinicdesk.desk.waiting import usual_last_day
from clinicdesk.domain.session import Session, SessionStatus
from clinicdesk.domain.waiting import WaitingEntry, Wish

_FAR = timedelta(days=9)
_EVERY = 23
_MOST = 14
_EVERY_URGENT = 5
_WEEKDAYS = (frozenset(range(7)), frozenset({0, 2}), frozenset(range(5)), frozenset({1, 3, 4}))
_HOURS = ((None, None), (None, time(12)), (time(13), None), (time(9), time(15)))
_NOTES = ("", "", "Call after 16:00", "Works near by, can come within the hour", "", "Goes away over Christmas")


def wish_for_earlier(
    store: Store, house: House, sessions: list[Session], *, new_key: Callable[[], str], rng: Random, now: datetime
) -> None:
    """Some of those who are booked far ahead ask for an earlier time, one in five of them urgently."""
    far = [each for each in sessions if each.status is SessionStatus.BOOKED and each.starts_at > now + _FAR]
    asked: set[str] = set()
    for session in far[::_EVERY]:
        if len(asked) == _MOST:
            return
        if session.patient_id in asked:
            continue
        asked.add(session.patient_id)
        place = len(asked)
        earliest, latest = _HOURS[rng.randrange(len(_HOURS))]
        named = (session.therapist_id,) if place % 3 == 0 else ()
        last = usual_last_day(local_date(house.clinic, session.starts_at), local_date(house.clinic, now))
        store.waiting.add(
            WaitingEntry(
                id=new_key(),
                patient_id=session.patient_id,
                session_type_id=session.session_type_id,
                asked_at=now - timedelta(days=rng.randrange(1, 12), minutes=rng.randrange(400)),
                expires_on=last,
                session_id=session.id,
                wish=Wish(_WEEKDAYS[rng.randrange(len(_WEEKDAYS))], earliest, latest, named),
                urgent=place % _EVERY_URGENT == 0,
                note=_NOTES[rng.randrange(len(_NOTES))],
            )
        )
