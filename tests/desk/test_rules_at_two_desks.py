"""Two desks on one file: what other rules forbid is neither booked nor started at the one that has not looked yet."""

from datetime import timedelta

import pytest

from clinicdesk.data import open_store
from clinicdesk.desk import Desk
from clinicdesk.desk.series_views import SeriesRow
from clinicdesk.domain.session import SessionStatus
from clinicdesk.domain.suitability import Verdict
from clinicdesk.errors import NotAllowed, NotBookable, StaleRecord
from tests.desk.front_desk import (
    CLAIRE,
    JORDAN,
    MARIA,
    NOW,
    SWEDISH,
    asked,
    audit_length,
    booked,
    judged,
    local,
    person,
)
from tests.desk.test_call_list import answer
from tests.desk.test_clearing import LATER, SCIATICA, give
from tests.desk.test_rule_bench import AGED, publish
from tests.vouching import vouching

OTHER_RULES = "Other rules were put in force at another desk"


@pytest.fixture
def ben(desk):
    """Somebody of 76, whom ``AGED`` forbids everything."""
    patient = person(desk, "Ben", "Ode", birth_date="3 Apr 1950")
    answer(desk, patient, now=NOW)
    return patient


@pytest.fixture
def other(desk, ruleset):
    """A second desk, which has judged already; nothing looks at the file for it."""
    with open_store(desk.store.path) as store:
        second = Desk(store, ruleset)
        _ = second.ruleset
        yield second


def test_nothing_is_booked_by_older_rules_until_the_desk_has_looked(desk, other, ben):
    publish(desk, AGED)
    before = audit_length(other)
    with pytest.raises(StaleRecord, match=OTHER_RULES):
        booked(other, ben, local(10))
    assert (other.store.sessions.of_patient(ben.id), audit_length(other)) == ([], before)
    other.rules.refresh()
    with pytest.raises(NotBookable):
        booked(other, ben, local(10))


def test_nothing_is_moved_by_older_rules(desk, other, ben):
    session = booked(other, ben, local(10))
    publish(desk, AGED)
    with pytest.raises(StaleRecord, match=OTHER_RULES):
        other.moving.move(session, starts_at=local(14), therapist_id=JORDAN.id, room_id=None, actor=MARIA, now=NOW)
    assert other.store.sessions.get(session.id) == session


def test_nobody_is_checked_in_or_started_by_older_rules(desk, other, ben):
    session = booked(other, ben, local(10))
    here = other.arrivals.check_in(session, {}, actor=MARIA, now=NOW).session
    publish(desk, AGED)
    with pytest.raises(StaleRecord, match=OTHER_RULES):
        other.day.start(here, actor=JORDAN, now=LATER)
    with pytest.raises(StaleRecord, match=OTHER_RULES):
        other.arrivals.check_in(here, {}, actor=MARIA, now=LATER)
    assert other.store.sessions.get(session.id).status is SessionStatus.ARRIVED
    other.rules.refresh()
    again = other.arrivals.check_in(here, {}, actor=MARIA, now=LATER)
    assert again.judgement.verdict is Verdict.NOT_SUITABLE
    with pytest.raises(NotAllowed, match="not suitable"):
        other.day.start(again.session, actor=JORDAN, now=LATER)


def test_a_start_is_not_done_again_by_older_rules_either(desk, other, ben):
    here = other.arrivals.check_in(booked(other, ben, local(10)), {}, actor=MARIA, now=NOW).session
    other.day.start(here, actor=JORDAN, now=LATER)
    other.undoing.undo(actor=JORDAN, now=LATER)
    publish(desk, AGED)
    with pytest.raises(StaleRecord, match=OTHER_RULES):
        other.undoing.redo(actor=JORDAN, now=LATER + timedelta(minutes=1))
    assert other.store.sessions.get(here.id).status is SessionStatus.ARRIVED


def test_a_series_is_not_booked_by_older_rules_and_its_preview_says_so(desk, other, ben):
    rows = [SeriesRow(asked(ben, local(10, days=days))) for days in (7, 14)]
    publish(desk, AGED)
    checks = other.series.check(rows, now=LATER)
    assert all(OTHER_RULES in check.clashes[0].message for check in checks)
    with pytest.raises(StaleRecord, match=OTHER_RULES):
        other.series.book(rows, actor=MARIA, now=LATER)
    assert other.store.sessions.of_patient(ben.id) == []


def test_nothing_is_cleared_beside_rules_that_judge_no_more(desk, other):
    ana = judged(desk, **SCIATICA)
    publish(desk, AGED)
    with pytest.raises(StaleRecord, match=OTHER_RULES):
        give(other, ana)
    assert other.store.clearances.of_patient(ana.id) == []


def test_rules_that_were_put_back_judge_as_before(desk, other, ben):
    publish(desk, AGED)
    desk.rule_bench.roll_back(0, seen=1, reason="Too much.", **vouching(desk, CLAIRE, LATER))
    other.rules.refresh()
    assert booked(other, ben, local(10)).session_type_id == SWEDISH.id
