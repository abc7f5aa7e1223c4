-- How people and programs prove who they are. Only hashes are kept.

create table password (
  account_id  int primary key references account on delete cascade,
  hash        text not null,                -- PHC string, argon2id
  must_change boolean not null,
  changed_at  timestamptz not null
);

create table session (
  token_hash      bytea primary key,
  account_id      int not null references account on delete cascade,
  created_at      timestamptz not null,
  last_used_at    timestamptz not null,
  expires_at      timestamptz not null,
  device          text not null,
  network_address text not null
);
create index session_account on session (account_id);

create table app_password (
  id           bigint generated always as identity primary key,
  account_id   int not null references account on delete cascade,
  name         text not null,
  secret_hash  bytea not null unique,
  scopes       text[] not null,
  created_at   timestamptz not null,
  last_used_at timestamptz,
  expires_at   timestamptz
);
create index app_password_account on app_password (account_id);
