"""How far a plan has come, and how much of it the person did themselves."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicdesk.domain.plan import PlanOfCare, PlanPart, PlanSession, PlanStatus, counts_of
from clinicdesk.domain.session import SessionStatus
from clinicdesk.domain.suitability import Kind, Technique

DAY = date(2026, 11, 23)
AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
PLAN = PlanOfCare(
    id="plan",
    version=1,
    patient_id="ana",
    status=PlanStatus.ACTIVE,
    goal="Walk",
    activity="",
    parts=(PlanPart(Kind.MASSAGE, "swedish", 4), PlanPart(Kind.PHYSICAL_THERAPY, "exercise", 8)),
    same_day=True,
    missed_count=False,
    starts_on=DAY,
    expires_on=DAY + timedelta(days=60),
    review_on=DAY + timedelta(days=30),
    reason="",
    made_by="claire",
    made_at=AT,
)


def done(*techniques, status=SessionStatus.COMPLETED):
    return [PlanSession(AT + timedelta(days=day), technique, status) for day, technique in enumerate(techniques)]


@pytest.mark.parametrize(
    ("techniques", "used", "active"),
    [
        ((), 0, 0),
        ((Technique.THERAPEUTIC_EXERCISE, Technique.STRETCHING), 2, 2),
        ((Technique.MANUAL_THERAPY, Technique.ELECTROTHERAPY, Technique.MANIPULATION_THRUST), 3, 0),
        ((Technique.MANUAL_THERAPY, Technique.STRETCHING), 2, 1),
    ],
)
def test_hands_on_therapy_uses_the_part_up_and_is_no_active_work(techniques, used, active):
    count = counts_of(PLAN, done(*techniques))[Kind.PHYSICAL_THERAPY]
    assert (count.used, count.active) == (used, active)


def test_what_is_only_booked_is_neither():
    count = counts_of(PLAN, done(Technique.STRETCHING, status=SessionStatus.BOOKED))[Kind.PHYSICAL_THERAPY]
    assert (count.used, count.active, count.booked) == (0, 0, 1)


@given(st.lists(st.tuples(st.sampled_from(Technique), st.sampled_from(SessionStatus))))
def test_no_session_is_counted_twice(sessions):
    held = [PlanSession(AT + timedelta(days=day), *each) for day, each in enumerate(sessions)]
    counts = counts_of(PLAN, held).values()
    assert sum(each.used + each.booked for each in counts) <= len(held)
    assert all(0 <= each.active <= each.used for each in counts)
