import assert from "node:assert/strict";
import { test } from "node:test";
import { octetsOf } from "../../test/support/octets.ts";
import { parseMessage } from "./parse-message.ts";
import { baseSubject, threadKeysOf } from "./thread-keys.ts";

test("RFC 5322 §3.6.4: the ids, each once, without the message's own", () => {
  const raw = octetsOf(
    "Message-ID: <c@x>",
    "In-Reply-To: <b@x> (of Monday)",
    "References: <a@x>",
    " <b@x> <a@x> <c@x>",
    "",
    "",
  );
  assert.deepEqual(threadKeysOf(parseMessage(raw)), {
    messageId: "c@x",
    inReplyTo: ["b@x"],
    references: ["a@x", "b@x"],
  });
  assert.deepEqual(threadKeysOf(parseMessage(octetsOf("", ""))), { messageId: null, inReplyTo: [], references: [] });
});

test("RFC 5322 §3.6.4: of a long list the first and the last thirty", () => {
  const ids = Array.from({ length: 500 }, (_, n) => `<${n}@x>`);
  const { references } = threadKeysOf(parseMessage(octetsOf(`References: ${ids.join("\r\n ")}`, "", "")));
  assert.equal(references.length, 31);
  assert.deepEqual([references[0], references[1], references.at(-1)], ["0@x", "470@x", "499@x"]);
});

test("RFC 5256 §2.1: base subjects", () => {
  const subjects: [string, string][] = [
    ["Re: rapat", "rapat"],
    ["RE: Fwd:  re[2] : FW: rapat   besok", "rapat besok"],
    ["Bls: Balas: Trs: Teruskan: rapat", "rapat"],
    ["AW: WG: Antw: SV: rapat", "rapat"],
    ["回复：rapat", "rapat"],
    ["[list] Re: [other] rapat", "rapat"],
    ["Re: [list]", "[list]"],
    ["[list]", "[list]"],
    ["[Fwd: Re: rapat] (fwd) (FWD)", "rapat"],
    ["Re(3): rapat", "rapat"],
    ["Reformasi: birokrasi", "Reformasi: birokrasi"],
    ["Re:", ""],
    ["", ""],
    ["  rapat\t(fwd)", "rapat"],
  ];
  for (const [subject, expected] of subjects) assert.deepEqual([subject, baseSubject(subject)], [subject, expected]);
});

test("a hostile subject ends", () => {
  assert.equal(baseSubject("Re: ".repeat(100_000)), "");
  baseSubject("[".repeat(100_000));
});
