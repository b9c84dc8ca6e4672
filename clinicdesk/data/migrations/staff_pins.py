"""Step 011: PINs of the staff, and after how many idle minutes the window locks itself."""

from clinicdesk.data.migrations.shapes import STAMP

SQL = f"""
create table staff_pins (
    staff_id text primary key not null references staff (id) on delete restrict,
    hash text not null check (hash glob '$argon2id$*'),
    set_at text not null check (set_at {STAMP}),
    set_by text not null references staff (id) on delete restrict,
    reason text not null check (reason <> '' or set_by = staff_id),
    wrong integer not null check (wrong >= 0),
    wrong_at text check (wrong_at {STAMP})
) strict;

alter table clinic add column lock_minutes integer not null default 10 check (lock_minutes between 0 and 240);
"""
TOLD = f"""
alter table staff_pins add column told_at text check (told_at is null or told_at {STAMP});
"""
"""Step 032: when somebody saw that their PIN had been reset by somebody else; null until they did."""
