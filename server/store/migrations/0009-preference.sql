-- How a person likes the interface: one row an account, there from the first choice on.
create table preference (
  account_id  int primary key references account on delete cascade,
  value       jsonb not null
);
alter table mail_account add column preference_modseq bigint not null default 0;
