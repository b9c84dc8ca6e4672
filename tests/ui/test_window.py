from contextlib import suppress

import pytest
from PySide6.QtCore import QPoint, Qt

from clinicdesk.desk.patient_form import PatientForm
from clinicdesk.domain.intake import Answer
from clinicdesk.domain.suitability import Kind, Technique, Verdict
from clinicdesk.ui.shell.key_help import KeyOverlay
from clinicdesk.ui.shell.status_line import kept_actor
from clinicdesk.ui.shell.urgent import UrgentNotice
from clinicdesk.ui.shell.window import MainWindow
from clinicdesk.ui.shell.window_commands import ENTRIES
from clinicdesk.ui.style import DARK, tokens
from tests.ui.pin_hands import type_pin

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def ana(desk, maria, clock):
    form = PatientForm(given_name="Ana", family_name="Ruiz", birth_date="1980-04-03", phone="503 555 0100")
    return desk.patients.register(form, actor=maria, now=clock())


@pytest.fixture
def answered(desk, ruleset, maria, clock):
    """Complete an intake in which all is harmless but what is named."""

    def complete(patient, **answers):
        asked = {each.id: each for each in ruleset.knowledge.findings.values() if each.asked_by in {"desk", "patient"}}
        harmless = {key: Answer(each.harmless) for key, each in asked.items()}
        said = {key: Answer(value) for key, value in answers.items()}
        return desk.intakes.complete(patient, harmless | said, actor=maria, now=clock())

    return complete


def titles(window):
    return [row.title for row in window.box.rows]


def overlays(window, kind):
    return [each for each in window.findChildren(kind) if each.isVisible()]


def press(qtbot, window, key, modifier=Qt.KeyboardModifier.NoModifier):
    """Press a key where the keyboard is."""
    qtbot.keyClick(window.focusWidget() or window, key, modifier)


# -- pages ---------------------------------------------------------------------------------------


def test_it_opens_on_today(window):
    assert window.pages.current_name == "today"
    assert window.rail.button("today").isChecked()
    assert "Riverside Back Clinic" in window.windowTitle()


def test_the_rail_and_its_keys_bring_pages_to_the_front(qtbot, window):
    qtbot.mouseClick(window.rail.button("patients"), Qt.MouseButton.LeftButton)
    assert window.pages.current_name == "patients"
    last = [entry.name for entry in ENTRIES].index("settings") + 1
    press(qtbot, window, Qt.Key(Qt.Key.Key_0 + last), CTRL)
    assert window.pages.current_name == "settings"
    assert window.rail.button("settings").isChecked()
    assert not window.rail.button("patients").isChecked()
    press(qtbot, window, Qt.Key.Key_1, CTRL)
    assert window.pages.current_name == "today"


def test_every_entry_of_the_rail_says_its_key(window):
    for place, entry in enumerate(ENTRIES, start=1):
        assert f"{place}" in window.rail.button(entry.name).toolTip()


def test_a_page_is_made_only_when_first_wanted(window):
    assert set(window.pages._pages) == {"today"}
    window.show_page("settings")
    assert set(window.pages._pages) == {"today", "settings"}


def test_leaving_goes_back_the_way_one_came(qtbot, window):
    window.show_page("patients")
    press(qtbot, window, Qt.Key.Key_N, CTRL)
    assert window.pages.current_name == "registration"
    window.pages.current_page.closed.emit()
    assert window.pages.current_name == "patients"
    window._go_back()
    assert window.pages.current_name == "today"
    window._go_back()
    assert window.pages.current_name == "today"


# -- the command box -----------------------------------------------------------------------------


def test_the_box_offers_recent_people_and_commands_at_once(qtbot, window, ana):
    press(qtbot, window, Qt.Key.Key_K, CTRL)
    assert window.box.hasFocus()
    assert titles(window)[:3] == ["Recent", "Ana Ruiz", "Do"]
    assert "New person" in titles(window)


@pytest.mark.parametrize("typed", ["ana", "ruiz an", "3 apr 1980", "5550100", "1001"])
def test_the_box_finds_a_person_by_whatever_is_known(qtbot, window, ana, typed):
    window.box.open()
    qtbot.keyClicks(window.box, typed)
    assert "Ana Ruiz" in titles(window)
    assert window.box.hasFocus()


def test_enter_opens_the_person_and_the_panel_looks_at_them(qtbot, window, ana):
    window.box.open()
    qtbot.keyClicks(window.box, "ana")
    qtbot.keyClick(window.box, Qt.Key.Key_Return)
    assert window.pages.current_name == "patients"
    assert window.focus.patient.id == ana.id
    assert window.panel._name.text() == "Ana Ruiz"
    assert window.box.text() == ""
    assert window.box.rows == ()


def test_the_arrows_move_over_headings_and_around(qtbot, window, ana):
    window.box.open()
    popup = window.box._popup
    assert popup.current().title == "Ana Ruiz"
    qtbot.keyClick(window.box, Qt.Key.Key_Down)
    assert popup.current().title == "New person"
    qtbot.keyClick(window.box, Qt.Key.Key_Up)
    qtbot.keyClick(window.box, Qt.Key.Key_Up)
    assert popup.current().title == "Keys that work here"
    assert window.box.hasFocus()


def test_escape_closes_the_list_and_leaves_the_page_alone(qtbot, window):
    window.show_page("registration")
    window.box.open()
    qtbot.keyClicks(window.box, "zz")
    qtbot.keyClick(window.box, Qt.Key.Key_Escape)
    assert window.box.rows == ()
    assert window.box.text() == ""
    assert window.pages.current_name == "registration"


def test_a_command_runs_by_the_beginnings_of_its_words(qtbot, window):
    window.box.open()
    qtbot.keyClicks(window.box, "da mo")
    assert titles(window)[:2] == ["Do", "Dark or light"]
    qtbot.keyClick(window.box, Qt.Key.Key_Return)
    assert tokens() is DARK


def test_nobody_found_leads_to_registering_what_was_typed(qtbot, window):
    window.box.open()
    qtbot.keyClicks(window.box, "Zoltan")
    assert titles(window) == ["Nobody found", "New person: Zoltan"]
    qtbot.keyClick(window.box, Qt.Key.Key_Return)
    assert window.pages.current_name == "registration"
    assert window.pages.current_page.form.form().given_name == "Zoltan"


def test_book_and_a_name_books_for_that_person(qtbot, window, ana):
    window.box.open()
    qtbot.keyClicks(window.box, "book ana")
    assert titles(window) == ["Book a session", "Book a session: Ana Ruiz"]
    qtbot.keyClick(window.box, Qt.Key.Key_Return)
    assert window.pages.current_name == "booking"
    assert window.focus.patient.id == ana.id


def test_booking_with_nobody_in_focus_asks_for_whom(qtbot, window, ana):
    press(qtbot, window, Qt.Key.Key_B, CTRL)
    assert window.box.hasFocus()
    assert titles(window) == ["Book a session", "Book a session: Ana Ruiz"]


def test_a_click_on_a_row_chooses_it(qtbot, window, ana):
    window.box.open()
    view = window.box._popup.list
    spot = view.visualRect(window.box._popup.model.index(1, 0)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(spot.x(), spot.y()))
    assert window.focus.patient.id == ana.id


def test_the_list_closes_when_the_keyboard_goes_elsewhere(qtbot, window, ana):
    window.box.open()
    assert window.box.rows
    window.rail.button("today").setFocus()
    assert window.box.rows == ()


# -- the panel -----------------------------------------------------------------------------------


def test_the_panel_follows_the_latest_intake(window, ana, answered):
    window.flows.open_patient(ana.id)
    assert window.panel._no_intake.isVisible()
    answered(ana, saddle_numbness="yes")
    window.flows.open_patient(ana.id)
    assert window.focus._verdict is Verdict.REFER_URGENTLY
    assert "911" in window.panel.view.verdict.call.text()


def test_the_panel_can_be_sent_away_and_remembers_it(qtbot, window, context, style, settings):
    assert window.dock.is_open
    press(qtbot, window, Qt.Key.Key_F9)
    assert not window.dock.is_open
    assert window.dock.tab.isVisible()
    later = MainWindow(context, style, settings)
    qtbot.addWidget(later)
    assert not later.dock.is_open


def test_in_a_narrow_window_the_panel_lies_over_the_page_on_demand(qtbot, window, ana, answered):
    answered(ana)
    window.flows.open_patient(ana.id)
    width = window.pages.width()
    window.resize(1024, 700)
    qtbot.waitUntil(lambda: not window.dock.is_open)
    assert window.dock.tab.isVisible()
    assert "Suitability: " in window.dock.tab.accessibleName()
    narrow = window.pages.width()
    qtbot.mouseClick(window.dock.tab, Qt.MouseButton.LeftButton)
    assert window.panel.isVisible()
    assert window.pages.width() == narrow
    window.show_page("today")
    assert not window.panel.isVisible()
    window.resize(1280, 800)
    qtbot.waitUntil(lambda: window.dock.is_open)
    assert window.panel.isVisible()
    assert window.pages.width() == width


def test_choosing_a_technique_in_the_panel_judges_that_technique(window, ana, answered):
    answered(ana)
    window.flows.open_patient(ana.id)
    window.panel.technique_chosen.emit(Technique.STRETCHING)
    assert window.panel.view.verdict.technique.text() == "Stretching"


def test_booking_from_the_panel_opens_the_booking_of_that_technique(window, ana, answered):
    answered(ana)
    window.flows.open_patient(ana.id)
    window.panel.view.pair_button.click()
    assert window.pages.current_name == "booking"
    assert window.focus.technique.kind is Kind.PHYSICAL_THERAPY


def test_an_open_question_in_the_panel_opens_the_intake_there(window, ana, desk, context):
    desk.intakes.complete(ana, {}, actor=context.actor, now=context.now())
    window.flows.open_patient(ana.id)
    window.panel.view.ask_next.lines[0].click()
    assert window.pages.current_name == "intake"


def judged_now(window, ana, desk, context, **answers):
    """What a page tells when an answer just came."""
    given = {key: Answer(value) for key, value in answers.items()}
    judgement = desk.judging.judge(ana, given, Technique.SWEDISH, on=context.today())
    window.focus.show_judgement(ana, judgement, given)


def test_an_urgent_referral_interrupts_once_and_is_read(qtbot, window, ana, desk, context):
    judged_now(window, ana, desk, context, fever_now="no")
    assert overlays(window, UrgentNotice) == []
    judged_now(window, ana, desk, context, saddle_numbness="yes")
    [notice] = overlays(window, UrgentNotice)
    assert notice.print_button.hasFocus()
    for _ in notice.whom_buttons:  # the keyboard goes through who was told, and stays on the card
        qtbot.keyClick(notice.focusWidget(), Qt.Key.Key_Tab)
        assert notice.focusWidget() in notice.whom_buttons.values()
    qtbot.keyClick(notice.focusWidget(), Qt.Key.Key_Tab)
    assert notice.read_button.hasFocus()
    qtbot.keyClick(notice.read_button, Qt.Key.Key_Escape)
    assert overlays(window, UrgentNotice) == []
    judged_now(window, ana, desk, context, saddle_numbness="yes", fever_now="yes")
    assert overlays(window, UrgentNotice) == []


def test_no_shortcut_passes_an_urgent_referral(qtbot, window, ana, desk, context):
    judged_now(window, ana, desk, context, saddle_numbness="yes")
    [notice] = overlays(window, UrgentNotice)
    qtbot.keyClick(notice.print_button, Qt.Key.Key_B, CTRL)
    assert window.pages.current_name == "today"


def test_what_to_do_now_can_be_printed_from_the_interruption(qtbot, window, ana, desk, context):
    judged_now(window, ana, desk, context, saddle_numbness="yes")
    [notice] = overlays(window, UrgentNotice)
    notice.print_button.click()
    assert window.pages.current_name == "visit_sheet"
    assert overlays(window, UrgentNotice) == []


# -- who, keys, how it looks, and faults ---------------------------------------------------------


def test_somebody_else_sits_down_at_the_desk(window, context, staff, settings):
    status = window.status
    assert status.actor_button.text() == "Desk: Maria (receptionist)"
    jonas = next(action for action in status.staff_menu().actions() if action.text() == "Jonas Weber (therapist)")
    jonas.trigger()
    type_pin(window)
    assert context.actor.name == "Jonas Weber"
    assert status.actor_button.text() == "Desk: Jonas Weber (therapist)"
    assert window.panel.voice.value() == "therapist"
    assert kept_actor(settings, staff).name == "Jonas Weber"


def test_the_keys_of_a_page_are_shown_over_it(qtbot, window):
    press(qtbot, window, Qt.Key.Key_F1)
    [overlay] = overlays(window, KeyOverlay)
    assert overlay.geometry() == window.rect()
    window.resize(1100, 700)
    qtbot.waitUntil(lambda: overlay.geometry() == window.rect())
    qtbot.keyClick(overlay, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: overlays(window, KeyOverlay) == [])


def test_a_key_a_page_lists_is_the_pages_own(window, monkeypatch):
    page = window.pages.page("settings")
    monkeypatch.setattr(page, "keys", lambda: (("Ctrl+B  Ctrl+Shift+B", "Something of its own"),))
    assert window._shortcuts["Ctrl+B"].isEnabled()
    window.show_page("settings")
    assert not window._shortcuts["Ctrl+B"].isEnabled()
    assert window._shortcuts["Ctrl+N"].isEnabled()
    window.show_page("today")
    assert window._shortcuts["Ctrl+B"].isEnabled()


def test_printing_where_there_is_nothing_to_print_says_so(qtbot, window, context):
    window.show_page("settings")
    press(qtbot, window, Qt.Key.Key_P, CTRL)
    assert "nothing to print" in context.messages.current.text


def test_escape_closes_a_message_no_page_wants_it_for(qtbot, window, context):
    context.messages.warning("Read this.")
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert context.messages.current is None
    assert not window.banner.isVisible()


def test_going_to_another_page_takes_the_message_of_the_last_away(window, context):
    context.messages.warning("Read this.")
    window.show_page("settings")
    assert context.messages.current is None


def test_the_window_comes_back_as_it_was_left(qtbot, window, context, style, settings):
    # The offscreen display is 800 pixels wide; a window is never restored higher than its display.
    window.resize(900, 650)
    window.close()
    later = MainWindow(context, style, settings)
    qtbot.addWidget(later)
    assert (later.width(), later.height()) == (900, 650)


def test_closing_keeps_what_was_being_typed(qtbot, window, desk):
    window.flows.register()
    page = window.pages.current_page
    qtbot.keyClicks(page.form.fields["given_name"].editor, "Zoe")
    window.close()
    assert desk.patients.draft().given_name == "Zoe"


@pytest.mark.parametrize("size", [(1280, 800), (1024, 700)])
def test_no_page_makes_the_window_wider_or_higher_than_the_screen(qtbot, window, size):
    for name in ("today", "patients", "registration", "settings", "intake", "booking"):
        window.show_page(name)
        window.resize(*size)
        with suppress(AssertionError):
            qtbot.waitUntil(lambda: (window.width(), window.height()) == size, timeout=200)
        assert (window.width(), window.height()) == size, name


def test_in_a_clinic_without_people_booking_leads_to_the_first_person(qtbot, window):
    press(qtbot, window, Qt.Key.Key_B, CTRL)
    assert titles(window) == ["Nobody is registered yet", "New person"]
    qtbot.keyClick(window.box, Qt.Key.Key_Return)
    assert window.pages.current_name == "registration"


def test_whom_to_book_for_is_registered_under_the_name_alone(qtbot, window, ana):
    window.box.open()
    qtbot.keyClicks(window.box, "book zzyzx")
    assert titles(window)[-1] == "New person: zzyzx"
