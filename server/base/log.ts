// The log: JSON lines on standard output (standard error for commands). What could be a secret is removed by name;
// message content and passwords are never handed to it in the first place.

import { pino, type DestinationStream, type Logger } from "pino";

export type Log = Logger;
export type LogLevel = "silent" | "fatal" | "error" | "warn" | "info" | "debug" | "trace";

const SECRET_NAMES = [
  "password",
  "newPassword",
  "secret",
  "token",
  "cookie",
  "authorization",
  "privateKey",
  "connectionString",
  "databaseUrl",
  "credentials",
] as const;

const redactedPaths = SECRET_NAMES.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]).concat([
  'headers["set-cookie"]',
  '*.headers["set-cookie"]',
]);

/** Writes to `destination` (standard output when absent) synchronously, so that nothing is lost when the process ends. */
export function createLog(options: { level: LogLevel; destination?: DestinationStream }): Log {
  return pino(
    {
      level: options.level,
      base: undefined,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: describeError },
      redact: { paths: redactedPaths, censor: "[redacted]" },
    },
    options.destination ?? pino.destination({ fd: 1, sync: true }),
  );
}

const maxCauses = 5;

/** What an error says and where; not what libraries hang onto it: connections, prepared statements, values. */
function describeError(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return { message: String(error) };
  const { name: type, message, stack, cause } = error;
  const code = "code" in error ? String(error.code) : undefined;
  return {
    type,
    message,
    code,
    stack,
    cause: cause && depth < maxCauses ? describeError(cause, depth + 1) : undefined,
  };
}
