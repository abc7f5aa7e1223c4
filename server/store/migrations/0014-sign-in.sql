-- Signing in on a public computer, a new password only after the second step, devices that were never seen before, and a search
-- for the desk that stays quick with many accounts.

-- Ends sooner, and some seconds after its last window was closed (closing_at) unless it is used again meanwhile.
alter table session add column public_computer boolean not null default false;
alter table session add column closing_at timestamptz;

-- What the person chose at the first step, for the session that follows the last one.
alter table pending_sign_in add column public_computer boolean not null default false;
alter table pending_sign_in add column trust boolean not null default false;
alter table pending_sign_in drop constraint pending_sign_in_stage_check;
alter table pending_sign_in add constraint pending_sign_in_stage_check
  check (stage in ('second-step', 'enrolment', 'passkey', 'new-password'));

-- Sign-ins from a device that the person was never seen at. Written with the session, told afterwards; shown in the application
-- until another session of the person says that it is known.
create table new_device (
  id              bigint generated always as identity primary key,
  account_id      int not null references account on delete cascade,
  session_id      bigint not null,
  at              timestamptz not null,
  device          text not null,
  network_address text not null,
  claimed_until   timestamptz,
  told_at         timestamptz,
  seen_at         timestamptz
);
create index new_device_account on new_device (account_id, id desc);
create index new_device_untold on new_device (id) where told_at is null;

-- The words of a name, of an address and of an employee number, whose beginnings the desk searches; a word is letters and digits.
alter table account add column search tsvector generated always as (
  array_to_tsvector(string_to_array(trim(regexp_replace(
    lower(display_name || ' ' || address || ' ' || coalesce(employee_number, '')), '[^[:alnum:]]+', ' ', 'g')), ' '))
) stored;
create index account_search on account using gin (search);
