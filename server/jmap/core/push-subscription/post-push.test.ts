import assert from "node:assert/strict";
import { test } from "node:test";

import { createPostPush } from "./post-push.ts";

const post = createPostPush();

for (const url of [
  "https://127.0.0.1/",
  "https://[::1]/",
  "https://10.0.0.1/",
  "https://169.254.169.254/latest",
  "https://localhost/",
  "https://2130706433/",
  "http://example.org/",
]) {
  test(`a push never leaves for ${url}`, () =>
    assert.rejects(post({ url, headers: {}, body: new Uint8Array() }), /private address|not https/));
}
