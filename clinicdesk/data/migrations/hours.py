"""Step 012: weekly hours, exceptions, absences, the holidays kept closed, and sessions kept all the same.

Where ``owner`` is null, the clinic itself is meant. Weekly hours, exceptions and decisions to keep a session
are only ever added to; of two for one day the later counts. An absence is taken back by a flag.
"""

from clinicdesk.data.migrations.shapes import DAY, STAMP

_CLOCK = "glob '[0-2][0-9]:[0-5][0-9]'"


def _only_added_to(table: str) -> str:
    return f"""
create trigger {table}_never_replaced before insert on {table}
when exists (select 1 from {table} where seq = new.seq or id = new.id) begin
    select raise(abort, 'exists:{table}');
end;

create trigger {table}_never_changed before update on {table} begin
    select raise(abort, 'kept:{table}');
end;

create trigger {table}_never_deleted before delete on {table} begin
    select raise(abort, 'kept:{table}');
end;
"""


SQL = f"""
create table weekly_hours (
    seq integer primary key not null,
    id text not null unique,
    owner text references staff (id) on delete restrict,
    valid_from text not null check (valid_from {DAY}),
    weeks text not null check (json_valid(weeks) and json_type(weeks) = 'array'),
    reference text not null check (reference {DAY})
) strict;

create table special_hours (
    seq integer primary key not null,
    id text not null unique,
    owner text references staff (id) on delete restrict,
    on_date text not null check (on_date {DAY}),
    spans text check (json_valid(spans) and json_type(spans) = 'array')
) strict;

create index special_hours_by_date on special_hours (on_date);

create table absences (
    id text primary key not null,
    version integer not null check (version >= 1),
    owner text references staff (id) on delete restrict,
    reason text not null check (reason in ('leave', 'illness', 'training', 'other', 'closure')),
    first_day text not null check (first_day {DAY}),
    last_day text not null check (last_day {DAY}),
    part_from text check (part_from {_CLOCK}),
    part_until text check (part_until {_CLOCK}),
    note text not null,
    withdrawn integer not null check (withdrawn in (0, 1)),
    check (last_day >= first_day),
    check ((part_from is null) = (part_until is null)),
    check (part_from is null or (first_day = last_day and part_from < part_until)),
    check ((owner is null) = (reason = 'closure'))
) strict;

create index absences_by_last_day on absences (last_day);

create trigger absences_never_replaced before insert on absences
when exists (select 1 from absences where id = new.id) begin
    select raise(abort, 'exists:absences');
end;

create trigger absences_never_deleted before delete on absences begin
    select raise(abort, 'kept:absences');
end;

create table holiday_choice (
    id integer primary key check (id = 1),
    subdivision text not null,
    kept text not null check (json_valid(kept) and json_type(kept) = 'array')
) strict;

create table sessions_kept (
    seq integer primary key not null,
    id text not null unique,
    session_id text not null references sessions (id) on delete restrict,
    starts_at text not null check (starts_at {STAMP}),
    ends_at text not null check (ends_at {STAMP}),
    therapist_id text not null references staff (id) on delete restrict,
    obstacle text not null check (obstacle <> ''),
    kept_by text not null references staff (id) on delete restrict,
    kept_at text not null check (kept_at {STAMP})
) strict;

create index sessions_kept_by_session on sessions_kept (session_id, seq);
{_only_added_to("weekly_hours")}{_only_added_to("special_hours")}{_only_added_to("sessions_kept")}"""
