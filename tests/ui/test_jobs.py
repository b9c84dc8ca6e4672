from contextlib import contextmanager
from threading import Event, get_ident

import pytest
from PySide6.QtCore import QObject

from clinicdesk.ui.jobs import Job


@pytest.fixture
def parent(qapp):
    return QObject()


@pytest.fixture
def opened():
    """Threads on which a desk was opened and closed."""
    return []


@pytest.fixture
def open_desk(opened):
    @contextmanager
    def opening():
        opened.append(("open", get_ident()))
        yield "desk"
        opened.append(("close", get_ident()))

    return opening


def test_work_runs_on_a_thread_and_a_desk_of_its_own(qtbot, parent, open_desk, opened):
    seen = []
    job = Job(open_desk, lambda desk, _progress: seen.append((desk, get_ident())), parent)
    with qtbot.waitSignal(job.done):
        job.start()
    [(desk, thread)] = seen
    assert desk == "desk"
    assert thread != get_ident()
    assert opened == [("open", thread), ("close", thread)]
    assert not job.running


def test_progress_comes_back_on_the_thread_of_the_window(qtbot, parent, open_desk):
    reports = []

    def work(_desk, progress):
        for done in range(3):
            assert progress(done, 3)

    job = Job(open_desk, work, parent)
    job.progressed.connect(lambda done, total: reports.append((done, total, get_ident())))
    with qtbot.waitSignal(job.done):
        job.start()
    assert reports == [(done, 3, get_ident()) for done in range(3)]


def test_a_cancelled_job_is_told_to_stop_and_says_so(qtbot, parent, open_desk):
    started = Event()

    def work(_desk, progress):
        while progress(0, 1):
            started.set()

    job = Job(open_desk, work, parent)
    job.start()
    assert started.wait(5)
    with qtbot.waitSignal(job.cancelled), qtbot.assertNotEmitted(job.done):
        job.cancel()


def test_an_error_travels_back_as_a_value(qtbot, parent, open_desk, opened):
    def work(_desk, _progress):
        raise ValueError("no")

    job = Job(open_desk, work, parent)
    with qtbot.waitSignal(job.failed) as told, qtbot.assertNotEmitted(job.done):
        job.start()
    assert isinstance(told.args[0], ValueError)


def test_a_desk_that_cannot_be_opened_fails_the_job(qtbot, parent):
    def refuse():
        raise OSError("no disk")

    job = Job(refuse, lambda _desk, _progress: None, parent)
    with qtbot.waitSignal(job.failed) as told:
        job.start()
    assert isinstance(told.args[0], OSError)
