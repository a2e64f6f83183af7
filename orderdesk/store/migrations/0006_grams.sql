-- Full text is in files beside the store, segments of some thousand rows, made after the rows.
create table segment (
  id integer primary key autoincrement,
  file text not null unique,
  first integer not null,
  count integer not null
);
-- Rows of which one segment alone holds the text as it is now; older ones hold it as it was.
create table moved (row_id integer primary key, segment integer not null);
alter table unsought add column again integer not null default 0;

drop table sought_header;
drop table sought_items;
insert into unsought (row_id) select row_id from sought_text where true on conflict do nothing;
