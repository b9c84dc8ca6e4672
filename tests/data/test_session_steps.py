"""The step that builds the table of sessions anew, on a file of the steps before it."""

from contextlib import closing

import pytest
from sqlcipher3 import dbapi2

from clinicdesk.data import open_store
from clinicdesk.data.driver import Connection
from clinicdesk.data.migrations import STEPS, Steps
from clinicdesk.data.opening import bring_up_to_date
from clinicdesk.domain.session import SessionStatus
from tests.data.records import assessment, at, booked, session
from tests.data.test_store_opening import PATIENT, tables

OLD_STATUSES = ("booked", "arrived", "in_session", "completed", "no_show", "cancelled")
OLD_COLUMNS = (
    "id, version, patient_id, session_type_id, therapist_id, room_id, starts_at, ends_at, free_at, status, held, "
    "arrived_at, started_at, completed_at, cancel_reason, release_note"
)
TRIGGERS = {
    "sessions_never_replaced",
    "sessions_keep_their_key",
    "sessions_never_deleted",
    "sessions_never_clash_when_added",
    "sessions_never_clash_when_changed",
    "sessions_name_a_plan_on_file_when_added",
    "sessions_name_a_plan_on_file_when_changed",
    "sessions_never_share_equipment_when_added",
    "sessions_never_share_equipment_when_changed",
}
INDEXES = {
    "sessions_by_start",
    "sessions_by_patient",
    "sessions_live_by_therapist",
    "sessions_live_by_room",
    "sessions_by_plan",
    "sessions_by_series",
    "sessions_live_by_equipment",
}


def schema(plain, kind, table="sessions"):
    return {
        name
        for (name,) in plain.execute("select name from sqlite_master where type = ? and tbl_name = ?", (kind, table))
    }


@pytest.fixture
def old(path):
    """A file of steps 001 to 008 with a session of every old status, each with its assessment."""
    steps = Steps()
    for name, sql in list(STEPS._sql.items())[:8]:
        steps.add(name, sql)
    with closing(Connection(path)) as connection:
        bring_up_to_date(connection, steps)
        with connection.write():
            connection.execute(PATIENT.format(number=1001))
            connection.execute("insert into staff values ('t', 1, 'Tess', 'therapist', 1)")
            connection.execute("insert into session_types values ('type', 1, 'Massage', 'swedish', 60, 15, 1)")
            for number, status in enumerate(OLD_STATUSES):
                stamps = {
                    key: f"2026-11-23T1{number}:{minutes}:00.000000Z"
                    for key, minutes in (("starts", "00"), ("ends", "40"), ("free", "50"))
                }
                connection.execute(
                    f"""insert into sessions ({OLD_COLUMNS}) values (
                        'session-{number}', {number + 1}, 'patient-1001', 'type', 't', null, :starts, :ends, :free,
                        '{status}', 0, null, null, null, 'words', null)""",  # noqa: S608 - our own names
                    stamps,
                )
                connection.execute(
                    f"""insert into assessments values (
                        {number + 1}, 'assessment-{number}', 'session-{number}', null, '2026-11-23', :starts,
                        'rules', '1', '{"a" * 64}', '{"b" * 64}', 'swedish', 'suitable', 'suitable', 'suitable',
                        '{{}}', '{{}}')""",  # noqa: S608 - our own names
                    {"starts": stamps["starts"]},
                )
    return path


def test_every_session_and_assessment_comes_along(old):
    with closing(dbapi2.connect(str(old))) as plain:
        before = plain.execute(f"select {OLD_COLUMNS} from sessions order by id").fetchall()  # noqa: S608
        assessed = plain.execute("select * from assessments order by seq").fetchall()
    with open_store(old) as store:
        assert [each.status for each in store.sessions.of_patient("patient-1001")] == list(OLD_STATUSES)
        assert store.assessments.latest_for("session-3").id == "assessment-3"
        assert store._connection.rows("pragma foreign_key_check") == []
        assert store._connection.value("pragma foreign_keys") == 1
    with closing(dbapi2.connect(str(old))) as plain:
        assert plain.execute(f"select {OLD_COLUMNS} from sessions order by id").fetchall() == before  # noqa: S608
        after = plain.execute("select * from assessments order by seq").fetchall()
        assert [row[: len(assessed[0])] for row in after] == assessed
        assert schema(plain, "index") >= INDEXES
        assert schema(plain, "trigger") == TRIGGERS
        (told,) = plain.execute("select sql from sqlite_master where name = 'assessments'").fetchone()
        assert "references sessions (id)" in told
    assert "sessions_anew" not in tables(old)


def test_the_rules_of_the_table_hold_after_it_was_built_anew(old):
    open_store(old).close()
    with closing(dbapi2.connect(str(old), isolation_level=None)) as plain:
        plain.execute("pragma foreign_keys = on")
        for statement, told in (
            ("delete from sessions", "kept:sessions"),
            ("update sessions set id = 'x' where id = 'session-0'", "fixed:sessions|session_clash"),
            ("update sessions set status = 'maybe'", "CHECK"),
            ("update sessions set patient_id = 'nobody' where id = 'session-5'", "FOREIGN KEY"),
            (
                "update sessions set starts_at = '2026-11-23T10:10:00.000000Z' where id = 'session-1'",
                "session_clash:therapist",
            ),
        ):
            with pytest.raises(dbapi2.IntegrityError, match=told):
                plain.execute(statement)
        plain.execute("update sessions set status = 'confirmed' where id = 'session-0'")


def test_what_a_therapist_was_asked_about_before_the_step_that_keeps_it_waits_for_them(path):
    steps = Steps()
    for name, sql in STEPS._sql.items():
        if name == "029_asked":
            break
        steps.add(name, sql)
    with closing(Connection(path)) as connection:
        bring_up_to_date(connection, steps)
        with connection.write():
            connection.execute(PATIENT.format(number=1001))
            connection.execute("insert into staff values ('t', 1, 'Tess', 'therapist', 1)")
            connection.execute(
                """insert into session_types (id, position, name, technique, minutes, turnover_minutes, active)
                values ('type', 1, 'Massage', 'swedish', 60, 15, 1)"""
            )
            for number, (held, last) in enumerate(((1, "asked"), (0, "asked"), (1, "kept"))):
                day = f"2026-11-2{number}"
                connection.execute(
                    f"""insert into sessions
                    (id, version, patient_id, session_type_id, therapist_id, starts_at, ends_at, free_at, status, held)
                    values ('session-{number}', 1, 'patient-1001', 'type', 't', '{day}T10:00:00.000000Z',
                    '{day}T11:00:00.000000Z', '{day}T11:00:00.000000Z', 'booked', {held})"""  # noqa: S608 - our own
                )
                for step in ("asked", last):
                    connection.execute(
                        f"""insert into calls (id, session_id, was, verdict, step, note, staff_id, at) values
                        ('{step}-{number}' || hex(randomblob(4)), 'session-{number}', 'suitable', 'suitable', '{step}',
                        '', 't', '{day}T09:00:00.000000Z')"""  # noqa: S608 - our own
                    )
    with open_store(path) as store:
        asked = [each.asked_in for each in store.sessions.of_patient("patient-1001")]
        assert asked == [store.calls.of_session("session-0")[-1].id, None, None]


def test_a_booking_taken_back_frees_its_time_and_is_shown_nowhere(store):
    booked(store, session())
    with store.write():
        store.assessments.add(assessment())
        store.sessions.update(session(status=SessionStatus.ENTERED_IN_ERROR))
    second = session("session-2")
    booked(store, second)
    assert store.sessions.of_patient("patient-1") == [second]
    assert store.sessions.between(at(-1), at(9)) == [second]
    assert store.sessions.get("session-1").status is SessionStatus.ENTERED_IN_ERROR
