"""Decisions beside the rules, on file."""

from contextlib import closing

import pytest

from clinicdesk.data import open_store
from clinicdesk.data.driver import Connection
from clinicdesk.data.migrations import STEPS, Steps
from clinicdesk.data.opening import bring_up_to_date
from clinicdesk.domain.clearance import ClearanceReason
from clinicdesk.errors import NotFound, StaleRecord
from tests.data.records import NOW, booked, clearance, session, taken_back
from tests.data.test_store_opening import PATIENT


@pytest.fixture
def filled(store):
    booked(store, session())
    return store


def test_what_was_decided_comes_back_as_it_was_and_in_order(filled):
    first, second = (
        clearance(),
        clearance(
            "clearance-2",
            session_id="session-1",
            rule="UNANSWERED",
            facts={"x": "unknown"},
            letter=None,
            reason=ClearanceReason.EXAMINED,
        ),
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


def test_what_is_cleared_in_writing_names_its_letter_and_nothing_else_does(filled):
    for wrong in (clearance(letter=None), clearance(reason=ClearanceReason.EXAMINED)):
        with filled.write(), pytest.raises(Exception, match="kept:clearances"):
            filled.clearances.add(wrong)
    assert filled.clearances.of_patient("patient-1") == []


def test_what_was_cleared_in_writing_before_letters_were_asked_for_stays_without_one(path):
    steps = Steps()
    for name, sql in STEPS._sql.items():
        if name < "031":
            steps.add(name, sql)
    with closing(Connection(path)) as connection:
        bring_up_to_date(connection, steps)
        with connection.write():
            connection.execute(PATIENT.format(number=1001))
            connection.execute(
                "insert into staff (id, position, name, role, active) values ('t', 1, 'Tess', 'therapist', 1)"
            )
            connection.execute(
                f"""insert into clearances values (
                    1, 'old', 'patient-1001', null, 'S03', 'swedish', 'not_suitable', 'clinician-cleared-in-writing',
                    'Letter of Dr Moss.', 't', 'Tess', '2026-11-23T10:00:00.000000Z', '2026-12-21', 1, '{{}}',
                    '{"c" * 64}', 'rules', '1')"""  # noqa: S608 - our own values
            )
    with open_store(path) as store:
        (old,) = store.clearances.of_patient("patient-1001")
        assert (old.text, old.letter) == ("Letter of Dr Moss.", None)
        assert old.reason is ClearanceReason.CLEARED_IN_WRITING
