-- What is true of the whole profile.
create table meta (key text primary key, value text not null);
insert into meta (key, value) values ('profile_id', lower(hex(randomblob(16))));

-- The last number given out, by name; numbers are never given twice.
create table counter (name text primary key, value integer not null);
insert into counter (name, value) values ('row', 0), ('seq', 0), ('pull', 0), ('outbox', 0);

create table connection (
  key text primary key,
  place integer not null,
  name text not null,
  vendor text not null,
  urls text not null,
  settings text not null
);

-- The mirror: what a vendor said last, and when. The order itself lies apart, in payload.
create table reading (
  row_id integer primary key,
  connection text not null,
  digest blob not null,
  read_at text not null,
  pull integer not null
);
create table payload (row_id integer primary key, content text not null);

-- One derived row an order: the mirror's order with every command that is not settled.
create table shown (
  row_id integer primary key,
  id text not null unique,
  seq integer not null,
  connection text not null,
  vendor text not null,
  vendor_id text not null,
  kind text,
  kind_word text not null,
  number text,
  name text,
  state text,
  vendor_state text not null,
  state_derived integer not null,
  payment text,
  payment_word text,
  fulfilment text,
  fulfilment_word text,
  customer_id text,
  customer text,
  location_id text,
  location text,
  employee_id text,
  employee text,
  placed_at text,
  expires_at text,
  items integer,
  total text,
  total_computed integer not null,
  currency text,
  currency_set_here integer not null,
  discount text,
  mark text not null,
  pending text not null,
  -- Made for filtering, sorting and adding up only.
  kind_fold text not null,
  number_fold text,
  number_key text,
  name_fold text,
  state_fold text not null,
  payment_fold text,
  fulfilment_fold text,
  customer_fold text,
  location_fold text,
  employee_fold text,
  total_key text,
  total_units integer,
  discount_key text
);
create index shown_placed on shown (placed_at, row_id);

-- The text that full-text search finds, for what it is too short for.
create table sought_text (row_id integer primary key, header text not null, items text not null);

-- Which rows use a name: the name's hash, so that an old entry costs a look and no more.
create table mention (
  hash integer not null,
  row_id integer not null,
  primary key (hash, row_id)
) without rowid;

create table name (
  connection text not null,
  kind text not null,
  id text not null,
  name text not null,
  detail text not null,
  parent text,
  fold text not null,
  primary key (connection, kind, id)
);
create index name_parent on name (connection, kind, parent);

create table outbox (
  seq integer primary key,
  id text not null unique,
  order_id text not null,
  connection text not null,
  command text not null,
  state text not null,
  attempts integer not null,
  not_before text,
  sent_at text,
  settled_at text,
  owner text,
  before_json text,
  reason text,
  words text,
  request_id text,
  readings text not null
);
create index outbox_order on outbox (order_id, seq);
create index outbox_open on outbox (seq)
  where state in ('waiting', 'sending', 'unknown', 'asking');

create table history (
  seq integer primary key,
  order_id text not null,
  content text not null
);
create index history_order on history (order_id, seq);

create table pull (
  id integer primary key,
  connection text not null,
  started_at text not null
);

create table sync (
  connection text primary key,
  cursor text,
  finished_at text,
  error text
);

-- Rows of a vendor's answer that could not be read.
create table set_aside (
  seq integer primary key,
  connection text not null,
  pull integer not null,
  vendor_id text,
  raw text not null,
  reason text not null
);
create index set_aside_connection on set_aside (connection, vendor_id);

create table draft (key text primary key, content text not null);
create table preference (key text primary key, content text not null);
