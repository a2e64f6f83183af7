-- What was written here and another's write of the whole order may put back: it is looked for in
-- the readings that come after. What was found stays until a person has answered.
create table watch (
  command_id text primary key,
  order_id text not null,
  connection text not null,
  wrote_at text not null,
  -- Until then a write may still arrive that was made from an older reading.
  until text not null,
  -- When to read the order for this alone; none once that has been done.
  due text,
  readings integer not null,
  written text not null,
  found text not null
);
create index watch_order on watch (order_id);
insert into counter (name, value) values ('lost', 0);
