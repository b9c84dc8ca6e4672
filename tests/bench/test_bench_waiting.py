"""The budget of the waiting list: with five hundred who wait, whom a free time suits is known within 50 ms."""

from datetime import UTC, datetime, time, timedelta
from random import Random

import pytest

from clinicdesk.data import open_store
from clinicdesk.desk import Desk
from clinicdesk.desk.demo import fill_demo
from clinicdesk.desk.keys import new_key
from clinicdesk.domain.waiting import WaitingEntry, Wish

WAITING = 500
BUDGET = 50e-3
NOW = datetime(2026, 11, 23, 14, 2, tzinfo=UTC)
DAYS = (frozenset(range(7)), frozenset({0, 2}), frozenset({1}), frozenset({1, 3, 4}))
HOURS = ((None, None), (None, time(12)), (time(13), None), (time(9), time(15)))


@pytest.fixture(scope="module")
def desk(tmp_path_factory, ruleset):
    """The demo clinic, in which every other person waits."""
    with open_store(tmp_path_factory.mktemp("waiting") / "clinic.db") as store:
        desk = Desk(store, ruleset)
        fill_demo(desk, seed=1, today=NOW.date(), now=NOW, progress=lambda _done, _steps: True, people=2 * WAITING)
        rng, types = Random(1), store.session_types.all()
        with store.write():
            for number in range(WAITING):
                asked_at = NOW - timedelta(minutes=number)
                patient, wanted = store.patients.by_number(1001 + number), rng.choice(types)
                wish = Wish(rng.choice(DAYS), *rng.choice(HOURS))
                last = NOW.date() + timedelta(days=30)
                store.waiting.add(
                    WaitingEntry(new_key(asked_at), patient.id, wanted.id, asked_at, last, None, wish, number % 9 == 0)
                )
        yield desk


def test_whom_a_free_time_suits_is_known_at_once(desk, benchmark):
    today = NOW.date()
    wanted = max(
        desk.wanted.wanted(today, today + timedelta(days=14), now=NOW), key=lambda each: (each.more, len(each.people))
    )
    free = wanted.free
    found = benchmark(desk.wanted.people_again, free.starts_at, therapist_id=free.therapist.id, now=NOW)
    assert len(found) == len(wanted.people)
    assert benchmark.stats.stats.median <= BUDGET
