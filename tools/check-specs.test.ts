import assert from "node:assert/strict";
import { test } from "node:test";

import { findCitations, findOtherForms, judgePage, withFolders } from "./check-specs.ts";

const files = [
  { path: "standards/mime/parse.ts", text: "// RFC 2045 §6.7" },
  { path: "server/smtp/data.ts", text: "// RFC 5321 §4.5.2\n// RFC 2045 §2" },
  { path: "server/smtp/data.test.ts", text: "// RFC 1 §1" },
];

const page = "| RFC 2045 | MIME | yes | – | |\n| RFC 7505 | Null MX | yes | – | note |\n";

test("the column has the folders that cite a standard", () => {
  const written = withFolders(page, findCitations(files));
  assert.match(written, /^\| RFC 2045 \| MIME \| yes \| `server\/smtp`, `standards\/mime` \| \|$/m);
  assert.match(written, /^\| RFC 7505 \| Null MX \| yes \| – \| note \|$/m);
});

test("a citation without a row and a row without a citation are mistakes", () => {
  const problems = judgePage(page, findCitations(files)).join("\n");
  assert.match(problems, /lacks RFC 5321/);
  assert.match(problems, /RFC 7505 is followed, but no code cites it/);
});

test("there is one form of citation", () => {
  const text = "// RFC5321\n// RFC 5321, section 4.5.2\n// RFC 5321 §4.5.2";
  assert.equal(findOtherForms([{ path: "server/smtp/data.ts", text }]).length, 2);
});
