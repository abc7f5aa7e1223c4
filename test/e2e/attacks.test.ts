// The HTTP surface as an attacker looks at it: every route there is, whatever it is for. What is true of all of them is asked of the
// table of routes itself, so that a new one is asked too.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { connect } from "node:net";
import { after, describe, test } from "node:test";

import { openTestSecurity, PASSWORD } from "../support/account-security.ts";

const security = await openTestSecurity({ after });
const { app, clock } = security;
const person = await security.signedIn();
const cookie = [...person.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
const routes = readRoutes(app.printRoutes({ commonPrefix: false }));
const posts = routes.filter(({ methods }) => methods.includes("POST")).map(({ url }) => url);
const gets = routes.filter(({ methods }) => methods.includes("GET")).map(({ url }) => url);
/** Called by another server, with a signed token in its body. */
const fromServers = /\/back-channel-logout$/;

/** From fastify's own tree, in which each line is a path's piece below the line with less indentation. */
function readRoutes(tree: string): { url: string; methods: string[] }[] {
  const above: string[] = [];
  return tree.split("\n").flatMap((line) => {
    const [, indentation = "", piece = "", methods] = /^([│ ]*)[├└]── (.*?)(?: \(([A-Z, ]+)\))?$/.exec(line) ?? [];
    if (piece === "") return [];
    const depth = indentation.length / 4;
    above.length = depth;
    const path = above.join("") + piece;
    above[depth] = piece;
    const url = path.replace(/^\/\//, "/").replace(/:\w+/g, "1").replace("*", "x");
    return methods === undefined ? [] : [{ url, methods: methods.split(", ") }];
  });
}

const send = (method: "GET" | "POST", url: string, headers: Record<string, string> = {}, payload?: string | Buffer) =>
  app.inject({
    method,
    url,
    headers: {
      host: "surel.test",
      accept: "text/html",
      ...(method === "POST" && { "content-type": "application/x-www-form-urlencoded" }),
      ...headers,
    },
    ...(payload === undefined ? {} : { payload }),
  });

test("the table of routes is read whole", () => {
  assert.ok(posts.length > 20 && gets.length > 30, `${posts.length} ${gets.length}`);
  for (const url of ["/sign-in", "/account/security/password", "/account/security/recovery/email/confirm"]) {
    assert.ok(posts.includes(url), `${url}: ${posts.join(" ")}`);
  }
});

describe("R105, R110: no page of another site changes anything, on any route", () => {
  const foreign: Record<string, Record<string, string>> = {
    "cross-site": { "sec-fetch-site": "cross-site", origin: "https://jahat.example" },
    "a neighbour's site": { "sec-fetch-site": "same-site", origin: "http://lain.surel.test" },
    "an old browser": { origin: "https://jahat.example" },
    "no origin to speak of": { origin: "null" },
    "our name in theirs": { origin: "http://surel.test.jahat.example" },
    "our host, another port": { origin: "http://surel.test:8081" },
  };
  for (const [name, headers] of Object.entries(foreign)) {
    test(name, async () => {
      for (const url of posts.filter((one) => !fromServers.test(one))) {
        const answer = await send("POST", url, { cookie, ...headers }, "a=b");
        assert.equal(answer.statusCode, 403, url);
        assert.equal(answer.headers["set-cookie"], undefined, url);
      }
      assert.equal((await person.get("/account/security")).status, 200);
    });
  }

  test("a form of another kind or method is no way around", async () => {
    for (const url of posts.filter((one) => !fromServers.test(one))) {
      for (const type of ["text/plain", "application/json", "multipart/form-data; boundary=x"]) {
        const headers = { cookie, "content-type": type, "sec-fetch-site": "cross-site" };
        assert.equal((await send("POST", url, headers, "{}")).statusCode, 403, `${url} ${type}`);
      }
      const override = { cookie, "x-http-method-override": "POST" };
      const answer = await send("GET", `${url}?_method=POST`, override);
      assert.ok(answer.statusCode !== 500, url);
    }
    assert.equal((await person.get("/account/security")).status, 200);
  });
});

describe("R105: whatever is answered, on any route, to a stranger and to a person", () => {
  for (const [who, headers] of [
    ["a stranger", {}],
    ["a person", { cookie }],
  ] as const) {
    test(`${who}: no framing, no guessing of types, no script but ours, nothing kept that is somebody's`, async () => {
      for (const url of [...gets, "/tiada", "/mail/..%2f..%2fetc/passwd", "/assets/../server/main.ts"]) {
        const { headers: answer, statusCode, body } = await send("GET", url, { ...headers });
        const policy = String(answer["content-security-policy"]);
        assert.match(policy, /default-src 'none'/, url);
        assert.doesNotMatch(policy, /unsafe-eval|script-src[^;]*(unsafe-inline|\*|https?:)/, url);
        assert.match(policy, /frame-ancestors '(none|self)'/, url);
        assert.equal(answer["x-content-type-options"], "nosniff", url);
        assert.equal(answer["referrer-policy"], "no-referrer", url);
        assert.ok(statusCode < 500 || statusCode === 503, `${url} ${statusCode}`);
        assert.equal(answer["server"] ?? answer["x-powered-by"], undefined, url);
        const kept = String(answer["cache-control"]);
        // The look of the organisation is on the page before signing in.
        if (!/^\/(pages|assets|favicon|look|mail\/(icon|badge)-)/.test(url)) assert.match(kept, /no-store/, url);
        if (String(answer["content-type"]).startsWith("text/html")) {
          assert.doesNotMatch(body, /\son\w+=|\sstyle="/i, url);
          // A script within the page runs only where the policy knows its very text.
          for (const [, script = ""] of body.matchAll(/<script>(.*?)<\/script>/gs)) {
            const hash = createHash("sha256").update(script).digest("base64");
            assert.ok(policy.includes(`'sha256-${hash}'`), url);
          }
        }
      }
    });
  }

  test("every cookie that is set is out of reach for scripts and other sites", async () => {
    const set: string[] = [];
    for (const url of [...gets.map((one) => `${one}?language=en&token=x`), "/sign-in"]) {
      const answer = await send("GET", url, {});
      set.push(...[answer.headers["set-cookie"] ?? []].flat());
    }
    const entered = await security.browser().signIn("siti.rahayu", PASSWORD);
    set.push(...[entered.headers["set-cookie"] ?? []].flat().map(String));
    assert.ok(set.length >= 3);
    for (const one of set) {
      assert.match(one, /; Path=\//);
      assert.match(one, /; SameSite=(Lax|Strict)/);
      if (!one.startsWith("surel-language=")) assert.match(one, /; HttpOnly/, one);
      assert.doesNotMatch(one, /Domain=/i);
    }
  });
});

describe("a header or an address that lies", () => {
  const lies = {
    "x-forwarded-host": "jahat.example",
    "x-forwarded-proto": "https",
    "x-original-url": "/admin/",
    forwarded: "host=jahat.example",
  };

  test("R20: no page, link or redirect takes the name of the host from the request", async () => {
    for (const url of gets) {
      for (const host of ["jahat.example", "surel.test@jahat.example", "surel.test:80@jahat.example"]) {
        const answer = await send("GET", url, { ...lies, cookie, host });
        const said = `${answer.body}${String(answer.headers.location ?? "")}`;
        assert.doesNotMatch(said, /jahat\.example/, url);
      }
    }
  });

  test("D3: a link to a new password leads to our address, whatever the request says", async () => {
    const asking = await send("POST", "/forgot-password", { ...lies, host: "jahat.example" }, "username=budi.santoso");
    assert.equal(asking.statusCode, 200);
    for (const { raw } of await security.sentMail()) assert.doesNotMatch(raw, /jahat\.example/);
  });

  test("R105: after signing in one goes to a page of ours and nowhere else", async () => {
    const elsewhere = [
      "https://jahat.example/",
      "//jahat.example/",
      "/\\jahat.example/",
      "/mail//jahat.example/../..//jahat.example",
      "/%2f/jahat.example",
      "/mail/..//jahat.example",
      "/mail/%2e%2e//jahat.example",
      "/account/.././/jahat.example",
      "\t//jahat.example",
      "/mail/\r\nSet-Cookie: a=b",
      "javascript:alert(1)",
      "/mail/@jahat.example",
      "/account/../../jahat.example",
      "/sign-out",
      "x".repeat(5_000),
    ];
    for (const next of elsewhere) {
      const { location = "", headers } = await security.browser().signIn("siti.rahayu", PASSWORD, { next });
      const target = new URL(location, "http://surel.test");
      assert.equal(target.origin, "http://surel.test", next);
      assert.match(target.pathname, /^\/(mail|account)(\/|$)/, next);
      assert.doesNotMatch(JSON.stringify(headers), /a=b/);
    }
  });

  test("R108: an address that is forwarded by nobody we know is not believed: attempts count for who sends them", async () => {
    let refused = 0;
    for (let turn = 0; turn < 12; turn++) {
      const headers = { "x-forwarded-for": `203.0.113.${turn}`, "x-real-ip": `203.0.113.${turn}` };
      const { statusCode } = await send("POST", "/sign-in", headers, "username=tiada.siapa&password=salah");
      if (statusCode === 429) refused += 1;
    }
    assert.ok(refused > 0);
    clock.advance(60 * 60_000);
  });

  test("paths that climb, double slashes and encodings open nothing", async () => {
    const paths = [
      "/assets/%2e%2e/%2e%2e/package.json",
      "/assets/..%5c..%5cpackage.json",
      "/pages/../config.ts",
      "//admin/",
      "/Admin/",
      "/admin/.",
      "/admin/%2e",
      "/%61dmin/",
      "/admin;/",
      "/mail/%00",
      "/mail/%ff%fe",
      "/account/security/%2e%2e/admin",
    ];
    for (const url of paths) {
      const { statusCode, body } = await send("GET", url, { cookie });
      assert.ok([200, 303, 400, 404, 503].includes(statusCode), `${url} ${statusCode}`);
      assert.doesNotMatch(body, /"dependencies"|SUREL_|root:x:/, url);
    }
  });
});

describe("more than anybody needs", () => {
  test("a body, a field or a header without measure is refused, and the server goes on", async () => {
    for (const url of posts) {
      const answer = await send(
        "POST",
        url,
        { cookie, origin: "http://surel.test" },
        `username=${"a".repeat(100_000)}`,
      );
      assert.ok([400, 403, 404, 413, 429].includes(answer.statusCode), `${url} ${answer.statusCode}`);
    }
    const fields = Array.from({ length: 5_000 }, (_, number) => `f${number}=1`).join("&");
    assert.ok((await send("POST", "/sign-in", {}, fields)).statusCode < 500);
    const odd = "username[]=a&username=b&__proto__[x]=1&constructor=1&password=%00%ff&username=%F0%28";
    assert.ok((await send("POST", "/sign-in", {}, odd)).statusCode < 500);
    assert.equal(({} as { x?: unknown }).x, undefined);
    assert.equal((await send("GET", "/healthz")).statusCode, 200);
  });

  test("RFC 9112 §3.2: requests that are smuggled, cut off or not HTTP are refused, and the next one is answered", async () => {
    const address = await app.listen({ host: "127.0.0.1", port: 0 });
    const port = Number(new URL(address).port);
    const host = "Host: surel.test\r\n";
    const bad = [
      `POST /sign-in HTTP/1.1\r\n${host}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /admin/ HTTP/1.1\r\n${host}\r\n`,
      `POST /sign-in HTTP/1.1\r\n${host}Content-Length: 1\r\nContent-Length: 60\r\n\r\na`,
      `POST /sign-in HTTP/1.1\r\n${host}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n`,
      `GET /healthz HTTP/1.1\r\n${host}X: a\r\n : b\r\n\r\n`,
      `GET /healthz HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n`,
      `GET /healthz HTTP/1.1\r\n${host}X: ${"x".repeat(70_000)}\r\n\r\n`,
      "GET /healthz HTTP/1.1\n\n",
      "EHLO a\r\nMAIL FROM:<a@b>\r\n\r\n",
      `GET /healthz\0 HTTP/1.1\r\n${host}\r\n`,
    ];
    for (const request of bad) {
      const answer = await exchange(port, request);
      assert.match(answer.slice(0, 30), /^(HTTP\/1\.1 4\d\d |$)/, JSON.stringify(request.slice(0, 80)));
    }
    const good = await exchange(port, `GET /healthz HTTP/1.1\r\n${host}Connection: close\r\n\r\n`);
    assert.match(good, /^HTTP\/1\.1 200 /);
    assert.ok(
      app.server.headersTimeout > 0 && app.server.headersTimeout <= 60_000,
      "a header that trickles in is given up",
    );
    assert.ok(app.server.requestTimeout > 0 && app.server.requestTimeout <= 300_000, "so is a body");
    const slow = connect(port, "127.0.0.1").on("error", () => undefined);
    slow.write(`POST /sign-in HTTP/1.1\r\n${host}Content-Length: 100\r\n\r\na`);
    assert.match(await exchange(port, `GET /healthz HTTP/1.1\r\n${host}Connection: close\r\n\r\n`), /200/);
    slow.destroy();
  });
});

/** All that is answered until the other side ends. */
async function exchange(port: number, request: string): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  let heard = "";
  socket.setEncoding("latin1").on("data", (text) => (heard += String(text)));
  socket.on("error", () => undefined);
  socket.end(request, "latin1");
  await new Promise((closed) => socket.on("close", closed));
  return heard;
}
