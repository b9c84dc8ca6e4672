"""How sessions whose verdict had changed were dealt with, and which were held by themselves; only ever added to.

Step 029: what a therapist was asked about.
"""

from clinicdesk.data.migrations.shapes import STAMP

_VERDICTS = """(
        'suitable', 'suitable_with_precautions', 'needs_clinician_review', 'not_suitable', 'refer_urgently'
    )"""

SQL = f"""
create table calls (
    seq integer primary key not null,
    id text not null unique,
    session_id text not null references sessions (id) on delete restrict,
    was text not null check (was in {_VERDICTS}),
    verdict text not null check (verdict in {_VERDICTS}),
    step text not null check (step in ('called', 'asked', 'kept')),
    note text not null,
    staff_id text not null references staff (id) on delete restrict,
    at text not null check (at {STAMP})
) strict;

create index calls_by_session on calls (session_id, seq);

create trigger calls_never_replaced before insert on calls
when exists (select 1 from calls where seq = new.seq or id = new.id) begin
    select raise(abort, 'exists:calls');
end;

create trigger calls_never_changed before update on calls begin
    select raise(abort, 'kept:calls');
end;

create trigger calls_never_deleted before delete on calls begin
    select raise(abort, 'kept:calls');
end;
"""

HOLDS = f"""
create table call_holds (
    seq integer primary key not null,
    id text not null unique,
    session_id text not null references sessions (id) on delete restrict,
    held integer not null check (held in (0, 1)),
    at text not null check (at {STAMP})
) strict;

create index call_holds_by_session on call_holds (session_id, seq, held);

create trigger call_holds_never_replaced before insert on call_holds
when exists (select 1 from call_holds where seq = new.seq or id = new.id) begin
    select raise(abort, 'exists:call_holds');
end;

create trigger call_holds_never_changed before update on call_holds begin
    select raise(abort, 'kept:call_holds');
end;

create trigger call_holds_never_deleted before delete on call_holds begin
    select raise(abort, 'kept:call_holds');
end;
"""

# A session that a therapist was asked about is held, whoever writes it.
ASKED = """
alter table sessions add column asked_in text references calls (id) on delete restrict
    check (asked_in is null or held = 1);

update sessions set asked_in = (
    select id from calls where session_id = sessions.id and step = 'asked' order by seq desc limit 1
)
where held = 1 and status in ('booked', 'confirmed', 'arrived')
    and 'asked' = (select step from calls where session_id = sessions.id order by seq desc limit 1);
"""
