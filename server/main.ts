// Where everything begins: settings and words, then `serve`, the server, or one of the commands of server/commands, run beside it.

import { systemClock as clock } from "./base/clock.ts";
import { StartupError } from "./base/errors.ts";
import { systemRandom as random } from "./base/ids.ts";
import { createLog } from "./base/log.ts";
import { readConfig } from "./config.ts";
import { readServeOptions } from "./serve-options.ts";
import { openStore } from "./store/open-store.ts";

/** Resolves at the first signal that asks for an end. npm passes on a terminal's Ctrl-C that we got as well: later ones say nothing new. */
function signalled(): Promise<undefined> {
  return new Promise((resolve) => {
    for (const name of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(name, () => resolve(undefined));
  });
}

async function main([command = "serve", ...words]: string[]): Promise<void> {
  const config = readConfig();
  if (command !== "serve") {
    const { runCommand } = await import("./commands/run-command.ts");
    return runCommand([command, ...words], { config, clock, random });
  }
  const log = createLog({ level: config.logLevel });
  for (const name of config.unknownSettings) log.warn({ setting: name }, "this is no setting of Surel");
  const options = readServeOptions(words);
  const ended = signalled();
  // The database starts in a process of its own; meanwhile the server's modules are read.
  const load = () => import("./serve.ts");
  const store = await openStore({ ...config, log, onStarting: () => void load() });
  const { serve } = await load();
  await serve(config, options, { store, log, ended });
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  if (error instanceof StartupError) console.error(error.message);
  else console.error("Surel ended by a fault of its own:", error);
  process.exitCode = 1;
}
// What a library may have left open must not keep an ended server alive.
process.exit();
