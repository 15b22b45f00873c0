create table namespace_quota (
    namespace_id   bigint not null constraint namespace_quota_pkey primary key
                   constraint namespace_quota_namespace_fkey references namespace,
    bytes          bigint constraint namespace_quota_bytes_check check (bytes >= 0),
    metadata_bytes bigint constraint namespace_quota_metadata_check check (metadata_bytes >= 0),
    packages       bigint constraint namespace_quota_packages_check check (packages >= 0),
    set_by         bigint not null constraint namespace_quota_set_by_fkey references account,
    set_at         timestamptz not null
);
create index namespace_quota_set_by_idx on namespace_quota (set_by);
comment on table namespace_quota is 'What a namespace may hold; null is without limit. Without a row the configured defaults hold.';

create table namespace_use (
    namespace_id   bigint not null constraint namespace_use_pkey primary key
                   constraint namespace_use_namespace_fkey references namespace,
    bytes          bigint not null,
    metadata_bytes bigint not null,
    packages       bigint not null,
    folded_id      bigint not null,
    recount        boolean not null,
    counted_at     timestamptz
);
create index namespace_use_recount_idx on namespace_use (counted_at) where recount;
comment on table namespace_use is 'What a namespace holds, up to the deltas folded in. Written by one replica at a time, never by a commit.';
comment on column namespace_use.bytes is 'Bytes of the different fragments that its packages'' versions have in its store.';
comment on column namespace_use.metadata_bytes is 'Bytes of the pages and metadata objects that its pushes sent.';
comment on column namespace_use.recount is 'Set where deltas may be off: packages moved, or pushes brought the same bytes at the same time.';

create table namespace_use_delta (
    id             bigint generated always as identity constraint namespace_use_delta_pkey primary key,
    namespace_id   bigint not null constraint namespace_use_delta_namespace_fkey references namespace,
    bytes          bigint not null,
    metadata_bytes bigint not null,
    packages       bigint not null,
    uncertain      boolean not null
);
create index namespace_use_delta_namespace_idx on namespace_use_delta (namespace_id, id);
comment on table namespace_use_delta is 'What commits added, until it is folded into namespace_use: commits of a namespace share no row.';

alter table push
    add column wanted_bytes   bigint not null default 0,
    add column metadata_bytes bigint not null default 0,
    add column new_bytes      bigint,
    add column counted_for    bigint,
    add column counted_after  bigint;
comment on column push.wanted_bytes is 'Bytes of the fragments it is to upload, or has: reserved in the quota while it is open.';
comment on column push.metadata_bytes is 'Bytes of the pages and metadata objects it sent.';
comment on column push.new_bytes is 'Bytes of the fragments that the namespace did not hold when presence was prepared.';
comment on column push.counted_for is 'The namespace that new_bytes was counted for.';
comment on column push.counted_after is 'The newest delta of that namespace then; a newer one at the commit may have brought the same bytes.';

-- What is there already is counted in the background.
insert into namespace_use_delta (namespace_id, bytes, metadata_bytes, packages, uncertain)
select id, 0, 0, 0, true from namespace;
