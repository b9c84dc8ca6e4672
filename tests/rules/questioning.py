"""Asking a person question by question until no answer can change either kind's verdict any more."""

from bisect import bisect_left

from clinicdesk.domain.suitability import Technique

RECORD = ("age_years", "sex_at_birth")


def asked_in_our_order(ruleset, person, technique=Technique.SWEDISH):
    """How many questions it takes when the most decisive open one is always put next, and the assessment then."""
    answers, asked = _from_record(person), 0
    while (assessment := ruleset.assess(_with_follow_ups(ruleset, answers), technique)).questions:
        question = assessment.questions[0]
        answers[question] = person[question]
        asked += 1
    return asked, assessment


def asked_in_file_order(ruleset, person, technique=Technique.SWEDISH):
    """As above, when every question that applies is put in the order of the files."""
    prefixes = [_from_record(person)]
    while question := next((id_ for id_ in ruleset.applicable(prefixes[-1]) if id_ not in prefixes[-1]), None):
        prefixes.append(prefixes[-1] | {question: person[question]})

    def settled(asked):
        return not ruleset.assess(_with_follow_ups(ruleset, prefixes[asked]), technique).questions

    # What is settled stays settled, so the first such prefix can be found by halving.
    asked = bisect_left(range(len(prefixes)), True, key=settled)
    return asked, ruleset.assess(_with_follow_ups(ruleset, prefixes[asked]), technique)


def least_to_ask(ruleset, person, random, technique=Technique.SWEDISH, tries=4):
    """How few questions settle it for somebody who knows the answers beforehand; an estimate from above."""
    put = ruleset.applicable(person)
    fewest = len(put)
    for _ in range(tries):
        answers = {id_: person[id_] for id_ in put}
        order = random.sample(put, len(put))
        for id_ in sorted(order, key=lambda id_: answers[id_] != ruleset.knowledge.findings[id_].harmless):
            left = {other: value for other, value in answers.items() if other != id_}
            known = _with_follow_ups(ruleset, _from_record(person) | left)
            if not ruleset.assess(known, technique).questions:
                answers = left
        fewest = min(fewest, len(answers))
    return fewest


def _from_record(person):
    return {id_: person[id_] for id_ in RECORD}


def _with_follow_ups(ruleset, answers):
    """The answers and what is recorded for questions that do not apply."""
    return ruleset.not_applicable(answers) | answers
