import pytest

from clinicdesk.domain.session import SessionStatus
from clinicdesk.domain.suitability import Technique, Verdict
from clinicdesk.errors import SlotTaken
from tests.desk.front_desk import CLAIRE, MARIA, NOW, SAM, SWEDISH, audit_length, audited, booked, judged, local, person


def offers(desk, patient, now=NOW):
    found = desk.walk_ins.offers(patient, actor=MARIA, now=now)
    return {each.offer.session_type.technique: each for each in found}


def test_each_type_comes_with_its_verdict_and_whoever_is_free_first(desk):
    found = offers(desk, judged(desk))
    assert found.keys() == set(Technique)
    swedish = found[Technique.SWEDISH]
    assert swedish.request.starts_at == local(9, 5)
    assert swedish.therapist.name in {"Jordan Lee", "Sam Okoro"}
    assert found[Technique.THERAPEUTIC_EXERCISE].therapist.id in {CLAIRE.id, SAM.id}


def test_whoever_is_busy_is_offered_once_they_are_free(desk):
    for name, therapist in (("Bo", None), ("Cy", SAM)):
        booked(desk, judged(desk, name), local(9, 5), **({"therapist": therapist} if therapist else {}))
    assert offers(desk, judged(desk))[Technique.SWEDISH].request.starts_at == local(10, 15)


def test_what_is_not_suitable_or_finds_nobody_free_is_not_offered_a_time(desk):
    blocked = offers(desk, judged(desk, saddle_numbness="yes"))[Technique.SWEDISH]
    assert (blocked.offer.verdict, blocked.request) == (Verdict.REFER_URGENTLY, None)
    late = offers(desk, judged(desk, "Bo"), now=local(17, 45))[Technique.SWEDISH]
    assert late.offer.bookable
    assert late.request is None


def test_it_is_booked_and_arrived_in_one_step_and_undone_in_one(desk):
    ana = judged(desk)
    request = offers(desk, ana)[Technique.SWEDISH].request
    length = audit_length(desk)
    session = desk.walk_ins.take(request, actor=MARIA, now=NOW)
    assert (session.status, session.arrived_at, session.session_type_id) == (SessionStatus.ARRIVED, NOW, SWEDISH.id)
    assert audit_length(desk) == length + 1
    assert audited(desk)[0][1] == "session.book"
    assert desk.undoing.next_undo(actor=MARIA, now=NOW) == "booked Ana Ruiz for 09:05, here already"
    desk.undoing.undo(actor=MARIA, now=NOW)
    assert desk.store.sessions.get(session.id).status is SessionStatus.ENTERED_IN_ERROR
    desk.undoing.redo(actor=MARIA, now=NOW)
    assert desk.store.sessions.get(session.id).status is SessionStatus.ARRIVED


def test_a_time_taken_meanwhile_is_refused(desk):
    request = offers(desk, judged(desk))[Technique.SWEDISH].request
    therapist = desk.store.staff.get(request.therapist_id)
    booked(desk, judged(desk, "Bo"), request.starts_at, therapist=therapist)
    with pytest.raises(SlotTaken, match="is with Bo Ruiz"):
        desk.walk_ins.take(request, actor=MARIA, now=NOW)


def test_somebody_without_an_intake_can_come_too(desk):
    found = offers(desk, person(desk))
    assert any(each.request is not None for each in found.values())
