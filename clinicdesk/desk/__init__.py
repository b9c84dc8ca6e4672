"""What a front desk does. One method is one transaction and one audit entry; what it hands over stands in ``views``."""

from clinicdesk.desk.desk import Desk

__all__ = ["Desk"]
