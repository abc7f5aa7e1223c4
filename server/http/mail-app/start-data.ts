// What the application starts with, embedded in its page: the session, who the person is, and the answers that paint the first
// screen, so that no request stands between the page and the list. Its shape is that of web/client/start-data.ts.

import { defaultPreferences, type Preferences } from "../../../standards/jmap/preferences.ts";
import type { AccountNotices } from "../../auth/account-notices.ts";
import type { Principal } from "../../auth/principal.ts";
import type { PersonProfile } from "../../organisation/person-profile.ts";
import type { Language } from "../language.ts";
import { lookAddress } from "../look/routes.ts";
import { describeNotices, type AppNotice } from "./notices.ts";

type Invocation = [name: string, parameters: Record<string, unknown>, callId: string];

/** JMAP within this process; the composition root gives it. */
export interface LocalJmap {
  session(principal: Principal): Promise<{ primaryAccounts: Record<string, string>; state: string }>;
  call(
    principal: Principal,
    methodCalls: Invocation[],
  ): Promise<{ methodResponses: Invocation[]; sessionState: string }>;
}

const MAIL = "urn:ietf:params:jmap:mail";

/** What the page itself needs to know of it; the rest is for the application. */
export type Start = {
  organisation: { name: string; icon: string };
  locale: Language;
  preferences: { state: string; value: Preferences } | null;
  notices: readonly AppNotice[];
};

/** What comes from the mail of the person, and none of it from who they are. */
export interface StartMail {
  accountId: string;
  session: unknown;
  preferences: Start["preferences"];
  first: unknown;
}

export async function readMail(
  { jmap, principal }: { jmap: LocalJmap; principal: Principal },
  firstScreenCalls: unknown,
): Promise<StartMail> {
  const session = await jmap.session(principal);
  const accountId = session.primaryAccounts[MAIL] ?? "";
  const { mailboxId, preferences } = await askBefore({ jmap, principal, accountId });
  const first =
    firstScreenCalls === undefined || mailboxId === undefined
      ? null
      : await firstScreen({ jmap, principal, accountId, mailboxId }, firstScreenCalls);
  return { accountId, session, preferences, first };
}

/** `language` is what the sign-in page was told in this browser; what was chosen in the application goes before it. */
export function startData({
  principal,
  profile,
  notices,
  mail: { accountId, session, preferences, first },
  language,
}: {
  principal: Principal;
  profile: PersonProfile;
  notices: AccountNotices;
  mail: StartMail;
  language?: Language;
}): Start {
  const { organisation, look, noticeContent, timeZone, address, name, unit, role } = profile;
  const start = {
    session,
    locale: preferences?.value.locale ?? language ?? profile.language,
    notices: describeNotices(notices),
    timeZone,
    preferences,
    organisation: { ...organisation, icon: lookAddress(look, "icon-192.png") },
    noticeContent,
    isPublicComputer: principal.isPublicComputer ?? false,
    user: { accountId, address, name, unit, role },
    first,
  };
  return start;
}

type Asking = { jmap: LocalJmap; principal: Principal; accountId: string };

/** Which mailbox the first screen is of, and how the person likes it. */
async function askBefore({
  jmap,
  principal,
  accountId,
}: Asking): Promise<{ mailboxId: string | undefined; preferences: Start["preferences"] }> {
  const { methodResponses } = await jmap.call(principal, [
    ["Mailbox/query", { accountId, filter: { role: "inbox" } }, "0"],
    ["Preferences/get", { accountId, ids: null }, "1"],
  ]);
  const ids = methodResponses[0]?.[1].ids;
  const mailboxId: unknown = Array.isArray(ids) ? ids[0] : undefined;
  const { list, state } = methodResponses[1]?.[1] ?? {};
  const value: unknown = Array.isArray(list) ? list[0] : undefined;
  return {
    mailboxId: typeof mailboxId === "string" ? mailboxId : undefined,
    preferences:
      typeof state === "string" && typeof value === "object"
        ? { state, value: { ...defaultPreferences, ...value } }
        : null,
  };
}

async function firstScreen(
  { jmap, principal, accountId, mailboxId }: Asking & { mailboxId: string },
  calls: unknown,
): Promise<unknown> {
  const filled = fill(calls, { "{accountId}": accountId, "{mailboxId}": mailboxId }) as Invocation[];
  const { methodResponses, sessionState } = await jmap.call(principal, filled);
  return { accountId, mailboxId, sessionState, methodResponses };
}

/** Puts values where their placeholders stand as whole strings. */
function fill(value: unknown, values: Record<string, string>): unknown {
  if (typeof value === "string") return values[value] ?? value;
  if (Array.isArray(value)) return value.map((item) => fill(item, values));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fill(item, values)]));
}
