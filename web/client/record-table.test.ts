import assert from "node:assert/strict";
import { test } from "node:test";
import { createRecordTable } from "./record-table.ts";

type Note = { id: string; text: string };

function open(maxRecords = 10) {
  const loads: string[][] = [];
  const scheduled: (() => void)[] = [];
  const table = createRecordTable<Note>({
    maxRecords,
    load: async (ids) => void loads.push(ids),
    schedule: (run) => void scheduled.push(run),
  });
  const tick = () => scheduled.splice(0).forEach((run) => run());
  return { table, loads, tick, note: (id: string, text = id): Note => ({ id, text }) };
}

test("a record is empty, loading, ready; asked for once a tick", () => {
  const { table, loads, tick, note } = open();
  const shown = table.read("a");
  table.read("a");
  table.read("b");
  assert.equal(shown.value.state, "empty");
  tick();
  assert.equal(shown.value.state, "loading");
  assert.deepEqual(loads, [["a", "b"]]);
  table.put([note("a")]);
  assert.deepEqual(shown.value, { state: "ready", value: note("a") });
  table.destroy(["b"]);
  assert.equal(table.read("b").value.state, "destroyed");
  tick();
  assert.equal(loads.length, 1, "what does not exist is not asked for again");
});

test("a failed record is asked for again only on request", () => {
  const { table, loads, tick, note } = open();
  table.read("a");
  tick();
  table.fail(["a"]);
  assert.equal(table.read("a").value.state, "failed");
  tick();
  assert.equal(loads.length, 1);
  table.load(["a"]);
  tick();
  assert.equal(table.read("a").value.state, "loading");
  table.put([note("a")]);
  table.fail(["a"]);
  assert.equal(table.read("a").value.state, "ready", "a record that is there stays when loading it again fails");
});

test("overlays lie over whatever the server says, in order, until they are settled", () => {
  const { table, note } = open();
  table.put([note("a", "1")]);
  const add = (more: string) => (value: Note) => ({ ...value, text: value.text + more });
  const [x, y] = [add("x"), add("y")];
  table.overlay("a", x);
  table.overlay("a", y);
  assert.deepEqual(table.read("a").value, { state: "committing", value: note("a", "1xy") });
  table.put([note("a", "2")]);
  assert.equal(table.peek("a")?.text, "2xy");
  table.settle("a", x, false);
  assert.equal(table.peek("a")?.text, "2y", "refused: gone without a trace");
  table.settle("a", y, true);
  assert.deepEqual(table.read("a").value, { state: "ready", value: note("a", "2y") });
  assert.equal(table.peekBase("a")?.text, "2y");
});

test("an overlay can show a record as destroyed and bring it back", () => {
  const { table, note } = open();
  table.put([note("a")]);
  const gone = () => null;
  table.overlay("a", gone);
  assert.equal(table.read("a").value.state, "destroyed");
  table.settle("a", gone, false);
  assert.equal(table.read("a").value.state, "ready");
});

test("records used longest ago are dropped, never those that are watched or not confirmed", () => {
  const { table, tick, loads, note } = open(10);
  const stop = table.read("n0").subscribe(() => {});
  table.put([note("n0"), note("n1"), note("n2")]);
  const unconfirmed = (value: Note) => value;
  table.overlay("n1", unconfirmed);
  tick();
  for (let n = 3; n < 30; n++) table.put([note(`n${n}`)]);
  assert.equal(table.state("n0"), "ready");
  assert.equal(table.state("n1"), "committing");
  assert.equal(table.state("n2"), "empty");
  assert.equal(table.state("n29"), "ready");
  assert.ok([...table.ids()].length <= 10);
  loads.length = 0;
  assert.equal(table.read("n2").value.state, "empty");
  tick();
  assert.deepEqual(loads, [["n2"]]);
  stop();
});

test("what held a dropped record finds the new one", () => {
  const { table, note } = open(4);
  table.put([note("a")]);
  const held = table.read("a");
  for (let n = 0; n < 20; n++) table.put([note(`n${n}`)]);
  assert.equal(held.value.state, "empty");
});

test("invalidating forgets what nobody watches and loads the rest again", () => {
  const { table, tick, loads, note } = open();
  table.put([note("a"), note("b")]);
  const stop = table.read("a").subscribe(() => {});
  table.invalidate();
  tick();
  assert.deepEqual(loads, [["a"]]);
  assert.equal(table.read("a").value.state, "ready", "shown until it comes");
  assert.equal(table.peek("b"), undefined);
  stop();
});
