import multiprocessing
from contextlib import closing
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from clinicdesk.data import driver, open_store
from clinicdesk.data.driver import Connection
from clinicdesk.data.migrations import STEPS, Steps, clinic, patients
from clinicdesk.data.opening import bring_up_to_date
from clinicdesk.errors import NewerStore, StoreFault
from tests.data.desks import open_and_close
from tests.data.records import furnish


def steps_then(*more: tuple[str, str]) -> Steps:
    """Today's steps and then some."""
    steps = Steps()
    for name, sql in [("001_clinic", clinic.SQL), ("002_patients", patients.SQL), *more]:
        steps.add(name, sql)
    return steps


OLD = steps_then()
NEWER = steps_then(("003_pets", "create table pets (name text not null) strict"))


def make(path: Path, steps: Steps) -> None:
    """A file of that version with two patients in it."""
    with closing(Connection(path)) as connection:
        bring_up_to_date(connection, steps)
        with connection.write():
            for number in (1001, 1002):
                connection.execute(PATIENT.format(number=number))


PATIENT = """
    insert into patients values ({number}, 'patient-{number}', 1, 'Anna', 'Berg', null, '', '', '', null,
        '', '', '', '', '', '', '', '', '', '[]', '', ' anna berg ', 'anna berg', 'berg', 'anna', null)
"""

LOOSE = """
    pragma defer_foreign_keys = on;

    create table notes (patient text references patients (id)) strict;

    insert into notes values ('nobody');
"""


def tables(path: Path) -> set[str]:
    with closing(dbapi2.connect(path)) as plain:
        return {name for (name,) in plain.execute("select name from sqlite_master where type = 'table'")}


def patients_in(path: Path) -> int:
    with closing(dbapi2.connect(path)) as plain:
        return int(plain.execute("select count(*) from patients").fetchone()[0])


def pragma(store, name):
    return store._connection.value(f"pragma {name}")


def test_a_fresh_file_has_every_table_and_the_settings_that_keep_it_safe(path):
    with open_store(path) as store:
        found = {name: pragma(store, name) for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")}
        assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 5000}
        assert pragma(store, "cache_size") == -65536
    assert tables(path) >= {
        "clinic", "staff", "staff_kinds", "rooms", "session_types", "patients", "patients_search",
        "intakes", "drafts", "sessions", "assessments", "sign_offs", "plans", "scores", "staff_pins", "audit",
        "scores_withdrawn", "weekly_hours", "special_hours",
        "absences", "holiday_choice", "sessions_kept", "equipment", "staff_techniques",
        "journal", "journal_changes",
    }  # fmt: skip
    assert list(path.parent.iterdir()) == [path]


def test_every_table_of_ours_is_strict(path):
    with open_store(path) as store:
        listed = store._connection.rows("select name, strict from pragma_table_list where type = 'table'")
    assert [row["name"] for row in listed if not row["strict"] and not row["name"].startswith(("sqlite_", "_"))] == []


def test_every_reference_refuses_to_lose_what_it_points_at(path):
    with open_store(path) as store:
        rows = store._connection.rows("""
            select tables.name, keys.on_delete
            from pragma_table_list as tables join pragma_foreign_key_list(tables.name) as keys
        """)
    assert len(rows) == 57
    assert {row["on_delete"] for row in rows} == {"RESTRICT"}


def test_opening_again_changes_nothing_and_makes_no_copy(path):
    with open_store(path) as store:
        furnish(store)
    before = path.read_bytes()
    with open_store(path) as store:
        assert store.patients.count() == 2
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


def test_an_older_file_is_brought_up_to_date_with_its_records(path):
    make(path, OLD)
    with open_store(path) as store:
        assert [patient.number for patient in store.patients.search("anna")] == [1001, 1002]
        assert store.sessions.of_patient("patient-1001") == []


def test_before_an_older_file_is_changed_a_copy_that_stands_on_its_own_is_made(path):
    make(path, OLD)
    open_store(path).close()
    (copy,) = [other for other in path.parent.iterdir() if other != path]
    assert copy.name == "clinic.before-003_intakes.db"
    assert patients_in(copy) == 2
    assert "sessions" not in tables(copy)
    with open_store(copy) as restored:
        assert restored.patients.count() == 2


def test_the_copy_holds_what_was_not_yet_moved_from_the_log_to_the_file(path):
    make(path, OLD)
    with closing(dbapi2.connect(path)) as other, closing(Connection(path)) as connection:
        other.execute("pragma wal_autocheckpoint = 0")
        other.execute(PATIENT.format(number=1003))
        other.commit()
        copy = bring_up_to_date(connection, NEWER)
        assert patients_in(copy) == 3


def test_an_earlier_copy_is_never_overwritten(path):
    for _ in range(2):
        path.unlink(missing_ok=True)
        make(path, OLD)
        open_store(path).close()
    names = sorted(other.name for other in path.parent.iterdir())
    assert names == ["clinic.before-003_intakes-2.db", "clinic.before-003_intakes.db", "clinic.db"]


def test_the_copy_may_be_read_by_no_more_people_than_the_file(path):
    make(path, OLD)
    path.chmod(0o600)
    open_store(path).close()
    assert path.with_name("clinic.before-003_intakes.db").stat().st_mode & 0o777 == 0o600


def test_a_copy_that_lacks_rows_stops_the_migration(path, monkeypatch):
    make(path, OLD)
    whole = Connection.copy_to

    def copy_with_a_loss(connection: Connection, target: Path) -> None:
        whole(connection, target)
        with closing(dbapi2.connect(target)) as copy:
            copy.execute("drop trigger patients_never_deleted")
            copy.execute("delete from patients where number = 1002")
            copy.commit()

    monkeypatch.setattr(Connection, "copy_to", copy_with_a_loss)
    with pytest.raises(StoreFault, match=r"clinic\.db.*The copy is not complete.*Nothing was changed"):
        open_store(path)
    assert list(path.parent.iterdir()) == [path]
    assert "sessions" not in tables(path)


def test_a_copy_with_a_broken_page_stops_the_migration(path, monkeypatch):
    make(path, OLD)
    whole = Connection.copy_to

    def copy_with_a_scratch(connection: Connection, target: Path) -> None:
        whole(connection, target)
        scratched = bytearray(target.read_bytes())
        scratched[4096 * 3 : 4096 * 3 + 2048] = b"\xa5" * 2048
        target.write_bytes(scratched)

    monkeypatch.setattr(Connection, "copy_to", copy_with_a_scratch)
    with pytest.raises(StoreFault, match="Nothing was changed"):
        open_store(path)
    assert list(path.parent.iterdir()) == [path]
    assert "sessions" not in tables(path)


def test_a_file_of_a_newer_version_is_refused_and_left_as_it_is(path):
    make(path, NEWER)
    before = path.read_bytes()
    with pytest.raises(NewerStore, match=r"clinic\.db was written by a newer version.*Update ClinicDesk"):
        open_store(path)
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


def test_a_failing_step_leaves_the_file_as_it_was_and_says_where_the_copy_is(path):
    make(path, OLD)
    before = tables(path)
    broken = steps_then(("003_pets", "create table pets (name text)"), ("004_oops", "insert into pets values (1, 2)"))
    with closing(Connection(path)) as connection, pytest.raises(StoreFault) as failure:
        bring_up_to_date(connection, broken)
    copy = path.with_name("clinic.before-003_pets.db")
    assert str(path) in str(failure.value)
    assert "Nothing in it was changed" in str(failure.value)
    assert str(copy) in str(failure.value)
    assert tables(path) == before
    assert patients_in(path) == patients_in(copy) == 2


def test_a_step_that_leaves_a_loose_end_fails(path):
    make(path, OLD)
    loose = steps_then(("003_loose", LOOSE))
    with closing(Connection(path)) as connection, pytest.raises(StoreFault, match="points at another one"):
        bring_up_to_date(connection, loose)
    assert "notes" not in tables(path)


def test_steps_are_taken_in_the_order_of_their_names():
    assert STEPS.names == sorted(STEPS.names)


def test_another_programs_database_is_refused_and_left_as_it_is(path):
    with closing(dbapi2.connect(path)) as other:
        other.execute("create table recipes (name text)")
    before = path.read_bytes()
    with pytest.raises(StoreFault, match=r"clinic\.db belongs to another program"):
        open_store(path)
    assert path.read_bytes() == before


def test_a_file_that_is_no_database_is_refused_and_left_as_it_is(path):
    path.write_text("Dear diary, " * 1000)
    before = path.read_bytes()
    with pytest.raises(StoreFault, match=r"clinic\.db is not a ClinicDesk file.*left as it is.*Choose another"):
        open_store(path)
    assert path.read_bytes() == before


def test_a_file_another_program_keeps_for_itself_is_a_sentence(path, monkeypatch):
    make(path, OLD)
    monkeypatch.setattr(driver, "BUSY_SECONDS", 0.02)
    with closing(dbapi2.connect(str(path), isolation_level=None)) as other:
        other.execute("pragma locking_mode = exclusive")
        other.execute("begin exclusive")
        with pytest.raises(StoreFault, match=r"kept .*clinic\.db busy.*everything before it is safe.*try again"):
            open_store(path)
    open_store(path).close()


def test_an_empty_file_becomes_a_new_store(path):
    path.touch()
    with open_store(path) as store:
        assert store.patients.count() == 0


def test_a_folder_that_does_not_exist_is_named(tmp_path):
    with pytest.raises(StoreFault, match=r"cannot be opened or created.*folder .*attic exists"):
        open_store(tmp_path / "attic" / "clinic.db")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_in_place_of_the_file_is_refused(path):
    path.mkdir()
    with pytest.raises(StoreFault, match="cannot be opened or created"):
        open_store(path)


def test_a_file_that_cannot_be_written_is_named_and_left_as_it_is(path):
    make(path, OLD)
    with closing(Connection(path)) as connection:
        connection.database.execute("pragma query_only = on")
        with pytest.raises(StoreFault, match=r"clinic\.db cannot be changed.*read-only.*Nothing was stored.*Allow"):
            bring_up_to_date(connection)
    assert "sessions" not in tables(path)


def test_a_damaged_file_is_refused_with_a_sentence(path):
    with open_store(path) as store:
        furnish(store)
    scratched = bytearray(path.read_bytes())
    scratched[100:4096] = b"\xff" * 3996
    path.write_bytes(scratched)
    with pytest.raises(StoreFault, match=r"clinic\.db is (damaged|not a ClinicDesk file)"):
        open_store(path)


def test_programs_that_start_at_once_on_a_new_file_all_get_a_store(path):
    context = multiprocessing.get_context("spawn")
    with context.Pool(4) as pool:
        assert pool.map(open_and_close, [str(path)] * 12) == ["opened"] * 12
    with open_store(path) as store:
        assert store.patients.count() == 0
