import assert from "node:assert/strict";
import { test } from "node:test";

import { parseMailto } from "./parse-mailto.ts";

test("RFC 6068 §2: an address begins a message to it", () => {
  const { to, cc, subject, text } = parseMailto("mailto:dinkes@contoh.go.id");
  assert.deepEqual(to, [{ name: null, email: "dinkes@contoh.go.id" }]);
  assert.deepEqual([cc, subject, text], [[], "", ""]);
});

test("RFC 6068 §2: several addresses, the fields and their lines are taken", () => {
  const start = parseMailto(
    "MAILTO:a@x.id,b%2Bc@y.id?to=d@z.id&Cc=e@x.id&subject=Berhenti%20berlangganan&body=Satu%0D%0Adua",
  );
  assert.deepEqual(
    start.to.map(({ email }) => email),
    ["a@x.id", "b+c@y.id", "d@z.id"],
  );
  assert.deepEqual(
    start.cc.map(({ email }) => email),
    ["e@x.id"],
  );
  assert.equal(start.subject, "Berhenti berlangganan");
  assert.equal(start.text, "Satu\ndua");
});

test("RFC 6068 §7: nothing is taken that the writer does not see: neither hidden copies nor files nor other fields", () => {
  const start = parseMailto("mailto:a@x.id?bcc=mata@jahat.example&attach=/etc/passwd&from=pimpinan@x.id&subject=a%0Ab");
  assert.deepEqual(Object.keys(start), ["to", "cc", "subject", "text"]);
  assert.equal(start.subject, "a b");
  assert.ok(!JSON.stringify(start).includes("jahat"));
});

test("a broken address is read without an error", () => {
  assert.equal(parseMailto("mailto:%E0%A4%A?subject=%zz&&=&body").subject, "%zz");
  assert.deepEqual(parseMailto("mailto:?").to, []);
});
