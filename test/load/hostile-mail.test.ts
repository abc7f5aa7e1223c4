// Hostile mail from end to end: taken or refused with the right class, then listed, opened in every form, found and saved like any
// other message, while the server goes on answering.
import assert from "node:assert/strict";
import { after, test } from "node:test";

import type { Email, EmailBodyPart } from "../../standards/jmap/email.ts";
import { systemRandom } from "../../server/base/ids.ts";
import { startSmtp } from "../../server/smtp/start-smtp.ts";
import { createTestResolver } from "../support/dns.ts";
import { openTestJmap } from "../support/jmap.ts";
import { openSender } from "../support/send-mail.ts";
import { silentLog } from "../support/small-organisation.ts";
import { hostileMessages } from "./hostile-messages.ts";

const EVERYTHING = [
  ..."id blobId threadId mailboxIds keywords size receivedAt messageId inReplyTo references sender from to cc bcc replyTo".split(
    " ",
  ),
  ..."subject sentAt headers bodyStructure bodyValues textBody htmlBody attachments hasAttachment preview".split(" "),
];
const FILES_SAVED = 5;

const { one, url, mail, directory, clock } = await openTestJmap({ after });
const listener = await startSmtp({
  host: "127.0.0.1",
  port: 0,
  hostname: "mx.contoh.go.id",
  mail,
  directory,
  resolver: createTestResolver({}),
  random: systemRandom,
  log: silentLog,
  limits: { tarpitMs: 0 },
});
after(async () => listener[Symbol.asyncDispose]());

for (const [name, { data, refusal = "250 2.0.0" }] of Object.entries(hostileMessages)) {
  test(`${name}: ${refusal === "250 2.0.0" ? "taken, listed, opened, found and saved" : `refused by ${refusal}`}`, async () => {
    using sender = await openSender(listener.address.port);
    const { code, enhanced, lines } = await sender.send({ to: "budi.santoso@contoh.go.id", data });
    const [first = ""] = lines;
    assert.equal(`${code} ${enhanced ?? /^\S+/.exec(first)?.[0]}`, refusal, first);
    if (refusal === "250 2.0.0") await openNewest(data);
  });
}

async function openNewest(sent: Buffer): Promise<void> {
  clock.advance(1_000);
  const { ids } = await one.call("Email/query", { sort: [{ property: "receivedAt", isAscending: false }], limit: 1 });
  const [email] = (await one.call("Email/get", { ids, properties: EVERYTHING, fetchAllBodyValues: true })).list as [
    Email,
  ];
  assert.ok(email.size >= sent.length);
  assert.ok(email.preview.length <= 256 && email.preview.isWellFormed());
  await one.call("SearchSnippet/get", { emailIds: ids, filter: { text: "uji" } });
  const raw = Buffer.from(await (await one.get(`/jmap/download/${one.accountId}/${email.blobId}/email.eml`)).bytes());
  assert.ok(raw.includes(sent), "the octets as they were sent");
  const files = partsOf(email).slice(0, FILES_SAVED);
  for (const { blobId, name, size } of files) {
    const path = `/jmap/download/${one.accountId}/${blobId}/${encodeURIComponent(name?.slice(0, 200).replaceAll("/", "_") || "x")}`;
    const answer = await one.get(`${path}?type=text%2Fhtml`);
    assert.equal(answer.status, 200);
    assert.equal((await answer.bytes()).length, size);
    const disposition = answer.headers.get("content-disposition") ?? "";
    assert.match(disposition, /^attachment; filename="[^"\\/\r\n]*"; filename\*=UTF-8''[\w!#$&+.^`|~%-]*$/);
    assert.doesNotMatch(decodeURIComponent(disposition.split("''")[1] ?? ""), /[/\\\p{Cc}\p{Bidi_Control}]/u);
    assert.match(answer.headers.get("content-security-policy") ?? "", /sandbox; default-src 'none'/);
  }
  assert.equal((await fetch(`${url}/healthz`)).status, 200);
}

function partsOf({ textBody, htmlBody, attachments }: Email): EmailBodyPart[] {
  return [...new Map([...attachments, ...textBody, ...htmlBody].map((part) => [part.partId, part])).values()];
}
