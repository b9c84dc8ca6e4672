import shutil
from contextlib import closing
from dataclasses import replace

import pytest
from sqlcipher3 import dbapi2

from clinicdesk.data import open_store
from clinicdesk.data.driver import Connection, ConstraintBroken
from clinicdesk.data.migrations import STEPS, Steps, assessments, audit, clinic, intakes, patients, sessions
from clinicdesk.data.opening import bring_up_to_date
from clinicdesk.domain.staff import Role, StaffMember
from clinicdesk.errors import StaleRecord
from tests.data.records import TESS, sign_off, withdrawal

OTHER_RULES = "b" * 64


def add(store, *entries):
    with store.write():
        for entry in entries:
            store.sign_offs.add(entry)


def test_rules_nobody_signed_have_no_entry(store):
    assert store.sign_offs.latest_for("a" * 64) is None
    assert store.sign_offs.history() == []


def test_entries_survive_closing_and_are_read_back_newest_first(store, path):
    add(store, sign_off(), withdrawal())
    store.close()
    with open_store(path) as reopened:
        assert reopened.sign_offs.history() == [withdrawal(), sign_off()]
        assert reopened.sign_offs.latest_for("a" * 64) == withdrawal()


def test_an_entry_speaks_of_no_other_content(store):
    add(store, sign_off())
    assert store.sign_offs.latest_for(OTHER_RULES) is None
    add(store, sign_off("later", ruleset_hash=OTHER_RULES))
    assert store.sign_offs.latest_for("a" * 64) == sign_off()


def test_storing_the_same_entry_twice_is_harmless_unless_it_differs(store):
    add(store, sign_off(), sign_off())
    with pytest.raises(StaleRecord, match="Nothing was overwritten"):
        add(store, replace(sign_off(), name="Somebody Else"))
    assert store.sign_offs.history() == [sign_off()]


@pytest.mark.parametrize(
    "entry",
    [
        replace(sign_off(), name=""),
        replace(sign_off(), licence=""),
        replace(sign_off(), vouched=()),
        replace(sign_off(), ruleset_hash="short"),
        replace(withdrawal(), reason=""),
        replace(sign_off(), staff_id="nobody"),
    ],
)
def test_the_file_refuses_an_entry_that_says_too_little(store, entry):
    with pytest.raises(ConstraintBroken):
        add(store, entry)
    assert store.sign_offs.history() == []


@pytest.fixture
def before_sign_offs(path):
    """A file as it was before there were sign-offs, with a therapist on file."""
    steps = Steps()
    parts = (clinic, patients, intakes, sessions, assessments, audit)
    for name, part in zip(STEPS.names, parts, strict=False):
        steps.add(name, part.SQL)
    with closing(Connection(path)) as connection:
        bring_up_to_date(connection, steps)
        with connection.write():
            connection.execute(f"insert into staff values ('{TESS.id}', 1, '{TESS.name}', 'therapist', 1)")  # noqa: S608
    return path


def test_a_file_from_before_there_were_sign_offs_is_brought_up_to_date_beside_its_verified_copy(before_sign_offs):
    path = before_sign_offs
    with open_store(path) as store:
        assert store.staff.all() == [StaffMember(TESS.id, TESS.name, Role.THERAPIST)]
        add(store, sign_off())
        assert store.sign_offs.history() == [sign_off()]
    copy = path.with_name("clinic.before-007_sign_offs.db")
    assert {each for each in path.parent.iterdir() if each.suffix == ".db"} == {path, copy}
    with closing(dbapi2.connect(copy)) as plain:
        assert plain.execute("select name from staff").fetchall() == [(TESS.name,)]
        assert not plain.execute("select 1 from sqlite_master where name = 'sign_offs'").fetchall()


def test_the_copy_from_before_can_itself_be_opened(before_sign_offs, tmp_path):
    open_store(before_sign_offs).close()
    restored = shutil.copy(before_sign_offs.with_name("clinic.before-007_sign_offs.db"), tmp_path / "restored.db")
    with open_store(restored) as store:
        assert [member.name for member in store.staff.all()] == [TESS.name]
        assert store.sign_offs.history() == []
