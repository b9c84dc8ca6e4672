"""Writing a person down: the three fields that suffice, and the rest when there is time."""

from clinicdesk.ui.registration.page import RegistrationPage

__all__ = ["RegistrationPage"]
