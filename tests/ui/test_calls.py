"""The call list on the Follow-up page, gone through by keys as at the phone."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from clinicdesk.desk.referrals import OutcomeForm
from clinicdesk.domain.call import CallStep
from clinicdesk.domain.referral import Outcome
from clinicdesk.domain.session import SessionStatus
from clinicdesk.domain.suitability import Kind, Verdict
from clinicdesk.ui.messages import Level
from tests.ui.clinic_day import MASSAGE_BLOCKED, REFERRED, answer, book, local, register
from tests.vouching import vouching

REVIEWED = {"night_sweats": "yes"}


@pytest.fixture
def ana(desk, maria):
    patient = register(desk, maria)
    answer(desk, maria, patient)
    return patient


@pytest.fixture
def session(desk, maria, ana):
    """Ana, tomorrow at ten with Jonas."""
    return book(desk, maria, ana, local(10, day=1))


@pytest.fixture
def calls(window, context, maria, ana, session):
    """The page after new answers stand against massage."""
    answer(context.desk, maria, ana, at=context.now(), **MASSAGE_BLOCKED)
    return shown(window)


def shown(window):
    window.show_page("follow_up")
    page = window.pages.page("follow_up")
    page.show_section("Calls")
    return page.section


def said(window):
    return window.context.messages.current.text if window.context.messages.current else ""


def on_file(context, session):
    return context.desk.store.sessions.get(session.id)


def test_nobody_has_to_be_called_while_nothing_changed(window, session):
    section = shown(window)
    assert section.empty.isVisible()
    assert len(section.rows) == 0


def test_a_line_says_who_when_from_what_to_what_and_what_to_do(calls):
    (row,) = calls.rows
    name = row.accessibleName()
    for expected in ("Ana Ruiz", "Tue 24 Nov at 10:00", "was Suitable, is Not suitable", row.call.desk):
        assert expected in name
    assert row.hasFocus()
    assert calls.summary.isVisible()


def test_the_rail_counts_the_calls_from_every_page(qtbot, window, context, ana, session):
    entry = window.rail.button("follow_up")
    answer(context.desk, context.actor, ana, at=context.now(), **MASSAGE_BLOCKED)
    qtbot.waitUntil(lambda: entry.count == 1)


def test_new_answers_say_how_many_sessions_they_change_and_a_key_leads_there(qtbot, window, context, ana, session):
    book(context.desk, context.actor, ana, local(10, day=3))
    activate(qtbot, window)
    window.flows.start_intake(ana)
    page = window.pages.page("intake")
    page.go_to("disc_problem")
    qtbot.keyClicks(QApplication.focusWidget(), "4")
    page.complete()
    assert said(window) == "Ana Ruiz: 2 sessions to come have another verdict now."
    assert window.context.messages.current.level is Level.WARNING
    assert window.banner.action_button.toolTip() == "Open the call list (F11)"
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_F11)
    assert window.pages.current_name == "follow_up"
    assert [row.call.row.patient.name for row in window.pages.page("follow_up").section.rows] == ["Ana Ruiz"] * 2


def test_answers_of_somebody_with_nothing_to_come_say_nothing_of_it(window, ana):
    window.flows.start_intake(ana)
    window.pages.page("intake").complete()
    assert "verdict" not in said(window)


def activate(qtbot, window):
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window)


def test_somebody_who_was_referred_is_one_thing_to_do_and_stands_under_referrals(qtbot, window, context, ana, session):
    book(context.desk, context.actor, ana, local(10, day=3))
    entry = window.rail.button("follow_up")
    answer(context.desk, context.actor, ana, at=context.now(), **REFERRED)
    qtbot.waitUntil(lambda: entry.count == 1)
    assert len(shown(window).rows) == 0
    window.pages.page("follow_up").show_section("Referrals")
    (row,) = window.pages.page("follow_up").section.rows
    assert len(row.sessions) == 2


def test_once_a_referral_is_closed_its_questions_are_asked_again_from_the_line(qtbot, window, context, ana, session):
    desk, by = context.desk, {"actor": context.actor, "now": context.now()}
    activate(qtbot, window)
    answer(desk, context.actor, ana, at=context.now(), **REFERRED)
    (view,) = desk.referrals.open(**by)
    form = OutcomeForm(Outcome.SERIOUS_RULED_OUT, context.today(), "Seen in hospital: nothing there.")
    therapist = next(each for each in desk.clinic.therapists())
    desk.referrals.record_outcome(view.case, form, **vouching(desk, therapist, context.now()))
    (row,) = shown(window).rows
    assert "was Suitable, is to be asked again, held. One question has to be asked again" in row.accessibleName()
    assert not any("urgent" in label.text().casefold() for label in row.findChildren(QLabel))
    assert set(row.deeds) == {"C", "I", "K"}
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_I)
    assert window.pages.current_name == "intake"
    assert window.pages.page("intake").in_hand.patient.id == ana.id


def test_what_a_therapist_has_to_look_at_is_held_without_anybody_opening_the_list(qtbot, window, context, ana, session):
    answer(context.desk, context.actor, ana, at=context.now(), **REVIEWED)
    qtbot.waitUntil(lambda: on_file(context, session).held)
    (row,) = shown(window).rows
    assert "held" in row.accessibleName()


def test_a_call_is_noted_with_a_line_and_enter(qtbot, calls, context, session, window):
    (row,) = calls.rows
    qtbot.keyClick(row, Qt.Key.Key_C)
    assert row.form.line.hasFocus()
    qtbot.keyClicks(row.form.line, "Comes to talk about it")
    qtbot.keyClick(row.form.line, Qt.Key.Key_Return)
    (closed,) = context.desk.store.calls.of_session(session.id)
    assert (closed.step, closed.note) == (CallStep.CALLED, "Comes to talk about it")
    assert len(calls.rows) == 0
    assert calls.empty.isVisible()
    assert said(window) == "Ana Ruiz was called."
    assert on_file(context, session).status is SessionStatus.BOOKED
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert [each.call.row.session.id for each in calls.rows] == [session.id]


def test_another_session_is_booked_instead_by_keys_and_taken_back_as_one(qtbot, calls, context, session, window):
    (row,) = calls.rows
    qtbot.keyClick(row, Qt.Key.Key_R)
    assert row.places[0].hasFocus()
    assert "Tue 24 Nov, 10:00" in row.places[0].text()
    qtbot.keyClick(row.places[0], Qt.Key.Key_Return)
    assert on_file(context, session).status is SessionStatus.CANCELLED
    types = {each.id: each for each in context.desk.clinic.session_types()}
    (anew,) = context.desk.store.sessions.to_come(context.now())
    assert types[anew.session_type_id].kind is Kind.PHYSICAL_THERAPY
    assert anew.starts_at == session.starts_at
    assert said(window).startswith("Ana Ruiz was rebooked: Tue 24 Nov, 10:00")
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert on_file(context, session).status is SessionStatus.BOOKED
    assert [each.call.row.session.id for each in calls.rows] == [session.id]


def test_what_is_booked_instead_can_be_of_another_kind(qtbot, calls):
    (row,) = calls.rows
    qtbot.keyClick(row, Qt.Key.Key_R)
    assert row.kinds.count() > 1
    first = row.places[0].text()
    row.kinds.setFocus()
    qtbot.keyClick(row.kinds, Qt.Key.Key_Down)
    assert row.kinds.currentIndex() == 1
    assert row.places
    assert first
    qtbot.keyClick(row.kinds, Qt.Key.Key_Escape)
    assert not row.busy


def test_the_therapist_is_asked_by_one_key(qtbot, calls, context, session, window):
    qtbot.keyClick(calls.rows[0], Qt.Key.Key_A)
    assert on_file(context, session).held
    assert len(calls.rows) == 0
    assert said(window) == "The session of Ana Ruiz is held until a therapist has released it."


def test_a_session_is_kept_by_one_key_and_stands_by_its_new_verdict(qtbot, calls, context, session):
    qtbot.keyClick(calls.rows[0], Qt.Key.Key_K)
    assert len(calls.rows) == 0
    assert context.desk.store.assessments.latest_for(session.id).verdict is Verdict.NOT_SUITABLE


def test_a_verdict_that_changed_again_is_said_and_nothing_is_kept(qtbot, calls, context, maria, ana, session, window):  # noqa: PLR0917 - what is changed, and where
    (row,) = calls.rows
    qtbot.keyClick(row, Qt.Key.Key_C)
    answer(context.desk, maria, ana, at=context.now(), **REVIEWED)
    qtbot.keyClick(row.form.line, Qt.Key.Key_Return)
    assert window.context.messages.current.level is Level.WARNING
    assert "changed again" in said(window) or "Somebody else" in said(window)
    assert context.desk.store.calls.of_session(session.id) == []


def test_enter_opens_the_record(qtbot, calls, window):
    qtbot.keyClick(calls.rows[0], Qt.Key.Key_Return)
    assert window.pages.current_name == "patients"


def test_a_therapist_reads_why(calls, context, jonas, window):
    from PySide6.QtWidgets import QLabel  # noqa: PLC0415 - only here

    context.change_actor(jonas)
    calls.rows = ()
    calls.refresh()
    words = " ".join(label.text() for label in calls.rows[0].findChildren(QLabel))
    assert calls.rows[0].call.assessment.reasons[0].title in words


def test_escape_puts_each_form_away_and_it_opens_anew(qtbot, calls):
    (row,) = calls.rows
    for key in (Qt.Key.Key_C, Qt.Key.Key_R, Qt.Key.Key_C, Qt.Key.Key_R):
        qtbot.keyClick(row, key)
        assert row.busy
        qtbot.keyClick(row.window().focusWidget(), Qt.Key.Key_Escape)
        assert row.hasFocus()
        assert not row.busy
