import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QSpinBox, QVBoxLayout, QWidget

from clinicdesk.ui.fields import EmptyState, Field, Option, Segmented, button
from clinicdesk.ui.page_header import PageHeader
from clinicdesk.ui.units import say_unit


@pytest.fixture
def form(qtbot, style):
    """Two fields below each other, shown."""
    ground = QWidget()
    column = QVBoxLayout(ground)
    first = Field("Given &name", QLineEdit(), hint="As in the passport")
    second = Field("Family name", QLineEdit(), optional=True)
    column.addWidget(first)
    column.addWidget(second)
    qtbot.addWidget(ground)
    ground.show()
    qtbot.waitExposed(ground)
    yield first, second
    ground.close()


ANSWERS = [Option("yes", "Yes", "y"), Option("no", "No", "n"), Option("unknown", "Don't know", "u")]


@pytest.fixture
def segmented(qtbot, style):
    control = Segmented(ANSWERS, name="Fever")
    qtbot.addWidget(control)
    control.show()
    qtbot.waitExposed(control)
    return control


def test_a_field_names_its_editor_for_a_screen_reader(form):
    first, _ = form
    assert first.editor.accessibleName() == "Given name"
    assert first.editor.accessibleDescription() == "As in the passport"
    assert first.label.buddy() is first.editor


def test_leaving_a_field_is_told_and_typing_is_not(qtbot, form):
    first, second = form
    first.editor.setFocus()
    with qtbot.assertNotEmitted(first.left):
        qtbot.keyClicks(first.editor, "Ana")
    with qtbot.waitSignal(first.left):
        qtbot.keyClick(first.editor, Qt.Key.Key_Tab)
    assert second.editor.hasFocus()


def test_an_error_replaces_the_hint_in_words_and_goes_away(form):
    first, _ = form
    first.set_error("The name is missing.")
    assert first.error == "The name is missing."
    assert first._message.text() == "The name is missing."
    assert first._icon.isVisible()
    assert first.editor.property("invalid") is True
    assert first.editor.accessibleDescription() == "Error: The name is missing."
    first.clear_error()
    assert first._message.text() == "As in the passport"
    assert not first._icon.isVisible()
    assert first.editor.property("invalid") is False


def test_a_spin_box_begins_where_other_fields_begin(style):
    field = Field("Minutes", QSpinBox())
    assert field.editor.lineEdit().textMargins().left() > 0


def test_a_segmented_control_is_one_stop_of_the_tab_key(segmented):
    def stops():
        values = ("yes", "no", "unknown")
        return [value for value in values if segmented.button(value).focusPolicy() & Qt.FocusPolicy.TabFocus]

    assert stops() == ["yes"]
    segmented.set_value("no")
    assert stops() == ["no"]


def test_a_letter_chooses(qtbot, segmented):
    segmented.setFocus()
    with qtbot.waitSignal(segmented.value_chosen) as told:
        qtbot.keyClick(segmented.button("yes"), Qt.Key.Key_N)
    assert told.args == ["no"]
    assert segmented.value() == "no"
    assert segmented.button("no").isChecked()
    assert not segmented.button("yes").isChecked()


def test_a_letter_with_control_is_left_to_shortcuts(qtbot, segmented):
    with qtbot.assertNotEmitted(segmented.value_chosen):
        qtbot.keyClick(segmented.button("yes"), Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)


def test_the_first_arrow_chooses_where_the_keyboard_stands_and_the_next_moves_on(qtbot, segmented):
    segmented.button("yes").setFocus()
    qtbot.keyClick(segmented.button("yes"), Qt.Key.Key_Right)
    assert segmented.value() == "yes"
    qtbot.keyClick(segmented.button("yes"), Qt.Key.Key_Right)
    assert segmented.value() == "no"
    qtbot.keyClick(segmented.button("no"), Qt.Key.Key_Left)
    qtbot.keyClick(segmented.button("yes"), Qt.Key.Key_Left)
    assert segmented.value() == "unknown"


def test_up_and_down_are_left_to_whatever_holds_the_control(qtbot, style):
    class Holder(QWidget):
        keys = ()

        def keyPressEvent(self, event):  # noqa: N802 - Qt's name
            self.keys = (*self.keys, event.key())

    holder = Holder()
    control = Segmented(ANSWERS)
    QVBoxLayout(holder).addWidget(control)
    qtbot.addWidget(holder)
    holder.show()
    qtbot.keyClick(control.button("yes"), Qt.Key.Key_Down)
    qtbot.keyClick(control.button("yes"), Qt.Key.Key_Up)
    assert holder.keys == (Qt.Key.Key_Down, Qt.Key.Key_Up)
    assert control.value() is None


def test_showing_a_value_tells_nobody(qtbot, segmented):
    with qtbot.assertNotEmitted(segmented.value_chosen):
        segmented.set_value("yes")
        segmented.set_value(None)
    assert not any(segmented.button(each).isChecked() for each in ("yes", "no", "unknown"))


def test_clicking_the_chosen_answer_again_keeps_it(qtbot, segmented):
    qtbot.mouseClick(segmented.button("yes"), Qt.MouseButton.LeftButton)
    qtbot.mouseClick(segmented.button("yes"), Qt.MouseButton.LeftButton)
    assert segmented.value() == "yes"
    assert segmented.button("yes").isChecked()


def test_every_choice_is_named_after_its_control_and_shows_its_key(segmented):
    assert segmented.button("no").accessibleName() == "Fever: No"
    assert segmented.button("no").toolTip() == "No (N)"


def test_an_empty_state_offers_its_one_action(qtbot, style):
    state = EmptyState("users", "Nobody yet", "Register the first person.", "New person")
    qtbot.addWidget(state)
    with qtbot.waitSignal(state.action_requested):
        state.button.click()


def test_a_page_header_carries_its_primary_button_and_hides_an_empty_subtitle(style):
    primary = button("Save", keys="Ctrl+Return")
    header = PageHeader("Register", primary)
    assert header.primary.property("role") == "primary"
    assert header.subtitle.isHidden()
    header.set_title("Ana Ruiz", "No. 1001")
    assert not header.subtitle.isHidden()
    assert "Ctrl+Return" in primary.toolTip()


def test_a_number_says_what_it_counts_in_the_form_that_goes_with_it(qtbot, style):
    box = QSpinBox()
    qtbot.addWidget(box)
    say_unit(box, "day", "days")
    for value, words in ((1, "1 day"), (5, "5 days"), (0, "0 days")):
        box.setValue(value)
        assert box.text() == words
