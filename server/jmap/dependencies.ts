// What the JMAP surface is given by the composition root.
import type { Auth } from "../auth/auth.ts";
import type { Clock } from "../base/clock.ts";
import type { AccountId, OrganisationId, RandomSource } from "../base/ids.ts";
import type { Log } from "../base/log.ts";
import type { Mail } from "../mail/mail.ts";
import type { Submit } from "../mail/submit.ts";
import type { Directory } from "../organisation/directory.ts";
import type { PostPush } from "./core/push-subscription/post-push.ts";
import type { Vapid } from "./core/push-subscription/vapid.ts";
import type { Pushes } from "./core/push-subscription/send-push.ts";
import type { KeptTexts } from "./mail/email/kept-texts.ts";

/** Somebody used a mailbox that is not their own. */
export interface ForeignAccess {
  actorAccountId: AccountId;
  organisationId: OrganisationId;
  subjectAccountId: AccountId;
  /** A JMAP method's name, "upload" or "download". */
  method: string;
}

export interface JmapDependencies {
  mail: Mail;
  directory: Pick<Directory, "listActingAccounts" | "mayUseAddress">;
  submit: Submit;
  /** Writes the audit trail before the access is answered; when it rejects, the access fails. */
  audit(access: ForeignAccess): Promise<void>;
  postPush: PostPush;
  /** Absent: nothing is pushed to browsers that are closed, and the session says so by not announcing it. */
  vapid?: Vapid | undefined;
  /** For tests: subscriptions may name plain HTTP on this machine. */
  allowLoopbackPush?: boolean;
  /** Tells that somebody's push subscriptions have changed. */
  pushes: Pushes;
  /** Of all lists of all accounts. */
  keptTexts: KeptTexts;
  authenticate: Auth["authenticate"];
  onSessionEnd: Auth["onSessionEnd"];
  /** Without a slash at the end. The URLs of the session resource begin with it. */
  publicUrl: string;
  clock: Clock;
  random: RandomSource;
  log: Log;
}
