"""Step 001: the clinic, who works there, the rooms, and what can be booked."""

SQL = """
create table clinic (
    id integer primary key check (id = 1),
    name text not null,
    address text not null,
    phone text not null,
    zone text not null,
    region text not null,
    emergency_number text not null,
    opens_at text not null check (opens_at glob '[0-9][0-9]:[0-9][0-9]'),
    closes_at text not null check (closes_at glob '[0-9][0-9]:[0-9][0-9]'),
    demo integer not null check (demo in (0, 1))
) strict;

create table staff (
    id text primary key not null,
    position integer not null unique,
    name text not null,
    role text not null check (role in ('receptionist', 'therapist')),
    active integer not null check (active in (0, 1))
) strict;

create table staff_kinds (
    staff_id text not null references staff (id) on delete restrict,
    kind text not null check (kind in ('massage', 'physical_therapy')),
    primary key (staff_id, kind)
) strict, without rowid;

create table rooms (
    id text primary key not null,
    position integer not null unique,
    name text not null,
    active integer not null check (active in (0, 1))
) strict;

create table session_types (
    id text primary key not null,
    position integer not null unique,
    name text not null,
    technique text not null check (technique in (
        'swedish', 'relaxation', 'deep_tissue', 'trigger_point',
        'manual_therapy', 'manipulation_thrust', 'therapeutic_exercise', 'stretching', 'electrotherapy'
    )),
    minutes integer not null check (minutes > 0),
    turnover_minutes integer not null check (turnover_minutes >= 0),
    active integer not null check (active in (0, 1))
) strict;
"""
