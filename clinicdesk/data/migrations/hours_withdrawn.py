"""Weekly hours, hours of single dates, and decisions to keep a session, that were taken back: both stay on file."""

from clinicdesk.data.migrations.plans import only_added_to
from clinicdesk.data.migrations.shapes import STAMP

SQL = f"""
create table hours_withdrawn (
    seq integer primary key not null,
    record_id text not null,
    withdrawn integer not null check (withdrawn in (0, 1)),
    made_by text not null references staff (id) on delete restrict,
    made_at text not null check (made_at {STAMP})
) strict;

create index hours_withdrawn_by_record on hours_withdrawn (record_id, seq);
{only_added_to("hours_withdrawn", "seq = new.seq")}
create view hours_void as
    select record_id as id from hours_withdrawn as mark
    where withdrawn and seq = (select max(seq) from hours_withdrawn as any where any.record_id = mark.record_id);
"""
