// All mail of an account as one file, also where a disk has lost something.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { after, test } from "node:test";

import { openTestStore } from "../../test/support/mail-store.ts";
import { hashContent } from "./blobs.ts";
import { exportMail } from "./export-mail.ts";
import { importEmails } from "./import-email.ts";

const { mail, clock, createAccount, mailboxOf } = await openTestStore({ after });

test("a message that cannot be read keeps its place in the file, and the others come whole", async () => {
  const accountId = await createAccount();
  const mailboxId = await mailboxOf(accountId, "inbox");
  const large = `Subject: Rusak\r\n\r\n${randomBytes(200_000).toString("base64")}\r\n`;
  const messages = ["Subject: Satu\r\n\r\nUtuh\r\n", large, "Subject: Tiga\r\n\r\nUtuh juga\r\n"].map(Buffer.from);
  const imports = messages.map((message, at) => ({
    message,
    mailboxIds: [mailboxId],
    keywords: [],
    receivedAt: new Date(clock.now() + at * 1000),
    duplicates: "refuse" as const,
  }));
  await importEmails(mail, accountId, imports);
  await mail.blobs.removeContent(hashContent(messages[1]!));
  const file = Buffer.concat(await Array.fromAsync(exportMail(mail, accountId))).toString();
  const entries = file.split(/^From MAILER-DAEMON .*\n/m).slice(1);
  assert.equal(entries.length, 3);
  assert.match(entries[0]!, /^Subject: Satu\r\n\r\nUtuh/);
  assert.match(entries[1]!, /^Subject: .*\nX-Surel-Damaged: the content of this message cannot be read/);
  assert.match(entries[2]!, /^Subject: Tiga\r\n\r\nUtuh juga/);
});
