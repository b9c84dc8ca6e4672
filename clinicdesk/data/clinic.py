from datetime import time

from clinicdesk.data.driver import Connection
from clinicdesk.domain.clinic import Clinic


class ClinicRepository:
    """The one row that describes the clinic itself."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self) -> Clinic | None:
        """The clinic, or None before the first start was completed."""
        row = self._connection.row("select * from clinic")
        if row is None:
            return None
        return Clinic(
            name=row["name"],
            address=row["address"],
            phone=row["phone"],
            zone=row["zone"],
            region=row["region"],
            emergency_number=row["emergency_number"],
            opens_at=time.fromisoformat(row["opens_at"]),
            closes_at=time.fromisoformat(row["closes_at"]),
            demo=bool(row["demo"]),
            lock_minutes=row["lock_minutes"],
            waiting_minutes=row["waiting_minutes"],
            late_minutes=row["late_minutes"],
            notice_hours=row["notice_hours"],
        )

    def put(self, clinic: Clinic) -> None:
        """Store the clinic, whether or not it was stored before. Opening hours are kept to the minute."""
        self._connection.upsert(
            "clinic",
            {
                "id": 1,
                "name": clinic.name,
                "address": clinic.address,
                "phone": clinic.phone,
                "zone": clinic.zone,
                "region": clinic.region,
                "emergency_number": clinic.emergency_number,
                "opens_at": clinic.opens_at.isoformat(timespec="minutes"),
                "closes_at": clinic.closes_at.isoformat(timespec="minutes"),
                "demo": int(clinic.demo),
                "lock_minutes": clinic.lock_minutes,
                "waiting_minutes": clinic.waiting_minutes,
                "late_minutes": clinic.late_minutes,
                "notice_hours": clinic.notice_hours,
            },
            key=("id",),
        )
