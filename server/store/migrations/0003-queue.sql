-- What leaves: submissions as the sender sees them, and the outbound queue with one row per recipient.

create table submission (
  account_id      int not null,
  id              bigint not null,
  identity_id     bigint not null,
  email_id        bigint not null,
  thread_id       bigint not null,
  mail_from       jsonb not null,           -- {email, parameters}
  rcpt_to         jsonb not null,           -- [{email, parameters}]
  send_at         timestamptz not null,
  undo_status     text not null check (undo_status in ('pending', 'final', 'canceled')),
  dsn_blob_ids    text[] not null default '{}',
  created_modseq  bigint not null,
  modseq          bigint not null,
  primary key (account_id, id)
);
create index submission_modseq on submission (account_id, modseq);
create index submission_email on submission (account_id, email_id);

create table queue_message (
  id              bigint generated always as identity primary key,
  account_id      int,                      -- the sender's; null for notices and for mail from outside
  organisation_id int not null,
  submission_id   bigint,
  blob_hash       bytea not null,
  size            bigint not null,
  mail_from       text not null,            -- '' is the null sender
  envelope_id     text,                     -- ENVID, RFC 3461 §4.4
  dsn_return      text,                     -- FULL or HDRS
  smtputf8        boolean not null default false,
  recipient_count int not null,
  queued_at       timestamptz not null,
  expires_at      timestamptz not null,
  release_at      timestamptz               -- null: sent; otherwise it waits, and can be cancelled until then
);
create index queue_message_submission on queue_message (account_id, submission_id);
create index queue_message_sent on queue_message (account_id, queued_at) include (recipient_count);
create index queue_message_blob on queue_message (blob_hash);
create index queue_message_release on queue_message (release_at) where release_at is not null;

-- The recipients of a message that waits for its release have the status 'held'; ours and everybody else's are alike then.
create table queue_recipient (
  message_id          bigint not null references queue_message on delete cascade,
  ordinal             int not null,
  address             text not null,
  domain              text not null,
  notify              text,                 -- RFC 3461 §4.1
  original_recipient  text,                 -- ORCPT, RFC 3461 §4.2
  status              text not null
                        check (status in ('held', 'queued', 'sending', 'deferred', 'delivered', 'bounced', 'canceled')),
  attempts            int not null default 0,
  next_attempt_at     timestamptz not null,
  last_reply          text,
  last_host           text,
  changed_at          timestamptz not null,
  delay_notified      boolean not null default false,
  primary key (message_id, ordinal)
);
create index queue_recipient_due on queue_recipient (next_attempt_at) where status in ('queued', 'deferred', 'sending');
