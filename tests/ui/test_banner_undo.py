"""The button of a banner takes back the deed that it stands beside, whatever was done meanwhile."""

from datetime import timedelta

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from clinicdesk.data import open_store
from clinicdesk.desk import Desk
from clinicdesk.desk.keys import new_key
from clinicdesk.desk.plan_views import PlanForm
from clinicdesk.domain.journal import EntryKind
from clinicdesk.domain.plan import PlanPart
from clinicdesk.domain.session import SessionStatus
from clinicdesk.domain.suitability import Kind, Technique
from clinicdesk.domain.waiting import WaitingEntry
from clinicdesk.ui.context import DeskContext
from clinicdesk.ui.patients.sessions import SessionsSection
from clinicdesk.ui.shell.window import MainWindow
from tests.ui.clinic_day import EARLIER, answer, book, local, register, type_of
from tests.ui.pin_hands import type_pin
from tests.ui.schedule_hands import click_gap
from tests.vouching import vouching

K = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier


class Desks:
    """Maria's window, and Maria at another desk on the same file."""

    def __init__(self, window, other, maria):
        self.window, self.desk, self.other, self.maria = window, window.context.desk, other, maria
        self.ana, self.bo = self.person("Ana Ruiz"), self.person("Bo Lin")
        self.session = self.booked(self.ana, local(10))
        self.bos = self.booked(self.bo, local(14))
        window.show_page("schedule")
        window.context.records_changed.emit()

    def person(self, name, **given):
        found = register(self.desk, self.maria, name)
        answer(self.desk, self.maria, found, at=local(8), **given)
        return found

    def booked(self, patient, starts_at, **wanted):
        return book(self.desk, self.maria, patient, starts_at, **wanted)

    @property
    def page(self):
        return self.window.pages.current_page

    @property
    def banner(self):
        return self.window.banner

    def press(self, *keys, modifier=Qt.KeyboardModifier.NoModifier):
        for key in keys:
            focus = QApplication.focusWidget()
            if isinstance(key, str):
                QTest.keyClicks(focus, key)
            else:
                QTest.keyClick(focus, key, modifier)

    def select(self, session):
        self.page.canvas.select(session.id)
        self.page.canvas.setFocus()

    def click(self):
        assert self.banner.action_button.isVisible()
        QTest.mouseClick(self.banner.action_button, Qt.MouseButton.LeftButton)

    def meanwhile(self):
        """At the other desk Maria confirms Bo."""
        session = self.other.store.sessions.get(self.bos.id)
        self.other.day.confirm(session, actor=self.maria, now=self.window.context.now())

    def stored(self, session):
        return self.desk.store.sessions.get(session.id)

    def last_entry(self):
        (entry,) = self.desk.store.journal.after(self.desk.store.journal.newest() - 1)
        return entry


@pytest.fixture
def other(store_path, desk, ruleset):
    """A second desk on the same file."""
    with open_store(store_path) as store:
        yield Desk(store, ruleset)


@pytest.fixture
def desks(window, other, maria):
    return Desks(window, other, maria)


def move(desks):
    desks.select(desks.session)
    desks.press(K.Key_M, K.Key_Down, K.Key_Return)
    assert desks.banner.label.text() == "Ana Ruiz moved to 10:15."
    return "session.move"


def confirm(desks):
    desks.select(desks.session)
    desks.press(K.Key_F)
    return "session.confirm"


def cancel(desks):
    desks.select(desks.session)
    desks.press(K.Key_Delete, K.Key_Down, K.Key_Return)
    return "session.cancel"


def book_from_a_gap(desks):
    click_gap(desks.page, "Jonas Weber", local(12, 5))
    desks.press("ana", K.Key_Return, K.Key_Return)
    return "session.book"


def plan(desks):
    today, now = desks.window.context.today(), desks.window.context.now()
    parts = (
        PlanPart(Kind.MASSAGE, type_of(desks.desk).id, 1, min_days=7),
        PlanPart(Kind.PHYSICAL_THERAPY, type_of(desks.desk, Technique.THERAPEUTIC_EXERCISE).id, 2, min_days=3),
    )
    form = PlanForm("Lift my shopping", "", parts, today, today + timedelta(weeks=4), today + timedelta(weeks=2))
    draft = desks.desk.plans.draft(desks.ana, form, actor=desks.maria, now=now)
    therapist = next(each for each in desks.desk.clinic.therapists() if each.id == "staff-jonas")
    desks.desk.plans.confirm(draft, **vouching(desks.desk, therapist, now))


def book_a_series(desks):
    plan(desks)
    desks.window.flows.open_patient(desks.ana.id)
    desks.press("s")
    desks.press(K.Key_Return, modifier=CONTROL)
    return "series.book"


def change_a_series(desks):
    book_a_series(desks)
    section = desks.window.pages.page("patients").record.section(SessionsSection)
    section.table.setFocus()
    last = max(desks.desk.store.sessions.of_patient(desks.ana.id), key=lambda each: each.starts_at)
    section.table.setCurrentIndex(section.model.index(section.model.place_of(last.id), 0))
    desks.press("g")
    page = desks.page
    while QApplication.focusWidget() is not page.change.at:
        desks.press(K.Key_Tab)
    desks.press("16:30", K.Key_Return)
    desks.press(K.Key_Return, modifier=CONTROL)
    return "series.change"


def put_on_the_list(desks):
    desks.window.show_page("waiting")
    desks.press(K.Key_N, "ana", K.Key_Return)
    desks.press(K.Key_Return, modifier=CONTROL)
    return "waiting.ask"


def on_the_list(desks):
    entry = WaitingEntry(
        new_key(EARLIER), desks.ana.id, type_of(desks.desk).id, EARLIER, local(0, day=9).date(), desks.session.id
    )
    desks.desk.waiting.ask(entry, actor=desks.maria, now=EARLIER)
    desks.window.show_page("waiting")
    desks.page.lines[0].setFocus()


def withdraw_from_the_list(desks):
    on_the_list(desks)
    desks.press(K.Key_W)
    return "waiting.withdraw"


def give_an_earlier_time(desks):
    later = desks.booked(desks.ana, local(10, day=7))
    entry = WaitingEntry(
        new_key(EARLIER), desks.ana.id, type_of(desks.desk).id, EARLIER, local(0, day=6).date(), later.id
    )
    desks.desk.waiting.ask(entry, actor=desks.maria, now=EARLIER)
    desks.window.show_page("waiting")
    desks.page.lines[0].setFocus()
    desks.press(K.Key_B, K.Key_Return)
    return "waiting.book"


def take_a_walk_in(desks):
    desks.person("Cy Moor")
    desks.window.show_page("today")
    desks.page.table.setFocus()
    desks.press(K.Key_W, "cy moor", K.Key_Return)
    QTest.keyClick(desks.page.door.stranger.types, K.Key_Return)
    return "session.book"


DEEDS = [
    move,
    confirm,
    cancel,
    book_from_a_gap,
    book_a_series,
    change_a_series,
    put_on_the_list,
    withdraw_from_the_list,
    give_an_earlier_time,
    take_a_walk_in,
]


@pytest.mark.parametrize("do", DEEDS, ids=[each.__name__ for each in DEEDS])
def test_the_button_takes_back_what_stands_beside_it_though_more_was_done_at_another_desk(desks, do):
    deed = do(desks)
    assert desks.last_entry().deed == deed
    done = desks.last_entry().id
    desks.meanwhile()
    desks.click()
    entry = desks.last_entry()
    assert (entry.kind, entry.deed_id) == (EntryKind.UNDO, done)
    assert desks.stored(desks.bos).status is SessionStatus.CONFIRMED


def test_a_clearance_is_taken_back_by_its_own_button(desks, jonas):
    cy = desks.person("Cy Moor", leg_radiating_pain="pain_only")
    desks.window.context.change_actor(jonas)
    desks.window.flows.open_patient(cy.id)
    view = desks.window.panel.view
    shown = [
        line for line in view.why.lines if line.isVisible() and line.clear_button and line.clear_button.isVisible()
    ]
    shown[0].clear_button.setFocus()
    desks.press(K.Key_Space, K.Key_Down, K.Key_Tab, "Straight leg raise is free.")
    desks.press(K.Key_Return, modifier=CONTROL)
    type_pin(desks.window)
    done = desks.last_entry()
    assert done.deed == "clearance.give"
    desks.other.day.confirm(desks.bos, actor=jonas, now=local(9, 30))
    desks.click()
    assert desks.last_entry().deed_id == done.id
    assert desks.stored(desks.bos).status is SessionStatus.CONFIRMED


def test_what_was_undone_is_done_again_by_its_own_button_and_so_on(desks):
    move(desks)
    moved = desks.last_entry().id
    desks.click()
    desks.meanwhile()
    for kind, words in ((EntryKind.REDO, "Done again"), (EntryKind.UNDO, "Undone")):
        desks.click()
        assert (desks.last_entry().kind, desks.last_entry().deed_id) == (kind, moved)
        assert desks.banner.label.text().startswith(f"{words}: ")
    assert desks.stored(desks.session).starts_at == local(10)
    # The key still goes to the newest of all.
    desks.press(K.Key_Z, modifier=CONTROL)
    assert desks.banner.label.text() == "Undone: marked Bo Lin as confirmed."


def test_it_is_refused_with_a_reason_once_somebody_else_has_gone_on(desks, jonas):
    move(desks)
    desks.other.day.confirm(desks.stored(desks.session), actor=jonas, now=local(9, 31))
    desks.click()
    assert desks.banner.label.text() == (
        "This can no longer be undone: Jonas Weber marked Ana Ruiz as confirmed, at 09:31. Nothing was changed."
    )
    assert desks.stored(desks.session).starts_at == local(10, 15)


def test_what_was_taken_back_at_another_desk_is_not_taken_back_twice(desks):
    move(desks)
    desks.other.undoing.undo(actor=desks.maria, now=local(9, 31))
    desks.click()
    assert desks.banner.label.text() == "This was taken back already. Nothing was changed."
    assert desks.stored(desks.session).starts_at == local(10)


def test_when_another_person_sits_down_the_banner_goes_and_their_own_deeds_are_safe(desks, jonas):
    desks.other.day.confirm(desks.bos, actor=jonas, now=local(9, 29))
    move(desks)
    menu = desks.window.status.staff_menu()
    next(each for each in menu.actions() if each.text().startswith("Jonas Weber")).trigger()
    type_pin(desks.window)
    assert desks.banner.isHidden()
    assert desks.stored(desks.bos).status is SessionStatus.CONFIRMED
    desks.window.context.messages.warning("The printer is out of paper.")
    desks.window.context.change_actor(desks.maria)
    assert desks.banner.isVisible(), "what has no button is for whoever is here"


def test_the_undo_of_the_day_takes_back_what_it_says_even_before_the_other_desk_is_seen(desks):
    desks.window.show_page("today")
    desks.page.table.select_session(desks.session.id)
    desks.page.table.setFocus()
    desks.press(K.Key_A)
    assert desks.page.undo_button.accessibleName() == "Undo: marked Ana Ruiz as arrived"
    desks.meanwhile()
    QTest.mouseClick(desks.page.undo_button, Qt.MouseButton.LeftButton)
    assert desks.stored(desks.session).status is SessionStatus.BOOKED
    assert desks.stored(desks.bos).status is SessionStatus.CONFIRMED


def test_two_windows_of_one_person_each_take_back_their_own(qtbot, desks, style, tmp_path):
    settings = QSettings(str(tmp_path / "other.ini"), QSettings.Format.IniFormat)
    context = DeskContext(desks.other, desks.window.context.clinic, desks.maria, clock=desks.window.context.clock)
    second = MainWindow(context, style, settings)
    qtbot.addWidget(second)
    second.show()
    second.settle()
    move(desks)
    second.show_page("schedule")
    second.pages.current_page.canvas.select(desks.bos.id)
    QTest.keyClick(second.pages.current_page.canvas, K.Key_F)
    assert second.banner.label.text() == "Bo Lin: confirmed."
    desks.click()
    assert desks.banner.label.text() == "Undone: moved Ana Ruiz to 10:15."
    QTest.mouseClick(second.banner.action_button, Qt.MouseButton.LeftButton)
    assert second.banner.label.text() == "Undone: marked Bo Lin as confirmed."
    assert desks.stored(desks.session).starts_at == local(10)
    assert desks.stored(desks.bos).status is SessionStatus.BOOKED
