// Email/copy, RFC 8621 §4.7: from one account that the caller may read to another.
import { MAIL } from "../../../../standards/jmap/capabilities.ts";
import type { Email } from "../../../../standards/jmap/email.ts";
import type { EmailImport } from "../../../mail/import-email.ts";
import { listEmails } from "../../../store/emails.ts";
import { isBoolean, isId, isObject, isString, mapOf, nullable } from "../../guards.ts";
import { parseEmailId } from "../../ids.ts";
import { invalidArguments, stateMismatch } from "../../method-errors.ts";
import { defineMethod, type MethodCall } from "../../method.ts";
import { createReading, invalidProperties, notFound } from "../../set-errors.ts";
import { attempt, beginSet, orNull, refuseUnknown } from "../../standard/set.ts";
import { importAll } from "./import-emails.ts";
import { readPlacement } from "./placement.ts";

type CopyCall = {
  fromAccountId: string;
  ifFromInState?: string | null;
  accountId: string;
  ifInState?: string | null;
  create: Record<string, Record<string, unknown>>;
  onSuccessDestroyOriginal?: boolean;
  destroyFromIfInState?: string | null;
};

export const emailCopy = defineMethod<CopyCall>({
  capability: MAIL,
  right: "write",
  effect: "write",
  from: true,
  arguments: {
    required: ["fromAccountId", "accountId", "create"],
    guards: {
      fromAccountId: isId,
      ifFromInState: nullable(isString),
      accountId: isId,
      ifInState: nullable(isString),
      create: mapOf(isObject, isId),
      onSuccessDestroyOriginal: isBoolean,
      destroyFromIfInState: nullable(isString),
    },
  },
  async run(call, args) {
    const { accountId, fromAccountId, ifInState, create } = args;
    // RFC 8620 §5.4: copying within an account is done by /set.
    if (accountId === fromAccountId) throw invalidArguments("both accounts are the same");
    const run = await beginSet<Email>(call, { accountId, ifInState, create }, "email");
    const fromState = String((await call.states(call.fromAccount.accountId)).email);
    if (args.ifFromInState != null && args.ifFromInState !== fromState) throw stateMismatch();
    const imports: { creationId: string; original: string; email: EmailImport }[] = [];
    for (const [creationId, object] of Object.entries(create)) {
      await attempt(run.notCreated, creationId, async () => {
        const original = originalId(call, object);
        imports.push({ creationId, original, email: await readCopy(call, object, original) });
      });
    }
    await importAll(call, run, imports);
    const copied = imports.filter(({ creationId }) => Object.hasOwn(run.created, creationId));
    if (args.onSuccessDestroyOriginal && copied.length > 0) {
      call.runNext("Email/set", {
        accountId: fromAccountId,
        destroy: [...new Set(copied.map(({ original }) => original))],
        ...(args.destroyFromIfInState != null && { ifInState: args.destroyFromIfInState }),
      });
    }
    return {
      fromAccountId,
      accountId,
      oldState: String(run.oldState),
      newState: String(run.newState),
      created: orNull(run.created),
      notCreated: orNull(run.notCreated),
    };
  },
});

function originalId(call: MethodCall, { id }: Record<string, unknown>): string {
  if (!isString(id)) throw invalidProperties(["id"]);
  return id.startsWith("#") ? (call.created.get(id.slice(1)) ?? id) : id;
}

/** Keywords and date are the original's unless they are given. */
async function readCopy(call: MethodCall, object: Record<string, unknown>, original: string): Promise<EmailImport> {
  const number = parseEmailId(original);
  const { accountId } = call.fromAccount;
  const [row] = number === undefined ? [] : await call.read((tx) => listEmails(tx, accountId, [number]));
  if (!row) throw notFound();
  const reading = createReading();
  await reading.read(() => refuseUnknown(object, ["id", "mailboxIds", "keywords", "receivedAt"]));
  const placement = await readPlacement(call, reading, object, row);
  reading.finish();
  return { message: row.blobHash, ...placement };
}
