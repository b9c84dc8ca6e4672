"""Signing the rules off by typing and clicking, and what panel and paper say then."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from clinicdesk.desk.sign_off import SigningOff
from clinicdesk.ui.panel import SuitabilityPanel
from tests.ui.clinic_day import answer, book, local, register
from tests.ui.pin_hands import type_pin
from tests.vouching import vouching

UNSIGNED = "Rules not yet signed off here"
SIGNED = "Rules signed off by Jonas Weber, 23 Nov 2026"


@pytest.fixture
def session(desk, maria):
    person = register(desk, maria)
    answer(desk, maria, person)
    return book(desk, maria, person, local(10))


@pytest.fixture
def about(window):
    window.show_page("settings")
    page = window.pages.page("settings")
    page.show_section("About the rules")
    return page.rules


@pytest.fixture
def sign(qtbot, about, context, jonas):
    """Jonas sits down and signs."""

    def signing(name="Jonas Weber", licence="MT 20881", *, confirm=True):
        context.change_actor(jonas)
        form = about.form
        qtbot.keyClicks(form.name, name)
        qtbot.keyClicks(form.licence, licence)
        if confirm:
            form.confirmed.click()
        qtbot.mouseClick(form.sign_button, Qt.MouseButton.LeftButton)
        if not any(field.error for field in form.fields.values()):
            type_pin(about)

    return signing


def foot_of_the_sheet(window, session):
    window.flows._show_visit_sheet(session.id)
    return window.pages.page("visit_sheet").preview._document.paper.rules.split("  ·  ")[0]


def all_words(widget):
    return " ".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def test_a_receptionist_reads_who_may_sign_and_is_offered_no_form(about):
    assert about.standing.words.text() == UNSIGNED
    assert not about.form.isVisible()
    assert about.who_may.isVisible()
    assert "Jonas Weber, Aiko Tanaka" in about.who_may.words.text()
    assert not about.history.isVisible()


def test_a_therapist_at_the_desk_is_offered_the_form_and_reads_what_is_vouched_for(about, context, jonas, ruleset):
    context.change_actor(jonas)
    assert about.form.isVisible()
    assert not about.who_may.isVisible()
    words = all_words(about.form).lower()
    for vouched in ("read these rules and the sources", "draft made from published excerpts", "not a diagnosis"):
        assert vouched in words
        assert vouched in about.form.confirmed.accessibleName().lower()
    assert ruleset.version.hash[:12] in about.form.confirmed.text()


def test_a_signature_shows_on_the_panel_and_on_paper(window, about, sign, session, desk):
    assert foot_of_the_sheet(window, session) == UNSIGNED
    assert window.panel.sign_off.text() == UNSIGNED
    window.show_page("settings")
    sign()
    assert desk.sign_off.current().licence == "MT 20881"
    assert about.standing.words.text() == SIGNED
    assert about.standing.line.text() == "Licence MT 20881"
    assert window.panel.sign_off.text() == SIGNED
    assert foot_of_the_sheet(window, session) == SIGNED


def test_a_sheet_that_was_open_is_made_anew_before_it_can_be_printed(window, about, sign, session):
    assert foot_of_the_sheet(window, session) == UNSIGNED
    window.show_page("settings")
    sign()
    window.pages.go_back()
    page = window.pages.page("visit_sheet")
    assert page.isVisible()
    assert page.sheet.signed_off.name == "Jonas Weber"
    assert page.preview._document.paper.rules.startswith(SIGNED)


def test_a_signature_is_listed_with_its_licence_version_and_hash(qtbot, about, sign, ruleset):
    sign()
    qtbot.waitUntil(lambda: "Signed off by" in all_words(about.history))
    words = all_words(about.history)
    version = ruleset.version
    for expected in ("Jonas Weber, licence MT 20881", "Mon 23 Nov 2026, 09:30", version.version, version.hash[:12]):
        assert expected in words
    assert not about.form.isVisible()


def test_everything_is_signed_and_withdrawn_from_the_keyboard(qtbot, about, context, jonas, desk):
    context.change_actor(jonas)
    form = about.form
    form.name.setFocus()
    qtbot.keyClicks(form.name, "Jonas Weber")
    qtbot.keyClick(form.name, Qt.Key.Key_Return)
    assert form.licence.hasFocus()
    qtbot.keyClicks(form.licence, "MT 20881")
    qtbot.keyClick(form.licence, Qt.Key.Key_Return)
    assert form.confirmed.hasFocus()
    qtbot.keyClick(form.confirmed, Qt.Key.Key_Space)
    qtbot.keyClick(form.confirmed, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert desk.sign_off.current() is None
    type_pin(about)
    assert desk.sign_off.current() is not None
    about.standing.withdraw.click()
    qtbot.keyClicks(about.standing.withdrawal.reason, "Looked again.")
    qtbot.keyClick(about.standing.withdrawal.reason, Qt.Key.Key_Return)
    type_pin(about)
    assert desk.sign_off.current() is None


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "Aiko Tanaka"}, "name"),
        ({"licence": ""}, "licence"),
        ({"confirm": False}, "confirmed"),
    ],
)
def test_what_is_missing_is_said_beside_it_and_nothing_is_signed(about, sign, desk, typed, field):
    sign(**typed)
    assert [name for name, each in about.form.fields.items() if each.error] == [field]
    assert about.form.fields[field].editor.hasFocus()
    assert desk.sign_off.history() == []


def test_a_receptionist_cannot_withdraw(about, sign, context, maria):
    sign()
    assert about.standing.withdraw.isVisible()
    context.change_actor(maria)
    assert not about.standing.withdraw.isVisible()
    assert about.standing.words.text() == SIGNED


def test_a_sign_off_is_withdrawn_with_a_reason_that_everybody_can_read(qtbot, window, about, sign, session):
    sign()
    about.standing.withdraw.click()
    withdrawal = about.standing.withdrawal
    assert withdrawal.reason.hasFocus()
    withdrawal.withdraw_button.click()
    assert withdrawal.field.error
    assert window.panel.sign_off.text() == SIGNED
    qtbot.keyClicks(withdrawal.reason, "Rule S03 needs another look.")
    withdrawal.withdraw_button.click()
    type_pin(about)
    assert about.standing.words.text() == UNSIGNED
    assert "withdrawn by Jonas Weber, 23 Nov 2026" in about.standing.line.text()
    qtbot.waitUntil(lambda: "Rule S03 needs another look." in all_words(about.history))
    assert about.form.isVisible()
    assert window.panel.sign_off.text() == UNSIGNED
    assert foot_of_the_sheet(window, session) == UNSIGNED


def test_a_sign_off_is_kept_when_one_thinks_better_of_withdrawing_it(qtbot, about, sign, desk):
    sign()
    about.standing.withdraw.click()
    qtbot.keyClick(about.standing.withdrawal.reason, Qt.Key.Key_Escape)
    assert not about.standing.withdrawal.isVisible()
    assert about.standing.withdraw.isVisible()
    assert len(desk.sign_off.history()) == 1


def test_the_signature_of_other_rules_is_named_but_does_not_count(about, desk, jonas, clock):
    older = SigningOff(desk.store, replace(desk.ruleset.version, version="2026.10.0", hash="0" * 64))
    older.sign(name="Jonas Weber", licence="MT 20881", confirmed=True, **vouching(desk, jonas, clock()))
    about.refresh()
    assert about.standing.words.text() == UNSIGNED
    assert "version 2026.10.0, were signed off by Jonas Weber" in about.standing.line.text()


def test_a_panel_made_later_knows_the_signature(qtbot, sign, context):
    sign()
    later = SuitabilityPanel(context)
    qtbot.addWidget(later)
    later.name_rules()
    assert later.sign_off.text() == SIGNED
