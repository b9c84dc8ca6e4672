"""A verdict by answers that are too old: whatever shows one says of which day they are, and nothing shows it bare."""

from datetime import timedelta

import pytest
from PySide6.QtCore import QAbstractListModel, QModelIndex, Qt
from PySide6.QtGui import QPageSize
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLabel, QScrollArea

from clinicdesk.desk.day_sheets import Whose
from clinicdesk.desk.patient_form import PatientForm
from clinicdesk.domain.intake import Answer
from clinicdesk.domain.renewal import Renewal
from clinicdesk.domain.session import SessionStatus
from clinicdesk.domain.suitability import Verdict
from clinicdesk.ui.calendar.session_words import spoken
from clinicdesk.ui.counted import shown
from clinicdesk.ui.day_sheet.document import DaySheetsDocument
from clinicdesk.ui.panel.verdict_card import KindGlance, VerdictCard
from clinicdesk.ui.style import verdict_icon_name, verdict_words
from clinicdesk.ui.visit_sheet.wording import paper_of
from tests.ui.clinic_day import answer, book, local

THEN = local(9) - timedelta(days=700)
OLD = Renewal(THEN.date())
WORDS = "Suitable by answers of 23 Dec 2024"
SPOKEN = f"{WORDS}; the intake is renewed on arrival"
DUE = "The intake is renewed on arrival, before the session starts."
BARE = {verdict_words(Verdict.SUITABLE), verdict_words(Verdict.SUITABLE_WITH_PRECAUTIONS)}


@pytest.fixture
def ana(desk, maria):
    form = PatientForm(
        given_name="Ana", family_name="Ruiz", birth_date="3 Apr 1980", sex_at_birth="female", phone="503 555 0123"
    )
    patient = desk.patients.register(form, actor=maria, now=THEN)
    answer(desk, maria, patient, at=THEN)
    return patient


@pytest.fixture
def session(desk, maria, ana):
    return book(desk, maria, ana, local(10))


@pytest.fixture
def front(qtbot, window):
    window.resize(1400, 1000)
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
    yield window
    window.close()


def told(window):
    """Everything that can be read or heard in the window."""
    texts = {label.text() for label in window.findChildren(QLabel) if label.isVisible()}
    for view in window.findChildren(QAbstractItemView):
        model = view.model()
        if view.isVisible() and model is not None:
            columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount(QModelIndex())
            for row in range(model.rowCount(QModelIndex())):
                for column in range(columns):
                    index = model.index(row, column)
                    for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
                        texts.add(str(index.data(role) or ""))
    return texts


def show_record(window, ana):
    window.flows.open_patient(ana.id)


def show_booking(window, ana):
    window.flows.start_booking(ana)


def show_today(window, _ana):
    window.show_page("today")


def show_walk_in(window, ana):
    window.show_page("today")
    window.pages.page("today").walk_in(ana)


@pytest.mark.parametrize("show", [show_record, show_booking, show_today, show_walk_in])
def test_an_old_verdict_is_nowhere_shown_bare(front, ana, session, show):
    show(front, ana)
    read = told(front)
    assert not BARE & read
    assert any("by answers of 23 Dec 2024" in each for each in read)


def test_the_panel_says_by_which_answers_and_what_is_due(front, ana, session):
    front.focus.open_session(session)
    card = front.panel.findChild(VerdictCard)
    assert (card.words.text(), card.line.text()) == (WORDS, DUE)
    assert card.property("verdict") == Verdict.NEEDS_CLINICIAN_REVIEW.code, "never in the colour of go"
    glance = front.panel.findChild(KindGlance)
    assert {label.text() for label in glance.words.values()} == {"Suitable, to renew"}
    assert {label.accessibleName() for label in glance.words.values()} == {SPOKEN}
    assert front.dock.tab.accessibleName() == f"Suitability: {SPOKEN}"


def test_nothing_of_the_panel_is_cut_off_by_the_longer_words(front, qtbot, ana):
    front.resize(1280, 800)
    front.focus.show_patient(ana)
    card = front.panel.findChild(VerdictCard)
    view = card.parentWidget()
    while not isinstance(view, QScrollArea):
        view = view.parentWidget()
    qtbot.waitUntil(lambda: view.widget().width() <= view.viewport().width())
    assert view.widget().minimumSizeHint().width() <= view.viewport().width()


def test_the_panel_follows_an_intake_gone_through_since(front, desk, maria, ana, session):
    answer(desk, maria, ana, at=local(9))
    front.focus.open_session(session)
    assert front.panel.findChild(VerdictCard).words.text() == "Suitable"


def test_booking_says_it_beside_each_type_and_before_it_is_booked(front, desk, ana):
    front.flows.start_booking(ana)
    page = front.pages.page("booking")
    model = page.types.model()
    heard = [model.index(row).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(model.rowCount(QModelIndex()))]
    assert all(WORDS in each for each in heard if each)
    assert any(DUE in each for each in told(front))
    page.book()
    (row,) = desk.day.sessions(local(10).date(), actor=front.context.actor, now=local(9, 30))
    assert (row.session.status, row.session.held) == (SessionStatus.BOOKED, False)


def test_the_calendar_says_it(desk, session):
    (slot,) = [each for day in desk.schedule.again(session.starts_at.date(), 1).days for each in day.slots]
    assert slot.renewal == OLD
    heard = spoken(slot, "Jonas Weber", local(9), desk.clinic.current().tz)
    assert heard.endswith(SPOKEN)


def test_a_line_of_the_call_list_says_it_of_the_new_verdict(front, desk, maria, ana, session):
    desk.intakes.complete(ana, {"leg_radiating_pain": Answer("pain_only")}, actor=maria, now=local(9))
    front.show_page("follow_up")
    page = front.pages.page("follow_up")
    page.show_section("Calls")
    (line,) = page.section.rows
    assert "was Suitable, is Ask the therapist by answers of 23 Dec 2024" in line.accessibleName()


def test_paper_says_it(desk, maria, session):
    sheet = paper_of(desk.visits.sheet(session.id, actor=maria, now=local(9)))
    assert sheet.sections[0].heading == "Suitable by answers of 23 December 2024"
    assert sheet.sections[0].lines == (DUE,)
    days = desk.day_sheets.sheets(session.starts_at.date(), Whose.CLINIC, actor=maria, now=local(9))
    assert SPOKEN in DaySheetsDocument(days, QPageSize(QPageSize.PageSizeId.A4)).spoken


@pytest.mark.parametrize("verdict", Verdict)
@pytest.mark.parametrize("renewal", [OLD, Renewal(None)])
def test_no_old_verdict_looks_like_one_of_today(verdict, renewal):
    now, then = shown(verdict, None), shown(verdict, renewal)
    assert (now.words, now.icon, now.dress) == (verdict_words(verdict), verdict_icon_name(verdict), verdict)
    assert (then == now) == (verdict is Verdict.REFER_URGENTLY)
    assert then.dress >= Verdict.NEEDS_CLINICIAN_REVIEW
    assert then.icon == now.icon or not verdict.blocks
