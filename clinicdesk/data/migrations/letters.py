"""Step 031: whose letter a clearance in writing rests on, and its date; null where nobody was asked for one."""

from clinicdesk.data.migrations.shapes import DAY

SQL = f"""
alter table clearances add column letter_by text check (letter_by is null or letter_by <> '');

alter table clearances add column letter_on text check (letter_on is null or letter_on {DAY});

create trigger clearances_name_their_letter before insert on clearances
when (new.letter_by is null) <> (new.letter_on is null)
    or (new.letter_by is null) = (new.reason = 'clinician-cleared-in-writing')
begin
    select raise(abort, 'kept:clearances');
end;
"""
