-- Changes that are kept and shown and wait for a person's word lie in the outbox as `staged`.
-- Which columns of a row show such a value; '' for none.
alter table shown add column staged text not null default '';
drop index outbox_open;
create index outbox_open on outbox (seq)
  where state in ('staged', 'waiting', 'sending', 'unknown', 'asking');
create index outbox_staged on outbox (seq) where state = 'staged';
