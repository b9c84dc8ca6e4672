import pytest

from clinicdesk.data import open_store
from clinicdesk.desk import Desk
from clinicdesk.domain.intake import IntakeDraft
from tests.desk.front_desk import MARIA, NOW, SAM, TODAY, booked, harmless, judged, local, person


@pytest.fixture
def other(desk, ruleset):
    """A second desk on the same file."""
    with open_store(desk.store.path) as store:
        yield Desk(store, ruleset)


def test_what_another_desk_changes_is_noticed_once_with_whom_it_concerns(desk, other):
    assert desk.watch.look() is None
    ana = judged(other)
    assert desk.watch.look() == {ana.id}
    assert desk.watch.look() is None
    session = booked(other, ana, local(10))
    other.day.confirm(session, actor=SAM, now=NOW)
    assert desk.watch.look() == {ana.id}
    other.intakes.complete(ana, harmless(other), actor=SAM, now=NOW)
    assert desk.watch.look() == {ana.id}


def test_what_this_desk_does_itself_is_no_news(desk, other):
    assert (desk.watch.look(), other.watch.look()) == (None, None)
    booked(desk, judged(desk), local(10))
    assert desk.watch.look() is None
    assert other.watch.look() is not None


def test_reading_calls_nobody_so_two_windows_never_wake_each_other(desk, other):
    ana = person(desk)
    assert (desk.watch.look(), other.watch.look()) == (None, None)
    other.day.sessions(TODAY, actor=MARIA, now=NOW)
    other.patients.open(ana.id, actor=MARIA, now=NOW)
    other.intakes.latest(ana.id, actor=MARIA, now=NOW)
    other.intakes.history(ana.id, actor=MARIA, now=NOW)
    assert desk.watch.look() is None
    other.intakes.save_draft(IntakeDraft(ana.id, {}, NOW), now=NOW)
    assert desk.watch.look() is None


def test_an_undo_is_news_too(desk, other):
    booked(other, judged(other), local(10))
    desk.watch.look()
    other.undoing.undo(actor=MARIA, now=NOW)
    assert desk.watch.look() is not None


def test_it_is_stirred_by_whatever_anybody_changes_and_not_by_reading(desk):
    watch = desk.watch
    assert watch.stirred(), "nothing was counted yet"
    assert not watch.stirred()
    ana = person(desk)
    assert watch.stirred()
    desk.patients.open(ana.id, actor=MARIA, now=NOW)
    assert not watch.stirred()


def test_a_referral_that_another_desk_begins_is_news(desk, other):
    ana = judged(desk)
    desk.watch.look()
    assert desk.watch.stirred()
    other.referrals.begin(ana, harmless(other, progressive_leg_weakness="yes"), actor=SAM, now=NOW)
    assert desk.watch.look() == {ana.id}
    assert desk.watch.stirred()
