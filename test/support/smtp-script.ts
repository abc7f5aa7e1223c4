// Dialogues with an SMTP server as transcripts: "C:" lines are sent with CRLF, "S:" lines are expected, "*" standing for
// anything. Consecutive C lines are sent in one go. "C~" sends text as it is, with \r \n \0 and \\ read as in JavaScript.
// "S: closed" expects the end of the connection.

import assert from "node:assert/strict";
import { connect, type Socket } from "node:net";

import { PATIENCE_MS } from "./surel-process.ts";

export interface ScriptOptions {
  port: number;
  host?: string;
}

export async function runScript(transcript: string, options: ScriptOptions): Promise<void> {
  const socket = connect({ port: options.port, host: options.host ?? "127.0.0.1" });
  const lines = readLines(socket);
  const heard: string[] = [];
  let toSend = "";
  try {
    for (const step of transcript.split("\n").map((line) => line.trim())) {
      if (step === "") continue;
      if (step.startsWith("C:")) {
        toSend += `${step.slice(3)}\r\n`;
      } else if (step.startsWith("C~")) {
        toSend += step
          .slice(3)
          .replace(/\\([rn0\\])/g, (_, key: string) => ({ r: "\r", n: "\n", 0: "\0" })[key] ?? "\\");
      } else if (step.startsWith("S:")) {
        if (toSend !== "") socket.write(toSend);
        toSend = "";
        const line = await lines();
        heard.push(line ?? "(closed)");
        const expected = step.slice(3);
        if (expected === "closed") assert.equal(line, undefined, `expected the end, heard: ${heard.join("\n")}`);
        else assert.ok(matches(line, expected), `expected ${expected}, heard:\n${heard.join("\n")}`);
      } else throw new Error(`a transcript cannot say: ${step}`);
    }
  } finally {
    socket.destroy();
  }
}

function matches(line: string | undefined, expected: string): boolean {
  const pattern = expected.split("*").map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, "\\$&"));
  return line !== undefined && new RegExp(`^${pattern.join(".*")}$`).test(line);
}

/** Gives one line at a time; undefined at the end of the connection. */
function readLines(socket: Socket): () => Promise<string | undefined> {
  let text = "";
  let isEnded = false;
  let wake: (() => void) | undefined;
  socket.setEncoding("utf8");
  socket.on("data", (chunk) => {
    text += String(chunk);
    wake?.();
  });
  for (const event of ["end", "close", "error"]) {
    socket.on(event, () => {
      isEnded = true;
      wake?.();
    });
  }
  return async () => {
    const until = Date.now() + PATIENCE_MS;
    for (;;) {
      const end = text.indexOf("\r\n");
      if (end >= 0) {
        const line = text.slice(0, end);
        text = text.slice(end + 2);
        return line;
      }
      if (isEnded) return undefined;
      const timer = setTimeout(() => wake?.(), until - Date.now());
      await new Promise<void>((resolve) => (wake = resolve));
      clearTimeout(timer);
      if (Date.now() >= until && !text.includes("\r\n") && !isEnded) throw new Error("no answer in time");
    }
  };
}
