-- The mail of an account. Every primary key and index begins with account_id; no query joins the mail of two accounts.
-- Ids are numbers from the account's own counter. A row's modseq is the number of the account's change that touched it last.
-- Columns are in the order that leaves no padding: these are the rows that there are most of.

create table blob (
  hash         bytea primary key,          -- SHA-256 of the content
  id           bigint generated always as identity,
  size         bigint not null,            -- octets of the content
  last_used_at timestamptz not null,
  email_count  int not null default 0,     -- emails of all accounts that have this content: what keeps it from the sweep
  codec        smallint not null,          -- of blob_recent and of the blob store: 0 stored, 1 zstd, 2 zstd with the dictionary
  is_stored    boolean not null            -- the content is in the blob store; otherwise in blob_recent or in a pack
);
create index blob_unused on blob (last_used_at) where email_count = 0;

-- Small contents, compressed each by itself. Those of the journal, which stay, are packed soon: compressed together.
create table blob_recent (
  id       bigint primary key,
  hash     bytea not null,
  content  bytea not null
);
alter table blob_recent alter content set storage external;

-- Contents of consecutive ids (store/blob-packs.ts): an id that is not in blob_recent is in the last pack that begins before it.
create table blob_pack (
  first_id bigint primary key,
  last_id  bigint not null,
  content  bytea not null
);
alter table blob_pack alter content set storage external;

-- One row an account: the lock that orders its changes, the counters, and the newest change of each type.
create table mail_account (
  account_id         int primary key references account on delete cascade,
  next_id            int not null default 1,
  modseq             bigint not null default 0,
  mailbox_modseq     bigint not null default 0,
  email_modseq       bigint not null default 0,
  thread_modseq      bigint not null default 0,
  identity_modseq    bigint not null default 0,
  submission_modseq  bigint not null default 0,
  used_bytes         bigint not null default 0,
  quota_bytes        bigint not null,
  email_count        int not null default 0,
  unmerged_texts     int not null default 0    -- rows of email_text, about: what asks for a merge
) with (fillfactor = 50);

create table mailbox (
  account_id       int not null,
  id               int not null,
  parent_id        int,
  sort_order       int not null default 0,
  created_modseq   bigint not null,
  modseq           bigint not null,        -- newest change of any kind
  property_modseq  bigint not null,        -- newest change of anything but the counts
  total_emails     int not null default 0,
  unread_emails    int not null default 0,
  total_threads    int not null default 0,
  unread_threads   int not null default 0,
  is_subscribed    boolean not null default true,
  name             text not null,
  role             text,
  primary key (account_id, id)
) with (fillfactor = 50);
create unique index mailbox_role on mailbox (account_id, role) where role is not null;
create unique index mailbox_name on mailbox (account_id, coalesce(parent_id, 0), name);

create table email (
  account_id      int not null,
  id              int not null,
  thread_id       int not null,
  size            int not null,
  received_at     timestamptz not null,
  sent_at         timestamptz,
  created_modseq  bigint not null,
  modseq          bigint not null,
  has_attachment  boolean not null,
  blob_hash       bytea not null,
  mailbox_ids     int[] not null,          -- sorted
  keywords        text[] not null,         -- sorted
  subject         text,                    -- decoded, as Email/get gives it
  preview         text not null,
  -- JSON text of addresses, the date as sent and verdicts (store/stored-header.ts).
  header          text not null,
  primary key (account_id, id)
) with (fillfactor = 95);
create index email_thread on email (account_id, thread_id);
create index email_list on email (account_id, received_at, id);
create index email_modseq on email (account_id, modseq);
create index email_blob on email (account_id, substring(blob_hash for 8));

-- Which emails are in which mailbox, in the order of the list.
create table mailbox_email (
  account_id  int not null,
  mailbox_id  int not null,
  received_at timestamptz not null,
  email_id    int not null,
  primary key (account_id, mailbox_id, received_at, email_id)
);

-- One row per mailbox and thread: the list of conversations. A mailbox's counts are the sums over these rows.
create table mailbox_thread (
  account_id       int not null,
  mailbox_id       int not null,
  thread_id        int not null,
  newest_email_id  int not null,           -- of those in this mailbox
  newest_at        timestamptz not null,
  emails           int not null,           -- in this mailbox
  unread_emails    int not null,           -- in this mailbox, with neither $seen nor $draft
  unread           boolean not null,       -- RFC 8621 §2: any email of the thread, in whichever mailbox but the trash
  primary key (account_id, thread_id, mailbox_id)
);
create index mailbox_thread_list on mailbox_thread (account_id, mailbox_id, newest_at, newest_email_id);

-- Finds the thread of a new email: one row per message id known to a thread. `key` hashes message id and base subject.
-- A thread is there as long as it has an email; a key whose thread is gone is free to be taken.
create table thread_key (
  account_id int not null,
  thread_id  int not null,
  key        bigint not null,
  primary key (account_id, key)
);

-- What recent emails are found by: their terms, each between line feeds, until they are merged into a segment.
create table email_text (
  account_id int not null,
  email_id   int not null,
  terms      text not null,
  primary key (account_id, email_id)
);
alter table email_text alter terms set storage external;

-- The inverted index: an account has a few segments of consecutive emails, each a row of blocks of sorted terms with the emails
-- that have them (store/posting-block.ts). A term is in the last block whose first term is not greater.
create table search_segment (
  account_id      int not null,
  id              int not null,
  first_email_id  int not null,
  emails          int not null,
  primary key (account_id, id)
);
create table search_block (
  account_id int not null,
  segment_id int not null,
  first_term bytea not null,
  content    bytea not null,
  primary key (account_id, segment_id, first_term)
);
alter table search_block alter content set storage external;

-- What is gone, for /changes. type: m mailbox, e email, i identity, s submission. Threads go with their emails.
create table destroyed (
  account_id     int not null,
  type           "char" not null,
  modseq         bigint not null,
  id             bigint not null,
  created_modseq bigint not null,
  thread_id      int,                      -- of an email
  primary key (account_id, type, modseq, id)
);

create table upload (
  account_id int not null,
  blob_hash  bytea not null,
  type       text not null,
  created_at timestamptz not null default now(),
  primary key (account_id, blob_hash)
);
create index upload_blob on upload (blob_hash);

-- Everything received or sent, once per message, written by the transaction that delivers or queues it.
create table journal_entry (
  id              bigint generated always as identity primary key,
  at              timestamptz not null,
  size            bigint not null,
  organisation_id int not null,
  direction       text not null check (direction in ('in', 'out', 'internal', 'import')),
  blob_hash       bytea not null,
  mail_from       text,
  recipients      text[] not null,
  account_ids     int[] not null,
  remote          text not null default '{}'   -- JSON: peer address, EHLO name, TLS, verdicts
);
-- Entries come in the order of time: a summary of ranges of pages says where to look.
create index journal_entry_at on journal_entry using brin (at);
create index journal_entry_blob on journal_entry (substring(blob_hash for 8));
create trigger journal_entry_append_only before update or delete on journal_entry for each row execute function refuse_change();
create trigger journal_entry_no_truncate before truncate on journal_entry for each statement execute function refuse_change();

create table identity (
  account_id      int not null,
  id              bigint not null,
  name            text not null,
  email           text not null,
  reply_to        jsonb,
  bcc             jsonb,
  text_signature  text not null default '',
  html_signature  text not null default '',
  may_delete      boolean not null default false,
  created_modseq  bigint not null,
  modseq          bigint not null,
  primary key (account_id, id)
);

create table push_subscription (
  account_id         int not null,          -- of the person who signed in
  id                 bigint not null,
  device_client_id   text not null,
  url                text not null,
  keys               jsonb,
  verification_code  text not null,
  verified           boolean not null default false,
  expires_at         timestamptz not null,
  types              text[],
  primary key (account_id, id)
);
