-- The newest change that brought an email into the account: the push type EmailDelivery of RFC 8621 §1.5.
alter table mail_account add column delivery_modseq bigint not null default 0;
