// A provider that answers as an attacker would, or one who broke into it: what its tokens lack or have too much.

import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { after, describe, test } from "node:test";

import { importJWK, SignJWT, UnsecuredJWT, type JWTPayload } from "jose";

import { openTestDatabase } from "../../../test/support/database.ts";
import { createBrowser, openTestHttp } from "../../../test/support/http.ts";
import {
  CLIENT_SECRET,
  createSigningKey,
  openLoopbackServer,
  SECRET_KEY,
  setProvider,
} from "../../../test/support/openid-provider.ts";
import { makeAccount, makeOrganisation } from "../../../test/support/organisation.ts";
import { systemClock } from "../../base/clock.ts";
import { sql } from "../../store/sql.ts";
import { insertLink } from "../../store/identity-providers.ts";

const { database: db } = await openTestDatabase({ after });
const organisationId = await makeOrganisation(db);
const budi = await makeAccount(db, { address: "budi@uji.go.id" });
const http = await openTestHttp({ after }, { db, clock: systemClock, secretKey: SECRET_KEY });
const idp = await openLoopbackServer({ after });
const issuer = idp.url;
const settings = { issuer, clientId: "surel", plain: true, trustedAmr: ["mfa"] };
const provider = await setProvider(db, {
  organisationId,
  kind: "openid",
  name: "IdP",
  settings,
  secret: CLIENT_SECRET,
});
await db.write((tx) =>
  insertLink(tx, {
    providerId: provider,
    issuer,
    subject: "s-budi",
    accountId: budi,
    linkedBy: "administrator",
    now: new Date(),
  }),
);

const [key, foreignKey] = [await createSigningKey("satu"), await createSigningKey("satu")];
const signing = await importJWK(key, "RS256");
const { d: _d, p: _p, q: _q, dp: _dp, dq: _dq, qi: _qi, ...publicKey } = key;

/** The token that the token endpoint answers with, and what it was asked. */
let idToken = "";
let asked: URLSearchParams | undefined;
idp.handle((request, response) => {
  const answer = (body: unknown) =>
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(body));
  switch (request.url) {
    case "/.well-known/openid-configuration":
      return answer({
        issuer,
        authorization_endpoint: `${issuer}/auth`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/keys`,
        id_token_signing_alg_values_supported: ["none", "HS256", "RS256"],
      });
    case "/keys":
      return answer({ keys: [publicKey] });
    default: {
      const pieces: Buffer[] = [];
      request.on("data", (piece: Buffer) => pieces.push(piece));
      request.on("end", () => {
        asked = new URLSearchParams(Buffer.concat(pieces).toString());
        answer({ access_token: "x", token_type: "Bearer", id_token: idToken });
      });
    }
  }
});

const seconds = () => Math.floor(Date.now() / 1000);
const sign = (payload: JWTPayload, header: object = {}) =>
  new SignJWT(payload).setProtectedHeader({ alg: "RS256", kid: "satu", ...header }).sign(signing);

/** Goes to the provider and comes back with a code; `forge` makes the token from the claims that are right. */
async function comeBack(forge: (claims: JWTPayload) => Promise<string> | string) {
  const browser = createBrowser(http.app);
  const start = new URL((await browser.get(`/sign-in/single-sign-on/${provider}`)).location ?? "");
  const [state, nonce] = [start.searchParams.get("state") ?? "", start.searchParams.get("nonce") ?? ""];
  const now = seconds();
  idToken = await forge({ iss: issuer, sub: "s-budi", aud: "surel", iat: now, exp: now + 300, nonce, auth_time: now });
  const answer = await browser.get(`/sign-in/single-sign-on/${provider}/callback?code=kode&state=${state}`);
  return { ...answer, browser };
}

const isSignedIn = ({ cookies }: ReturnType<typeof createBrowser>) => cookies.has("surel-session");

describe("id_token (OpenID Connect Core 1.0 §3.1.3.7)", { concurrency: 1 }, () => {
  test("the right one signs in, and its code was exchanged with the verifier", async () => {
    const { status, browser } = await comeBack((claims) => sign(claims));
    assert.equal(status, 303);
    assert.ok(isSignedIn(browser));
    assert.match(asked?.get("code_verifier") ?? "", /^[\w-]{43}$/);
  });

  const forgeries: Record<string, (claims: JWTPayload) => Promise<string> | string> = {
    "alg none": (claims) => new UnsecuredJWT(claims).encode(),
    "alg none, said by the header of a signed one": async (claims) => {
      const [, payload = ""] = (await sign(claims)).split(".");
      return `${Buffer.from('{"alg":"none"}').toString("base64url")}.${payload}.`;
    },
    "HS256 with the public key or the client's secret": (claims) => {
      const head = Buffer.from('{"alg":"HS256","kid":"satu"}').toString("base64url");
      const body = `${head}.${Buffer.from(JSON.stringify(claims)).toString("base64url")}`;
      return `${body}.${createHmac("sha256", CLIENT_SECRET).update(body).digest("base64url")}`;
    },
    "another key under the same name": async (claims) =>
      new SignJWT(claims).setProtectedHeader({ alg: "RS256", kid: "satu" }).sign(await importJWK(foreignKey, "RS256")),
    "a changed payload": async (claims) => {
      const [head = "", , signature = ""] = (await sign({ ...claims, sub: "s-lain" })).split(".");
      return `${head}.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.${signature}`;
    },
    "another nonce": (claims) => sign({ ...claims, nonce: "x".repeat(43) }),
    "no nonce": ({ nonce: _nonce, ...claims }) => sign(claims),
    "another issuer": (claims) => sign({ ...claims, iss: "https://lain.example" }),
    "another audience": (claims) => sign({ ...claims, aud: "lain" }),
    "several audiences and another authorised party": (claims) =>
      sign({ ...claims, aud: ["surel", "lain"], azp: "lain" }),
    "several audiences and no authorised party": (claims) => sign({ ...claims, aud: ["surel", "lain"] }),
    expired: (claims) => sign({ ...claims, iat: seconds() - 900, exp: seconds() - 300 }),
    "no expiry": ({ exp: _exp, ...claims }) => sign(claims),
    "not valid yet": (claims) => sign({ ...claims, nbf: seconds() + 600 }),
    "no subject": ({ sub: _sub, ...claims }) => sign(claims),
    "a critical header that nobody knows": (claims) => sign(claims, { crit: ["x"], x: 1 }),
    "no token at all": () => "bukan token",
  };
  for (const [name, forge] of Object.entries(forgeries)) {
    test(`is refused: ${name}`, async () => {
      // What cannot be signed so proves nothing either.
      const made = await comeBack(async (claims) => {
        try {
          return await forge(claims);
        } catch {
          return "tidak.dapat.dibuat";
        }
      });
      assert.equal(made.status, 403);
      assert.equal(isSignedIn(made.browser), false);
      assert.doesNotMatch(made.body, /eyJ/, "nothing of it is shown");
    });
  }

  test("the answer to another browser's question, and none at all, is refused", async () => {
    const browser = createBrowser(http.app);
    await browser.get(`/sign-in/single-sign-on/${provider}`);
    for (const query of ["code=kode&state=lain", "code=kode", "state=&code=kode", "error=access_denied"]) {
      const { status } = await browser.get(`/sign-in/single-sign-on/${provider}/callback?${query}`);
      assert.equal(status, 400, query);
    }
  });
});

describe("logout tokens (OpenID Connect Back-Channel Logout 1.0 §2.6)", { concurrency: 1 }, () => {
  const events = { "http://schemas.openid.net/event/backchannel-logout": {} };
  let count = 0;
  const claimsOf = (more: JWTPayload = {}) => {
    count += 1;
    const now = seconds();
    return { iss: issuer, aud: "surel", iat: now, exp: now + 120, jti: `jti-${count}`, sub: "s-budi", events, ...more };
  };
  const post = (token: string) =>
    createBrowser(http.app).post(`/sign-in/single-sign-on/${provider}/back-channel-logout`, { logout_token: token });
  const enter = async (sid?: string) => {
    const { browser } = await comeBack((claims) => sign({ ...claims, ...(sid !== undefined && { sid }) }));
    return browser;
  };
  const isAlive = async ({ cookies }: ReturnType<typeof createBrowser>) => {
    const cookie = [...cookies].map((pair) => pair.join("=")).join("; ");
    return (await http.auth.authenticate({ cookie }, "127.0.0.1")) !== undefined;
  };

  test("the right one ends the sessions of its subject, once, and the answer is kept by nobody", async () => {
    const browser = await enter();
    assert.ok(await isAlive(browser));
    const token = await sign(claimsOf(), { typ: "logout+jwt" });
    const { status, headers } = await post(token);
    assert.deepEqual([status, headers["cache-control"]], [200, "no-store"]);
    assert.equal(await isAlive(browser), false);
    const again = await enter();
    assert.equal((await post(token)).status, 400, "the same token again");
    assert.ok(await isAlive(again));
  });

  test("one with a session id ends that session alone", async () => {
    const [here, there] = [await enter("sid-1"), await enter("sid-2")];
    assert.equal((await post(await sign(claimsOf({ sid: "sid-1", sub: undefined })))).status, 200);
    assert.deepEqual([await isAlive(here), await isAlive(there)], [false, true]);
    assert.equal((await post(await sign(claimsOf({ sid: "sid-2", sub: "s-lain" })))).status, 200, "of somebody else");
    assert.ok(await isAlive(there));
  });

  test("a sign-in that waits for its second step ends with it", async () => {
    const settings = (rule: string) => JSON.stringify({ security: { secondFactor: { employee: rule } } });
    await db.write((tx) => tx.run(sql`update organisation set settings = ${settings("required")}`));
    const { browser, location } = await comeBack((claims) => sign(claims));
    assert.equal(location, "/sign-in/enrolment");
    assert.equal((await browser.get("/sign-in/enrolment")).status, 200);
    assert.equal((await post(await sign(claimsOf()))).status, 200);
    assert.equal((await browser.get("/sign-in/enrolment")).location, "/sign-in?after=second-step");
    const strong = await comeBack((claims) => sign({ ...claims, amr: ["pwd", "mfa"] }));
    assert.equal(strong.location, "/mail/", "R38: what the provider says of a second factor counts where we say so");
    await db.write((tx) => tx.run(sql`update organisation set settings = '{}'`));
  });

  test("others are refused and end nothing", async () => {
    const browser = await enter("sid-9");
    const { sub: _sub, ...noSubject } = claimsOf();
    const { jti: _jti, ...noId } = claimsOf();
    const { events: _events, ...noEvent } = claimsOf();
    const { exp: _exp, ...noExpiry } = claimsOf();
    const tokens = {
      "alg none": new UnsecuredJWT(claimsOf()).encode(),
      "another key": await new SignJWT(claimsOf())
        .setProtectedHeader({ alg: "RS256", kid: "satu" })
        .sign(await importJWK(foreignKey, "RS256")),
      "another issuer": await sign(claimsOf({ iss: "https://lain.example" })),
      "another audience": await sign(claimsOf({ aud: "lain" })),
      "a nonce": await sign(claimsOf({ nonce: "x" })),
      "an id_token": await sign({ ...noEvent, nonce: "x" }),
      "no event": await sign(noEvent),
      "another event": await sign(claimsOf({ events: { "http://lain.example/event": {} } })),
      "neither subject nor session": await sign(noSubject),
      "no id": await sign(noId),
      "no expiry": await sign(noExpiry),
      "too old": await sign(claimsOf({ iat: seconds() - 3600, exp: seconds() + 60 })),
      expired: await sign(claimsOf({ iat: seconds() - 250, exp: seconds() - 120 })),
      "another type": await sign(claimsOf(), { typ: "at+jwt" }),
      "no token": "",
      rubbish: "a.b.c",
      "too long": "x".repeat(12_000),
    };
    for (const [name, token] of Object.entries(tokens)) assert.equal((await post(token)).status, 400, name);
    assert.ok(await isAlive(browser));
    const other = await createBrowser(http.app).post("/sign-in/single-sign-on/99/back-channel-logout", {
      logout_token: await sign(claimsOf()),
    });
    assert.equal(other.status, 400, "another provider");
    assert.ok(await isAlive(browser));
  });
});
