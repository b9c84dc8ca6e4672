from dataclasses import replace

import pytest

from clinicdesk.data import open_store
from clinicdesk.desk import Desk
from clinicdesk.desk.sign_off import SigningOff
from clinicdesk.domain.sign_off import VOUCHED, SignOffStep
from clinicdesk.errors import InvalidValues, NotAllowed
from tests.desk.front_desk import CLAIRE, JORDAN, MARIA, NOW, audit_length, audited, booked, harmless, judged, local
from tests.vouching import vouching

TYPED = {"name": "Dr. Claire  Dubois ", "licence": " PT 40211", "confirmed": True}


def sheets(desk):
    """Both papers, made now."""
    patient = judged(desk)
    session = booked(desk, patient, local(10, days=1))
    yield desk.visits.sheet(session.id, actor=MARIA, now=NOW)
    urgent = harmless(desk, saddle_numbness="yes")
    yield desk.visits.urgent_sheet(patient, urgent, actor=MARIA, now=NOW)


def test_rules_are_not_signed_off_until_somebody_does(desk):
    assert desk.sign_off.current() is None
    assert desk.sign_off.history() == []
    assert [sheet.signed_off for sheet in sheets(desk)] == [None, None]


def test_a_therapist_signs_exactly_the_rules_that_judge(desk):
    signed = desk.sign_off.sign(**TYPED, **vouching(desk, CLAIRE, NOW))
    version = desk.ruleset.version
    assert (signed.ruleset_id, signed.ruleset_version, signed.ruleset_hash) == (
        version.id,
        version.version,
        version.hash,
    )
    assert (signed.name, signed.licence, signed.staff_id, signed.made_at) == (
        "Dr. Claire Dubois",
        "PT 40211",
        CLAIRE.id,
        NOW,
    )
    assert signed.vouched == VOUCHED
    assert desk.sign_off.current() == signed
    detail = {"version": version.version, "hash": version.hash}
    assert audited(desk) == [("Claire Dubois", "rules.sign_off", detail)]
    assert desk.store.audit.verify() is None


def test_both_papers_say_who_vouches_for_the_rules(desk):
    signed = desk.sign_off.sign(**TYPED, **vouching(desk, CLAIRE, NOW))
    assert [sheet.signed_off for sheet in sheets(desk)] == [signed, signed]


def test_a_signature_survives_closing_the_program(desk):
    signed = desk.sign_off.sign(**TYPED, **vouching(desk, CLAIRE, NOW))
    desk.store.close()
    with open_store(desk.store.path) as store:
        assert Desk(store, desk.ruleset).sign_off.current() == signed


def test_other_content_under_the_same_version_is_not_covered(desk):
    signed = desk.sign_off.sign(**TYPED, **vouching(desk, CLAIRE, NOW))
    edited = SigningOff(desk.store, replace(desk.ruleset.version, hash="0" * 64))
    assert edited.current() is None
    again = edited.sign(**TYPED, **vouching(desk, CLAIRE, NOW))
    assert edited.current() == again
    assert desk.sign_off.current() == signed
    assert edited.history() == [again, signed]


def test_a_paper_speaks_of_the_rules_that_judged_then_and_not_of_those_signed_now(desk):
    session = booked(desk, judged(desk), local(10, days=1))
    SigningOff(desk.store, replace(desk.ruleset.version, hash="0" * 64)).sign(**TYPED, **vouching(desk, CLAIRE, NOW))
    assert desk.visits.sheet(session.id, actor=MARIA, now=NOW).signed_off is None


def test_a_receptionist_is_told_who_may_sign(desk):
    marias, claires = (vouching(desk, member, NOW) for member in (MARIA, CLAIRE))
    before = audit_length(desk)
    with pytest.raises(NotAllowed, match=r"Only a therapist can sign.*Jordan Lee, Claire Dubois or Sam.*was changed\."):
        desk.sign_off.sign(**TYPED | {"name": MARIA.name}, **marias)
    desk.sign_off.sign(**TYPED, **claires)
    with pytest.raises(NotAllowed, match="Only a therapist can withdraw"):
        desk.sign_off.withdraw(reason="No.", **marias)
    assert desk.sign_off.current() is not None
    assert audit_length(desk) == before + 1


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"name": "  "}, "name"),
        ({"name": "Claire " + "D" * 80}, "name"),
        ({"name": "Jordan Lee"}, "name"),
        ({"licence": ""}, "licence"),
        ({"licence": "none"}, "licence"),
        ({"licence": "1" * 81}, "licence"),
        ({"confirmed": False}, "confirmed"),
    ],
)
def test_what_is_missing_is_said_beside_its_field_and_nothing_is_signed(desk, typed, field):
    by = vouching(desk, CLAIRE, NOW)
    before = audit_length(desk)
    with pytest.raises(InvalidValues) as refused:
        desk.sign_off.sign(**TYPED | typed, **by)
    assert list(refused.value.fields) == [field]
    assert refused.value.fields[field].endswith(".")
    assert desk.sign_off.history() == []
    assert audit_length(desk) == before


@pytest.mark.parametrize(
    ("known_as", "typed"),
    [("Claire Dubois", "dubois, claire"), ("陳大文", "陳 大文"), ("Jose\u0301 Díaz", "JOSÉ DÍAZ, PT")],
)
def test_ones_own_name_may_be_written_in_another_way(desk, known_as, typed):
    therapist = desk.people.rename(CLAIRE, known_as, actor=CLAIRE, now=NOW)
    assert desk.sign_off.sign(**TYPED | {"name": typed}, **vouching(desk, therapist, NOW)).name == typed


def test_signed_rules_are_not_signed_twice(desk):
    signed = desk.sign_off.sign(**TYPED, **vouching(desk, CLAIRE, NOW))
    with pytest.raises(NotAllowed, match=r"already signed off by Dr\. Claire Dubois"):
        desk.sign_off.sign(**TYPED | {"name": "Jordan Lee"}, **vouching(desk, JORDAN, NOW))
    assert desk.sign_off.history() == [signed]


def test_a_sign_off_is_withdrawn_with_a_reason_and_stays_in_the_history(desk):
    signed = desk.sign_off.sign(**TYPED, **vouching(desk, CLAIRE, NOW))
    withdrawn = desk.sign_off.withdraw(reason=" A source was withdrawn. ", **vouching(desk, JORDAN, NOW))
    assert (withdrawn.step, withdrawn.name, withdrawn.reason) == (
        SignOffStep.WITHDRAWN,
        "Jordan Lee",
        "A source was withdrawn.",
    )
    assert desk.sign_off.current() is None
    assert desk.sign_off.history() == [withdrawn, signed]
    assert audited(desk)[0][:2] == ("Jordan Lee", "rules.withdraw_sign_off")
    assert [sheet.signed_off for sheet in sheets(desk)] == [None, None]


def test_what_was_withdrawn_can_be_signed_anew(desk):
    desk.sign_off.sign(**TYPED, **vouching(desk, CLAIRE, NOW))
    desk.sign_off.withdraw(reason="Looked again.", **vouching(desk, CLAIRE, NOW))
    again = desk.sign_off.sign(**TYPED, **vouching(desk, CLAIRE, NOW))
    assert desk.sign_off.current() == again
    assert len(desk.sign_off.history()) == 3


def test_a_withdrawal_needs_a_reason(desk):
    desk.sign_off.sign(**TYPED, **vouching(desk, CLAIRE, NOW))
    with pytest.raises(InvalidValues) as refused:
        desk.sign_off.withdraw(reason="  ", **vouching(desk, CLAIRE, NOW))
    assert list(refused.value.fields) == ["reason"]
    assert desk.sign_off.current() is not None


def test_there_is_nothing_to_withdraw_before_somebody_signed(desk):
    with pytest.raises(NotAllowed, match="not signed off"):
        desk.sign_off.withdraw(reason="No.", **vouching(desk, CLAIRE, NOW))
    assert desk.sign_off.history() == []
