// How a test run is shown: one line for each folder as it ends, failures in full at once and by name at the end, and at
// the very end the runner's own counts.

import { relative } from "node:path";
import { inspect } from "node:util";

import type { run } from "node:test";

type TestEvents = ReturnType<typeof run>;
type EventData = { name: string; file?: string; details: { duration_ms: number; error?: Error; type?: string } };

export interface TestReport {
  /** Reads a run to its end. `label` tells runs over the same files apart. */
  follow(events: TestEvents, label?: string): Promise<void>;
  /** Prints the counts of all runs; false when anything failed or nothing ran. */
  finish(): boolean;
}

const COUNTS = ["tests", "suites", "pass", "fail", "cancelled", "skipped", "todo"] as const;

/** A test that fails because one within it failed has nothing of its own to say. */
function isOfOthers(error: Error | undefined): boolean {
  return error !== undefined && "failureType" in error && error.failureType === "subtestsFailed";
}

export function createTestReport(print: (line: string) => void): TestReport {
  const counts = new Map<string, number>(COUNTS.map((name) => [name, 0]));
  const failures: string[] = [];
  const started = performance.now();

  async function follow(events: TestEvents, label?: string): Promise<void> {
    const folders = new Map<string, { passed: number; failed: number; skipped: number; elapsedMs: number }>();
    const folderOf = (file = "") => {
      const name = relative(process.cwd(), file).split("/").slice(0, -1).join("/") || ".";
      const folder = folders.get(name) ?? { passed: 0, failed: 0, skipped: 0, elapsedMs: 0 };
      folders.set(name, folder);
      return folder;
    };
    for await (const event of events as AsyncIterable<{ type: string; data: never }>) {
      if (event.type === "test:pass") count(event.data, "passed");
      if (event.type === "test:fail") count(event.data, "failed");
      if (event.type === "test:diagnostic") addCount((event.data as { message: string }).message);
      if (event.type === "test:stderr") process.stderr.write((event.data as { message: string }).message);
    }
    for (const [name, { passed, failed, skipped, elapsedMs }] of [...folders].sort(([a], [b]) => a.localeCompare(b))) {
      const extra = [failed > 0 ? `${failed} FAILED` : "", skipped > 0 ? `${skipped} skipped` : ""].filter(Boolean);
      const words = [`${passed} passed`, ...extra, `${(elapsedMs / 1000).toFixed(1)} s`].join(", ");
      print(`${failed > 0 ? "✖" : "✔"} ${name}${label ? ` (${label})` : ""}: ${words}`);
    }

    function count(data: EventData & { skip?: unknown }, outcome: "passed" | "failed"): void {
      // Of a suite all is told by its tests, unless it failed before them.
      const { type, error } = data.details;
      if (type === "suite" && (outcome === "passed" || isOfOthers(error))) return;
      // Of the files of a group each is a suite, and called by its path.
      const isFile = type === "suite" && data.name.endsWith(".test.ts");
      const file = isFile ? data.name : data.file;
      const folder = folderOf(file);
      folder[data.skip === undefined ? outcome : "skipped"] += 1;
      folder.elapsedMs += data.details.duration_ms;
      if (outcome === "failed" && error) reportFailure({ ...data, file }, error);
    }
  }

  function reportFailure(data: EventData, error: Error): void {
    if (isOfOthers(error)) return;
    const name = `${relative(process.cwd(), data.file ?? "")}: ${data.name}`;
    failures.push(name);
    print(`\n✖ ${name}\n${inspect(error.cause ?? error, { depth: 4, colors: process.stdout.isTTY })}\n`);
  }

  function addCount(message: string): void {
    const [, name, number] = /^(\w+) (\d+)$/.exec(message) ?? [];
    const before = name === undefined ? undefined : counts.get(name);
    if (name !== undefined && before !== undefined) counts.set(name, before + Number(number));
  }

  function finish(): boolean {
    if (failures.length > 0) print(`\nFailed:\n${failures.map((name) => `  ✖ ${name}`).join("\n")}\n`);
    for (const [name, number] of counts) print(`# ${name} ${number}`);
    print(`# duration_ms ${(performance.now() - started).toFixed(0)}`);
    return (
      failures.length === 0 && counts.get("fail") === 0 && counts.get("cancelled") === 0 && counts.get("tests") !== 0
    );
  }

  return { follow, finish };
}
