alter table session
    add column scopes   text[],
    add column patterns text[],
    add constraint session_limits_check check ((kind = 'exchange') = (scopes is not null) and (scopes is null) = (patterns is null)),
    add constraint session_scopes_check check (scopes <@ array['read', 'write', 'namespace-admin']);
create index session_exchange_idx on session (expires_at) where kind = 'exchange';
comment on column session.scopes is 'What an exchanged token''s rule narrows its session to, as in api_token. Null for all other sessions, which nothing narrows.';
comment on column session.patterns is 'The packages an exchanged token is good for, as in api_token.';

comment on table token_key is 'Keys of access tokens, where none is mounted. The newest that signs and is neither retired nor revoked signs; a retired one verifies until its tokens died.';
comment on column token_key.private_key is 'PKCS#8, sealed with the mounted secret; null once it will never sign again.';
