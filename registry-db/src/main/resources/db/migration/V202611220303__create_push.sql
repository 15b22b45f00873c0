create table push (
    id               bigint generated always as identity constraint push_pkey primary key,
    client_id        uuid not null,
    package_id       bigint not null constraint push_package_fkey references package,
    account_id       bigint not null constraint push_account_fkey references account,
    kind             text not null constraint push_kind_check check (kind in ('pages', 'patch')),
    request_hash     bytea not null,
    top_hash         bytea,
    document         bytea,
    patch_hash       bytea,
    expects_parent   boolean not null,
    expected_parent  bytea,
    message          text,
    tag              text not null,
    state            text not null constraint push_state_check check (state in ('open', 'committed', 'aborted', 'expired')),
    opened_at        timestamptz not null,
    last_activity_at timestamptz not null,
    prepared_log_id  bigint,
    prepared_against bigint,
    commit_log_id    bigint constraint push_commit_log_fkey references push_log,
    cleaned_at       timestamptz,
    -- Made by the client, so it names a push only together with account and package: nobody finds another's push by its id.
    constraint push_client_id_key unique (package_id, account_id, client_id)
);
create index push_state_idx on push (state, last_activity_at) where cleaned_at is null;
create index push_open_idx on push (package_id, account_id) where state = 'open';
comment on table push is 'Pushes, open and ended.';
comment on column push.request_hash is 'SHA-256 of what the push was opened with: the same id with another request is refused.';
comment on column push.expected_parent is 'With expects_parent: the top hash that must still be the newest; null where the package must not exist.';
comment on column push.prepared_log_id is 'The log id under which presence rows were written ahead of the commit.';
comment on column push.prepared_against is 'The head those rows were computed against; another head at the commit means computing them again. Null: no head.';
comment on column push.cleaned_at is 'When everything that only this push needed was removed.';

create table push_base (
    push_id    bigint not null constraint push_base_push_fkey references push on delete cascade,
    version_id bigint not null constraint push_base_version_fkey references version,
    constraint push_base_pkey primary key (push_id, version_id)
);
create index push_base_version_idx on push_base (version_id);
comment on table push_base is 'Versions whose pages this push may skip; pinned until it ends, checked again at the commit.';

create table push_page (
    push_id     bigint not null constraint push_page_push_fkey references push on delete cascade,
    hash        bytea not null,
    state       text not null constraint push_page_state_check check (state in ('wanted', 'held')),
    expectation text not null,
    constraint push_page_pkey primary key (push_id, hash)
);
create index push_page_wanted_idx on push_page (push_id, hash) where state = 'wanted';
comment on table push_page is 'Pages that a push names: wanted, or received and accepted.';
comment on column push_page.expectation is 'What the page must be, as its parent says; JSON of the format''s checker.';

create table push_fragment (
    push_id bigint not null constraint push_fragment_push_fkey references push on delete cascade,
    sha256  bytea not null,
    size    bigint not null,
    state   text not null constraint push_fragment_state_check check (state in ('wanted', 'uploaded', 'pinned')),
    constraint push_fragment_pkey primary key (push_id, sha256)
);
create index push_fragment_wanted_idx on push_fragment (push_id, sha256) where state = 'wanted';
create index push_fragment_sha256_idx on push_fragment (sha256);
comment on table push_fragment is 'Fragments named by the pages of a push: wanted, uploaded by it, or pinned because the pusher may read them elsewhere.';

create table upload (
    id           uuid not null constraint upload_pkey primary key,
    push_id      bigint not null constraint upload_push_fkey references push,
    sha256       bytea not null,
    size         bigint not null,
    store_id     bigint not null constraint upload_store_fkey references store,
    key          text not null,
    multipart_id text,
    part_size    bigint,
    state        text not null constraint upload_state_check check (state in ('open', 'verified', 'surplus', 'refused', 'removed')),
    expires_at   timestamptz not null,
    location_id  bigint constraint upload_location_fkey references location on delete set null,
    constraint upload_key_key unique (store_id, key)
);
create index upload_push_idx on upload (push_id, sha256);
create index upload_location_idx on upload (location_id) where location_id is not null;
create index upload_removable_idx on upload (expires_at) where state in ('open', 'surplus', 'refused');
comment on table upload is 'Uploads, each to a key of its own that is never used again.';
comment on column upload.state is 'surplus: verified, but the bytes were held already, so the object goes.';
comment on column upload.expires_at is 'Until when a URL for this key may still be used.';
