import assert from "node:assert/strict";
import { test } from "node:test";
import { startClient } from "../../test/support/client-harness.ts";
import { createMemoryJmap } from "../../test/support/memory-jmap.ts";

const person = (name: string) => ({ name, email: `${name.toLowerCase().replaceAll(" ", ".")}@contoh.go.id` });

async function suggestions() {
  const server = createMemoryJmap();
  const sent = { mailboxIds: { m3: true as const }, from: [person("Budi Santoso")] };
  for (let n = 0; n < 3; n++) server.addEmail({ ...sent, subject: "x", to: [person("Siti Rahayu")] });
  server.addEmail({ ...sent, subject: "x", to: [person("Sigit Pramono")], cc: [person("Josefína Lapian")] });
  server.addEmail({ subject: "x", from: [person("Sinta Dewi")] });
  const { account, advance, network } = await startClient({ server });
  const suggest = async (text: string) => {
    const asking = account.suggestAddresses(text);
    await advance();
    await advance();
    await advance();
    return (await asking).map(({ address }) => address.name);
  };
  return { server, suggest, network };
}

test("those one writes to most come first, those one only hears from after them", async () => {
  const { suggest } = await suggestions();
  await suggest("si");
  assert.deepEqual(await suggest("si"), ["Siti Rahayu", "Sigit Pramono", "Sinta Dewi"]);
});

test("any word of the name, the address, and letters without their marks are enough", async () => {
  const { suggest } = await suggestions();
  assert.deepEqual(await suggest("rah"), ["Siti Rahayu"]);
  assert.deepEqual(await suggest("sigit.p"), ["Sigit Pramono"]);
  assert.deepEqual(await suggest("josefi"), ["Josefína Lapian"]);
  assert.deepEqual(await suggest("rahayu siti"), ["Siti Rahayu"]);
  assert.deepEqual(await suggest("  "), []);
});

test("a search that answered is not repeated while one types on", async () => {
  const { server, suggest } = await suggestions();
  await suggest("sin");
  server.requests.length = 0;
  await suggest("sint");
  assert.deepEqual(server.requests, []);
});
