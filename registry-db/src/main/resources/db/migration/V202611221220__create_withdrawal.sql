-- New tables only. The release before knows no withdrawals: withdraw once all replicas run this one.
create table withdrawal (
    id                    bigint generated always as identity constraint withdrawal_pkey primary key,
    kind                  text not null constraint withdrawal_kind_check check (kind in ('fragment', 'entry', 'version')),
    package_id            bigint constraint withdrawal_package_fkey references package,
    version_id            bigint constraint withdrawal_version_fkey references version,
    path                  text collate "C",
    sha256                bytea constraint withdrawal_sha256_check check (octet_length(sha256) = 32),
    shared                boolean not null,
    reason                text not null,
    ticket                text not null,
    made_at               timestamptz not null,
    made_by               bigint not null constraint withdrawal_made_by_fkey references account,
    lifted_at             timestamptz,
    lifted_by             bigint constraint withdrawal_lifted_by_fkey references account,
    recalled_at           timestamptz,
    deletion_asked_at     timestamptz,
    deletion_asked_by     bigint constraint withdrawal_deletion_asked_by_fkey references account,
    deletion_due_at       timestamptz,
    deletion_confirmed_at timestamptz,
    deletion_confirmed_by bigint constraint withdrawal_deletion_confirmed_by_fkey references account,
    deletion_begun_at     timestamptz,
    deleted_at            timestamptz,
    constraint withdrawal_target_check check (
        case kind
            when 'fragment' then sha256 is not null and package_id is null and version_id is null and path is null
            when 'entry' then sha256 is not null and package_id is not null and version_id is null and path is not null
            else sha256 is null and package_id is not null and version_id is not null and path is null
        end),
    constraint withdrawal_two_admins_check check (deletion_confirmed_by <> deletion_asked_by),
    constraint withdrawal_deletion_check check (
        deletion_begun_at is null
        or (deletion_asked_at is not null and deletion_confirmed_at is not null and deletion_due_at <= deletion_begun_at and lifted_at is null))
);
create index withdrawal_package_idx on withdrawal (package_id);
create index withdrawal_version_idx on withdrawal (version_id);
create index withdrawal_made_by_idx on withdrawal (made_by);
create index withdrawal_lifted_by_idx on withdrawal (lifted_by);
create index withdrawal_deletion_asked_by_idx on withdrawal (deletion_asked_by);
create index withdrawal_deletion_confirmed_by_idx on withdrawal (deletion_confirmed_by);
create index withdrawal_live_idx on withdrawal (id) where lifted_at is null;
comment on table withdrawal is 'What may not be handed out any more, and why. Rows stay; lifting ends one.';
comment on column withdrawal.kind is 'fragment: bytes by their SHA-256, wherever they lie; entry: a file, by its path and its SHA-256; version: as a whole.';
comment on column withdrawal.version_id is 'Of a withdrawn version. What it shares with other versions stays available through them.';
comment on column withdrawal.sha256 is 'Of the fragment, or of the entry''s whole file. What it covers is in withdrawn_hash.';
comment on column withdrawal.shared is 'Of an entry: also covers fragments that other files use.';
comment on column withdrawal.recalled_at is 'When everybody who was handed it before the withdrawal had a row in recall.';
comment on column withdrawal.deletion_due_at is 'Before this nothing is deleted.';
comment on column withdrawal.deletion_begun_at is 'From then on it cannot be lifted.';
comment on column withdrawal.deleted_at is 'When the last object was gone.';

create table withdrawn_hash (
    sha256        bytea not null constraint withdrawn_hash_sha256_check check (octet_length(sha256) = 32),
    withdrawal_id bigint not null constraint withdrawn_hash_withdrawal_fkey references withdrawal,
    constraint withdrawn_hash_pkey primary key (sha256, withdrawal_id)
);
create index withdrawn_hash_withdrawal_idx on withdrawn_hash (withdrawal_id, sha256);
comment on table withdrawn_hash is 'Fragments and whole files that withdrawals cover, known to the registry or not; count while the withdrawal is not lifted.';

create table recall (
    withdrawal_id   bigint not null constraint recall_withdrawal_fkey references withdrawal,
    account_id      bigint not null constraint recall_account_fkey references account,
    published       boolean not null,
    handed          boolean not null,
    whole           boolean not null,
    listed_at       timestamptz not null,
    acknowledged_at timestamptz,
    note            text,
    constraint recall_pkey primary key (withdrawal_id, account_id)
);
create index recall_account_idx on recall (account_id, withdrawal_id);
comment on table recall is 'Who holds copies of what was withdrawn, and who said that they are gone.';
comment on column recall.published is 'Has published it, so that it came from there.';
comment on column recall.handed is 'Was handed it, or reported to have it.';
comment on column recall.whole is 'Had all that is covered, so that every hash of it may be named; else those in recall_hash.';

create table recall_hash (
    withdrawal_id bigint not null,
    account_id    bigint not null,
    sha256        bytea not null,
    constraint recall_hash_pkey primary key (account_id, withdrawal_id, sha256),
    constraint recall_hash_recall_fkey foreign key (withdrawal_id, account_id) references recall
);
create index recall_hash_recall_idx on recall_hash (withdrawal_id, account_id);
comment on table recall_hash is 'Fragments that somebody had as parts of other files than the withdrawn one.';

create table withdrawal_object (
    id            bigint generated always as identity constraint withdrawal_object_pkey primary key,
    withdrawal_id bigint not null constraint withdrawal_object_withdrawal_fkey references withdrawal,
    store_id      bigint not null constraint withdrawal_object_store_fkey references store,
    key           text not null,
    size          bigint not null,
    deleted_at    timestamptz
);
create index withdrawal_object_withdrawal_idx on withdrawal_object (withdrawal_id);
create index withdrawal_object_store_idx on withdrawal_object (store_id);
create index withdrawal_object_open_idx on withdrawal_object (id) where deleted_at is null;
comment on table withdrawal_object is 'Objects that the deletion of withdrawn bytes took out of location, until they are gone from their store and after.';
