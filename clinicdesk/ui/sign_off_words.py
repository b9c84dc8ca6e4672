"""Whether the rules are signed off here, in the words of the panel, of the paper and of the settings."""

from datetime import tzinfo
from typing import TYPE_CHECKING

from clinicdesk.ui.when import plain_day

if TYPE_CHECKING:
    from clinicdesk.domain.sign_off import SignOff

NOT_SIGNED_OFF = "Rules not yet signed off here"


def rules_standing(signed: "SignOff | None", zone: tzinfo) -> str:
    """Such as ``Rules signed off by Claire Dubois, 23 Nov 2026``; the day is that of the clinic's zone."""
    if signed is None:
        return NOT_SIGNED_OFF
    return f"Rules signed off by {signed.name}, {plain_day(signed.made_at.astimezone(zone).date())}"
