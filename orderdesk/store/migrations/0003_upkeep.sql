-- What is derived from the shown rows and kept elsewhere catches up by `seq`: every write of a
-- row gives it a new one, and every deletion is listed here with one.
create index shown_seq on shown (seq);
create table erased (seq integer not null, row_id integer not null);
create index erased_seq on erased (seq);

-- Which file it is: what is kept beside it belongs to it alone, and not to one made in its place.
insert into meta (key, value) values ('file_id', lower(hex(randomblob(16))));

-- Rows whose text the full-text index does not hold yet, or holds as it was before.
create table unsought (row_id integer primary key);

-- Each value of a text ends with a line end now, the last one too.
update sought_text set header = header || char(10) where header <> '';
update sought_text set items = items || char(10) where items <> '';
insert into sought_header (sought_header) values ('rebuild');
insert into sought_items (sought_items) values ('rebuild');
