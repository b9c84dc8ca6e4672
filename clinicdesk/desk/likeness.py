"""How alike two people look on paper, to warn before somebody is registered twice."""

from datetime import date

from anyascii import anyascii

from clinicdesk.domain.patient import PatientDetails

_SAME_NAME = 96.0
_SIMILAR_NAME = 82.0


def romanised(name: str) -> str:
    """A name in small Latin letters, words apart: ``Wang Wei``, ``王伟`` and ``WANG, wei`` come close."""
    spelled = anyascii(name).lower()
    return " ".join("".join(c if c.isalnum() else " " for c in spelled.replace("'", "")).split())


def likeness(typed: PatientDetails, known: PatientDetails) -> tuple[int, str] | None:
    """Whether somebody known may be the person typed.

    Returns:
        How strong the suspicion is (larger is stronger) and what agrees, in a few words; None
        where there is nothing to warn of.
    """
    name = name_likeness(typed, known)
    named = "same name" if name >= _SAME_NAME else "similar name"
    similar = name >= _SIMILAR_NAME
    phone = bool(_phones(typed) & _phones(known))
    birth = _birth_likeness(typed.birth_date, known.birth_date)
    suspicions = (
        (birth == "same" and similar and phone, f"same birth date, {named}, same phone"),
        (birth == "same" and similar, f"same birth date, {named}"),
        (phone and similar, f"same phone, {named}"),
        (birth == "slip" and similar, f"{named}, almost the same birth date"),
        (birth == "unknown" and name >= _SAME_NAME, "same name, birth date not known"),
        (birth == "same" and phone, "same birth date, same phone"),
    )
    for rank, (agrees, words) in enumerate(suspicions):
        if agrees:
            return len(suspicions) - rank, words
    return None


def name_likeness(one: PatientDetails, other: PatientDetails) -> float:
    """How alike two names are, 0 to 100, whatever the order, the script and the number of surnames."""
    best = 0.0
    for mine in _spellings(one):
        for theirs in _spellings(other):
            best = max(best, _compared(mine, theirs))
    return best


def _spellings(details: PatientDetails) -> set[str]:
    spelled = {romanised(f"{details.given_name} {details.family_name}")}
    if details.preferred_name and details.family_name:
        spelled.add(romanised(f"{details.preferred_name} {details.family_name}"))
    return spelled - {""}


def _compared(mine: str, theirs: str) -> float:
    from rapidfuzz import fuzz  # noqa: PLC0415 - the window opens sooner without it

    glued = fuzz.ratio(mine.replace(" ", ""), theirs.replace(" ", ""))
    shared = len(set(mine.split()) & set(theirs.split()))
    # A second surname or a second given name that is left out does not make another person.
    part = fuzz.token_set_ratio(mine, theirs) - 2 if shared > 1 else 0.0
    return max(glued, fuzz.token_sort_ratio(mine, theirs), part)


def _phones(details: PatientDetails) -> set[str]:
    return {details.phone, details.other_phone} - {""}


def _birth_likeness(one: date | None, other: date | None) -> str:
    if one is None or other is None:
        return "unknown"
    if one == other:
        return "same"
    swapped = (one.year, one.month, one.day) == (other.year, other.day, other.month)
    wrong = sum(a != b for a, b in zip(f"{one:%Y%m%d}", f"{other:%Y%m%d}", strict=True))
    return "slip" if swapped or wrong == 1 else "different"
