import assert from "node:assert/strict";
import { after, test } from "node:test";

import { openTestJmap } from "../../../test/support/jmap.ts";
import { updateAccountState } from "../../store/accounts.ts";

const { db, auth, budi, siti, one, other } = await openTestJmap({ after });

async function listen(client: typeof one) {
  const response = await client.get("/jmap/eventsource/?types=*&closeafter=no&ping=0");
  const reader = response.body!.getReader();
  await reader.read();
  let ended = false;
  const end = (async () => {
    while (!(await reader.read()).done);
    ended = true;
  })();
  return { end, isOpen: () => !ended, cancel: () => reader.cancel() };
}

test("R63: what streams to an account that was disabled ends at once, and that of others goes on", async () => {
  const [his, hers] = [await listen(one), await listen(other)];
  await db.write((tx) => updateAccountState(tx, budi, "disabled"));
  auth.cache.forget({ accountId: budi });
  await his.end;
  assert.ok(hers.isOpen());
  // Something else of hers was ended: she may still listen.
  auth.cache.forget({ accountId: siti });
  const { methodResponses } = await other.request([["Mailbox/get", { accountId: other.accountId, ids: [] }, "0"]]);
  assert.equal(methodResponses[0]?.[0], "Mailbox/get");
  assert.ok(hers.isOpen());
  await hers.cancel();
});
