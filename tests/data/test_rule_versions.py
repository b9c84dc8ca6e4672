from contextlib import closing
from dataclasses import replace

import pytest
from sqlcipher3 import dbapi2

from clinicdesk.data import open_store
from clinicdesk.data.driver import ConstraintBroken
from clinicdesk.domain.rule_version import RulesEntry, RuleStep, RuleVersion
from clinicdesk.errors import NotFound, StaleRecord
from tests.data.records import NOW, TESS


def rule_version(number=1, **changed):
    """Tess edited the shipped rules."""
    version = RuleVersion(
        id=f"rule-version-{number}",
        number=number,
        based_on=number - 1,
        ruleset_id="rules",
        ruleset_version=f"1+{number}",
        ruleset_hash="c" * 64,
        shipped_hash="a" * 64,
        texts={"ruleset.toml": 'id = "rules"'},
        accepted=(),
        reason="A wider age.",
        staff_id=TESS.id,
        made_at=NOW,
    )
    return replace(version, **changed)


def in_force(number=1, step=RuleStep.PUBLISHED):
    """Tess put a version in force."""
    return RulesEntry(f"in-force-{step}-{number}", number, step, "A wider age.", TESS.id, NOW)


def add(store, *versions):
    with store.write():
        for version in versions:
            store.rule_versions.add(version)


def put(store, *entries):
    with store.write():
        for entry in entries:
            store.rule_versions.put_in_force(entry)


def test_a_file_begins_with_the_shipped_rules_and_no_entry(store):
    assert store.rule_versions.all() == []
    assert store.rule_versions.in_force() is None
    assert store.rule_versions.next_number() == 1


def test_versions_survive_closing_whole_and_are_read_back_newest_first(store, path):
    first, second = rule_version(1), rule_version(2, accepted=("Advice may be missing.",))
    add(store, first, second)
    put(store, in_force(1), in_force(2), in_force(1, RuleStep.ROLLED_BACK))
    store.close()
    with open_store(path) as reopened:
        assert reopened.rule_versions.all() == [second, first]
        assert reopened.rule_versions.get(2) == second
        assert reopened.rule_versions.next_number() == 3
        assert reopened.rule_versions.in_force() == in_force(1, RuleStep.ROLLED_BACK)
        assert [entry.number for entry in reopened.rule_versions.history()] == [1, 2, 1]


def test_the_shipped_rules_can_be_put_in_force_again(store):
    add(store, rule_version(1))
    put(store, in_force(1), in_force(0, RuleStep.ROLLED_BACK))
    assert store.rule_versions.in_force().number == 0


def test_a_version_that_was_never_published_is_not_found(store):
    with pytest.raises(NotFound, match="no version 7"):
        store.rule_versions.get(7)


def test_keeping_the_same_twice_is_harmless_unless_it_differs(store):
    add(store, rule_version(), rule_version())
    put(store, in_force(), in_force())
    with pytest.raises(StaleRecord, match="Nothing was overwritten"):
        add(store, rule_version(reason="Another one."))
    with pytest.raises(StaleRecord, match="Nothing was changed"):
        put(store, replace(in_force(), reason="Another one."))
    assert store.rule_versions.all() == [rule_version()]
    assert store.rule_versions.history() == [in_force()]


@pytest.mark.parametrize(
    "fault",
    [
        {"number": 0, "based_on": -1},
        {"based_on": 1},
        {"ruleset_hash": "short"},
        {"shipped_hash": "short"},
        {"reason": ""},
        {"staff_id": "nobody"},
    ],
)
def test_the_file_refuses_what_makes_no_sense(store, fault):
    with pytest.raises(ConstraintBroken):
        add(store, rule_version(**fault))
    assert store.rule_versions.all() == []


def test_the_file_refuses_to_put_in_force_what_is_not_there(store):
    with pytest.raises(ConstraintBroken):
        put(store, in_force(4))
    with pytest.raises(ConstraintBroken):
        put(store, replace(in_force(0), reason=""))


@pytest.mark.parametrize("table", ["rule_versions", "rules_in_force"])
def test_the_file_itself_refuses_to_change_what_was_published(store, path, table):
    add(store, rule_version())
    put(store, in_force())
    store.close()
    with closing(dbapi2.connect(str(path), isolation_level=None)) as bare:
        before = bare.execute(f"select * from {table}").fetchall()  # noqa: S608 - our own table
        for change in (f"delete from {table}", f"update {table} set reason = 'Another one.'"):  # noqa: S608 - same
            with pytest.raises(dbapi2.IntegrityError, match=f"kept:{table}"):
                bare.execute(change)
        with pytest.raises(dbapi2.IntegrityError, match=f"exists:{table}"):
            bare.execute(f"insert or replace into {table} select * from {table}")  # noqa: S608 - same
        assert bare.execute(f"select * from {table}").fetchall() == before  # noqa: S608 - same
