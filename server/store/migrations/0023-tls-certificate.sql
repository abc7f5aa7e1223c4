-- The certificate that this server obtains by itself (RFC 8555): one for each authority and set of names, shared by all processes.
create table tls_certificate (
  directory     text not null,
  names         text[] not null,                -- in order
  chain         text,                           -- PEM; null until there is one
  sealed_key    bytea,
  not_after     timestamptz,
  next_try_at   timestamptz not null,
  claimed_until timestamptz not null default '-infinity',  -- a process is at it
  failures      int not null default 0,         -- since the last success
  last_failure  text,
  failed_at     timestamptz,
  primary key (directory, names)
);

-- What the authority asks for on the HTTP port, of whichever process.
create table acme_challenge (
  token             text primary key,
  key_authorization text not null,
  expires_at        timestamptz not null
);
