"""Countries, time zones and emergency numbers to choose from, and what this computer suggests."""

from functools import cache
from zoneinfo import available_timezones

import phonenumbers
from PySide6.QtCore import QLocale
from tzlocal import get_localzone_name

_DEFAULT_REGION = "US"
_EUROPEAN = "112"
_NUMBERS = {
    "911": "BS CA CR DO EC GU JM MX PA PR US UY VI",
    "999": "GB GG HK IM JE KE MY",
    "000": "AU",
    "111": "NZ",
    "119": "JP KR TW",
    "120": "CN",
    "192": "BR",
    "995": "SG",
    "998": "AE",
    "997": "SA",
    "131": "CL",
    "115": "VN",
    "101": "IL",
    "1669": "TH",
    "10177": "ZA",
}
"""The number for an ambulance by country; 112 elsewhere. A suggestion only: the clinic confirms it."""


def suggested_region() -> str:
    """The country this computer is set to, as its ISO 3166 code."""
    code = QLocale.territoryToCode(QLocale.system().territory())
    return code if code in phonenumbers.SUPPORTED_REGIONS else _DEFAULT_REGION


def suggested_zone() -> str:
    """The time zone this computer is set to, as its IANA name."""
    try:
        name = get_localzone_name()
    except (LookupError, ValueError, OSError):
        return "UTC"
    return name if name in zones() else "UTC"


def suggested_emergency_number(region: str) -> str:
    """What people call for an ambulance there, to be confirmed by the clinic."""
    return next((number for number, regions in _NUMBERS.items() if region in regions.split()), _EUROPEAN)


@cache
def countries() -> tuple[tuple[str, str], ...]:
    """Code and name of every country whose phone numbers can be read, by name."""
    named = []
    for code in phonenumbers.SUPPORTED_REGIONS:
        territory = QLocale.codeToTerritory(code)
        if territory is not QLocale.Country.AnyCountry:
            named.append((code, QLocale.territoryToString(territory)))
    return tuple(sorted(named, key=lambda each: each[1]))


@cache
def zones() -> tuple[str, ...]:
    """The time zones named after a place, and UTC."""
    return (*sorted(name for name in available_timezones() if "/" in name and not name.startswith("Etc/")), "UTC")
