from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from clinicdesk.desk.plan_views import PlanForm
from clinicdesk.domain.plan import PlanPart
from clinicdesk.domain.score import Measure
from clinicdesk.domain.session import SessionStatus
from clinicdesk.domain.suitability import Kind, Verdict
from clinicdesk.ui.today import TodayPage
from clinicdesk.ui.today.score_form import ScoreForm
from tests.ui.clinic_day import answer, book, local, register, type_of
from tests.vouching import vouching


@pytest.fixture
def ana(desk, maria, clock):
    person = register(desk, maria)
    answer(desk, maria, person)
    return person


@pytest.fixture
def session(desk, maria, ana):
    return book(desk, maria, ana, local(10))


@pytest.fixture
def page(qtbot, context, style, session):
    page = TodayPage(context)
    qtbot.addWidget(page)
    page.resize(1100, 700)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    page.page_shown()
    return page


@pytest.fixture
def press(qtbot):
    def press(*keys):
        for key in keys:
            focus = QApplication.focusWidget()
            assert focus is not None
            if isinstance(key, str):
                qtbot.keyClicks(focus, key)
            else:
                qtbot.keyClick(focus, key)

    return press


def step(page, session, name):
    """A step as the day's list takes it."""
    desk, context = page.context.desk, page.context
    row = page.model.row_of(session.id)
    stepped = getattr(desk.day, name)(row.session, actor=context.actor, now=context.now())
    page.steps.record(row, stepped)
    return page.table._form


def given(desk, session):
    return desk.progress.given([session.id]).get(session.id, {})


def question(form):
    return form.scale.accessibleName()


def test_one_key_on_arrival_keeps_the_pain_before(page, session, desk, press):
    form = step(page, session, "arrive")
    assert question(form) == "How bad is the pain now, before the session?"
    press("7")
    assert given(desk, session) == {Measure.PAIN_BEFORE: 7}
    assert page.table._form is None
    assert page.table.hasFocus()


def test_t_says_ten(page, session, desk, press):
    step(page, session, "arrive")
    press("t")
    assert given(desk, session) == {Measure.PAIN_BEFORE: 10}


def test_the_arrows_choose_and_enter_keeps(page, session, desk, press):
    step(page, session, "arrive")
    press(Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Return)
    assert given(desk, session) == {Measure.PAIN_BEFORE: 2}


def test_a_click_answers(page, session, desk, qtbot):
    form = step(page, session, "arrive")
    qtbot.mouseClick(form.scale.button("4"), Qt.MouseButton.LeftButton)
    assert given(desk, session) == {Measure.PAIN_BEFORE: 4}


def test_nobody_has_to_answer(page, session, desk, press):
    step(page, session, "arrive")
    press(Qt.Key.Key_Escape)
    assert given(desk, session) == {}
    assert page.table.hasFocus()


def test_a_key_that_means_a_step_leaves_the_question_and_takes_the_step(page, session, desk, press):
    step(page, session, "arrive")
    press("n")
    assert page.table._form is None or not isinstance(page.table._form, ScoreForm)
    assert given(desk, session) == {}


def test_after_the_session_the_pain_is_asked_again(page, session, desk, clock, press, *, jonas):
    step(page, session, "arrive")
    press("6")
    with desk.store.write():
        current = desk.store.sessions.get(session.id)
        started = desk.store.sessions.update(replace(current, status=SessionStatus.IN_SESSION, started_at=clock()))
    page.reload()
    form = step(page, started, "complete")
    assert question(form) == "How bad is the pain after the session?"
    press("3")
    assert given(desk, session) == {Measure.PAIN_BEFORE: 6, Measure.PAIN_AFTER: 3}


def test_the_activity_of_the_plan_is_asked_once_a_week(page, session, desk, maria, jonas, *, ana, clock, press):
    today = clock().date()
    parts = (PlanPart(Kind.MASSAGE, type_of(desk).id, 4),)
    form = PlanForm("Walk", "walking to the shop", parts, today, today, today)
    desk.plans.confirm(desk.plans.draft(ana, form, actor=jonas, now=clock()), **vouching(desk, jonas, clock()))
    page.reload()
    step(page, session, "arrive")
    press("5")
    assert question(page.table._form) == "How well does it go now: walking to the shop?"
    press("2")
    assert given(desk, session) == {Measure.PAIN_BEFORE: 5, Measure.ACTIVITY: 2}
    assert page.table._form is None
    later = book(desk, maria, ana, local(14))
    clock.advance(hours=3)
    page.reload()
    step(page, later, "arrive")
    press("5")
    assert page.table._form is None


def test_who_must_be_seen_by_a_doctor_is_not_asked_for_a_number(page, session, desk, press):
    row = replace(page.model.row_of(session.id), verdict=Verdict.REFER_URGENTLY)
    arrived = desk.day.arrive(session, actor=page.context.actor, now=page.context.now())
    page.steps.record(row, arrived)
    assert page.table._form is None
