-- Which run of the program asked for a command or confirmed it, and when; null: when it was made.
alter table outbox add column run text not null default '';
alter table outbox add column queued_at text;
-- Whether it asks because it has waited too long.
alter table outbox add column waited integer not null default 0;
