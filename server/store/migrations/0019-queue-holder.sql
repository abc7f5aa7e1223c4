-- Which process is sending to a recipient, by the number whose advisory lock it keeps while it lives (server/store/queue-holder.ts).
alter table queue_recipient add column holder bigint;
create index queue_recipient_sending on queue_recipient (holder) where status = 'sending';
