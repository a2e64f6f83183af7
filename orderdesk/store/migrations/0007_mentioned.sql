-- New mentions, in the order they come: each would touch another page of the sorted table, and
-- thousands moved there at once, sorted, touch each page once.
create table mentioned (hash integer not null, row_id integer not null);
