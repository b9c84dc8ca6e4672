"""What the desk is told, made from what the rules said. Nothing here names a diagnosis."""

from collections.abc import Sequence
from datetime import date

from clinicdesk.desk.judgement import Judgement
from clinicdesk.domain.clearance import Clearance
from clinicdesk.domain.clinic import Clinic
from clinicdesk.domain.patient import Patient
from clinicdesk.domain.renewal import FULL_INTAKE_DAYS, Renewal
from clinicdesk.domain.session import SessionType
from clinicdesk.domain.suitability import Kind, Verdict, covers_words
from clinicdesk.rules import UNANSWERED, Assessment, Reason

_GO_AHEAD = {
    Verdict.SUITABLE: "Go ahead with the session.",
    Verdict.SUITABLE_WITH_PRECAUTIONS: "Go ahead. The therapist reads the precautions first.",
    Verdict.NEEDS_CLINICIAN_REVIEW: "The therapist decides before the session starts.",
    Verdict.NOT_SUITABLE: "Do not start the session. Ask the therapist.",
    Verdict.REFER_URGENTLY: "Stop and call the therapist on duty at once.",
}
RENEWED_ON_ARRIVAL = "The intake is renewed on arrival, before the session starts."
_STANDING = {
    Verdict.SUITABLE: "suitable",
    Verdict.SUITABLE_WITH_PRECAUTIONS: "suitable with precautions",
    Verdict.NEEDS_CLINICIAN_REVIEW: "held for the therapist",
    Verdict.NOT_SUITABLE: "not suitable",
    Verdict.REFER_URGENTLY: "stop, refer urgently",
}

_THERAPY_GOES_ON = "This does not stop physical therapy."
_NOR_THERAPY = {
    Verdict.NEEDS_CLINICIAN_REVIEW: "Hold physical therapy, too, until the therapist has looked.",
    Verdict.NOT_SUITABLE: "Do not book physical therapy either.",
    Verdict.REFER_URGENTLY: "Book nothing.",
}


def desk_line(assessment: Assessment) -> str:
    """What the desk should do about the session asked for."""
    for reason in assessment.reasons:
        if reason.kind is assessment.kind and reason.verdict is assessment.verdict and reason.verdict.blocks:
            told = reason_line(reason, assessment)
            return told if told == reason.desk else f"{told} {_NOR_THERAPY[assessment.verdicts[Kind.PHYSICAL_THERAPY]]}"
    if assessment.renewal is not None:
        heeded = " The therapist reads the precautions first." if assessment.verdict is not Verdict.SUITABLE else ""
        return f"{RENEWED_ON_ARRIVAL}{heeded}"
    return _GO_AHEAD[assessment.verdict]


def too_old(renewal: Renewal) -> str:
    """That the intake is too old, in a sentence."""
    if renewal.said_on is None:
        return "Nobody noted on which day the intake was answered."
    return f"The full intake is of {_day(renewal.said_on)}, more than {FULL_INTAKE_DAYS} days ago."


def by_answers_of(renewal: Renewal) -> str:
    """What a verdict rests on, to follow it: ``by answers of 23 December 2024``."""
    return f"by answers of {_day(renewal.said_on)}" if renewal.said_on else "by answers of a day nobody noted"


def renewal_note(renewal: Renewal) -> str:
    """What to know before a session is booked for a day on which the answers are too old."""
    return f"Judged {by_answers_of(renewal)}. {RENEWED_ON_ARRIVAL}"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def reason_line(reason: Reason, assessment: Assessment) -> str:
    """What the desk should do because of one reason.

    That a rule does not stop physical therapy is left out where something else does.
    """
    if not assessment.verdicts[Kind.PHYSICAL_THERAPY].blocks:
        return reason.desk
    return reason.desk.replace(_THERAPY_GOES_ON, "").strip()


def decided_lines(judgement: Judgement, at: str, *, grounds: bool = True) -> tuple[str, ...]:
    """What therapists decided beside the rules, for paper: which rule, by whom, for what, until when, on what grounds.

    ``at`` says when the session is, which a release names: it is about that one alone.

    What the rules say by themselves stands first, where it is another verdict. Neither what a rule is about nor the
    words of the therapist are told: a sheet passes through many hands.
    """
    told: dict[tuple[str, str], list[str]] = {}
    for each in judgement.cleared:
        what = (
            f"cleared by {each.name} for {covers_words(each.technique)} until {_day(each.expires_on)}"
            if each.session_id is None
            else f"released by {each.name} for the session of {at}"
        )
        told.setdefault((what, f" {each.reason.words}{_letter(each)}." if grounds else ""), []).append(each.rule)
    lines = [f"{_rules_named(rules)} {what}.{words}" for (what, words), rules in told.items()]
    ruled = judgement.assessment.verdict
    if lines and ruled is not judgement.verdict:
        lines.insert(0, f"By the rules alone: {_STANDING[ruled]}.")
    return tuple(lines)


def _letter(clearance: Clearance) -> str:
    if not clearance.reason.in_writing:
        return ""
    letter = clearance.letter
    return f": letter of {letter.written_by}, {_day(letter.written_on)}" if letter else ": no letter noted"


def _rules_named(rules: Sequence[str]) -> str:
    named = [each for each in rules if each != UNANSWERED]
    parts = [f"{'Rule' if len(named) == 1 else 'Rules'} {', '.join(named)}"] if named else []
    if len(named) < len(rules):
        parts.append("open questions")
    told = " and ".join(parts)
    return told[0].upper() + told[1:]


def refusal(assessment: Assessment, patient: Patient, session_type: SessionType, offered: Sequence[SessionType]) -> str:
    """Why a session cannot be booked, and what can be booked instead."""
    if assessment.verdict is Verdict.REFER_URGENTLY:
        return desk_line(assessment)
    refused = f"{session_type.name} is not suitable for {patient.details.called} now."
    for alternative in assessment.alternatives:
        for other in offered:
            if other.technique is alternative.technique and alternative.verdict < Verdict.NOT_SUITABLE:
                return f"{refused} {other.name} can be booked instead: {_STANDING[alternative.verdict]}."
    return f"{refused} Nothing else on offer can be booked either. Ask the therapist."


def urgent_actions(assessment: Assessment, clinic: Clinic) -> tuple[str, ...]:
    """What to do now for a person who must be seen elsewhere first, each step once."""
    steps = [
        f"{step.rstrip('.')}."
        for reason in assessment.reasons
        if reason.verdict is Verdict.REFER_URGENTLY
        for step in reason.desk.split(". ")
    ]
    steps += [
        f"Call {clinic.emergency_number} if the person gets worse or cannot travel safely.",
        "Stay with the person until somebody has taken over.",
    ]
    return tuple(dict.fromkeys(steps))


def urgent_wording(assessment: Assessment, clinic: Clinic) -> tuple[str, ...]:
    """What the desk is shown at once when somebody must be seen elsewhere first, the number to call foremost."""
    steps = (reason.desk for reason in assessment.reasons if reason.verdict is Verdict.REFER_URGENTLY)
    return (f"In an emergency call {clinic.emergency_number}", *dict.fromkeys(steps))


def safety_net(clinic: Clinic) -> tuple[str, ...]:
    """When a person with a back complaint must seek help at once: a sentence, the signs, and a number.

    The signs are those of pressure on the nerves of the lower spine and of infection in it,
    which guidelines ask to be told to everybody with back pain.
    """
    return (
        "Go to an emergency department at once if any of these is new, and say that you have back pain:",
        "Numbness or an odd feeling between the legs or around the bottom.",
        "Trouble passing water, or not being able to hold water or stool.",
        "Legs getting weaker, or both legs going numb or tingly.",
        "Fever or shivering together with back pain.",
        f"If you cannot get there safely, call {clinic.emergency_number}.",
    )


def pairing_lines(assessment: Assessment) -> tuple[str, ...]:
    """Advice on active work, for massage only: what is active already needs none."""
    if assessment.kind is not Kind.MASSAGE:
        return ()
    return tuple(pairing.text for pairing in assessment.pairing)
