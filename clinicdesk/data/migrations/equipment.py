"""Step 013: equipment, what needs which kind of it, and the techniques of each therapist.

An item is in one live session at a time, until that session's turn-over is done. It is refused as a clash
of therapist, patient or room is (step 004): one step in an index, however many sessions are on file.
"""

_LIVE = "status not in ('cancelled', 'no_show')"

_CLASH = f"""
    select raise(abort, 'session_clash:equipment') where new.starts_at < (
        select free_at from sessions
        where equipment_id = new.equipment_id and {_LIVE} and starts_at < new.free_at and id <> new.id
        order by starts_at desc limit 1
    );"""

SQL = f"""
create table equipment (
    id text primary key not null,
    position integer not null unique,
    name text not null check (name <> ''),
    kind text not null check (kind <> ''),
    active integer not null check (active in (0, 1))
) strict;

create table staff_techniques (
    staff_id text not null references staff (id) on delete restrict,
    technique text not null check (technique in (
        'swedish', 'relaxation', 'deep_tissue', 'trigger_point',
        'manual_therapy', 'manipulation_thrust', 'therapeutic_exercise', 'stretching', 'electrotherapy'
    )),
    primary key (staff_id, technique)
) strict, without rowid;

alter table session_types add column equipment_kind text not null default '';

alter table sessions add column equipment_id text references equipment (id) on delete restrict;

create index sessions_live_by_equipment on sessions (equipment_id, starts_at, free_at)
where equipment_id is not null and {_LIVE};

create trigger sessions_never_share_equipment_when_added before insert on sessions
when new.{_LIVE} and new.equipment_id is not null begin{_CLASH}
end;

create trigger sessions_never_share_equipment_when_changed before update on sessions
when new.{_LIVE} and new.equipment_id is not null begin{_CLASH}
end;
"""
