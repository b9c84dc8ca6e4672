"""Override rates: how often a rule held sessions, and how often therapists decided beside it."""

from datetime import timedelta

from clinicdesk.desk.override_rates import OverrideRate
from clinicdesk.domain.clearance import ClearanceReason
from tests.desk.front_desk import JORDAN, MARIA, NOW, SAM, booked, harmless, judged, local, person
from tests.vouching import vouching

RULES = {"night_sweats": "yes"}


def rates(desk, now=NOW):
    return desk.override_rates.of_last_year(now=now)


def test_a_clinic_begins_without_any(desk):
    judged(desk)
    assert rates(desk) == {}


def test_a_session_that_is_held_counts_for_each_rule_that_holds_it_once(desk):
    session = booked(desk, judged(desk, **RULES), local(10, days=1), therapist=SAM)
    holding = {
        reason.rule
        for reason in desk.day.assessment(session.id, actor=MARIA, now=NOW).assessment.reasons
        if reason.verdict.blocks and reason.kind is desk.store.session_types.get(session.session_type_id).kind
    }
    assert holding
    assert rates(desk) == dict.fromkeys(holding, OverrideRate(held=1))
    desk.moving.move(
        session, starts_at=local(12, days=1), therapist_id=SAM.id, room_id=None, actor=MARIA, now=NOW
    )  # judged once more: still one session
    assert rates(desk) == dict.fromkeys(holding, OverrideRate(held=1))


def test_a_release_is_told_beside_what_was_held(desk):
    session = booked(desk, judged(desk, **RULES), local(10, days=1), therapist=SAM)
    before = rates(desk)
    desk.day.release(session, note="Seen.", reason=ClearanceReason.AREA_AVOIDED, **vouching(desk, JORDAN, NOW))
    after = rates(desk)
    assert sum(rate.released for rate in after.values()) >= 1
    assert {rule: rate.held for rule, rate in after.items() if rate.held} == {
        rule: rate.held for rule, rate in before.items()
    }


def test_what_is_older_than_a_year_does_not_count(desk):
    booked(desk, judged(desk, **RULES), local(10, days=1), therapist=SAM)
    assert rates(desk, now=NOW + timedelta(days=400)) == {}


def test_counting_stops_when_asked(desk):
    booked(desk, judged(desk, **RULES), local(10, days=1), therapist=SAM)
    told = []
    assert desk.override_rates.of_last_year(now=NOW, progress=lambda *at: bool(told.append(at))) is None
    assert told == [(1, 1)]


def test_what_suits_counts_for_no_rule(desk):
    patient = person(desk)
    desk.intakes.complete(patient, harmless(desk), actor=MARIA, now=NOW)
    booked(desk, patient, local(10, days=1))
    assert rates(desk) == {}
