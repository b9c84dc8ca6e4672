"""Step 019: how long people may wait or be late, and how much notice a cancellation needs."""

SQL = """
alter table clinic add column waiting_minutes integer not null default 15 check (waiting_minutes between 1 and 240);

alter table clinic add column late_minutes integer not null default 10 check (late_minutes between 1 and 240);

alter table clinic add column notice_hours integer not null default 24 check (notice_hours between 0 and 336);
"""
