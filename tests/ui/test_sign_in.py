from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from clinicdesk.desk.patient_form import PatientForm
from clinicdesk.desk.pins import Purpose
from clinicdesk.domain.pins import FREE_TRIES
from clinicdesk.ui.settings.person_row import PersonRow
from clinicdesk.ui.shell.urgent import UrgentNotice
from clinicdesk.ui.shell.window import MainWindow
from clinicdesk.ui.sign_in.veils import NewPinVeil, PinVeil
from tests.vouching import give_pins, take_all_pins

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def ana(desk, maria, clock):
    form = PatientForm(given_name="Ana", family_name="Ruiz", birth_date="1980-04-03", phone="503 555 0100")
    return desk.patients.register(form, actor=maria, now=clock())


@pytest.fixture
def aiko(staff):
    return staff[2]


@pytest.fixture
def pins(desk, maria, jonas, clock):
    """Maria and Jonas have one, Aiko has none yet."""
    take_all_pins(desk)
    give_pins(desk, maria, now=clock(), pin="4821")
    give_pins(desk, jonas, now=clock(), pin="7350")


def press(qtbot, window, key, modifier=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(window.focusWidget() or window, key, modifier)


def type_pin(qtbot, window, pin):
    """Type a PIN where the keyboard is, and Enter."""
    qtbot.keyClicks(window.focusWidget(), pin)
    press(qtbot, window, Qt.Key.Key_Return)


def choose(window, name):
    """Somebody picks their name in the menu of the status line."""
    next(each for each in window.status.staff_menu().actions() if each.text().startswith(name)).trigger()


def pin_veil(window):
    return next((each for each in window.findChildren(PinVeil) if each.isVisible()), None)


def seen(window):
    """Every word that can be read in the window now."""
    return " ".join(label.text() for label in window.findChildren(QLabel) if label.isVisible())


# -- sitting down at the desk ----------------------------------------------------------------------


def test_whoever_has_no_pin_sits_down_as_before(window, context, pins):
    choose(window, "Aiko")
    assert context.actor.name == "Aiko Tanaka"
    assert pin_veil(window) is None


def test_whoever_has_a_pin_sits_down_with_it(qtbot, window, context, pins):
    window.locking._unlock(context.actor)
    choose(window, "Jonas")
    assert context.actor.name == "Maria"
    type_pin(qtbot, window, "7350")
    qtbot.waitUntil(lambda: context.actor.name == "Jonas Weber")
    assert pin_veil(window) is None
    assert "Jonas Weber" in window.status.actor_button.text()


def test_a_wrong_pin_is_told_and_escape_leaves_the_desk_as_it_was(qtbot, window, context, pins):
    choose(window, "Jonas")
    type_pin(qtbot, window, "1357")
    entry = pin_veil(window).entry
    qtbot.waitUntil(lambda: entry.pin_field.error == "That is not the PIN.")
    assert entry.line.text() == ""
    press(qtbot, window, Qt.Key.Key_Escape)
    assert pin_veil(window) is None
    assert context.actor.name == "Maria"


def test_after_five_wrong_tries_the_sentence_says_how_long_to_wait(qtbot, window, pins, jonas, clock):
    context, desk = window.context, window.context.desk
    for _ in range(FREE_TRIES - 1):
        desk.pins.check(jonas, "1357", purpose=Purpose.SIT_DOWN, now=clock())
    choose(window, "Jonas")
    type_pin(qtbot, window, "1357")
    entry = pin_veil(window).entry
    qtbot.waitUntil(lambda: "Wait 30 seconds" in entry.pin_field.error)
    type_pin(qtbot, window, "7350")
    qtbot.waitUntil(lambda: "has to wait 30 seconds" in entry.pin_field.error)
    clock.advance(seconds=31)
    type_pin(qtbot, window, "7350")
    qtbot.waitUntil(lambda: context.actor.name == "Jonas Weber")


def test_a_pin_is_typed_with_the_mouse_where_there_is_no_keyboard(qtbot, window, context, pins):
    choose(window, "Jonas")
    entry = pin_veil(window).entry
    for digit in "7350":
        qtbot.mouseClick(entry.keypad.keys[digit], Qt.MouseButton.LeftButton)
    qtbot.mouseClick(entry.go_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: context.actor.name == "Jonas Weber")


def test_the_tab_key_never_leaves_the_card(qtbot, window, pins):
    choose(window, "Jonas")
    veil = pin_veil(window)
    visited = set()
    for _ in range(6):
        press(qtbot, window, Qt.Key.Key_Tab)
        assert veil.isAncestorOf(window.focusWidget())
        visited.add(window.focusWidget())
    assert len(visited) == 3


# -- vouching --------------------------------------------------------------------------------------


def test_a_page_that_asks_for_the_keyboard_meanwhile_gets_no_digit_and_has_it_afterwards(qtbot, window, context, pins):
    window.locking._unlock(context.actor)
    choose(window, "Jonas")
    entry = pin_veil(window).entry
    window.box.setFocus()
    qtbot.keyClicks(window.focusWidget(), "73")
    assert (entry.line.text(), window.box.text()) == ("73", "")
    press(qtbot, window, Qt.Key.Key_Escape)
    assert pin_veil(window) is None
    assert window.box.hasFocus()


def sign_off_form(window):
    """What Aiko signs with, filled in."""
    window.show_page("settings")
    page = window.pages.page("settings")
    page.show_section("About the rules")
    form = page.rules.form
    form.name.setText("Aiko Tanaka")
    form.licence.setText("PT 4411")
    form.confirmed.click()
    form.sign_button.setFocus()
    return form


def new_pin_veil(window):
    return next((each for each in window.findChildren(NewPinVeil) if each.isVisible()), None)


def test_a_therapist_without_a_pin_sets_one_beside_a_colleague_and_goes_on(qtbot, window, context, pins, aiko):
    context.change_actor(aiko)
    form = sign_off_form(window)
    press(qtbot, window, Qt.Key.Key_Space)
    assert "You sign these rules off. That takes a PIN of your own" in seen(window)
    press(qtbot, window, Qt.Key.Key_Escape)
    assert new_pin_veil(window) is None
    assert form.sign_button.hasFocus()
    press(qtbot, window, Qt.Key.Key_Space)
    veil = new_pin_veil(window).form
    for typed in ("6183", "6183"):
        type_pin(qtbot, window, typed)
    assert veil.colleague.hasFocus()
    assert veil.colleague.currentText() == "Jonas Weber"
    press(qtbot, window, Qt.Key.Key_Return)
    type_pin(qtbot, window, "1357")
    qtbot.waitUntil(lambda: veil.fields["beside"].error == "That is not the PIN.")
    assert veil.beside.hasFocus()
    assert not context.desk.pins.has(aiko)
    type_pin(qtbot, window, "7350")
    qtbot.waitUntil(lambda: context.desk.sign_off.current() is not None)
    assert new_pin_veil(window) is None
    assert context.desk.sign_off.current().staff_id == aiko.id
    assert context.desk.pins.check(aiko, "6183", purpose=Purpose.VOUCH, now=context.now()).right


def test_where_no_other_therapist_has_one_the_first_is_set_alone(qtbot, window, context, desk, aiko):
    take_all_pins(desk)
    context.change_actor(aiko)
    sign_off_form(window).sign_button.click()
    assert "beside" not in new_pin_veil(window).form.fields
    for typed in ("6183", "6183"):
        type_pin(qtbot, window, typed)
    qtbot.waitUntil(lambda: context.desk.sign_off.current() is not None)


def test_a_receptionist_who_would_vouch_reads_who_can(window, context):
    context.vouch("confirm the plan", lambda _: pytest.fail("a receptionist vouched"))
    told = "Only a therapist can confirm the plan. Ask Jonas Weber or Aiko Tanaka to sit down at the desk; nothing was"
    assert context.messages.current.text.startswith(told)
    assert pin_veil(window) is None


# -- locking ---------------------------------------------------------------------------------------


def test_ctrl_l_shows_nothing_of_anybody_until_a_pin_brings_it_back(qtbot, window, context, pins, ana):
    window.flows.open_patient(ana.id)
    assert "Ana Ruiz" in seen(window)
    press(qtbot, window, Qt.Key.Key_L, CTRL)
    assert window.locking.locked
    assert "Ana" not in seen(window)
    assert not window.rail.isVisible()
    assert not window.panel.isVisible()
    type_pin(qtbot, window, "4821")
    qtbot.waitUntil(lambda: not window.locking.locked)
    assert "Ana Ruiz" in seen(window)


def test_the_mouse_locks_too(qtbot, window, pins):
    qtbot.mouseClick(window.status.lock_button, Qt.MouseButton.LeftButton)
    assert window.locking.locked
    assert "Ctrl+L" in window.status.lock_button.toolTip()


def test_no_key_of_the_window_works_while_it_is_locked(qtbot, window, pins):
    press(qtbot, window, Qt.Key.Key_L, CTRL)
    for key in (Qt.Key.Key_2, Qt.Key.Key_K, Qt.Key.Key_N, Qt.Key.Key_L):
        press(qtbot, window, key, CTRL)
        qtbot.keyClick(window, key, CTRL)
    press(qtbot, window, Qt.Key.Key_Escape)
    press(qtbot, window, Qt.Key.Key_F1)
    assert window.locking.locked
    assert window.pages.current_name == "today"


def test_what_was_being_typed_is_kept_though_somebody_else_unlocks(qtbot, window, context, pins):
    press(qtbot, window, Qt.Key.Key_N, CTRL)
    qtbot.keyClicks(window.focusWidget(), "Ana Ru")
    typed_into = window.focusWidget()
    press(qtbot, window, Qt.Key.Key_L, CTRL)
    entry = window.locking.veil.entry
    entry.name.setFocus()
    qtbot.keyClicks(entry.name, "Jonas")
    assert entry.chosen.name == "Jonas Weber"
    entry.line.setFocus()
    type_pin(qtbot, window, "7350")
    qtbot.waitUntil(lambda: not window.locking.locked)
    assert context.actor.name == "Jonas Weber"
    assert window.pages.current_name == "registration"
    assert window.focusWidget() is typed_into
    assert typed_into.text() == "Ana Ru"


def test_a_name_without_a_pin_unlocks_by_itself_and_says_so(qtbot, window, context, pins):
    press(qtbot, window, Qt.Key.Key_L, CTRL)
    entry = window.locking.veil.entry
    entry.name.setFocus()
    qtbot.keyClicks(entry.name, "Aiko")
    assert not entry.line.isVisible()
    assert "No PIN is set" in seen(window)
    qtbot.mouseClick(entry.go_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not window.locking.locked)
    assert context.actor.name == "Aiko Tanaka"


def test_after_the_idle_minutes_the_window_locks_itself(qtbot, window, pins):
    idle = window.locking._idle
    assert idle.interval() == 10 * 60_000
    idle.start(600)
    with qtbot.waitSignal(idle.timeout):
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_Down)
        assert idle.remainingTime() > 0
    assert window.locking.locked


def test_where_nobody_has_a_pin_it_does_not_lock_by_itself(qtbot, window, desk):
    take_all_pins(desk)
    window.locking._idle.start(1)
    qtbot.waitUntil(lambda: window.locking._idle.interval() > 1)
    assert not window.locking.locked


def test_the_clinic_chooses_how_long(qtbot, window, context):
    window.show_page("settings")
    section = window.pages.page("settings").clinic
    section.form.lock_minutes.setValue(0)
    section.save.click()
    assert context.desk.clinic.current().lock_minutes == 0
    assert not window.locking._idle.isActive()


def test_whose_desk_it_was_proves_it_when_the_program_starts_again(qtbot, context, style, settings, pins):
    window = MainWindow(context, style, settings)
    qtbot.addWidget(window)
    window.show()
    assert window.locking.locked
    type_pin(qtbot, window, "4821")
    qtbot.waitUntil(lambda: not window.locking.locked)


def test_a_person_who_must_be_seen_at_once_is_told_of_after_unlocking(qtbot, window, pins, ana):
    context = window.context
    press(qtbot, window, Qt.Key.Key_L, CTRL)
    window.flows.referring.interrupt(
        ana, context.desk.intakes.assess(ana, {}, window.focus.technique, on=context.today())
    )
    assert window.findChildren(UrgentNotice) == []
    type_pin(qtbot, window, "4821")
    qtbot.waitUntil(lambda: len(window.findChildren(UrgentNotice)) == 1)


# -- people, in the settings -----------------------------------------------------------------------


@pytest.fixture
def people(window):
    window.show_page("settings")
    page = window.pages.page("settings")
    page.show_section("People")
    return page.staff


def row_of(people, name):
    return next(row for row in people.findChildren(PersonRow) if row.member.name == name and row.isVisible())


def pick(people, name, words):
    """Choose in somebody's menu."""
    row = row_of(people, name)
    next(each for each in row.change.menu().actions() if each.text().startswith(words)).trigger()
    return row.form


def test_one_sets_ones_own_pin_and_needs_it_from_then_on(qtbot, window, people, context, maria):
    form = pick(people, "Maria", "Set my PIN")
    qtbot.keyClicks(form.new, "4821")
    qtbot.keyClick(form.new, Qt.Key.Key_Return)
    qtbot.keyClicks(window.focusWidget(), "4821")
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: context.desk.pins.has(maria))
    qtbot.waitUntil(lambda: "PIN since" in seen(people))
    press(qtbot, window, Qt.Key.Key_L, CTRL)
    assert window.locking.veil.entry.line.isVisible()


def test_two_different_ones_are_not_taken(qtbot, people, context, maria):
    form = pick(people, "Maria", "Set my PIN")
    qtbot.keyClicks(form.new, "4821")
    qtbot.keyClicks(form.again, "4812")
    form.save.click()
    assert "not the same" in form.fields["again"].error
    assert form.new.hasFocus()
    assert not context.desk.pins.has(maria)


def test_a_weak_one_is_said_beside_the_field(qtbot, people, context, maria):
    form = pick(people, "Maria", "Set my PIN")
    for line in (form.new, form.again):
        qtbot.keyClicks(line, "1234")
    form.save.click()
    qtbot.waitUntil(lambda: "first that anybody would try" in form.fields["new"].error)


def test_a_colleague_resets_a_forgotten_pin_with_their_own(qtbot, window, people, pins, jonas):
    context = window.context
    people.refresh()
    qtbot.waitUntil(lambda: "PIN since" in seen(people))
    form = pick(people, "Jonas Weber", "Reset")
    qtbot.keyClicks(form.reason, "forgot it")
    for line in (form.new, form.again):
        qtbot.keyClicks(line, "9205")
    form.save.click()
    assert "reset the PIN of Jonas Weber" in seen(window)
    type_pin(qtbot, window, "4821")
    qtbot.waitUntil(lambda: "by Maria: forgot it" in seen(people))
    for _ in range(2):
        choose(window, "Jonas")
        type_pin(qtbot, window, "9205")
        qtbot.waitUntil(lambda: context.actor == jonas)
        told = context.messages.current
        assert told.text.startswith("Maria reset your PIN, Mon 23 Nov")
        assert "“forgot it”" in told.text
        choose(window, "Aiko")
        assert context.messages.current is None
    choose(window, "Jonas")
    type_pin(qtbot, window, "9205")
    qtbot.waitUntil(lambda: context.messages.current is not None)
    context.messages.current.action.run()
    press(qtbot, window, Qt.Key.Key_L, CTRL)
    type_pin(qtbot, window, "9205")
    qtbot.waitUntil(lambda: not window.locking.locked)
    assert context.messages.current is None


def test_somebody_is_renamed(qtbot, people, context):
    form = pick(people, "Aiko Tanaka", "Rename")
    form.name.selectAll()
    qtbot.keyClicks(form.name, "Aiko Mori")
    qtbot.keyClick(form.name, Qt.Key.Key_Return)
    assert "Aiko Mori" in [member.name for member in context.desk.clinic.staff()]
    qtbot.waitUntil(lambda: "Aiko Mori" in seen(people))


def test_whoever_is_at_the_desk_and_is_renamed_is_called_so_at_once(qtbot, window, people, context):
    form = pick(people, "Maria", "Rename")
    form.name.setText("Maria Weiss")
    form.save.click()
    assert context.actor.name == "Maria Weiss"
    assert "Maria Weiss" in window.status.actor_button.text()


def test_somebody_is_retired_and_brought_back(qtbot, window, people, context):
    pick(people, "Aiko Tanaka", "Retire")
    assert "Aiko Tanaka" not in [member.name for member in context.desk.clinic.staff()]
    qtbot.waitUntil(lambda: "retired" in seen(people))
    assert not any("Aiko" in action.text() for action in window.status.staff_menu().actions())
    row_of(people, "Aiko Tanaka").change.click()
    assert "Aiko Tanaka" in [member.name for member in context.desk.clinic.staff()]


def test_somebody_added_at_another_desk_is_listed_here_and_a_form_in_hand_stays(qtbot, people, context):
    form = pick(people, "Maria", "Rename")
    context.desk.people.retire(context.desk.clinic.therapists()[0], actor=context.actor, now=context.now())
    context.records_changed.emit()
    assert form.isVisible()
    form.left.emit()
    context.records_changed.emit()
    qtbot.waitUntil(lambda: "retired" in seen(people))


def test_nobody_finds_retire_in_their_own_menu(people):
    words = [action.text() for action in row_of(people, "Maria").change.menu().actions()]
    assert not any(word.startswith("Retire") for word in words)


def test_the_wait_is_told_before_the_try_is_wasted(context, pins, desk, jonas, clock):
    for _ in range(FREE_TRIES):
        desk.pins.check(jonas, "1357", purpose=Purpose.SIT_DOWN, now=clock())
    clock.advance(seconds=29)
    assert desk.pins.check(jonas, "7350", purpose=Purpose.SIT_DOWN, now=clock()).waits == timedelta(seconds=1)
