"""What the file itself refuses, tried through a bare connection that knows nothing of this program."""

from contextlib import closing

import pytest
from sqlcipher3 import dbapi2

from clinicdesk.domain.call import CallHold
from clinicdesk.domain.intake import Answer
from clinicdesk.domain.journal import EntryKind
from tests.data.records import (
    NOW,
    RUTH,
    TESS,
    absence,
    assessment,
    booked,
    call,
    clearance,
    journal_entry,
    kept_session,
    plan,
    referral,
    referral_event,
    score,
    session,
    sign_off,
    special_hours,
    taken_back,
    weekly_hours,
)

NEVER_CHANGED = [
    "intakes", "assessments", "sign_offs", "plans", "scores", "journal", "journal_changes", "audit",
    "weekly_hours", "special_hours", "sessions_kept", "calls", "call_holds", "scores_withdrawn", "clearances",
    "hours_withdrawn", "clearances_taken_back", "referrals", "referral_events",
]  # fmt: skip
LASTING = ["patients", "sessions", "absences", *NEVER_CHANGED]
KEYS = [
    ("patients", "number"),
    ("patients", "id"),
    ("intakes", "id"),
    ("intakes", "version"),
    ("sessions", "id"),
    ("assessments", "seq"),
    ("assessments", "id"),
    ("sign_offs", "seq"),
    ("sign_offs", "id"),
    ("plans", "seq"),
    ("scores", "seq"),
    ("scores", "id"),
    ("scores_withdrawn", "seq"),
    ("hours_withdrawn", "seq"),
    ("journal", "seq"),
    ("journal", "id"),
    ("journal_changes", "entry_id"),
    ("audit", "seq"),
    ("weekly_hours", "id"),
    ("special_hours", "id"),
    ("absences", "id"),
    ("sessions_kept", "id"),
    ("calls", "id"),
    ("call_holds", "id"),
    ("clearances", "seq"),
    ("clearances", "id"),
    ("clearances_taken_back", "seq"),
    ("clearances_taken_back", "clearance_id"),
    ("referrals", "seq"),
    ("referrals", "id"),
    ("referral_events", "seq"),
    ("referral_events", "id"),
]


@pytest.fixture
def bare(store, path):
    """One row in every lasting table, and a bare connection."""
    booked(store, session())
    with store.write():
        store.intakes.add("a", "patient-1", {"x": Answer("no")}, completed_at=NOW, completed_by=RUTH.id)
        store.assessments.add(assessment())
        store.sign_offs.add(sign_off())
        store.plans.add(plan())
        store.scores.withdraw(store.scores.add(score()), True, by=TESS.id, at=NOW)
        store.journal.add(journal_entry())
        store.journal.add(journal_entry("entry-2", EntryKind.UNDO, deed_id="entry-1"))
        store.audit.append(TESS, "session.book", ("session", "session-1"), at=NOW)
        store.hours.add_weekly(weekly_hours())
        store.hours.add_special(special_hours())
        store.hours.add_absence(absence())
        store.kept_sessions.add(kept_session())
        store.hours.withdraw("hours-1", True, by=TESS.id, at=NOW)
        store.calls.add(call())
        store.calls.add_hold(CallHold("hold-1", "session-1", held=True, at=NOW))
        store.clearances.add(clearance())
        store.clearances.take_back(taken_back())
        store.referrals.add(referral())
        store.referrals.add_event(referral_event())
    store.close()
    with closing(dbapi2.connect(str(path), isolation_level=None)) as connection:
        yield connection


def rows(bare, table):
    return bare.execute(f"select * from {table} order by 1").fetchall()  # noqa: S608 - our own table


@pytest.mark.parametrize("table", LASTING)
def test_nothing_lasting_can_be_deleted(bare, table):
    before = rows(bare, table)
    assert before != []
    with pytest.raises(dbapi2.IntegrityError, match=f"kept:{table}"):
        bare.execute(f"delete from {table}")  # noqa: S608 - our own table
    assert rows(bare, table) == before


@pytest.mark.parametrize("table", NEVER_CHANGED)
def test_no_column_of_what_is_only_added_to_can_be_changed(bare, table):
    before = rows(bare, table)
    columns = [row[1] for row in bare.execute(f"pragma table_info({table})")]
    for column in columns:
        with pytest.raises(dbapi2.IntegrityError, match=f"kept:{table}"):
            bare.execute(f"update {table} set {column} = {column}")  # noqa: S608 - our own names
    assert rows(bare, table) == before


@pytest.mark.parametrize(("table", "key"), KEYS)
@pytest.mark.parametrize("verb", ["insert", "insert or replace", "insert or ignore"])
def test_nothing_lasting_can_be_replaced_by_a_row_with_the_same_key(bare, table, key, verb):
    before = rows(bare, table)
    columns = [row[1] for row in bare.execute(f"pragma table_info({table})")]
    fresh = {"number": "9999", "id": "'fresh'", "seq": "99", "version": "99", key: key}
    chosen = ", ".join(fresh.get(column, column) for column in columns)
    with pytest.raises(dbapi2.IntegrityError, match=f"exists:{table}|session_clash|open:referrals"):
        bare.execute(f"{verb} into {table} select {chosen} from {table} limit 1")  # noqa: S608 - our own names
    assert rows(bare, table) == before


@pytest.mark.parametrize(
    ("table", "change"),
    [("patients", "id = 'x'"), ("patients", "number = 5000"), ("sessions", "id = 'x', status = 'cancelled'")],
)
def test_keys_by_which_others_point_here_cannot_be_changed(bare, table, change):
    with pytest.raises(dbapi2.IntegrityError, match=f"fixed:{table}|open:referrals"):
        bare.execute(f"update or replace {table} set {change} where rowid = (select min(rowid) from {table})")  # noqa: S608


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("sessions", "status = 'maybe'"),
        ("sessions", "ends_at = starts_at"),
        ("sessions", "free_at = starts_at"),
        ("sessions", "starts_at = '2026-11-23 08:00'"),
        ("sessions", "held = 2"),
        ("sessions", "version = 'two'"),
        ("staff", "role = 'owner'"),
        ("staff_kinds", "kind = 'yoga'"),
        ("session_types", "technique = 'yoga'"),
        ("session_types", "minutes = 0"),
        ("patients", "sex_at_birth = 'x'"),
        ("patients", "birth_date = '1/2/1980'"),
        ("patients", "contact_permissions = 'phone'"),
        ("absences", "reason = 'bored'"),
        ("absences", "owner = null"),
        ("absences", "last_day = '2026-01-01'"),
        ("absences", "part_from = '10:00'"),
    ],
)
def test_values_that_mean_nothing_are_refused(bare, table, change):
    before = rows(bare, table)
    with pytest.raises(dbapi2.IntegrityError, match=r"CHECK|cannot store"):
        bare.execute(f"update {table} set {change}")  # noqa: S608 - our own names
    assert rows(bare, table) == before
