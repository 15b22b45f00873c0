create sequence event_id_seq;

create table event (
    id           bigint not null,
    at           timestamptz not null,
    kind         text not null,
    outcome      text not null,
    account_id   bigint,
    credential   text,
    grant_note   text,
    package_id   bigint,
    version_id   bigint,
    log_id       bigint,
    request_id   text,
    ordinals     bytea,
    all_ordinals boolean not null default false,
    cached       bytea,
    entries      bigint,
    detail       text,
    name_mac     bytea,
    address_mac  bytea,
    program_mac  bytea,
    constraint event_pkey primary key (id, at)
) partition by range (at);
create index event_account_idx on event (account_id, id);
create index event_package_idx on event (package_id, id);
create index event_version_idx on event (version_id, id);
comment on table event is 'The audit trail: append-only, partitioned by month. What is personal lies in event_personal; here is only its MAC.';
comment on column event.credential is 'Which credential was used: session or token id, never the secret.';
comment on column event.ordinals is 'Serialised roaring bitmap of the ordinals handed out; all_ordinals stands for the whole version.';
comment on column event.cached is 'Ordinals that the client already had: recorded, no URL signed.';
comment on column event.detail is 'JSON without anything personal or secret.';
comment on column event.name_mac is 'HMAC-SHA256 with the event''s own random key; verifiable until the personal row is erased.';

create table event_personal (
    event_id bigint not null,
    at       timestamptz not null,
    key      bytea not null,
    name     text,
    address  text,
    program  text,
    constraint event_personal_pkey primary key (event_id, at)
) partition by range (at);
comment on table event_personal is 'Erasable fields of an event and the key of their MACs. Erasing a row erases the key, and the event still verifies.';

create function make_event_partitions(months_ahead integer) returns void language plpgsql as $$
declare
    month date := date_trunc('month', now() at time zone 'UTC')::date;
    suffix text;
begin
    -- Replicas call this at the same time, and "if not exists" does not wait for one another.
    perform pg_advisory_xact_lock(hashtext('make_event_partitions'));
    for i in 0..months_ahead loop
        suffix := to_char(month, 'YYYY_MM');
        execute format('create table if not exists event_%s partition of event for values from (%L) to (%L)',
            suffix, month::timestamp at time zone 'UTC', (month + interval '1 month')::timestamp at time zone 'UTC');
        execute format('create table if not exists event_personal_%s partition of event_personal for values from (%L) to (%L)',
            suffix, month::timestamp at time zone 'UTC', (month + interval '1 month')::timestamp at time zone 'UTC');
        month := (month + interval '1 month')::date;
    end loop;
end
$$;
comment on function make_event_partitions is 'Makes the partitions of this month and of the given number of months ahead. Repeatable.';

select make_event_partitions(3);
