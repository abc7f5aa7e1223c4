import assert from "node:assert/strict";
import { test } from "node:test";

import { isOutOfService } from "./errors.ts";

const failing = (message: string, more: object = {}): Error => Object.assign(new Error(message), more);

test("what is away for now is told from a fault of ours", () => {
  const passing = [
    failing("no space left on device", { code: "ENOSPC" }),
    failing("could not extend file", { code: "53100" }),
    failing("sorry, too many clients already", { code: "53300" }),
    failing("the database system is starting up", { code: "57P03" }),
    failing("connection failure", { code: "08006" }),
    failing("connect ECONNREFUSED", { code: "ECONNREFUSED", syscall: "connect" }),
    failing("connect ENOENT", { code: "ENOENT", syscall: "connect" }),
    failing("Connection terminated unexpectedly"),
    failing("timeout exceeded when trying to connect"),
    failing("Query read timeout"),
  ];
  for (const error of passing) assert.ok(isOutOfService(error), error.message);
  const lasting = [
    failing("duplicate key", { code: "23505" }),
    failing("no such file", { code: "ENOENT", syscall: "open" }),
    failing("undefined is not a function"),
    "a text",
    undefined,
  ];
  for (const error of lasting) assert.ok(!isOutOfService(error), String(error));
});
