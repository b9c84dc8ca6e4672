from dataclasses import replace

import pytest

from clinicdesk.data import open_store
from clinicdesk.data.driver import ConstraintBroken
from clinicdesk.domain.referral import Outcome, ReferralCase, Step, Whom
from clinicdesk.errors import NotFound, StaleRecord
from tests.data.records import booked, referral, referral_event, session

OUTCOME = referral_event("outcome", Step.OUTCOME, ask_again=("leg",))


@pytest.fixture(autouse=True)
def _patient(store):
    booked(store, session())


def add(store, *things):
    with store.write():
        for each in things:
            (store.referrals.add if each.id.startswith("referral") else store.referrals.add_event)(each)


def test_a_case_and_all_that_happened_survive_closing(store, path):
    told = referral_event(whom=Whom.DOCTOR, name="Dr. Obi")
    back = referral_event("event-2", Step.WITHDRAWN, withdraws=told.id)
    add(store, referral(), told, back, OUTCOME)
    store.close()
    with open_store(path) as reopened:
        assert reopened.referrals.get("referral-1") == ReferralCase(referral(), (told, back, OUTCOME))


def test_open_and_closed_cases_are_told_apart(store):
    assert store.referrals.count_open() == 0
    add(store, referral(), referral_event())
    assert store.referrals.open() == [ReferralCase(referral(), (referral_event(),))]
    assert store.referrals.open_of("patient-1") is not None
    assert store.referrals.closed(limit=9) == []
    add(store, OUTCOME)
    assert store.referrals.open() == []
    assert store.referrals.open_of("patient-1") is None
    assert [case.id for case in store.referrals.closed(limit=9)] == ["referral-1"]
    add(store, referral("referral-2"))
    assert [case.id for case in store.referrals.of_patient("patient-1")] == ["referral-2", "referral-1"]
    assert store.referrals.count_open() == 1


def test_what_only_is_noted_leaves_the_case_open(store):
    add(store, referral(), referral_event("declined", Step.OUTCOME, outcome=Outcome.DECLINED))
    assert store.referrals.count_open() == 1


def test_nobody_has_two_open_cases_whoever_writes(store):
    add(store, referral())
    with pytest.raises(ConstraintBroken, match="open:referrals"):
        add(store, referral("referral-2"))


def test_nothing_follows_the_outcome_whoever_writes(store):
    add(store, referral(), OUTCOME)
    with pytest.raises(ConstraintBroken, match="closed:referrals"):
        add(store, referral_event())


@pytest.mark.parametrize(
    "wrong",
    [
        replace(referral_event(), whom=None),
        replace(referral_event(), outcome=Outcome.OTHER),
        replace(OUTCOME, on=None),
        replace(OUTCOME, text=""),
        replace(referral_event(), step=Step.WITHDRAWN, whom=None),
        replace(referral_event(), made_by="nobody"),
    ],
)
def test_half_an_event_is_refused(store, wrong):
    add(store, referral())
    with pytest.raises(ConstraintBroken):
        add(store, wrong)


def test_storing_the_same_twice_is_harmless_unless_it_differs(store):
    add(store, referral(), referral(), referral_event(), referral_event())
    with pytest.raises(StaleRecord):
        add(store, replace(referral(), opened_by="other"))
    with pytest.raises(StaleRecord):
        add(store, replace(referral_event(), name="Somebody"))


def test_an_unknown_case_is_not_found(store):
    with pytest.raises(NotFound):
        store.referrals.get("none")
