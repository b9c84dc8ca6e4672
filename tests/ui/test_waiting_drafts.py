"""A wish that is half typed: it stays when one looks elsewhere, when another desk is faster, and over a crash."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from clinicdesk.data import open_store
from clinicdesk.desk import Desk
from clinicdesk.desk.keys import new_key
from clinicdesk.domain.waiting import WaitingEntry
from clinicdesk.ui.context import DeskContext
from clinicdesk.ui.waiting.page import WaitingPage
from tests.ui.clinic_day import EARLIER, MONDAY, answer, book, local, register, type_of

K = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier
LAST = MONDAY.date() + timedelta(days=30)


@pytest.fixture
def page(window):
    window.show_page("waiting")
    return window.pages.page("waiting")


def person(context, name):
    found = register(context.desk, context.actor, name)
    answer(context.desk, context.actor, found)
    return found


@pytest.fixture
def ana(context):
    return person(context, "Ana Ruiz")


@pytest.fixture
def far(context, ana):
    """Ana, three weeks from now at ten."""
    return book(context.desk, context.actor, ana, local(10, day=21))


def press(which, modifier=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget(), which, modifier)


def type_(text):
    QTest.keyClicks(QApplication.focusWidget(), text)


def type_a_wish(page):
    """For whoever is found by her first letters: Mondays after two, only with Jonas, and why."""
    press(K.Key_N)
    type_("ana")
    press(K.Key_Return)
    page.form.days.buttons[0].setFocus()
    press(K.Key_Space)
    page.form.earliest.setFocus()
    type_("14")
    page.form.therapists["staff-jonas"].setFocus()
    press(K.Key_Space)
    page.form.note.setFocus()
    type_("works shi")


def stands(page):
    """Whether the wish stands in the form as it was typed."""
    form = page.form
    return (
        form.isVisible()
        and form.days.chosen() == {0}
        and form.earliest.text() == "14:00"
        and form.therapists["staff-jonas"].isChecked()
        and form.note.text() == "works shi"
    )


def test_a_wish_half_typed_stays_when_one_looks_at_another_page(page, far, context):
    type_a_wish(page)
    press(K.Key_2, CONTROL)
    press(K.Key_4, CONTROL)
    assert stands(page)
    assert page.form.note.hasFocus()
    type_("fts")
    press(K.Key_Return, CONTROL)
    (row,) = context.desk.waiting.again(most=9, now=context.now()).rows
    assert row.entry.note == "works shifts"
    assert not page.form.isVisible()


def test_a_name_half_typed_stays_and_an_untouched_form_does_not_wait(page, far):
    press(K.Key_N)
    press(K.Key_2, CONTROL)
    press(K.Key_4, CONTROL)
    assert not page.form.isVisible()
    press(K.Key_N)
    type_("an")
    press(K.Key_2, CONTROL)
    press(K.Key_4, CONTROL)
    assert page.form.search.editor.text() == "an"
    assert page.form.search.editor.hasFocus()


def test_a_wish_that_is_left_comes_back_for_the_same_person_and_can_be_begun_afresh(page, far, context):
    person(context, "Bo Lin")
    type_a_wish(page)
    press(K.Key_Escape)
    press(K.Key_N)
    type_("bo")
    press(K.Key_Return)
    assert page.form.note.text() == ""
    press(K.Key_Escape)
    press(K.Key_N)
    type_("ana")
    press(K.Key_Return)
    assert stands(page)
    strip = page.form.findChild(type(page.form._kept))
    assert strip.isVisible()
    QTest.mouseClick(strip.action, Qt.MouseButton.LeftButton)
    assert page.form.note.text() == ""
    assert page.form.days.chosen() == frozenset()
    press(K.Key_Escape)
    press(K.Key_N)
    type_("ana")
    press(K.Key_Return)
    assert page.form.note.text() == ""
    assert not strip.isVisible()


@pytest.fixture
def start_anew(qtbot, context, store_path, ruleset):
    """Starts the program anew on the same file, and shows the page."""

    with open_store(store_path) as store:

        def start():
            page = WaitingPage(DeskContext(Desk(store, ruleset), context.clinic, context.actor, clock=context.clock))
            qtbot.addWidget(page)
            page.show()
            page.page_shown()
            return page

        yield start


def test_a_wish_comes_back_after_a_crash(qtbot, page, far, context, start_anew):
    type_a_wish(page)
    kept = f"{context.actor.id} {far.patient_id} "
    qtbot.waitUntil(lambda: (context.desk.drafts.kept("wish", kept) or {}).get("note") == "works shi")
    again = start_anew()
    again.ask_for(context.desk.store.patients.get(far.patient_id))
    assert stands(again)


def test_a_wish_that_another_desk_changed_is_not_overwritten_and_what_was_typed_stands_on_top(
    page, far, ana, context, jonas
):
    waiting, asked = context.desk.waiting, {"actor": context.actor, "now": EARLIER}
    key = new_key(EARLIER)
    entry = waiting.ask(WaitingEntry(key, ana.id, type_of(context.desk).id, EARLIER, LAST, far.id), **asked)
    page.records_changed()
    page.lines[0].setFocus()
    press(K.Key_E)
    page.form.note.setFocus()
    type_("After four")
    waiting.change(replace(entry, urgent=True), actor=jonas, now=context.now())
    press(K.Key_Return, CONTROL)
    assert "Somebody else changed this wish meanwhile." in context.messages.current.text
    assert page.form.urgency.value() == "urgent"
    assert page.form.note.text() == "After four"
    press(K.Key_Return, CONTROL)
    (row,) = waiting.again(most=9, now=context.now()).rows
    assert (row.entry.urgent, row.entry.note) == (True, "After four")
