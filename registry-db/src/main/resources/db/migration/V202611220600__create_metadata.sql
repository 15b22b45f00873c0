create table metadata (
    hash bytea not null constraint metadata_pkey primary key constraint metadata_hash_check check (octet_length(hash) = 32),
    size integer not null constraint metadata_size_check check (size = octet_length(body) and size between 1025 and 1048576),
    body bytea not null
);
-- As pages: lz4 costs a tenth of pglz, and not every build of PostgreSQL has it.
do $$
begin
    alter table metadata alter column body set compression lz4;
exception when feature_not_supported then
    null;
end
$$;
comment on table metadata is 'Metadata objects too large to stand in an entry, by the hash of their canonical bytes. Knowing a hash yields nothing: they are read through a version and an entry.';
comment on column metadata.size is 'Bytes of the body, so that a reader can bound what it takes at once.';

create table push_metadata (
    push_id bigint not null constraint push_metadata_push_fkey references push on delete cascade,
    hash    bytea not null,
    state   text not null constraint push_metadata_state_check check (state in ('wanted', 'held')),
    constraint push_metadata_pkey primary key (push_id, hash)
);
create index push_metadata_wanted_idx on push_metadata (push_id, hash) where state = 'wanted';
comment on table push_metadata is 'Metadata objects that the entries of a push name and that no base has at the same path: wanted, or received.';

alter table push add column entry_meta boolean not null default false;
comment on column push.entry_meta is 'Whether an entry in what was sent so far has metadata.';

-- Of versions from before nobody knows, so they may.
alter table version add column entry_meta boolean not null default true;
comment on column version.entry_meta is 'False where no entry has metadata; true where some may have.';
