import subprocess
import sys
from pathlib import Path

import pytest

from clinicdesk import app
from clinicdesk.data import open_store
from clinicdesk.errors import KnowledgeFault, StoreFault
from clinicdesk.ui.first_start import FirstStart
from clinicdesk.ui.shell.fault_window import FaultWindow
from clinicdesk.ui.shell.window import MainWindow


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "records"


@pytest.fixture
def started(qapp, folder, clock):
    """Start the program as often as a test likes; each is closed at the end."""
    programs = []

    def start():
        program = app.start(qapp, folder, clock)
        programs.append(program)
        return program

    yield start
    for program in programs:
        program.close()


def with_clinic(folder, opened_store):
    folder.mkdir(exist_ok=True)
    (folder / app.STORE_NAME).write_bytes(opened_store.read_bytes())


def test_without_a_display_it_says_so_in_a_sentence_and_ends(monkeypatch, capsys, folder):
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert app.main(["--data", str(folder)]) == 3
    assert "needs a display" in capsys.readouterr().err
    assert not folder.exists()


def test_a_new_folder_leads_through_the_first_start_into_the_window(qtbot, started, folder, staff, clinic):
    program = started()
    assert isinstance(program.window, FirstStart)
    program.desk.clinic.open_clinic(clinic, staff, [], [], now=program.clock())
    program.window.clinic_opened.emit(staff[0])
    assert isinstance(program.window, MainWindow)
    assert program.window.isVisible()
    assert program.window.context.actor == staff[0]


def test_a_clinic_opens_on_its_window_with_whoever_sat_there_last(started, folder, opened_store, staff):
    with_clinic(folder, opened_store)
    first = started()
    assert first.window.context.actor == staff[0]
    first.window.context.change_actor(staff[2])
    first.close()
    again = started()
    assert isinstance(again.window, MainWindow)
    assert again.window.context.actor == staff[2]


def test_the_folder_of_the_records_is_for_its_owner_only(started, folder):
    started()
    assert folder.stat().st_mode & 0o077 == 0


def test_records_that_cannot_be_read_are_told_in_a_window(qtbot, monkeypatch, folder, capsys):
    folder.mkdir()
    (folder / app.STORE_NAME).write_bytes(b"this is no database" * 100)
    shown = []
    monkeypatch.setattr(FaultWindow, "show", lambda window: [shown.append(window)])
    monkeypatch.setattr("PySide6.QtWidgets.QApplication.exec", lambda *_args: 0)
    assert app.main(["--data", str(folder)]) == 1
    [window] = shown
    assert "is not a ClinicDesk file" in window.sentence.text()
    assert "Traceback" not in capsys.readouterr().err


def test_the_rules_are_loaded_once_the_window_stands(qtbot, started, folder, opened_store, ruleset):
    with_clinic(folder, opened_store)
    program = started()
    assert "rules" not in vars(program.desk)
    qtbot.waitUntil(lambda: "rules" in vars(program.desk))
    assert ruleset.version.version in program.window.panel.version.text()


def test_rules_that_cannot_be_used_end_in_a_sentence(qtbot, started, folder, opened_store, monkeypatch):
    def broken():
        raise KnowledgeFault("findings.toml", "The question is missing.", entry="fever_now")

    monkeypatch.setattr(app, "load_rules", broken)
    with_clinic(folder, opened_store)
    program = started()
    qtbot.waitUntil(lambda: isinstance(program.window, FaultWindow))
    assert program.window.sentence.text() == "findings.toml, fever_now: The question is missing."
    assert [each for each in program.app.topLevelWidgets() if each.isVisible()] == [program.window]


def test_a_folder_that_cannot_be_made_is_a_sentence(qapp, tmp_path, clock):
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreFault, match="cannot be made"):
        app.start(qapp, tmp_path / "file" / "records", clock)


def test_work_beside_the_window_gets_a_connection_of_its_own(started, folder, opened_store):
    with_clinic(folder, opened_store)
    program = started()
    with program.open_second_desk() as desk:
        assert desk.store is not program.store
        assert desk.clinic.current() == program.desk.clinic.current()


def test_a_bug_leaves_the_window_up_and_is_told_there(started, folder, opened_store):
    with_clinic(folder, opened_store)
    program = started()
    bug = ZeroDivisionError("Ana Ruiz")
    sys.excepthook(type(bug), bug, None)
    assert "Something went wrong" in program.window.context.messages.current.text
    assert "Ana" not in (folder / "clinicdesk.log").read_text()
    assert program.window.isVisible()


def test_closing_gives_the_records_back(started, folder, opened_store):
    with_clinic(folder, opened_store)
    program = started()
    program.close()
    assert sys.excepthook is sys.__excepthook__
    with open_store(folder / app.STORE_NAME) as store:
        assert store.clinic.get() is not None


def test_importing_the_program_needs_neither_display_nor_disk(tmp_path):
    code = "import clinicdesk.app, sys; assert 'PySide6' not in sys.modules"
    done = subprocess.run(  # noqa: S603 - our own interpreter and text
        [sys.executable, "-c", code],
        env={"PYTHONPATH": str(Path(app.__file__).parent.parent), "HOME": str(tmp_path), "PATH": ""},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert list(tmp_path.iterdir()) == []


NOT_FOR_THE_FIRST_PICTURE = {
    "anyascii",
    "clinicdesk.desk.attendance",
    "clinicdesk.desk.booking_views",
    "clinicdesk.desk.every_noun",
    "clinicdesk.desk.plan_notices",
    "clinicdesk.domain.audit_entry",
    "clinicdesk.domain.clearance",
    "clinicdesk.domain.intake",
    "clinicdesk.domain.journal",
    "clinicdesk.rules.compiled",
    "clinicdesk.ui.downtime.choice",
    "clinicdesk.ui.jobs",
    "clinicdesk.ui.today.forms",
    "dateutil",
    "holidays",
    "icalendar",
    "msgspec",
    "numpy",
    "phonenumbers",
    "rapidfuzz",
    "sqlite_utils",
}
MOST_MODULES, MOST_VALUE_CLASSES, MOST_WIDGETS = 145, 32, 125
"""Of ours, at the first picture; each costs up to a millisecond, so that what is added here is paid at every start."""


def test_the_first_picture_waits_for_nothing_it_does_not_show(folder, opened_store):
    with_clinic(folder, opened_store)
    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "from clinicdesk import app\n"
        "from clinicdesk.ui.context import system_clock\n"
        "program = app.start(app.application(), Path(sys.argv[1]), system_clock)\n"
        "from PySide6 import QtWidgets\n"
        "def is_value(each): return isinstance(each, type) and hasattr(each, '__dataclass_fields__')\n"
        "def tell():\n"
        "    ours = [each for name, each in sys.modules.items() if name.startswith('clinicdesk.')]\n"
        "    values = {each for one in ours for each in vars(one).values() if is_value(each)}\n"
        "    every_class = 'QWizard' in vars(QtWidgets)\n"
        "    print(every_class, len(ours), len(values), len(program.app.allWidgets()), *sys.modules)\n"
        "program.window.painted.connect(tell)\n"
        "while not program.window.windowHandle().isExposed(): program.app.processEvents()\n"
        "program.close()\n"
    )
    done = subprocess.run(  # noqa: S603 - our own interpreter and our own text
        [sys.executable, "-c", script, str(folder)], capture_output=True, text=True, check=True
    )
    every_class, modules, values, widgets, *loaded = done.stdout.split()
    assert "clinicdesk.ui.today.page" in loaded
    assert not NOT_FOR_THE_FIRST_PICTURE.intersection(loaded)
    assert int(modules) <= MOST_MODULES
    assert int(values) <= MOST_VALUE_CLASSES
    assert int(widgets) <= MOST_WIDGETS
    # PySide makes all classes of widgets to name the class of one that it did not make itself.
    assert every_class == "False"
