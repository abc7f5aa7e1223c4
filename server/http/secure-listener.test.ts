import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import { Agent, request } from "node:https";
import { createServer, type IncomingMessage } from "node:http";
import { connect as connectPlain, type AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { after, describe, test } from "node:test";
import { connect, type TLSSocket } from "node:tls";

import { makeCertificate } from "../../test/support/certificate.ts";
import { openTestDatabase } from "../../test/support/database.ts";
import { openTestHttp } from "../../test/support/http.ts";
import { createCertificateHolder } from "../base/tls.ts";
import { openSecureListener } from "./secure-listener.ts";

const { database: db } = await openTestDatabase({ after });
const publicUrl = "https://mail.contoh.go.id";
const holder = createCertificateHolder();
const { app } = await openTestHttp(
  { after },
  { db, publicUrl, secure: { port: 0, certificate: holder }, findChallenge: async (token) => `${token}.kunci` },
);
const timeouts = { requestTimeout: 5_000, keepAliveTimeout: 5_000 };
const listener = await openSecureListener({
  host: "127.0.0.1",
  port: 0,
  certificate: holder,
  handle: app.routing,
  timeouts,
});
after(() => listener.close(0));

async function get(
  path: string,
  agent?: Agent,
): Promise<{ status?: number; headers: IncomingMessage["headers"]; serial?: string }> {
  const asked = request({
    host: "127.0.0.1",
    port: listener.port,
    path,
    agent: agent ?? false,
    rejectUnauthorized: false,
  }).end();
  const [response] = (await once(asked, "response")) as [IncomingMessage];
  const socket = response.socket as TLSSocket;
  const serial = socket.getPeerX509Certificate()?.serialNumber;
  await text(response);
  return { status: response.statusCode, headers: response.headers, serial };
}

describe("D8: HTTPS that the server speaks itself", { concurrency: 1 }, () => {
  test("D8: until there is a certificate no handshake succeeds; there is none that people would be warned of", async () => {
    const socket = connect({ host: "127.0.0.1", port: listener.port, rejectUnauthorized: false });
    const [error] = (await once(socket, "error")) as [Error];
    assert.match(error.message, /handshake failure/);
  });

  test("D8: with one the pages come by HTTPS, and browsers are told to stay with it", async () => {
    holder.put(makeCertificate("mail.contoh.go.id"));
    const { status, headers } = await get("/sign-in");
    assert.equal(status, 200);
    assert.match(headers["strict-transport-security"] ?? "", /^max-age=63072000/);
  });

  test("D8: a renewed certificate is taken without closing what is open", async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const before = await get("/healthz", agent);
    const renewed = makeCertificate("mail.contoh.go.id");
    holder.put(renewed);
    assert.equal((await get("/healthz", agent)).serial, before.serial, "the same connection");
    assert.equal((await get("/healthz")).serial, new X509Certificate(renewed.chain).serialNumber);
    agent.destroy();
  });

  test("nothing older than TLS 1.2 is spoken", async () => {
    const old = { minVersion: "TLSv1", maxVersion: "TLSv1.1", ciphers: "DEFAULT@SECLEVEL=0" } as const;
    const socket = connect({ host: "127.0.0.1", port: listener.port, rejectUnauthorized: false, ...old });
    const [error] = (await once(socket, "error")) as [Error];
    assert.match(error.message, /protocol version|unsupported protocol/);
  });

  test("what is no TLS, or breaks off, harms nobody", async () => {
    for (const octets of ["GET / HTTP/1.1\r\n\r\n", "\x16\x03\x01"]) {
      const socket = connectPlain(listener.port, "127.0.0.1").on("error", () => undefined);
      socket.end(octets);
      await once(socket, "close");
    }
    assert.equal((await get("/healthz")).status, 200);
  });

  test("D8: plain HTTP leads to HTTPS, but for the authority and for machines of ours", async () => {
    const plain = (url: string, more: object = {}) => app.inject({ url, ...more });
    const led = await plain("/sign-in?next=%2Fmail%2F");
    assert.equal(led.statusCode, 308);
    assert.equal(led.headers.location, `${publicUrl}/sign-in?next=%2Fmail%2F`);
    const pretended = await plain("/sign-in", { headers: { "x-forwarded-proto": "https" } });
    assert.equal(pretended.statusCode, 308, "a stranger's word about it counts for nothing");
    assert.equal((await plain("/tidak-ada")).headers.location, `${publicUrl}/tidak-ada`);
    assert.equal((await plain("/.well-known/acme-challenge/abc")).body, "abc.kunci");
    for (const url of ["/healthz", "/readyz"]) assert.equal((await plain(url)).statusCode, 200);
  });

  test("a password or an app password that comes in the clear is not taken", async () => {
    const payload = "username=budi&password=rahasia";
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    assert.equal((await app.inject({ method: "POST", url: "/sign-in", payload, headers })).statusCode, 403);
    const program = await app.inject({ url: "/.well-known/jmap", headers: { authorization: "Basic YTpi" } });
    assert.equal(program.statusCode, 403);
  });

  test("no address within a request leads elsewhere", async () => {
    const plain = createServer(app.routing).listen(0, "127.0.0.1");
    await once(plain, "listening");
    for (const target of ["http://jahat.example/", "//jahat.example/", ".jahat.example/"]) {
      const socket = connectPlain((plain.address() as AddressInfo).port, "127.0.0.1");
      socket.write(`GET ${target} HTTP/1.1\r\nHost: mail.contoh.go.id\r\nConnection: close\r\n\r\n`);
      const location = /^location: (.*)\r$/im.exec(await text(socket))?.[1];
      if (location !== undefined) assert.equal(new URL(location).host, "mail.contoh.go.id", target);
    }
    plain.close();
  });
});
