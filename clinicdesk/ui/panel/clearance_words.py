"""What the panel, the record and the paper say of decisions beside the rules, as plain values."""

from datetime import date, tzinfo
from typing import TYPE_CHECKING

from clinicdesk.desk.clearance_choices import Choice
from clinicdesk.desk.judgement import Judgement
from clinicdesk.domain.clearance import Clearance, Lapse, Lapsed
from clinicdesk.domain.session import Session
from clinicdesk.domain.suitability import covers_words
from clinicdesk.rules.assessment import UNANSWERED
from clinicdesk.ui.names import before_more, left_to_right
from clinicdesk.ui.style import verdict_words
from clinicdesk.ui.when import moment_words, plain_day

if TYPE_CHECKING:
    from clinicdesk.rules import Knowledge

_NO_LETTER = "no letter noted"
_NEVER = "Never lifted"
_ASK_THERAPIST = "A therapist at the desk can clear this."


def rule_title(knowledge: "Knowledge", rule: str, *, at_therapist: bool = True) -> str:
    """What a rule is called: what it is about may have been told in private, so only a therapist hears that."""
    if rule == UNANSWERED:
        return "Open questions"
    known = knowledge.rules.get(rule) if at_therapist else None
    return known.title if known is not None else f"Rule {rule}"


def given_line(clearance: Clearance, given_on: date) -> str:
    """When it was given, and what the rules said."""
    said = verdict_words(clearance.verdict)
    return f"Given on {plain_day(given_on)} by {left_to_right(clearance.name)}. The rules said: {said}."


def original_line(judgement: Judgement) -> str:
    """What the rules say where decisions lift it: ``Rules: Ask the therapist · cleared by Ana Ruiz, until 9 Jan``.

    Empty where the verdict is what the rules say.
    """
    cleared, said = judgement.cleared, judgement.assessment.verdict
    if not cleared or judgement.verdict is said:
        return ""
    names = " and ".join(dict.fromkeys(each.name for each in cleared))
    ends = min(each.expires_on for each in cleared)
    return f"Rules: {verdict_words(said)}  ·  cleared by {left_to_right(names)}, until {plain_day(ends)}"


def grounds_line(clearance: Clearance) -> str:
    """On which grounds, in the words of the code and of the therapist, and by which letter."""
    letter = letter_words(clearance)
    return f"{clearance.reason.words}{f' ({letter})' if letter else ''}: “{clearance.text}”"


def letter_words(clearance: Clearance) -> str:
    """What was cleared in writing rests on: ``letter of Dr Moss, 20 Nov 2026``; empty where no letter is asked for."""
    if not clearance.reason.in_writing:
        return ""
    letter = clearance.letter
    return f"letter of {before_more(letter.written_by)}, {plain_day(letter.written_on)}" if letter else _NO_LETTER


def standing_line(title: str, clearance: Clearance, about: str) -> str:
    """What was decided, by whom and how far: ``Leg pain: cleared by Ana Ruiz for Stretching or gentler until 9 Jan``.

    ``about`` names the session of a decision that is about one; see ``session_words``.
    """
    name, until = left_to_right(clearance.name), plain_day(clearance.expires_on)
    scope = covers_words(clearance.technique) if clearance.session_id is None else about
    return f"{title.removesuffix('.')}: cleared by {name} for {scope} until {until}"


def session_words(session: Session | None, zone: tzinfo) -> str:
    """Such as ``the session of Thu 26 Nov, 10:00``."""
    if session is None:
        return "one session"
    return f"the session of {moment_words(session.starts_at, zone)}"


def lapse_line(title: str, lapsed: Lapsed, about: str, *, at_therapist: bool = True) -> str:
    """Whose decision no longer stands, and why; ``about`` as in ``standing_line``."""
    name = left_to_right(lapsed.clearance.name)
    scope = "" if lapsed.clearance.session_id is None else f" for {about}"
    why = lapse_words(lapsed, at_therapist=at_therapist)
    return f"{title.removesuffix('.')}: cleared by {name}{scope}, no longer. {why}"


def lapse_words(lapsed: Lapsed, *, at_therapist: bool = True) -> str:
    """Why a decision no longer stands; what a therapist wrote about it is for therapists."""
    match lapsed.cause:
        case Lapse.TAKEN_BACK:
            back = lapsed.clearance.taken_back
            by = f"Taken back by {left_to_right(back.name)}" if back else "Taken back"
            return f"{by}: “{back.why}”." if back and at_therapist else f"{by}."
        case Lapse.EXPIRED:
            return f"It stood until {plain_day(lapsed.clearance.expires_on)}."
        case Lapse.RULE_CHANGED:
            return "The rule has changed since."
        case Lapse.FACTS_CHANGED:
            return "The answers it rests on have changed since."


def why_not_words(choice: Choice, *, at_therapist: bool, session: bool) -> str:
    """What stands under a reason that cannot be cleared here and now; empty where it can."""
    if not choice.grounds:
        return f"{_NEVER}. {choice.why_not}"
    if not choice.every_session and not (choice.one_session and session):
        return choice.why_not
    return "" if at_therapist else _ASK_THERAPIST
