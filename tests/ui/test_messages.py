import pytest
from PySide6.QtCore import Qt

from clinicdesk.errors import SlotTaken, StoreFault
from clinicdesk.ui import messages as messages_module
from clinicdesk.ui.messages import Action, Level, MessageBanner, Messages


@pytest.fixture
def banner(qtbot, style):
    messages = Messages()
    banner = MessageBanner(messages)
    banner.messages = messages
    qtbot.addWidget(banner)
    return banner


def test_an_error_is_shown_in_its_own_sentence(banner):
    banner.messages.show_error(SlotTaken("Jonas has a session until 11:00.", resource="therapist"))
    assert not banner.isHidden()
    assert banner.label.text() == "Jonas has a session until 11:00."
    assert banner.property("level") == "warning"
    assert banner.label.accessibleName() == "Jonas has a session until 11:00."


def test_a_fault_of_the_records_is_an_error(banner):
    banner.messages.show_error(StoreFault("The disk is full. Nothing was changed."))
    assert banner.messages.current.level is Level.ERROR


def test_a_message_can_be_closed(qtbot, banner):
    banner.messages.warning("The printer is out of paper.")
    qtbot.mouseClick(banner.close_button, Qt.MouseButton.LeftButton)
    assert banner.isHidden()
    assert banner.messages.current is None


def test_a_notice_closes_itself_and_a_warning_stays(qtbot, banner, monkeypatch):
    monkeypatch.setattr(messages_module, "INFO_STAYS_MS", 10)
    banner.messages.info("Saved.")
    qtbot.waitUntil(banner.isHidden)
    banner.messages.info("Saved.")
    banner.messages.warning("Read this.")
    assert not banner._timer.isActive()
    assert not banner.isHidden()


def test_words_of_a_person_are_never_read_as_markup(banner):
    banner.messages.warning("<b>Ana</b> is registered already.")
    assert banner.label.textFormat() is Qt.TextFormat.PlainText


def test_a_name_written_from_right_to_left_does_not_turn_the_sentence_round(banner):
    banner.messages.warning("خديجة المصري is in session already.")
    assert banner.label.text() == "\N{LEFT-TO-RIGHT MARK}خديجة المصري is in session already."


def test_a_message_may_carry_what_can_be_done_about_it(qtbot, banner):
    done = []
    banner.messages.info(
        "Undone: moved Ana Ruiz to 14:30.", Action("Redo", "redo-2", "Ctrl+Shift+Z", lambda: done.append(1))
    )
    assert banner.action_button.text() == "Redo"
    assert "Ctrl+Shift+Z" in banner.action_button.toolTip()
    qtbot.mouseClick(banner.action_button, Qt.MouseButton.LeftButton)
    assert done == [1]
    banner.messages.warning("Something else.")
    assert banner.action_button.isHidden()
