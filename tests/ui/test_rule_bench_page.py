"""The rule bench as a person uses it: typing, seeing what is wrong, comparing, sweeping, publishing, putting back."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor

from clinicdesk.desk.rule_bench import RulesCopy
from clinicdesk.domain.suitability import Verdict
from clinicdesk.errors import KnowledgeFault
from clinicdesk.rules.neighbourhoods import Broken
from clinicdesk.ui.context import DeskContext
from clinicdesk.ui.rule_bench.differences import Turn, as_text, in_words
from clinicdesk.ui.rule_bench.passages import Place, hits, passages, place_of_broken, place_of_fault
from clinicdesk.ui.rule_bench.problems import Weight
from clinicdesk.ui.shell.window import MainWindow
from tests.ui.clinic_day import answer, book, local, register
from tests.ui.pin_hands import type_pin
from tests.vouching import vouching

BODY = "rules_medical_body.toml"
FEVER = 'when = "fever_now"'
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(qtbot, window):
    window.flows.show_rule_bench()
    page = window.pages.page("rule_bench")
    qtbot.waitUntil(lambda: page.in_hand.found is not None)
    return page


@pytest.fixture
def sessions(desk, maria):
    """Ada, eighty-six, tomorrow and in a week; Bo, forty-six, tomorrow."""
    found = []
    for name, born, hour in (("Ada Ruiz", "3 Apr 1940", 10), ("Bo Berg", "3 Apr 1980", 12)):
        patient = register(desk, maria, name, born=born)
        answer(desk, maria, patient)
        found += [book(desk, maria, patient, local(hour, day=1)), book(desk, maria, patient, local(hour, day=8))]
    return found


def replace_in(qtbot, page, old, new, *, file=BODY):
    """Select a passage of a file and type something in its place."""
    page.edit.show_file(file)
    editor = page.edit.editor
    at = editor.toPlainText().index(old)
    caret = editor.textCursor()
    caret.setPosition(at)
    caret.setPosition(at + len(old), QTextCursor.MoveMode.KeepAnchor)
    editor.setTextCursor(caret)
    editor.setFocus()
    for place, line in enumerate(new.split("\n")):
        if place:
            qtbot.keyClick(editor, Qt.Key.Key_Return)
        qtbot.keyClicks(editor, line)
    qtbot.waitUntil(lambda: page.in_hand.found is not None)


def publish(qtbot, page, context, jonas, reason="Asked about at the door."):
    context.change_actor(jonas)
    page.show_tab("Publish")
    qtbot.keyClicks(page.publish.reason, reason)
    if page.publish.accepted_field.isVisible():
        page.publish.accepted.click()
    qtbot.mouseClick(page.publish.publish, Qt.MouseButton.LeftButton)
    type_pin(page)


def said(window):
    return window.context.messages.current.text if window.context.messages.current else ""


def colour_of(block):
    """The colour in which a line begins."""
    formats = block.layout().formats()
    return formats[0].format.foreground().color().name()


# -- where things stand --------------------------------------------------------------------------


def test_every_rule_and_question_is_found_at_its_line(ruleset):
    texts = ruleset.knowledge.texts
    found = {(each.table, each.name): each for each in passages(texts)}
    for table, names in (("rule", ruleset.knowledge.rules), ("finding", ruleset.knowledge.findings)):
        for name in names:
            passage = found[table, name]
            own = texts[passage.place.file].split("\n")[passage.place.line : passage.until]
            assert own[0] == f"[[{table}]]"
            assert f'id = "{name}"' in own


def test_a_fault_is_found_at_its_line_as_near_as_it_says(ruleset):
    texts = dict(ruleset.knowledge.texts)
    lines = texts[BODY].split("\n")
    when = lines.index(FEVER)
    assert place_of_fault(KnowledgeFault(BODY, "no", entry="R-FEV", field="when"), texts) == Place(BODY, when)
    assert place_of_fault(KnowledgeFault(BODY, "no", entry="R-FEV"), texts) == Place(BODY, lines.index("[[rule]]"))
    assert place_of_fault(KnowledgeFault(BODY, "x (at line 7, column 3)"), texts) == Place(BODY, 6)
    numbered = KnowledgeFault(BODY, "the entry has no id", entry="rule number 2")
    assert lines[place_of_fault(numbered, texts).line] == "[[rule]]"
    assert place_of_fault(numbered, texts).line > when
    assert place_of_fault(KnowledgeFault("gone.toml", "x"), texts) is None


def test_a_broken_promise_leads_to_the_rule_that_breaks_it(ruleset):
    known = passages(ruleset.knowledge.texts)
    by_rule = place_of_broken(
        Broken("Allowance 'healthy_adult' is broken for massage by rule R-FEV.", grave=False), known
    )
    assert by_rule.file == BODY
    assert place_of_broken(Broken("'fever_now' is not asked at every visit any more.", grave=True), known).file == (
        "findings.toml"
    )
    assert place_of_broken(Broken("Before anything is asked, swedish is suitable.", grave=True), known) is None


def test_what_is_found_names_entries_first_and_then_lines(ruleset):
    found = hits(ruleset.knowledge.texts, "r-fev")
    assert found[0].entry
    assert found[0].words.startswith("R-FEV")
    assert any(not each.entry for each in found)
    assert hits(ruleset.knowledge.texts, "  ") == []


# -- editing -------------------------------------------------------------------------------------


def test_it_is_reached_from_the_settings_the_reader_and_the_command_box(qtbot, window):
    window.show_page("settings")
    settings = window.pages.page("settings")
    settings.show_section("Rule bench")
    settings.bench.open.click()
    assert window.pages.current_name == "rule_bench"
    window.show_page("settings")
    settings.show_section("Rules and sources")
    qtbot.keyClicks(settings.reader.search, "R-FEV fever in the last")
    settings.reader.edit.click()
    page = window.pages.page("rule_bench")
    assert (window.pages.current_name, page.edit.editor.file) == ("rule_bench", BODY)
    assert page.edit.editor.hasFocus()
    assert any(command.words == "Rule bench" for command in window.commands)


def test_a_fault_is_named_with_file_rule_and_line_and_goes_when_it_is_mended(qtbot, page):
    replace_in(qtbot, page, FEVER, 'when = "feverr"')
    (problem,) = page.edit.problems.problems
    assert problem.weight is Weight.FAULT
    line = page.edit.editor.toPlainText().split("\n").index('when = "feverr"')
    assert problem.where == f"{BODY}, R-FEV, line {line + 1}"
    assert "feverr" in problem.sentence
    assert page.edit.editor.faulty_lines == {line}
    assert "1 fault" in page.edit.problems.standing.text()
    replace_in(qtbot, page, 'when = "feverr"', FEVER)
    assert page.edit.problems.problems == ()
    assert page.edit.editor.faulty_lines == set()
    assert not page.edit.problems.list.isVisible()


def test_a_file_that_is_no_toml_is_named_with_its_line(qtbot, page):
    replace_in(qtbot, page, FEVER, 'when = "fever_now')
    (problem,) = page.edit.problems.problems
    assert "not valid TOML" in problem.sentence
    lines = page.edit.editor.toPlainText().split("\n")
    assert abs(problem.place.line - lines.index('when = "fever_now')) <= 1


def test_enter_and_f4_go_to_what_is_wrong(qtbot, page):
    replace_in(qtbot, page, FEVER, 'when = "feverr"')
    page.edit.show_file("sources.toml")
    page.edit.problems.list.setFocus()
    page.edit.problems.list.setCurrentRow(0)
    qtbot.keyClick(page.edit.problems.list, Qt.Key.Key_Return)
    assert page.edit.editor.file == BODY
    assert page.edit.editor.textCursor().block().text() == 'when = "feverr"'
    assert page.edit.editor.hasFocus()
    page.edit.show_file("sources.toml")
    qtbot.keyClick(page.edit.editor, Qt.Key.Key_F4)
    assert page.edit.editor.file == BODY


def test_what_is_typed_is_found_in_all_files_and_enter_goes_on(qtbot, page):
    qtbot.keyClick(page.edit.editor, Qt.Key.Key_F, CONTROL)
    search = page.edit.files.search
    assert search.hasFocus()
    qtbot.keyClicks(search, "R-FEV")
    qtbot.keyClick(search, Qt.Key.Key_Return)
    assert page.edit.editor.file == BODY
    assert search.hasFocus()
    first = page.edit.editor.line
    qtbot.keyClick(search, Qt.Key.Key_Down)
    assert (page.edit.editor.file, page.edit.editor.line) != (BODY, first)
    qtbot.keyClick(search, Qt.Key.Key_Escape)
    assert page.edit.files.list.count() == len(page.in_hand.texts)


def test_the_keyboard_leaves_the_text_by_tab_and_undo_is_the_text_s_own(qtbot, page, window):
    replace_in(qtbot, page, FEVER, 'when = "feverr"')
    window.flows.undo()
    for _ in range(20):
        window.flows.undo()
    qtbot.waitUntil(lambda: page.in_hand.found is not None)
    assert not page.in_hand.changed_files
    qtbot.keyClick(page.edit.editor, Qt.Key.Key_Tab)
    assert not page.edit.editor.hasFocus()


def test_the_copy_survives_the_program(qtbot, page, context, style, settings):
    replace_in(qtbot, page, FEVER, 'when = "feverr"')
    page.in_hand.settle()
    again = MainWindow(DeskContext(context.desk, context.clinic, context.actor, clock=context.clock), style, settings)
    qtbot.addWidget(again)
    again.flows.show_rule_bench()
    other = again.pages.page("rule_bench")
    assert 'when = "feverr"' in other.in_hand.texts[BODY]
    assert "1 file changed, kept 09:30" in other.header.subtitle.text()


def test_the_caret_stays_where_it_was_when_one_comes_back(qtbot, page, window):
    replace_in(qtbot, page, FEVER, 'when = "feverr"')
    line = page.edit.editor.line
    assert line > 0
    window.show_page("today")
    window.flows.show_rule_bench()
    assert (page.edit.editor.file, page.edit.editor.line) == (BODY, line)
    assert page.edit.editor.document().isUndoAvailable()


def test_discarding_asks_first_and_begins_anew(qtbot, page, context):
    replace_in(qtbot, page, FEVER, 'when = "feverr"')
    page.in_hand.settle()
    page.discard.click()
    assert page.asking.isVisible()
    assert page.asking.keep.hasFocus()
    qtbot.keyClick(page.asking.keep, Qt.Key.Key_Escape)
    assert page.in_hand.changed_files == [BODY]
    page.discard.click()
    qtbot.mouseClick(page.asking.go, Qt.MouseButton.LeftButton)
    assert page.in_hand.changed_files == []
    assert FEVER in page.edit.editor.text_of(page.edit.editor.file) or page.edit.editor.file != BODY
    assert context.desk.rule_bench.copy().saved_at is None


def test_the_text_follows_the_theme_and_the_size_of_text(qtbot, page, style):
    size = page.edit.editor.font().pointSizeF()
    width = page.edit.editor.gutter_width()
    style.choose_text_scale(200)
    assert page.edit.editor.font().pointSizeF() == pytest.approx(2 * size)
    assert page.edit.editor.gutter_width() > width
    block = page.edit.editor.document().findBlockByNumber(2)
    before = colour_of(block)
    style.toggle_dark()
    qtbot.waitUntil(lambda: colour_of(block) != before)


def test_a_job_beside_the_window_looks_the_copy_through(qtbot, window, context, style, settings):
    beside = DeskContext(
        context.desk, context.clinic, context.actor, clock=context.clock, open_desk=context.desk.second
    )
    again = MainWindow(beside, style, settings)
    qtbot.addWidget(again)
    again.show()
    again.flows.show_rule_bench()
    page = again.pages.page("rule_bench")
    qtbot.waitUntil(lambda: page.in_hand.found is not None, timeout=20_000)
    page.edit.show_file(BODY)
    page.edit.editor.insertPlainText("nonsense = [\n")
    assert page.in_hand.busy
    qtbot.waitUntil(lambda: page.in_hand.found is not None, timeout=20_000)
    assert [each.weight for each in page.edit.problems.problems] == [Weight.FAULT]
    page.edit.editor.undo()
    page.in_hand.settle()
    qtbot.waitUntil(lambda: page.in_hand.found is not None, timeout=20_000)
    page.show_tab("Who would change")
    page.sweep.begin()
    page.page_left()
    qtbot.waitUntil(lambda: not page.sweep.running, timeout=20_000)


# -- comparing -----------------------------------------------------------------------------------


def test_differences_are_told_in_words_and_as_text(qtbot, page, ruleset):
    replace_in(qtbot, page, FEVER, 'when = "fever_now or age_years >= 60"')
    page.show_tab("Differences")
    told = page.differences.body.toPlainText()
    assert "Rule R-FEV changed: Fever in the last two days" in told
    assert "+" in told
    assert "60 years or more" in told
    assert page.differences.count.text() == "Against what judges now: 1 changed."
    page.differences.how.choose("text")
    assert 'when = "fever_now or age_years >= 60"' in page.differences.body.toPlainText()
    base, texts = page.in_hand.base, page.in_hand.texts
    (difference,) = in_words(ruleset.knowledge, page.in_hand.found, base, texts)
    assert (difference.turn, [label for label, _ in difference.parts]) == (Turn.CHANGED, ["When"])
    assert [line.sign for line in as_text(base, texts)[BODY] if line.sign != " "] == ["-", "+"]


def test_rules_that_come_and_go_are_told_and_a_faulty_copy_as_text(qtbot, page, ruleset):
    text = page.in_hand.texts[BODY]
    first = text.index("[[rule]]")
    second = text.index("[[rule]]", first + 1)
    page.in_hand.set_text(BODY, text[:first] + text[first:second].replace("R-FEV", "R-NEW") + text[second:])
    page.in_hand.settle()
    found = in_words(ruleset.knowledge, page.in_hand.found, page.in_hand.base, page.in_hand.texts)
    turns = {(each.noun, each.name): each.turn for each in found}
    assert turns == {("Rule", "R-FEV"): Turn.REMOVED, ("Rule", "R-NEW"): Turn.ADDED}
    page.in_hand.set_text(BODY, text + "\nnonsense = [")
    page.in_hand.settle()
    page.show_tab("Differences")
    assert "as text only" in page.differences.count.text()
    assert "nonsense" in page.differences.body.toPlainText()


def test_a_rule_of_the_differences_leads_to_its_text(qtbot, page):
    replace_in(qtbot, page, FEVER, 'when = "fever_now or age_years >= 60"')
    page.show_tab("Differences")
    page.differences.entry_requested.emit("R-ILL")
    assert page.tabs.tabText(page.tabs.currentIndex()) == "Edit"
    assert page.edit.editor.textCursor().block().text() == "[[rule]]"


# -- who would change, publishing, putting back -----------------------------------------------------


def test_the_sweep_lists_whom_it_concerns_worst_first(qtbot, page, sessions, window):
    replace_in(qtbot, page, FEVER, 'when = "fever_now or age_years >= 60"')
    page.show_tab("Who would change")
    page.sweep.start.click()
    assert "Of 4 sessions to come, 2 worse." in page.sweep.words.text()
    rows = page.sweep.table.rows
    assert [rows.index(row, 0).data() for row in range(rows.rowCount())] == ["Ada Ruiz", "Ada Ruiz"]
    assert rows.index(0, 3).data() == "Not suitable"
    page.sweep.which.choose("people")
    assert rows.index(0, 1).data().endswith(", today")
    page.sweep.table.setFocus()
    qtbot.keyClick(page.sweep.table, Qt.Key.Key_Return)
    assert window.pages.current_name == "patients"
    assert window.focus.patient.details.full_name == "Ada Ruiz"


def test_a_sweep_of_a_copy_that_was_changed_since_says_so(qtbot, page, sessions):
    page.show_tab("Who would change")
    page.sweep.start.click()
    assert "none would be judged otherwise" in page.sweep.words.text()
    replace_in(qtbot, page, FEVER, 'when = "feverr"')
    assert "The copy has a fault" in page.sweep.words.text()
    assert not page.sweep.start.isEnabled()
    replace_in(qtbot, page, 'when = "feverr"', 'when = "fever_now or age_years >= 60"')
    assert page.sweep.words.text().startswith("The copy was changed since.")


def test_a_receptionist_reads_who_may_publish(qtbot, page):
    replace_in(qtbot, page, FEVER, 'when = "fever_now or age_years >= 60"')
    page.show_tab("Publish")
    assert not page.publish.publish.isEnabled()
    assert "Jonas Weber" in page.publish.who_may.text()


def test_publishing_asks_for_reason_and_answer_then_judges_and_leads_to_the_call_list(
    qtbot, page, sessions, context, jonas
):
    window, desk = page.window(), context.desk
    replace_in(qtbot, page, FEVER, 'when = "fever_now or age_years >= 60"')
    context.change_actor(jonas)
    page.show_tab("Publish")
    page.publish.publish.click()
    assert page.publish.reason_field.error
    assert page.publish.accepted_field.error
    assert desk.rules.number == 0
    publish(qtbot, page, context, jonas)
    assert desk.rules.number == 1
    assert said(window).startswith("Version 1 judges now. It needs a sign-off of its own. 2 sessions to come have")
    assert page.versions.standing.text() == "Version 1 judges"
    assert window.panel.sign_off.text() == "Rules not yet signed off here"
    assert desk.store.assessments.latest_for(sessions[0].id).verdict is Verdict.SUITABLE
    assert page.in_hand.changed_files == []
    window.context.messages.current.action.run()
    assert window.pages.current_name == "follow_up"
    assert [row.call.row.patient.name for row in window.pages.page("follow_up").section.rows] == ["Ada Ruiz"] * 2


def test_grave_breaks_are_published_by_nobody(qtbot, page, context, jonas, desk):
    replace_in(qtbot, page, 'id = "S03"', 'id = "S03"\nactive = false', file="rules_seed.toml")
    assert {each.weight for each in page.edit.problems.problems} >= {Weight.GRAVE}
    context.change_actor(jonas)
    page.show_tab("Publish")
    assert not page.publish.publish.isEnabled()
    page.publish.show_problems.click()
    assert page.edit.problems.list.hasFocus()


def test_an_earlier_version_is_put_back_with_a_reason(qtbot, page, sessions, context, jonas):
    window, desk = page.window(), context.desk
    replace_in(qtbot, page, FEVER, 'when = "fever_now or age_years >= 60"')
    publish(qtbot, page, context, jonas)
    (row,) = page.versions.rows
    row.open_button.click()
    assert row.reason.hasFocus()
    qtbot.keyClick(row.reason, Qt.Key.Key_Return)
    assert row.field.error
    qtbot.keyClicks(row.reason, "Too many were stopped.")
    qtbot.keyClick(row.reason, Qt.Key.Key_Return)
    assert desk.rules.number == 1
    type_pin(page)
    assert desk.rules.number == 0
    assert said(window) == "The shipped rules judge again. No session to come has another verdict by it."
    assert page.versions.standing.text() == "The shipped rules judge"
    assert [each.number for each in page.versions.rows] == [1]


def test_the_parts_are_gone_through_by_keys(qtbot, page):
    for words in ("Differences", "Who would change", "Publish", "Versions", "Edit"):
        qtbot.keyClick(page, Qt.Key.Key_PageDown, CONTROL)
        assert page.tabs.tabText(page.tabs.currentIndex()) == words


def test_rules_put_in_force_at_another_desk_are_followed_and_told(qtbot, page, context, jonas):
    replace_in(qtbot, page, FEVER, 'when = "feverr"')
    page.in_hand.settle()
    with context.desk.second() as other:
        bench = other.rule_bench
        shipped = bench.texts(0)
        text = shipped[BODY].replace('id = "R-FEV"\n', 'id = "R-FEV"\nactive = false\n', 1)
        copy = RulesCopy(0, {**shipped, BODY: text}, None)
        bench.publish(copy, seen=0, reason="Elsewhere.", accepted=True, **vouching(other, jonas, context.now()))
    page.window().live.look()
    assert context.desk.rules.number == 1
    assert page.in_hand.seen == 1
