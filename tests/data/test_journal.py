import pytest

from clinicdesk.domain.journal import EntryKind
from clinicdesk.errors import NotFound
from tests.data.records import RUTH, TESS, journal_entry

DEED, UNDO, REDO = EntryKind.DEED, EntryKind.UNDO, EntryKind.REDO


def noted(store, *entries):
    with store.write():
        for entry in entries:
            store.journal.add(entry)


def names(entry):
    return None if entry is None else entry.id


def test_an_entry_comes_back_as_it_was_noted(store):
    noted(store, journal_entry(), journal_entry("u", UNDO, deed_id="entry-1"))
    assert store.journal.get("entry-1") == journal_entry()
    assert store.journal.get("u") == journal_entry("u", UNDO, deed_id="entry-1")
    with pytest.raises(NotFound):
        store.journal.get("nothing")


def test_each_person_takes_back_their_own_deeds_the_last_first(store):
    noted(store, journal_entry("a"), journal_entry("b"), journal_entry("c", actor=TESS))
    journal = store.journal
    assert names(journal.newest_done(RUTH.id)) == "b"
    assert names(journal.newest_done(RUTH.id, {"b"})) == "a"
    assert names(journal.newest_done(TESS.id)) == "c"
    noted(store, journal_entry("u", UNDO, deed_id="b"))
    assert names(journal.newest_done(RUTH.id)) == "a"
    noted(store, journal_entry("v", UNDO, deed_id="a"))
    assert journal.newest_done(RUTH.id) is None


def test_what_was_taken_back_can_be_done_again_until_something_new_is_done(store):
    journal = store.journal
    noted(store, journal_entry("a"), journal_entry("b"))
    assert journal.newest_undone(RUTH.id) is None
    noted(store, journal_entry("u", UNDO, deed_id="b"), journal_entry("v", UNDO, deed_id="a"))
    assert names(journal.newest_undone(RUTH.id)) == "a"
    assert names(journal.newest_undone(RUTH.id, {"a"})) == "b"
    assert journal.newest_undone(TESS.id) is None
    noted(store, journal_entry("w", REDO, deed_id="a"))
    assert names(journal.newest_undone(RUTH.id)) == "b"
    assert names(journal.newest_done(RUTH.id)) == "a"
    noted(store, journal_entry("c"))
    assert journal.newest_undone(RUTH.id) is None
    assert names(journal.newest_done(RUTH.id)) == "c"
    noted(store, journal_entry("x", UNDO, deed_id="c"), journal_entry("y", UNDO, deed_id="a"))
    assert journal.newest_done(RUTH.id) is None


def test_the_story_of_a_record_stands_newest_first(store):
    noted(store, journal_entry("a"), journal_entry("b", record="session-2"), journal_entry("u", UNDO, deed_id="a"))
    assert [entry.id for entry in store.journal.of_record("Session", "session-1")] == ["u", "a"]
    assert store.journal.of_record("Patient", "session-1") == []
