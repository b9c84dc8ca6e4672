"""What every test may ask for: a clock that stands still, a real store, a desk, a window; and no network."""

import os
import shutil
import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import settings

# A busy machine is no fault. A red run has to mean a change of the code, so the examples are the same in every run;
# `make explore` looks at others.
settings.register_profile("clinicdesk", deadline=None, derandomize="EXPLORE" not in os.environ)
settings.load_profile("clinicdesk")
# A test never needs a screen; whoever wants to watch one sets the variable.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# The clinic's zone is part of its record; the machine's must not matter.
os.environ["TZ"] = "America/New_York"

NOW = datetime(2026, 11, 23, 14, 30, tzinfo=UTC)
"""Monday 23 November 2026, half past nine in the clinic."""


class StandingClock:
    """A clock that moves only when told."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **parts: float) -> None:
        self.now += timedelta(**parts)


class NetworkUsed(AssertionError):
    """The program tried to reach another computer."""


def pytest_configure(config):
    # The offscreen plugin says this of every window and every list that opens; it is no fault of ours.
    config.addinivalue_line(
        "qt_log_ignore", r"This plugin does not support (propagateSizeHints|raise|grabbing the keyboard)"
    )


@pytest.fixture(autouse=True)
def _no_network(monkeypatch):
    """Fail whatever opens a connection to anywhere but a socket file of this machine."""
    connect = socket.socket.connect

    def guarded(self, address):
        if self.family != getattr(socket, "AF_UNIX", None):
            raise NetworkUsed(f"a connection to {address} was tried")
        return connect(self, address)

    def refused(*args, **_kwargs):
        raise NetworkUsed(f"the name {args[0]!r} was looked up")

    monkeypatch.setattr(socket.socket, "connect", guarded)
    monkeypatch.setattr(socket.socket, "connect_ex", guarded)
    monkeypatch.setattr(socket.socket, "sendto", refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)


@pytest.fixture
def clock():
    return StandingClock()


@pytest.fixture(scope="session")
def ruleset():
    """The shipped rules, loaded once: they are frozen."""
    from clinicdesk.resources import resource  # noqa: PLC0415 - only for tests that need the rules
    from clinicdesk.rules import RuleSet, load_knowledge  # noqa: PLC0415 - same

    return RuleSet(load_knowledge(resource("knowledge")))


@pytest.fixture
def store_path(tmp_path) -> Path:
    return tmp_path / "clinic.sqlite3"


@pytest.fixture(scope="session")
def clinic():
    from clinicdesk.domain.clinic import Clinic  # noqa: PLC0415 - see ruleset

    return Clinic(name="Riverside Back Clinic", address="12 Quay Street", zone="America/New_York", region="US")


@pytest.fixture(scope="session")
def staff():
    """Maria at the desk, and one therapist for each kind."""
    from clinicdesk.domain.staff import Role, StaffMember  # noqa: PLC0415 - see ruleset
    from clinicdesk.domain.suitability import Kind  # noqa: PLC0415 - same

    return [
        StaffMember("staff-maria", "Maria", Role.RECEPTIONIST),
        StaffMember("staff-jonas", "Jonas Weber", Role.THERAPIST, frozenset({Kind.MASSAGE})),
        StaffMember("staff-aiko", "Aiko Tanaka", Role.THERAPIST, frozenset({Kind.PHYSICAL_THERAPY})),
    ]


@pytest.fixture(scope="session")
def opened_store(tmp_path_factory, ruleset, clinic, staff) -> Path:
    """A file with the clinic set up, made once and copied by each test: making one waits for the disk.

    The therapists have a PIN.
    """
    from clinicdesk.data import open_store  # noqa: PLC0415 - see ruleset
    from clinicdesk.desk import Desk  # noqa: PLC0415 - same
    from clinicdesk.desk.clinic_setup import default_rooms, default_session_types  # noqa: PLC0415 - same
    from tests.vouching import give_pins  # noqa: PLC0415 - same

    path = tmp_path_factory.mktemp("opened") / "clinic.sqlite3"
    with open_store(path) as store:
        desk = Desk(store, ruleset)
        desk.clinic.open_clinic(clinic, staff, default_rooms(), default_session_types(), now=NOW)
        give_pins(desk, *staff[1:], now=NOW)
    return path


@pytest.fixture
def desk(store_path, opened_store, ruleset):
    """A desk on a real file, its clinic already set up."""
    from clinicdesk.data import open_store  # noqa: PLC0415 - see ruleset
    from clinicdesk.desk import Desk  # noqa: PLC0415 - same

    shutil.copyfile(opened_store, store_path)
    with open_store(store_path) as store:
        yield Desk(store, ruleset)


@pytest.fixture
def maria(staff):
    return staff[0]


@pytest.fixture
def jonas(staff):
    return staff[1]


@pytest.fixture
def settings(tmp_path):
    """Settings of their own, so that no test sees those of the person who runs it."""
    from PySide6.QtCore import QSettings  # noqa: PLC0415 - only for tests with a window

    return QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def style(qapp, settings):
    """The application dressed as the program dresses it, in light."""
    from PySide6.QtCore import QEvent  # noqa: PLC0415 - see settings

    from clinicdesk.ui.style import Style, ThemeChoice  # noqa: PLC0415 - same

    settings.setValue("appearance/theme", ThemeChoice.LIGHT.value)
    before = qapp.allWidgets()
    style = Style(qapp, settings)
    yield style
    style.deleteLater()
    # Without an event loop nothing is ever deleted, and each test would dress the windows of all tests before it.
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    ours = (each for each in qapp.allWidgets() if type(each).__module__.startswith("clinicdesk."))
    left = {type(each).__qualname__ for each in ours if each not in before}
    assert not left, f"nobody's children, which may be collected while a window is dressed anew: {left}"


@pytest.fixture
def context(qapp, desk, clinic, maria, clock):
    """Maria at the desk. Its pages are gone before its store closes: a timer of theirs must not outlive it."""
    from PySide6.QtCore import QEvent  # noqa: PLC0415 - see settings

    from clinicdesk.ui.context import DeskContext  # noqa: PLC0415 - same

    yield DeskContext(desk, clinic, maria, clock=clock)
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def window(qtbot, context, style, settings):
    """The main window on a real store, shown."""
    from clinicdesk.ui.shell.window import MainWindow  # noqa: PLC0415 - see settings

    window = MainWindow(context, style, settings)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    window.settle()
    return window
