"""Referral cases and what happens to them; only ever added to. Nobody has two open cases."""

from clinicdesk.data.migrations.plans import only_added_to
from clinicdesk.data.migrations.shapes import DAY, SHA256, STAMP

SQL = f"""
create table referrals (
    seq integer primary key not null,
    id text not null unique,
    patient_id text not null references patients (id) on delete restrict,
    opened_at text not null check (opened_at {STAMP}),
    opened_by text not null references staff (id) on delete restrict,
    origin text not null check (origin in ('intake', 'arrival', 'draft')),
    intake_id text references intakes (id) on delete restrict,
    session_id text references sessions (id) on delete restrict,
    ruleset_id text not null,
    ruleset_version text not null,
    ruleset_hash text not null check (ruleset_hash {SHA256}),
    reasons text not null check (json_valid(reasons) and json_type(reasons) = 'array' and reasons <> '[]'),
    wording text not null check (json_valid(wording) and json_type(wording) = 'array'),
    advice text not null check (json_valid(advice) and json_type(advice) = 'array'),
    check ((intake_id is null) = (origin = 'draft')),
    check (session_id is null or origin = 'arrival')
) strict;

create index referrals_by_patient on referrals (patient_id, seq);
{only_added_to("referrals", "seq = new.seq or id = new.id")}
create table referral_events (
    seq integer primary key not null,
    id text not null unique,
    referral_id text not null references referrals (id) on delete restrict,
    step text not null check (step in ('told', 'letter', 'outcome', 'withdrawn')),
    made_by text not null references staff (id) on delete restrict,
    made_at text not null check (made_at {STAMP}),
    whom text check (whom in ('patient', 'companion', 'emergency_service', 'doctor', 'therapist')),
    name text not null,
    outcome text check (outcome in (
        'serious-cause-confirmed', 'serious-cause-ruled-out', 'doctor-took-over', 'patient-declined-referral',
        'could-not-be-reached', 'opened-in-error', 'other-outcome'
    )),
    closes integer not null check (closes in (0, 1)),
    on_date text check (on_date {DAY}),
    words text not null,
    ask_again text not null check (json_valid(ask_again) and json_type(ask_again) = 'array'),
    withdraws text references referral_events (id) on delete restrict,
    check ((whom is not null) = (step = 'told')),
    check ((outcome is not null) = (step = 'outcome')),
    check (outcome is null or (on_date is not null and words <> '')),
    check ((withdraws is not null) = (step = 'withdrawn')),
    check (closes = 0 or outcome not in ('patient-declined-referral', 'could-not-be-reached'))
) strict;

create index referral_events_by_referral on referral_events (referral_id, seq);

create unique index referral_events_close_once on referral_events (referral_id) where closes = 1;

create trigger referral_events_end_with_the_outcome before insert on referral_events
when exists (select 1 from referral_events where referral_id = new.referral_id and closes = 1) begin
    select raise(abort, 'closed:referrals');
end;

create trigger referrals_one_open_at_a_time before insert on referrals
when exists (
    select 1 from referrals as others where others.patient_id = new.patient_id and not exists (
        select 1 from referral_events where referral_id = others.id and closes = 1
    )
) begin
    select raise(abort, 'open:referrals');
end;
{only_added_to("referral_events", "seq = new.seq or id = new.id")}"""
