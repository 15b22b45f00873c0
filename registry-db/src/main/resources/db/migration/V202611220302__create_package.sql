create table namespace (
    id         bigint generated always as identity constraint namespace_pkey primary key,
    name       text collate "C" not null constraint namespace_name_key unique,
    kind       text not null constraint namespace_kind_check check (kind in ('person', 'team')),
    account_id bigint constraint namespace_account_fkey references account,
    store_id   bigint not null constraint namespace_store_fkey references store,
    created_at timestamptz not null,
    constraint namespace_person_check check (kind <> 'person' or account_id is not null)
);
create index namespace_account_idx on namespace (account_id);
comment on table namespace is 'Who packages belong to: a person or a team. Names order by bytes, whatever the database''s collation.';
comment on column namespace.account_id is 'Whose namespace it is, when it is a person''s.';
comment on column namespace.store_id is 'Data of this namespace lies in this store and in no other.';

create table package (
    id           bigint generated always as identity constraint package_pkey primary key,
    namespace_id bigint not null constraint package_namespace_fkey references namespace,
    name         text collate "C" not null,
    head_log_id  bigint,
    created_at   timestamptz not null,
    constraint package_name_key unique (namespace_id, name)
);
comment on table package is 'Lines of versions. A row is made when the first push opens, before the package exists for anybody.';
comment on column package.head_log_id is 'The newest line of the push log. Null until the first commit: such a package does not exist for anybody yet.';

create table page (
    id    bigint generated always as identity constraint page_pkey primary key,
    hash  bytea not null constraint page_hash_key unique constraint page_hash_check check (octet_length(hash) = 32),
    level smallint not null,
    body  bytea not null
);
-- Pages compress little (most of a page is hex); lz4 costs a tenth of pglz. Not every build of PostgreSQL has it.
do $$
begin
    alter table page alter column body set compression lz4;
exception when feature_not_supported then
    null;
end
$$;
comment on table page is 'Pages by name. Knowing a name yields nothing: pages are read through a version and a position.';

create table version (
    id         bigint generated always as identity constraint version_pkey primary key,
    package_id bigint not null constraint version_package_fkey references package,
    top_hash   bytea not null constraint version_top_hash_check check (octet_length(top_hash) = 32),
    document   bytea not null,
    root       bytea not null constraint version_root_fkey references page (hash),
    level      smallint not null,
    entries    bigint not null,
    bytes      bigint not null,
    created_at timestamptz not null,
    deleted_at timestamptz,
    constraint version_top_hash_key unique (package_id, top_hash)
);
create index version_root_idx on version (root);
comment on table version is 'Immutable states of packages, named by their top hash. What was pushed when is in push_log.';
comment on column version.document is 'The canonical bytes whose SHA-256 is the top hash.';
comment on column version.deleted_at is 'From when on it is hidden; the same content pushed again brings it back.';

create sequence push_log_id_seq;
create table push_log (
    id                bigint not null constraint push_log_pkey primary key,
    package_id        bigint not null constraint push_log_package_fkey references package,
    sequence          bigint not null,
    version_id        bigint not null constraint push_log_version_fkey references version,
    parent_version_id bigint constraint push_log_parent_fkey references version,
    account_id        bigint not null constraint push_log_account_fkey references account,
    message           text,
    at                timestamptz not null,
    constraint push_log_sequence_key unique (package_id, sequence)
);
create index push_log_package_idx on push_log (package_id, id);
create index push_log_version_idx on push_log (version_id);
create index push_log_parent_idx on push_log (parent_version_id);
comment on table push_log is 'Who made which version the newest, when and why. Ids rise within a package; presence counts in them.';

alter table package add constraint package_head_fkey foreign key (head_log_id) references push_log;

create table tag (
    package_id bigint not null constraint tag_package_fkey references package,
    name       text collate "C" not null,
    version_id bigint not null constraint tag_version_fkey references version,
    moved_at   timestamptz not null,
    constraint tag_pkey primary key (package_id, name)
);
create index tag_version_idx on tag (version_id);
comment on table tag is 'Movable names of versions.';

create table presence (
    id           bigint generated always as identity constraint presence_pkey primary key,
    package_id   bigint not null constraint presence_package_fkey references package,
    hash_id      bigint not null,
    path         text collate "C" not null,
    whole        boolean not null,
    first_log_id bigint not null
);
-- With the path: a fragment that lies at ten thousand paths is ended at one of them without reading the others, and trace pages by it.
create index presence_hash_idx on presence (hash_id, package_id, path);
create index presence_log_idx on presence (first_log_id);
comment on table presence is 'Which bytes lie at which path of a package from which push on. Counts once push_log has first_log_id (rows are written before the commit).';
comment on column presence.hash_id is 'Of table hash; no foreign key, which would lock a row of it for each of a million rows written.';
comment on column presence.whole is 'True for the whole-file hash of an entry of several fragments: the publisher''s claim.';

create table presence_end (
    presence_id bigint not null constraint presence_end_presence_fkey references presence on delete cascade,
    log_id      bigint not null,
    constraint presence_end_pkey primary key (presence_id, log_id)
);
create index presence_end_log_idx on presence_end (log_id);
comment on table presence_end is 'The push from which on the bytes no longer lie there. Counts once push_log has log_id.';

create view presence_interval as
select p.id, p.package_id, p.hash_id, p.path, p.whole, p.first_log_id, e.log_id as end_log_id
from presence p
join push_log f on f.id = p.first_log_id
left join (presence_end e join push_log l on l.id = e.log_id) on e.presence_id = p.id;
comment on view presence_interval is 'Presence as committed: from first_log_id up to but not including end_log_id (null: still there).';
