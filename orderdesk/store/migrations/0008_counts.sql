-- How many orders a connection has, and of how many the items are not known, is asked at every
-- look at the connections: by these a count passes over narrow pages, and over none of the others.
create index reading_connection on reading (connection);
create index shown_unread on shown (connection) where items is null;
