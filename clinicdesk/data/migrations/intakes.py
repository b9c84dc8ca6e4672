"""Step 003: intakes, which are only ever added to, and drafts, which come and go."""

from clinicdesk.data.migrations.shapes import STAMP

SQL = f"""
create table intakes (
    id text primary key not null,
    patient_id text not null references patients (id) on delete restrict,
    version integer not null check (version >= 1),
    answers text not null check (json_valid(answers) and json_type(answers) = 'object'),
    completed_at text not null check (completed_at {STAMP}),
    completed_by text not null,
    unique (patient_id, version)
) strict;

create trigger intakes_never_replaced before insert on intakes
when exists (
    select 1 from intakes where id = new.id
    union all
    select 1 from intakes where patient_id = new.patient_id and version = new.version
) begin
    select raise(abort, 'exists:intakes');
end;

create trigger intakes_never_changed before update on intakes begin
    select raise(abort, 'kept:intakes');
end;

create trigger intakes_never_deleted before delete on intakes begin
    select raise(abort, 'kept:intakes');
end;

create table drafts (
    kind text not null,
    key text not null,
    payload text not null check (json_valid(payload)),
    saved_at text not null check (saved_at {STAMP}),
    primary key (kind, key)
) strict;
"""
