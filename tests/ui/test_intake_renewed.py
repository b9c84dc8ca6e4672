"""An intake that is too old, gone through anew at the desk: typed and clicked from the door to the start."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from clinicdesk.desk.patient_form import PatientForm
from clinicdesk.domain.intake import Answer, Source
from clinicdesk.domain.session import SessionStatus
from tests.ui.clinic_day import answer, book, local
from tests.ui.pin_hands import take_back

THEN = local(9) - timedelta(days=700)
SAID_THEN = "Said on 23 Dec 2024: \N{LEFT DOUBLE QUOTATION MARK}No\N{RIGHT DOUBLE QUOTATION MARK}"


@pytest.fixture
def ana(desk, maria):
    form = PatientForm(given_name="Ana", family_name="Ruiz", birth_date="3 Apr 1980", sex_at_birth="female")
    return desk.patients.register(form, actor=maria, now=THEN)


@pytest.fixture
def press(qtbot):
    def press(*keys, modifier=Qt.KeyboardModifier.NoModifier):
        for key in keys:
            if isinstance(key, str):
                qtbot.keyClicks(QApplication.focusWidget(), key)
            else:
                qtbot.keyClick(QApplication.focusWidget(), key, modifier)

    return press


@pytest.fixture
def renewing(qtbot, window, maria, ana, *, desk, press):
    """Booked today, arrived, and the intake of 2024 in front."""

    def renew(**said):
        answer(desk, maria, ana, at=THEN, **said)
        session = book(desk, maria, ana, local(10))
        window.activateWindow()
        window.show_page("today")
        qtbot.waitUntil(window.pages.page("today").table.hasFocus)
        press("a", Qt.Key.Key_Return)
        assert window.pages.current_name == "intake"
        return window.pages.page("intake"), session

    yield renew
    window.close()


def rows(page):
    return page.asking.view.rows


def start(window, press):
    window.show_page("today")
    window.pages.page("today").table.setFocus()
    press("s")


def give_what_was_never_said(page):
    """What a day can change, told anew."""
    findings = page.context.desk.ruleset.knowledge.findings
    for key in page.in_hand.answering.asked:
        if findings[key].every_visit:
            page.in_hand.answer(key, Answer(findings[key].harmless))


def test_nothing_counts_as_answered_because_it_was_once(renewing):
    page, _ = renewing()
    total = len(page.in_hand.answering.asked)
    assert page.in_hand.answers == {}
    assert page.progress.value() == 0
    told = page.in_hand.to_confirm
    assert page.header.subtitle.text().startswith(f"0 of {total} answered; {told} to confirm")
    assert page.strip.words.text() == "What was said on another day is to be confirmed or changed."
    page.go_to("osteoporosis")
    assert SAID_THEN in [label.text() for label in rows(page)["osteoporosis"].findChildren(QLabel)]
    assert rows(page)["osteoporosis"].editor.segments.value() is None
    page.go_to("fever_now")
    assert not rows(page)["fever_now"].again_button.isVisible(), "what a day can change was said for its day"


def test_answering_only_what_is_open_renews_nothing_and_starts_nothing(renewing, desk, ana, window, press):
    page, session = renewing()
    give_what_was_never_said(page)
    page.go_to("osteoporosis")
    press(Qt.Key.Key_Return, modifier=Qt.KeyboardModifier.ControlModifier)
    newest = desk.store.intakes.latest(ana.id)
    assert (newest.version, newest.full) == (2, False)
    assert newest.answers["blood_thinner"].given_on == date(2024, 12, 23)
    assert "stand as they were answered on another day" in page.completed.words.text()
    start(window, press)
    assert desk.store.sessions.get(session.id).status is SessionStatus.ARRIVED


def test_one_key_confirms_one_answer_and_goes_on(renewing, press):
    page, _ = renewing(osteoporosis="yes")
    page.go_to("osteoporosis")
    press("s")
    assert page.in_hand.answers["osteoporosis"] == Answer("yes", source=Source.STAFF)
    assert page.in_hand.answers["osteoporosis"].given_on == date(2026, 11, 23)
    assert rows(page)["osteoporosis"].editor.segments.value() == "yes"
    assert not rows(page)["osteoporosis"].again_button.isVisible()
    assert rows(page)["height_loss_or_new_stoop"].isAncestorOf(QApplication.focusWidget())
    press(Qt.Key.Key_Z, modifier=Qt.KeyboardModifier.ControlModifier)
    assert "osteoporosis" not in page.in_hand.answers
    assert rows(page)["osteoporosis"].again_button.isVisible()


def test_a_click_confirms_one_too_and_another_answer_takes_its_place(renewing, press, qtbot):
    page, _ = renewing(osteoporosis="yes")
    page.go_to("long_term_steroids")
    qtbot.mouseClick(rows(page)["long_term_steroids"].again_button, Qt.MouseButton.LeftButton)
    assert page.in_hand.answers["long_term_steroids"].value == "no"
    page.go_to("osteoporosis")
    press("n")
    assert page.in_hand.answers["osteoporosis"].value == "no"


def test_what_is_typed_into_a_line_is_confirmed_from_there(renewing, press):
    page, _ = renewing()
    page.go_to("pain_duration_weeks")
    press("s")
    assert "pain_duration_weeks" not in page.in_hand.answers, "an s may begin a date"
    press(Qt.Key.Key_Backspace)
    press(Qt.Key.Key_S, modifier=Qt.KeyboardModifier.AltModifier)
    assert page.in_hand.answers["pain_duration_weeks"].value == 12


def test_a_group_is_confirmed_at_once_where_none_of_these_may_be_recorded(renewing, press):
    page, _ = renewing(osteoporosis="yes")
    page.go_to("osteoporosis")
    view = page.asking.view
    count = sum(key in page.in_hand.answering.earlier for key in rows(page))
    assert view._confirm.text() == f"All {count} still so"
    press(Qt.Key.Key_A, modifier=Qt.KeyboardModifier.AltModifier)
    assert view._recorded.text() == f"Confirmed for {count} questions."
    assert page.in_hand.answers["osteoporosis"] == Answer("yes", source=Source.GROUP)
    # Knocks and falls are asked at every visit, and so are not confirmed with the bones.
    assert "major_trauma" not in page.in_hand.answers
    page.undo()
    assert page.in_hand.answers == {}


@pytest.mark.parametrize("group", ["visit", "go_ahead", "emergency", "today", "warning_signs"])
def test_what_must_be_said_or_is_of_the_day_is_never_confirmed_at_once(renewing, press, group):
    page, _ = renewing()
    page.asking.show_group(group)
    page.asking.view.focus_first()
    assert not page.asking.view._confirm.isVisible()
    press(Qt.Key.Key_A, modifier=Qt.KeyboardModifier.AltModifier)
    assert page.in_hand.answers == {}


def test_none_of_these_leaves_open_what_was_said_otherwise(renewing, press):
    page, _ = renewing(osteoporosis="yes")
    page.go_to("long_term_steroids")
    press("0")
    assert "osteoporosis" not in page.in_hand.answers
    assert page.in_hand.answers["long_term_steroids"].source is Source.GROUP
    assert "What was said otherwise before stays open" in page.asking.view._recorded.text()


def test_a_hazard_of_then_counts_until_somebody_says_otherwise(renewing):
    def fired():
        return {reason.rule for reason in page.in_hand.assessment.reasons}

    page, _ = renewing(vertebral_fracture="healed_confirmed")
    assert "S02" in fired()
    page.in_hand.answer("vertebral_fracture", Answer("none"))
    assert "S02" not in fired()


def test_on_the_screen_handed_over_they_confirm_what_they_said_themselves(renewing, qtbot, press, window):
    page, _ = renewing(cancer_status="past")
    page.asking.show_group("private_health")
    qtbot.mouseClick(page.asking.view._box.hand_over, Qt.MouseButton.LeftButton)
    screen = page.hand_over
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None and screen.isAncestorOf(QApplication.focusWidget()))
    assert not screen.view.confirm_button.isVisible(), "the signs of the day are answered one by one"
    qtbot.mouseClick(screen.next_button, Qt.MouseButton.LeftButton)
    row = screen.rows["cancer_status"]
    assert row.again_button.isVisible()
    press("s")
    assert page.in_hand.answers["cancer_status"] == Answer("past", source=Source.PATIENT)
    assert screen.rows["iv_drug_use"].isAncestorOf(QApplication.focusWidget())
    qtbot.mouseClick(screen.view.confirm_button, Qt.MouseButton.LeftButton)
    assert page.in_hand.answers["pregnancy"].source is Source.PATIENT
    take_back(screen, window.context)


def test_gone_through_anew_by_keys_it_is_full_and_the_session_starts(renewing, desk, ana, window, press):
    page, session = renewing()
    give_what_was_never_said(page)
    for group in page.in_hand.answering.groups():
        page.asking.show_group(group.id)
        if page.asking.view.private:
            page.asking.view._box.reveal.click()
        page.asking.view.focus_first()
        press(Qt.Key.Key_A, modifier=Qt.KeyboardModifier.AltModifier)
    for key in ("main_complaint", "clinician_clearance"):
        page.go_to(key)
        press("s")
    page.go_to("pain_duration_weeks")
    press(Qt.Key.Key_S, modifier=Qt.KeyboardModifier.AltModifier)
    assert page.in_hand.to_confirm == 0
    press(Qt.Key.Key_Return, modifier=Qt.KeyboardModifier.ControlModifier)
    newest = desk.store.intakes.latest(ana.id)
    assert newest.full
    assert {newest.answers[key].given_on for key in page.in_hand.answering.asked} == {date(2026, 11, 23)}
    start(window, press)
    assert desk.store.sessions.get(session.id).status is SessionStatus.IN_SESSION
