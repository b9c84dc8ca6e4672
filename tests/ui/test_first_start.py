from contextlib import contextmanager
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea

from clinicdesk.data import open_store
from clinicdesk.desk import Desk
from clinicdesk.desk import demo as demo_clinic
from clinicdesk.domain.staff import Role
from clinicdesk.domain.suitability import Kind, Technique
from clinicdesk.errors import StoreFault
from clinicdesk.ui.clinic import places
from clinicdesk.ui.first_start import FirstStart


@pytest.fixture
def bare_desk(store_path, ruleset):
    """A desk on a new file without a clinic."""
    with open_store(store_path) as store:
        yield Desk(store, ruleset)


@pytest.fixture
def first(qtbot, style, bare_desk, store_path, clock):
    @contextmanager
    def second_desk():
        with open_store(store_path) as store:
            yield Desk(store, bare_desk.rules.shipped)

    first = FirstStart(bare_desk, second_desk, clock)
    qtbot.addWidget(first)
    first.show()
    qtbot.waitExposed(first)
    yield first
    first.close()


def type_over(qtbot, editor, text):
    editor.selectAll()
    qtbot.keyClicks(editor, text)


def test_it_begins_with_the_choice_ready_for_enter(qtbot, first):
    assert first.choice.empty_card.hasFocus()
    qtbot.keyClick(first.choice.empty_card, Qt.Key.Key_Down)
    assert first.choice.demo_card.hasFocus()
    qtbot.keyClick(first.choice.demo_card, Qt.Key.Key_Up)
    qtbot.keyClick(first.choice.empty_card, Qt.Key.Key_Return)
    assert first.steps.current is first.empty
    assert first.empty.you.name.hasFocus()


def test_an_empty_clinic_opens_from_two_names(qtbot, first, bare_desk):
    first.choice.empty_card.click()
    qtbot.keyClicks(first.empty.you.name, "Maria")
    qtbot.keyClicks(first.empty.clinic.name, "Riverside")
    with qtbot.waitSignal(first.clinic_opened) as told:
        qtbot.keyClick(first.empty.clinic.name, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    [maria] = bare_desk.clinic.staff()
    assert told.args == [maria]
    assert (maria.name, maria.role) == ("Maria", Role.RECEPTIONIST)
    assert bare_desk.clinic.current().name == "Riverside"
    assert {each.technique for each in bare_desk.clinic.session_types()} == set(Technique)
    assert bare_desk.clinic.rooms()


def test_a_therapist_says_what_they_give(qtbot, first, bare_desk):
    first.choice.empty_card.click()
    qtbot.keyClicks(first.empty.you.name, "Jonas")
    qtbot.keyClicks(first.empty.clinic.name, "Riverside")
    assert not first.empty.you.kinds_field.isVisible()
    first.empty.you.role.choose(Role.THERAPIST)
    first.empty.save.click()
    assert "Jonas" in first.empty.you.kinds_field.error
    assert bare_desk.clinic.current() is None
    first.empty.you.kinds[Kind.MASSAGE].click()
    with qtbot.waitSignal(first.clinic_opened) as told:
        first.empty.save.click()
    assert told.args[0].kinds == {Kind.MASSAGE}


def test_what_is_missing_is_said_beside_each_field(first, bare_desk):
    first.choice.empty_card.click()
    first.empty.save.click()
    assert first.empty.you.name_field.error
    assert first.empty.clinic.fields["name"].error
    assert first.empty.you.name.hasFocus()
    assert bare_desk.clinic.current() is None


def test_hours_that_end_before_they_begin_are_refused(qtbot, first):
    first.choice.empty_card.click()
    qtbot.keyClicks(first.empty.you.name, "Maria")
    qtbot.keyClicks(first.empty.clinic.name, "Riverside")
    clinic = first.empty.clinic
    clinic.closes_at.setTime(clinic.opens_at.time())
    first.empty.save.click()
    assert clinic.fields["closes_at"].error


def test_an_error_is_said_on_leaving_a_name_empty_not_before(qtbot, first):
    first.choice.empty_card.click()
    qtbot.keyClicks(first.empty.you.name, "M")
    assert not first.empty.you.name_field.error
    type_over(qtbot, first.empty.you.name, " ")
    qtbot.keyClick(first.empty.you.name, Qt.Key.Key_Tab)
    assert first.empty.you.name_field.error


def test_country_and_zone_are_chosen_by_typing_any_part_of_their_name(qtbot, first, bare_desk):
    first.choice.empty_card.click()
    form = first.empty.clinic
    type_over(qtbot, form.region.lineEdit(), "germany")
    type_over(qtbot, form.zone.lineEdit(), "Europe/Berlin")
    clinic = form.clinic()
    assert (clinic.region, clinic.zone) == ("DE", "Europe/Berlin")


def test_the_emergency_number_follows_the_country_until_somebody_typed_one(qtbot, first):
    first.choice.empty_card.click()
    form = first.empty.clinic
    form.region.setCurrentIndex(form.region.findData("GB"))
    form.region.activated.emit(form.region.currentIndex())
    assert form.emergency_number.text() == "999"
    type_over(qtbot, form.emergency_number, "112")
    form.region.setCurrentIndex(form.region.findData("US"))
    form.region.activated.emit(form.region.currentIndex())
    assert form.emergency_number.text() == "112"


def test_escape_goes_back_to_the_choice(qtbot, first):
    first.choice.empty_card.click()
    qtbot.keyClick(first.empty.you.name, Qt.Key.Key_Escape)
    assert first.steps.current is first.choice


def test_the_demo_clinic_is_made_with_progress_and_opened(qtbot, first, monkeypatch, clinic, staff):
    seen = []

    def fill(desk, *, seed, today, now, progress, **_place):
        for done in range(5):
            assert progress(done, 5)
        desk.clinic.open_clinic(clinic, staff, [], [], now=now)
        seen.append((seed, today))

    monkeypatch.setattr(demo_clinic, "fill_demo", fill)
    with qtbot.waitSignal(first.clinic_opened) as told:
        first.choice.demo_card.click()
    assert told.args == [staff[0]]
    assert first.demo.bar.value() == 4
    assert "80 %" in first.demo.words.text()
    assert seen


def test_a_demo_clinic_stopped_halfway_leaves_nothing_and_goes_back(qtbot, first, bare_desk, monkeypatch):
    started = Event()

    def fill(_desk, *, progress, **_rest):
        while progress(1, 2):
            started.set()

    monkeypatch.setattr(demo_clinic, "fill_demo", fill)
    first.choice.demo_card.click()
    assert started.wait(5)
    assert first.demo.running
    qtbot.keyClick(first.demo.cancel, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: first.steps.current is first.choice)
    assert not first.demo.running
    assert bare_desk.clinic.current() is None


def test_a_demo_clinic_that_cannot_be_stored_says_why(qtbot, first, monkeypatch):
    def fill(*_args, **_rest):
        raise StoreFault("The disk is full. Nothing was kept.")

    monkeypatch.setattr(demo_clinic, "fill_demo", fill)
    first.choice.demo_card.click()
    qtbot.waitUntil(lambda: first.messages.current is not None)
    assert first.messages.current.text == "The disk is full. Nothing was kept."
    assert first.steps.current is first.choice


def test_closing_the_window_stops_the_demo_clinic(qtbot, first, monkeypatch):
    started, ended = Event(), Event()

    def fill(_desk, *, progress, **_rest):
        while progress(1, 2):
            started.set()
        ended.set()

    monkeypatch.setattr(demo_clinic, "fill_demo", fill)
    first.choice.demo_card.click()
    assert started.wait(5)
    first.close()
    assert ended.is_set()


def test_only_a_step_too_high_for_the_window_scrolls(qtbot, first):
    first.resize(1000, 700)
    assert first.steps.sizeHint().height() < 600
    first.choice.empty_card.click()
    assert first.steps.sizeHint().height() > 500


@pytest.mark.parametrize(
    ("region", "number"), [("US", "911"), ("DE", "112"), ("GB", "999"), ("AU", "000"), ("JP", "119")]
)
def test_an_emergency_number_is_suggested_by_country(region, number):
    assert places.suggested_emergency_number(region) == number


def test_what_the_computer_suggests_can_be_chosen():
    assert places.suggested_region() in {code for code, _ in places.countries()}
    assert places.suggested_zone() in places.zones()


def test_enter_moves_on_through_the_form_and_presses_the_button_at_its_end(qtbot, first, qapp):
    first.choice.empty_card.click()
    qtbot.keyClicks(first.empty.you.name, "Maria")
    seen = []
    for _ in range(20):
        seen.append(qapp.focusWidget())
        if seen[-1] is first.empty.save:
            break
        if seen[-1] is first.empty.clinic.name:
            qtbot.keyClicks(seen[-1], "Riverside")
        qtbot.keyClick(seen[-1], Qt.Key.Key_Return)
    assert first.empty.save.hasFocus()
    assert first.empty.clinic.name in seen
    with qtbot.waitSignal(first.clinic_opened):
        qtbot.keyClick(first.empty.save, Qt.Key.Key_Return)


def test_neither_step_scrolls_in_a_window_as_high_as_it_opens(qtbot, first):
    [area] = first.findChildren(QScrollArea)
    qtbot.waitUntil(lambda: not area.verticalScrollBar().isVisible())
    first.choice.empty_card.click()
    qtbot.waitUntil(first.empty.save.isVisible)
    assert not area.verticalScrollBar().isVisible()
