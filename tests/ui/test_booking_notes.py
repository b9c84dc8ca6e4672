"""What has to be seen before a booking is seen at every place where one books, by keys and by the mouse."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from clinicdesk.desk.keys import new_key
from clinicdesk.desk.plan_views import PlanForm
from clinicdesk.desk.waiting_views import Place
from clinicdesk.domain.plan import PlanPart
from clinicdesk.domain.suitability import Kind
from clinicdesk.domain.waiting import WaitingEntry
from clinicdesk.domain.working_hours import Absence, AbsenceReason
from clinicdesk.ui.patients.sessions import SessionsSection
from tests.ui.clinic_day import answer, book, local, register, type_of
from tests.ui.schedule_hands import column_of, hold_over, key, middle_of, release
from tests.vouching import vouching

K = Qt.Key
OFFERED = "Offered to Cy Ost on the waiting list, 14:00 to 15:00; not answered yet."
NEAR = "1 day after the massage of 23 November; the plan asks for 3 days between them."


@pytest.fixture
def ana(desk, maria):
    person = register(desk, maria)
    answer(desk, maria, person)
    return person


@pytest.fixture
def spaced(desk, ana, maria, jonas, clock):
    """Ana's plan wants three days from one massage to the next; the first is today at eleven."""
    today, now = clock.now.date(), clock.now
    parts = (PlanPart(Kind.MASSAGE, type_of(desk).id, 4, min_days=3),)
    form = PlanForm("Walk", "", parts, today, today + timedelta(weeks=6), today + timedelta(weeks=3))
    desk.plans.confirm(desk.plans.draft(ana, form, actor=jonas, now=now), **vouching(desk, jonas, now))
    return book(desk, maria, ana, local(11))


@pytest.fixture
def later(desk, ana, maria, spaced):
    """The second of them, on Friday at ten."""
    return book(desk, maria, ana, local(10, day=4))


@pytest.fixture
def offered(desk, maria, clock):
    """Cy was told that he could have two o'clock tomorrow with Jonas."""
    cy = register(desk, maria, "Cy Ost")
    answer(desk, maria, cy)
    by, two = {"actor": maria, "now": clock.now}, local(14, day=1)
    wish = WaitingEntry(new_key(clock.now), cy.id, type_of(desk).id, clock.now, two.date() + timedelta(days=9))
    return desk.waiting.offer(desk.waiting.ask(wish, **by), Place("staff-jonas", two, local(15, day=1)), **by)


@pytest.fixture
def schedule(window, clock):
    """The schedule, tomorrow."""
    window.show_page("schedule")
    page = window.pages.page("schedule")
    page.show_day(clock.now.date() + timedelta(days=1))
    page.canvas.verticalScrollBar().setValue(0)
    return page


def press(which, modifier=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget(), which, modifier)


def test_the_booking_page_says_it_above_its_button_and_books_all_the_same(window, desk, ana, spaced, clock):
    window.flows.start_booking(ana)
    page = window.pages.page("booking")
    # Proposed is the first day that keeps the distance; a nearer one is chosen by hand.
    assert (page.plan.on, page.plan.notes) == (clock.now.date() + timedelta(days=3), ())
    page.day.picker.choose(clock.now.date() + timedelta(days=1))
    assert page.summary.notes.words.text() == NEAR
    assert page.summary.notes.isVisible()
    assert page.summary.book_button.isEnabled()
    page.day.picker.choose(clock.now.date() + timedelta(days=3))
    assert not page.summary.notes.isVisible()
    page.day.picker.choose(clock.now.date() + timedelta(days=1))
    press(K.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert page.booked.plan_id == spaced.plan_id


def test_from_a_gap_of_the_schedule_it_is_said_before_enter(schedule, spaced):
    page = schedule
    place = page.canvas.place_of(column_of(page, "Jonas Weber"), local(13, 5, day=1)).toPoint()
    QTest.mouseClick(page.canvas.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.keyClicks(page.focusWidget(), "ana")
    press(K.Key_Return)
    assert page.quick.notes.words.text() == NEAR
    assert page.quick.notes.isVisible()
    assert page.quick.types.accessibleDescription() == NEAR
    QTest.keyClicks(page.focusWidget(), "gui")  # guided exercise: the plan says nothing to it
    assert not page.quick.notes.isVisible()


def test_a_session_in_hand_says_it_where_it_would_stand_and_can_be_put_there(schedule, desk, later):
    page = schedule
    page.show_day(local(10, day=4).date())
    page.canvas.select(later.id)
    key(page, K.Key_Return)
    assert page.canvas.picture.ghost.notes == ()
    for _ in range(3):
        key(page, K.Key_PageUp)
    ghost = page.canvas.picture.ghost
    assert (ghost.notes, ghost.clashes, ghost.taken) == ((NEAR,), (), False)
    assert page.canvas.accessibleDescription().endswith(f"Jonas Weber, fits. {NEAR}")
    key(page, K.Key_Return)
    assert desk.store.sessions.get(later.id).starts_at == local(10, day=1)


def test_it_is_painted_beside_the_session_while_it_is_dragged(schedule, desk, ana, maria, spaced):
    near = book(desk, maria, ana, local(10, day=1))
    page = schedule
    page.records_changed()
    start = middle_of(page, near)
    down = page.canvas.place_of(column_of(page, "Jonas Weber"), local(14, 30, day=1))
    hold_over(page, start, down)
    assert page.canvas.picture.ghost.notes == (NEAR,)
    told = page.canvas.viewport().grab().toImage()
    page.canvas.picture.ghost = None
    page.canvas.viewport().update()
    assert page.canvas.viewport().grab().toImage() != told
    page.canvas.picture.ghost = None
    release(page, down)


def test_moving_from_the_record_says_it_while_the_day_is_typed(window, later, ana, spaced):
    window.flows.open_patient(ana.id)
    section = window.pages.page("patients").record.section(SessionsSection)
    section.table.selectRow(section.model.place_of(later.id))
    QTest.keyClick(section.table, K.Key_M)
    form = section._form
    assert not form.notes.isVisible()
    form.day.selectAll()
    QTest.keyClicks(form.day, "24 nov")
    assert form.notes.words.text() == NEAR
    assert form.notes.isVisible()
    form.day.selectAll()
    QTest.keyClicks(form.day, "27 nov")
    assert not form.notes.isVisible()


def test_somebody_without_a_booking_is_told(window, ana, spaced, clock):
    clock.advance(days=1)
    window.show_page("today")
    page = window.pages.page("today")
    page.walk_in(ana)
    view = page.door.stranger
    assert view.notes.words.text() == NEAR
    assert view.notes.isVisible()
    assert view.take_button.isEnabled()


def test_places_for_a_session_whose_therapist_is_away_say_it_each(window, desk, ana, maria, *, later, clock):
    book(desk, maria, ana, local(10, day=6))
    friday = later.starts_at.date()
    away = Absence("leave", "staff-jonas", AbsenceReason.LEAVE, friday, friday)
    desk.timetable.add_absence(away, actor=maria, now=clock.now)
    window.show_page("follow_up")
    (row,) = window.pages.page("follow_up").section.rows
    QTest.keyClick(row, K.Key_M)
    said = "1 day before the massage of 29 November; the plan asks for 3 days between them."
    assert row.places[0].accessibleDescription() == said
    assert said in [each.text() for each in row.form.findChildren(QLabel) if each.isVisible()]


def test_a_time_that_was_offered_is_told_on_the_booking_page(window, desk, ana, maria, offered, *, clock):
    window.flows.start_booking(ana)
    page = window.pages.page("booking")
    page.day.picker.choose(clock.now.date() + timedelta(days=1))
    assert not page.summary.notes.isVisible()
    page.summary.start.setFocus()
    page.summary.start.selectAll()
    QTest.keyClicks(page.summary.start, "13:30")
    press(K.Key_Return)
    assert page.summary.notes.words.text() == OFFERED
    assert page.summary.notes.isVisible()
    desk.waiting.take_offer_back(offered, actor=maria, now=clock.now)
    page.types.setFocus()
    page.records_changed()
    assert not page.summary.notes.isVisible()


def test_a_time_that_was_offered_is_not_the_one_proposed(window, ana, offered, clock):
    window.flows.start_booking(ana)
    page = window.pages.page("booking")
    page.plan.propose_after(local(13, 30, day=1))
    assert (page.plan.slot.starts_at, page.plan.notes) == (local(15, 10, day=1), ())


def test_where_every_time_to_come_is_too_near_it_says_so(window, desk, ana, jonas, clock):
    """The plan wants more days between two massages than are looked ahead for."""
    today, by = clock.now.date(), {"actor": jonas, "now": clock.now}
    parts = (PlanPart(Kind.MASSAGE, type_of(desk).id, 4, min_days=20),)
    form = PlanForm("Walk", "", parts, today, today + timedelta(weeks=6), today + timedelta(weeks=3))
    desk.plans.confirm(desk.plans.draft(ana, form, **by), **vouching(desk, jonas, clock.now))
    book(desk, jonas, ana, local(11))
    window.flows.start_booking(ana)
    page = window.pages.page("booking")
    assert page.plan.on == today
    assert page.summary.notes.words.text() == (
        "The same day as another massage; the plan asks for 20 days between them. "
        "Within 14 days no free time keeps the plan's distance and was offered to nobody."
    )
    assert page.summary.book_button.isEnabled()


def test_a_time_that_was_offered_is_told_in_a_gap_before_enter(schedule, ana, offered):
    page = schedule
    place = page.canvas.place_of(column_of(page, "Jonas Weber"), local(13, 35, day=1)).toPoint()
    QTest.mouseClick(page.canvas.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.keyClicks(page.focusWidget(), "ana")
    press(K.Key_Return)
    assert page.quick.notes.words.text() == OFFERED
    assert page.quick.notes.isVisible()
    assert page.quick.book_button.isEnabled()


def test_a_session_dragged_to_a_time_that_was_offered_says_so_before_the_drop(schedule, desk, ana, maria, offered):
    session = book(desk, maria, ana, local(10, day=1))
    page = schedule
    page.records_changed()
    page.canvas.select(session.id)
    key(page, K.Key_Return)
    for _ in range(14):
        key(page, K.Key_Down)
    assert page.canvas.picture.ghost.notes == (OFFERED,)
    assert page.canvas.accessibleDescription().endswith(OFFERED)
    key(page, K.Key_Return)
    assert desk.store.sessions.get(session.id).starts_at == local(13, 30, day=1)
