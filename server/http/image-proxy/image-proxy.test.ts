import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { after, describe, test } from "node:test";

import { openTestDatabase } from "../../../test/support/database.ts";
import { createBrowser, openTestHttp } from "../../../test/support/http.ts";
import { makeAccount, makeOrganisation } from "../../../test/support/organisation.ts";
import { fetchPicture } from "./fetch-picture.ts";
import { pictureType } from "./picture-type.ts";

const png = Buffer.from("89504e470d0a1a0a0000000d49484452", "hex");
const seen: { url: string; headers: Record<string, unknown> }[] = [];
const server: Server = createServer((request, response) => {
  seen.push({ url: request.url ?? "", headers: request.headers });
  if (request.url === "/redirect") return void response.writeHead(302, { location: "/picture" }).end();
  if (request.url === "/loop") return void response.writeHead(302, { location: "/loop" }).end();
  if (request.url === "/inside") return void response.writeHead(302, { location: "http://10.0.0.1/" }).end();
  if (request.url === "/svg")
    return void response.writeHead(200, { "content-type": "image/png" }).end("<svg onload=alert(1)>");
  if (request.url === "/large") return void response.end(Buffer.concat([png, Buffer.alloc(4000)]));
  if (request.url === "/slow") return void response.write(png);
  return void response.writeHead(200, { "content-type": "text/html" }).end(png);
});
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
after(() => {
  server.closeAllConnections();
  server.close();
});
const { port } = server.address() as AddressInfo;

/** Everything is "found" on the test's server; only that one address may be connected to. */
const options = {
  lookUp: async (name: string) => [{ address: name === "dalam.example" ? "192.168.1.1" : "127.0.0.1", family: 4 }],
  mayConnect: (address: string, to: number) => address === "127.0.0.1" && to === port,
  maxBytes: 1000,
  timeoutMs: 500,
};
const fetch = (path: string, host = "gambar.example") => fetchPicture(`http://${host}:${port}${path}`, options);

describe("a remote picture", () => {
  test("is fetched by the address that was checked, without cookies, referrer or our name", async () => {
    assert.deepEqual(await fetch("/picture"), { type: "image/png", content: png });
    const headers = seen.at(-1)?.headers ?? {};
    assert.equal(headers.cookie ?? headers.referer ?? headers.authorization, undefined);
    assert.equal(headers.host, `gambar.example:${port}`);
  });
  test("may have moved, but not for ever and not to the inside", async () => {
    assert.ok(await fetch("/redirect"));
    assert.equal(await fetch("/loop"), undefined);
    assert.equal(await fetch("/inside"), undefined);
  });
  test("is what its octets say, and never something that can run", async () => {
    assert.equal(await fetch("/svg"), undefined);
    assert.equal(pictureType(Buffer.from("GIF89a....")), "image/gif");
    assert.equal(pictureType(Buffer.from("RIFF____WEBPVP8 ")), "image/webp");
    assert.equal(pictureType(Buffer.from("<html>")), undefined);
    assert.equal(pictureType(Buffer.alloc(0)), undefined);
  });
  test("is given up when it is too large or too slow", async () => {
    assert.equal(await fetch("/large"), undefined);
    assert.equal(await fetch("/slow"), undefined);
  });
  test("is not looked for at private addresses, by name or number, other ports or other schemes", async () => {
    const before = seen.length;
    assert.equal(await fetch("/picture", "dalam.example"), undefined);
    const real = { lookUp: async () => [{ address: "127.0.0.1", family: 4 }] };
    for (const url of [
      `http://127.0.0.1:${port}/picture`,
      `http://localhost:${port}/picture`,
      "http://[::1]/",
      "http://0x7f.1/",
      "http://169.254.169.254/latest/meta-data",
      "http://[::ffff:10.0.0.1]/",
      "http://user:secret@gambar.example/",
      "file:///etc/passwd",
      "gopher://gambar.example/",
      "data:image/png;base64,AAAA",
      "not a url",
    ]) {
      assert.equal(await fetchPicture(url, real), undefined, url);
    }
    assert.equal(seen.length, before);
  });
});

test("R106: only a signed-in person may ask for one, and nobody where nothing may leave the machine", async () => {
  const { database: db } = await openTestDatabase({ after });
  await makeOrganisation(db);
  await makeAccount(db, { address: "budi@uji.go.id", password: "Rahasia-Panjang-1" });
  const { app } = await openTestHttp({ after }, { db, lookUp: async () => [] });
  const url = "/proxy/image?url=http%3A%2F%2Fgambar.example%2F";
  assert.equal((await createBrowser(app).get(url)).status, 303);
  const person = createBrowser(app);
  await person.signIn("budi", "Rahasia-Panjang-1");
  assert.equal((await person.get(url)).status, 404);
  assert.equal((await person.get("/proxy/image")).status, 400);
  const cookie = `surel-session=${person.cookies.get("surel-session") ?? ""}`;
  assert.equal((await createBrowser(app, { cookie, "sec-fetch-site": "cross-site" }).get(url)).status, 403);
  const offline = await openTestHttp({ after }, { db });
  assert.equal((await createBrowser(offline.app, { cookie }).get(url)).status, 404);
});
