"""The budget of the next free slot: first answers within 50 ms on five million sessions."""

import shutil
from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from clinicdesk.desk import Desk
from clinicdesk.desk.slots import SlotWish
from clinicdesk.domain.clinic import Clinic
from clinicdesk.domain.session import SessionStatus
from tests.bench.big_store import NOW, store_of_sessions

SESSIONS = 5_000_000
BUDGET = 50e-3
COUNT = 8
LAST_YEARS = NOW + timedelta(days=4 * 365)
"""Far into the book, where every index is as deep as it gets."""

WISHES = {
    "any therapist": SlotWish("patient-000000007", "type"),
    "one therapist": SlotWish("patient-000000007", "type", therapist_id="therapist-42"),
    "with a room": SlotWish("patient-000000007", "type", needs_room=True),
    "wednesday mornings of one therapist": SlotWish(
        "patient-000000007", "type", therapist_id="therapist-9", weekdays=frozenset({2}), latest=time(12)
    ),
    "mornings of anybody": SlotWish("patient-000000007", "type", latest=time(12)),
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory, ruleset):
    """Every therapist is booked out all day, but for what was cancelled; the evenings are free."""
    folder = tmp_path_factory.mktemp("slots")
    with store_of_sessions(folder / "clinic.db", SESSIONS) as store:
        desk = Desk(store, ruleset)
        with store.write():
            store.clinic.put(Clinic("Bench", zone="UTC", opens_at=time(8), closes_at=time(18)))
            for offset in range(0, 60, 3):
                day = LAST_YEARS + timedelta(days=offset)
                for place, session in enumerate(store.sessions.between(day, day + timedelta(days=1))):
                    if place % 500 == offset:
                        store.sessions.update(replace(session, status=SessionStatus.CANCELLED, cancel_reason="Ill"))
        yield desk
    shutil.rmtree(folder)


@pytest.mark.parametrize("words", WISHES)
def test_the_first_answers_stay_in_their_budget_on_five_million_sessions(desk, words, benchmark):
    first: date = LAST_YEARS.date()
    wish = replace(WISHES[words], first=first)
    found = desk.next_free.find(wish, now=NOW, count=COUNT)
    benchmark.extra_info["found"] = len(found)
    benchmark(desk.next_free.find, wish, now=NOW, count=COUNT)
    assert benchmark.stats.stats.median <= BUDGET
