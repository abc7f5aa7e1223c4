import assert from "node:assert/strict";
import { createServer } from "node:net";
import { test } from "node:test";

import { StartupError } from "./errors.ts";
import { isPrivateAddress, listen, networkKey, normaliseAddress } from "./network.ts";

test("a port that is taken is one sentence with the setting to change", async () => {
  const first = createServer();
  const { port } = await listen(first, { host: "127.0.0.1", port: 0, setting: "SUREL_SMTP_PORT" });
  await assert.rejects(
    listen(createServer(), { host: "127.0.0.1", port, setting: "SUREL_SMTP_PORT" }),
    (error) =>
      error instanceof StartupError &&
      error.message.includes(`Port ${port}`) &&
      error.message.includes("SUREL_SMTP_PORT"),
  );
  first.close();
});

test("an address of another machine is refused in words", async () => {
  await assert.rejects(
    listen(createServer(), { host: "192.0.2.1", port: 0, setting: "SUREL_SMTP_PORT" }),
    /no address 192\.0\.2\.1/,
  );
});

test("IPv4 within IPv6 is the IPv4 address", () => {
  assert.equal(normaliseAddress("::ffff:192.0.2.7"), "192.0.2.7");
  assert.equal(normaliseAddress("FE80::1%eth0"), "fe80::1");
});

test("limits count an IPv4 address, and the /64 of an IPv6 address, as one peer", () => {
  assert.equal(networkKey("::ffff:192.0.2.7"), "192.0.2.7");
  assert.equal(networkKey("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::/64");
  assert.equal(networkKey("2001:0db8:1:2::9"), "2001:db8:1:2::/64");
  assert.equal(networkKey("2001:db8::9"), "2001:db8:0:0::/64");
  assert.equal(networkKey("::1"), "0:0:0:0::/64");
});

test("RFC 6890: what is not a public unicast address is private", () => {
  for (const address of [
    "127.0.0.1",
    "10.1.2.3",
    "172.31.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "fe80::1",
    "fd00::1",
    "ff02::1",
    "::ffff:10.0.0.1",
    "::ffff:7f00:1",
    "64:ff9b::a00:1",
    "2002:a00:1::",
    "localhost",
    "",
  ]) {
    assert.equal(isPrivateAddress(address), true, address);
  }
  for (const address of ["8.8.8.8", "172.32.0.1", "2404:8000::1", "2a00:1450:4001::5", "::ffff:8.8.8.8"]) {
    assert.equal(isPrivateAddress(address), false, address);
  }
});
