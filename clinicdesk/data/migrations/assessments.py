"""Step 005: what the rules said for a session when it was booked or assessed again; only ever added to."""

from clinicdesk.data.migrations.shapes import DAY, SHA256, STAMP

_VERDICTS = """(
        'suitable', 'suitable_with_precautions', 'needs_clinician_review', 'not_suitable', 'refer_urgently'
    )"""

SQL = f"""
create table assessments (
    seq integer primary key not null,
    id text not null unique,
    session_id text not null references sessions (id) on delete restrict,
    intake_id text references intakes (id) on delete restrict,
    on_date text not null check (on_date {DAY}),
    made_at text not null check (made_at {STAMP}),
    ruleset_id text not null,
    ruleset_version text not null,
    ruleset_hash text not null check (ruleset_hash {SHA256}),
    answers_hash text not null check (answers_hash {SHA256}),
    technique text not null check (technique in (
        'swedish', 'relaxation', 'deep_tissue', 'trigger_point',
        'manual_therapy', 'manipulation_thrust', 'therapeutic_exercise', 'stretching', 'electrotherapy'
    )),
    verdict text not null check (verdict in {_VERDICTS}),
    massage_verdict text not null check (massage_verdict in {_VERDICTS}),
    physical_therapy_verdict text not null check (physical_therapy_verdict in {_VERDICTS}),
    findings text not null check (json_valid(findings) and json_type(findings) = 'object'),
    payload text not null check (json_valid(payload) and json_type(payload) = 'object'),
    check (verdict in (massage_verdict, physical_therapy_verdict))
) strict;

create index assessments_by_session on assessments (session_id, seq, verdict);

create trigger assessments_never_replaced before insert on assessments
when exists (select 1 from assessments where seq = new.seq or id = new.id) begin
    select raise(abort, 'exists:assessments');
end;

create trigger assessments_never_changed before update on assessments begin
    select raise(abort, 'kept:assessments');
end;

create trigger assessments_never_deleted before delete on assessments begin
    select raise(abort, 'kept:assessments');
end;
"""
