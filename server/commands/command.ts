// What a command is given, and what it is.

import type { Clock } from "../base/clock.ts";
import type { RandomSource } from "../base/ids.ts";
import type { Log } from "../base/log.ts";
import type { Config } from "../config.ts";

export interface CommandTools {
  config: Config;
  clock: Clock;
  random: RandomSource;
  /** On standard error: standard output is for results. */
  log: Log;
  /** One line of the result. */
  print: (line: string) => void;
}

export interface Command {
  /** What follows `surel`, as "account create ADDRESS --name NAME". */
  usage: string;
  /** StartupError for what the operator can mend. */
  run(words: string[], tools: CommandTools): Promise<void>;
}
