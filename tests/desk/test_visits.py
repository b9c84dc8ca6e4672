import pytest

from clinicdesk.domain.suitability import Verdict
from clinicdesk.errors import NotAllowed, NotFound
from tests.desk.front_desk import (
    CLAIRE,
    EXERCISE,
    JORDAN,
    MAPLE,
    MARIA,
    NOW,
    SWEDISH,
    audited,
    booked,
    harmless,
    judged,
    local,
    person,
)

BACK = {"main_complaint": "back_pain"}


def sheet_of(desk, patient, **wanted):
    session = booked(desk, patient, local(10, days=1), **wanted)
    return desk.visits.sheet(session.id, actor=MARIA, now=NOW)


def all_words(sheet):
    return " ".join([sheet.desk_line, *sheet.precautions, *sheet.pairing, *sheet.emergency]).lower()


def test_a_sheet_says_who_when_where_and_with_whom(desk):
    patient = judged(desk)
    sheet = sheet_of(desk, patient, room=MAPLE)
    assert (sheet.patient, sheet.session_type, sheet.therapist, sheet.room) == (patient, SWEDISH, JORDAN, MAPLE)
    assert sheet.session.starts_at == local(10, days=1)
    assert sheet.clinic == desk.clinic.current()
    assert (sheet.verdict, sheet.held, sheet.signed_off) == (Verdict.SUITABLE, False, None)
    assert sheet.rules == f"{desk.ruleset.version.id} {desk.ruleset.version.version}"
    assert audited(desk) == [("Maria Keller", "visit_sheet.make", {})]


def test_precautions_are_printed_and_the_clinical_reason_is_not(desk):
    patient = judged(desk, osteoporosis="yes", **BACK)
    sheet = sheet_of(desk, patient)
    reasons = desk.day.assessment(sheet.session.id, actor=JORDAN, now=NOW).assessment.reasons
    assert sheet.verdict is Verdict.SUITABLE_WITH_PRECAUTIONS
    assert sheet.precautions
    assert not any(reason.because.lower() in all_words(sheet) for reason in reasons)
    assert "osteoporosis" not in all_words(sheet)


def test_a_held_session_says_so_and_what_the_desk_does(desk):
    patient = judged(desk, leg_radiating_pain="pain_only", **BACK)
    sheet = sheet_of(desk, patient)
    assert sheet.held
    assert "therapist" in sheet.desk_line.lower() or "clinician" in sheet.desk_line.lower()


@pytest.mark.parametrize("complaint", ["back_pain", "neck_pain", "other"])
def test_whoever_comes_with_a_back_complaint_is_told_when_to_seek_help(desk, complaint):
    sheet = sheet_of(desk, judged(desk, main_complaint=complaint))
    words = " ".join(sheet.emergency).lower()
    for sign in ("emergency department", "between the legs", "water", "weaker", "fever", "911"):
        assert sign in words


def test_whoever_was_never_asked_is_told_too(desk):
    assert sheet_of(desk, person(desk)).emergency


@pytest.mark.parametrize("complaint", ["relaxation", "sports_recovery"])
def test_whoever_has_no_back_complaint_is_not_alarmed(desk, complaint):
    assert sheet_of(desk, judged(desk, main_complaint=complaint)).emergency == ()


def test_pairing_advice_is_printed_for_massage_only(desk):
    assert sheet_of(desk, judged(desk, **BACK)).pairing
    assert sheet_of(desk, judged(desk, **BACK), session_type=EXERCISE, therapist=CLAIRE).pairing == ()


def test_there_is_no_sheet_for_a_session_that_does_not_exist(desk):
    with pytest.raises(NotFound):
        desk.visits.sheet("unknown", actor=MARIA, now=NOW)


def test_the_urgent_sheet_says_each_step_once_and_names_no_diagnosis(desk):
    patient = person(desk)
    answers = harmless(desk, saddle_numbness="yes", bladder_change="yes", progressive_leg_weakness="yes", **BACK)
    sheet = desk.visits.urgent_sheet(patient, answers, actor=MARIA, now=NOW)
    assert sheet.actions[0] == "Stop and book nothing."
    assert len(set(sheet.actions)) == len(sheet.actions)
    assert all(action.endswith(".") for action in sheet.actions)
    assert sheet.advice[0] == "Go to the emergency department now; do not wait to see whether it settles."
    assert "Do not book another session instead." in sheet.advice
    words = " ".join(sheet.actions + sheet.advice).lower()
    assert "911" in words
    assert "cauda" not in words
    assert audited(desk) == [("Maria Keller", "urgent_sheet.make", {})]


def test_there_is_no_urgent_sheet_without_need(desk):
    with pytest.raises(NotAllowed):
        desk.visits.urgent_sheet(person(desk), harmless(desk), actor=MARIA, now=NOW)
