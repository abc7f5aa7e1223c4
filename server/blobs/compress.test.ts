import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";

import { listCorpus, readCorpusMessage } from "../../test/support/corpus.ts";
import { compress, decompress } from "./compress.ts";

test("whatever is compressed comes back the same", async () => {
  const contents: Uint8Array[] = [
    new Uint8Array(0),
    Buffer.from("a"),
    randomBytes(1000),
    randomBytes(200_000),
    Buffer.alloc(3_000_000, "surat "),
  ];
  for (const name of listCorpus().filter((_name, index) => index % 500 === 0)) contents.push(readCorpusMessage(name));
  for (const content of contents) {
    const compressed = await compress(content);
    assert.ok(compressed.bytes.length <= content.length);
    assert.ok(Buffer.from(content).equals(await decompress(compressed, content.length)));
  }
});

test("more than the size that is known is never produced", async () => {
  const compressed = await compress(Buffer.alloc(100_000, "a"));
  await assert.rejects(decompress(compressed, 1000), /larger than|maxOutputLength|Cannot create/i);
});

test("mail that was compressed with the dictionary can always be read again", async () => {
  // Written by the first version: the dictionary must never change, only be succeeded by another.
  const kept = Buffer.from("28b52ffd2028bd0000680d756a690d0a0d0a6973690d0a020026b389fa590001", "hex");
  const content = await decompress({ codec: 2, bytes: kept }, 41);
  assert.equal(Buffer.from(content).toString(), "MIME-Version: 1.0\r\nSubject: uji\r\n\r\nisi\r\n");
});
