"""The page of booking in a small window and with large text."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from clinicdesk.ui.booking.page import BookingPage
from clinicdesk.ui.style import LIGHT, TEXT_SCALES, apply_style
from tests.ui.clinic_day import answer, book, local, register

K = Qt.Key
PAGES = {100: (860, 610), 125: (830, 600), 150: (790, 580), 200: (768, 580)}
"""What a window of 1024 by 700 leaves to the page, by the size of text."""


@pytest.fixture(params=TEXT_SCALES)
def page(qtbot, context, desk, maria, qapp, *, request):
    person = register(desk, maria)
    answer(desk, maria, person)
    book(desk, maria, register(desk, maria, "Bo Li"), local(11))
    apply_style(qapp, LIGHT, request.param)
    made = BookingPage(context)
    qtbot.addWidget(made)
    made.resize(*PAGES[request.param])
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.start(person)
    made.plan.choose_slot("staff-jonas", local(11))
    made._render()
    qapp.processEvents()
    yield made
    apply_style(qapp, LIGHT)


def whole(widget):
    return widget.visibleRegion().boundingRect() == widget.rect()


def test_whatever_the_keyboard_goes_to_is_in_sight_and_whole(qtbot, page):
    clash = page.summary.clash
    for stop in (page.types, page.day.therapist, page.summary.start, page.summary.room, *clash.choices):
        stop.setFocus()
        qtbot.waitUntil(lambda each=stop: whole(each) or each is page.types)
    for each in clash.choices:
        assert each.height() >= each.heightForWidth(each.width())


def test_nothing_lies_over_anything_else(qtbot, page):
    parts = [page.what, page.day.picker, page.day.therapist, page.day.view, page.summary]
    areas = [part.rect().translated(part.mapTo(page.body, part.rect().topLeft())) for part in parts]
    for at, area in enumerate(areas):
        assert not any(area.intersects(other) for other in areas[at + 1 :])
    inside = [page.summary.sentence, page.summary.start, page.summary.room, page.summary.book_button]
    areas = [part.rect().translated(part.mapTo(page.body, part.rect().topLeft())) for part in inside]
    for at, area in enumerate(areas):
        assert not any(area.intersects(other) for other in areas[at + 1 :])


def test_a_way_around_a_clash_is_taken_by_its_key_and_booked_by_the_next(qtbot, page, desk):
    page.types.setFocus()
    QTest.keyClick(page.focusWidget(), K.Key_1, Qt.KeyboardModifier.AltModifier)
    assert page.plan.ready
    assert page.summary.book_button.hasFocus()
    qtbot.waitUntil(lambda: whole(page.summary.book_button))
    QTest.keyClick(page.focusWidget(), K.Key_Return)
    assert page.booked is not None
