import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel, QScrollArea

from clinicdesk.desk.judgement import Judgement
from clinicdesk.domain.patient import PatientDetails
from clinicdesk.domain.staff import Role
from clinicdesk.domain.suitability import Kind, Technique
from clinicdesk.ui.style import DARK, ThemeChoice, tokens


@pytest.fixture
def page(window):
    window.show_page("settings")
    return window.pages.page("settings")


def test_the_clinics_details_are_changed_and_known_everywhere(qtbot, page, window, context):
    assert not page.clinic.save.isEnabled()
    page.clinic.form.name.clear()
    qtbot.keyClicks(page.clinic.form.name, "Harbour Clinic")
    assert page.clinic.save.isEnabled()
    page.clinic.save.click()
    assert context.desk.clinic.current().name == "Harbour Clinic"
    assert context.clinic.name == "Harbour Clinic"
    assert "Harbour Clinic" in window.windowTitle()
    assert not page.clinic.save.isEnabled()


def test_details_that_are_not_right_are_said_beside_the_field_and_not_stored(qtbot, page, context):
    page.clinic.form.phone.setText("12")
    page.clinic.form.edited.emit()
    page.clinic.save.click()
    assert page.clinic.form.fields["phone"].error
    assert page.clinic.form.phone.hasFocus()
    assert context.desk.clinic.current().phone == ""


def test_the_panel_tells_to_call_the_number_that_was_just_changed(qtbot, page, window, context, ruleset):
    urgent = ruleset.assess({"saddle_numbness": "yes"}, Technique.SWEDISH)
    page.clinic.form.emergency_number.clear()
    qtbot.keyClicks(page.clinic.form.emergency_number, "112")
    page.clinic.save.click()
    window.panel.show_judgement(PatientDetails("Ana"), None, Judgement(urgent, urgent))
    assert "112" in window.panel.view.verdict.call.text()


def test_a_therapist_is_added_and_can_sit_at_the_desk(qtbot, page, window, context):
    page.show_section("People")
    form = page.staff.form
    qtbot.keyClicks(form.name, "Noor Haddad")
    form.role.choose(Role.THERAPIST)
    form.kinds[Kind.PHYSICAL_THERAPY].click()
    page.staff.add_button.click()
    assert context.desk.clinic.staff()[-1].name == "Noor Haddad"
    assert form.name.text() == ""
    assert "Noor Haddad (therapist)" in [action.text() for action in window.status.staff_menu().actions()]


def test_a_room_is_added_by_enter(qtbot, page, context):
    page.show_section("Rooms")
    qtbot.keyClicks(page.rooms.form.editor, "Quiet room")
    qtbot.keyClick(page.rooms.form.editor, Qt.Key.Key_Return)
    assert context.desk.clinic.rooms()[-1].name == "Quiet room"


def test_a_room_without_a_name_is_not_added(page, context):
    before = context.desk.clinic.rooms()
    page.rooms.add_button.click()
    assert context.desk.clinic.rooms() == before


def test_a_kind_of_session_is_added_and_offered(qtbot, page, context):
    page.show_section("Kinds of session")
    qtbot.keyClicks(page.session_types.form.name, "Back massage, 30 minutes")
    page.session_types.add_button.click()
    added = context.desk.clinic.session_types()[-1]
    assert (added.name, added.technique, added.minutes) == ("Back massage, 30 minutes", Technique.SWEDISH, 60)


def test_light_dark_and_the_size_of_text_are_put_on_at_once(page, style, qapp):
    page.appearance.theme.choose(ThemeChoice.DARK)
    assert tokens() is DARK
    usual = qapp.font().pointSizeF()
    page.appearance.text_scale.choose("150")
    assert qapp.font().pointSizeF() == pytest.approx(1.5 * usual)
    page.appearance.text_scale.choose("100")


def test_a_theme_chosen_elsewhere_is_shown_here(page, style):
    style.choose_theme(ThemeChoice.DARK)
    assert page.appearance.theme.value() == ThemeChoice.DARK


def test_the_rules_say_what_they_are_and_that_nobody_signed_them(page, ruleset):
    page.show_section("About the rules")
    words = " ".join(label.text().replace("\n", "") for label in page.rules.findChildren(QLabel))
    version = ruleset.knowledge.version
    for expected in (version.id, version.version, version.hash, "not yet signed off", "draft"):
        assert expected in words


def test_enter_in_a_name_goes_on_to_the_role_and_adds_nobody_yet(qtbot, page, context, qapp):
    page.show_section("People")
    form, before = page.staff.form, context.desk.clinic.staff()
    form.name.setFocus()
    qtbot.keyClicks(form.name, "Noor Haddad")
    qtbot.keyClick(form.name, Qt.Key.Key_Return)
    assert context.desk.clinic.staff() == before
    assert form.role.isAncestorOf(qapp.focusWidget())


def test_enter_on_the_button_adds_and_the_next_name_can_be_typed_at_once(qtbot, page, context):
    page.show_section("People")
    form = page.staff.form
    qtbot.keyClicks(form.name, "Noor Haddad")
    page.staff.add_button.setFocus()
    qtbot.keyClick(page.staff.add_button, Qt.Key.Key_Return)
    assert context.desk.clinic.staff()[-1].name == "Noor Haddad"
    assert form.name.hasFocus()
    qtbot.keyClicks(form.name, "Sam Lee")
    qtbot.keyClick(form.name, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert context.desk.clinic.staff()[-1].name == "Sam Lee"


def test_enter_in_the_name_of_a_kind_of_session_leaves_time_to_choose_the_technique(qtbot, page, context):
    page.show_section("Kinds of session")
    form, before = page.session_types.form, len(context.desk.clinic.session_types())
    form.name.setFocus()
    qtbot.keyClicks(form.name, "Stretch class")
    qtbot.keyClick(form.name, Qt.Key.Key_Return)
    assert len(context.desk.clinic.session_types()) == before
    assert form.technique.hasFocus()


def test_the_clinics_details_are_saved_by_control_and_enter(qtbot, page, context):
    name = page.clinic.form.name
    name.setFocus()
    qtbot.keyClicks(name, " North")
    qtbot.keyClick(name, Qt.Key.Key_Return)
    assert page.clinic.form.address.hasFocus()
    qtbot.keyClick(page.clinic.form.address, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert context.desk.clinic.current().name.endswith(" North")


def test_at_the_largest_text_two_fields_of_the_clinic_stand_below_each_other(qtbot, page, style):
    form = page.clinic.form

    def beside():
        return form.region.mapTo(form, QPoint(0, 0)).y() == form.zone.mapTo(form, QPoint(0, 0)).y()

    qtbot.waitUntil(beside)
    try:
        style.choose_text_scale(200)
        qtbot.waitUntil(lambda: not beside())
    finally:
        style.choose_text_scale(100)
    qtbot.waitUntil(beside)


@pytest.mark.parametrize(("size", "scale"), [((1024, 700), 200), ((1024, 700), 150), ((1280, 800), 200)])
def test_every_section_has_room_in_large_text_and_is_chosen_by_key(qtbot, window, style, size, scale):
    window.resize(*size)
    style.choose_text_scale(scale)
    try:
        window.show_page("settings")
        page = window.pages.page("settings")
        assert page.chooser.hasFocus()
        assert not page.sections.isVisible()
        cut = []
        for place in range(page.chooser.count()):
            area = page._stack.currentWidget()
            if isinstance(area, QScrollArea):
                qtbot.waitUntil(lambda area=area: area.viewport().width() > 0)
                if area.widget().minimumSizeHint().width() > area.viewport().width():
                    cut.append(page.chooser.currentText())
            assert page.sections.currentRow() == place
            qtbot.keyClick(page.chooser, Qt.Key.Key_Down)
        assert cut == []
    finally:
        style.choose_text_scale(100)
    qtbot.waitUntil(page.sections.isVisible)
    assert not page.chooser.isVisible()
