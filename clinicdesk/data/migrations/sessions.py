"""Step 004: sessions, and the rule that nobody and no room is booked twice at one time.

A live session (neither cancelled nor a no-show) takes its therapist and its room from ``starts_at``
until ``free_at`` and its patient from ``starts_at`` until ``ends_at``. Because the live sessions of
one resource never overlap, a new one clashes if and only if the one that starts last before the new
end is not over at the new start: one step in an index, however many sessions are on file.
"""

from clinicdesk.data.migrations.shapes import STAMP

_LIVE = "status not in ('cancelled', 'no_show')"


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

SQL = f"""
create table sessions (
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
        'booked', 'arrived', 'in_session', 'completed', 'no_show', 'cancelled'
    )),
    held integer not null check (held in (0, 1)),
    arrived_at text check (arrived_at {STAMP}),
    started_at text check (started_at {STAMP}),
    completed_at text check (completed_at {STAMP}),
    cancel_reason text,
    release_note text,
    check (ends_at > starts_at),
    check (free_at >= ends_at)
) strict;

create index sessions_by_start on sessions (starts_at);

create index sessions_by_patient on sessions (patient_id, starts_at);

create index sessions_live_by_therapist on sessions (therapist_id, starts_at, free_at) where {_LIVE};

create index sessions_live_by_room on sessions (room_id, starts_at, free_at) where room_id is not null and {_LIVE};

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

create trigger sessions_never_clash_when_added before insert on sessions
when new.{_LIVE} begin{_CLASHES}
end;

create trigger sessions_never_clash_when_changed before update on sessions
when new.{_LIVE} begin{_CLASHES}
end;
"""
