import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { parseSignInName } from "./sign-in-name.ts";

const address = (...addresses: string[]) => ({ form: "address", addresses });

describe("a name as people type it", () => {
  const cases: [string, string, ReturnType<typeof parseSignInName>][] = [
    ["R30: the address", "budi@kota.go.id", { form: "address", addresses: ["budi@kota.go.id"] }],
    [
      "R30: in capitals, with space around it",
      " Budi@KOTA.go.id\t",
      { form: "address", addresses: ["budi@kota.go.id"] },
    ],
    ["R29: domain and name", "kemenkeu\\Budi.S", { form: "prefix", prefix: "kemenkeu", name: "budi.s" }],
    ["D9: domain and address", "kota\\budi@kota.go.id", { form: "prefix", prefix: "kota", name: "budi" }],
    ["R31: the bare name", "Budi.S", { form: "bare", name: "budi.s" }],
    ["nothing", "", { form: "bare", name: "" }],
    ["only a backslash", "\\", { form: "bare", name: "\\" }],
    ["two of them", "a\\b\\c", { form: "bare", name: "a\\b\\c" }],
    ["no address", "budi@", { form: "bare", name: "budi@" }],
  ];
  for (const [what, typed, expected] of cases) {
    test(what, () => assert.deepEqual(parseSignInName(typed), expected));
  }

  test("R30, D9: with the host of the webmail in place of the domain, as a manual has it", () => {
    assert.deepEqual(parseSignInName("a@mail.kota.go.id"), address("a@mail.kota.go.id", "a@kota.go.id"));
    assert.deepEqual(parseSignInName("a@webmail.kota.go.id"), address("a@webmail.kota.go.id", "a@kota.go.id"));
    assert.deepEqual(parseSignInName("a@mail.com"), address("a@mail.com"), "a domain that is called mail is one");
  });

  test("takes the time of a short name for one without end", () => {
    assert.ok(parseSignInName(`${"\\".repeat(1_000_000)}@`).form);
  });
});
