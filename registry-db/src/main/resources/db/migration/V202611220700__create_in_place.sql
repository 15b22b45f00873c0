-- New tables only: the release before knows nothing of them and never serves, skips or deletes what lies in place.
create table in_place_allowance (
    id           bigint generated always as identity constraint in_place_allowance_pkey primary key,
    namespace_id bigint not null constraint in_place_allowance_namespace_fkey references namespace,
    store_id     bigint not null constraint in_place_allowance_store_fkey references store,
    prefix       text collate "C" not null,
    account_id   bigint not null constraint in_place_allowance_account_fkey references account,
    created_at   timestamptz not null,
    constraint in_place_allowance_place_key unique (namespace_id, store_id, prefix),
    constraint in_place_allowance_prefix_check check (prefix like '_%/')
);
comment on table in_place_allowance is 'Folders of external stores whose objects a namespace may publish without a copy. Without one, nothing there is served.';
comment on column in_place_allowance.prefix is 'What keys begin with; ends with a slash, so that no folder lets in its neighbours.';
comment on column in_place_allowance.account_id is 'The administrator who allowed it.';

create table in_place_location (
    id           bigint generated always as identity constraint in_place_location_pkey primary key,
    hash_id      bigint not null constraint in_place_location_hash_fkey references hash,
    namespace_id bigint not null constraint in_place_location_namespace_fkey references namespace,
    store_id     bigint not null constraint in_place_location_store_fkey references store,
    size         bigint not null constraint in_place_location_size_check check (size >= 0),
    key          text collate "C" not null,
    version_id   text not null,
    etag         text,
    state        text not null constraint in_place_location_state_check check (state in ('live', 'missing')),
    created_at   timestamptz not null,
    check_at     timestamptz not null,
    missing_at   timestamptz,
    constraint in_place_location_object_key unique (namespace_id, store_id, key, version_id, hash_id)
);
create index in_place_location_hash_idx on in_place_location (hash_id, namespace_id);
create index in_place_location_check_idx on in_place_location (check_at);
create index in_place_location_store_idx on in_place_location (store_id, state);
comment on table in_place_location is 'Objects of others in which fragments lie. Apart from location: no look-up there can ever serve one to another namespace, or delete it.';
comment on column in_place_location.namespace_id is 'The one namespace it serves.';
comment on column in_place_location.etag is 'What the object was called when its content was verified; another one means other bytes.';
comment on column in_place_location.check_at is 'When it is looked at next; moved on by whoever takes it up, so that nobody else does.';
comment on column in_place_location.missing_at is 'Since when it is missing.';

create table push_in_place (
    push_id     bigint not null constraint push_in_place_push_fkey references push on delete cascade,
    sha256      bytea not null,
    location_id bigint not null constraint push_in_place_location_fkey references in_place_location on delete cascade,
    constraint push_in_place_pkey primary key (push_id, sha256)
);
create index push_in_place_location_idx on push_in_place (location_id);
comment on table push_in_place is 'Fragments that a push holds in place instead of having uploaded them; checked again at the commit.';

create view in_place_served as
select l.id, l.hash_id, l.namespace_id, l.store_id, l.size, l.key, l.version_id, a.id as allowance_id
from in_place_location l
join in_place_allowance a
    on a.namespace_id = l.namespace_id and a.store_id = l.store_id and starts_with(l.key, a.prefix)
where l.state = 'live';
comment on view in_place_served is 'What may be relied on and handed out: there, and still allowed. A location under several allowances comes once for each.';
