"""Phone numbers: typed any way, kept as E.164, shown as people of the country write them."""

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat, ValidationResult

_FAULTS = {
    ValidationResult.TOO_SHORT: "The number is too short.",
    ValidationResult.TOO_LONG: "The number is too long.",
    ValidationResult.IS_POSSIBLE_LOCAL_ONLY: "The area code is missing.",
    ValidationResult.INVALID_COUNTRY_CODE: "No country has this country code.",
}


def parse_phone(text: str, region: str) -> str:
    """Read a phone number.

    Args:
        text: as typed; a number without ``+`` and country code belongs to ``region``.
        region: ISO 3166 country code of the clinic.

    Returns:
        The number as E.164, for example ``+15035550123``.

    Raises:
        ValueError: with a sentence saying what is wrong and an example.
    """
    try:
        number = phonenumbers.parse(text, region)
    except NumberParseException:
        raise ValueError(f"This is not a phone number. {_example(region)}") from None
    if number.extension:
        raise ValueError("The extension cannot be kept with the number. Write it in the notes.")
    possible = phonenumbers.is_possible_number_with_reason(number)
    if possible != ValidationResult.IS_POSSIBLE:
        raise ValueError(f"{_FAULTS.get(possible, 'The number has the wrong length.')} {_example(region)}")
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def format_phone(e164: str, region: str) -> str:
    """A stored number as it is written in the clinic's country, or with its country code when from abroad."""
    if not e164:
        return ""
    try:
        number = phonenumbers.parse(e164, None)
    except NumberParseException:
        return e164
    at_home = phonenumbers.country_code_for_region(region) == number.country_code
    return phonenumbers.format_number(
        number, PhoneNumberFormat.NATIONAL if at_home else PhoneNumberFormat.INTERNATIONAL
    )


def _example(region: str) -> str:
    number = phonenumbers.example_number(region)
    if number is None:
        return "Type it with + and the country code."
    return f"Type it like {phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL)}."
