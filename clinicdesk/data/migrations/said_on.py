"""Step 030: of which day the oldest answer of an intake is that a full one asks anew; null where nobody noted one."""

from clinicdesk.data.migrations.shapes import DAY

SQL = f"""
alter table intakes add column said_on text check (said_on is null or said_on {DAY});
"""
