"""The shipped rules say what the evidence says: an independent copy of its tables, and the manners of the texts."""

import re
import tomllib
from itertools import chain

import pytest

from clinicdesk.domain.suitability import Technique
from clinicdesk.resources import resource
from clinicdesk.rules import RuleSet, load_knowledge

EVIDENCE = """
U01      | any                            | refer  | refer  | sourced    | S-CES1 S-CES2 S-CES3 S-CES5 S-CES6
U02      | any                            | refer  | refer  | sourced    | S-CES1 S-CES2 S-CES3 S-CES4
U03      | any                            | refer  | refer  | sourced    | S-AHCPR
U04      | any                            | refer  | refer  | unverified | S-MABRY
U05      | any                            | refer  | refer  | unverified | S-PE1 S-PE2
U06      | any                            | refer  | refer  | sourced    | S-AAA1 S-AAA2 S-AAA3
U07      | any                            | refer  | refer  | sourced    | S-PE1 S-PE2 S-PE3 S-DVT1
U08      | any                            | refer  | refer  | sourced    | S-DOWNIE S-HENSCHKE S-AHCPR
U09      | any                            | refer  | refer  | unverified | S-DOWNIE S-HENSCHKE S-AHCPR S-PAPA
U10      | any                            | refer  | refer  | sourced    | S-ASFX1 S-ASFX2 S-ASFX3
U11      | any                            | refer  | refer  | sourced    | S-VO1 S-SEA1 S-SEA2 S-AHCPR
U12      | any                            | refer  | refer  | sourced    | S-DOWNIE S-REDFLAGTABLE S-NG234
U13      | any                            | refer  | refer  | unverified | S-IFOMPT S-HENSCHKE S-NICECANCER
U14      | any                            | refer  | refer  | unverified | S-SEH1
U15      | any                            | refer  | refer  | unverified | S-KIDNEY1
U16      | any                            | refer  | refer  | unverified | -
U17      | any                            | refer  | refer  | unverified | -
U18      | any                            | refer  | refer  | unverified | S-VO1 S-SEA1
U19      | any                            | refer  | refer  | unverified | -
G01      | any                            | no     | no     | unverified | -
G02      | any                            | no     | no     | sourced    | S-MINOR1 S-MINOR2
G03      | any                            | no     | no     | sourced    | S-ABMPLIST
G04      | any                            | no     | review | unverified | -
G05      | any                            | review | review | unverified | -
S01      | any                            | no     | review | sourced    | seed S-WB-FX S-FXPT1 S-FXPT2
S02      | any                            | review | care   | sourced    | S-FXPT1 S-FXPT2 S-WB-OP
S03      | any                            | no     | care   | sourced    | seed S-KNGF S-DANISH S-JOSPT S-WB-DISC S-YIN
S04      | any                            | review | care   | unverified | seed
S05      | any                            | care   | ok     | unverified | S-WB-DISC
S06      | any                            | no     | review | sourced    | seed S-MSU S-MACMILLAN
R-CA-P   | any                            | review | care   | sourced    | S-DOWNIE
R-CA-P2  | any                            | care   | ok     | sourced    | S-MACMILLAN
R-CA-A   | any                            | review | review | sourced    | S-MACMILLAN S-CANCERMASSAGE S-NCCIH
R-CA-D   | firm                           | no     | -      | sourced    | S-MACMILLAN S-NCCIH
R-INF    | any                            | review | review | sourced    | S-VO1 S-VO2 S-AHCPR
R-IMM    | any                            | care   | care   | unverified | -
R-FEV    | any                            | no     | review | sourced    | S-MBLEX1 S-MBLEX2 S-SPAVERDE S-ABMPLIST
R-ILL    | any                            | no     | review | sourced    | S-ASCENSION S-ABMPLIST
R-SPINF-C | any                            | no     | review | sourced    | S-VO1 S-YUMPU
R-SPINF-P | any                            | review | care   | sourced    | S-SEA2
R-WL     | any                            | review | review | unverified | S-REDFLAGTABLE
R-CL     | any                            | review | review | sourced    | S-IFOMPT S-ROSS S-GEBHARDT
R-FRAG   | any                            | review | review | unverified | S-AHCPR S-PAPA
R-YOUTH  | any                            | review | care   | sourced    | S-AHCPR S-DVT2
R-PARS   | any                            | review | review | sourced    | S-PARS
R-FLANK  | any                            | no     | review | sourced    | S-KIDNEY2 S-KIDNEY3
R-AAA-K  | any                            | no     | review | sourced    | S-WB-AN S-YUMPU
R-AAA-R  | any                            | review | care   | unverified | -
R-DVT-C  | any                            | no     | review | unverified | S-PE1 S-ASCENSION
R-DVT-P  | any                            | care   | ok     | sourced    | S-PE4
R-DVT-D  | firm                           | review | -      | sourced    | S-PE4
R-SCI1   | any                            | review | care   | sourced    | S-NG59 S-KNGF S-DANISH seed
R-SCI2   | any                            | review | care   | sourced    | S-KNGF S-DANISH S-JOSPT
R-STEN1  | any                            | care   | ok     | sourced    | S-LSS1 S-LSS2 S-IJTMB63 S-CMTO
R-STEN2  | any                            | review | review | unverified | -
R-SLIP1  | any                            | care   | care   | unverified | S-KAMALI
R-SLIP2  | any                            | review | review | unverified | S-PARS
R-SPA1   | any                            | review | care   | unverified | S-NG65
R-SPA2   | any                            | care   | ok     | sourced    | S-ASMASS S-QS170 S-WB-AS
R-SPA3   | any                            | review | care   | sourced    | S-WB-AS S-WB-RA
R-SPA4   | any                            | review | care   | sourced    | S-ASFX1 S-ASFX3
R-RA     | any                            | review | care   | sourced    | S-WB-RA
R-INFL1  | any                            | no     | care   | sourced    | S-WB-INFL S-AHA
R-INFL2  | any                            | care   | ok     | sourced    | seed S-WB-INFL
R-SURG1  | any                            | no     | review | sourced    | S-MSU S-SURG1
R-SURG2  | any                            | review | care   | sourced    | S-SURG1 S-SURG2
R-SURG3  | any                            | care   | ok     | sourced    | S-JOSPT
R-SURG4  | any                            | review | review | unverified | -
R-HARD   | any                            | care   | care   | unverified | -
R-HARD-D | firm                           | review | -      | unverified | -
R-OP     | any                            | care   | care   | sourced    | S-WB-OP S-BJSMFX
R-OP-D   | forceful                       | no     | no     | sourced    | S-MBLEX3 S-WB-OP
R-STER   | any                            | care   | care   | sourced    | S-KNOWT S-DOWNIE
R-STER-D | forceful                       | review | review | sourced    | S-KNOWT
R-AC     | any                            | care   | care   | sourced    | S-KNOWT S-NCCIH S-HUGHES
R-AC-D   | forceful                       | no     | no     | sourced    | S-NCCIH S-SEH1
R-AP     | any                            | care   | ok     | unverified | -
R-BD     | any                            | review | care   | sourced    | S-HEMO S-NCCIH
R-BD-D   | forceful                       | no     | no     | sourced    | S-HEMO S-MBLEX3
R-PG1    | any                            | review | care   | sourced    | S-PREG1 S-PREG2 S-PREG3
R-PG2    | any                            | care   | care   | sourced    | S-PREG1 S-PE2 S-PREG3
R-PG-D   | forceful                       | no     | review | sourced    | S-PREG3 S-PE2
R-PG-H   | any                            | no     | review | sourced    | S-PREG1 S-ABMPLIST
R-PP     | any                            | care   | care   | unverified | -
R-SK1    | any                            | care   | ok     | sourced    | S-MBLEX1
R-SK2    | any                            | no     | care   | sourced    | S-MBLEX1 S-MBLEX2 S-SPENCER
R-SK3    | any                            | no     | review | sourced    | S-ZOSTER S-ASCENSION
R-BP1    | any                            | review | review | sourced    | S-YUMPU2 S-WB-HTN
R-BP2    | any                            | no     | no     | unverified | S-YUMPU2
R-BP3    | any                            | care   | ok     | unverified | S-WB-HTN
R-HF1    | any                            | no     | no     | sourced    | S-CHF1 S-CHF2
R-HF2    | any                            | review | care   | sourced    | S-CHF1 S-CHF2 S-YUMPU3
R-MI1    | any                            | no     | review | unverified | S-WB-MI S-YUMPU3
R-MI2    | any                            | review | review | sourced    | S-WB-MI
R-MI3    | any                            | care   | care   | sourced    | S-WB-MI
R-PM     | any                            | care   | care   | sourced    | S-ELEC1
R-PM-E   | electrotherapy                 | -      | no     | sourced    | S-ELEC1 S-ELEC2
R-EL     | electrotherapy                 | -      | no     | sourced    | S-ELEC1 S-ELEC2 S-WHO S-NG59B
R-DM1    | any                            | care   | care   | sourced    | S-YUMPU3 S-DMFORUM
R-DM-D   | firm                           | review | -      | sourced    | S-YUMPU3
R-DM0    | any                            | ok     | ok     | unverified | S-KNOWT S-YUMPU3
R-LY     | any                            | care   | care   | sourced    | S-LYMPH1 S-LYMPH2
R-KD1    | any                            | review | care   | unverified | S-LYMPH1
R-KD2    | any                            | care   | ok     | sourced    | S-URIN
R-PMM    | any                            | care   | care   | sourced    | S-KNOWT S-IJTMB63
R-PMM-D  | firm                           | review | -      | unverified | S-KNOWT
R-IMP    | any                            | care   | ok     | sourced    | S-CANCERMASSAGE
R-INJ1   | any                            | no     | review | unverified | S-INJ1 S-INJ2 S-INJ3
R-INJ2   | any                            | care   | care   | sourced    | S-INJ2
R-ALL    | any                            | care   | ok     | sourced    | S-SIDE S-LIVIH
R-PVD    | any                            | review | care   | unverified | -
R-VV     | any                            | care   | ok     | sourced    | S-AYUR S-121
R-HM1    | any                            | care   | care   | sourced    | S-EDS
R-HM2    | any                            | care   | ok     | sourced    | S-EDS2
R-HM-T   | manipulation_thrust stretching | -      | review | unverified | S-EDS
R-THR    | manipulation_thrust            | -      | no     | sourced    | S-YIN S-ASFX4
R-OLD-D  | deep_tissue                    | care   | -      | sourced    | S-PE3
R-CA-P-N | any                            | review | review | sourced    | S-DOWNIE
R-NOGAIN | any                            | care   | care   | unverified | -
I01      | any                            | ok     | ok     | sourced    | S-ACP S-JOSPT
I02      | any                            | ok     | ok     | sourced    | S-ACP S-KAMALI
I03      | any                            | ok     | ok     | sourced    | S-WHO S-ACP S-CHERKIN S-COCHRANE
I04      | any                            | ok     | ok     | sourced    | seed S-KNGF
I05      | any                            | ok     | ok     | sourced    | S-DOMS1 S-DOMS2 S-FRANKLIN
I06      | any                            | ok     | ok     | sourced    | seed S-FRANKLIN
I07      | any                            | ok     | ok     | sourced    | seed S-ENDO S-MSKCC
"""

VERDICTS = {
    "-": None,
    "ok": "suitable",
    "care": "suitable_with_precautions",
    "review": "needs_clinician_review",
    "no": "not_suitable",
    "refer": "refer_urgently",
}
SCOPES = {
    "any": [],
    "firm": ["deep_tissue", "trigger_point"],
    "forceful": ["deep_tissue", "trigger_point", "manipulation_thrust"],
}
OPEN = {"suitable", "suitable_with_precautions"}
STRENGTHS = {
    "guideline",
    "systematic_review",
    "trial",
    "cohort",
    "case_report",
    "textbook",
    "professional_page",
    "exam_prep",
    "forum",
    "general_knowledge",
}
DIAGNOSES = re.compile(
    r"cancer|tumou?r|malignan|metasta|oncolog|cauda|fractur|herniat|\bdiscs?\b|slipped|stenosis|aneurysm|thromb|embol"
    r"|\bclots?\b|osteopor|spondyl|vertebra|arthrit|rheuma|sciatica|shingles|zoster|infect|inflam|diabet|neuropath"
    r"|heart failure|heart attack|stroke|hypertens|pregnan|lymphoed|varicose|kidney disease|haemophil|cirrho|depress"
    r"|suicid|intoxic|HIV|abscess|syndrome",
    re.IGNORECASE,
)


def entries(file_start, table):
    files = sorted(resource("knowledge").glob(f"{file_start}*.toml"))
    assert files
    return list(chain.from_iterable(tomllib.loads(file.read_text("utf-8"))[table] for file in files))


RULES = {rule["id"]: rule for rule in entries("rules_", "rule")}
ROWS = [[cell.strip() for cell in line.split("|")] for line in EVIDENCE.strip().splitlines()]
each_row = pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
each_rule = pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
each_pairing = pytest.mark.parametrize("entry", entries("pairing", "pairing"), ids=lambda entry: entry["id"])


def printed(rule):
    lists = ("precautions", "precautions_massage", "precautions_physical_therapy")
    return [text for name in lists for text in rule.get(name, ())]


def test_every_rule_of_the_evidence_is_shipped_once_and_no_other():
    shipped = sorted(rule["id"] for rule in entries("rules_", "rule"))
    assert shipped == sorted(row[0] for row in ROWS)


@each_row
def test_a_rule_has_the_scope_verdicts_and_sources_of_the_evidence(row):
    rule_id, scope, massage, physical_therapy, _, sources = row
    rule = RULES[rule_id]
    assert rule["techniques"] == SCOPES.get(scope, scope.split())
    assert rule.get("massage") == VERDICTS[massage]
    assert rule.get("physical_therapy") == VERDICTS[physical_therapy]
    assert rule["sources"] == [key for key in sources.split() if key != "-"]


@each_row
def test_a_rule_admits_what_no_source_supports(row):
    rule_id, *_, support, sources = row
    rule = RULES[rule_id]
    assert bool(rule.get("unverified")) == (support == "unverified")
    if sources == "-":
        assert rule["strength"] == "general_knowledge"


@each_rule
def test_a_rule_speaks_in_all_three_voices(rule):
    assert rule["version"] >= 1
    assert 0 < len(rule["title"]) <= 90
    assert rule["title"] == rule["title"].strip().rstrip(".")
    assert rule["strength"] in STRENGTHS
    for text in (rule["because"], rule["desk"], *printed(rule)):
        assert text.endswith(".")
        assert "  " not in text


def test_no_two_rules_share_a_title():
    titles = [rule["title"] for rule in RULES.values()]
    assert len(set(titles)) == len(titles)


@each_rule
def test_the_reason_says_may_and_claims_no_diagnosis(rule):
    assert re.search(r"\bmay\b", rule["because"])
    assert not re.search(r"\b(you have|suffers from|is diagnosed)\b", rule["because"])


@each_rule
def test_neither_the_desk_line_nor_the_sheet_names_a_diagnosis(rule):
    for text in (rule["desk"], *printed(rule)):
        assert not DIAGNOSES.search(text), text


@each_rule
def test_the_desk_line_agrees_with_the_verdicts(rule):
    verdicts = {rule[kind] for kind in ("massage", "physical_therapy") if kind in rule}
    desk = rule["desk"].lower()
    assert ("book nothing" in desk) == ("refer_urgently" in verdicts)
    assert ("do not book" in desk) == ("not_suitable" in verdicts)
    assert ("hold" in desk) == ("needs_clinician_review" in verdicts)
    assert ("does not stop" in desk or "suits either" in desk) == bool(verdicts & OPEN)


@each_rule
def test_a_precaution_for_one_kind_stands_only_where_that_kind_is_judged(rule):
    for kind in ("massage", "physical_therapy"):
        if rule.get(f"precautions_{kind}"):
            assert kind in rule


@each_rule
def test_a_session_with_precautions_is_told_which(rule):
    for kind in ("massage", "physical_therapy"):
        if rule.get(kind) == "suitable_with_precautions":
            assert rule.get("precautions") or rule.get(f"precautions_{kind}")


def test_an_urgent_referral_says_what_to_do_and_keeps_hands_off():
    referring = [rule for rule in RULES.values() if rule.get("massage") == "refer_urgently"]
    assert len(referring) == 19
    for rule in referring:
        first, *further = rule["precautions"]
        assert not first.startswith("Have no")
        assert any(text.startswith("Have no massage, exercise or other treatment here") for text in further)


def test_a_benefit_promises_little_and_asserts_no_endorphins():
    benefits = {entry["id"]: entry for entry in entries("benefits", "benefit")}
    assert sorted(benefits) == ["blood_flow", "mood_and_pain_perception", "tension_relief"]
    for benefit in benefits.values():
        assert " may " in benefit["text"]
        assert benefit["caveat"]
        assert "endorphin" not in benefit["text"].lower()
        assert benefit["strength"] in STRENGTHS
    assert "S-ENDO" in benefits["mood_and_pain_perception"]["sources"]


@pytest.mark.parametrize("verdict", [code for code in VERDICTS.values() if code])
def test_some_pairing_advice_prints_under_every_physical_therapy_verdict(verdict):
    always = [entry for entry in entries("pairing", "pairing") if entry["when"] == "true"]
    assert [entry["id"] for entry in always if verdict in entry["physical_therapy"]]


@each_pairing
def test_pairing_advice_is_sourced_and_names_no_diagnosis(entry):
    assert entry["sources"]
    assert not DIAGNOSES.search(entry["text"])


@each_pairing
def test_no_exercise_is_recommended_while_physical_therapy_waits_or_is_ruled_out(entry):
    gates = set(entry["physical_therapy"]) or {code for code in VERDICTS.values() if code}
    if not gates <= OPEN:
        assert not re.search(r"exercise|book physical therapy|keep your|walk regularly", entry["text"], re.IGNORECASE)


def test_every_source_cited_is_listed():
    listed = {entry["key"] for entry in entries("sources", "source")}
    citing = [*RULES.values(), *entries("pairing", "pairing"), *entries("benefits", "benefit")]
    assert {key for entry in citing for key in entry["sources"]} <= listed


@pytest.mark.parametrize("finding", ["reduced_sensation", "diabetes", "pain_masking_medicine", "recent_injection"])
def test_warmth_is_advised_only_to_those_known_to_feel_it(finding):
    rules = RuleSet(load_knowledge(resource("knowledge")))
    answered = {name: known.harmless for name, known in rules.knowledge.findings.items()}
    answered |= {"main_complaint": "back_pain", "nonspecific_lbp": "acute_under_4w"}
    missing = {name: value for name, value in answered.items() if name != finding}
    advised = [
        {line.id for line in rules.assess(findings, Technique.SWEDISH).pairing} for findings in (answered, missing)
    ]
    assert "acute_warmth" in advised[0]
    assert advised[1]
    assert "acute_warmth" not in advised[1]
