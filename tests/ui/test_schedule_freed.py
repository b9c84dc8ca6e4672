"""Time that a cancellation or a no-show has freed: booked where it stands, with what was there remembered beside it."""

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from clinicdesk.desk.keys import new_key
from clinicdesk.domain.session import SessionStatus
from clinicdesk.domain.waiting import WaitingEntry
from clinicdesk.ui.schedule import SchedulePage
from clinicdesk.ui.style import LIGHT, apply_style
from tests.ui.clinic_day import EARLIER, MONDAY, answer, book, live, local, register, type_of
from tests.ui.schedule_hands import Hands, move

K, NONE = Qt.Key, Qt.MouseButton.NoButton


@pytest.fixture
def ana(desk, maria):
    person = register(desk, maria)
    answer(desk, maria, person)
    return person


@pytest.fixture
def bo(desk, maria):
    person = register(desk, maria, "Bo Li")
    answer(desk, maria, person)
    return person


@pytest.fixture
def off(desk, maria, ana, bo, *, clock):
    """Ana's hour with Jonas at 13:15, called off, between Bo's two; 1 h 10 min are free."""
    book(desk, maria, bo, local(12, 5))
    book(desk, maria, bo, local(14, 25))
    return desk.day.cancel(book(desk, maria, ana, local(13, 15)), reason="Ill", actor=maria, now=clock())


@pytest.fixture
def waiting(desk, maria, off):
    """Cy waits for any time this week."""
    cy = register(desk, maria, "Cy Young")
    answer(desk, maria, cy)
    last = MONDAY.date().replace(day=28)
    wish = WaitingEntry(new_key(EARLIER), cy.id, type_of(desk).id, EARLIER, last)
    desk.waiting.ask(wish, actor=maria, now=EARLIER)
    return cy


@pytest.fixture
def page(qtbot, context, qapp, off):
    apply_style(qapp, LIGHT)
    made = SchedulePage(context)
    qtbot.addWidget(made)
    made.resize(1000, 760)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.page_shown()
    return made


@pytest.fixture
def hands(page):
    return Hands(page)


def point(page, off, share):
    """A point at 13:50 where the session stood, so far from the left edge of its lane."""
    column, slot = page.canvas.picture.found(off.id)
    start, end = slot.session.starts_at, slot.session.ends_at
    page.canvas.bring_up(column, start, end)
    area = page.canvas.area_of(column, start, end)
    return QPointF(area.left() + area.width() * share, area.top() + area.height() * 35 / 60)


def click(page, off, share):
    QTest.mouseClick(page.canvas.viewport(), Qt.MouseButton.LeftButton, pos=point(page, off, share).toPoint())


def to_the_gap(page, hands):
    for _ in range(2):
        hands.press(K.Key_G)
    assert page.canvas.picture.cursor.moment == local(13, 15)


def test_enter_on_the_gap_books_it(desk, waiting, page, hands):
    to_the_gap(page, hands)
    assert not page.bubble.isVisible()
    hands.press(K.Key_Return)
    assert page.quick.isVisible()
    hands.type("cy")
    hands.press(K.Key_Return)
    hands.press(K.Key_Return)
    booked = next(each for each in live(desk) if each.patient_id == waiting.id)
    assert booked.starts_at == local(13, 15)
    assert page.canvas.current.session == booked


def test_e_on_the_gap_shows_who_waits_for_it(waiting, page, hands):
    to_the_gap(page, hands)
    hands.press(K.Key_E)
    assert page.here.waiting.isVisible()
    (line,) = page.here.waiting.people.lines
    assert line.candidate.patient.id == waiting.id
    assert page.focusWidget() is line


@pytest.mark.parametrize("share", [0.05, 0.2, 0.5, 0.8])
def test_a_click_in_the_gap_books_it(page, off, share):
    click(page, off, share)
    assert page.quick.isVisible()
    assert page.quick.place.starts_at == local(13, 45)
    assert not page.bubble.isVisible()


def test_a_click_on_the_strip_shows_who_called_off(page, off):
    click(page, off, 0.93)
    assert page.bubble.opened
    assert page.bubble.slot.session == off
    assert not page.quick.isVisible()


def test_space_shows_who_called_off_and_enter_still_books(page, hands, off):
    to_the_gap(page, hands)
    hands.press(K.Key_Space)
    assert page.bubble.opened
    assert page.bubble.slot.session == off
    hands.press(K.Key_Escape)
    assert page.focusWidget() is page.canvas
    hands.press(K.Key_Return)
    assert page.quick.place.starts_at == local(13, 15)


def test_the_arrows_go_through_the_freed_time_mark_by_mark(page, hands):
    to_the_gap(page, hands)
    stops = []
    for _ in range(6):
        hands.press(K.Key_Down)
        stops.append(page.canvas.picture.cursor.moment)
    assert stops == [local(13, 30), local(13, 45), local(14), local(14, 15), local(14, 25), local(15, 35)]
    hands.press(K.Key_Up)
    hands.press(K.Key_Up)
    assert page.canvas.picture.cursor.moment == local(14, 15)
    assert page.canvas.current is None


def test_after_a_cancellation_enter_and_e_mean_the_time_it_freed(desk, waiting, page, hands):
    first = next(each for each in live(desk) if each.starts_at == local(12, 5))
    page.canvas.select(first.id)
    hands.press(K.Key_Delete)
    hands.press(K.Key_Down)
    hands.press(K.Key_Return)
    assert desk.store.sessions.get(first.id).status is SessionStatus.CANCELLED
    assert page.canvas.current.session.id == first.id
    hands.press(K.Key_E)
    assert page.here.waiting.isVisible()
    assert page.here.waiting.when.text() == "Mon 23 Nov 12:05, Jonas Weber"
    hands.press(K.Key_Escape)
    hands.press(K.Key_Return)
    assert page.quick.place.starts_at == local(12, 5)


def test_a_missed_session_gives_way_to_what_is_left_of_its_time(desk, maria, ana, context, *, page, hands, clock):
    clock.now = local(10, 12)
    missed = book(desk, maria, ana, local(10))
    desk.day.no_show(missed, actor=maria, now=clock())
    page.records_changed()
    page.canvas.select(missed.id)
    hands.press(K.Key_Return)
    assert page.quick.place.starts_at == local(10, 15)


def test_where_nothing_is_free_what_is_off_has_the_lane_to_itself(desk, maria, ana, page, hands, *, clock):
    clock.now = local(11, 30)
    missed = desk.day.no_show(book(desk, maria, ana, local(10)), actor=maria, now=clock())
    page.records_changed()
    column, slot = page.canvas.picture.found(missed.id)
    lane = page.canvas.picture.lanes[column]
    assert lane.places[lane.slots.index(slot)] == (0.0, 1.0)
    click(page, missed, 0.2)
    assert page.bubble.slot.session == missed


def test_who_called_off_twice_stands_side_by_side(desk, maria, bo, off, page, *, clock):
    other = desk.day.cancel(book(desk, maria, bo, local(13, 15)), reason="Ill", actor=maria, now=clock())
    page.records_changed()
    areas = [page.canvas.slot_area(*page.canvas.picture.found(each.id)) for each in (off, other)]
    assert not areas[0].intersects(areas[1])
    assert all(area.width() > 1 for area in areas)


def test_the_pointer_over_the_gap_shows_what_a_click_would_book_beside_the_strip(qtbot, page, off):
    strip = page.canvas.slot_area(*page.canvas.picture.found(off.id))
    move(page, point(page, off, 0.5), buttons=NONE)
    assert page.canvas.picture.hovered.starts_at == local(13, 45)
    ghost = page.canvas.picture.hovered
    assert page.canvas.drawing.free_area(0, ghost.starts_at, ghost.ends_at).right() + page.canvas.ruler_width <= (
        strip.left()
    )
    move(page, point(page, off, 0.93), buttons=NONE)
    assert page.canvas.picture.hovered is None
    qtbot.waitUntil(page.bubble.isVisible)
