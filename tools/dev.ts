// npm run dev: the server restarts and the web client is built again whenever a source file is saved. The build for developing has
// the page of all components as well, at /ui/.

import { spawn, type ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";

const children: ChildProcess[] = [];

function start(...words: string[]): void {
  const child = spawn(process.execPath, [...process.execArgv, ...words], { stdio: "inherit" });
  children.push(child);
  child.once("exit", (status) => end(status ?? 0));
}

function end(status: number): void {
  process.exitCode = status;
  for (const child of children) child.kill("SIGTERM");
}

for (const name of ["SIGTERM", "SIGINT"] as const) process.on(name, () => end(0));

if (existsSync("vite.config.ts")) {
  start("node_modules/vite/bin/vite.js", "build", "--watch", "--mode", "development", "--logLevel", "warn");
}
start("--watch", "--watch-preserve-output", "server/main.ts", "serve", "--demo", ...process.argv.slice(2));
