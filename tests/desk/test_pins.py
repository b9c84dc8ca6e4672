from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicdesk.data import open_store
from clinicdesk.desk import Desk
from clinicdesk.desk.pins import PinReset, Purpose
from clinicdesk.desk.vouching import FRESH, Vouched, vouching_therapist
from clinicdesk.domain.pins import FREE_TRIES, Pin, delay_after, pin_fault
from clinicdesk.domain.staff import Role
from clinicdesk.errors import InvalidValues, NotAllowed
from tests.desk.front_desk import CLAIRE, JORDAN, MARIA, NOW, audited, booked, furnish, judged, local
from tests.vouching import PIN, give_pins, vouched, vouching

LATER = NOW + timedelta(minutes=1)


@pytest.fixture
def desk(bare_desk):
    """A clinic in which nobody has a PIN yet."""
    furnish(bare_desk, pins=False)
    return bare_desk


def tried(desk, member, typed, *, now=NOW):
    return desk.pins.check(member, typed, purpose=Purpose.SIT_DOWN, now=now)


def test_whoever_has_no_pin_is_let_through(desk):
    assert not desk.pins.has(MARIA)
    assert tried(desk, MARIA, "").right


def test_a_pin_lets_in_whoever_knows_it_and_nobody_else(desk):
    desk.pins.set_own("4821", actor=MARIA, now=NOW)
    assert desk.pins.has(MARIA)
    assert not tried(desk, MARIA, "4812").right
    assert tried(desk, MARIA, " 4821 ").right
    assert not tried(desk, MARIA, "").right


def test_neither_file_nor_audit_trail_holds_what_was_typed(desk):
    desk.pins.set_own("4821 is long", actor=MARIA, now=NOW)
    tried(desk, MARIA, "nonsense typed")
    desk.store._connection.value("pragma wal_checkpoint(truncate)")
    kept = Path(desk.store.path).read_bytes()
    assert b"4821 is long" not in kept
    assert b"nonsense typed" not in kept
    assert desk.pins.all()[MARIA.id].hash.startswith("$argon2id$v=19$m=47104,t=2,p=1$")
    assert "4821" not in repr(audited(desk, 9))


def test_the_present_pin_is_asked_before_another_is_set(desk):
    desk.pins.set_own("4821", actor=MARIA, now=NOW)
    with pytest.raises(InvalidValues) as refused:
        desk.pins.set_own("7350", old="1111", actor=MARIA, now=NOW)
    assert "not the PIN" in refused.value.fields["old"]
    assert tried(desk, MARIA, "4821").right
    desk.pins.set_own("7350", old="4821", actor=MARIA, now=NOW)
    assert tried(desk, MARIA, "7350").right
    assert not tried(desk, MARIA, "4821").right


@pytest.mark.parametrize("weak", ["", "123", "1111", "1234", "9876", "123456789", "letters", "  42  "])
def test_a_pin_that_anybody_would_guess_is_refused(desk, weak):
    with pytest.raises(InvalidValues) as refused:
        desk.pins.set_own(weak, actor=MARIA, now=NOW)
    assert refused.value.fields["new"]
    assert not desk.pins.has(MARIA)


@given(st.from_regex(r"[0-9]{4,8}", fullmatch=True))
def test_digits_of_the_right_number_do_unless_they_are_a_plain_run(pin):
    run = pin in "0123456789" or pin in "9876543210" or len(set(pin)) == 1
    assert bool(pin_fault(pin)) == run


def test_after_five_wrong_tries_the_next_waits_longer_each_time_and_is_not_looked_at(desk):
    desk.pins.set_own("4821", actor=MARIA, now=NOW)
    for _ in range(FREE_TRIES - 1):
        assert not tried(desk, MARIA, "0000").waits
    assert tried(desk, MARIA, "0000").sentence == "That is not the PIN. Wait 30 seconds before the next try."
    early = tried(desk, MARIA, "4821", now=NOW + timedelta(seconds=10))
    assert not early.right
    assert early.sentence == "After 5 wrong tries the next one has to wait 20 seconds."
    late = NOW + timedelta(seconds=30)
    assert tried(desk, MARIA, "0000", now=late).waits == timedelta(minutes=1)
    assert tried(desk, MARIA, "4821", now=late + timedelta(minutes=1)).right
    assert tried(desk, MARIA, "0000", now=late + timedelta(minutes=1)).waits == timedelta()


def test_the_wait_outlives_the_program(desk, ruleset):
    desk.pins.set_own("4821", actor=MARIA, now=NOW)
    for _ in range(FREE_TRIES):
        tried(desk, MARIA, "0000")
    with open_store(desk.store.path) as again:
        assert not tried(Desk(again, ruleset), MARIA, "4821").right


def test_one_persons_wrong_tries_keep_nobody_else_out(desk):
    give_pins(desk, MARIA, JORDAN, now=NOW)
    for _ in range(FREE_TRIES):
        tried(desk, MARIA, "0000")
    assert tried(desk, JORDAN, PIN).right


@given(st.integers(0, 10_000), st.integers(-10_000, 10_000))
def test_nobody_ever_waits_longer_than_the_whole_delay_whatever_the_clock_says(wrong, seconds):
    pin = Pin("anybody", "", NOW, "anybody", wrong=wrong, wrong_at=NOW)
    assert timedelta() <= pin.waits(NOW + timedelta(seconds=seconds)) <= delay_after(wrong) <= timedelta(minutes=15)
    assert delay_after(wrong) <= delay_after(wrong + 1)


def test_a_forgotten_pin_is_reset_by_a_colleague_with_a_reason(desk):
    give_pins(desk, MARIA, JORDAN, now=NOW)
    desk.pins.reset(JORDAN, "9205", reason="forgot it on holiday", **vouching(desk, MARIA, NOW))
    assert audited(desk) == [("Maria Keller", "pin.reset", {"reason": "forgot it on holiday"})]
    assert desk.pins.all()[JORDAN.id].set_by == MARIA.id
    assert tried(desk, JORDAN, "9205").right
    assert not tried(desk, JORDAN, PIN).right
    told = PinReset("Maria Keller", NOW, "forgot it on holiday")
    assert (desk.pins.reset_to_tell(JORDAN), desk.pins.reset_to_tell(MARIA)) == (told, None)
    desk.pins.note_reset_seen(actor=JORDAN, now=LATER)
    assert desk.pins.reset_to_tell(JORDAN) is None
    tried(desk, JORDAN, "0000")
    assert desk.pins.reset_to_tell(JORDAN) is None, "once seen is enough"
    desk.pins.reset(JORDAN, "9205", reason="again", **vouching(desk, MARIA, NOW))
    assert desk.pins.reset_to_tell(JORDAN).reason == "again"
    desk.pins.set_own("7350", old="9205", actor=JORDAN, now=LATER)
    assert desk.pins.reset_to_tell(JORDAN) is None


def test_a_reset_needs_a_reason_and_a_colleague_who_just_typed_their_pin(desk):
    give_pins(desk, MARIA, JORDAN, now=NOW)
    marias = vouching(desk, MARIA, NOW)
    with pytest.raises(InvalidValues) as refused:
        desk.pins.reset(JORDAN, "9205", reason=" ", **marias)
    assert refused.value.fields.keys() == {"reason"}
    with pytest.raises(NotAllowed, match="by a colleague"):
        desk.pins.reset(JORDAN, "9205", reason="forgot", **vouching(desk, JORDAN, NOW))
    with pytest.raises(NotAllowed, match="not typed just now"):
        desk.pins.reset(JORDAN, "9205", reason="forgot", **marias | {"now": NOW + timedelta(hours=1)})
    assert tried(desk, JORDAN, PIN).right


def test_where_another_therapist_has_a_pin_a_therapists_is_reset_by_a_therapist(desk):
    give_pins(desk, MARIA, JORDAN, CLAIRE, now=NOW)
    with pytest.raises(NotAllowed, match=r"by another therapist.*Claire Dubois to"):
        desk.pins.reset(JORDAN, "9205", reason="forgot", **vouching(desk, MARIA, NOW))
    assert tried(desk, JORDAN, PIN).right
    desk.pins.reset(JORDAN, "9205", reason="forgot", **vouching(desk, CLAIRE, NOW))
    assert tried(desk, JORDAN, "9205").right
    desk.pins.reset(MARIA, "2950", reason="forgot", **vouching(desk, CLAIRE, NOW))
    assert tried(desk, MARIA, "2950").right


def test_the_only_therapist_with_a_pin_can_still_have_it_reset(desk):
    give_pins(desk, MARIA, JORDAN, now=NOW)
    desk.pins.reset(JORDAN, "9205", reason="forgot", **vouching(desk, MARIA, NOW))
    assert tried(desk, JORDAN, "9205").right


# -- vouching --------------------------------------------------------------------------------------


def test_only_a_right_pin_typed_to_vouch_is_a_proof(desk):
    give_pins(desk, JORDAN, now=NOW)
    assert desk.pins.check(JORDAN, PIN, purpose=Purpose.VOUCH, now=NOW).vouched == Vouched(JORDAN, NOW)
    assert desk.pins.check(JORDAN, "1111", purpose=Purpose.VOUCH, now=NOW).vouched is None
    assert desk.pins.check(JORDAN, PIN, purpose=Purpose.UNLOCK, now=NOW).vouched is None
    unset = desk.pins.check(CLAIRE, "", purpose=Purpose.VOUCH, now=NOW)
    assert (unset.right, unset.vouched) == (False, None)
    assert audited(desk)[0][1] == "pin.refuse"
    assert desk.pins.set_own("4821", old=PIN, actor=JORDAN, now=LATER) == Vouched(JORDAN, LATER)


def test_a_proof_is_as_good_as_what_is_on_file_and_no_longer_than_some_minutes(desk):
    give_pins(desk, MARIA, JORDAN, now=NOW)
    proof = vouched(desk, JORDAN, NOW)
    assert vouching_therapist(desk.store, proof, "do it", now=NOW + FRESH) == JORDAN
    for late in (NOW + FRESH + timedelta(seconds=1), NOW - timedelta(seconds=1)):
        with pytest.raises(NotAllowed, match="not typed just now"):
            vouching_therapist(desk.store, proof, "do it", now=late)
    made_up = replace(MARIA, role=Role.THERAPIST)
    with pytest.raises(NotAllowed, match=r"Only a therapist can do it.*Jordan Lee, Claire Dubois or Sam Okoro to"):
        vouching_therapist(desk.store, vouched(desk, made_up, NOW), "do it", now=NOW)
    desk.people.retire(JORDAN, actor=MARIA, now=NOW)
    with pytest.raises(NotAllowed, match="Jordan Lee no longer works here"):
        vouching_therapist(desk.store, proof, "do it", now=NOW)


def test_a_therapists_first_pin_takes_another_therapists_beside_it_once_one_has_any(desk):
    give_pins(desk, MARIA, now=NOW)
    assert desk.pins.beside(JORDAN) == [], "the first of all sets theirs alone"
    desk.pins.set_own("7350", actor=JORDAN, now=NOW)
    assert desk.pins.beside(CLAIRE) == [JORDAN]
    jordans = desk.pins.check(JORDAN, "7350", purpose=Purpose.VOUCH, now=NOW).vouched
    for beside, now in ((None, NOW), (vouched(desk, MARIA, NOW), NOW), (jordans, NOW + timedelta(hours=1))):
        with pytest.raises(NotAllowed):
            desk.pins.set_own("6183", beside=beside, actor=CLAIRE, now=now)
    assert not desk.pins.has(CLAIRE)
    proof = desk.pins.set_own("6183", beside=jordans, actor=CLAIRE, now=NOW)
    assert audited(desk) == [("Claire Dubois", "pin.set", {"beside": JORDAN.id})]
    desk.pins.set_own("2950", old="6183", actor=CLAIRE, now=NOW)
    assert tried(desk, CLAIRE, "2950").right, "the next one is theirs alone"
    assert vouching_therapist(desk.store, proof, "do it", now=NOW) == CLAIRE


def test_nobody_vouches_who_was_made_up_a_moment_ago(desk):
    give_pins(desk, MARIA, JORDAN, now=NOW)
    nobody = desk.clinic.add_staff(replace(CLAIRE, id="staff-nobody", name="Pat Made"), actor=MARIA, now=NOW)
    for new in (nobody, CLAIRE):
        with pytest.raises(NotAllowed, match="Ask Jordan Lee to type theirs"):
            desk.pins.set_own("6183", actor=new, now=NOW)
        with pytest.raises(NotAllowed, match="by another therapist"):
            desk.pins.reset(new, "6183", reason="forgot", **vouching(desk, MARIA, NOW))
        assert not desk.pins.check(new, "6183", purpose=Purpose.VOUCH, now=NOW).right


# -- names and leaving -----------------------------------------------------------------------------


def test_a_name_changes_from_now_on_and_earlier_entries_keep_theirs(desk):
    booked(desk, judged(desk), local(10))
    renamed = desk.people.rename(MARIA, "Maria  Weiss", actor=MARIA, now=NOW)
    assert renamed.name == "Maria Weiss"
    assert next(member.name for member in desk.clinic.staff()) == "Maria Weiss"
    assert {entry.actor_name for entry in desk.store.audit.tail(9) if entry.actor_id == MARIA.id} == {"Maria Keller"}
    with pytest.raises(InvalidValues):
        desk.people.rename(MARIA, " ", actor=MARIA, now=NOW)


def test_whoever_has_sessions_ahead_cannot_be_retired_yet(desk):
    session = booked(desk, judged(desk), local(10, days=1))
    with pytest.raises(NotAllowed, match="still has 1 session ahead"):
        desk.people.retire(JORDAN, actor=MARIA, now=NOW)
    desk.day.cancel(session, reason="moved away", actor=MARIA, now=NOW)
    desk.people.retire(JORDAN, actor=MARIA, now=NOW)
    assert JORDAN.id not in {member.id for member in desk.clinic.staff()}
    assert [member.name for member in desk.people.former()] == ["Jordan Lee"]


def test_nobody_retires_themself(desk):
    with pytest.raises(NotAllowed, match="Ask a colleague"):
        desk.people.retire(MARIA, actor=MARIA, now=NOW)


def test_whoever_left_can_come_back_and_their_pin_did_nothing_meanwhile(desk):
    desk.pins.set_own("7350", actor=JORDAN, now=NOW)
    desk.people.retire(JORDAN, actor=MARIA, now=NOW)
    assert desk.pins.all() == {}
    assert desk.people.bring_back(replace(JORDAN, active=False), actor=MARIA, now=NOW).active
    assert tried(desk, JORDAN, "7350").right
