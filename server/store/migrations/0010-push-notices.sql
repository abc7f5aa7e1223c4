-- A browser that is told of mail with its words: only as long as the session lives in which it asked for that.
alter table push_subscription
  add column session_hash bytea,
  add column notifies boolean not null default false,
  add column told jsonb not null default '{}';  -- account id to the newest modseq of which the device was told
