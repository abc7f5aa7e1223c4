-- Who exists: organisations, their domains and units, accounts with their addresses, and who may act for whom.

create table organisation (
  id              int generated always as identity primary key,
  name            text not null,
  sign_in_prefix  text not null unique,
  -- Settings that differ from their documented defaults (organisation/policies.ts knows the defaults).
  settings        jsonb not null default '{}',
  created_at      timestamptz not null default now()
);

create table domain (
  name             text primary key check (name = lower(name)),
  organisation_id  int not null references organisation,
  dkim_selector    text not null,
  dkim_private_key text not null,
  created_at       timestamptz not null default now()
);

create table unit (
  id              int generated always as identity primary key,
  organisation_id int not null references organisation,
  parent_id       int references unit,
  name            text not null,
  unique (organisation_id, name)
);

create table account (
  id              int generated always as identity primary key,
  organisation_id int not null references organisation,
  -- A person signs in; a unit mailbox has no password of its own, people act for it.
  kind            text not null check (kind in ('person', 'unit')),
  role            text not null default 'employee' check (role in ('employee', 'administrator', 'service-desk', 'partner')),
  state           text not null default 'active' check (state in ('active', 'disabled')),
  login_name      text not null check (login_name = lower(login_name)),
  address         text not null unique,
  display_name    text not null,
  employee_number text,
  unit_id         int references unit,
  language        text not null default 'id',
  created_at      timestamptz not null default now(),
  unique (organisation_id, login_name)
);
create index account_login_name on account (login_name);

-- Every address that mail is accepted for, in its canonical form (standards/address/normalize-address.ts).
create table address (
  address     text primary key,
  account_id  int not null references account on delete cascade,
  created_at  timestamptz not null default now()
);
create index address_account on address (account_id);

create table delegation (
  unit_account_id   int not null references account on delete cascade,
  person_account_id int not null references account on delete cascade,
  may_send          boolean not null default true,
  created_at        timestamptz not null default now(),
  primary key (unit_account_id, person_account_id)
);
create index delegation_person on delegation (person_account_id);

-- What was done, by whom, from where. The database itself refuses to change or delete a row.
create table audit_event (
  id                 bigint generated always as identity primary key,
  at                 timestamptz not null default now(),
  organisation_id    int,
  actor_account_id   int,
  subject_account_id int,
  action             text not null,
  outcome            text not null,
  network_address    text,
  device             text,
  detail             jsonb not null default '{}'
);
create index audit_event_subject on audit_event (subject_account_id, id desc);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
end $$;
create trigger audit_event_append_only before update or delete on audit_event for each row execute function refuse_change();
create trigger audit_event_no_truncate before truncate on audit_event for each statement execute function refuse_change();
