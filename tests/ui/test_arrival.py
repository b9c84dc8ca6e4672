"""Arriving, typed and clicked on the page of the day."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from clinicdesk.desk.moving import moved
from clinicdesk.desk.patient_form import PatientForm
from clinicdesk.domain.intake import Answer, Source
from clinicdesk.domain.session import SessionStatus
from clinicdesk.domain.suitability import Technique, Verdict
from clinicdesk.ui.shell.urgent import UrgentNotice
from clinicdesk.ui.today.model import DETAIL_ROLE, Column
from tests.ui.clinic_day import answer, book, harmless, local, register
from tests.ui.pin_hands import take_back

LONG_AGO = timedelta(days=91)


@pytest.fixture
def ana(desk, maria):
    person = register(desk, maria)
    answer(desk, maria, person)
    return person


@pytest.fixture
def session(desk, maria, ana):
    return book(desk, maria, ana, local(10))


@pytest.fixture
def page(qtbot, window, session):
    window.activateWindow()
    window.show_page("today")
    made = window.pages.page("today")
    qtbot.waitUntil(made.table.hasFocus)
    return made


def keys(*pressed):
    for key in pressed:
        target = QApplication.focusWidget()
        if isinstance(key, str):
            QTest.keyClicks(target, key)
        else:
            QTest.keyClick(target, key)


def stored(desk, session):
    return desk.store.sessions.get(session.id)


def intakes(desk, session):
    return desk.store.intakes.history(session.patient_id)


def cell(page, column, role=Qt.ItemDataRole.DisplayRole):
    return page.table.model().index(0, column).data(role)


def point_at(page, finding):
    view = page.door.questions
    (view.private if view.in_hand.is_private(finding) else view.aloud).go_to(finding, lit=False)


def hand_over(qtbot, page, **given):
    """The person answers the private questions themselves."""
    view = page.door.questions
    view.private.hand_over_requested.emit()
    screen = view.hand_over
    for key, row in screen.rows.items():
        QTest.keyClicks(row.focusProxy(), given.get(key, "n"))
    take_back(screen, page.context)
    assert view.hand_over is None


def test_none_of_these_answers_all_but_the_go_aheads_and_the_private_ones(page):
    keys("a")
    view = page.door.questions
    keys("0")
    findings = page.context.desk.ruleset.knowledge.findings
    aloud = {key for key in view.in_hand.left if not findings[key].private}
    assert aloud == {"pain_new_or_changed", "consent_given"}
    assert view.in_hand.answers["progressive_leg_weakness"].source is Source.GROUP


def test_a_person_is_asked_by_keys_checked_in_and_starts(qtbot, desk, page, session):
    keys("a", "0", "n", "4", "y")
    hand_over(qtbot, page)
    assert page.door.questions.check_in_button.hasFocus()
    keys(Qt.Key.Key_Return)
    assert page.door.questions is None
    assert stored(desk, session).status is SessionStatus.ARRIVED
    newest = intakes(desk, session)[0]
    assert (newest.full, newest.answers["saddle_numbness"].source) == (False, Source.PATIENT)
    assert page.undo_button.accessibleName() == "Undo: marked Ana Ruiz as arrived"
    keys("s")
    assert stored(desk, session).status is SessionStatus.IN_SESSION


def test_an_open_question_is_pointed_out_and_nothing_is_kept(page, desk, session, context):
    keys("a", "0", "n", "4", "y")
    page.door.questions.check_in()
    assert "4 questions are still open" in context.messages.current.text
    assert stored(desk, session).status is SessionStatus.BOOKED
    assert len(intakes(desk, session)) == 1


def test_what_is_answered_so_far_stands_when_one_comes_back_to_it(page):
    keys("a", "0", "n", Qt.Key.Key_Escape)
    assert page.door.questions is None
    assert page.table.hasFocus()
    keys("a")
    assert page.door.questions.in_hand.answers["pain_new_or_changed"].value == "no"


def test_an_answer_is_taken_back_by_undo_and_the_step_of_the_day_is_not(page):
    keys("a", "0")
    page.undo()
    assert page.door.questions.in_hand.answers == {}


def test_who_is_asked_later_arrives_and_cannot_start(page, desk, session, qtbot):
    keys("a")
    qtbot.mouseClick(page.door.questions.later_button, Qt.MouseButton.LeftButton)
    assert stored(desk, session).status is SessionStatus.ARRIVED
    assert cell(page, Column.STATUS, DETAIL_ROLE) == "To be asked first"
    assert page.table.current_actions.next_button.text() == "Ask now"
    keys("s")
    assert stored(desk, session).status is SessionStatus.ARRIVED
    page.table._form.do_it.click()
    assert page.door.questions is not None


def test_an_urgent_answer_is_kept_at_once_and_stops_everything(page, desk, session, window):
    keys("a")
    point_at(page, "progressive_leg_weakness")
    keys("y")
    assert stored(desk, session).status is SessionStatus.ARRIVED
    assert intakes(desk, session)[0].answers["progressive_leg_weakness"].value == "yes"
    (notice,) = window.findChildren(UrgentNotice)
    assert notice.isVisible()
    keys("s")  # the notice keeps the keyboard: nothing starts below it
    assert notice.print_button.hasFocus()
    keys(Qt.Key.Key_Escape)
    page.door.close_questions()
    assert cell(page, Column.VERDICT, DETAIL_ROLE) == "was: Suitable"
    page.table.setFocus()
    keys("s")
    assert "seen by a doctor first" in page.context.messages.current.text
    assert stored(desk, session).status is SessionStatus.ARRIVED


def test_what_is_not_suitable_today_offers_another_session(page, desk, session, qtbot, context):
    asked = []
    page.booking_requested.connect(lambda patient, technique: asked.append((patient.id, technique)))
    keys("a")
    point_at(page, "skin_problem")
    keys("3", "0")
    keys("n", "4", "y")
    hand_over(qtbot, page)
    page.door.questions.check_in()
    assert "Suitable before, Not suitable now" in context.messages.current.text
    form = page.table._form
    assert "Cancel and book Guided exercise" in form.do_it.text()
    form.do_it.click()
    assert asked == [(session.patient_id, Technique.THERAPEUTIC_EXERCISE)]
    assert stored(desk, session).status is SessionStatus.CANCELLED


def test_an_answer_that_needs_a_look_holds_the_session(page, desk, session, qtbot, context):
    keys("a")
    point_at(page, "night_sweats")
    keys("y", "0", "n", "4", "y")
    hand_over(qtbot, page)
    page.door.questions.check_in()
    row = page.model.row_of(session.id)
    assert (row.verdict, row.booked_as, row.session.held) == (Verdict.NEEDS_CLINICIAN_REVIEW, Verdict.SUITABLE, True)
    assert "held: the therapist decides" in context.messages.current.text


def test_another_session_whose_verdict_changes_with_it_is_told_with_the_way_to_the_calls(
    page, desk, ana, maria, session, *, qtbot, context, window
):
    book(desk, maria, ana, local(14))
    keys("a")
    point_at(page, "night_sweats")
    keys("y", "0", "n", "4", "y")
    hand_over(qtbot, page)
    page.door.questions.check_in()
    told = context.messages.current.text
    assert told.startswith("Ana Ruiz: Suitable before, Ask the therapist now. The session is held")
    assert told.endswith("1 session to come has another verdict now.")
    window.banner.action_button.click()
    section = window.pages.page("follow_up").section
    assert (window.pages.current_name, section.title) == ("follow_up", "Calls")
    assert section.rows[0].hasFocus()


def test_a_full_intake_that_is_too_old_is_gone_through_anew(desk, maria, window, qtbot, clock):
    person = register(desk, maria)
    answer(desk, maria, person, at=clock.now - LONG_AGO)
    old = book(desk, maria, person, local(10))
    window.activateWindow()
    window.show_page("today")
    page = window.pages.page("today")
    qtbot.waitUntil(page.table.hasFocus)
    keys("a")
    form = page.table._form
    assert form.later_button.isVisible()
    form.do_it.click()
    assert window.pages.current_name == "intake"
    assert stored(desk, old).status is SessionStatus.ARRIVED
    answer(desk, maria, person, at=clock.now, disc_problem="herniation_no_leg_symptoms")
    window.show_page("today")
    page.table.setFocus()
    keys("s")
    assert stored(desk, old).status is SessionStatus.ARRIVED, "the new verdict is shown before anything starts"
    assert page.model.row_of(old.id).verdict is Verdict.NOT_SUITABLE


def test_what_nobody_asked_because_the_record_was_wrong_is_asked_at_the_door(qtbot, desk, maria, window):
    form = PatientForm(given_name="Kim", family_name="Lee", birth_date="3 Apr 1996", sex_at_birth="male")
    kim = desk.patients.register(form, actor=maria, now=local(8))
    put = {key: each for key, each in harmless(desk).items() if not key.startswith("pregnancy")}
    desk.intakes.complete(kim, put, actor=maria, now=local(8, 30))
    session = book(desk, maria, kim, local(10))
    desk.patients.amend(kim, replace(form, sex_at_birth="female"), actor=maria, now=local(9))
    window.activateWindow()
    window.show_page("today")
    page = window.pages.page("today")
    qtbot.waitUntil(page.table.hasFocus)
    keys("a")
    assert page.door.questions.in_hand.left == ("pregnancy",)
    hand_over(qtbot, page, pregnancy="3", pregnancy_high_risk="y")
    page.door.questions.check_in()
    assert page.model.row_of(session.id).verdict is Verdict.NOT_SUITABLE
    page.table.setFocus()
    keys("s")
    assert stored(desk, session).status is SessionStatus.ARRIVED


def test_what_was_answered_yesterday_is_asked_again(page, desk, ana, clock):
    answer(desk, page.context.actor, ana, at=clock.now)
    later = book(desk, page.context.actor, ana, local(11, day=1))
    clock.advance(days=1)
    page.tick()
    page.table.setFocus()
    keys("a")
    assert page.door.questions.in_hand.answers == {}
    assert stored(desk, later).status is SessionStatus.BOOKED


def test_what_was_answered_on_the_day_before_starts_nothing_when_the_page_was_left_open(
    page, desk, session, clock, qtbot
):
    keys("a", "0", "n", "4", "y")
    hand_over(qtbot, page)
    clock.advance(days=1)
    keys(Qt.Key.Key_Return)
    assert page.door.questions is None
    assert (
        "It is another day now. What Ana Ruiz answered on 23 Nov 2026 was not kept"
        in page.context.messages.current.text
    )
    assert stored(desk, session).status is SessionStatus.BOOKED
    assert len(intakes(desk, session)) == 1


def test_the_questions_close_by_themselves_when_the_day_is_over(page, clock):
    keys("a", "0")
    clock.advance(days=1)
    page.context.follow_day()
    assert page.door.questions is None


def test_nobody_is_asked_today_for_the_session_of_tomorrow(page, desk, ana):
    later = book(desk, page.context.actor, ana, local(11, day=1))
    page.show_day(local(11, day=1).date())
    page.table.setFocus()
    keys("a")
    assert page.door.questions is None
    assert "This session is on Tuesday, 24 November 2026." in page.context.messages.current.text
    assert stored(desk, later).status is SessionStatus.BOOKED


def test_what_was_answered_for_yesterday_does_not_follow_a_session_that_is_moved_to_today(page, desk, session, clock):
    keys("a", "0")
    clock.advance(days=1)
    page.context.follow_day()
    there = moved(session, starts_at=local(11, day=1), therapist_id=session.therapist_id, room_id=session.room_id)
    desk.moving.place(session, there, actor=page.context.actor, now=clock())
    page.show_day(clock().date())
    page.table.setFocus()
    keys("a")
    assert page.door.questions.in_hand.answers == {}


def test_answers_given_before_a_crash_are_there_when_the_person_is_asked_again(qtbot, desk, page, session):
    keys("a")
    view = page.door.questions
    view.private.hand_over_requested.emit()
    view.hand_over.rows["saddle_numbness"].answered.emit("saddle_numbness", Answer("no"), False)
    qtbot.waitUntil(lambda: desk.store.drafts.keys("arrival") == [session.id])
    take_back(view.hand_over, page.context)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None and view.isAncestorOf(QApplication.focusWidget()))
    keys(Qt.Key.Key_Escape)
    qtbot.waitUntil(page.table.hasFocus)
    keys("a")
    assert page.door.questions.in_hand.answers == {"saddle_numbness": Answer("no", source=Source.PATIENT)}


def test_in_large_text_the_question_that_is_asked_is_read_whole(qtbot, window, page):
    window._style.choose_text_scale(200)
    window.resize(1024, 700)
    keys("a")
    view = page.door.questions
    asked = next(iter(view.aloud.rows.values()))
    for widget in (asked, view.check_in_button, view.later_button, view.header.title):
        qtbot.waitUntil(lambda each=widget: each.visibleRegion().boundingRect().height() == each.height())
    assert view._area.viewport().height() > 350
    keys("n", "n")
    row = next(row for row in view.aloud.rows.values() if row.isAncestorOf(QApplication.focusWidget()))
    qtbot.waitUntil(lambda: row.visibleRegion().boundingRect().height() == row.height())
