"""What is half typed on the record, at the panel and in the follow-up stays: elsewhere and back, and over a restart."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from clinicdesk.desk.plan_views import PlanForm
from clinicdesk.domain.clearance import ClearanceReason
from clinicdesk.domain.plan import PlanPart, PlanStatus
from clinicdesk.domain.suitability import Kind, Technique
from clinicdesk.ui.form_draft import KeptStrip
from clinicdesk.ui.patients.clearances import ClearancesSection
from clinicdesk.ui.patients.plan import PlanSection
from clinicdesk.ui.patients.referral import ReferralSection
from tests.ui.clinic_day import MONDAY, REFERRED, answer, register, type_of
from tests.ui.pin_hands import type_pin
from tests.vouching import vouching

K = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier
TODAY = MONDAY.date()
SCIATICA = {"leg_radiating_pain": "pain_only"}


def person(context, name, **given):
    found = register(context.desk, context.actor, name)
    answer(context.desk, context.actor, found, **given)
    return found


@pytest.fixture
def at_desk(context, jonas):
    """Jonas, who may decide."""
    context.change_actor(jonas)
    return {"actor": jonas, "now": context.now()}


@pytest.fixture
def bo(context):
    """Somebody else to look at."""
    return person(context, "Bo Lin")


def press(which, modifier=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget(), which, modifier)


def type_(text):
    QTest.keyClicks(QApplication.focusWidget(), text)


def click(button):
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def section_of(window, patient, kind):
    window.flows.open_patient(patient.id)
    return window.pages.page("patients").record.section(kind)


def look_at(window, patient):
    """Look at somebody else, at another page, and come back."""
    window.flows.open_patient(patient.id)
    window.show_page("today")


def strip_of(form):
    return form.findChild(KeptStrip)


@pytest.fixture
def ana(context):
    return person(context, "Ana Ruiz", **SCIATICA)


# -- plans of care -------------------------------------------------------------------------------


def test_a_plan_half_typed_comes_back_when_one_has_looked_at_somebody_else(window, at_desk, ana, bo):
    section = section_of(window, ana, PlanSection)
    click(section.new_button)
    type_("Lift my shop")
    section.fields.parts[Kind.MASSAGE].sessions.setFocus()
    press(K.Key_Up)
    look_at(window, bo)
    section = section_of(window, ana, PlanSection)
    assert section.fields is None
    click(section.new_button)
    assert section.fields.goal.text() == "Lift my shop"
    assert section.fields.parts[Kind.MASSAGE].sessions.value() == 5
    assert strip_of(section.fields).isVisible()
    click(strip_of(section.fields).action)
    assert section.fields.goal.text() == ""
    assert section.fields.parts[Kind.MASSAGE].sessions.value() == 4


def proof(context):
    return vouching(context.desk, context.actor, context.now())


def agreed(context, patient, by):
    parts = (PlanPart(Kind.PHYSICAL_THERAPY, type_of(context.desk, Technique.THERAPEUTIC_EXERCISE).id, 8, 2),)
    form = PlanForm("Walk to the shop", "", parts, TODAY, TODAY.replace(month=12), TODAY.replace(day=30))
    return context.desk.plans.confirm(context.desk.plans.draft(patient, form, **by), **proof(context)), form


def test_a_plan_that_another_desk_changed_is_saved_with_what_was_typed_on_top(window, context, at_desk, ana):
    plan, form = agreed(context, ana, at_desk)
    section = section_of(window, ana, PlanSection)
    click(section.views[0].buttons["change"])
    section.fields.reason.setFocus()
    type_("She wants more")
    context.desk.plans.change(
        plan,
        replace(form, goal="Walk to the sea", reason="Asked"),
        **proof(context),
    )
    press(K.Key_Return, CONTROL)
    type_pin(window)
    assert "Somebody else changed this plan meanwhile." in context.messages.current.text
    assert section.fields.goal.text() == "Walk to the sea"
    assert section.fields.reason.text() == "She wants more"
    press(K.Key_Return, CONTROL)
    type_pin(window)
    (standing,) = context.desk.plans.of_patient(ana, **at_desk)
    assert (standing.plan.goal, standing.plan.reason) == ("Walk to the sea", "She wants more")


def test_how_a_plan_ended_stays_while_another_desk_stores_something(window, context, at_desk, ana):
    agreed(context, ana, at_desk)
    section = section_of(window, ana, PlanSection)
    click(section.views[0].buttons["complete"])
    type_("Goal rea")
    context.records_changed.emit()
    window.show_page("today")
    window.flows.open_patient(ana.id)
    section._ending.note.setFocus()
    type_("ched")
    press(K.Key_Return)
    type_pin(window)
    (standing,) = context.desk.plans.of_patient(ana, **at_desk)
    assert (standing.plan.status, standing.plan.reason) == (PlanStatus.COMPLETED, "Goal reached")
    assert section._ending is None


# -- decisions at the panel ------------------------------------------------------------------------


def clear_button(window):
    lines = window.panel.view.why.lines
    return next(each.clear_button for each in lines if each.isVisible() and each.clear_button is not None)


def test_grounds_half_typed_at_the_panel_come_back_and_are_gone_once_they_are_given(window, context, at_desk, ana, bo):
    window.flows.open_patient(ana.id)
    clear_button(window).click()
    assert window.panel.view.form.reason.choose(ClearanceReason.AREA_AVOIDED)
    window.panel.view.form.words.setFocus()
    type_("Straight leg ra")
    look_at(window, bo)
    window.flows.open_patient(ana.id)
    assert window.panel.view.form is None
    clear_button(window).click()
    form = window.panel.view.form
    assert form.words.toPlainText() == "Straight leg ra"
    assert form.reason.reason() is ClearanceReason.AREA_AVOIDED
    assert strip_of(form).isVisible()
    form.words.setFocus()
    press(K.Key_End)
    type_("ise is free")
    press(K.Key_Return, CONTROL)
    type_pin(window)
    (given,) = context.desk.clearing.standings(ana, **at_desk)
    assert given.clearance.text == "Straight leg raise is free"
    context.undoing.undo()
    clear_button(window).click()
    assert window.panel.view.form.words.toPlainText() == ""


def test_why_a_clearance_is_taken_back_stays_when_the_record_is_left(window, at_desk, ana, bo):
    window.flows.open_patient(ana.id)
    clear_button(window).click()
    assert window.panel.view.form.reason.choose(ClearanceReason.AREA_AVOIDED)
    window.panel.view.form.words.setFocus()
    type_("Looked at")
    press(K.Key_Return, CONTROL)
    type_pin(window)
    section = section_of(window, ana, ClearancesSection)
    section.lines[0].button.click()
    type_("He fell ag")
    window.show_page("today")
    window.flows.open_patient(ana.id)
    assert section._form.why.text() == "He fell ag"
    look_at(window, bo)
    section_of(window, ana, ClearancesSection).lines[0].button.click()
    assert section._form.why.text() == "He fell ag"


# -- referrals -------------------------------------------------------------------------------------


def test_an_outcome_half_typed_on_the_record_stays_when_one_looks_elsewhere(window, context, at_desk, bo):
    cy = person(context, "Cy Moor", **REFERRED)
    section = section_of(window, cy, ReferralSection)
    section.row.deeds["O"].click()
    section.row.form.text.setFocus()
    type_("Seen in the hosp")
    section.row.form.questions.search.setFocus()
    type_("fracture")
    press(K.Key_Down)
    press(K.Key_Space)
    ticked = section.row.form.questions.chosen
    assert ticked
    window.show_page("today")
    window.flows.open_patient(cy.id)
    assert section.row.form.text.toPlainText() == "Seen in the hosp"
    look_at(window, bo)
    section = section_of(window, cy, ReferralSection)
    section.row.deeds["O"].click()
    form = section.row.form
    assert (form.text.toPlainText(), form.questions.chosen) == ("Seen in the hosp", ticked)
    assert strip_of(form).isVisible()


def test_who_was_told_half_typed_stays_in_the_follow_up(window, context, at_desk):
    person(context, "Cy Moor", **REFERRED)
    window.show_page("follow_up")
    page = window.pages.page("follow_up")
    page.show_section("Referrals")
    press(K.Key_T)
    press(K.Key_D)
    type_("Dr. Ok")
    window.show_page("today")
    window.show_page("follow_up")
    type_("oro")
    (row,) = page.section.rows
    assert row.form.isVisible()
    assert row.form.name.text() == "Dr. Okoro"


# -- the sign-off ----------------------------------------------------------------------------------


def test_a_sign_off_half_typed_stays_when_the_page_is_left_and_not_for_somebody_else(window, context, at_desk, maria):
    window.show_page("settings")
    page = window.pages.page("settings")
    page.show_section("About the rules")
    page.rules.form.name.setFocus()
    type_("Jonas Web")
    window.show_page("today")
    window.show_page("settings")
    assert page.rules.form.name.text() == "Jonas Web"
    context.change_actor(maria)
    context.change_actor(at_desk["actor"])
    assert page.rules.form.name.text() == ""
