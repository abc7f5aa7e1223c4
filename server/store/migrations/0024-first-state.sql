-- States below it were given out before a backup was put back: what has changed since one of them is not known.
alter table mail_account add column first_state bigint not null default 0;
