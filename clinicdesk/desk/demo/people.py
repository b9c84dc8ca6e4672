"""Invented people: names of many scripts, numbers kept for fiction, and a reason to come."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import product
from random import Random

import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from clinicdesk.desk.demo.scene import Names, Profile, Scene
from clinicdesk.desk.likeness import romanised
from clinicdesk.domain.patient import ContactChannel, PatientDetails, SexAtBirth

_DRAWN_FIGURES = 6
_SEXES = (SexAtBirth.FEMALE, SexAtBirth.MALE)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody to be registered.

    Attributes:
        since: the day they first came.
    """

    details: PatientDetails
    profile: Profile
    since: date


class Cast:
    """Invents people; the same random numbers make the same people."""

    def __init__(self, scene: Scene, rng: Random) -> None:
        self._scene = scene
        self._rng = rng
        self._phones = phone_numbers(scene, rng)

    def person(self) -> Person:
        """One more person."""
        rng = self._rng
        profile = rng.choices(self._scene.profiles, [each.weight for each in self._scene.profiles])[0]
        names = rng.choices(self._scene.names, [each.weight for each in self._scene.names])[0]
        sex = SexAtBirth(profile.sex) if profile.sex else rng.choice(_SEXES)
        details = self._quickly_added(names, sex, self._birth_date(profile))
        return Person(
            details=details if self._chance(0.12) else self._with_the_rest(details, names, sex),
            profile=profile,
            since=self._scene.today - timedelta(days=rng.randint(0, profile.within_days)),
        )

    def phone(self) -> str:
        """One more phone number."""
        return next(self._phones)

    def _quickly_added(self, names: Names, sex: SexAtBirth, birth_date: date) -> PatientDetails:
        given, family = self._name(names, sex)
        called = names.called_female if sex is SexAtBirth.FEMALE else names.called_male
        return PatientDetails(
            given_name=given,
            family_name=family,
            birth_date=birth_date,
            phone=self.phone() if self._chance(0.95) else "",
            preferred_name=self._rng.choice(called) if self._chance(names.called_share) else "",
        )

    def _with_the_rest(self, details: PatientDetails, names: Names, sex: SexAtBirth) -> PatientDetails:
        premises, rng = self._scene.premises, self._rng
        contact, _ = self._name(names, rng.choice(_SEXES))
        other_gender = self._chance(0.02)
        return replace(
            details,
            sex_at_birth=sex,
            gender="Non-binary" if other_gender else "",
            pronouns="they/them" if other_gender else "",
            email=f"{romanised(details.full_name).replace(' ', '.')}@example.org" if self._chance(0.6) else "",
            address=f"{rng.randint(1, 240)} {rng.choice(premises.streets)}\n{rng.choice(premises.towns)}",
            emergency_contact_name=PatientDetails(contact, details.family_name).full_name,
            emergency_contact_phone=self.phone(),
            emergency_contact_relation=rng.choice(premises.relations),
            referrer=rng.choice(premises.referrers) if self._chance(0.5) else "",
            language=names.language,
            contact_permissions=frozenset(channel for channel in ContactChannel if self._chance(0.5)),
            notes=rng.choice(premises.notes) if self._chance(0.08) else "",
        )

    def _name(self, names: Names, sex: SexAtBirth) -> tuple[str, str]:
        rng = self._rng
        female = sex is SexAtBirth.FEMALE
        given_names = names.female if female else names.male
        given = rng.choice(given_names)
        if self._chance(names.second):
            given = " ".join(dict.fromkeys((given, rng.choice(given_names))))
        families = names.family_female if female and names.family_female else names.family
        if not families:
            return given, ""
        family = rng.choice(families)
        if self._chance(names.double):
            family = names.joiner.join(dict.fromkeys((family, rng.choice(families))))
        return given, family

    def _birth_date(self, profile: Profile) -> date:
        youngest, oldest = profile.ages
        years = self._rng.triangular(youngest, oldest + 0.99)
        return self._scene.today - timedelta(days=int(years * 365.25) + 1)

    def _chance(self, share: float) -> bool:
        return self._rng.random() < share


def phone_numbers(scene: Scene, rng: Random) -> Iterator[str]:
    """Phone numbers that are valid in the region; where a country keeps some for fiction, all different at first."""
    patterns = scene.premises.phones.get(scene.region, ())
    kept = [
        pattern.replace("#", "") + "".join(figures)
        for pattern in patterns
        for figures in product("0123456789", repeat=pattern.count("#"))
    ]
    rng.shuffle(kept)
    example = phonenumbers.example_number_for_type(scene.region, PhoneNumberType.MOBILE)
    shape = phonenumbers.format_number(example, PhoneNumberFormat.E164) if example else "+12065550100"
    while True:
        yield from kept
        drawn = f"{shape[:-_DRAWN_FIGURES]}{rng.randrange(10**_DRAWN_FIGURES):0{_DRAWN_FIGURES}}"
        if not kept:
            yield drawn if phonenumbers.is_valid_number(phonenumbers.parse(drawn)) else shape
