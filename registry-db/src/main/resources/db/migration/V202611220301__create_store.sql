create table store (
    id              bigint generated always as identity constraint store_pkey primary key,
    name            text not null constraint store_name_key unique,
    endpoint        text not null,
    public_endpoint text not null,
    region          text not null,
    bucket          text not null,
    prefix          text not null,
    path_style      boolean not null,
    mode            text not null constraint store_mode_check check (mode in ('enforced', 'verify', 'refused', 'untested')),
    tested_at       timestamptz,
    skew_ms         bigint,
    report          text,
    created_at      timestamptz not null
);
comment on table store is 'Object storages, as configured and as their last self-test found them.';
comment on column store.mode is 'What the last self-test found: enforced = signed checksums are enforced; verify = the registry checks each upload itself.';
comment on column store.report is 'The self-test''s checks as JSON.';

create table hash (
    id     bigint generated always as identity constraint hash_pkey primary key,
    sha256 bytea not null constraint hash_sha256_key unique constraint hash_sha256_check check (octet_length(sha256) = 32)
);
comment on table hash is 'SHA-256 values of fragments and whole files, interned: everything else refers to the bigint.';

create table location (
    id         bigint generated always as identity constraint location_pkey primary key,
    hash_id    bigint not null constraint location_hash_fkey references hash,
    store_id   bigint not null constraint location_store_fkey references store,
    size       bigint not null constraint location_size_check check (size >= 0),
    key        text not null,
    version_id text,
    state      text not null constraint location_state_check check (state in ('live', 'condemned', 'missing')),
    created_at timestamptz not null,
    constraint location_key_key unique (store_id, key)
);
create index location_hash_idx on location (hash_id, store_id);
comment on table location is 'Where a fragment lies. A fragment may have several locations; one in the namespace''s store makes it held there.';
comment on column location.version_id is 'The object''s version id where the store has versions; signed into GET URLs.';
