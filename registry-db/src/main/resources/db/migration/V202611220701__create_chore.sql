create table chore (
    name    text collate "C" not null constraint chore_pkey primary key,
    next_at timestamptz not null
);
comment on table chore is 'Work that one replica at a time does now and then.';
comment on column chore.next_at is 'Before this nobody begins; whoever works on moves it on, so that it expires with him.';
