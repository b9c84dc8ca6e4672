"""JSON as the file keeps it: one spelling for one value, so that texts can be compared and hashed."""

import json


def to_json(value: object) -> str:
    """The one spelling of a plain value; refuses NaN and infinities, which JSON does not have."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))


def from_json(text: str) -> dict[str, object]:
    """A JSON object."""
    value: dict[str, object] = json.loads(text)
    return value


def from_json_array(text: str) -> list[str]:
    """A JSON array of texts."""
    value: list[str] = json.loads(text)
    return value
