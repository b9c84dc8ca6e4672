from clinicdesk.data.driver import Connection, Row
from clinicdesk.domain.staff import Role, StaffMember
from clinicdesk.domain.suitability import Kind, Technique
from clinicdesk.errors import NotFound

_SELECT = """
    select staff.*, (select group_concat(kind) from staff_kinds where staff_id = staff.id) as kinds,
        (select group_concat(technique) from staff_techniques where staff_id = staff.id) as techniques
    from staff
"""


class StaffRepository:
    """The people who work here, in the order they were added."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, member: StaffMember) -> StaffMember:
        """Add a member of staff at the end of the list."""
        self._connection.insert(
            "staff",
            {
                "id": member.id,
                "position": self._connection.next_position("staff"),
                "name": member.name,
                "role": member.role.value,
                "active": int(member.active),
            },
        )
        self._add_skills(member)
        return member

    def update(self, member: StaffMember) -> StaffMember:
        """Replace what is known about a member of staff; raises NotFound."""
        changed = self._connection.execute(
            "update staff set name = :name, role = :role, active = :active where id = :id",
            {"id": member.id, "name": member.name, "role": member.role.value, "active": int(member.active)},
        )
        if not changed:
            raise NotFound("This member of staff is not on file.")
        for table in ("staff_kinds", "staff_techniques"):
            self._connection.execute(f"delete from {table} where staff_id = :id", {"id": member.id})
        self._add_skills(member)
        return member

    def get(self, staff_id: str) -> StaffMember:
        """One member of staff; raises NotFound."""
        row = self._connection.row(f"{_SELECT} where id = :id", {"id": staff_id})
        if row is None:
            raise NotFound("This member of staff is not on file.")
        return _member(row)

    def all(self) -> list[StaffMember]:
        """Everybody, former members too."""
        return [_member(row) for row in self._connection.rows(f"{_SELECT} order by position")]

    def _add_skills(self, member: StaffMember) -> None:
        for kind in sorted(member.kinds):
            self._connection.insert("staff_kinds", {"staff_id": member.id, "kind": kind.value})
        for technique in sorted(member.techniques):
            self._connection.insert("staff_techniques", {"staff_id": member.id, "technique": technique.value})


def _member(row: Row) -> StaffMember:
    return StaffMember(
        id=row["id"],
        name=row["name"],
        role=Role(row["role"]),
        kinds=frozenset(Kind(kind) for kind in (row["kinds"] or "").split(",") if kind),
        active=bool(row["active"]),
        techniques=frozenset(Technique(each) for each in (row["techniques"] or "").split(",") if each),
    )
