create table event_feed (
    name        text not null constraint event_feed_pkey primary key,
    holder      text,
    lease_until timestamptz,
    done        pg_snapshot,
    next        pg_snapshot,
    next_at     timestamptz,
    next_xid    xid8,
    next_id     bigint
);
comment on table event_feed is 'How far those came who read every event once. Whoever reads holds the row''s lock while he notes it.';
comment on column event_feed.holder is 'Which replica reads, until lease_until by this database''s clock.';
comment on column event_feed.done is 'All that this snapshot shows was read; null: read every event.';
comment on column event_feed.next is 'Becomes done once all up to it is read; next_xid and next_id are the last event that was.';
