from contextlib import closing

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlcipher3 import dbapi2

from clinicdesk.data import open_store
from tests.data import records
from tests.data.records import NOW, TESS, at, undone, unhurried

ENTRIES = 6


@pytest.fixture
def trail(store, path):
    """A file with some entries, and a bare connection on which the guards are gone."""
    with store.write():
        for number in range(ENTRIES):
            store.audit.append(TESS, "patient.open", ("patient", f"patient-{number}"), {"n": number}, at=at(number))
    assert store.audit.verify() is None
    store.close()
    with closing(dbapi2.connect(str(path), isolation_level=None)) as bare:
        for guard in ("never_replaced", "never_changed", "never_deleted"):
            bare.execute(f"drop trigger audit_{guard}")
        yield bare


def first_broken(trail, path):
    trail.close()
    with open_store(path) as store:
        return store.audit.verify()


def test_an_empty_trail_is_whole(store):
    assert store.audit.verify() is None


def test_entries_are_read_back_newest_first(store):
    with store.write():
        first = store.audit.append(None, "clinic.open", ("clinic", "1"), at=at(0))
        second = store.audit.append(TESS, "patient.amend", ("patient", "p"), {"fields": ["phone"]}, at=at(1))
    newest, oldest = store.audit.tail()
    assert (oldest.seq, newest.seq) == (first, second) == (1, 2)
    assert (oldest.actor_id, oldest.actor_name) == ("", "")
    assert (newest.actor_id, newest.actor_name, newest.at) == (TESS.id, TESS.name, at(1))
    assert (newest.action, newest.subject_kind, newest.subject_id) == ("patient.amend", "patient", "p")
    assert newest.detail == {"fields": ["phone"]}
    assert store.audit.tail(limit=1) == [newest]


@pytest.mark.parametrize(
    "edit",
    [
        "at = '2026-01-01T00:00:00.000000Z'",
        "actor_id = 'desk-1'",
        "actor_name = 'Somebody Else'",
        "action = 'patient.print'",
        "subject_kind = 'session'",
        "subject_id = 'patient-9'",
        "detail = '{}'",
        f"prev_hash = '{'0' * 64}'",
        f"hash = '{'0' * 64}'",
    ],
)
def test_an_edited_entry_is_found(trail, path, edit):
    trail.execute(f"update audit set {edit} where seq = 3")  # noqa: S608 - our own text
    assert first_broken(trail, path) == 3


@pytest.mark.parametrize("seq", range(1, ENTRIES + 1))
def test_a_deleted_entry_is_found_even_the_last(trail, path, seq):
    trail.execute("delete from audit where seq = ?", (seq,))
    assert first_broken(trail, path) == seq


def test_entries_that_changed_places_are_found(trail, path):
    trail.executescript("""
        update audit set seq = 99 where seq = 2; update audit set seq = 2 where seq = 3;
        update audit set seq = 3 where seq = 99;
    """)
    assert first_broken(trail, path) == 2


def test_an_entry_slipped_in_between_is_found(trail, path):
    trail.executescript("""
        update audit set seq = seq + 100 where seq > 2; update audit set seq = seq - 99 where seq > 100;
        insert into audit select 3, at, actor_id, actor_name, action, subject_kind, subject_id, detail, prev_hash, hash
        from audit where seq = 2;
    """)
    assert first_broken(trail, path) == 3


def test_the_whole_trail_deleted_is_found(trail, path):
    trail.execute("delete from audit")
    assert first_broken(trail, path) == 1


@settings(unhurried, max_examples=30)
@given(
    entries=st.lists(
        st.tuples(records.names, records.texts, st.dictionaries(records.texts, records.plain_values)), max_size=4
    )
)
def test_whatever_is_written_can_be_verified(lasting_store, entries):
    with undone(lasting_store):
        for action, subject_id, detail in entries:
            lasting_store.audit.append(TESS, action, ("patient", subject_id), detail, at=NOW)
        assert lasting_store.audit.verify() is None
        assert [dict(entry.detail) for entry in lasting_store.audit.tail()][::-1] == [detail for *_, detail in entries]
