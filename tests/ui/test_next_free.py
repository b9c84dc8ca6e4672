"""The next free times on the booking page and from the command box, by keys alone."""

import pytest
from PySide6.QtCore import Qt

from clinicdesk.domain.suitability import Technique
from tests.ui.clinic_day import answer, book, local, register, type_of


@pytest.fixture
def ana(context, maria):
    patient = register(context.desk, maria)
    answer(context.desk, maria, patient)
    return patient


@pytest.fixture
def page(window, ana):
    window.flows.start_booking(ana, Technique.SWEDISH)
    return window.pages.page("booking")


def open_list(qtbot, page):
    qtbot.keyClick(page.focusWidget() or page, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(page.next_free.isVisible)


def test_one_key_lists_them_and_enter_takes_the_first(qtbot, page, context):
    open_list(qtbot, page)
    view = page.next_free
    assert view.list.hasFocus()
    assert view.list.count() == len(view.slots) > 3
    first = view.list.item(0).text()
    assert first.startswith("Mon 23 Nov, 09:30")
    assert "Jonas Weber" in first
    qtbot.keyClick(view.list, Qt.Key.Key_Down)
    chosen = view.slots[1]
    qtbot.keyClick(view.list, Qt.Key.Key_Return)
    assert page.plan.slot.starts_at == chosen.starts_at
    assert page.summary.book_button.hasFocus()
    qtbot.keyClick(page.summary.book_button, Qt.Key.Key_Return)
    assert page.booked.starts_at == chosen.starts_at


def test_escape_goes_back_to_the_day_and_leaves_nothing_behind(qtbot, page):
    before = page.plan.slot
    open_list(qtbot, page)
    qtbot.keyClick(page.next_free.list, Qt.Key.Key_Escape)
    assert page.day.isVisible()
    assert not page.next_free.isVisible()
    assert page.plan.slot == before


def test_days_and_hours_narrow_the_list_as_they_are_typed(qtbot, page, context):
    open_list(qtbot, page)
    view = page.next_free
    qtbot.keyClick(view.list, Qt.Key.Key_3)
    assert view.weekdays[2].isChecked()
    assert {slot.starts_at.astimezone(context.clinic.tz).weekday() for slot in view.slots} == {2}
    qtbot.keyClicks(view.earliest, "14")
    assert all(slot.starts_at.astimezone(context.clinic.tz).hour >= 14 for slot in view.slots)
    qtbot.keyClick(view.earliest, Qt.Key.Key_Return)
    assert page.plan.on.weekday() == 2
    assert page.plan.slot.starts_at.astimezone(context.clinic.tz).hour >= 14


def test_hours_that_do_not_read_are_said_and_the_list_stays(qtbot, page):
    open_list(qtbot, page)
    view = page.next_free
    before = view.slots
    qtbot.keyClicks(view.latest, "noon")
    assert view.latest_field.error
    assert view.slots == before


def test_where_nothing_fits_it_says_what_to_change(qtbot, page):
    open_list(qtbot, page)
    view = page.next_free
    qtbot.keyClicks(view.latest, "8")
    assert view.none.isVisible()
    assert "more days or hours" in view.none.text()
    assert not view.list.isVisible()


def test_the_usual_therapist_is_named(qtbot, page, context, maria, ana):
    book(context.desk, maria, ana, local(10, day=2))
    open_list(qtbot, page)
    assert "Jonas Weber (usual)" in page.next_free.list.item(0).text()


def test_a_day_on_which_the_rules_forbid_it_is_not_in_the_list(qtbot, window, context, maria):
    patient = register(context.desk, maria, "Bo Berg")
    answer(context.desk, maria, patient, disc_problem="herniation_no_leg_symptoms")
    window.flows.start_booking(patient, Technique.THERAPEUTIC_EXERCISE)
    page = window.pages.page("booking")
    page.next_free_button.click()
    assert {slot.session_type.id for slot in page.next_free.slots} == {
        type_of(context.desk, Technique.THERAPEUTIC_EXERCISE).id
    }


def test_the_command_box_leads_there(qtbot, window, ana):
    window.box.open_with("next free ana")
    qtbot.waitUntil(lambda: any("Next free" in row.title for row in window.box.rows))
    qtbot.keyClick(window.box, Qt.Key.Key_Return)
    page = window.pages.page("booking")
    assert page.plan.patient.id == ana.id
    assert page.next_free.list.hasFocus()


@pytest.fixture
def large(window, style):
    """Makes the window this large, and the text."""

    def make(size, scale):
        window.resize(*size)
        style.choose_text_scale(scale)

    yield make
    style.choose_text_scale(100)


def in_sight(view):
    """Whether the line the keyboard is on can be read whole."""
    row = view.list.visualItemRect(view.list.currentItem())
    return view.list.viewport().visibleRegion().boundingRect().contains(row)


@pytest.mark.parametrize(
    ("size", "scale"), [((1280, 800), 200), ((1024, 700), 150), ((1024, 700), 200), ((1024, 700), 100)]
)
def test_the_time_the_keyboard_is_on_is_in_sight_at_any_size(qtbot, page, large, size, scale):
    large(size, scale)
    open_list(qtbot, page)
    view = page.next_free
    qtbot.waitUntil(lambda: in_sight(view))
    assert view.list.hasFocus()
    for _ in range(view.list.count() - 1):
        qtbot.keyClick(view.list, Qt.Key.Key_Down)
        qtbot.waitUntil(lambda: in_sight(view))
    assert view.list.currentRow() == view.list.count() - 1


def test_in_large_text_the_filters_stand_below_and_are_reached_by_the_tab_key(qtbot, page, large, qapp):
    large((1280, 800), 200)
    open_list(qtbot, page)
    view = page.next_free
    qtbot.waitUntil(lambda: view.therapist.y() > 0 and view._filters.y() > view.list.y())
    qtbot.keyClick(view.list, Qt.Key.Key_Tab)
    assert view.therapist.hasFocus()
    qtbot.waitUntil(lambda: not view.therapist.visibleRegion().isEmpty())
    qtbot.keyClick(qapp.focusWidget(), Qt.Key.Key_Tab)
    assert view.earliest.hasFocus()
    large((1280, 800), 100)
    qtbot.waitUntil(lambda: view._filters.y() < view.list.y())
