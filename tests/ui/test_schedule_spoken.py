"""What a screen reader hears of the schedule: no less than the calendar shows."""

from datetime import time, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from clinicdesk.desk.plan_views import PlanForm
from clinicdesk.domain.plan import PlanPart
from clinicdesk.domain.suitability import Kind, Technique
from clinicdesk.domain.working_hours import Absence, AbsenceReason, ClockSpan, WeeklyHours
from clinicdesk.ui.calendar.picture import Cursor
from clinicdesk.ui.schedule import SchedulePage
from clinicdesk.ui.style import LIGHT, apply_style
from tests.ui.clinic_day import MONDAY, answer, book, local, register, type_of
from tests.ui.schedule_hands import column_of, key
from tests.vouching import vouching

K, DASH, TODAY = Qt.Key, "\N{EN DASH}", MONDAY.date()


@pytest.fixture
def ana(desk, maria):
    person = register(desk, maria)
    answer(desk, maria, person)
    return person


@pytest.fixture
def planned(desk, jonas, ana, context):
    """Four massages and eight times stretching are planned."""
    now, kinds = context.now(), ((Kind.MASSAGE, Technique.SWEDISH, 4), (Kind.PHYSICAL_THERAPY, Technique.STRETCHING, 8))
    parts = tuple(PlanPart(kind, type_of(desk, technique).id, count) for kind, technique, count in kinds)
    form = PlanForm("Walk", "", parts, TODAY, TODAY + timedelta(weeks=6), TODAY + timedelta(weeks=3))
    desk.plans.confirm(desk.plans.draft(ana, form, actor=jonas, now=now), **vouching(desk, jonas, now))


@pytest.fixture
def page(qtbot, context, qapp):
    apply_style(qapp, LIGHT)
    made = SchedulePage(context)
    qtbot.addWidget(made)
    made.resize(1000, 760)
    made.show()
    qtbot.waitExposed(made)
    made.page_shown()
    return made


def heard(page):
    return page.canvas.accessibleDescription()


def stand_at(page, moment, title="Jonas Weber"):
    """Lead the keyboard to a free moment with an arrow."""
    step = timedelta(minutes=page.view.grid)
    page.canvas.put_cursor(Cursor(column_of(page, title), moment - step))
    key(page, K.Key_Down)
    assert page.canvas.picture.cursor.moment == moment
    return heard(page)


def test_a_session_is_told_with_status_plan_and_verdict(desk, maria, ana, planned, *, page):
    session = book(desk, maria, ana, local(11))
    page.records_changed()
    page.canvas.select(session.id)
    assert heard(page) == (
        f"Ana Ruiz, 11:00{DASH}12:00, Swedish massage, Jonas Weber, Room: on arrival, Booked, "
        "Session 1 of 4 of the plan, Suitable"
    )
    key(page, K.Key_F)
    assert ", Confirmed, " in heard(page)
    key(page, K.Key_P)
    assert heard(page).endswith(", Suitable, in the tray")


def test_what_needs_a_look_or_is_called_off_says_so(desk, maria, page):
    person = register(desk, maria, "Bo Li")
    answer(desk, maria, person, leg_radiating_pain="pain_only")
    session = book(desk, maria, person, local(11))
    page.records_changed()
    page.canvas.select(session.id)
    assert "Held: a therapist decides before it starts, Ask the therapist" in heard(page)
    key(page, K.Key_Delete)
    QTest.keyClick(page.bubble.form.reason, K.Key_Down)
    QTest.keyClick(page.bubble.form.reason, K.Key_Return)
    assert ", Cancelled, " in heard(page)
    assert "The person asked" in heard(page)


def test_free_time_says_until_when_and_who_had_it(desk, maria, ana, page, *, clock):
    book(desk, maria, ana, local(15))
    desk.day.cancel(book(desk, maria, ana, local(13, 15)), reason="Ill", actor=maria, now=clock())
    page.records_changed()
    assert stand_at(page, local(12)) == f"12:00{DASH}12:15, Jonas Weber, free until 15:00"
    assert stand_at(page, local(13, 30)).endswith("free until 15:00, cancelled: Ana Ruiz")
    key(page, K.Key_Space)
    assert heard(page).startswith("Ana Ruiz, 13:15")


def test_time_that_is_not_free_says_why(desk, maria, ana, page):
    lunch = ((ClockSpan(time(8), time(12)), ClockSpan(time(13), time(18))),) * 7
    with desk.store.write():
        desk.store.hours.add_weekly(WeeklyHours("w", "staff-jonas", TODAY, (lunch,), TODAY))
        desk.store.hours.add_absence(Absence("a", "staff-aiko", AbsenceReason.LEAVE, TODAY, TODAY))
    bo = register(desk, maria, "Bo Li")
    answer(desk, maria, bo)
    book(desk, maria, ana, local(10, 30))
    book(desk, maria, bo, local(13, 30))
    page.reload()
    assert stand_at(page, local(8, 15)).endswith("Jonas Weber, not free: it has passed")
    assert stand_at(page, local(12, 15)).endswith("not free: Break")
    assert stand_at(page, local(11, 30), "Aiko Tanaka").endswith("Aiko Tanaka, not free: Time off")
    key(page, K.Key_Left)
    assert heard(page) == f"11:30{DASH}11:45, Jonas Weber, not free: tidied up after Ana Ruiz"
    assert stand_at(page, local(13, 15)).endswith("not free: too short for a session")


def test_in_a_week_the_day_is_told(desk, maria, ana, page):
    session = book(desk, maria, ana, local(11, day=1))
    key(page, K.Key_W)
    page.canvas.select(session.id)
    assert heard(page).endswith(", Suitable, Tue 24 Nov")
    key(page, K.Key_Up)
    assert heard(page) == f"10:45{DASH}11:00, Tue 24 Nov, Jonas Weber, free until 11:00"


def test_in_hand_a_session_that_would_be_held_says_so(desk, maria, page):
    person = register(desk, maria, "Bo Li")
    answer(desk, maria, person, leg_radiating_pain="pain_only")
    session = book(desk, maria, person, local(11))
    page.records_changed()
    page.canvas.select(session.id)
    key(page, K.Key_M)
    key(page, K.Key_Down)
    assert heard(page) == (
        f"Bo Li in hand: 11:15{DASH}12:15, Jonas Weber, fits, held: a therapist decides before it starts"
    )
