import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { brotliDecompressSync } from "node:zlib";

import { openTestDatabase } from "../../test/support/database.ts";
import { createBrowser, openTestHttp } from "../../test/support/http.ts";
import { makeAccount, makeOrganisation } from "../../test/support/organisation.ts";

const PASSWORD = "Rahasia-Panjang-1";
const { database: db } = await openTestDatabase({ after });
await makeOrganisation(db);
await makeAccount(db, { address: "budi@uji.go.id", password: PASSWORD });

describe("every answer", () => {
  test("R5, R11: allows nothing from elsewhere, to be framed by nobody, to be guessed at by nothing", async () => {
    const { app } = await openTestHttp({ after }, { db });
    for (const url of ["/sign-in", "/signed-out", "/healthz", "/nothing", "/mail/"]) {
      const { headers } = await createBrowser(app).get(url);
      const policy = String(headers["content-security-policy"]);
      assert.match(policy, /default-src 'none'/, url);
      assert.match(policy, /script-src 'self'(?:;|$)/);
      assert.match(policy, /style-src 'self'(?:;|$)/);
      assert.match(policy, /frame-ancestors 'none'/);
      assert.doesNotMatch(policy, /unsafe|\*|https?:/);
      assert.equal(headers["x-content-type-options"], "nosniff");
      assert.equal(headers["referrer-policy"], "no-referrer");
      assert.equal(headers["cross-origin-opener-policy"], "same-origin");
      assert.equal(headers["cross-origin-resource-policy"], "same-origin");
      assert.equal(headers["cache-control"], "no-store");
      assert.equal(headers.server ?? headers["x-powered-by"], undefined);
    }
  });

  test("is compressed for whoever understands it, JSON too, but for a file that is saved", async () => {
    const text = JSON.stringify({ list: Array(500).fill("Undangan rapat") });
    const { app } = await openTestHttp(
      { after },
      {
        db,
        surfaces: [
          (routes) => {
            const config = { access: "public" } as const;
            routes.get("/list", { config }, (_request, reply) =>
              reply.type("application/json").send(Buffer.from(text)),
            );
            routes.get("/file", { config }, (_request, reply) =>
              reply.type("application/json").header("content-disposition", "attachment").send(Buffer.from(text)),
            );
          },
        ],
      },
    );
    const headers = { "accept-encoding": "gzip, br" };
    const list = await app.inject({ url: "/list", headers });
    assert.equal(list.headers["content-encoding"], "br");
    assert.equal(list.headers.vary, "accept-encoding");
    assert.equal(brotliDecompressSync(list.rawPayload).toString(), text);
    assert.equal((await app.inject({ url: "/list" })).payload, text);
    assert.equal((await app.inject({ url: "/file", headers })).payload, text);
  });

  test("tells of a failure only general words and an id that finds it in the log", async () => {
    const lines: string[] = [];
    const { createLog } = await import("../base/log.ts");
    const log = createLog({ level: "error", destination: { write: (line: string) => void lines.push(line) } });
    const { app } = await openTestHttp(
      { after },
      {
        db,
        log,
        surfaces: [
          (routes) => {
            routes.get("/broken", { config: { access: "public" } }, () => {
              throw new Error("table account is on fire");
            });
          },
        ],
      },
    );
    const { status, body } = await createBrowser(app).get("/broken");
    assert.equal(status, 500);
    assert.doesNotMatch(body, /fire|Error|at /);
    const id = /<code>([0-9a-f]{12})<\/code>/.exec(body)?.[1] ?? "none";
    assert.equal(lines.length, 1);
    assert.ok(lines[0]?.includes(id) && lines[0].includes("on fire"));
    const problem = await createBrowser(app, { accept: "application/json" }).get("/broken");
    assert.match(String(problem.headers["content-type"]), /application\/problem\+json/);
    assert.doesNotMatch(problem.body, /fire/);
  });

  test("an unknown page is a page of the organisation that says so", async () => {
    const { app } = await openTestHttp({ after }, { db });
    const { status, body } = await createBrowser(app).get("/tidak/ada");
    assert.equal(status, 404);
    assert.match(body, /Halaman ini tidak ada/);
    assert.match(body, /Kota Uji<\/span>/);
  });
});

describe("a route", () => {
  test("that does not declare who may use it does not start", async () => {
    const opening = openTestHttp(
      { after },
      {
        db,
        surfaces: [
          (app) => {
            app.get("/open", () => "hello");
          },
        ],
      },
    );
    await assert.rejects(opening, /GET \/open does not declare who may use it/);
  });

  test("for principals answers strangers 401, names no dialog to a browser, and knows who calls", async () => {
    const { app } = await openTestHttp(
      { after },
      {
        db,
        surfaces: [
          (routes) => {
            routes.get("/who", { config: { access: "principal" } }, (request) => ({
              id: request.principal?.accountId,
            }));
            routes.post("/who", { config: { access: "principal" } }, (request) => ({
              id: request.principal?.accountId,
            }));
          },
        ],
      },
    );
    const stranger = await createBrowser(app).get("/who");
    assert.equal(stranger.status, 401);
    assert.match(String(stranger.headers["www-authenticate"]), /^Basic realm/);
    const script = await createBrowser(app, { "sec-fetch-mode": "cors" }).get("/who");
    assert.deepEqual([script.status, script.headers["www-authenticate"]], [401, undefined]);

    const person = createBrowser(app);
    await person.signIn("budi", PASSWORD);
    assert.match((await person.get("/who")).body, /"id":\d+/);
    assert.equal((await person.post("/who")).status, 200);
    const cookie = `surel-session=${person.cookies.get("surel-session") ?? ""}`;
    const foreign = createBrowser(app, { cookie, origin: "https://jahat.example" });
    assert.equal((await foreign.post("/who")).status, 403, "R105: another site's page cannot use the session");
    const wrong = createBrowser(app, { cookie, authorization: `Basic ${Buffer.from("budi:x").toString("base64")}` });
    assert.equal((await wrong.get("/who")).status, 401, "wrong credentials do not fall back to the session");
  });
});

describe("the state of the server", () => {
  test("/healthz while serving, /readyz when everything behind it answers", async () => {
    let works = true;
    const checks = { blobs: () => (works ? Promise.resolve() : Promise.reject(new Error("disk s3cr3t is gone"))) };
    const { app } = await openTestHttp({ after }, { db, checks });
    assert.equal((await createBrowser(app).get("/healthz")).status, 200);
    assert.equal((await createBrowser(app).get("/readyz")).status, 200);
    works = false;
    const { status, body } = await createBrowser(app).get("/readyz");
    assert.deepEqual([status, body], [503, '{"status":"unavailable","blobs":"failed"}']);
    assert.equal((await createBrowser(app).get("/healthz")).status, 200);
  });

  test("/metrics without the numbers that cannot be read just now", async () => {
    let works = true;
    const read = () => (works ? Promise.resolve(7) : Promise.reject(new Error("no database")));
    const gauges = { surel_lost: { help: "For the test", read }, surel_kept: { help: "For the test", read: () => 8 } };
    const { app } = await openTestHttp({ after }, { db, gauges });
    const scrape = async () => (await createBrowser(app).get("/metrics")).body;
    assert.match(await scrape(), /^surel_lost 7$/m);
    works = false;
    const body = await scrape();
    assert.doesNotMatch(body, /^surel_lost \d/m);
    assert.match(body, /^surel_kept 8$/m);
    works = true;
    assert.match(await scrape(), /^surel_lost 7$/m);
  });

  test("/metrics for this machine only, without versions", async () => {
    const gauges = { surel_test_number: { help: "For the test", read: () => 7 } };
    const { app } = await openTestHttp({ after }, { db, gauges });
    const { status, body } = await createBrowser(app).get("/metrics");
    assert.equal(status, 200);
    assert.match(body, /^surel_test_number 7$/m);
    assert.match(body, /process_resident_memory_bytes/);
    assert.doesNotMatch(body, /version/);
    assert.equal((await createBrowser(app, { "x-forwarded-for": "203.0.113.9" }).get("/metrics")).status, 404);
  });
});
