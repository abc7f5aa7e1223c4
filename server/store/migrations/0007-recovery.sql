-- How people get back in, and what they show besides a password. Secrets are hashes, or sealed with a key that the database
-- does not have (auth/secret-box.ts).

-- When the person last proved who they are within the session; absent: at its beginning. The id is what pages call it by.
alter table session add column id bigint generated always as identity unique;
alter table session add column proven_at timestamptz;

-- Confirmed ones only; one that is not confirmed yet is the target of its code.
create table recovery_channel (
  account_id   int not null references account on delete cascade,
  kind         text not null check (kind in ('email', 'phone')),
  target       text not null,               -- canonical address, or number as +62…
  confirmed_at timestamptz not null,
  -- The person chose it for codes at the second step of signing in.
  for_sign_in  boolean not null default false,
  primary key (account_id, kind)
);

-- Short codes: one for each purpose at a time, a few attempts, a few minutes.
create table one_time_code (
  account_id    int not null references account on delete cascade,
  purpose       text not null check (purpose in ('confirm-email', 'confirm-phone', 'sign-in')),
  target        text not null,
  code_hash     bytea not null,
  attempts_left smallint not null,
  created_at    timestamptz not null,
  expires_at    timestamptz not null,
  primary key (account_id, purpose)
);

-- Links to a new password. A row goes when it is used, and all of an account go together.
create table reset_link (
  token_hash bytea primary key,
  account_id int not null references account on delete cascade,
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create index reset_link_account on reset_link (account_id);

create table totp_secret (
  account_id   int primary key references account on delete cascade,
  secret       bytea not null,              -- sealed
  -- The newest time step whose code was taken: it and those before are spent.
  last_step    bigint not null,
  created_at   timestamptz not null,
  last_used_at timestamptz
);

create table passkey (
  id            bigint generated always as identity primary key,
  account_id    int not null references account on delete cascade,
  credential_id bytea not null unique,
  public_key    bytea not null,
  counter       bigint not null,
  transports    text[] not null,
  name          text not null,
  created_at    timestamptz not null,
  last_used_at  timestamptz
);
create index passkey_account on passkey (account_id);

create table recovery_code (
  account_id int not null references account on delete cascade,
  code_hash  bytea not null,
  used_at    timestamptz,
  primary key (account_id, code_hash)
);

-- Between the right password and the second step: nothing but that step can be done with it. Without an account it is the
-- challenge of somebody who signs in with a passkey alone.
create table pending_sign_in (
  token_hash      bytea primary key,
  account_id      int references account on delete cascade,
  stage           text not null check (stage in ('second-step', 'enrolment', 'passkey')),
  next            text,
  challenge       text,
  -- Sealed: of an authenticator that is being set up.
  totp_secret     bytea,
  attempts_left   smallint not null,
  created_at      timestamptz not null,
  expires_at      timestamptz not null
);
create index pending_sign_in_account on pending_sign_in (account_id);

-- Authenticators and passkeys that a signed-in person is setting up, one at a time.
create table factor_setup (
  account_id  int primary key references account on delete cascade,
  totp_secret bytea,                        -- sealed
  challenge   text,
  expires_at  timestamptz not null
);

-- A browser in which the person has signed in before. The token is the browser's, one row for each person who uses it.
create table remembered_device (
  id              bigint generated always as identity primary key,
  token_hash      bytea not null,
  account_id      int not null references account on delete cascade,
  device          text not null,
  network_address text not null,
  created_at      timestamptz not null,
  last_used_at    timestamptz not null,
  expires_at      timestamptz not null,
  -- Until then the second step is not asked here; absent: it always is.
  trusted_until   timestamptz,
  unique (token_hash, account_id)
);
create index remembered_device_account on remembered_device (account_id);

-- Attempts within a window. The key is a keyed hash of an account or of a name that is nobody's, of a network, or of both, so
-- that what people type by mistake is not kept.
create table attempt_count (
  scope         text not null,
  key           bytea not null,
  account_id    int references account on delete cascade,
  attempts      int not null,
  window_ends   timestamptz not null,
  -- 'infinity': until IT support ends it.
  blocked_until timestamptz,
  primary key (scope, key)
);
create index attempt_count_account on attempt_count (account_id);
create index attempt_count_window on attempt_count (window_ends);

-- Locks as IT support sees them and as the person is told of them; attempt_count is what holds.
create table sign_in_lock (
  id              bigint generated always as identity primary key,
  account_id      int not null references account on delete cascade,
  network_address text not null,            -- where the attempt that led to it came from
  everywhere      boolean not null,         -- else for that network alone
  locked_at       timestamptz not null,
  locked_until    timestamptz not null,
  unlocked_at     timestamptz,
  unlocked_by     int,
  told_at         timestamptz
);
create index sign_in_lock_account on sign_in_lock (account_id, id desc);
