"""That a clash is looked for in an index and nowhere else, so that its cost does not grow with the file."""

import pytest

from clinicdesk.data.migrations.session_steps import _clash
from clinicdesk.data.sessions import _HOLDERS
from tests.data.records import NOW, at, booked, session

INDEXES = {
    "therapist": "sessions_live_by_therapist (therapist_id=? AND starts_at<?)",
    "patient": "sessions_by_patient (patient_id=? AND starts_at<?)",
    "room": "sessions_live_by_room (room_id=? AND starts_at<?)",
}
RULES = [("therapist", "therapist_id", "free_at"), ("patient", "patient_id", "ends_at"), ("room", "room_id", "free_at")]


def plan(store, sql):
    """How SQLite would run a query, all steps in one line."""
    unbound = dict.fromkeys(("id", "therapist_id", "patient_id", "room_id", "starts_at", "ends_at", "free_at"), "x")
    return " / ".join(row["detail"] for row in store._connection.rows(f"explain query plan {sql}", unbound))


@pytest.mark.parametrize("rule", RULES)
def test_the_rule_takes_one_step_in_an_index(store, rule):
    # The trigger's own select, with the new row's values as parameters instead.
    sql = (
        _clash(*rule).replace(f"raise(abort, 'session_clash:{rule[0]}')", "1").replace("new.", ":").strip().rstrip(";")
    )
    steps = plan(store, sql)
    assert f"SEARCH sessions USING INDEX {INDEXES[rule[0]]}" in steps
    assert "SCAN sessions" not in steps
    assert "TEMP B-TREE" not in steps


@pytest.mark.parametrize("resource", INDEXES)
def test_who_holds_a_resource_takes_one_step_in_the_same_index(store, resource):
    steps = plan(store, _HOLDERS[resource])
    assert f"SEARCH sessions USING INDEX {INDEXES[resource]}" in steps
    assert "TEMP B-TREE" not in steps


def test_a_day_is_read_from_the_index_of_starts(store):
    steps = plan(
        store, "select * from sessions where starts_at >= :starts_at and starts_at < :ends_at order by starts_at"
    )
    assert steps == "SEARCH sessions USING INDEX sessions_by_start (starts_at>? AND starts_at<?)"


def test_holders_are_those_in_the_way_and_never_the_session_itself(store):
    first = session("first")
    second = session("second", 2, patient="patient-2")
    booked(store, first, second)
    assert store.sessions.holders(first) == {}
    assert store.sessions.holders(session("wish", 1, hours=0.5)) == {"therapist": first, "room": first}
    assert store.sessions.holders(session("wish", 1, patient="patient-2", hours=1.5)) == {
        "therapist": second,
        "patient": second,
        "room": second,
    }
    assert store.sessions.holders(session("wish", 1.25, hours=0.5)) == {}
    assert store.sessions.between(NOW, at(9)) == [first, second]
