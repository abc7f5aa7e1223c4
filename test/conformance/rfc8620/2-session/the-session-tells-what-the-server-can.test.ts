import assert from "node:assert/strict";
import { after, test } from "node:test";

import { openTestJmap } from "../../../support/jmap.ts";

const { one, other, unit, url } = await openTestJmap({ after });

test("RFC 8620 §2.2: the session is found at /.well-known/jmap, and at the API's own URL", async () => {
  const session = await one.session();
  for (const path of ["/jmap/session", "/jmap/api"]) assert.deepEqual(await (await one.get(path)).json(), session);
});

test("RFC 8620 §2: every URL is absolute, and the templates have their variables", async () => {
  const { apiUrl, uploadUrl, downloadUrl, eventSourceUrl } = await one.session();
  for (const each of [apiUrl, uploadUrl, downloadUrl, eventSourceUrl]) assert.ok(each.startsWith(`${url}/`), each);
  assert.match(uploadUrl, /\{accountId\}/);
  for (const name of ["accountId", "blobId", "name", "type"]) assert.ok(downloadUrl.includes(`{${name}}`), name);
  for (const name of ["types", "closeafter", "ping"]) assert.ok(eventSourceUrl.includes(`{${name}}`), name);
});

test("RFC 8620 §2: the caller's own account is the primary one, a unit mailbox is an account that is not personal", async () => {
  const { accounts, primaryAccounts, username } = await one.session();
  assert.deepEqual(Object.keys(accounts), [one.accountId, unit]);
  assert.equal(username, "budi.santoso@contoh.go.id");
  assert.equal(accounts[one.accountId]?.isPersonal, true);
  assert.equal(accounts[unit]?.isPersonal, false);
  assert.ok(Object.values(primaryAccounts).every((id) => id === one.accountId));
});

test("RFC 8621 §1.3: who may not send for a unit is not told of submission there", async () => {
  const mine = (await one.session()).accounts[unit]?.accountCapabilities;
  const hers = (await other.session()).accounts[unit]?.accountCapabilities;
  assert.ok(mine && "urn:ietf:params:jmap:submission" in mine);
  assert.ok(hers && !("urn:ietf:params:jmap:submission" in hers));
});

test("RFC 8620 §2: a stranger is answered 401 and learns nothing", async () => {
  for (const path of ["/.well-known/jmap", "/jmap/session", "/jmap/api", "/jmap/eventsource/"]) {
    const response = await fetch(`${url}${path}`);
    assert.equal(response.status, 401, path);
    assert.doesNotMatch(await response.text(), /jmap:mail/);
  }
});

test("RFC 8620 §2: the state is that of every response, and is never cached", async () => {
  const response = await one.get("/.well-known/jmap");
  assert.equal(response.headers.get("cache-control"), "no-store");
  const { state } = await one.session();
  assert.equal((await one.request([["Core/echo", {}, "0"]])).sessionState, state);
});
