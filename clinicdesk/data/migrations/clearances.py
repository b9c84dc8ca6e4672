"""What therapists decided beside the rules, what of it was taken back, and what stood when a session was judged."""

from clinicdesk.data.migrations.shapes import DAY, SHA256, STAMP


def _lasting(table: str, *, also: str = "") -> str:
    return f"""
create trigger {table}_never_replaced before insert on {table}
when exists (select 1 from {table} where seq = new.seq or id = new.id{also}) begin
    select raise(abort, 'exists:{table}');
end;

create trigger {table}_never_changed before update on {table} begin
    select raise(abort, 'kept:{table}');
end;

create trigger {table}_never_deleted before delete on {table} begin
    select raise(abort, 'kept:{table}');
end;
"""


SQL = f"""
create table clearances (
    seq integer primary key not null,
    id text not null unique,
    patient_id text not null references patients (id) on delete restrict,
    session_id text references sessions (id) on delete restrict,
    rule text not null check (rule <> ''),
    technique text not null check (technique in (
        'swedish', 'relaxation', 'deep_tissue', 'trigger_point',
        'manual_therapy', 'manipulation_thrust', 'therapeutic_exercise', 'stretching', 'electrotherapy'
    )),
    verdict text not null check (verdict in (
        'suitable', 'suitable_with_precautions', 'needs_clinician_review', 'not_suitable', 'refer_urgently'
    )),
    reason text not null check (reason in (
        'clinician-cleared-in-writing', 'assessed-in-person-by-physical-therapist', 'technique-changed',
        'area-avoided', 'answer-corrected', 'diagnosis-refuted', 'patient-declined-referral'
    )),
    words text not null check (words <> ''),
    given_by text not null references staff (id) on delete restrict,
    name text not null check (name <> ''),
    given_at text not null check (given_at {STAMP}),
    expires_on text not null check (expires_on {DAY}),
    intake_version integer not null check (intake_version >= 0),
    facts text not null check (json_valid(facts) and json_type(facts) = 'object'),
    rule_hash text not null check (rule_hash {SHA256}),
    ruleset_id text not null,
    ruleset_version text not null
) strict;

create index clearances_by_patient on clearances (patient_id, seq);
{_lasting("clearances")}
create table clearances_taken_back (
    seq integer primary key not null,
    id text not null unique,
    clearance_id text not null unique references clearances (id) on delete restrict,
    staff_id text not null references staff (id) on delete restrict,
    name text not null check (name <> ''),
    taken_at text not null check (taken_at {STAMP}),
    why text not null check (why <> '')
) strict;
{_lasting("clearances_taken_back", also=" or clearance_id = new.clearance_id")}
alter table assessments add column decisions text check (decisions is null or json_valid(decisions));
"""
