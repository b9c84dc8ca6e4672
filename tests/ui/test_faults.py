import sys

import pytest

from clinicdesk.errors import SlotTaken
from clinicdesk.ui.messages import Level, Messages
from clinicdesk.ui.shell.faults import LOG_NAME, FaultLog, describe, make_hook


def raised(error):
    try:
        raise error
    except type(error) as caught:
        return caught


@pytest.fixture
def told(tmp_path, clock):
    messages = Messages()
    log = FaultLog(tmp_path, clock)
    hook = make_hook(log, messages.show_error, messages.bug)

    def tell(error):
        hook(type(error), error, error.__traceback__)
        return messages.current

    tell.log = log
    return tell


def test_a_bug_is_told_as_one_and_says_what_is_kept(told):
    message = told(raised(ZeroDivisionError("Ana Ruiz, born 1980")))
    assert message.level is Level.ERROR
    assert "kept" in message.text
    assert LOG_NAME in message.text
    assert "Ana" not in message.text


def test_the_log_names_the_place_and_never_the_patient(told):
    told(raised(ValueError("Ana Ruiz has saddle numbness")))
    written = told.log.path.read_text(encoding="utf-8")
    assert "ValueError" in written
    assert "test_faults.py" in written
    assert "Ana" not in written
    assert "numbness" not in written
    assert str(told.log.path.parent) not in written


def test_a_known_error_is_told_as_it_is_and_not_logged(told):
    message = told(raised(SlotTaken("Jonas has a session until 11:00.", resource="therapist")))
    assert message.text == "Jonas has a session until 11:00."
    assert not told.log.path.exists()


def test_a_full_log_is_put_aside_once(tmp_path, clock):
    log = FaultLog(tmp_path, clock)
    log.path.write_text("x" * 600_000)
    log.write(raised(KeyError("k")))
    assert log.path.stat().st_size < 10_000
    assert log.path.with_suffix(".old.log").stat().st_size == 600_000


def test_a_log_that_cannot_be_written_does_not_hide_the_message(clock, tmp_path):
    messages = Messages()
    hook = make_hook(FaultLog(tmp_path / "missing", clock), messages.show_error, messages.bug)
    error = raised(ValueError("x"))
    hook(ValueError, error, error.__traceback__)
    assert messages.current.level is Level.ERROR


def test_stopping_from_the_keyboard_is_left_to_python(monkeypatch, tmp_path, clock):
    seen = []
    monkeypatch.setattr(sys, "__excepthook__", lambda *args: seen.append(args[0]))
    messages = Messages()
    hook = make_hook(FaultLog(tmp_path, clock), messages.show_error, messages.bug)
    hook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert seen == [KeyboardInterrupt]
    assert messages.current is None


def test_frames_are_named_by_file_line_and_function():
    text = describe(raised(ValueError("secret")))
    assert text.splitlines()[0] == "ValueError"
    assert "in raised" in text
    assert "secret" not in text
