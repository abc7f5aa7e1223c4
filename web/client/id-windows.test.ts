import assert from "node:assert/strict";
import { test } from "node:test";
import { fc } from "../../test/support/properties.ts";
import { createIdWindows } from "./id-windows.ts";

test("windows far apart in a list of a million hold only what is in them", () => {
  const windows = createIdWindows();
  windows.set(0, ["a", "b"]);
  windows.set(999_998, ["y", "z"]);
  assert.equal(windows.segments.length, 2);
  assert.equal(windows.at(999_999), "z");
  assert.equal(windows.at(500_000), undefined);
  assert.equal(windows.indexOf("y"), 999_998);
  assert.deepEqual(windows.gaps(0, 10), [[2, 10]]);
});

test("neighbouring windows become one, and a window replaces what it covers", () => {
  const windows = createIdWindows();
  windows.set(0, ["a", "b"]);
  windows.set(2, ["c", "d"]);
  assert.equal(windows.segments.length, 1);
  windows.set(1, ["B", "C"]);
  assert.deepEqual(windows.segments, [{ start: 0, ids: ["a", "B", "C", "d"] }]);
  windows.keep(1, 3);
  assert.deepEqual(windows.segments, [{ start: 1, ids: ["B", "C"] }]);
  assert.equal(windows.certainEnd(), 0);
});

test("any sequence of changes leaves what a plain array with holes would hold", () => {
  const change = fc.oneof(
    fc.record({ kind: fc.constant("set" as const), at: fc.nat(30), count: fc.integer({ min: 1, max: 6 }) }),
    fc.record({ kind: fc.constant("insert" as const), at: fc.nat(30), count: fc.constant(1) }),
    fc.record({ kind: fc.constant("remove" as const), at: fc.nat(30), count: fc.constant(1) }),
    fc.record({ kind: fc.constant("keep" as const), at: fc.nat(20), count: fc.integer({ min: 1, max: 20 }) }),
  );
  fc.assert(
    fc.property(fc.array(change, { maxLength: 40 }), (changes) => {
      const windows = createIdWindows();
      let model: (string | undefined)[] = Array.from<undefined>({ length: 100 }).fill(undefined);
      let next = 0;
      for (const { kind, at, count } of changes) {
        const ids = Array.from({ length: count }, () => `e${next++}`);
        if (kind === "set") {
          windows.set(at, ids);
          model.splice(at, count, ...ids);
        } else if (kind === "insert") {
          windows.insert(at, ids[0]!);
          model.splice(at, 0, ids[0]);
        } else if (kind === "remove") {
          windows.remove(at);
          model.splice(at, 1);
        } else {
          windows.keep(at, at + count);
          model = model.map((id, index) => (index >= at && index < at + count ? id : undefined));
        }
        for (let index = 0; index < 60; index++) assert.equal(windows.at(index), model[index]);
        for (const id of model) if (id) assert.equal(windows.indexOf(id), model.indexOf(id));
        const isAdjacent = windows.segments.some(
          (segment, i) =>
            windows.segments[i + 1] && segment.start + segment.ids.length >= windows.segments[i + 1]!.start,
        );
        assert.equal(isAdjacent, false, "segments are apart and in order");
      }
    }),
  );
});
