import assert from "node:assert/strict";
import { test } from "node:test";

import { formatRoute, home, parseRoute, type Route } from "./routes.ts";

const isAccount = (id: string) => id === "a7";
const parse = (address: string) => parseRoute(new URL(address, "https://mail.example"), isAccount);

test("every route survives being written and read", () => {
  const routes: Route[] = [
    home,
    { accountId: null, mailbox: "m3", search: "", threadId: "t9" },
    { accountId: "a7", mailbox: "sent", search: "", threadId: null },
    { accountId: "a7", mailbox: null, search: "dari:siti anggaran & 100%", threadId: "t1" },
    { accountId: null, mailbox: "inbox", search: "", threadId: "t2", only: "unread" },
  ];
  for (const route of routes) assert.deepEqual(parse(formatRoute(route)), route);
});

test("an address that is none of ours is the inbox", () => {
  for (const address of ["/mail", "/mail/", "/elsewhere/x", "/mail//"]) assert.deepEqual(parse(address), home);
});

test("octets that are no UTF-8 do not end in an error", () => {
  assert.equal(parse("/mail/%ff/%zz").mailbox, "%ff");
});
