"""What a front desk does. One method is one transaction and one audit entry; what it hands over stands in ``views``."""

from clinicdesk.desk.desk import Desk
from clinicdesk.desk.patient_form import PatientForm

__all__ = ["Desk", "PatientForm"]
