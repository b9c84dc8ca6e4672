"""Step 007: who vouched for which rules, and who took it back; only ever added to."""

from clinicdesk.data.migrations.shapes import SHA256, STAMP

SQL = f"""
create table sign_offs (
    seq integer primary key not null,
    id text not null unique,
    step text not null check (step in ('signed', 'withdrawn')),
    ruleset_id text not null,
    ruleset_version text not null,
    ruleset_hash text not null check (ruleset_hash {SHA256}),
    name text not null check (name <> ''),
    licence text not null,
    staff_id text not null references staff (id) on delete restrict,
    vouched text not null check (json_valid(vouched) and json_type(vouched) = 'array'),
    reason text not null,
    made_at text not null check (made_at {STAMP}),
    check (case step when 'signed' then licence <> '' and vouched <> '[]' else reason <> '' end)
) strict;

create index sign_offs_by_ruleset on sign_offs (ruleset_hash, seq);

create trigger sign_offs_never_replaced before insert on sign_offs
when exists (select 1 from sign_offs where seq = new.seq or id = new.id) begin
    select raise(abort, 'exists:sign_offs');
end;

create trigger sign_offs_never_changed before update on sign_offs begin
    select raise(abort, 'kept:sign_offs');
end;

create trigger sign_offs_never_deleted before delete on sign_offs begin
    select raise(abort, 'kept:sign_offs');
end;
"""
