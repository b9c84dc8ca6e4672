"""ClinicDesk: the front desk of a back-pain clinic."""
