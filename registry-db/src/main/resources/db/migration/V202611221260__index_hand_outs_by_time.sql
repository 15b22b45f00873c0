create index event_hand_out_idx on event (at, id) where kind = 'hand-out' and outcome = 'ok';
comment on index event_hand_out_idx is 'Hand-outs of a span of time, to be compared with what storage logged.';
