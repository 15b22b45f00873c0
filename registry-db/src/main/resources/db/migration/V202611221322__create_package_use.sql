create table package_use (
    package_id bigint not null,
    week       date not null,
    account_id bigint not null,
    installs   bigint not null,
    constraint package_use_pkey primary key (package_id, week, account_id)
);
comment on table package_use is 'Who installed from which package in which week how often, folded from the events of hand-outs. Derived: may be emptied, with its row of event_feed, and is made again.';
comment on column package_use.package_id is 'Of table package; no foreign key, which would lock a row of it for each of many rows written.';
comment on column package_use.week is 'The Monday, in UTC.';
comment on column package_use.account_id is '0 for whoever did not sign in.';
create index package_use_week_idx on package_use (week);

insert into event_feed (name) values ('package-use');
