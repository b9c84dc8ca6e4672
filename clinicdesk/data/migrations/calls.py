"""How sessions whose verdict had changed were dealt with; only ever added to."""

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
