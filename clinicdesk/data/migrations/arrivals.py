"""Step 008: intakes that only renew the questions of every visit, and quick looks at what came last."""

SQL = """
alter table intakes add column is_full integer not null default 1 check (is_full in (0, 1));

create index intakes_last_completed on intakes (patient_id, completed_at);
"""
