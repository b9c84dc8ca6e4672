"""Where invented people say it hurts: what goes with their answers."""

from collections.abc import Mapping
from datetime import date
from random import Random

from clinicdesk.domain.body_map import MOST, BodyMap, Mark
from clinicdesk.domain.intake import Answer, Source

_SITES = {
    "back_pain": ("lower_back", "sacrum", "buttock", "upper_back"),
    "neck_pain": ("neck", "upper_back", "shoulder"),
}
_DRAWN = 0.7
"""How many of those who hurt were asked to mark it."""


def body_map_of(answers: Mapping[str, Answer], patient_id: str, on: date) -> BodyMap | None:
    """A figure that says what the answers say; drawn apart, so that nothing else changes with it."""
    rng = Random(f"{patient_id} {on}")  # noqa: S311 - no secret is drawn
    sites = _SITES.get(str(_value(answers, "main_complaint")))
    if sites is None or rng.random() > _DRAWN:
        return None
    stated = _value(answers, "pain_score")
    worst = int(stated) if isinstance(stated, (int, float)) and stated >= 1 else rng.randint(3, 7)
    # A side does not change from visit to visit; how strong it is, and how far it goes, does.
    side = Random(patient_id).choice(("left", "right"))  # noqa: S311 - same
    other = "right" if side == "left" else "left"
    marks = {f"{sites[0]}_{side}": Mark(f"{sites[0]}_{side}", min(worst, MOST))}
    regions = [f"{sites[0]}_{other}"] if rng.random() < 0.5 else []  # noqa: PLR2004 - half of them
    regions += [f"{site}_{side}" for site in sites[1:] if rng.random() < 0.4]  # noqa: PLR2004 - a few of them
    for region in regions:
        marks[region] = Mark(region, max(1, worst - rng.randint(0, 3)))
    if _value(answers, "leg_radiating_pain") in {"pain_only", "with_stable_numbness_or_weakness"}:
        for region in (f"thigh_back_{side}", f"calf_{side}"):
            marks[region] = Mark(region, max(1, worst - 1), spreads=True)
    if _value(answers, "band_like_trunk_pain") == "yes":
        marks["trunk_band"] = Mark("trunk_band", worst)
    return BodyMap(tuple(marks.values()), rng.choice((Source.PATIENT, Source.STAFF)))


def _value(answers: Mapping[str, Answer], finding: str) -> object:
    answer = answers.get(finding)
    return answer.value if answer is not None else None
