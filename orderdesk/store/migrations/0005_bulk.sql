-- Acts on many orders at once. What became of a row is its command's to say, in the outbox.
create table bulk_run (
  seq integer primary key,
  id text not null unique,
  action text not null,
  label text not null,
  request text not null,
  about text not null,
  parent text,
  state text not null,
  -- The run of the program that carries it on, while one does.
  owner text,
  created_at text not null,
  author text not null,
  computer text not null
);
create index bulk_run_parent on bulk_run (parent) where parent is not null;

-- `fate` is open, refused or left (out); names and numbers are as they were then.
create table bulk_row (
  seq integer primary key,
  run text not null,
  place integer not null,
  order_id text not null,
  connection text not null,
  connection_name text not null,
  number text not null,
  customer text not null,
  action text not null,
  fate text not null,
  reason text not null,
  command_id text
);
create unique index bulk_row_place on bulk_row (run, place);
create index bulk_row_open on bulk_row (run, connection, place)
  where fate = 'open' and command_id is null;
