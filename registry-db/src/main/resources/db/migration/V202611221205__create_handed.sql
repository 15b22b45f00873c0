create table handed (
    id           bigint generated always as identity constraint handed_pkey primary key,
    version_id   bigint not null,
    account_id   bigint not null,
    low          bigint not null,
    high         bigint not null,
    all_ordinals boolean not null,
    ordinals     bytea,
    cached       boolean not null,
    grant_note   text,
    address      text,
    program      text,
    digest       bytea not null,
    first_event  bigint not null,
    first_at     timestamptz not null,
    last_event   bigint not null,
    last_at      timestamptz not null,
    events       bigint not null
);
create unique index handed_key on handed (version_id, account_id, low, high, digest);
create index handed_account_idx on handed (account_id);
create index handed_last_at_idx on handed using brin (last_at);
comment on table handed is 'Who was handed which entries of a version, folded from the events of hand-outs: one row for all that differ in nothing but time. Derived: may be emptied, with its row of event_feed, and is made again.';
comment on column handed.account_id is '0 for whoever did not sign in.';
comment on column handed.low is 'The first ordinal; high is the last.';
comment on column handed.ordinals is 'Serialised roaring bitmap; null for all.';
comment on column handed.cached is 'Whether these were reported as there already, so that no URL was signed.';
comment on column handed.version_id is 'Of table version; no foreign key, which would lock a row of it for each of many rows written.';
comment on column handed.digest is 'Of what tells two rows of the same person and ordinals apart; made anew when address and program are erased.';
comment on column handed.address is 'Erased together with that of the events.';

insert into event_feed (name) values ('handed');
