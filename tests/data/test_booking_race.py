import multiprocessing
import subprocess
import sys
from pathlib import Path

import pytest

from clinicdesk.data import Store, open_store
from clinicdesk.errors import SlotTaken
from tests.data.desks import CONTESTED, SLOTS, book_every_slot
from tests.data.records import THEO, TOWER, booked, session

ROOT = Path(__file__).parents[2]


def raced(path: Path) -> list[list[tuple[str, str | None]]]:
    """The outcomes of two desks that book the same slots at once."""
    context = multiprocessing.get_context("spawn")
    with context.Manager() as manager, context.Pool(2) as pool:
        barrier = manager.Barrier(2)
        running = [pool.apply_async(book_every_slot, (str(path), desk, barrier)) for desk in (0, 1)]
        return [each.get(timeout=120) for each in running]


def test_of_two_desks_that_want_the_same_slot_exactly_one_gets_it_and_the_other_is_told_who(store, path):
    outcomes = list(zip(*raced(path), strict=True))
    assert len(outcomes) == SLOTS
    for slot, pair in enumerate(outcomes):
        ((_, winner),) = [outcome for outcome in pair if outcome[0] == "booked"]
        (told,) = [outcome for outcome in pair if outcome[0] != "booked"]
        assert told == (CONTESTED[slot % 3], winner)
    on_file = {each.id for patient in ("patient-1", "patient-2") for each in store.sessions.of_patient(patient)}
    assert on_file == {outcome for pair in outcomes for kind, outcome in pair if kind == "booked"}


def test_killed_while_writing_loses_nothing_that_was_acknowledged(store, path):
    store.close()
    writing = subprocess.Popen(  # noqa: S603 - our own interpreter and our own module
        [sys.executable, "-m", "tests.data.desks", str(path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    with writing:
        acknowledged = [writing.stdout.readline().strip() for _ in range(100)]
        writing.kill()
        acknowledged += writing.stdout.read().split()
    with open_store(path) as reopened:
        on_file = [each.id for each in reopened.sessions.of_patient("patient-1")]
        # One more may have been stored than could be told.
        assert on_file[: len(acknowledged)] == acknowledged
        assert len(on_file) <= len(acknowledged) + 1
        assert [entry.subject_id for entry in reopened.audit.tail(2000)][::-1] == on_file
        assert reopened.audit.verify() is None
        assert reopened._connection.value("pragma integrity_check") == "ok"


@pytest.mark.parametrize(
    ("resource", "other"),
    [
        ("therapist", {"patient": "patient-2", "room": TOWER.id}),
        ("patient", {"therapist": THEO.id, "room": TOWER.id}),
        ("room", {"patient": "patient-2", "therapist": THEO.id}),
    ],
)
def test_who_is_refused_learns_what_is_taken_and_by_which_session(store: Store, resource, other):
    booked(store, session("first"))
    with pytest.raises(SlotTaken, match=f"The {resource} is already booked") as refusal:
        booked(store, session("second", 0.5, **other))
    assert (refusal.value.resource, refusal.value.session_id) == (resource, "first")
