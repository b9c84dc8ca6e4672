from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from clinicdesk.desk.judgement import Judgement
from clinicdesk.domain.patient import PatientDetails
from clinicdesk.domain.suitability import Kind, Technique, Verdict
from clinicdesk.ui.panel import SuitabilityPanel, Voice
from clinicdesk.ui.style import verdict_icon_name, verdict_words

ANA = PatientDetails("Ana", "Ruiz")
SWEDISH = Technique.SWEDISH


def undecided(assessment):
    """What counts where no therapist has decided anything."""
    return Judgement(assessment, assessment)


@pytest.fixture
def harmless(ruleset):
    """Every question answered so that nothing speaks against any session."""
    return {each.id: each.harmless for each in ruleset.knowledge.findings.values()} | {"age_years": 46}


@pytest.fixture
def judged(ruleset, harmless):
    """An assessment with a given verdict for Swedish massage, found by changing one answer."""

    def find(verdict):
        for finding in ruleset.knowledge.findings.values():
            for choice in finding.choices:
                assessment = ruleset.assess(harmless | {finding.id: choice.value}, SWEDISH)
                if assessment.verdict is verdict:
                    return assessment
        raise AssertionError(verdict)

    return find


@pytest.fixture
def herniated(ruleset, harmless):
    values = [choice.value for choice in ruleset.knowledge.findings["disc_problem"].choices]
    herniated = next(value for value in values if value.startswith("herniat"))
    return ruleset.assess(harmless | {"disc_problem": herniated}, SWEDISH)


@pytest.fixture
def panel(qtbot, context, style):
    panel = SuitabilityPanel(context)
    panel.setFixedSize(360, 900)
    qtbot.addWidget(panel)
    panel.name_rules()
    panel.show()
    qtbot.waitExposed(panel)
    return panel


def shown(section):
    return [line for line in section.lines if line.isVisible()] if section.isVisible() else []


def test_it_says_when_nobody_is_in_focus(panel):
    assert panel._nobody.isVisible()
    assert not panel._person.isVisible()


def test_the_longest_name_leaves_the_verdict_its_place_and_is_whole_in_the_tooltip(qtbot, panel):
    panel.show_no_intake(ANA, 46)
    short = panel._person.height()
    ana = replace(ANA, given_name="Maximiliana-Alexandra " * 4, family_name="Hohenzollern-Sigmaringen " * 4)
    panel.show_no_intake(ana, 46)
    qtbot.waitUntil(lambda: panel._person.height() > short)
    assert panel._person.height() <= 3 * short
    assert panel._name.toolTip() == ana.full_name


def test_it_offers_to_start_the_intake_of_a_person_without_one(qtbot, panel):
    panel.show_no_intake(ANA, 46)
    assert panel._name.text() == "Ana Ruiz"
    assert panel._age.text() == "46 years"
    with qtbot.waitSignal(panel.intake_requested):
        panel._no_intake.button.click()


@pytest.mark.parametrize("verdict", Verdict)
def test_the_verdict_stands_first_with_words_icon_and_colour(panel, judged, verdict):
    panel.show_judgement(ANA, 46, undecided(judged(verdict)))
    card = panel.view.verdict
    assert card.words.text() == verdict_words(verdict)
    assert card._icon._name == verdict_icon_name(verdict)
    assert card.property("verdict") == verdict.code
    assert card.technique.text() == "Swedish massage"
    assert card.line.text()
    assert card.y() <= panel.view.glance.y()
    assert verdict_words(verdict) in card.accessibleName()


def test_both_kinds_stand_under_it(panel, herniated):
    panel.show_judgement(ANA, 46, undecided(herniated))
    glance = panel.view.glance
    for kind in Kind:
        assert glance.words[kind].text() == verdict_words(herniated.verdicts[kind])
    assert not glance.buttons[Kind.MASSAGE].isVisible()
    assert glance.buttons[Kind.PHYSICAL_THERAPY].isVisible()


def test_an_urgent_referral_says_whom_to_call_and_can_be_printed(qtbot, panel, judged):
    panel.show_judgement(ANA, 46, undecided(judged(Verdict.REFER_URGENTLY)))
    card = panel.view.verdict
    assert card.call.isVisible()
    assert "911" in card.call.text()
    assert not panel.view.instead.isVisible()
    with qtbot.waitSignal(panel.urgent_sheet_requested):
        card.print_button.click()
    panel.show_judgement(ANA, 46, undecided(judged(Verdict.SUITABLE)))
    assert not card.call.isVisible()
    assert not card.print_button.isVisible()


def test_a_blocked_massage_offers_physical_therapy_in_one_click(qtbot, panel, herniated):
    panel.show_judgement(ANA, 46, undecided(herniated))
    assert herniated.verdict is Verdict.NOT_SUITABLE
    with qtbot.waitSignal(panel.book_requested) as told:
        panel.view.verdict.instead_button.click()
    assert told.args[0].kind is Kind.PHYSICAL_THERAPY


def test_a_reason_opens_in_place_and_stays_open_while_answers_change(qtbot, panel, herniated, judged):
    panel.show_judgement(ANA, 46, undecided(herniated))
    first = panel.view.why.lines[0]
    assert first.body is None
    qtbot.mouseClick(first.head, Qt.MouseButton.LeftButton)
    assert first.body.isVisible()
    assert "Rule S03" in first.body.text()
    panel.show_judgement(ANA, 46, undecided(herniated))
    assert first.body.isVisible()
    panel.show_judgement(ANA, 46, undecided(judged(Verdict.REFER_URGENTLY)))
    assert not first.body.isVisible()
    panel.clear()
    panel.show_judgement(ANA, 46, undecided(herniated))
    assert not first.body.isVisible()


def test_a_reason_opens_from_the_keyboard(qtbot, panel, herniated):
    panel.show_judgement(ANA, 46, undecided(herniated))
    head = panel.view.why.lines[0].head
    head.setFocus()
    qtbot.keyClick(head, Qt.Key.Key_Space)
    assert panel.view.why.lines[0].body.isVisible()
    assert "open" in head.accessibleDescription()


def test_the_voice_follows_who_sits_at_the_desk_and_can_be_changed(panel, context, staff, herniated):
    panel.show_judgement(ANA, 46, undecided(herniated))
    assert panel.voice.value() == Voice.DESK
    desk_line = panel.view.verdict.line.text()
    context.change_actor(staff[1])
    assert panel.voice.value() == Voice.THERAPIST
    assert panel.view.verdict.line.text() == "Herniated disc"
    panel.voice.choose(Voice.DESK)
    assert panel.view.verdict.line.text() == desk_line


def test_an_open_question_leads_to_itself(qtbot, panel, ruleset):
    assessment = ruleset.assess({"age_years": 46}, SWEDISH)
    panel.show_judgement(ANA, 46, undecided(assessment))
    lines = shown(panel.view.ask_next)
    assert 0 < len(lines) < len(assessment.questions)
    with qtbot.waitSignal(panel.question_requested) as told:
        qtbot.mouseClick(lines[1], Qt.MouseButton.LeftButton)
    assert told.args == [assessment.questions[1]]
    panel.view.ask_next.more.click()
    assert len(shown(panel.view.ask_next)) == len(assessment.questions)


def test_an_alternative_carries_its_own_verdict_and_is_chosen_by_one_click(qtbot, panel, herniated):
    panel.show_judgement(ANA, 46, undecided(herniated))
    line = shown(panel.view.instead)[0]
    best = herniated.alternatives[0]
    assert line._aside == verdict_words(best.verdict)
    with qtbot.waitSignal(panel.technique_chosen) as told:
        qtbot.mouseClick(line, Qt.MouseButton.LeftButton)
    assert told.args == [best.technique]


def test_massage_that_may_go_ahead_is_paired_with_physical_therapy(qtbot, panel, judged):
    assessment = judged(Verdict.SUITABLE)
    panel.show_judgement(ANA, 46, undecided(assessment))
    assert [line.words.text() for line in shown(panel.view.pair_with)] == [each.text for each in assessment.pairing]
    assert assessment.pairing
    with qtbot.waitSignal(panel.book_requested) as told:
        panel.view.pair_button.click()
    assert told.args[0].kind is Kind.PHYSICAL_THERAPY


def test_benefits_come_with_their_caveat(panel, ruleset, harmless):
    assessment = ruleset.assess(harmless | {"muscle_tension_or_spasm": "yes"}, SWEDISH)
    assert assessment.benefits
    panel.show_judgement(ANA, 46, undecided(assessment))
    lines = shown(panel.view.may_help)
    assert [(line.words.text(), line.below.text()) for line in lines] == [
        (each.text, each.caveat) for each in assessment.benefits
    ]


def test_it_always_says_that_nobody_signed_the_rules_here_and_which_they_are(panel, ruleset, judged):
    version = ruleset.knowledge.version
    for state in (panel.clear, lambda: panel.show_judgement(ANA, 46, undecided(judged(Verdict.SUITABLE)))):
        state()
        assert panel.sign_off.isVisible()
        assert version.version in panel.version.text()
        assert version.hash in panel.version.toolTip()


def test_nothing_is_wider_than_the_panel(panel, herniated, judged):
    for assessment in (herniated, *(judged(verdict) for verdict in Verdict)):
        panel.show_judgement(
            PatientDetails("Anastasia", "Kowalczyk-Hernández de la Fuente"), None, undecided(assessment)
        )
        panel.view.adjustSize()
        body = panel.view.verdict.parentWidget()
        assert body.minimumSizeHint().width() <= 360
