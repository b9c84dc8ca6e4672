from contextlib import closing, suppress

import pytest
from sqlcipher3 import dbapi2

from clinicdesk.data import open_store
from clinicdesk.data.driver import Connection
from clinicdesk.domain.patient import PatientDetails
from clinicdesk.errors import StoreFault
from tests.data.records import NOW, TESS, booked, session


def test_a_change_outside_a_transaction_is_a_mistake_and_not_stored(store):
    with pytest.raises(RuntimeError, match=r"only inside Store\.write"):
        store.patients.add(PatientDetails("Nobody"), "patient-3")
    assert store.patients.count() == 2


def test_a_transaction_in_a_transaction_is_a_mistake(store):
    with pytest.raises(RuntimeError, match="cannot be nested"), store.write(), store.write():
        pass


def test_an_exception_undoes_the_whole_transaction_and_passes_on(store):
    def stumble():
        with store.write():
            store.patients.add(PatientDetails("Nobody"), "patient-3")
            store.audit.append(TESS, "patient.register", ("patient", "patient-3"), at=NOW)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        stumble()
    assert store.patients.count() == 2
    assert store.audit.tail() == []


def test_after_a_failed_transaction_the_next_one_works(store):
    with suppress(ZeroDivisionError), store.write():
        raise ZeroDivisionError
    booked(store, session())
    assert store.sessions.get("session-1") == session()


def test_a_number_given_in_an_undone_transaction_is_given_again(store):
    with suppress(ZeroDivisionError), store.write():
        assert store.patients.add(PatientDetails("Nobody"), "patient-3").number == 1003
        raise ZeroDivisionError
    with store.write():
        assert store.patients.add(PatientDetails("Somebody"), "patient-4").number == 1003


def test_a_transaction_that_vanished_underneath_does_not_end_as_if_stored(store):
    def lose_the_transaction():
        with store.write():
            store.patients.add(PatientDetails("Nobody"), "patient-3")
            store._connection.database.execute("rollback")

    with pytest.raises(dbapi2.OperationalError, match="no transaction is active"):
        lose_the_transaction()
    assert store.patients.count() == 2


def test_readers_are_not_held_up_by_a_writer_and_see_only_what_is_stored(store, path):
    with open_store(path) as reader, store.write():
        store.patients.add(PatientDetails("Carla"), "patient-3")
        assert reader.patients.count() == 2
        assert reader.patients.search("carla") == []
    assert [patient.id for patient in store.patients.search("carla")] == ["patient-3"]


def test_a_closed_store_left_no_files_beside_the_records(store, path):
    booked(store, session())
    store.close()
    store.close()
    assert list(path.parent.iterdir()) == [path]


def test_a_file_kept_busy_by_another_program_is_a_sentence_and_nothing_is_stored(store, path):
    store._connection.database.execute("pragma busy_timeout = 20")
    with closing(dbapi2.connect(path, isolation_level=None)) as other:
        other.execute("begin immediate")
        with pytest.raises(StoreFault, match=r"kept .*clinic\.db busy.*was not stored.*try again"):
            booked(store, session())
    booked(store, session())


def test_a_full_disk_is_a_sentence_and_everything_stored_before_is_safe(store, path):
    booked(store, session())
    connection = store._connection
    connection.value(f"pragma max_page_count = {connection.value('pragma page_count') + 2}")

    def register_with_a_long_note():
        with store.write():
            store.patients.add(PatientDetails("Carla"), "patient-3")
            store.drafts.put("intake", "patient-3", {"notes": "x" * 100_000}, NOW)

    with pytest.raises(StoreFault, match=r"no room left on the disk that holds .*clinic\.db.*Free some space"):
        register_with_a_long_note()
    assert store.patients.count() == 2
    assert store.sessions.get("session-1") == session()
    connection.value("pragma max_page_count = 1000000")
    register_with_a_long_note()
    assert store.patients.count() == 3
    assert connection.value("pragma integrity_check") == "ok"


def test_a_disk_too_full_for_a_new_file_is_a_sentence(path, monkeypatch):
    whole = Connection.use_write_ahead_log

    def on_a_small_disk(connection):
        whole(connection)
        connection.value("pragma max_page_count = 12")

    monkeypatch.setattr(Connection, "use_write_ahead_log", on_a_small_disk)
    with pytest.raises(StoreFault, match=r"not be brought up to date: There is no room.*Nothing in it was changed"):
        open_store(path)
    monkeypatch.undo()
    with open_store(path) as store:
        assert store.patients.count() == 0
