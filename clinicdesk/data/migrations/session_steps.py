"""Step 014: sessions that are confirmed or whose booking was taken back, and the time of every step.

A check of a table cannot be changed, so the table is built anew: made beside the old one, filled, and put in its
place. What points at it goes on pointing at its name; the indexes and triggers of steps 004, 009 and 013 went with
the old table and are made again, with a booking taken back counted among what is no longer live.
"""

from clinicdesk.data.migrations.shapes import STAMP

_LIVE = "status not in ('cancelled', 'no_show', 'entered_in_error')"


def _clash(resource: str, column: str, until: str) -> str:
    return f"""
    select raise(abort, 'session_clash:{resource}') where new.starts_at < (
        select {until} from sessions
        where {column} = new.{column} and {_LIVE} and starts_at < new.{until} and id <> new.id
        order by starts_at desc limit 1
    );"""


_CLASHES = (
    _clash("therapist", "therapist_id", "free_at")
    + _clash("patient", "patient_id", "ends_at")
    + _clash("room", "room_id", "free_at")
)
_EQUIPMENT = _clash("equipment", "equipment_id", "free_at")
_KEPT = """id, version, patient_id, session_type_id, therapist_id, room_id, starts_at, ends_at, free_at, status, held,
    arrived_at, started_at, completed_at, cancel_reason, release_note, plan_id, series_id, equipment_id"""

SQL = f"""
create table sessions_anew (
    id text primary key not null,
    version integer not null check (version >= 1),
    patient_id text not null references patients (id) on delete restrict,
    session_type_id text not null references session_types (id) on delete restrict,
    therapist_id text not null references staff (id) on delete restrict,
    room_id text references rooms (id) on delete restrict,
    starts_at text not null check (starts_at {STAMP}),
    ends_at text not null check (ends_at {STAMP}),
    free_at text not null check (free_at {STAMP}),
    status text not null check (status in (
        'booked', 'confirmed', 'arrived', 'in_session', 'completed', 'no_show', 'cancelled', 'entered_in_error'
    )),
    held integer not null check (held in (0, 1)),
    confirmed_at text check (confirmed_at {STAMP}),
    arrived_at text check (arrived_at {STAMP}),
    started_at text check (started_at {STAMP}),
    completed_at text check (completed_at {STAMP}),
    missed_at text check (missed_at {STAMP}),
    cancelled_at text check (cancelled_at {STAMP}),
    cancel_cause text check (cancel_cause in ('asked', 'ill', 'clinic', 'not_suitable', 'mistake', 'other')),
    cancel_reason text,
    cancelled_late integer not null default 0 check (cancelled_late in (0, 1)),
    release_note text,
    plan_id text,
    series_id text,
    equipment_id text references equipment (id) on delete restrict,
    check (ends_at > starts_at),
    check (free_at >= ends_at)
) strict;

insert into sessions_anew ({_KEPT}) select {_KEPT} from sessions order by rowid;

drop table sessions;

alter table sessions_anew rename to sessions;

create index sessions_by_start on sessions (starts_at);

create index sessions_by_patient on sessions (patient_id, starts_at);

create index sessions_live_by_therapist on sessions (therapist_id, starts_at, free_at) where {_LIVE};

create index sessions_live_by_room on sessions (room_id, starts_at, free_at) where room_id is not null and {_LIVE};

create index sessions_by_plan on sessions (plan_id, starts_at) where plan_id is not null;

create index sessions_by_series on sessions (series_id, starts_at) where series_id is not null;

create index sessions_live_by_equipment on sessions (equipment_id, starts_at, free_at)
where equipment_id is not null and {_LIVE};

create trigger sessions_never_replaced before insert on sessions
when exists (select 1 from sessions where id = new.id) begin
    select raise(abort, 'exists:sessions');
end;

create trigger sessions_keep_their_key before update on sessions when new.id <> old.id begin
    select raise(abort, 'fixed:sessions');
end;

create trigger sessions_never_deleted before delete on sessions begin
    select raise(abort, 'kept:sessions');
end;

create trigger sessions_name_a_plan_on_file_when_added before insert on sessions
when new.plan_id is not null and not exists (select 1 from plans where id = new.plan_id) begin
    select raise(abort, 'unknown:plans');
end;

create trigger sessions_name_a_plan_on_file_when_changed before update of plan_id on sessions
when new.plan_id is not null and not exists (select 1 from plans where id = new.plan_id) begin
    select raise(abort, 'unknown:plans');
end;

create trigger sessions_never_clash_when_added before insert on sessions
when new.{_LIVE} begin{_CLASHES}
end;

create trigger sessions_never_clash_when_changed before update on sessions
when new.{_LIVE} begin{_CLASHES}
end;

create trigger sessions_never_share_equipment_when_added before insert on sessions
when new.{_LIVE} and new.equipment_id is not null begin{_EQUIPMENT}
end;

create trigger sessions_never_share_equipment_when_changed before update on sessions
when new.{_LIVE} and new.equipment_id is not null begin{_EQUIPMENT}
end;
"""
