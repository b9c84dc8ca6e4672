"""Everything whoever signs vouches for can be read and searched."""

import pytest
from PySide6.QtCore import Qt

from clinicdesk.domain.clearance import ClearanceReason
from clinicdesk.rules.conditions import All, Always, Compare, Count, Is, Not, Some, Unknown, findings_of
from clinicdesk.ui.settings.rule_words import Sort, condition_lines, entries_of, found
from tests.ui.clinic_day import answer, book, local, register
from tests.vouching import vouching

NIGHT = Is("unrelenting_night_pain", frozenset({"yes"}))
SWEATS = Is("night_sweats", frozenset({"yes"}))


@pytest.fixture(scope="module")
def knowledge(ruleset):
    return ruleset.knowledge


@pytest.fixture(scope="module")
def entries(knowledge):
    return entries_of(knowledge)


@pytest.fixture
def page(window):
    window.show_page("settings")
    made = window.pages.page("settings")
    made.show_section("About the rules")
    made.rules.read.click()
    return made


def named(entries, name, sort=Sort.RULE):
    return next(entry for entry in entries if entry.name == name and entry.sort is sort)


def part(entry, label):
    return dict(entry.parts)[label]


def test_every_rule_question_and_source_is_there_once(entries, knowledge):
    for sort, expected in (
        (Sort.RULE, knowledge.rules),
        (Sort.QUESTION, knowledge.findings),
        (Sort.SOURCE, knowledge.sources),
    ):
        assert [entry.name for entry in entries if entry.sort is sort] == list(expected)
    assert sum(entry.sort is Sort.ADVICE for entry in entries) == len(knowledge.benefits) + len(knowledge.pairing)


def test_a_rule_says_all_that_it_knows(entries, knowledge):
    rule = knowledge.rules["S03"]
    words = named(entries, "S03").words
    for said in (rule.title, rule.because, rule.desk, rule.unverified, *rule.precautions):
        assert said.casefold() in words
    for key in rule.sources:
        assert knowledge.sources[key].what.casefold() in words
    assert part(named(entries, "S03"), "Then")[0] == "Massage: not suitable"


def test_a_rule_says_what_a_decision_of_a_therapist_may_lift_of_it(entries):
    label = "A therapist's decision may lift"
    assert part(named(entries, "U01"), label) == ("Nothing, whoever decides",)
    assert part(named(entries, "R-FEV"), label) == ("Its review, for one session, after looking at the person",)
    assert part(named(entries, "S03"), label)[0].endswith("where a clinician cleared it in writing and once:")
    assert any("4 weeks" in line for line in part(named(entries, "S03"), label))
    assert label not in dict(named(entries, "S05").parts)


def test_every_condition_names_each_question_it_looks_at(entries, knowledge):
    for rule in knowledge.rules.values():
        condition = knowledge.conditions[rule.when]
        words = " ".join(part(named(entries, rule.id), "When"))
        assert all(knowledge.findings[name].question in words for name in findings_of(condition))


@pytest.mark.parametrize(
    ("condition", "lines"),
    [
        (Always(True), ["Always"]),
        (Always(False), ["Never"]),
        (NIGHT, ["{night} Yes"]),
        (Is("night_sweats", frozenset({"yes", "no"})), ["{sweats} Yes or No"]),
        (Unknown("night_sweats"), ["{sweats} not answered"]),
        (Compare("age_years", ">=", 70), ["{age} 70 {unit} or more"]),
        (Compare("age_years", "<", 18), ["{age} below 18 {unit}"]),
        (Not(NIGHT), ["Not so:", "  {night} Yes"]),
        (All((NIGHT, Not(SWEATS))), ["All of these:", "  {night} Yes", "  Not so:", "    {sweats} Yes"]),
        (Some((NIGHT, SWEATS)), ["One of these or more:", "  {night} Yes", "  {sweats} Yes"]),
        (Count((NIGHT, SWEATS), 2, 2), ["2 or more of these:", "  {night} Yes", "  {sweats} Yes"]),
        (Count((NIGHT, SWEATS), 0, 1), ["0 to 1 of these:", "  {night} Yes", "  {sweats} Yes"]),
    ],
)
def test_a_condition_is_said_in_words(knowledge, condition, lines):
    findings = knowledge.findings
    names = {
        "night": findings["unrelenting_night_pain"].question,
        "sweats": findings["night_sweats"].question,
        "age": findings["age_years"].question,
        "unit": findings["age_years"].unit,
    }
    assert list(condition_lines(condition, knowledge)) == [line.format(**names) for line in lines]


def test_a_source_and_a_question_tell_which_rules_rest_on_them(entries, knowledge):
    rule = knowledge.rules["S03"]
    line = f"S03  {rule.title}"
    assert line in part(named(entries, rule.sources[0], Sort.SOURCE), "Rules that rest on it")
    asked = next(iter(findings_of(knowledge.conditions[rule.when])))
    assert line in part(named(entries, asked, Sort.QUESTION), "Rules that look at it")


def test_what_is_found_holds_every_word_and_the_title_counts_first(entries):
    hits = found(entries, "  Herniated DISC ")
    assert hits
    assert all("herniated" in hit.words and "disc" in hit.words for hit in hits)
    titled = [("herniated" in hit.title.casefold() and "disc" in hit.title.casefold()) for hit in hits]
    assert titled == sorted(titled, reverse=True)
    assert titled[0]


def test_nothing_that_stands_in_the_files_is_taken_for_markup(entries):
    compared = next(entry for entry in entries if "&" in entry.title or "'" in entry.title)
    assert compared.title not in compared.html


def test_it_is_reached_from_about_the_rules_and_shows_the_first_rule(page, entries):
    reader = page.reader
    assert reader.isVisible()
    assert reader.search.hasFocus()
    assert reader.list.count() == len(entries)
    assert entries[0].title in reader.detail.toPlainText()


def test_typing_finds_and_the_arrows_choose_without_leaving_the_line(qtbot, page):
    reader = page.reader
    reader.search.setFocus()
    qtbot.keyClicks(reader.search, "herniated disc")
    assert 1 < reader.list.count() < 60
    first = reader.detail.toPlainText()
    qtbot.keyClick(reader.search, Qt.Key.Key_Down)
    assert reader.search.hasFocus()
    assert reader.detail.toPlainText() != first
    qtbot.keyClick(reader.search, Qt.Key.Key_Escape)
    assert reader.search.text() == ""


def test_a_rule_says_how_often_it_held_sessions_here_and_was_overridden(page, context, jonas):
    desk, maria = context.desk, context.actor
    patient = register(desk, maria)
    answer(desk, maria, patient, night_sweats="yes")
    session = book(desk, maria, patient, local(10, day=1))
    desk.day.release(session, note="Seen.", reason=ClearanceReason.AREA_AVOIDED, **vouching(desk, jonas, context.now()))
    page.reader.count_overrides()
    (rule,) = [rule for rule, rate in desk.override_rates.of_last_year(now=context.now()).items() if rate.released]
    page.reader.search.setText(rule)
    told = page.reader.detail.toPlainText()
    assert "Here, in the last 12 months" in told
    assert "Held or stopped 1 session" in told
    assert "Released for one session once" in told
    page.reader.search.setText("G03")
    assert "Held or stopped no session" in page.reader.detail.toPlainText()


def test_one_sort_can_be_shown_alone(page, knowledge):
    page.reader.sort.choose(Sort.SOURCE)
    assert page.reader.list.count() == len(knowledge.sources)


def test_it_says_when_nothing_was_found(qtbot, page):
    qtbot.keyClicks(page.reader.search, "xyzzy")
    assert page.reader.nothing.title.text() == "Nothing found for “xyzzy”"
    assert page.reader.nothing.isVisible()
    assert not page.reader.list.isVisible()
    page.reader.search.clear()
    assert page.reader.list.isVisible()
    assert not page.reader.nothing.isVisible()
