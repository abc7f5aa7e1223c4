import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { findCycles, judgeFile, judgeImport, readImports } from "./check-imports.ts";

function judge(path: string, text: string): string | undefined {
  return readImports({ path, text }).map(judgeImport).find(Boolean);
}

describe("the import table", () => {
  for (const [path, text, sentence] of [
    ["server/smtp/rcpt.ts", 'import { a } from "../jmap/session.ts";', /surfaces never import each other/],
    ["server/mail/deliver.ts", 'import { a } from "../smtp/replies.ts";', /server\/smtp stands above server\/mail/],
    ["server/store/emails.ts", 'import { a } from "../blobs/folder.ts";', /side by side/],
    ["server/auth/sign-in.ts", 'import pg from "pg";', /only server\/store speaks to the database/],
    ["server/auth/sign-in.ts", 'import { sql } from "../store/sql.ts";', /SQL lives only in server\/store/],
    ["server/mail/send.ts", 'import { connect } from "node:net";', /sockets are opened only in/],
    ["standards/mime/parse.ts", 'import { readFile } from "node:fs/promises";', /pure code/],
    ["standards/jmap/types.ts", 'import { createHash } from "node:crypto";', /runs in the browser/],
    [
      "standards/mime/parse.ts",
      'import { createLog } from "../../server/base/log.ts";',
      /server\/base stands above standards/,
    ],
    ["web/ui/Dialog.tsx", 'import { t } from "../i18n/text.ts";', /web\/ui knows nothing of mail/],
    ["web/mail/App.tsx", 'import { x } from "../admin/x.ts";', /web\/mail may import only/],
    ["web/client/records.ts", 'import { x } from "../../standards/mime/parse.ts";', /web\/client may import only/],
    ["server/mail/send.ts", 'const { x } = await import("../../test/support/clock.ts");', /for tests and tools/],
  ] as const) {
    test(`${path}: ${text}`, () => assert.match(judge(path, text) ?? "allowed", sentence));
  }

  for (const [path, text] of [
    ["server/smtp/rcpt.ts", 'import {\n  a,\n} from "../mail/deliver.ts";'],
    ["server/smtp/rcpt.ts", 'import { createServer } from "node:net";'],
    ["server/organisation/domains.ts", 'import { isIP } from "node:net";'],
    ["server/mail/send.ts", 'import type { Socket } from "node:net";'],
    ["server/main.ts", 'import { a } from "./smtp/server.ts";'],
    ["web/mail/App.tsx", 'import { a } from "../../standards/jmap/types.ts";'],
    ["server/mail/deliver.test.ts", 'import { openTestDatabase } from "../../test/support/database.ts";'],
  ] as const) {
    test(`${path} may: ${text}`, () => assert.equal(judge(path, text), undefined));
  }
});

describe("the rules of a file", () => {
  for (const [path, text, sentence] of [
    ["server/mail/utils.ts", "", /"utils" says nothing/],
    ["server/mail/deliverMail.ts", "", /kebab-case/],
    ["server/mail/deliver.ts", "x\n".repeat(501), /502 lines/],
    ["server/mail/deliver.ts", "const x = process.env.HOME;", /reads the environment/],
    ["server/mail/deliver.ts", "const q = `select * from email`;", /SQL lives only/],
  ] as const) {
    test(`${path}: ${sentence.source}`, () => assert.match(judgeFile({ path, text }).join(), sentence));
  }

  test("a good file has no problem", () => {
    const text = 'export const reply = "select a mailbox";\nprocess.exitCode = 1;\n';
    assert.deepEqual(judgeFile({ path: "web/mail/MailboxList.tsx", text }), []);
  });
});

test("rings of imports are found, rings of types are not", () => {
  const a = readImports({ path: "server/mail/a.ts", text: 'import { b } from "./b.ts";' });
  const b = readImports({ path: "server/mail/b.ts", text: 'import { a } from "./a.ts";' });
  const typed = readImports({ path: "server/mail/b.ts", text: 'import type { a } from "./a.ts";' });
  assert.equal(findCycles([...a, ...b]).length, 1);
  assert.equal(findCycles([...a, ...typed]).length, 0);
});
