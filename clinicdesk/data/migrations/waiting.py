"""Step 023: who waits for a time, and what they were offered."""

from clinicdesk.data.migrations.shapes import DAY, STAMP

_CLOCK = "glob '[0-2][0-9]:[0-5][0-9]'"

SQL = f"""
create table waiting (
    id text primary key not null,
    version integer not null check (version >= 1),
    patient_id text not null references patients (id) on delete restrict,
    session_type_id text not null references session_types (id) on delete restrict,
    session_id text references sessions (id) on delete restrict,
    weekdays text not null check (json_valid(weekdays) and json_type(weekdays) = 'array'),
    earliest text check (earliest {_CLOCK}),
    latest text check (latest {_CLOCK}),
    therapists text not null check (json_valid(therapists) and json_type(therapists) = 'array'),
    urgent integer not null check (urgent in (0, 1)),
    note text not null,
    asked_at text not null check (asked_at {STAMP}),
    expires_on text not null check (expires_on {DAY}),
    status text not null check (status in ('waiting', 'booked', 'withdrawn')),
    offer_therapist_id text references staff (id) on delete restrict,
    offer_room_id text references rooms (id) on delete restrict,
    offer_starts_at text check (offer_starts_at {STAMP}),
    offer_ends_at text check (offer_ends_at {STAMP}),
    offered_by text references staff (id) on delete restrict,
    offered_at text check (offered_at {STAMP}),
    booked_session_id text references sessions (id) on delete restrict,
    check (earliest is null or latest is null or earliest < latest),
    check ((status = 'booked') = (booked_session_id is not null)),
    check ((offer_starts_at is null) = (offer_therapist_id is null)),
    check ((offer_starts_at is null) = (offer_ends_at is null)),
    check ((offer_starts_at is null) = (offered_by is null)),
    check ((offer_starts_at is null) = (offered_at is null))
) strict;

create index waiting_open on waiting (expires_on) where status = 'waiting';

create index waiting_by_patient on waiting (patient_id);

create trigger waiting_never_replaced before insert on waiting
when exists (select 1 from waiting where id = new.id) begin
    select raise(abort, 'exists:waiting');
end;

create trigger waiting_never_deleted before delete on waiting begin
    select raise(abort, 'kept:waiting');
end;
"""
