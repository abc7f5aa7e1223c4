-- Passwords that a person had before, so that they are not taken again. Only hashes, and only as many as the policy compares.
create table password_history (
  id          bigint generated always as identity primary key,
  account_id  int not null references account on delete cascade,
  hash        text not null,                -- PHC string, argon2id
  replaced_at timestamptz not null
);
create index password_history_account on password_history (account_id, id desc);
