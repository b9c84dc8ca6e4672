"""Referrals as the window shows them: the interruption, the list, the record, the panel, and what they hold back."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from clinicdesk.desk.referrals import OutcomeForm
from clinicdesk.domain.intake import Answer
from clinicdesk.domain.referral import Outcome, Step, Whom
from clinicdesk.domain.session import CancelCause, SessionStatus
from clinicdesk.domain.suitability import Technique, Verdict
from clinicdesk.ui.arrival.view import ArrivalView
from clinicdesk.ui.follow_up.closed_case import ClosedCase
from clinicdesk.ui.panel.verdict_card import BARRED
from clinicdesk.ui.patients.referral import ReferralSection
from clinicdesk.ui.shell.urgent import UrgentNotice
from clinicdesk.ui.style import verdict_words
from tests.ui.clinic_day import MONDAY, answer, book, harmless, local, register
from tests.ui.pin_hands import type_pin
from tests.vouching import vouching

TODAY = MONDAY.date()
LEG = "progressive_leg_weakness"


@pytest.fixture
def ana(context, maria):
    """Fit last time, and booked for tomorrow and Thursday."""
    patient = register(context.desk, maria)
    answer(context.desk, maria, patient)
    book(context.desk, maria, patient, local(10, day=1))
    book(context.desk, maria, patient, local(10, day=3))
    return patient


@pytest.fixture
def referred(context, maria, ana):
    """Two hours ago a leg gave way."""
    answer(context.desk, maria, ana, at=local(7, 30), **{LEG: "yes"})
    return ana


@pytest.fixture
def therapist(context, jonas, section):
    """Jonas at the desk, before the list."""
    context.change_actor(jonas)
    return jonas


@pytest.fixture
def section(window, referred):
    window.show_page("follow_up")
    page = window.pages.page("follow_up")
    page.show_section("Referrals")
    return page.section


def case_of(context, patient):
    return context.desk.referrals.of_patient(patient.id, actor=context.actor, now=context.now())[0].case


def sessions(context, patient):
    return context.desk.store.sessions.of_patient(patient.id)


def said(window):
    return window.context.messages.current.text if window.context.messages.current else ""


def words(widget):
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]


def sees(widget, text):
    return any(text in each for each in words(widget))


def press(qtbot, window, *keys, modifier=Qt.KeyboardModifier.NoModifier):
    for key in keys:
        if isinstance(key, str):
            qtbot.keyClicks(window.focusWidget(), key)
        else:
            qtbot.keyClick(window.focusWidget(), key, modifier)


# -- the interruption ------------------------------------------------------------------------------


def judged_now(window, patient, **given):
    """Answers being given, as the intake page tells of them."""
    desk, context = window.context.desk, window.context
    answers = harmless(desk) | {key: type(next(iter(harmless(desk).values())))(value) for key, value in given.items()}
    window.focus.show_patient(patient)
    judgement = desk.judging.judge(patient, answers, Technique.SWEDISH, on=context.today())
    window.focus.show_judgement(patient, judgement, answers)


def notice_of(window):
    return next(each for each in window.findChildren(UrgentNotice) if each.isVisible())


def test_the_case_opens_with_the_interruption_and_who_was_told_is_noted_by_one_key(qtbot, window, ana, context, clock):
    judged_now(window, ana, **{LEG: "yes"})
    assert context.desk.referrals.open_of(ana.id).events == ()
    press(qtbot, window, "p")
    clock.advance(minutes=2)
    press(qtbot, window, "e")
    notice = notice_of(window)
    assert notice.whom_buttons[Whom.PATIENT].text() == "Person 09:30"
    assert notice.whom_buttons[Whom.EMERGENCY_SERVICE].text() == "Emergency service 09:32"
    assert notice.whom_buttons[Whom.DOCTOR].text() == "Doctor (D)"
    told = case_of(context, ana).of(Step.TOLD)
    assert [(event.whom, event.made_by) for event in told] == [
        (Whom.PATIENT, "staff-maria"), (Whom.EMERGENCY_SERVICE, "staff-maria"),
    ]  # fmt: skip
    assert all(session.held for session in sessions(context, ana))


def test_what_was_pressed_by_mistake_is_pressed_again(qtbot, window, ana, context):
    judged_now(window, ana, **{LEG: "yes"})
    notice = notice_of(window)
    qtbot.mouseClick(notice.whom_buttons[Whom.DOCTOR], Qt.MouseButton.LeftButton)
    qtbot.mouseClick(notice.whom_buttons[Whom.DOCTOR], Qt.MouseButton.LeftButton)
    case = case_of(context, ana)
    assert notice.whom_buttons[Whom.DOCTOR].text() == "Doctor (D)"
    assert case.of(Step.TOLD) == ()
    assert len(case.events) == 2


def test_printing_what_to_do_now_is_acting_on_it(window, ana, context):
    judged_now(window, ana, **{LEG: "yes"})
    notice_of(window).print_button.click()
    assert window.pages.current_name == "visit_sheet"
    assert case_of(context, ana).open


def test_an_urgent_answer_that_is_changed_leaves_its_trace(qtbot, window, ana, context):
    judged_now(window, ana, **{LEG: "yes"})
    press(qtbot, window, Qt.Key.Key_Escape)
    judged_now(window, ana, **{LEG: "no"})
    case = case_of(context, ana)
    assert case.open
    assert LEG in {finding for reason in case.referral.reasons for finding in reason.findings}
    assert all(session.held for session in sessions(context, ana))


# -- the list --------------------------------------------------------------------------------------


def test_the_list_says_who_when_what_was_done_and_what_is_missing(section, window):
    (row,) = section.rows
    assert row.hasFocus()
    for text in (
        "Ana Ruiz",
        "Referred urgently on Mon 23 Nov 2026, 07:30, by Maria · 2 h ago",
        "Next: tell the person and whoever takes over, and note who was told.",
        "Tue 24 Nov, 10:00\N{EN DASH}11:00 · Swedish massage · Jonas Weber · held",
        "Thu 26 Nov, 10:00\N{EN DASH}11:00 · Swedish massage · Jonas Weber · held",
    ):
        assert sees(row, text), (text, words(row))
    assert "2 sessions are held" in row.accessibleName()


def test_the_desk_hears_what_to_do_and_a_therapist_why(section, context, jonas, ruleset):
    title = ruleset.knowledge.rules["U03"].title
    assert not sees(section, title)
    context.change_actor(jonas)
    assert sees(section, title)
    assert section.rows[0].hasFocus()


def test_who_was_told_is_typed_in_four_keys_and_a_name(qtbot, section, window, context, referred):
    press(qtbot, window, "t", "d", "Dr. Amara Obi", Qt.Key.Key_Return)
    (row,) = section.rows
    assert sees(row, "Told: a doctor (Dr. Amara Obi), Mon 23 Nov 09:30")
    assert sees(row, "Next: print the letter for whoever sees them.")
    assert row.hasFocus()
    press(qtbot, window, "t", Qt.Key.Key_Tab, Qt.Key.Key_Tab)
    back = next(each for each in row.form.findChildren(type(row.deeds["T"])) if each.text() == "Take back")
    qtbot.mouseClick(back, Qt.MouseButton.LeftButton)
    assert case_of(context, referred).of(Step.TOLD) == ()
    assert not sees(section.rows[0], "Told:")


def test_nobody_is_noted_as_told_unless_chosen(qtbot, section, window, context, referred):
    press(qtbot, window, "t")
    (row,) = section.rows
    row.form.note_button.click()
    assert sees(row, "Choose who was told.")
    assert case_of(context, referred).events == ()


def test_sessions_are_kept_and_cancelled_by_one_key_each(qtbot, section, window, context, referred):
    press(qtbot, window, "k")
    (row,) = section.rows
    assert sees(row, "Jonas Weber · kept, held")
    assert row.hasFocus()
    press(qtbot, window, "k")
    assert sum("kept, held" in each for each in words(section.rows[0])) == 2
    press(qtbot, window, "c")
    assert said(window) == "The session of Ana Ruiz on Tue 24 Nov was cancelled."
    first, second = sorted(sessions(context, referred), key=lambda each: each.starts_at)
    assert (first.status, first.cancel_cause) == (SessionStatus.CANCELLED, CancelCause.CLINIC)
    assert (second.status, second.held) == (SessionStatus.BOOKED, True)


def test_the_desk_is_told_who_records_the_outcome(qtbot, section, window):
    press(qtbot, window, "o")
    assert "Only a therapist records the outcome" in said(window)
    assert not section.rows[0].busy


def fill_outcome(qtbot, window, section, *, again="slipped"):
    """O, the outcome, the words, and one more question to ask again."""
    press(qtbot, window, "o")
    form = section.rows[0].form
    form.outcome.setFocus()
    press(qtbot, window, Qt.Key.Key_Down, Qt.Key.Key_Down)
    form.text.setFocus()
    press(qtbot, window, "Seen in hospital: herniated disc, no pressure on the nerves.")
    form.questions.search.setFocus()
    press(qtbot, window, again, Qt.Key.Key_Down, Qt.Key.Key_Space)
    return form


def test_a_therapist_records_the_outcome_by_keys_and_the_case_folds_away(qtbot, section, window, context, therapist):
    patient = section.rows[0].view.patient
    fill_outcome(qtbot, window, section)
    press(qtbot, window, Qt.Key.Key_Return, modifier=Qt.KeyboardModifier.ControlModifier)
    assert case_of(context, patient).open
    type_pin(window)
    assert section.rows == []
    assert section.empty.isVisible()
    closing = case_of(context, patient).closing
    assert (closing.outcome, closing.made_by, closing.on) == (Outcome.SERIOUS_RULED_OUT, "staff-jonas", TODAY)
    assert set(closing.ask_again) == {LEG, "disc_problem"}
    assert section.fold.text() == "1 closed referral"
    assert section.findChildren(ClosedCase) == []
    section.fold.click()
    assert sees(section, "Seen: a serious cause was ruled out (23 Nov 2026), recorded by Jonas Weber: Seen in hospital")


def test_an_outcome_that_is_not_whole_says_so_beside_its_field_before_any_pin(qtbot, section, window, context, jonas):
    context.change_actor(jonas)
    press(qtbot, window, "o")
    form = section.rows[0].form
    press(qtbot, window, Qt.Key.Key_Return, modifier=Qt.KeyboardModifier.ControlModifier)
    assert form.fields["outcome"].error
    assert form.fields["text"].error
    assert form.outcome.hasFocus()


def test_going_home_against_advice_is_kept_and_the_case_stays(qtbot, section, window, context, therapist):
    press(qtbot, window, "o")
    form = section.rows[0].form
    form.outcome.setFocus()
    press(qtbot, window, "Went")
    assert sees(form, "the case stays open")
    assert not form.questions.isVisible()
    form.text.setFocus()
    press(qtbot, window, "Left with a friend.")
    form.record_button.click()
    type_pin(window)
    (row,) = section.rows
    assert sees(row, "Went home against advice (23 Nov 2026), recorded by Jonas Weber: Left with a friend.")
    assert case_of(context, section.rows[0].view.patient).open


def test_the_tab_counts_open_cases_and_the_rail_all_that_waits(qtbot, section, window, context):
    page = window.pages.page("follow_up")
    assert page.tabs.tabText(0) == "Referrals  1"
    waits = sum(each.count(context.desk, now=context.now()) for each in page.sections)
    assert waits >= 1
    qtbot.waitUntil(lambda: window.rail.button("follow_up").count == waits)


# -- the record, the panel, and what is held back ----------------------------------------------------


def test_the_record_shows_the_case_with_all_that_can_be_done(qtbot, window, context, jonas, referred):
    window.flows.open_patient(referred.id)
    part = window.pages.page("patients").record.section(ReferralSection)
    assert part.isVisible()
    part.row.setFocus()
    press(qtbot, window, "t", "p", Qt.Key.Key_Return)
    assert sees(part, "Told: the person, Mon 23 Nov 09:30")
    assert part.row.hasFocus()
    context.desk.referrals.record_outcome(
        case_of(context, referred),
        OutcomeForm(Outcome.DOCTOR_TOOK_OVER, TODAY, "Dr. Obi treats them."),
        **vouching(context.desk, jonas, context.now()),
    )
    context.records_changed.emit()
    assert part.row is None
    assert sees(part, "A doctor took over (23 Nov 2026), recorded by Jonas Weber: Dr. Obi treats them.")
    assert sees(part, "To be asked again before anything is booked:")


def test_a_record_without_a_referral_says_nothing_of_it(window, ana):
    window.flows.open_patient(ana.id)
    assert not window.pages.page("patients").record.section(ReferralSection).isVisible()
    assert not window.panel._referral.isVisible()


def test_the_panel_says_it_whatever_newer_answers_come_to_and_leads_there(window, context, maria, referred):
    answer(context.desk, maria, referred, at=context.now())
    window.flows.open_patient(referred.id)
    strip = window.panel._referral
    assert strip.isVisible()
    assert strip.words.text() == "Referred on Mon 23 Nov. Nothing can be booked until the outcome is recorded."
    view = window.panel.view
    assert view.verdict.words.text() == "Suitable"
    assert view.verdict.line.text() == BARRED
    assert BARRED in view.verdict.accessibleName()
    assert not any(book.isVisible() for book in [*view.glance.buttons.values(), view.pair_button])
    window.panel.voice.choose("therapist")
    assert view.verdict.line.text() == BARRED
    strip.action.click()
    assert window.pages.current_name == "follow_up"
    assert window.pages.page("follow_up").section.rows[0].hasFocus()


def test_booking_is_refused_with_a_sentence_that_names_the_case(qtbot, window, context, maria, referred):
    answer(context.desk, maria, referred, at=context.now())
    window.flows.start_booking(referred)
    page = window.pages.page("booking")
    assert sees(page, "Nothing can be booked for Ana now.")
    assert sees(page, "Ana Ruiz has to be seen by a doctor first: they were referred urgently on 23 November 2026, and")
    before = len(sessions(context, referred))
    qtbot.keyClick(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert len(sessions(context, referred)) == before


def test_a_session_of_today_cannot_start_and_the_day_says_why(qtbot, window, context, maria, jonas):
    bo = register(context.desk, maria, "Bo Berg")
    answer(context.desk, maria, bo)
    session = book(context.desk, maria, bo, local(10))
    answer(context.desk, maria, bo, at=local(8), **{LEG: "yes"})
    answer(context.desk, maria, bo, at=local(9))
    held = context.desk.store.sessions.get(session.id)
    context.desk.day.arrive(held, actor=maria, now=context.now())
    window.show_page("today")
    table = window.pages.page("today").table
    table.select_session(session.id)
    table.setFocus()
    press(qtbot, window, "s")
    assert "Bo Berg has to be seen by a doctor first: they were referred urgently on 23 November 2026" in said(window)
    assert context.desk.store.sessions.get(session.id).status is SessionStatus.ARRIVED


def test_after_the_outcome_the_intake_begins_without_what_has_to_be_asked_again(
    window, context, jonas, referred, clock
):
    form = OutcomeForm(Outcome.SERIOUS_RULED_OUT, TODAY, "Seen.", frozenset({"disc_problem"}))
    context.desk.referrals.record_outcome(
        case_of(context, referred), form, **vouching(context.desk, jonas, context.now())
    )
    clock.advance(days=2)
    window.flows.open_patient(referred.id)
    assert "2 questions have to be asked again" in window.panel._referral.words.text()
    window.flows.start_intake(referred)
    answering = window.pages.page("intake").in_hand.answering
    assert {LEG, "disc_problem"}.isdisjoint({**answering.answers, **answering.earlier})
    assert "osteoporosis" in answering.earlier, "what was said before is shown, to be confirmed"


def test_once_it_is_closed_nobody_is_stopped_by_the_answers_that_called_for_it(window, context, maria, jonas, ana):
    desk, findings = context.desk, context.desk.ruleset.knowledge.findings
    session = book(desk, maria, ana, local(11))
    asked = desk.arrivals.check(session, actor=maria, now=context.now()).questions
    urgent = {key: Answer("yes" if key == LEG else findings[key].harmless) for key in asked}
    desk.arrivals.check_in(session, urgent, actor=maria, now=context.now())
    form = OutcomeForm(Outcome.SERIOUS_RULED_OUT, context.today(), "Seen in hospital: nothing there.")
    desk.referrals.record_outcome(case_of(context, ana), form, **vouching(desk, jonas, context.now()))
    for look in (
        lambda: window.focus.open_session(desk.store.sessions.get(session.id)),
        lambda: window.flows.start_booking(ana),
        lambda: window.flows.open_patient(ana.id),
    ):
        window.focus.clear()
        look()
        window.focus.refresh()
        assert not any(each.isVisible() for each in window.findChildren(UrgentNotice))
        assert window.panel.view.verdict.words.text() == verdict_words(Verdict.NEEDS_CLINICIAN_REVIEW)
        assert "has to be asked again" in window.panel._referral.words.text()
    assert len(desk.referrals.of_patient(ana.id, actor=maria, now=context.now())) == 1


def test_the_list_follows_what_another_desk_does(section, context, jonas, referred):
    context.desk.referrals.tell(
        case_of(context, referred), Whom.THERAPIST, actor=jonas, now=context.now() - timedelta(minutes=1)
    )
    context.records_changed.emit()
    (row,) = section.rows
    assert sees(row, "Told: the therapist on duty, Mon 23 Nov 09:29")
    assert row.hasFocus()


def test_at_the_door_it_says_that_the_session_cannot_start_whatever_is_answered(qtbot, window, context, maria):
    bo = register(context.desk, maria, "Bo Berg")
    answer(context.desk, maria, bo)
    session = book(context.desk, maria, bo, local(10))
    answer(context.desk, maria, bo, at=local(8) - timedelta(days=1), **{LEG: "yes"})
    window.show_page("today")
    page = window.pages.page("today")
    page.table.select_session(session.id)
    page.table.setFocus()
    press(qtbot, window, "a")
    view = page.findChild(ArrivalView)
    assert view.referral.isVisible()
    assert "they were referred urgently on 22 November 2026" in view.referral.words.text()


def test_the_command_box_leads_to_the_case_of_the_person_in_focus(qtbot, window, context, maria, referred):
    bo = register(context.desk, maria, "Bo Berg")
    answer(context.desk, maria, bo, at=local(8), **{LEG: "yes"})
    window.flows.open_patient(bo.id)
    window.box.open_with("hospital")
    qtbot.waitUntil(lambda: any(row.title == "Referral" for row in window.box.rows))
    next(row for row in window.box.rows if row.title == "Referral").run()
    section = window.pages.page("follow_up").section
    assert [row.patient_id for row in section.rows if row.hasFocus()] == [bo.id]
    assert [row.patient_id for row in section.rows] == [referred.id, bo.id]
