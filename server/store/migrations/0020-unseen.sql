-- What has not been seen, in the order of lists: little beside what has. It holds all that a list of conversations asks.
create index email_unseen on email (account_id, received_at, id) include (thread_id, mailbox_ids)
  where not '$seen' = any (keywords);
