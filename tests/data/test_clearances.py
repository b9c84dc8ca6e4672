"""Decisions beside the rules, on file."""

import pytest

from clinicdesk.errors import NotFound, StaleRecord
from tests.data.records import NOW, booked, clearance, session, taken_back


@pytest.fixture
def filled(store):
    booked(store, session())
    return store


def test_what_was_decided_comes_back_as_it_was_and_in_order(filled):
    first, second = (
        clearance(),
        clearance("clearance-2", session_id="session-1", rule="UNANSWERED", facts={"x": "unknown"}),
    )
    with filled.write():
        filled.clearances.add(first)
        filled.clearances.add(second)
        filled.clearances.add(first)
    assert filled.clearances.of_patient("patient-1") == [first, second]
    assert filled.clearances.of_patients(["patient-1", "nobody"]) == {"patient-1": [first, second]}
    assert filled.clearances.of_patient("nobody") == []
    assert filled.clearances.counts(NOW) == {"S03": (1, 0), "UNANSWERED": (0, 1)}


def test_nothing_is_overwritten(filled):
    with filled.write():
        filled.clearances.add(clearance())
        with pytest.raises(StaleRecord):
            filled.clearances.add(clearance(text="Something else."))


def test_taking_back_is_a_record_of_its_own_and_happens_once(filled):
    with filled.write():
        given = filled.clearances.add(clearance())
        ended = filled.clearances.take_back(taken_back())
        assert ended.taken_back == taken_back()
        assert filled.clearances.take_back(taken_back()) == ended
        with pytest.raises(StaleRecord):
            filled.clearances.take_back(taken_back("back-2"))
    assert filled.clearances.get(given.id) == ended
    with pytest.raises(NotFound):
        filled.clearances.get("nowhere")
