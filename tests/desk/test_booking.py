from dataclasses import replace
from datetime import timedelta

import pytest

from clinicdesk.domain.clearance import ClearanceReason
from clinicdesk.domain.intake import Answer
from clinicdesk.domain.session import BookingRequest
from clinicdesk.domain.staff import Role, Room, StaffMember
from clinicdesk.domain.suitability import Kind, Technique, Verdict
from clinicdesk.errors import NotAllowed, NotBookable, NotFound, SlotTaken
from tests.desk.front_desk import (
    CLAIRE,
    EXERCISE,
    JORDAN,
    MAPLE,
    MARIA,
    NOW,
    SAM,
    SWEDISH,
    TODAY,
    TYPES,
    asked,
    audit_length,
    audited,
    booked,
    harmless,
    judged,
    local,
    person,
)
from tests.desk.test_clearing import give

DISC = {"main_complaint": "back_pain", "disc_problem": "herniation_with_leg_symptoms"}


def offers(desk, patient, **given):
    found = desk.booking.offers(patient, harmless(desk, **given), on=TODAY)
    return {offer.session_type.technique: offer for offer in found}


def test_every_session_type_is_offered_with_its_verdict(desk):
    found = offers(desk, person(desk))
    assert set(found) == set(Technique)
    assert all(offer.verdict is Verdict.SUITABLE and offer.bookable and not offer.hold for offer in found.values())


def test_a_slipped_disc_blocks_massage_and_leaves_exercise(desk):
    found = offers(desk, person(desk), **DISC)
    assert not found[Technique.SWEDISH].bookable
    assert found[Technique.THERAPEUTIC_EXERCISE].bookable
    assert not found[Technique.THERAPEUTIC_EXERCISE].hold


def test_what_needs_a_look_can_only_be_held_and_what_is_urgent_cannot_be_booked(desk):
    patient = person(desk)
    assert offers(desk, patient, leg_radiating_pain="pain_only")[Technique.SWEDISH].hold
    urgent = offers(desk, patient, saddle_numbness="yes").values()
    assert {offer.verdict for offer in urgent} == {Verdict.REFER_URGENTLY}
    assert not any(offer.bookable or offer.hold for offer in urgent)


def test_a_booking_takes_its_therapist_and_room_until_they_are_tidied_up(desk):
    session = booked(desk, judged(desk), local(10, days=1), room=MAPLE)
    assert session.ends_at == local(11, days=1)
    assert session.free_at == local(11, 10, days=1)
    assert not session.held
    assert desk.store.sessions.get(session.id) == session


def test_booking_leaves_one_audit_entry_without_names_and_verdicts(desk):
    patient = judged(desk)
    before = audit_length(desk)
    session = booked(desk, patient, local(10, days=1))
    assert audit_length(desk) == before + 1
    detail = {"starts_at": session.starts_at.isoformat(), "session_type": SWEDISH.id}
    assert audited(desk) == [("Maria Keller", "session.book", detail)]


def test_the_assessment_is_kept_whole_and_reads_back_unchanged(desk):
    patient = judged(desk, blood_thinner="anticoagulant", main_complaint="back_pain")
    intake = desk.intakes.latest(patient.id, actor=MARIA, now=NOW)
    session = booked(desk, patient, local(10, days=1))
    stored = desk.day.assessment(session.id, actor=SAM, now=NOW)
    on = TODAY + timedelta(days=1)
    assert stored.assessment == desk.intakes.assess(patient, intake.answers, Technique.SWEDISH, on=on)
    assert stored.assessment.precautions
    assert stored.assessment.ruleset == desk.ruleset.version
    assert stored.intake_version == 1
    assert stored.made_at == NOW


def test_a_later_intake_does_not_change_what_was_kept(desk):
    patient = judged(desk)
    session = booked(desk, patient, local(10, days=1))
    before = desk.day.assessment(session.id, actor=SAM, now=NOW)
    desk.intakes.complete(patient, harmless(desk, **DISC), actor=MARIA, now=NOW)
    assert desk.day.assessment(session.id, actor=SAM, now=NOW) == before


def test_a_retry_changes_nothing_and_returns_the_session_as_it_stands(desk):
    patient = judged(desk)
    request = asked(patient, local(10))
    session = desk.booking.book(request, actor=MARIA, now=NOW)
    arrived = desk.day.arrive(session, actor=MARIA, now=NOW)
    before = audit_length(desk)
    assert desk.booking.book(request, actor=MARIA, now=NOW) == arrived
    assert audit_length(desk) == before


def test_an_id_used_for_another_booking_is_refused(desk):
    patient = judged(desk)
    request = asked(patient, local(10, days=1))
    desk.booking.book(request, actor=MARIA, now=NOW)
    for other in ({"starts_at": local(14, days=1)}, {"patient_id": judged(desk, "Bo").id}, {"therapist_id": SAM.id}):
        with pytest.raises(NotAllowed, match="other details"):
            desk.booking.book(replace(request, **other), actor=MARIA, now=NOW)
    first = desk.store.journal.of_record("Session", request.id)[0]
    desk.undoing.undo(first.id, actor=MARIA, now=NOW)
    with pytest.raises(NotAllowed, match="made and taken back"):
        desk.booking.book(request, actor=MARIA, now=NOW)


def test_urgent_answers_stop_every_booking_with_what_to_do(desk):
    patient = judged(desk, saddle_numbness="yes")
    for session_type, therapist in ((SWEDISH, JORDAN), (EXERCISE, CLAIRE)):
        with pytest.raises(NotBookable, match=r"^Stop and book nothing\..*emergency department"):
            booked(desk, patient, local(10, days=1), session_type=session_type, therapist=therapist)


def test_a_refusal_names_the_technique_and_the_best_alternative_and_stores_nothing(desk):
    patient = judged(desk, **DISC)
    before = audit_length(desk)
    request = asked(patient, local(10, days=1))
    with pytest.raises(NotBookable) as refused:
        desk.booking.book(request, actor=MARIA, now=NOW)
    assert str(refused.value).startswith("Swedish massage is not suitable for Ana now. ")
    assert "can be booked instead: suitable with precautions." in str(refused.value)
    assert "disc" not in str(refused.value)
    assert audit_length(desk) == before
    with pytest.raises(NotFound):
        desk.store.sessions.get(request.id)


def test_when_nothing_can_be_booked_the_therapist_is_asked(desk):
    with pytest.raises(NotBookable, match="Nothing else on offer"):
        booked(desk, judged(desk, consent_given="no"), local(10, days=1))


def test_what_needs_a_look_and_somebody_without_an_intake_are_held(desk):
    assert booked(desk, judged(desk, leg_radiating_pain="pain_only"), local(10, days=1)).held
    assert booked(desk, person(desk, "Bo"), local(12, days=1)).held


def test_a_booking_is_judged_on_its_own_date(desk):
    patient = judged(desk, spinal_surgery=Answer(date=TODAY - timedelta(days=30)))
    with pytest.raises(NotBookable):
        booked(desk, patient, local(10, days=1))
    assert booked(desk, patient, local(10, days=60)).held


def test_no_alternative_is_on_a_day_on_which_the_rules_forbid_it(desk):
    wednesday = local(10, days=2)

    def days(patient):
        return {each.starts_at.date() for each in desk.booking.nearest(asked(patient, wednesday), now=NOW, count=12)}

    cleared = judged(desk, **DISC, pain_duration_weeks=8)
    give(desk, cleared, "S03", reason=ClearanceReason.CLEARED_IN_WRITING, expires_on=wednesday.date())
    assert days(cleared) == {wednesday.date()} < days(judged(desk, "Bo"))


@pytest.mark.parametrize(
    ("change", "resource", "sentence"),
    [
        ({}, "therapist", "Jordan Lee is with Bo Ruiz from 10:00 and free again at 11:10."),
        ({"therapist": SAM, "room": MAPLE}, "room", "Maple is in use by Jordan Lee from 10:00 until 11:10."),
    ],
)
def test_who_has_the_time_is_said(desk, change, resource, sentence):
    holder = booked(desk, judged(desk, "Bo"), local(10, days=1), room=MAPLE)
    request = asked(judged(desk), local(10, 30, days=1), **change)
    clashes = desk.booking.clashes(request, now=NOW)
    assert [(clash.resource, clash.message) for clash in clashes] == [(resource, sentence)]
    with pytest.raises(SlotTaken) as taken:
        desk.booking.book(request, actor=MARIA, now=NOW)
    assert str(taken.value).startswith(sentence)
    assert (taken.value.resource, taken.value.session_id) == (resource, holder.id)
    assert desk.store.assessments.latest_for(request.id) is None


def test_the_patients_own_session_is_named(desk):
    patient = judged(desk)
    booked(desk, patient, local(10, days=1), session_type=EXERCISE, therapist=CLAIRE)
    sentence = "Ana already has Guided exercise with Claire Dubois from 10:00 until 10:45."
    with pytest.raises(SlotTaken, match=sentence):
        booked(desk, patient, local(10, 30, days=1))


@pytest.mark.parametrize(
    ("start", "terms", "resource", "sentence"),
    [
        (local(7, 55, days=1), {}, "hours", "open from 08:00 to 18:00; it is closed at 07:55"),
        (local(17, 5, days=1), {}, "hours", "this session would end at 18:05"),
        (local(18, days=1), {}, "hours", "it is closed at 18:00"),
        (local(8, 45), {}, "past", "Monday 23 November, 08:45 has already passed"),
        (local(10, days=1), {"therapist": CLAIRE}, "skill", "Claire Dubois does not give massage"),
        (
            local(10, days=1),
            {"therapist": JORDAN, "session_type": EXERCISE},
            "skill",
            "Jordan Lee does not give physical therapy",
        ),
    ],
)
def test_what_can_never_be_booked_is_said_and_refused(desk, start, terms, resource, sentence):
    request = asked(judged(desk), start, **terms)
    (clash,) = desk.booking.clashes(request, now=NOW)
    assert clash.resource == resource
    assert sentence in clash.message
    with pytest.raises(NotAllowed, match=sentence):
        desk.booking.book(request, actor=MARIA, now=NOW)


def test_a_session_that_began_minutes_ago_can_still_be_booked(desk):
    assert booked(desk, judged(desk), local(9)).starts_at < NOW


def test_who_left_and_what_is_no_longer_used_cannot_be_booked(desk):
    patient = judged(desk)
    with desk.store.write():
        desk.store.staff.update(replace(JORDAN, active=False))
        desk.store.rooms.update(replace(MAPLE, active=False))
        desk.store.session_types.update(replace(SWEDISH, active=False))
    clashes = desk.booking.clashes(asked(patient, local(10, days=1), room=MAPLE), now=NOW)
    assert [clash.resource for clash in clashes] == ["skill", "skill", "room"]
    assert Technique.SWEDISH not in offers(desk, patient)
    assert JORDAN.id not in {column.therapist.id for column in desk.booking.day(TODAY).columns}


def test_asking_for_what_does_not_exist_is_an_error(desk):
    request = BookingRequest("new", "nobody", SWEDISH.id, JORDAN.id, local(10, days=1))
    with pytest.raises(NotFound):
        desk.booking.book(request, actor=MARIA, now=NOW)


def test_a_day_has_a_column_for_every_therapist_with_their_sessions_in_order(desk):
    late = booked(desk, judged(desk, "Bo"), local(15, days=1), room=MAPLE)
    early = booked(desk, judged(desk), local(9, days=1))
    booked(desk, judged(desk, "Cy"), local(9, days=2))
    plan = desk.booking.day(TODAY + timedelta(days=1))
    assert (plan.opens, plan.closes) == (local(8, days=1), local(18, days=1))
    assert [column.therapist for column in plan.columns] == [JORDAN, CLAIRE, SAM]
    slots = plan.columns[0].sessions
    assert [slot.session for slot in slots] == [early, late]
    assert [slot.patient.name for slot in slots] == ["Ana Ruiz", "Bo Ruiz"]
    assert [slot.room for slot in slots] == [None, MAPLE]
    assert [slot.verdict for slot in slots] == [Verdict.SUITABLE, Verdict.SUITABLE]
    assert slots[0].session_type == SWEDISH
    assert plan.columns[1].sessions == ()


def test_somebody_new_can_be_booked_at_once(desk):
    lena = StaffMember("staff-lena", "Lena Weiß", Role.THERAPIST, frozenset({Kind.MASSAGE}))
    birch = Room("room-birch", "Birch")
    desk.clinic.add_staff(lena, actor=MARIA, now=NOW)
    desk.clinic.add_room(birch, actor=MARIA, now=NOW)
    session = booked(desk, judged(desk), local(10, days=1), therapist=lena, room=birch)
    assert (session.therapist_id, session.room_id) == (lena.id, birch.id)
    assert TYPES[Technique.SWEDISH].id == session.session_type_id
