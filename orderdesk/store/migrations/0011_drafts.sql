-- Since when something half typed is kept, so that a person who finds it knows how old it is.
-- Null for what was kept before.
alter table draft add column kept_at text;
