import json
import os
import stat
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from clinicdesk.ui.patients import PatientsPage
from clinicdesk.ui.patients.export import ExportSection
from tests.ui.clinic_day import answer, register
from tests.vouching import vouch_at_once


@pytest.fixture
def ana(desk, maria):
    person = register(desk, maria)
    answer(desk, maria, person, fever_now="yes")
    return person


@pytest.fixture
def card(qtbot, context, style, ana, jonas):
    context.change_actor(jonas)
    vouch_at_once(context)
    page = PatientsPage(context)
    qtbot.addWidget(page)
    page.resize(860, 720)
    page.show()
    qtbot.waitExposed(page)
    page.open_patient(ana)
    # Whoever holds the page holds the card.
    yield page.record.section(ExportSection)
    page.hide()


@pytest.fixture
def choose_file(monkeypatch):
    """Answers the system's own file dialog, which a test cannot operate, and keeps what it proposed."""

    def choose(path):
        proposed = []

        def chosen(_parent, title, folder, _kinds):
            proposed.append((title, Path(folder).name))
            return str(path), ""

        monkeypatch.setattr(QFileDialog, "getSaveFileName", chosen)
        return proposed

    return choose


def press(qtbot, card):
    qtbot.mouseClick(card.export_button, Qt.MouseButton.LeftButton)


def test_the_record_is_exported_under_a_name_that_tells_nothing(qtbot, card, choose_file, tmp_path, context):
    proposed = choose_file(tmp_path / "for-the-hospital")
    press(qtbot, card)
    assert proposed == [("Export clinical data", "patient-record.fhir.json")]
    bundle = json.loads((tmp_path / "for-the-hospital.json").read_bytes())
    assert [entry["resource"]["resourceType"] for entry in bundle["entry"]] == ["Patient", "QuestionnaireResponse"]
    assert context.messages.current.text == (
        "The record was exported as for-the-hospital.json. It holds clinical data: keep it safe."
    )


def test_what_the_file_holds_is_said_beside_the_button_and_to_a_screen_reader(card):
    assert "clinical data" in card.words.text()
    assert "private answers" in card.words.text()
    assert card.export_button.accessibleDescription() == card.words.text()


def test_whoever_does_not_treat_is_told_who_can(qtbot, card, context, maria, choose_file):
    proposed = choose_file("")
    context.change_actor(maria)
    press(qtbot, card)
    assert not card.export_button.isEnabled()
    assert card.words.text().endswith("Only a therapist can export it.")
    assert proposed == []


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps permissions by other means")
def test_nobody_else_on_this_computer_may_read_the_file(qtbot, card, choose_file, tmp_path):
    choose_file(tmp_path / "record.json")
    press(qtbot, card)
    assert stat.S_IMODE((tmp_path / "record.json").stat().st_mode) == 0o600


def test_leaving_the_file_dialog_exports_and_says_nothing(qtbot, card, choose_file, desk, context):
    choose_file("")
    press(qtbot, card)
    assert context.messages.current is None
    assert "patient.export" not in {entry.action for entry in desk.store.audit.tail(5)}


def test_a_folder_that_cannot_be_written_is_said_so(qtbot, card, choose_file, tmp_path, context):
    choose_file(tmp_path / "missing" / "record.json")
    press(qtbot, card)
    assert context.messages.current.text.startswith("The record was not exported: ")


def test_a_file_that_nobody_was_asked_about_is_kept(qtbot, card, choose_file, tmp_path, context):
    (tmp_path / "record.json").write_text("somebody else's", encoding="utf-8")
    choose_file(tmp_path / "record")
    press(qtbot, card)
    assert (tmp_path / "record.json").read_text(encoding="utf-8") == "somebody else's"
    assert "it was kept" in context.messages.current.text
