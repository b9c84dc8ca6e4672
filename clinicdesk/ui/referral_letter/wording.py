"""What stands on the letter, in plain words: what a person said, never what they have."""

from collections.abc import Mapping

from clinicdesk.desk.referrals import Letter
from clinicdesk.domain.referral import ReferralCase, Step, Whom
from clinicdesk.rules import Finding
from clinicdesk.ui.panel.wording import UNKNOWN, answer_words
from clinicdesk.ui.referral_words import told_words
from clinicdesk.ui.sign_off_words import rules_standing
from clinicdesk.ui.visit_sheet.wording import Mark, Paper, Section, contact_of, identity_of, made_words, reference_of
from clinicdesk.ui.when import clock, dated_day

_NOBODY = "The doctor who sees this person next"
_IN_PRIVATE = "Answered in private; please ask the person"
_FRAME = 1.5
MOST_RULED, LEAST_RULED = 6, 2


def paper_of_letter(letter: Letter, findings: Mapping[str, Finding], *, to: str, private: bool, ruled: int) -> Paper:
    """The words of the letter.

    Args:
        letter: what it is made of.
        findings: the questions, by id.
        to: whom it is for; may be empty.
        private: whether what was answered in private is told, which is promised to those who treat alone.
        ruled: how many lines to write on there are for the reply.
    """
    clinic, case, patient = letter.clinic, letter.view.case, letter.view.patient
    day = dated_day(case.referral.opened_at.astimezone(clinic.tz).date())
    at = clock(case.referral.opened_at, clinic.tz)
    return Paper(
        clinic=clinic.name,
        contact=contact_of(clinic),
        reference=reference_of(patient),
        occasion=f"{day}, {at}",
        title="Letter of referral",
        person=patient.details.full_name,
        identity=identity_of(patient, letter.made_at, clinic),
        facts=(("To", to or _NOBODY), ("From", f"{letter.made_by.name}, {clinic.name}")),
        sections=(
            Section(
                "Please see this person without delay",
                tuple(_answers(case, findings, private=private)),
                Mark.DOT,
                frame=_FRAME,
                opening=f"When they were asked here on {day} at {at}, they said:",
                closing="We have not examined them, and this letter names no cause.",
            ),
            Section("What was advised and done", _done(letter), Mark.DOT),
            Section("What this clinic does", _ours(letter), Mark.DOT),
            Section(
                "Your reply",
                (*[""] * ruled, "Name, signature and date"),
                Mark.RULE,
                opening="What was found? May massage, physical therapy or exercise go on, and what is to be heeded?",
            ),
        ),
        rules=f"{rules_standing(letter.signed_off, clinic.tz)}  ·  {_rules(case)}",
        made=made_words(letter.made_at, clinic),
    )


def to_whom(case: ReferralCase) -> str:
    """Whom the letter is for to begin with: whoever it was for last, else the doctor told last."""
    letters = [event.name for event in case.of(Step.LETTER) if event.name]
    doctors = [event.name for event in case.of(Step.TOLD) if event.whom is Whom.DOCTOR and event.name]
    return next(iter([*letters[::-1], *doctors[::-1]]), "")


def _answers(case: ReferralCase, findings: Mapping[str, Finding], *, private: bool) -> list[str]:
    """Each answer that called for it, once; what nobody answered calls for nothing."""
    lines = {}
    for reason in case.referral.reasons:
        for key, value in reason.findings.items():
            finding = findings.get(key)
            if finding is None or value == UNKNOWN or finding.asked_by == "record":
                continue
            words = answer_words(finding, value) if private or not finding.private else _IN_PRIVATE
            lines[key] = f"{finding.question} {words[:1].upper()}{words[1:]}."
    return list(lines.values())


def _done(letter: Letter) -> tuple[str, ...]:
    """What the person was advised, and who was told."""
    case, zone = letter.view.case, letter.clinic.tz
    told = "; ".join(told_words(event, zone) for event in case.of(Step.TOLD))
    return (*case.referral.advice, *((f"Told: {told}.",) if told else ()))


def _ours(letter: Letter) -> tuple[str, ...]:
    phone = letter.clinic.phone.replace(" ", "\N{NO-BREAK SPACE}")
    return (
        "Gives no session before we know what was found. What is booked already is held.",
        "Asks the person again before anything goes on, and follows your reply.",
        *((f"Can be called at {phone}.",) if phone else ()),
    )


def _rules(case: ReferralCase) -> str:
    referral = case.referral
    names = ", ".join(reason.rule for reason in referral.reasons)
    return f"{referral.ruleset_id} {referral.ruleset_version}, {names}"
