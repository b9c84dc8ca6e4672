"""Step 017: where it hurts, as part of an intake; null when nobody was asked to mark it."""

SQL = """
alter table intakes add column body_map text
    check (body_map is null or (json_valid(body_map) and json_type(body_map) = 'object'));

create index intakes_with_body_map on intakes (patient_id, version) where body_map is not null;
"""
