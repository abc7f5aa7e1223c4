-- Who vouches for people besides us: an organisation's OpenID provider or directory (LDAP, Active Directory).

create table identity_provider (
  id              int generated always as identity primary key,
  organisation_id int not null references organisation on delete cascade,
  kind            text not null check (kind in ('openid', 'directory')),
  -- As people know it: it stands on the button.
  name            text not null,
  settings        jsonb not null,
  -- Sealed: the client's secret, or the password of the account that searches.
  secret          bytea,
  created_at      timestamptz not null,
  changed_at      timestamptz not null,
  unique (organisation_id, kind)
);

-- Whose account it is, by what never changes or comes back: issuer and sub of OpenID Connect; the directory's own id of the entry.
create table identity_link (
  provider_id  int not null references identity_provider on delete cascade,
  issuer       text not null,
  subject      text not null,
  account_id   int not null references account on delete cascade,
  linked_by    text not null check (linked_by in ('administrator', 'person', 'attribute')),
  created_at   timestamptz not null,
  last_used_at timestamptz,
  primary key (provider_id, issuer, subject),
  unique (provider_id, account_id)
);
create index identity_link_account on identity_link (account_id);

-- The sessions, and the sign-ins on the way to one, that a provider vouched for.
create table provider_session (
  id           bigint generated always as identity primary key,
  provider_id  int not null references identity_provider on delete cascade,
  issuer       text not null,
  subject      text not null,
  sid          text,
  id_token     bytea,                       -- sealed; for signing out there
  -- When the person proved who they are over there; absent: not known.
  proven_at    timestamptz,
  session_hash bytea unique references session on delete cascade,
  pending_hash bytea unique references pending_sign_in on delete cascade,
  check (num_nonnulls(session_hash, pending_hash) = 1)
);
create index provider_session_subject on provider_session (provider_id, subject);
create index provider_session_sid on provider_session (provider_id, sid) where sid is not null;

-- What is taken once: the state of an answer, the jti of a token. Goes when it would be refused for its age.
create table spent_token (
  purpose    text not null,
  key        bytea not null,
  expires_at timestamptz not null,
  primary key (purpose, key)
);
create index spent_token_expiry on spent_token (expires_at);
