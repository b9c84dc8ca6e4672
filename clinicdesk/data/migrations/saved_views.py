"""Step 018: how each person at the desk likes to look at the schedule; taste, not records, so it is overwritten."""

SQL = """
create table saved_views (
    staff_id text not null references staff (id) on delete restrict,
    place integer not null check (place between 0 and 12),
    payload text not null check (json_valid(payload)),
    primary key (staff_id, place)
) strict;
"""
