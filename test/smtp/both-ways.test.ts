// Our client talks to our server, as two agencies with Surel do.

import assert from "node:assert/strict";
import { connect } from "node:net";
import { test } from "node:test";

import { SmtpClient } from "../../server/queue/client.ts";
import { createTestCertificate } from "../support/certificate.ts";
import { openTestSmtp } from "../support/smtp.ts";

test("RFC 3207 §4: with a certificate mail comes in encrypted, and its trace says so", async (t) => {
  const secured = await openTestSmtp(t, { certificate: createTestCertificate() });
  const socket = connect(secured.listener.address.port, "127.0.0.1");
  const client = await SmtpClient.open(socket, { hostname: "mx.luar.example", serverName: "localhost", useTls: true });
  const result = await client.send({
    mailFrom: "<a@luar.example>",
    rcptTo: ["<budi.santoso@contoh.go.id>", "<tidak.ada@contoh.go.id>"],
    onHandingOver: () => undefined,
    message: Buffer.from("Subject: rahasia\r\n\r\n.isi\r\n"),
  });
  assert.deepEqual(
    result.rcptTo.map(({ enhanced }) => enhanced),
    ["2.1.5", "5.1.1"],
  );
  assert.equal(result.data?.code, 250);
  const [message] = await secured.messagesOf(secured.budi);
  assert.match(message?.raw ?? "", / with ESMTPS id \S+ \(TLSv1\.3 TLS_[A-Z0-9_]+\)\r\n for </);
  assert.ok(message?.raw.endsWith("\r\n\r\n.isi\r\n"));
  await client[Symbol.asyncDispose]();
});
