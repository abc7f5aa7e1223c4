import assert from "node:assert/strict";
import { after, test } from "node:test";

import { openTestStore } from "../../test/support/mail-store.ts";
import { statesOf } from "../store/mail-account.ts";

const { mail, createAccount } = await openTestStore({ after });

test("changes of one moment are one notice, with the newest states", async () => {
  const accountId = await createAccount();
  const states = (await mail.db.read((tx) => statesOf(tx, accountId)))!;
  const { promise, resolve } = Promise.withResolvers<number>();
  const stop = mail.changes.subscribe([accountId], (_id, { email }) => resolve(email));
  for (const email of [4, 9, 7]) mail.changes.publish(accountId, { ...states, email });
  assert.equal(await promise, 9);
  stop();
});
