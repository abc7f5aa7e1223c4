// `surel app-password create`: a password for another program of an account. Printed once; only its hash is kept.

import { createAppPasswordSecret, hashAppPassword } from "../auth/app-password.ts";
import { SCOPES } from "../auth/principal.ts";
import { StartupError } from "../base/errors.ts";
import { insertAppPassword } from "../store/app-passwords.ts";
import { insertAuditEvent } from "../store/audit.ts";
import { requireAccount } from "./account-state.ts";
import type { Command } from "./command.ts";
import { readWords } from "./read-words.ts";
import { withDatabase } from "./with-store.ts";

const usage = `app-password create ADDRESS NAME [--scopes ${SCOPES.join(",")}]`;

export const appPasswordCreate: Command = {
  usage,
  async run(words, tools) {
    const given = readWords(words, { usage, positions: ["ADDRESS", "NAME"], options: ["scopes"] });
    const scopes = given.scopes?.split(",") ?? [...SCOPES];
    if (!scopes.every((scope) => SCOPES.some((known) => known === scope))) {
      throw new StartupError(`The scopes are any of ${SCOPES.join(",")}.`);
    }
    const secret = createAppPasswordSecret(tools.random);
    const secretHash = hashAppPassword(secret);
    if (!secretHash) throw new Error("an app password is not what it should be");
    await withDatabase(tools, (db) =>
      db.write(async (tx) => {
        const account = await requireAccount(tx, given.ADDRESS);
        if (account.kind === "unit") {
          throw new StartupError(`${given.ADDRESS} is a unit mailbox: people reach it through their own account.`);
        }
        const now = new Date(tools.clock.now());
        const { NAME: name } = given;
        await insertAppPassword(tx, { accountId: account.id, name, secretHash, scopes, createdAt: now });
        await insertAuditEvent(tx, {
          at: now,
          organisationId: account.organisationId,
          subjectAccountId: account.id,
          action: "appPasswordCreate",
          outcome: "success",
          detail: { name, scopes, by: "command" },
        });
      }),
    );
    tools.print(secret);
  },
};
