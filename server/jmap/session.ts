// The session resource, RFC 8620 §2: what this server can do and which accounts the caller sees.
import { createHash } from "node:crypto";
import {
  BLOB,
  CORE,
  MAIL,
  PREFERENCES,
  QUOTA,
  SUBMISSION,
  VACATION_RESPONSE,
  WEBPUSH_VAPID,
} from "../../standards/jmap/capabilities.ts";
import { emailSortProperties } from "../../standards/jmap/email-query.ts";
import type { AccountCapabilities, Session, SessionAccount } from "../../standards/jmap/session.ts";
import type { Account } from "./account-access.ts";
import { digests } from "./blob/blob/digests.ts";
import { blobTypeNames } from "./blob/blob/type-names.ts";
import type { JmapDependencies } from "./dependencies.ts";
import { formatAccountId } from "./ids.ts";
import { limits } from "./limits.ts";

export const paths = {
  api: "/jmap/api",
  session: "/jmap/session",
  upload: "/jmap/upload/",
  download: "/jmap/download/",
  eventSource: "/jmap/eventsource/",
} as const;

type Server = Pick<JmapDependencies, "publicUrl" | "vapid">;

/** Of accounts. */
export const capabilities: ReadonlySet<string> = new Set([
  CORE,
  MAIL,
  SUBMISSION,
  VACATION_RESPONSE,
  QUOTA,
  BLOB,
  PREFERENCES,
]);
const withPush: ReadonlySet<string> = new Set([...capabilities, WEBPUSH_VAPID]);

/** What `using` may name. */
export function capabilitiesOf({ vapid }: Pick<Server, "vapid">): ReadonlySet<string> {
  return vapid ? withPush : capabilities;
}

const {
  maxSizeUpload,
  maxConcurrentUpload,
  maxSizeRequest,
  maxConcurrentRequests,
  maxCallsInRequest,
  maxObjectsInGet,
  maxObjectsInSet,
} = limits;

const core = {
  maxSizeUpload,
  maxConcurrentUpload,
  maxSizeRequest,
  maxConcurrentRequests,
  maxCallsInRequest,
  maxObjectsInGet,
  maxObjectsInSet,
  collationAlgorithms: ["i;unicode-casemap"],
};

function accountCapabilities(): AccountCapabilities {
  const { maxMailboxesPerEmail, maxMailboxDepth, maxSizeMailboxName, maxSizeAttachmentsPerEmail } = limits;
  return {
    [CORE]: {},
    [MAIL]: {
      maxMailboxesPerEmail,
      maxMailboxDepth,
      maxSizeMailboxName,
      maxSizeAttachmentsPerEmail,
      emailQuerySortOptions: [...emailSortProperties],
      mayCreateTopLevelMailbox: true,
    },
    [SUBMISSION]: {
      maxDelayedSend: limits.maxDelayedSend,
      submissionExtensions: { FUTURERELEASE: [String(limits.maxDelayedSend)], DSN: [] },
    },
    [VACATION_RESPONSE]: {},
    [QUOTA]: {},
    [BLOB]: {
      maxSizeBlobSet: limits.maxSizeBlobSet,
      maxDataSources: limits.maxDataSources,
      supportedTypeNames: [...blobTypeNames],
      supportedDigestAlgorithms: [...digests.keys()],
    },
    [PREFERENCES]: {},
  };
}

/** `accounts` as `AccountAccess.list` gives them. */
export function describeSession(accounts: readonly Account[], { publicUrl, vapid }: Server): Session {
  const own = accounts.find((account) => account.isOwn);
  const ownId = own && formatAccountId(own.accountId);
  return {
    capabilities: {
      [CORE]: core,
      [MAIL]: {},
      [SUBMISSION]: {},
      [VACATION_RESPONSE]: {},
      [QUOTA]: {},
      [BLOB]: {},
      [PREFERENCES]: {},
      // RFC 9749 §3.
      ...(vapid && { [WEBPUSH_VAPID]: { applicationServerKey: vapid.applicationServerKey } }),
    },
    accounts: Object.fromEntries(
      accounts.map((account) => [formatAccountId(account.accountId), describeAccount(account)]),
    ),
    primaryAccounts: ownId ? Object.fromEntries([...capabilities].map((urn) => [urn, ownId])) : {},
    username: own?.name ?? "",
    apiUrl: `${publicUrl}${paths.api}`,
    downloadUrl: `${publicUrl}${paths.download}{accountId}/{blobId}/{name}?type={type}`,
    uploadUrl: `${publicUrl}${paths.upload}{accountId}/`,
    eventSourceUrl: `${publicUrl}${paths.eventSource}?types={types}&closeafter={closeafter}&ping={ping}`,
    state: sessionState(accounts, { publicUrl, vapid }),
  };
}

function describeAccount({ name, isOwn, mayWrite, maySubmit }: Account): SessionAccount {
  const all = accountCapabilities();
  if (!maySubmit) delete all[SUBMISSION];
  if (!isOwn) delete all[PREFERENCES];
  return { name, isPersonal: isOwn, isReadOnly: !mayWrite, accountCapabilities: all };
}

const states = new WeakMap<readonly Account[], string>();

/** Changes when anything of the session object does. The accounts are hashed once as long as they are kept. */
export function sessionState(accounts: readonly Account[], { publicUrl, vapid }: Server): string {
  let state = states.get(accounts);
  if (state === undefined) {
    const text = JSON.stringify([publicUrl, vapid?.applicationServerKey, core, accountCapabilities(), accounts]);
    state = createHash("sha256").update(text).digest("hex").slice(0, 16);
    states.set(accounts, state);
  }
  return state;
}
