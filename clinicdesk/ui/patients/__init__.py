"""Finding a person and seeing what is known of them."""

from clinicdesk.ui.patients.page import PatientsPage

__all__ = ["PatientsPage"]
