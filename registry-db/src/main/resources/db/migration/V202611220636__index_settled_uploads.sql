create index upload_settled_idx on upload (expires_at) where state in ('verified', 'removed');
comment on index upload_settled_idx is 'Finds rows that are removed once their push was cleaned up.';
