"""Step 015: what each person did at the desk, with every record before and after; only ever added to.

An undo and a redo are entries of their own that name the deed they turn back or take up again.
"""

from clinicdesk.data.migrations.shapes import STAMP

SQL = f"""
create table journal (
    seq integer primary key not null,
    id text not null unique,
    kind text not null check (kind in ('deed', 'undo', 'redo')),
    deed text not null check (deed <> ''),
    deed_id text references journal (id) on delete restrict,
    actor_id text not null,
    actor_name text not null,
    at text not null check (at {STAMP}),
    check ((kind = 'deed') = (deed_id is null))
) strict;

create table journal_changes (
    entry_id text not null references journal (id) on delete restrict,
    place integer not null check (place >= 0),
    noun text not null check (noun <> ''),
    record_id text not null,
    before text check (json_valid(before)),
    after text check (json_valid(after)),
    primary key (entry_id, place),
    check (before is not null or after is not null)
) strict, without rowid;

create index journal_by_actor on journal (actor_id, kind, seq);

create index journal_by_deed on journal (deed_id, seq) where deed_id is not null;

create index journal_changes_by_record on journal_changes (record_id, noun);

create trigger journal_never_replaced before insert on journal
when exists (select 1 from journal where seq = new.seq or id = new.id) begin
    select raise(abort, 'exists:journal');
end;

create trigger journal_never_changed before update on journal begin
    select raise(abort, 'kept:journal');
end;

create trigger journal_never_deleted before delete on journal begin
    select raise(abort, 'kept:journal');
end;

create trigger journal_changes_never_replaced before insert on journal_changes
when exists (select 1 from journal_changes where entry_id = new.entry_id and place = new.place) begin
    select raise(abort, 'exists:journal_changes');
end;

create trigger journal_changes_never_changed before update on journal_changes begin
    select raise(abort, 'kept:journal_changes');
end;

create trigger journal_changes_never_deleted before delete on journal_changes begin
    select raise(abort, 'kept:journal_changes');
end;
"""
