"""Rules that the clinic has edited, whole, and which of them are in force; only ever added to.

An entry of ``rules_in_force`` without a number puts the shipped rules in force.
"""

from clinicdesk.data.migrations.shapes import SHA256, STAMP


def _lasting(table: str) -> str:
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
create table rule_versions (
    seq integer primary key not null,
    id text not null unique,
    number integer not null unique check (number >= 1),
    based_on integer not null check (based_on >= 0 and based_on < number),
    ruleset_id text not null,
    ruleset_version text not null,
    ruleset_hash text not null check (ruleset_hash {SHA256}),
    shipped_hash text not null check (shipped_hash {SHA256}),
    texts text not null check (json_valid(texts) and json_type(texts) = 'object'),
    accepted text not null check (json_valid(accepted) and json_type(accepted) = 'array'),
    reason text not null check (reason <> ''),
    staff_id text not null references staff (id) on delete restrict,
    made_at text not null check (made_at {STAMP})
) strict;
{_lasting("rule_versions")}
create table rules_in_force (
    seq integer primary key not null,
    id text not null unique,
    number integer references rule_versions (number) on delete restrict,
    step text not null check (step in ('published', 'rolled_back')),
    reason text not null check (reason <> ''),
    staff_id text not null references staff (id) on delete restrict,
    made_at text not null check (made_at {STAMP})
) strict;
{_lasting("rules_in_force")}"""
