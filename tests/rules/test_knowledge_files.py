"""Knowledge files load whole or not at all, and a fault is named with its file and entry."""

import pytest

from clinicdesk.domain.suitability import Technique, Verdict
from clinicdesk.errors import KnowledgeFault
from clinicdesk.rules import RuleSet, load_knowledge

RULESET = 'id = "small"\nversion = "1.0"\nstatement = "A draft."\n'
FINDINGS = """
[[group]]
id = "all"
title = "All"
intro = "Everything."

[[finding]]
id = "fever"
group = "all"
question = "Fever?"
type = "yes_no"
harmless = "no"
if_unknown = "review"
asked_by = "desk"

[[finding]]
id = "operation"
group = "all"
question = "Operation?"
type = "choice"
harmless = "none"
if_unknown = "review"
asked_by = "desk"
choices = [{value = "none", label = "No"}, {value = "recent", label = "Recent"}, {value = "old", label = "Old"}]
[finding.dated]
id = "operation_date"
label = "Date"
unit = "days"
bands = [{below = 42, values = ["recent"]}, {values = ["old"]}]

[[finding]]
id = "age_years"
group = "all"
question = "Age?"
type = "number"
minimum = 0
maximum = 130
harmless = 40
if_unknown = "review"
asked_by = "record"
"""
DEFINITIONS = """
[[definition]]
id = "signs"
kind = "count"
of = ["hot", "operation == recent"]
meaning = "How many signs."

[[definition]]
id = "hot"
kind = "condition"
when = "fever"
meaning = "Feverish."
"""
RULES = """
[[rule]]
id = "R1"
version = 1
title = "Hot"
techniques = ["swedish"]
when = "signs >= 1"
massage = "not_suitable"
because = "It may harm."
desk = "Wait."
sources = ["book"]
strength = "textbook"
"""
SOURCES = '[[source]]\nkey = "book"\nwhat = "A book"\nyear = "1998"\n'
FILES = {
    "ruleset.toml": RULESET,
    "findings.toml": FINDINGS,
    "definitions.toml": DEFINITIONS,
    "rules_a.toml": RULES,
    "sources.toml": SOURCES,
}


def written(folder, files):
    for name, text in files.items():
        (folder / name).write_bytes(text.encode() if isinstance(text, str) else text)
    return folder


def test_a_small_set_of_files_loads_and_judges(tmp_path):
    knowledge = load_knowledge(written(tmp_path, FILES))
    assert (knowledge.version.id, knowledge.version.version, knowledge.statement) == ("small", "1.0", "A draft.")
    assert list(knowledge.findings) == ["fever", "operation", "age_years"]
    assert [choice.value for choice in knowledge.findings["fever"].choices] == ["yes", "no"]
    assert knowledge.sources["book"].year == "1998"
    harmless = {"fever": "no", "operation": "none", "age_years": 40}
    ruleset = RuleSet(knowledge)
    assert ruleset.verdict(harmless, Technique.SWEDISH) is Verdict.SUITABLE
    assert ruleset.verdict(harmless | {"operation": "recent"}, Technique.SWEDISH) is Verdict.NOT_SUITABLE
    assert ruleset.verdict(harmless | {"fever": "yes"}, Technique.RELAXATION) is Verdict.SUITABLE


def test_the_hash_is_that_of_the_content(tmp_path):
    def hash_of(name, files):
        folder = tmp_path / name
        folder.mkdir()
        return load_knowledge(written(folder, files)).version.hash

    plain = hash_of("plain", FILES)
    assert len(plain) == 64
    assert hash_of("again", FILES) == plain
    assert hash_of("windows", {name: text.replace("\n", "\r\n") for name, text in FILES.items()}) == plain
    assert hash_of("commented", FILES | {"rules_a.toml": "# A remark.\n" + RULES}) == plain
    assert hash_of("reworded", FILES | {"rules_a.toml": RULES.replace("Wait.", "Wait!")}) != plain
    assert hash_of("renumbered", FILES | {"ruleset.toml": RULESET.replace("1.0", "1.1")}) != plain


def test_it_does_not_matter_how_the_entries_are_spread_over_files(tmp_path):
    one = FILES["findings.toml"] + DEFINITIONS + RULES + SOURCES
    knowledge = load_knowledge(written(tmp_path, {"ruleset.toml": RULESET, "all.toml": one}))
    assert list(knowledge.rules) == ["R1"]


def changed(file, old, new):
    assert old in FILES[file]
    return FILES | {file: FILES[file].replace(old, new)}


FAULTS = [
    (changed("rules_a.toml", "[[rule]]", "[[rule"), "rules_a.toml", None, "not valid TOML"),
    (FILES | {"rules_a.toml": b"\xff\xfe"}, "rules_a.toml", None, "not UTF-8"),
    ({"findings.toml": FINDINGS}, "ruleset.toml", None, "missing"),
    (changed("ruleset.toml", "statement", "status"), "ruleset.toml", None, "status"),
    (changed("rules_a.toml", "[[rule]]", "[[rules]]"), "rules_a.toml", None, "'rules'"),
    (FILES | {"extra.toml": "rule = 3"}, "extra.toml", None, "'rule'"),
    (changed("rules_a.toml", 'id = "R1"', ""), "rules_a.toml", "rule number 1", "no id"),
    (FILES | {"rules_b.toml": RULES}, "rules_b.toml", "R1", "already stands in rules_a.toml"),
    (changed("rules_a.toml", "title", "titel"), "rules_a.toml", "R1", "titel"),
    (changed("rules_a.toml", "version = 1", 'version = "1"'), "rules_a.toml", "R1", "version"),
    (changed("rules_a.toml", "not_suitable", "unsuitable"), "rules_a.toml", "R1", "'unsuitable' is not a verdict"),
    (changed("rules_a.toml", '"not_suitable"', "3"), "rules_a.toml", "R1", "'3' is not a verdict"),
    (changed("rules_a.toml", '"swedish"', '"sweedish"'), "rules_a.toml", "R1", "sweedish"),
    (changed("rules_a.toml", '"swedish"', '"swedish", "swedish"'), "rules_a.toml", "R1", "twice"),
    (changed("rules_a.toml", '"swedish"', '"stretching"'), "rules_a.toml", "R1", "lists no technique"),
    (changed("rules_a.toml", 'massage = "not_suitable"', ""), "rules_a.toml", "R1", "neither kind"),
    (changed("rules_a.toml", '"It may harm."', '" "'), "rules_a.toml", "R1", "'because' is empty"),
    (changed("rules_a.toml", "signs >= 1", "sign >= 1"), "rules_a.toml", "R1", "'sign'"),
    (changed("rules_a.toml", "signs >= 1", "signs >= 3"), "rules_a.toml", "R1", "can never hold"),
    (changed("rules_a.toml", "signs >= 1", "signs >= 0"), "rules_a.toml", "R1", "always holds"),
    (changed("rules_a.toml", '["book"]', '["bok"]'), "rules_a.toml", "R1", "no source called 'bok'"),
    (changed("rules_a.toml", '"textbook"', '"hearsay"'), "rules_a.toml", "R1", "hearsay"),
    (changed("definitions.toml", 'when = "fever"', 'when = "signs >= 1"'), "definitions.toml", "signs", "itself"),
    (changed("definitions.toml", '"hot"\n', '"fever"\n'), "definitions.toml", "fever", "same name"),
    (changed("definitions.toml", 'when = "fever"', ""), "definitions.toml", "hot", "needs 'when'"),
    (changed("definitions.toml", 'when = "fever"', 'when = "fewer"'), "definitions.toml", "hot", "'fewer'"),
    (changed("findings.toml", "age_years", "age years"), "findings.toml", "age years", "letters, digits"),
    (changed("findings.toml", 'group = "all"', 'group = "any"'), "findings.toml", "fever", "no group called 'any'"),
    (changed("findings.toml", '"Fever?"', '""'), "findings.toml", "fever", "question is empty"),
    (changed("findings.toml", 'harmless = "no"', 'harmless = "maybe"'), "findings.toml", "fever", "'maybe'"),
    (changed("findings.toml", 'harmless = "no"', "harmless = false"), "findings.toml", "fever", "harmless"),
    (changed("findings.toml", "harmless = 40", "harmless = 140"), "findings.toml", "age_years", "'140'"),
    (changed("findings.toml", "minimum = 0", "minimum = 130"), "findings.toml", "age_years", "below its maximum"),
    (changed("findings.toml", 'value = "old"', 'value = "unknown"'), "findings.toml", "operation", "never listed"),
    (changed("findings.toml", 'value = "old"', 'value = "recent"'), "findings.toml", "operation", "listed twice"),
    (changed("findings.toml", 'values = ["old"]', 'values = ["ancient"]'), "findings.toml", "operation", "'ancient'"),
    (changed("findings.toml", "below = 42, ", ""), "findings.toml", "operation", "rising limits"),
    (changed("findings.toml", '"operation_date"', '"fever"'), "findings.toml", "operation", "'fever' is already"),
    (
        changed("findings.toml", "minimum = 0", "otherwise = 3\nminimum = 0"),
        "findings.toml",
        "age_years",
        "belong together",
    ),
    (
        changed("findings.toml", 'harmless = "no"', 'harmless = "no"\nchoices = [{value = "a", label = "a"}]'),
        "findings.toml",
        "fever",
        "no choices of its own",
    ),
]


@pytest.mark.parametrize(("files", "file", "entry", "fault"), FAULTS, ids=[case[3] for case in FAULTS])
def test_a_fault_is_named_with_its_file_and_entry(tmp_path, files, file, entry, fault):
    with pytest.raises(KnowledgeFault) as refused:
        load_knowledge(written(tmp_path, files))
    assert (refused.value.file, refused.value.entry) == (file, entry)
    assert fault in str(refused.value)


def test_a_folder_without_knowledge_is_refused(tmp_path):
    with pytest.raises(KnowledgeFault, match=r"ruleset\.toml: the file is missing"):
        load_knowledge(tmp_path)
