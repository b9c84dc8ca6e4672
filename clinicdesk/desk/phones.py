"""Phone numbers: typed any way, kept as E.164, shown as people of the country write them."""

# ruff: noqa: PLC0415 - phonenumbers is slow to import, and the first page shows no phone number


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
    import phonenumbers

    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        raise ValueError(f"This is not a phone number. {_example(region)}") from None
    if number.extension:
        raise ValueError("The extension cannot be kept with the number. Write it in the notes.")
    results = phonenumbers.ValidationResult
    possible = phonenumbers.is_possible_number_with_reason(number)
    if possible != results.IS_POSSIBLE:
        faults = {
            results.TOO_SHORT: "The number is too short.",
            results.TOO_LONG: "The number is too long.",
            results.IS_POSSIBLE_LOCAL_ONLY: "The area code is missing.",
            results.INVALID_COUNTRY_CODE: "No country has this country code.",
        }
        raise ValueError(f"{faults.get(possible, 'The number has the wrong length.')} {_example(region)}")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def format_phone(e164: str, region: str) -> str:
    """A stored number as it is written in the clinic's country, or with its country code when from abroad."""
    if not e164:
        return ""
    import phonenumbers

    try:
        number = phonenumbers.parse(e164, None)
    except phonenumbers.NumberParseException:
        return e164
    at_home = phonenumbers.country_code_for_region(region) == number.country_code
    formats = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(number, formats.NATIONAL if at_home else formats.INTERNATIONAL)


def known_region(region: str) -> bool:
    """Whether phone numbers of this country (ISO 3166 code) can be read."""
    import phonenumbers

    return region in phonenumbers.SUPPORTED_REGIONS


def _example(region: str) -> str:
    import phonenumbers

    number = phonenumbers.example_number(region)
    if number is None:
        return "Type it with + and the country code."
    return f"Type it like {phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)}."
