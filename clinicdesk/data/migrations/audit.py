"""Step 006: the audit trail, each entry sealed with the one before; only ever added to.

``autoincrement`` makes SQLite remember the last number given, so that entries cut off the end show.
"""

from clinicdesk.data.migrations.shapes import SHA256, STAMP

SQL = f"""
create table audit (
    seq integer primary key autoincrement not null check (seq >= 1),
    at text not null check (at {STAMP}),
    actor_id text not null,
    actor_name text not null,
    action text not null check (action <> ''),
    subject_kind text not null,
    subject_id text not null,
    detail text not null check (json_valid(detail) and json_type(detail) = 'object'),
    prev_hash text not null check (prev_hash {SHA256}),
    hash text not null check (hash {SHA256})
) strict;

create trigger audit_never_replaced before insert on audit
when exists (select 1 from audit where seq = new.seq) begin
    select raise(abort, 'exists:audit');
end;

create trigger audit_never_changed before update on audit begin
    select raise(abort, 'kept:audit');
end;

create trigger audit_never_deleted before delete on audit begin
    select raise(abort, 'kept:audit');
end;
"""

CALENDAR_FILES = """
create index audit_calendar_files on audit (subject_kind, subject_id) where action = 'calendar.export';
"""
