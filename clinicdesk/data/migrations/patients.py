"""Step 002: patients, and the index that one search box reads.

``number`` is the row's own key so that the search index can point at it for ever. ``search`` holds
the words of a patient as ``clinicdesk.data.search`` writes them, already folded, each between two
spaces; the tokenizer only splits at spaces.
"""

from clinicdesk.data.migrations.shapes import DAY, STAMP

SQL = f"""
create table patients (
    number integer primary key not null check (number >= 1001),
    id text not null unique,
    version integer not null check (version >= 1),
    given_name text not null,
    family_name text not null,
    birth_date text check (birth_date {DAY}),
    phone text not null,
    other_phone text not null,
    preferred_name text not null,
    sex_at_birth text check (sex_at_birth in ('female', 'male', 'other')),
    gender text not null,
    pronouns text not null,
    email text not null,
    address text not null,
    emergency_contact_name text not null,
    emergency_contact_phone text not null,
    emergency_contact_relation text not null,
    referrer text not null,
    language text not null,
    contact_permissions text not null check (json_valid(contact_permissions)),
    notes text not null,
    search text not null,
    full_key text not null,
    family_key text not null,
    given_key text not null,
    seen_at text check (seen_at {STAMP})
) strict;

create index patients_by_birth_date on patients (birth_date) where birth_date is not null;

create index patients_by_phone on patients (phone) where phone <> '';

create index patients_by_other_phone on patients (other_phone) where other_phone <> '';

create index patients_by_full_key on patients (full_key);

create index patients_by_family on patients (family_key, given_key);

create index patients_by_seen on patients (seen_at) where seen_at is not null;

create virtual table patients_search using fts5 (
    search,
    content = 'patients',
    content_rowid = 'number',
    tokenize = "unicode61 remove_diacritics 0 categories 'L* M* N* P* S* C*'",
    prefix = '1 2 3 4 5 6',
    detail = none,
    columnsize = 0
);

create trigger patients_search_added after insert on patients begin
    insert into patients_search (rowid, search) values (new.number, new.search);
end;

create trigger patients_search_changed after update of search on patients when old.search <> new.search begin
    insert into patients_search (patients_search, rowid, search) values ('delete', old.number, old.search);
    insert into patients_search (rowid, search) values (new.number, new.search);
end;

create trigger patients_never_replaced before insert on patients
when exists (select 1 from patients where number = new.number or id = new.id) begin
    select raise(abort, 'exists:patients');
end;

create trigger patients_keep_their_keys before update on patients
when new.id <> old.id or new.number <> old.number begin
    select raise(abort, 'fixed:patients');
end;

create trigger patients_never_deleted before delete on patients begin
    select raise(abort, 'kept:patients');
end;
"""
