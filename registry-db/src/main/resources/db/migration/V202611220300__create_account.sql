create table account (
    id          bigint generated always as identity constraint account_pkey primary key,
    name        text not null constraint account_name_key unique,
    kind        text not null constraint account_kind_check check (kind in ('person', 'service')),
    admin       boolean not null default false,
    auditor     boolean not null default false,
    disabled_at timestamptz,
    created_at  timestamptz not null
);
comment on table account is 'Whoever signs in: a person or a service.';

create table local_secret (
    account_id  bigint not null constraint local_secret_pkey primary key
                constraint local_secret_account_fkey references account,
    secret_hash text not null,
    changed_at  timestamptz not null
);
comment on table local_secret is 'Secrets of local accounts (bcrypt); only the embedded default has such accounts.';

create table session (
    id           uuid not null constraint session_pkey primary key,
    account_id   bigint not null constraint session_account_fkey references account,
    client       text not null,
    created_at   timestamptz not null,
    last_used_at timestamptz not null,
    expires_at   timestamptz not null,
    ended_at     timestamptz
);
create index session_account_idx on session (account_id);
comment on table session is 'Sign-ins; ending one refuses its access tokens at once.';
comment on column session.client is 'What signed in, in its own words; shown to the account''s owner.';

create table refresh_token (
    hash       bytea not null constraint refresh_token_pkey primary key,
    session_id uuid not null constraint refresh_token_session_fkey references session,
    created_at timestamptz not null,
    used_at    timestamptz
);
create index refresh_token_session_idx on refresh_token (session_id);
comment on table refresh_token is 'SHA-256 of each refresh token ever issued for a live session: a used one that comes back ends the session.';
