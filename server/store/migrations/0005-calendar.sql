-- Which days are worked, and what people were told about the days their passwords last until.

-- A day off, or (kind 'withdrawal') a day that a wider scope takes off and this scope works. Rows are never deleted: what
-- no longer holds is withdrawn, with the reason.
create table calendar_entry (
  id               bigint generated always as identity primary key,
  organisation_id  int references organisation on delete cascade,  -- absent: the whole country
  unit_id          int references unit on delete cascade,          -- with the units below it
  day              date not null,
  kind             text not null
    check (kind in ('national-holiday', 'collective-leave', 'election-day', 'local-holiday', 'withdrawal')),
  name             text not null,
  basis            text not null,
  added_at         timestamptz not null,
  added_by         int,                                            -- absent: came with the program
  withdrawn_at     timestamptz,
  withdrawn_by     int,
  withdrawal_basis text,
  check (unit_id is null or organisation_id is not null),
  check ((withdrawn_at is null) = (withdrawal_basis is null))
);
create unique index calendar_entry_once on calendar_entry (organisation_id, unit_id, day, kind, name)
  nulls not distinct where withdrawn_at is null;

-- Years whose decree is in the table; dates in other years are provisional.
create table decreed_year (
  year     smallint primary key,
  basis    text not null,
  added_at timestamptz not null,
  added_by int
);

-- Units whose week differs from the organisation's; the units below follow.
create table unit_working_week (
  unit_id       int primary key references unit on delete cascade,
  days_per_week smallint not null check (days_per_week in (5, 6))
);

-- What a person was told about one password (the one changed at that time): each row names the last day. A date that was
-- announced holds until another is announced. The row is written first and sent afterwards.
create table password_notice (
  id                  bigint generated always as identity primary key,
  account_id          int not null references account on delete cascade,
  password_changed_at timestamptz not null,
  kind                text not null
    check (kind in ('changed', 'reminder', 'shortened', 'expired', 'disabled', 'enabled')),
  days_before         smallint not null default 0,                 -- of a reminder
  last_day            date not null,
  grace_last_day      date,                                        -- of signing in to a new password
  working_days_left   smallint not null default 0,
  provisional         boolean not null default false,              -- a year until then is not decreed
  created_at          timestamptz not null,
  claimed_until       timestamptz,
  sent_at             timestamptz
);
create index password_notice_account on password_notice (account_id, id desc);
create unique index password_notice_once on password_notice (account_id, password_changed_at, kind, days_before)
  where kind in ('reminder', 'expired');
create unique index password_notice_shortened_once on password_notice (account_id, password_changed_at, last_day)
  where kind = 'shortened';
create index password_notice_unsent on password_notice (id) where sent_at is null;
