-- What is known of an order beside what its vendor's list shows: not_read, read, stale (the list
-- has shown a change since), unreadable. `listed` is the digest of what the list showed last.
alter table reading add column details text not null default 'read';
alter table reading add column listed blob;
update reading set details = 'not_read'
  where row_id in (select row_id from shown where items is null);
create index reading_details on reading (connection) where details in ('not_read', 'stale');
