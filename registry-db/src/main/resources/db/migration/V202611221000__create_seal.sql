-- Rows of before get transaction 0 without being rewritten; they are sealed first.
alter table event add column xid xid8 not null default '0'::xid8;
alter table event alter column xid set default pg_current_xact_id();
create index event_xid_idx on event (xid, id);
comment on column event.xid is 'The transaction that appended it: by it and snapshots the sealer finds what was committed since it last looked, however late.';

create table event_leaf (
    number   bigint not null constraint event_leaf_pkey primary key,
    event_id bigint not null constraint event_leaf_event_key unique,
    at       timestamptz not null,
    hash     bytea not null constraint event_leaf_hash_check check (octet_length(hash) = 32)
);
comment on table event_leaf is 'Leaves of the seals'' tree, append-only: dense numbers from 0, each event once. They stay when a partition of events is dropped.';
comment on column event_leaf.at is 'The event''s, to find its partition.';
comment on column event_leaf.hash is 'SHA-256 of a zero byte and the event''s canonical JSON: docs/audit-format.md.';

create table event_node (
    level smallint not null,
    index bigint not null,
    hash  bytea not null constraint event_node_hash_check check (octet_length(hash) = 32),
    constraint event_node_pkey primary key (level, index)
);
comment on table event_node is 'Perfect nodes of the tree at each eighth level, append-only. What lies between is computed from at most 256 of them.';

create table seal_epoch (
    number    integer not null constraint seal_epoch_pkey primary key,
    opened_at timestamptz not null,
    leaves    bigint not null,
    reason    text not null
);
comment on table seal_epoch is 'Append-only. A database that was restored or promoted may have lost what was sealed before: it begins an epoch.';
comment on column seal_epoch.leaves is 'How many leaves there were when it began.';

create table seal_key (
    id            text not null constraint seal_key_pkey primary key,
    public_key    bytea not null,
    first_used_at timestamptz not null
);
comment on table seal_key is 'Public keys that signed heads, append-only, for whoever verifies. The private ones are never here.';
comment on column seal_key.public_key is 'X.509.';

create table seal (
    number    bigint not null constraint seal_pkey primary key,
    log       uuid not null,
    epoch     integer not null constraint seal_epoch_fkey references seal_epoch,
    size      bigint not null constraint seal_size_key unique,
    root      bytea not null constraint seal_root_check check (octet_length(root) = 32),
    at        timestamptz not null,
    key       text not null constraint seal_key_fkey references seal_key,
    signature text not null
);
comment on table seal is 'Signed heads of the tree, append-only: dense numbers from 0, growing sizes.';
comment on column seal.at is 'Everything that was committed by then is in the last tree of this time.';

create table seal_state (
    one         boolean not null default true constraint seal_state_pkey primary key
                constraint seal_state_one_check check (one),
    log         uuid not null default gen_random_uuid(),
    holder      text,
    lease_until timestamptz,
    cluster     text,
    done        pg_snapshot,
    next        pg_snapshot,
    next_at     timestamptz,
    next_xid    xid8,
    next_id     bigint
);
comment on table seal_state is 'Where the sealer stands; no evidence. Whoever seals holds the row''s lock until he commits.';
comment on column seal_state.log is 'Names this audit trail in every head.';
comment on column seal_state.holder is 'Which replica seals, until lease_until by this database''s clock.';
comment on column seal_state.cluster is 'The database system and its timeline; another one was restored or promoted.';
comment on column seal_state.done is 'All that this snapshot shows is sealed; null: look at every event.';
comment on column seal_state.next is 'Becomes done once all up to it is sealed; next_xid and next_id are the last event that was.';

insert into seal_epoch (number, opened_at, leaves, reason) values (1, now(), 0, 'the first');
insert into seal_state default values;

-- Some hosted databases show this to nobody; then a restore is told by hand (open_seal_epoch).
create function database_cluster() returns text language plpgsql as $$
begin
    return (select s.system_identifier || '/' || c.timeline_id from pg_control_system() s, pg_control_checkpoint() c);
exception
    when insufficient_privilege or undefined_function then return 'unknown';
end
$$;
comment on function database_cluster is 'Names the database system and its timeline, which change with a restore to a point in time, a restore of a dump, and a promotion.';

create function open_seal_epoch(why text) returns integer language plpgsql as $$
declare
    epoch integer;
begin
    perform from seal_state for update;
    insert into seal_epoch (number, opened_at, leaves, reason)
    select max(number) + 1, clock_timestamp(), (select coalesce(max(number) + 1, 0) from event_leaf), why from seal_epoch
    returning number into epoch;
    insert into event (id, at, kind, outcome, detail)
    values (nextval('event_id_seq'), clock_timestamp(), 'epoch-open', 'ok', json_build_object('epoch', epoch, 'reason', why)::text);
    update seal_state set cluster = database_cluster(), done = null, next = null, next_at = null, next_xid = null, next_id = null;
    return epoch;
end
$$;
comment on function open_seal_epoch is 'Tells the sealer that this database was restored: it looks at every event once and seals on in the next epoch.';
