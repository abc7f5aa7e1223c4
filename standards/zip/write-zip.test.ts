import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import * as zlib from "node:zlib";
import { fc } from "../../test/support/properties.ts";
import { crc32 } from "./crc32.ts";
import { fileName } from "./file-name.ts";
import { createZip } from "./write-zip.ts";

function archive(files: readonly (readonly [string, string])[]): Buffer {
  const zip = createZip(new Date("2026-11-23T02:30:00Z"));
  const parts = files.flatMap(([name, text]) => {
    const bytes = new TextEncoder().encode(text);
    return [zip.begin({ name, crc: crc32(bytes), sizeBytes: bytes.length }), bytes];
  });
  return Buffer.concat([...parts, zip.end()]);
}

test("the checksum is that of zlib, also in pieces", () => {
  fc.assert(
    fc.property(fc.uint8Array(), fc.uint8Array(), (left, right) => {
      assert.equal(crc32(right, crc32(left)), zlib.crc32(Buffer.concat([left, right])));
    }),
  );
});

test("another program lists and checks what was written, with names in UTF-8 and duplicates apart", async (context) => {
  const folder = await mkdtemp(join(tmpdir(), "surel-zip-"));
  context.after(() => rm(folder, { recursive: true }));
  const path = join(folder, "a.zip");
  await writeFile(
    path,
    archive([
      ["Surat — é.txt", "satu"],
      ["surat — É.txt", "dua"],
      ["../../etc/passwd", ""],
    ]),
  );
  const program =
    "import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; " +
    "print([(i.filename, i.file_size, i.date_time[:5]) for i in z.infolist()])";
  const { stdout, stderr, error } = spawnSync("python3", ["-c", program, path], { encoding: "utf8" });
  if (error) return context.skip("no python3 here");
  assert.equal(
    stdout.trim(),
    "[('Surat — é.txt', 4, (2026, 11, 23, 2, 30)), ('surat — É (2).txt', 3, (2026, 11, 23, 2, 30)), " +
      "('passwd', 0, (2026, 11, 23, 2, 30))]",
    stderr,
  );
});

test("a name leads nowhere, is allowed everywhere and comes once", () => {
  const taken = new Set<string>();
  const named = ["..\\..\\a.txt", "A.TXT", "a.txt", "", "..", "CON.pdf", "x\u202egpj.exe", "b:c?.doc", "/"].map(
    (name) => fileName(name, taken),
  );
  assert.deepEqual(named, [
    "a.txt",
    "A (2).TXT",
    "a (3).txt",
    "file",
    "file (2)",
    "_CON.pdf",
    "x_gpj.exe",
    "b_c_.doc",
    "file (3)",
  ]);
  fc.assert(
    fc.property(fc.string(), (name) => {
      const safe = fileName(name, new Set());
      assert.ok(safe !== "" && !/[/\\\0]/.test(safe) && safe !== ".." && safe.length < 220);
    }),
  );
});

test("what one archive cannot hold is refused", () => {
  const zip = createZip(new Date(0));
  assert.throws(() => zip.begin({ name: "a", crc: 0, sizeBytes: 0xffff_ffff }), RangeError);
});
