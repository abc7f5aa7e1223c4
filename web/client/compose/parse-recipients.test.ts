import assert from "node:assert/strict";
import { test } from "node:test";

import { parseRecipients } from "./parse-recipients.ts";

const cases: [string, string, [string | null, string][]][] = [
  [
    "one a line",
    "a@x.id\r\nb@x.id",
    [
      [null, "a@x.id"],
      [null, "b@x.id"],
    ],
  ],
  [
    "white space alone, in order",
    "a@x.id b@x.id",
    [
      [null, "a@x.id"],
      [null, "b@x.id"],
    ],
  ],
  [
    "academic titles after commas",
    "Siti Rahayu, S.Kom., M.M. <siti@x.id>, Budi <b@x.id>",
    [
      ["Siti Rahayu, S.Kom., M.M.", "siti@x.id"],
      ["Budi", "b@x.id"],
    ],
  ],
  [
    "semicolons between names with commas",
    "dr. Ani, Sp.A <ani@x.id>; Drs. Budi, M.Si <b@x.id>",
    [
      ["dr. Ani, Sp.A", "ani@x.id"],
      ["Drs. Budi, M.Si", "b@x.id"],
    ],
  ],
  ["a quoted name", '"Rahayu, Siti" <s@x.id>', [["Rahayu, Siti", "s@x.id"]]],
  [
    "RFC 5322 §3.4: a group",
    "Tim: a@x.id, Budi <b@x.id>;",
    [
      [null, "a@x.id"],
      ["Budi", "b@x.id"],
    ],
  ],
  [
    "columns of a spreadsheet",
    "Siti Rahayu\tsiti@x.id\nb@x.id\tBudi",
    [
      ["Siti Rahayu", "siti@x.id"],
      ["Budi", "b@x.id"],
    ],
  ],
  ["Outlook's quotes", "'a@x.id'", [[null, "a@x.id"]]],
  [
    "what is no address stays to be seen",
    "Rahayu; siti@, b@x.id",
    [
      [null, "Rahayu"],
      [null, "siti@"],
      [null, "b@x.id"],
    ],
  ],
  ["nothing", " \n ", []],
];

for (const [name, text, expected] of cases) {
  test(`recipients: ${name}`, () => {
    assert.deepEqual(
      parseRecipients(text).map((address) => [address.name, address.email]),
      expected,
    );
  });
}

test("recipients: a list of a whole agency is read at once", () => {
  const text = Array.from({ length: 20_000 }, (_, n) => `"Pegawai; ${n}" <p${n}@contoh.go.id>`).join("; ");
  assert.deepEqual(parseRecipients(text).at(-1), { name: "Pegawai; 19999", email: "p19999@contoh.go.id" });
});
