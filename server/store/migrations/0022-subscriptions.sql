-- Whether a mailbox is subscribed is each person's own, also in a mailbox that several act for (RFC 8621 §2).
alter table mailbox add column unsubscribed int[] not null default '{}';  -- account ids of the persons
update mailbox set unsubscribed = array[account_id] where not is_subscribed;
alter table mailbox drop column is_subscribed;
