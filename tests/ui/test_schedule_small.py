"""The schedule in a small window and with large text: what matters keeps its place, the rest is a key away."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from clinicdesk.domain.suitability import Technique
from clinicdesk.domain.working_hours import Absence, AbsenceReason
from clinicdesk.ui.schedule import SchedulePage
from clinicdesk.ui.style import LIGHT, TEXT_SCALES, apply_style
from tests.ui.clinic_day import MONDAY, answer, book, local, register

K = Qt.Key
TOMORROW = MONDAY.date() + timedelta(days=1)


@pytest.fixture
def page(qtbot, context, desk, maria, qapp):
    person = register(desk, maria)
    answer(desk, maria, person)
    book(desk, maria, person, local(11))
    apply_style(qapp, LIGHT)
    made = SchedulePage(context)
    qtbot.addWidget(made)
    made.resize(1000, 760)
    made.show()
    qtbot.waitExposed(made)
    made.page_shown()
    yield made
    apply_style(qapp, LIGHT)


def parts(bar):
    return (bar.picker, bar.span, bar.by, bar.whose_button, bar.views_button)


def chosen_from(menu, *words):
    """Choose from an open menu with the keyboard, by the words of its entries."""
    for word in words:
        action = next(each for each in menu.actions() if each.text() == word)
        menu.setActiveAction(action)
        QTest.keyClick(menu, K.Key_Return)
        menu = action.menu()


def open_menu():
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def test_in_a_low_window_with_large_text_the_fields_leave_the_calendar_most_of_the_height(qtbot, qapp, page):
    apply_style(qapp, LIGHT, 200)
    page.resize(768, 580)
    bar = page.bar
    qtbot.waitUntil(lambda: not bar.grid.isVisible())
    for each in parts(bar):
        qtbot.waitUntil(lambda part=each: part.visibleRegion().boundingRect() == part.rect())
    assert page.canvas.height() > page.height() / 2
    page.resize(1400, 1200)
    qtbot.waitUntil(bar.grid.isVisible)
    assert bar.picker.today_button.isVisible()


def test_what_the_fields_left_out_is_in_the_list_of_views(qtbot, qapp, page):
    apply_style(qapp, LIGHT, 200)
    page.resize(768, 580)
    qtbot.waitUntil(lambda: not page.bar.grid.isVisible())
    page.bar.views_button.click()
    chosen_from(open_menu(), "Grid", "5 min")
    assert page.view.grid == 5
    page.bar.views_button.click()
    chosen_from(open_menu(), "Closer")
    assert page.canvas.zoom == pytest.approx(1.25)
    page.bar.views_button.click()
    chosen_from(open_menu(), "As it fits")
    assert page.canvas.zoom == pytest.approx(1)


def test_what_is_in_the_middle_stays_there_when_the_window_becomes_smaller(qtbot, page):
    canvas = page.canvas
    canvas.set_zoom(2)
    canvas.verticalScrollBar().setValue(canvas.verticalScrollBar().maximum() // 2)
    _, middle = canvas.time_at(canvas.inner.center())
    for tall in (600, 420, 900, 480):
        before = canvas.viewport().height()
        page.resize(1000, tall)
        qtbot.waitUntil(lambda was=before: canvas.viewport().height() != was)
        assert abs(canvas.place_of(0, middle).y() - canvas.inner.center().y()) <= 4


@pytest.mark.parametrize("scale", TEXT_SCALES)
def test_whom_to_book_for_is_asked_right_below_the_place(qtbot, qapp, page, scale):
    apply_style(qapp, LIGHT, scale)
    page.resize(860, 590)
    page.canvas.setFocus()
    QTest.keyClick(page.canvas, K.Key_G)
    QTest.keyClick(page.canvas, K.Key_Return)
    quick = page.quick
    quick.search.editor.setText("Ana")
    QTest.keyClick(quick.search.editor, K.Key_Backspace)
    place, editor = quick.when, quick.search.editor

    def below():
        return editor.mapTo(quick, editor.rect().topLeft()).y() - place.geometry().bottom()

    qtbot.waitUntil(lambda: 0 < below() < 24)
    qtbot.waitUntil(lambda: quick.search.list.visibleRegion().boundingRect() == quick.search.list.rect())


@pytest.mark.parametrize("scale", TEXT_SCALES)
def test_the_details_never_lie_over_the_session_they_are_about(qtbot, qapp, page, scale):
    apply_style(qapp, LIGHT, scale)
    page.resize(768, 580)
    qapp.processEvents()
    (slot,) = page.canvas.picture.lanes[0].slots
    page.canvas.setFocus()
    page.canvas.select(slot.session.id)
    QTest.keyClick(page.canvas, K.Key_Down)
    QTest.keyClick(page.canvas, K.Key_Up)
    qtbot.waitUntil(page.bubble.isVisible)
    area = page.canvas.slot_area(0, slot).toRect()
    beside = area.translated(page.canvas.viewport().mapTo(page, area.topLeft()) - area.topLeft())
    assert not page.bubble.geometry().intersects(beside)
    assert page.rect().contains(page.bubble.geometry())


def test_why_a_session_is_cancelled_is_asked_in_sight(qtbot, qapp, page):
    apply_style(qapp, LIGHT, 200)
    page.resize(768, 580)
    qapp.processEvents()
    (slot,) = page.canvas.picture.lanes[0].slots
    page.canvas.setFocus()
    page.canvas.select(slot.session.id)
    QTest.keyClick(page.canvas, K.Key_Delete)
    form = page.bubble.form
    for each in (form.reason, form.note, form.do_it, form.leave_button):
        qtbot.waitUntil(lambda part=each: part.visibleRegion().boundingRect() == part.rect())


def test_a_day_that_is_off_says_why_in_the_headings_that_stay(desk, maria, page, clock):
    closed = Absence("a", None, AbsenceReason.CLOSURE, TOMORROW, TOMORROW, note="Stocktaking")
    desk.timetable.add_absence(closed, actor=maria, now=clock())
    page.show_day(TOMORROW)
    assert {lane.detail for lane in page.canvas.picture.lanes} == {"Stocktaking"}


def test_many_sessions_in_the_tray_are_told_by_name_and_reached_by_the_arrows(qtbot, desk, maria, page):
    for number in range(9):
        person = register(desk, maria, f"Wolfeschlegelsteinhausen Nr{number}")
        answer(desk, maria, person)
        at = local(8 + number % 8, 0, day=1 + number // 8)
        book(desk, maria, person, at, technique=Technique.TRIGGER_POINT)
    page.show_day(TOMORROW)
    page.show_day(TOMORROW + timedelta(days=1))
    tray, wide = page.tray, page.width()
    for day in (TOMORROW, TOMORROW + timedelta(days=1)):
        page.show_day(day)
        for slot in page.canvas.picture.lanes[0].slots:
            tray.add(slot)
    assert len(tray.slots) == 9
    assert page.minimumSizeHint().width() <= wide
    chips = [tray.chip(each) for each in tray.slots]
    qtbot.waitUntil(chips[-1].isVisible)
    assert all(chip.text().startswith("Wolfe") for chip in chips)
    chips[0].setFocus()
    for chip in chips[1:]:
        QTest.keyClick(page.focusWidget(), K.Key_Right)
        assert page.focusWidget() is chip
        qtbot.waitUntil(lambda each=chip: each.visibleRegion().boundingRect() == each.rect())
