alter table namespace add column provider_group text;
comment on table namespace is 'Who packages belong to: a person or a team. A team is its namespace: members and grants refer to this row. Names order by bytes, whatever the database''s collation.';
comment on column namespace.provider_group is 'The group of the identity provider whose people are members of this team.';
create index namespace_group_idx on namespace (provider_group) where provider_group is not null;

create table membership (
    id         bigint generated always as identity constraint membership_pkey primary key,
    team_id    bigint not null constraint membership_team_fkey references namespace,
    account_id bigint not null constraint membership_account_fkey references account,
    source     text not null constraint membership_source_check check (source in ('hand', 'provider')),
    begun_at   timestamptz not null,
    begun_by   bigint constraint membership_begun_by_fkey references account,
    ended_at   timestamptz,
    ended_by   bigint constraint membership_ended_by_fkey references account
);
create unique index membership_live_key on membership (team_id, account_id, source) where ended_at is null;
create index membership_team_idx on membership (team_id);
create index membership_account_idx on membership (account_id);
create index membership_begun_by_idx on membership (begun_by);
create index membership_ended_by_idx on membership (ended_by);
comment on table membership is 'Who was a member of which team from when to when. Rows are ended, never removed: who could read what at a moment in the past is asked of them.';
comment on column membership.source is 'Whether somebody added the member, or the provider''s group did. The two come and go independently.';

create table access_grant (
    id           bigint generated always as identity constraint access_grant_pkey primary key,
    account_id   bigint constraint access_grant_account_fkey references account,
    team_id      bigint constraint access_grant_team_fkey references namespace,
    audience     text constraint access_grant_audience_check check (audience in ('everyone', 'public')),
    principal    text collate "C" not null generated always as (
                     case
                         when account_id is not null then 'account:' || account_id::text
                         when team_id is not null then 'team:' || team_id::text
                         else audience
                     end) stored,
    role         text not null constraint access_grant_role_check check (role in ('reader', 'writer', 'owner')),
    namespace_id bigint not null constraint access_grant_namespace_fkey references namespace,
    package_id   bigint constraint access_grant_package_fkey references package,
    path         text collate "C",
    sort_key     text collate "C" not null,
    note         text,
    made_at      timestamptz not null,
    made_by      bigint constraint access_grant_made_by_fkey references account,
    expires_at   timestamptz,
    revoked_at   timestamptz,
    revoked_by   bigint constraint access_grant_revoked_by_fkey references account,
    constraint access_grant_principal_check check (num_nonnulls(account_id, team_id, audience) = 1),
    constraint access_grant_path_check check (path is null or (role = 'reader' and package_id is not null)),
    constraint access_grant_audience_role_check check (audience is null or role = 'reader')
);
create unique index access_grant_live_key
    on access_grant (principal, namespace_id, coalesce(package_id, 0), coalesce(path, '')) where revoked_at is null;
create index access_grant_principal_idx on access_grant (principal, sort_key, (path is not null)) where revoked_at is null;
create index access_grant_namespace_idx on access_grant (namespace_id, package_id);
create index access_grant_package_idx on access_grant (package_id);
create index access_grant_account_idx on access_grant (account_id);
create index access_grant_team_idx on access_grant (team_id);
create index access_grant_made_by_idx on access_grant (made_by);
create index access_grant_revoked_by_idx on access_grant (revoked_by);
comment on table access_grant is 'Who may do what where. Rows are revoked, never changed or removed, so that the past can be asked; a grant with another role, expiry or note is a new row.';
comment on column access_grant.principal is 'One text for the four kinds of principal, to find all grants of a caller with one index.';
comment on column access_grant.namespace_id is 'The namespace, or that of the package; moves with the package.';
comment on column access_grant.package_id is 'Null for the whole namespace, with the packages to come.';
comment on column access_grant.path is 'The one file or folder of the package that it is good for; null for all.';
comment on column access_grant.sort_key is 'Namespace, a space, and the package''s name or nothing: the order of lists. A space comes before every character of a name. Follows renames.';

create table account_state (
    account_id bigint not null constraint account_state_account_fkey references account,
    begun_at   timestamptz not null,
    disabled   boolean not null,
    admin      boolean not null,
    auditor    boolean not null,
    constraint account_state_pkey primary key (account_id, begun_at)
);
comment on table account_state is 'What an account was from when on. Written by a trigger, because an account changes in several places.';

create function note_account_state() returns trigger language plpgsql as $$
begin
    insert into account_state (account_id, begun_at, disabled, admin, auditor)
    values (new.id, clock_timestamp(), new.disabled_at is not null, new.admin, new.auditor);
    return null;
end
$$;
comment on function note_account_state is 'Keeps the history of accounts.';

insert into account_state (account_id, begun_at, disabled, admin, auditor)
select id, created_at, disabled_at is not null, admin, auditor from account;

create trigger account_made after insert on account
    for each row execute function note_account_state();
create trigger account_changed after update of disabled_at, admin, auditor on account
    for each row
    when ((old.disabled_at is null) <> (new.disabled_at is null) or old.admin <> new.admin or old.auditor <> new.auditor)
    execute function note_account_state();

create table package_redirect (
    id           bigint generated always as identity constraint package_redirect_pkey primary key,
    namespace_id bigint not null constraint package_redirect_namespace_fkey references namespace,
    name         text collate "C" not null,
    package_id   bigint not null constraint package_redirect_package_fkey references package,
    made_at      timestamptz not null,
    removed_at   timestamptz
);
create unique index package_redirect_live_key on package_redirect (namespace_id, name) where removed_at is null;
create index package_redirect_namespace_idx on package_redirect (namespace_id);
create index package_redirect_package_idx on package_redirect (package_id);
comment on table package_redirect is 'Names that a package had. References by them go on working, and nobody else can take them; until when it had one is made_at.';

create table namespace_redirect (
    id           bigint generated always as identity constraint namespace_redirect_pkey primary key,
    name         text collate "C" not null,
    namespace_id bigint not null constraint namespace_redirect_namespace_fkey references namespace,
    made_at      timestamptz not null,
    removed_at   timestamptz
);
create unique index namespace_redirect_live_key on namespace_redirect (name) where removed_at is null;
create index namespace_redirect_namespace_idx on namespace_redirect (namespace_id);
comment on table namespace_redirect is 'Names that a namespace had.';

-- Everybody owns his own namespace by a grant like any other. A trigger, because the release before makes namespaces while this one starts.
create function grant_own_namespace() returns trigger language plpgsql as $$
begin
    insert into access_grant (account_id, role, namespace_id, sort_key, made_at)
    values (new.account_id, 'owner', new.id, new.name || ' ', new.created_at);
    return null;
end
$$;
comment on function grant_own_namespace is 'Makes people owners of the namespaces of their names.';

create trigger namespace_made after insert on namespace
    for each row when (new.account_id is not null) execute function grant_own_namespace();

insert into access_grant (account_id, role, namespace_id, sort_key, made_at)
select account_id, 'owner', id, name || ' ', created_at
from namespace
where account_id is not null;
