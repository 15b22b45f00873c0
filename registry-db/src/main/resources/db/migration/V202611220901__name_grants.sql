create view access_grant_named as
select g.id, g.principal, g.account_id, a.name as account, g.team_id, t.name as team, g.audience, g.role, g.namespace_id,
    n.name as namespace, g.package_id, k.name as package, g.path, g.note, g.made_at, m.name as made_by, g.expires_at, g.revoked_at,
    r.name as revoked_by
from access_grant g
join namespace n on n.id = g.namespace_id
left join package k on k.id = g.package_id
left join account a on a.id = g.account_id
left join namespace t on t.id = g.team_id
left join account m on m.id = g.made_by
left join account r on r.id = g.revoked_by;
comment on view access_grant_named is 'Grants with the names that people know.';

create index event_account_at_idx on event (account_id, at) where kind = 'hand-out';
create index event_package_at_idx on event (package_id, at) where kind = 'hand-out';
