"""Rules are edited, published and rolled back; earlier assessments keep their version, and no fault leaves none."""

from dataclasses import replace

import pytest

from clinicdesk.data import open_store
from clinicdesk.desk import Desk
from clinicdesk.desk.assessing import judgement_in
from clinicdesk.desk.keys import new_key
from clinicdesk.domain.rule_version import RuleStep, RuleVersion
from clinicdesk.domain.suitability import Technique, Verdict
from clinicdesk.errors import InvalidValues, NotAllowed, NotFound, StaleRecord
from tests.desk.front_desk import CLAIRE, MARIA, NOW, TODAY, audited, booked, harmless, judged, local, person
from tests.vouching import vouching

BODY = "rules_medical_body.toml"
FEVER = ('id = "R-FEV"\n', 'id = "R-FEV"\nactive = false\n')
ILL = ('id = "R-ILL"\n', 'id = "R-ILL"\nactive = false\n')
AGED = ('when = "fever_now"', 'when = "age_years >= 60"')


def edited(desk, *changes, file=BODY):
    """The copy on the bench with some passages of a file replaced."""
    copy = desk.rule_bench.copy()
    text = copy.texts[file]
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return replace(copy, texts={**copy.texts, file: text})


def publish(desk, *changes, reason="Fever is asked about at the door.", **given):
    by = vouching(desk, given.pop("by", CLAIRE), given.pop("now", NOW))
    given = {"seen": desk.rules.number, "accepted": True} | given
    return desk.rule_bench.publish(edited(desk, *changes), reason=reason, **given, **by)


def feverish(desk):
    """The verdict on Swedish massage for somebody with a fever."""
    patient = person(desk)
    return desk.intakes.assess(patient, harmless(desk, fever_now="yes"), Technique.SWEDISH, on=TODAY).verdict


def test_a_clinic_begins_with_the_shipped_rules(desk, ruleset):
    standing = desk.rule_bench.standing()
    assert (standing.number, standing.version, standing.entry) == (0, ruleset.version, None)
    assert (standing.fault, standing.newer_shipped) == ("", False)
    assert desk.rule_bench.texts(0) == ruleset.knowledge.texts
    assert desk.rule_bench.copy().texts == ruleset.knowledge.texts


def test_a_published_version_judges_at_once_and_in_every_part(desk, ruleset):
    assert feverish(desk) is Verdict.NOT_SUITABLE
    version = publish(desk, FEVER)
    assert (version.number, version.based_on, version.ruleset_version) == (1, 0, f"{ruleset.version.version}+1")
    assert desk.ruleset.version.hash == version.ruleset_hash
    assert feverish(desk) is Verdict.SUITABLE
    patient = judged(desk, "Ben", "Ode", fever_now="yes")
    session = booked(desk, patient, local(10, days=1))
    record = desk.store.assessments.latest_for(session.id)
    assert (record.ruleset_version, record.verdict) == (version.ruleset_version, Verdict.SUITABLE)
    assert desk.sign_off.version == desk.ruleset.version
    assert audited(desk, 3)[-1][:2] != ("", "")


def test_publishing_is_one_audit_entry_that_names_the_therapist(desk):
    publish(desk, FEVER)
    assert audited(desk) == [("Claire Dubois", "rules.published", {"number": 1})]


def test_a_published_version_judges_after_a_restart(desk, ruleset):
    version = publish(desk, FEVER)
    with open_store(desk.store.path) as store:
        again = Desk(store, ruleset)
        assert again.ruleset.version.hash == version.ruleset_hash
        assert again.rules.number == 1


def test_another_window_follows_when_it_looks(desk, ruleset):
    with open_store(desk.store.path) as store:
        other = Desk(store, ruleset)
        intakes = other.intakes
        assert other.ruleset is ruleset
        assert other.rules.refresh() is False
        publish(desk, FEVER)
        assert other.rules.refresh() is True
        assert other.ruleset.version == desk.ruleset.version
        assert other.intakes is not intakes
        assert other.rules.refresh() is False


def test_an_earlier_assessment_keeps_its_version(desk, ruleset):
    session = booked(desk, judged(desk, "Ben", "Ode"), local(10, days=1))
    publish(desk, FEVER)
    kept = judgement_in(desk.store.assessments.latest_for(session.id))
    assert kept.assessment.ruleset == ruleset.version


def test_a_new_version_needs_a_signature_of_its_own(desk):
    desk.sign_off.sign(name=CLAIRE.name, licence="PT 1", confirmed=True, **vouching(desk, CLAIRE, NOW))
    publish(desk, FEVER)
    assert desk.sign_off.current() is None
    desk.rule_bench.roll_back(0, seen=1, reason="Back to what was signed.", **vouching(desk, CLAIRE, NOW))
    assert desk.sign_off.current().name == CLAIRE.name


def test_rolling_back_is_an_entry_of_its_own(desk, ruleset):
    publish(desk, FEVER)
    second = publish(desk, ILL)
    assert (second.number, second.based_on) == (2, 1)
    entry = desk.rule_bench.roll_back(1, seen=2, reason=" Too many came ill. ", **vouching(desk, CLAIRE, NOW))
    assert (entry.number, entry.step, entry.reason) == (1, RuleStep.ROLLED_BACK, "Too many came ill.")
    assert desk.ruleset.version.version.endswith("+1")
    desk.rule_bench.roll_back(0, seen=1, reason="All of it.", **vouching(desk, CLAIRE, NOW))
    assert desk.ruleset.version == ruleset.version
    assert [each.number for each in desk.rule_bench.history()] == [0, 1, 2, 1]
    assert [each.number for each in desk.rule_bench.versions()] == [2, 1]
    assert desk.rule_bench.standing().by == CLAIRE.name


def test_only_a_therapist_publishes_or_rolls_back(desk):
    with pytest.raises(NotAllowed, match="Only a therapist can publish rules"):
        publish(desk, FEVER, by=MARIA)
    publish(desk, FEVER)
    with pytest.raises(NotAllowed, match="Only a therapist can put other rules in force"):
        desk.rule_bench.roll_back(0, seen=1, reason="No.", **vouching(desk, MARIA, NOW))
    assert desk.rules.number == 1


def test_publishing_and_rolling_back_need_a_reason(desk):
    with pytest.raises(InvalidValues) as raised:
        publish(desk, FEVER, reason="  ")
    assert list(raised.value.fields) == ["reason"]
    publish(desk, FEVER)
    with pytest.raises(InvalidValues):
        desk.rule_bench.roll_back(0, seen=1, reason="", **vouching(desk, CLAIRE, NOW))


def test_rules_with_a_fault_are_not_published(desk):
    with pytest.raises(NotAllowed, match=r"R-FEV: there is no finding or definition called 'feverr'"):
        publish(desk, ('when = "fever_now"', 'when = "feverr"'))
    assert desk.rule_bench.versions() == []


def test_rules_that_judge_somebody_too_well_are_published_by_nobody(desk):
    copy = edited(desk, ('id = "S03"\n', 'id = "S03"\nactive = false\n'), file="rules_seed.toml")
    with pytest.raises(NotAllowed, match="herniated_disc"):
        desk.rule_bench.publish(copy, seen=0, reason="Less.", accepted=True, **vouching(desk, CLAIRE, NOW))
    assert desk.rules.number == 0


def test_what_stops_people_for_nothing_is_answered_for_and_recorded(desk):
    with pytest.raises(InvalidValues) as raised:
        publish(desk, AGED, accepted=False)
    assert list(raised.value.fields) == ["accepted"]
    version = publish(desk, AGED, accepted=True)
    assert any("healthy_adult" in sentence for sentence in version.accepted)
    assert desk.rule_bench.versions()[0].accepted == version.accepted


def test_rules_that_say_nothing_new_are_not_published(desk):
    with pytest.raises(NotAllowed, match="say the same"):
        publish(desk)
    publish(desk, FEVER)
    with pytest.raises(NotAllowed, match="say the same"):
        publish(desk)


def test_two_people_do_not_publish_over_one_another(desk):
    publish(desk, FEVER)
    with pytest.raises(StaleRecord, match="put in force meanwhile"):
        publish(desk, ILL, seen=0)
    with pytest.raises(StaleRecord):
        desk.rule_bench.roll_back(0, seen=0, reason="Old.", **vouching(desk, CLAIRE, NOW))
    assert desk.rules.number == 1


def test_rolling_back_refuses_what_is_in_force_and_what_is_not_there(desk):
    with pytest.raises(NotAllowed, match="judge already"):
        desk.rule_bench.roll_back(0, seen=0, reason="Why not.", **vouching(desk, CLAIRE, NOW))
    with pytest.raises(NotFound):
        desk.rule_bench.roll_back(3, seen=0, reason="Why not.", **vouching(desk, CLAIRE, NOW))


def test_the_copy_survives_closing_and_goes_once_it_is_published(desk, ruleset):
    copy = edited(desk, FEVER)
    desk.rule_bench.keep(copy, now=NOW)
    with open_store(desk.store.path) as store:
        kept = Desk(store, ruleset).rule_bench.copy()
    assert kept == replace(copy, saved_at=NOW)
    publish(desk)
    assert desk.rule_bench.copy().saved_at is None


def test_a_copy_like_what_it_was_made_from_is_not_kept(desk):
    desk.rule_bench.keep(edited(desk, FEVER), now=NOW)
    fresh = desk.rule_bench.copy()
    desk.rule_bench.keep(replace(fresh, texts=desk.rule_bench.texts(0)), now=NOW)
    assert desk.rule_bench.copy().saved_at is None


def damaged(desk, number, *, text='id = "clinic"\nversion = "9"\n'):
    """A version on file that this program cannot use, as a newer program's may be."""
    version = RuleVersion(
        new_key(NOW), number, 0, "clinic", "9", "c" * 64, "d" * 64, {"ruleset.toml": text}, (), "x", CLAIRE.id, NOW
    )
    with desk.store.write():
        desk.store.rule_versions.add(version)
        desk.rule_bench._put_in_force(number, RuleStep.PUBLISHED, "x", CLAIRE, NOW)


def test_a_version_that_does_not_load_leaves_the_last_good_one_and_says_so(desk, ruleset):
    good = publish(desk, FEVER)
    damaged(desk, 2)
    with open_store(desk.store.path) as store:
        again = Desk(store, ruleset)
        assert again.ruleset.version.hash == good.ruleset_hash
        assert again.rules.fault.startswith("Version 2 of the rules cannot be used: ruleset.toml")
        assert "version 1 judges" in again.rules.fault
        assert again.rule_bench.standing().fault == again.rules.fault
    desk.rules.refresh()
    assert desk.ruleset.version.hash == good.ruleset_hash
    desk.rule_bench.roll_back(1, seen=2, reason="Mended.", **vouching(desk, CLAIRE, NOW))
    assert desk.rules.fault == ""


def test_where_no_version_loads_the_shipped_rules_judge(desk, ruleset):
    damaged(desk, 1, text="nonsense = [")
    assert desk.ruleset is ruleset
    assert "the rules the program ships with judge" in desk.rules.fault


def test_newer_shipped_rules_are_told_and_never_slipped_in(desk, ruleset):
    version = publish(desk, FEVER)
    newer = ruleset.knowledge.texts | {
        "ruleset.toml": ruleset.knowledge.texts["ruleset.toml"].replace(ruleset.version.version, "2027.1.0")
    }
    from clinicdesk.rules import RuleSet, read_knowledge  # noqa: PLC0415 - only here

    with open_store(desk.store.path) as store:
        updated = Desk(store, RuleSet(read_knowledge(newer)))
        standing = updated.rule_bench.standing()
        assert standing.newer_shipped
        assert standing.shipped.version == "2027.1.0"
        assert updated.ruleset.version.hash == version.ruleset_hash


def test_no_part_of_the_desk_goes_on_with_the_rules_before(desk):
    """Every part is made anew, so that none can judge by rules that are no longer in force."""
    parts = ("intakes", "booking", "arrivals", "sign_off", "exports", "visits")
    before = {name: getattr(desk, name) for name in parts}
    publish(desk, FEVER)
    assert all(getattr(desk, name) is not part for name, part in before.items())
