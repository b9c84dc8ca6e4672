"""Answers about pain and activity that were taken back: the answer stays on file, and so does that it was."""

from clinicdesk.data.migrations.plans import only_added_to
from clinicdesk.data.migrations.shapes import STAMP

SQL = f"""
create table scores_withdrawn (
    seq integer primary key not null,
    score_id text not null references scores (id) on delete restrict,
    withdrawn integer not null check (withdrawn in (0, 1)),
    made_by text not null references staff (id) on delete restrict,
    made_at text not null check (made_at {STAMP})
) strict;

create index scores_withdrawn_by_score on scores_withdrawn (score_id, seq);
{only_added_to("scores_withdrawn", "seq = new.seq")}"""
