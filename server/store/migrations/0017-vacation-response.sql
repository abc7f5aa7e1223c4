-- The automatic answer of an account (VacationResponse, RFC 8621 §8), and who has had it lately.
create table vacation_response (
  account_id int primary key references account on delete cascade,
  from_date  timestamptz,
  to_date    timestamptz,
  subject    text,
  text_body  text,
  html_body  text
);
create table vacation_reply (
  account_id int not null references account on delete cascade,
  address    text not null,                -- normalised
  replied_at timestamptz not null,
  primary key (account_id, address)
);
alter table mail_account
  add column vacation_modseq bigint not null default 0,
  add column answers_automatically boolean not null default false;
