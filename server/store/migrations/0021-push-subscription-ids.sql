-- An id is never another object's again (RFC 8620 §1.2), also after its own is gone.
create sequence push_subscription_id;
select setval('push_subscription_id', (select coalesce(max(id), 0) + 1 from push_subscription), false);
