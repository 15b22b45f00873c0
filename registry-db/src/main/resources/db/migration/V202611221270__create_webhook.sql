create table webhook (
    id           uuid not null constraint webhook_pkey primary key,
    url          text not null,
    secret       bytea not null,
    personal     boolean not null,
    made_at      timestamptz not null,
    paused_at    timestamptz,
    delivered    bigint not null default 0,
    delivered_at timestamptz,
    failures     integer not null default 0,
    failed_at    timestamptz,
    failure      text,
    retry_at     timestamptz
);
comment on table webhook is 'Where events are sent. How far one came is its row in event_feed, named webhook and its id.';
comment on column webhook.secret is 'What its deliveries are signed with, sealed with the mounted secret.';
comment on column webhook.personal is 'Whether names, addresses and programs are sent along.';
comment on column webhook.failures is 'How often in a row it failed; retry_at is when it is tried again, by this database''s clock.';
comment on column webhook.failure is 'Fixed wording, nothing of what the receiver sent.';
