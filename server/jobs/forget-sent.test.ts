import assert from "node:assert/strict";
import { test } from "node:test";

import { octetsOf } from "../../test/support/octets.ts";
import { openTestQueue } from "../../test/support/queue.ts";
import type { EmailId, IdentityId, ThreadId } from "../base/ids.ts";
import { forgetSentJob } from "./forget-sent.ts";

test("what is finished and old is forgotten, unless it waits or a submission speaks of it", async (t) => {
  const { queue, submit, budi, db, clock, recipients } = await openTestQueue(t, { isOffline: true });
  const from = "budi.santoso@contoh.go.id";
  const request = { accountId: budi, raw: octetsOf(`From: ${from}`, "", ""), mailFrom: { email: from } };
  const record = { identityId: 1 as IdentityId, emailId: 1 as EmailId, threadId: 1 as ThreadId };
  await submit({ ...request, rcptTo: [{ email: "siti.rahayu@contoh.go.id" }] });
  await submit({ ...request, rcptTo: [{ email: "siti.rahayu@contoh.go.id" }], record });
  await submit({ ...request, rcptTo: [{ email: "tamu@luar.example" }] });
  await queue.settled();
  const job = forgetSentJob({ db, clock });
  const { signal } = new AbortController();
  assert.deepEqual(await job.run(signal), { forgotten: 0 });
  clock.advance(8 * 24 * 3_600_000);
  assert.deepEqual(await job.run(signal), { forgotten: 1 });
  assert.equal((await recipients()).length, 2);
});
