"""Plans of care, what people say of their pain, and which plan and series a session belongs to."""

from clinicdesk.data.migrations.shapes import DAY, STAMP


def only_added_to(table: str, same: str) -> str:
    """Triggers that let rows be added to a table, and nothing else; ``same`` tells a row that would replace one."""
    return f"""
create trigger {table}_never_replaced before insert on {table}
when exists (select 1 from {table} where {same}) begin
    select raise(abort, 'exists:{table}');
end;

create trigger {table}_never_changed before update on {table} begin
    select raise(abort, 'kept:{table}');
end;

create trigger {table}_never_deleted before delete on {table} begin
    select raise(abort, 'kept:{table}');
end;
"""


PLANS = f"""
create table plans (
    seq integer primary key not null,
    id text not null,
    version integer not null check (version >= 1),
    patient_id text not null references patients (id) on delete restrict,
    status text not null check (status in ('draft', 'active', 'paused', 'completed', 'superseded')),
    goal text not null check (goal <> ''),
    activity text not null,
    parts text not null check (json_valid(parts) and json_type(parts) = 'array' and parts <> '[]'),
    same_day integer not null check (same_day in (0, 1)),
    missed_count integer not null check (missed_count in (0, 1)),
    starts_on text not null check (starts_on {DAY}),
    expires_on text not null check (expires_on {DAY} and expires_on >= starts_on),
    review_on text not null check (review_on {DAY}),
    reason text not null,
    made_by text not null references staff (id) on delete restrict,
    made_at text not null check (made_at {STAMP}),
    confirmed_by text references staff (id) on delete restrict,
    check (status in ('draft', 'superseded') or confirmed_by is not null),
    unique (id, version)
) strict;

create index plans_by_patient on plans (patient_id, seq);

create trigger plans_stay_with_their_patient before insert on plans
when exists (select 1 from plans where id = new.id and patient_id <> new.patient_id) begin
    select raise(abort, 'fixed:plans');
end;
{only_added_to("plans", "seq = new.seq or (id = new.id and version = new.version)")}
alter table sessions add column plan_id text;

alter table sessions add column series_id text;

create trigger sessions_name_a_plan_on_file_when_added before insert on sessions
when new.plan_id is not null and not exists (select 1 from plans where id = new.plan_id) begin
    select raise(abort, 'unknown:plans');
end;

create trigger sessions_name_a_plan_on_file_when_changed before update of plan_id on sessions
when new.plan_id is not null and not exists (select 1 from plans where id = new.plan_id) begin
    select raise(abort, 'unknown:plans');
end;

create index sessions_by_plan on sessions (plan_id, starts_at) where plan_id is not null;

create index sessions_by_series on sessions (series_id, starts_at) where series_id is not null;
"""

SCORES = f"""
create table scores (
    seq integer primary key not null,
    id text not null unique,
    patient_id text not null references patients (id) on delete restrict,
    session_id text references sessions (id) on delete restrict,
    measure text not null check (measure in ('pain_before', 'pain_after', 'activity')),
    activity text not null check ((measure = 'activity') = (activity <> '')),
    value integer not null check (value between 0 and 10),
    made_by text not null references staff (id) on delete restrict,
    made_at text not null check (made_at {STAMP})
) strict;

create index scores_by_patient on scores (patient_id, seq);

create index scores_by_session on scores (session_id, seq) where session_id is not null;
{only_added_to("scores", "seq = new.seq or id = new.id")}"""
