alter table account
    add column issuer       text,
    add column subject      text,
    add column email        text,
    add column signed_in_at timestamptz,
    add constraint account_subject_key unique (issuer, subject),
    add constraint account_subject_check check ((issuer is null) = (subject is null));
comment on column account.issuer is 'The provider that vouches for this person; with subject, who it is there. Null for local and service accounts.';
comment on column account.email is 'As the provider last said. Shown to administrators; never used to find an account.';

create table account_group (
    account_id bigint not null constraint account_group_account_fkey references account,
    name       text not null,
    constraint account_group_pkey primary key (account_id, name)
);
comment on table account_group is 'The groups that the provider named at the account''s last sign-in or refresh.';

alter table session
    add column kind                text not null default 'local',
    add column address             text,
    add column cookie_hash         bytea constraint session_cookie_key unique,
    add column provider            text,
    add column provider_session    text,
    add column provider_token      bytea,
    add column provider_id_token   bytea,
    add column provider_checked_at timestamptz,
    add column provider_answered_at timestamptz,
    add column provider_link       uuid,
    add constraint session_kind_check check (kind in ('local', 'browser', 'device', 'exchange'));
create index session_link_idx on session (provider_link) where provider_link is not null;
create index session_provider_idx on session (provider, provider_session) where provider_session is not null;
comment on column session.kind is 'How it was opened: name and secret, browser, a program confirmed in the browser, or a workload''s exchanged token.';
comment on column session.cookie_hash is 'SHA-256 of the secret in a browser''s cookie.';
comment on column session.provider is 'The issuer that was asked. Null for local and exchange sessions.';
comment on column session.provider_session is 'The issuer''s `sid`, by which it ends the session over the back channel.';
comment on column session.provider_link is 'The session whose sign-in this one rests on: itself for a browser, the confirming browser for a program. Only that row has the issuer''s tokens, because an issuer that rotates them takes two holders of one for a theft.';
comment on column session.provider_token is 'The issuer''s refresh token, sealed; it is used at each refresh to ask whether the account is still good there. It outlives the browser''s own session for the programs that rest on it.';
comment on column session.provider_checked_at is 'When the issuer was last asked; another question may follow an access token''s life later.';
comment on column session.provider_answered_at is 'When the issuer last said yes; sessions stand still when that is too long ago.';
comment on column session.provider_id_token is 'The issuer''s ID token, sealed; its logout asks for it back.';

create table device_login (
    id            uuid not null constraint device_login_pkey primary key,
    device_hash   bytea not null constraint device_login_device_key unique,
    user_code     text not null constraint device_login_code_key unique,
    client        text not null,
    address       text not null,
    created_at    timestamptz not null,
    expires_at    timestamptz not null,
    polled_at     timestamptz,
    state         text not null constraint device_login_state_check check (state in ('pending', 'confirmed', 'denied', 'collected')),
    account_id    bigint constraint device_login_account_fkey references account,
    session_id    uuid constraint device_login_session_fkey references session
);
create index device_login_expiry_idx on device_login (expires_at);
create index device_login_session_idx on device_login (session_id);
comment on table device_login is 'Programs that wait until somebody confirms their code in the browser. Rows go a day after they expired.';
comment on column device_login.session_id is 'The browser''s session that confirmed it, from which the program''s session inherits its provider.';

create table api_token (
    id           uuid not null constraint api_token_pkey primary key,
    account_id   bigint not null constraint api_token_account_fkey references account,
    created_by   bigint not null constraint api_token_creator_fkey references account,
    name         text not null,
    hash         bytea not null constraint api_token_hash_key unique,
    scopes       text[] not null,
    patterns     text[] not null,
    created_at   timestamptz not null,
    expires_at   timestamptz not null,
    last_used_at timestamptz,
    revoked_at   timestamptz,
    constraint api_token_name_check check (length(name) between 1 and 100),
    constraint api_token_scopes_check check (scopes <@ array['read', 'write', 'namespace-admin'])
);
create index api_token_account_idx on api_token (account_id);
comment on table api_token is 'Personal access tokens and tokens of service accounts: SHA-256 of 256 random bits, shown once.';
comment on column api_token.patterns is 'The packages it is good for: namespace/name, each part may end in *. Empty: all its account may use.';

create table token_key (
    id          text not null constraint token_key_pkey primary key,
    public_key  bytea not null,
    private_key bytea,
    created_at  timestamptz not null,
    signs_from  timestamptz not null,
    retired_at  timestamptz,
    revoked_at  timestamptz
);
comment on table token_key is 'Keys of access tokens. The newest that signs and is neither retired nor revoked signs; a retired one verifies until its tokens died.';
comment on column token_key.private_key is 'PKCS#8, sealed with the mounted secret; null where the key itself is mounted.';

create table used_token_id (
    issuer     text not null,
    token_id   text not null,
    expires_at timestamptz not null,
    constraint used_token_id_pkey primary key (issuer, token_id)
);
create index used_token_id_expiry_idx on used_token_id (expires_at);
comment on table used_token_id is 'The `jti` of exchanged and logout tokens, so that none is taken twice.';

create unlogged table attempt (
    bucket       text not null,
    window_start timestamptz not null,
    count        integer not null,
    constraint attempt_pkey primary key (bucket, window_start)
);
create index attempt_window_idx on attempt (window_start);
comment on table attempt is 'Attempts at sign-in and token endpoints by account and by address, a row a window. Losing it in a crash loses nothing of worth.';
