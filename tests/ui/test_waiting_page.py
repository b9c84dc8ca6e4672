"""The waiting list as it is worked with: real keys, real clicks, and two windows on one file."""

from datetime import time, timedelta

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from clinicdesk.data import open_store
from clinicdesk.desk import Desk
from clinicdesk.desk.keys import new_key
from clinicdesk.domain.session import CancelCause
from clinicdesk.domain.waiting import WaitingEntry, WaitingStatus, Wish
from clinicdesk.ui.context import DeskContext
from clinicdesk.ui.shell.window import MainWindow
from tests.ui.clinic_day import EARLIER, MASSAGE_BLOCKED, MONDAY, answer, book, local, register, type_of

K = Qt.Key
TODAY = MONDAY.date()
SOON = TODAY + timedelta(days=3)


class Here:
    """Maria's window, and the people of her list."""

    def __init__(self, window, maria):
        self.window, self.context, self.desk, self.maria = window, window.context, window.context.desk, maria
        self.ana, self.bo = self.person("Ana Ruiz"), self.person("Bo Lin")

    def person(self, name, **given):
        found = register(self.desk, self.maria, name)
        answer(self.desk, self.maria, found, **given)
        return found

    def booked(self, patient, starts_at):
        return book(self.desk, self.maria, patient, starts_at)

    def wait(self, patient, session=None, *, asked_at=EARLIER, last=TODAY + timedelta(days=30), **wished):
        """Somebody on the list."""
        wish = {key: wished.pop(key) for key in ("weekdays", "earliest", "latest", "therapist_ids") if key in wished}
        session_type, session_id = type_of(self.desk).id, session.id if session else None
        key = new_key(asked_at)
        entry = WaitingEntry(key, patient.id, session_type, asked_at, last, session_id, Wish(**wish), **wished)
        self.desk.waiting.ask(entry, actor=self.maria, now=asked_at)
        self.context.records_changed.emit()
        return entry

    @property
    def page(self):
        return self.window.pages.page("waiting")

    @property
    def said(self):
        return self.context.messages.current.text if self.context.messages.current else ""

    @property
    def entries(self):
        return [row.entry for row in self.desk.waiting.again(most=99, now=self.context.now()).rows]

    def session(self, session):
        return self.desk.store.sessions.get(session.id)


@pytest.fixture
def here(window, maria):
    made = Here(window, maria)
    window.show_page("waiting")
    return made


@pytest.fixture
def far(here):
    """Ana with Jonas, three weeks from now at ten."""
    return here.booked(here.ana, local(10, day=21))


def press(which, modifier=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget(), which, modifier)


def type_(text):
    QTest.keyClicks(QApplication.focusWidget(), text)


def labels(widget):
    return [each.text() for each in widget.findChildren(QLabel) if each.isVisibleTo(widget) and each.text()]


def test_the_list_stands_on_the_rail_between_patients_and_follow_up(here):
    here.window.show_page("today")
    press(K.Key_4, Qt.KeyboardModifier.ControlModifier)
    assert here.window.pages.current_name == "waiting"
    rail = here.window.rail
    places = [rail.button(name).y() for name in ("today", "schedule", "patients", "waiting", "follow_up", "settings")]
    assert places == sorted(places)
    assert here.page.empty.isVisible()
    assert here.page.add_button.hasFocus()


def test_somebody_is_put_on_the_list_by_keys_alone(here, far):
    press(K.Key_N)
    type_("ana")
    press(K.Key_Return)
    assert here.page.form.what.currentText() == "Swedish massage, earlier than Mon 14 Dec, 10:00 with Jonas Weber"
    assert here.page.form.last_day.edit.text() == "Sun 13 Dec 2026"
    here.page.form.days.buttons[0].setFocus()
    press(K.Key_Space)
    here.page.form.days.buttons[2].setFocus()
    press(K.Key_Space)
    here.page.form.latest.setFocus()
    type_("12")
    press(K.Key_Return, Qt.KeyboardModifier.ControlModifier)
    (entry,) = here.entries
    assert entry.session_id == far.id
    assert entry.wish == Wish(frozenset({0, 2}), None, time(12))
    assert here.page.lines[0].hasFocus()
    assert "Mon, Wed before 12:00 with any therapist" in labels(here.page.lines[0])
    assert "Swedish massage · has Mon 14 Dec, 10:00 with Jonas Weber" in labels(here.page.lines[0])
    assert here.said == "Ana Ruiz is on the waiting list."
    press(K.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert here.entries == []


def test_what_is_wrong_stands_beside_its_field_and_nothing_is_kept(here, far):
    press(K.Key_N)
    type_("ana")
    press(K.Key_Return)
    here.page.form.earliest.setFocus()
    type_("noon")
    press(K.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert here.page.form.fields["earliest"].error
    here.page.form.earliest.setText("14:00")
    here.page.form.latest.setText("9:00")
    press(K.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert here.page.form.fields["latest"].error == "These hours end before they begin."
    here.page.form.latest.setText("")
    here.page.form.last_day.edit.setText("1 Nov 2026")
    press(K.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert here.page.form.last_day.error == "This day has gone by. Choose today or a later one."
    press(K.Key_Escape)
    assert not here.page.form.isVisible()
    assert here.entries == []


def test_a_person_of_the_list_is_called_and_booked_by_one_key(here, far):
    here.wait(here.ana, far, weekdays=frozenset({1}), earliest=time(10), latest=time(12))
    here.page.free.lines[0].setFocus()
    press(K.Key_Return)
    line = here.page.free.lines[0].people.lines[0]
    assert line.hasFocus()
    assert {"Ana Ruiz", "Routine", "Suitable"} <= set(labels(line))
    assert "Swedish massage · from 10:00 · has Mon 14 Dec, 10:00 with Jonas Weber · 20 days earlier" in labels(line)
    press(K.Key_B)
    assert here.session(far).starts_at == local(10, day=1)
    assert here.said == ("Booked: Ana Ruiz, Tue 24 Nov, 10:00 with Jonas Weber. Mon 14 Dec, 10:00 is free again.")
    assert here.page.empty.isVisible()
    press(K.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert here.session(far).starts_at == far.starts_at
    assert len(here.page.lines) == 1


def test_the_urgent_stand_first_and_whom_the_rules_forbid_it_nowhere(here):
    blocked = here.person("Cy Poe", **MASSAGE_BLOCKED)
    here.wait(blocked)
    here.wait(here.ana, asked_at=local(9))
    here.wait(here.bo, urgent=True, asked_at=local(9, 15))
    first = here.page.free.lines[0]
    QTest.mouseClick(first.button, Qt.MouseButton.LeftButton)
    assert [each.candidate.patient.name for each in first.people.lines] == ["Bo Lin", "Ana Ruiz"]
    assert "Urgent" in labels(first.people.lines[0])
    assert "Not suitable" in " ".join(labels(here.page.lines[1]))
    assert here.page.lines[1].row.patient.name == "Cy Poe"


def test_later_times_are_shown_when_they_are_asked_for(here):
    here.wait(here.ana)
    assert len(here.page.free.lines) == 8
    here.page.free.more.setFocus()
    press(K.Key_Return)
    assert len(here.page.free.lines) == 15
    assert here.page.free.lines[8].hasFocus()
    assert not here.page.free.more.isVisible()


def test_an_offer_is_made_by_one_key_told_and_taken_back_by_the_same(here):
    entry = here.wait(here.ana, earliest=time(10))
    here.wait(here.bo, asked_at=local(9, 15), earliest=time(10))
    here.page.free.toggle(here.page.free.lines[0])
    press(K.Key_O)
    offered = here.desk.store.waiting.get(entry.id).offer
    assert offered.starts_at == local(10)
    assert here.said == "Offered to Ana Ruiz: Mon 23 Nov, 10:00 with Jonas Weber. It is kept for them."
    first, second = here.page.free.lines[0].people.lines
    assert first.hasFocus()
    assert first.offer_button.text() == "Take offer back"
    assert "Offered Mon 23 Nov, 10:00, by Maria at 09:30" in labels(first)
    assert "Offered Mon 23 Nov, 10:00 with Jonas Weber, by Maria at 09:30" in labels(here.page.lines[0])
    second.setFocus()
    press(K.Key_B)
    assert here.said.startswith("Maria offered 10:00 to Ana Ruiz at 09:30, who has not answered.")
    here.page.free.lines[0].people.lines[0].setFocus()
    press(K.Key_O)
    assert here.desk.store.waiting.get(entry.id).offer is None
    press(K.Key_Down)
    press(K.Key_B)
    assert [each.patient_id for each in here.entries] == [here.ana.id]


def test_who_says_yes_to_an_offer_is_booked_from_their_line_by_one_key(here, far):
    here.wait(here.ana, far, weekdays=frozenset({2}))
    here.page.lines[0].setFocus()
    press(K.Key_O)
    press(K.Key_Return)
    line = here.page.lines[0]
    assert line.hasFocus()
    assert "Offered Wed 25 Nov, 08:00 with Jonas Weber, by Maria at 09:30" in labels(line)
    press(K.Key_B)
    assert here.session(far).starts_at == local(8, day=2)


def test_an_offer_whose_time_is_gone_says_why(here, far):
    here.wait(here.ana, far, weekdays=frozenset({2}))
    here.page.lines[0].setFocus()
    press(K.Key_O)
    press(K.Key_Return)
    here.booked(here.bo, local(8, day=2))
    here.context.records_changed.emit()
    assert any(words.startswith("This time is no longer free: Jonas Weber is with Bo") for words in labels(here.page))


def test_from_a_line_of_the_list_a_time_is_found_and_booked(here, far):
    here.wait(here.ana, far, weekdays=frozenset({2}))
    here.page.lines[0].setFocus()
    press(K.Key_B)
    line = here.page.lines[0]
    assert line.times[0].hasFocus()
    assert line.times[0].text() == "Wed 25 Nov, 08:00 with Jonas Weber"
    assert "Suitable · 19 days earlier" in labels(line)
    press(K.Key_Escape)
    assert line.hasFocus()
    press(K.Key_B)
    press(K.Key_Down)
    press(K.Key_Return)
    assert here.session(far).starts_at == local(8, day=9)


def test_a_wish_is_changed_and_withdrawn_by_its_letters(here, far):
    here.wait(here.ana, far)
    here.wait(here.bo, asked_at=local(9, 15))
    here.page.lines[0].setFocus()
    press(K.Key_E)
    here.page.form.note.setFocus()
    type_("After four")
    here.page.form.therapists["staff-jonas"].setFocus()
    press(K.Key_Space)
    press(K.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert here.entries[0].note == "After four"
    assert "Any day with Jonas Weber" in labels(here.page.lines[0])
    press(K.Key_W)
    assert [each.patient_id for each in here.entries] == [here.bo.id]
    assert here.page.lines[0].hasFocus()
    press(K.Key_Return)
    assert here.window.pages.current_name == "patients"
    assert here.window.pages.page("patients").record.patient.id == here.bo.id


def test_the_command_box_asks_for_somebody_and_leads_back(here, far):
    here.window.show_page("today")
    press(K.Key_K, Qt.KeyboardModifier.ControlModifier)
    type_("wait ana")
    press(K.Key_Return)
    assert here.window.pages.current_name == "waiting"
    form = here.window.pages.page("waiting").form
    assert "Ana Ruiz" in form.title.text()
    press(K.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert len(here.entries) == 1
    assert here.window.pages.current_name == "today"
    assert here.said == "Ana Ruiz is on the waiting list."


# -- what becomes free -----------------------------------------------------------------------------


@pytest.fixture
def other(store_path, ruleset):
    """A second desk on the same file."""
    with open_store(store_path) as store:
        yield Desk(store, ruleset)


@pytest.fixture
def second(qtbot, here, other, tmp_path):
    """A second window, on the second desk, under a name that asks for no PIN."""
    settings = QSettings(str(tmp_path / "other.ini"), QSettings.Format.IniFormat)
    context = DeskContext(other, here.context.clinic, here.maria, clock=here.context.clock)
    second = MainWindow(context, here.window._style, settings)
    qtbot.addWidget(second)
    second.show()
    second.settle()
    return second


@pytest.fixture
def bos(here):
    """Bo with Jonas, tomorrow at eleven."""
    return here.booked(here.bo, local(11, day=1))


def test_a_time_that_is_freed_is_told_at_once_with_who_waits_for_it(here, far, bos):
    here.wait(here.ana, far, weekdays=frozenset({1}), earliest=time(11), latest=time(12, 15), last=SOON)
    here.window.freed.look()
    assert not here.window.freed.isVisible()
    here.desk.day.cancel(bos, reason="Ill", cause=CancelCause.ILL, actor=here.maria, now=local(9, 30))
    here.window.freed.look()
    assert here.window.freed.isVisible()
    assert here.window.freed.label.text().endswith("with Jonas Weber is free: 1 person waits for it.")
    press(K.Key_F10)
    assert here.window.pages.current_name == "waiting"
    assert not here.window.freed.isVisible()
    line = next(each for each in here.page.free.lines if each.open)
    assert line.people.lines[0].hasFocus()
    press(K.Key_B)
    assert here.session(far).starts_at == local(11, day=1)


def test_it_is_not_told_any_more_once_somebody_has_the_time(here, far, bos):
    entry = here.wait(here.ana, far)
    here.desk.day.cancel(bos, reason="Ill", actor=here.maria, now=local(9, 30))
    here.window.freed.look()
    assert here.window.freed.isVisible()
    here.desk.waiting.withdraw(entry, actor=here.maria, now=local(9, 31))
    here.window.freed.look()
    assert not here.window.freed.isVisible()


def test_what_another_desk_frees_or_takes_is_shown_here(here, qtbot, far, bos, other):
    here.wait(here.ana, far, weekdays=frozenset({1}), earliest=time(11), latest=time(12, 15), last=SOON)
    assert here.page.free.lines == []
    other.day.cancel(bos, reason="Ill", actor=here.maria, now=local(9, 30))
    qtbot.waitUntil(lambda: len(here.page.free.lines) == 1, timeout=5000)
    qtbot.waitUntil(here.window.freed.isVisible, timeout=5000)
    (row,) = other.waiting.again(most=9, now=local(9, 30)).rows
    (found,) = other.wanted.times_for(row.entry, now=local(9, 30), count=1)
    other.waiting.book(row.entry, found.place, actor=here.maria, now=local(9, 31))
    qtbot.waitUntil(lambda: here.page.free.lines == [] and here.page.lines == [], timeout=5000)
    qtbot.waitUntil(lambda: not here.window.freed.isVisible(), timeout=5000)
    assert here.desk.store.waiting.of_patient(here.ana.id)[0].status is WaitingStatus.BOOKED


def test_of_two_windows_the_one_tells_what_the_other_frees_and_shows_whom_it_booked(here, qtbot, far, bos, second):
    here.wait(here.ana, far, weekdays=frozenset({1}), earliest=time(11), latest=time(12, 15), last=SOON)
    second.show_page("waiting")
    page = second.pages.page("waiting")
    assert [line.row.patient.name for line in page.lines] == ["Ana Ruiz"]
    assert page.free.lines == []
    here.desk.day.cancel(bos, reason="Ill", actor=here.maria, now=local(9, 30))
    qtbot.waitUntil(lambda: len(page.free.lines) == 1 and second.freed.isVisible(), timeout=5000)
    page.free.toggle(page.free.lines[0])
    QTest.keyClick(page.free.lines[0].people.lines[0], K.Key_B)
    qtbot.waitUntil(lambda: here.page.lines == [], timeout=5000)
    qtbot.waitUntil(lambda: not second.freed.isVisible(), timeout=5000)
    assert here.session(far).starts_at == local(11, day=1)


def test_what_is_typed_stays_while_another_desk_changes_the_list(here):
    press(K.Key_N)
    type_("an")
    here.wait(here.bo)
    here.window.context.records_changed.emit()
    assert len(here.page.lines) == 1
    assert here.page.form.search.editor.text() == "an"
    assert here.page.form.search.editor.hasFocus()


def test_the_keyboard_stays_on_the_page_when_the_last_line_is_done(here, far):
    here.wait(here.ana, far)
    here.page.free.toggle(here.page.free.lines[0])
    press(K.Key_B)
    assert here.page.empty.isVisible()
    assert here.page.add_button.hasFocus()
    press(K.Key_Z, Qt.KeyboardModifier.ControlModifier)
    here.page.lines[0].setFocus()
    press(K.Key_W)
    assert here.page.add_button.hasFocus()
