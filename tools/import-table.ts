// Who may import whom, as data. A room is a folder; a file belongs to the longest room that its path begins with.

/** From the ground up: a room may import the rooms of the rows above its own, never one of its own row. */
export const LAYERS: readonly (readonly string[])[] = [
  ["standards"],
  ["server/base"],
  ["server/store", "server/blobs"],
  ["server/organisation"],
  ["server/auth"],
  ["server/mail", "server/certificate"],
  ["server/archive", "server/desk"],
  ["server/smtp", "server/queue", "server/jmap", "server/http", "server/jobs"],
  ["server"],
];

export const SURFACES: readonly string[] = ["server/smtp", "server/queue", "server/jmap", "server/http", "server/jobs"];

/** The browser's side: each room with all that it may import besides itself. */
export const WEB: Readonly<Record<string, readonly string[]>> = {
  "web/client": ["standards/jmap", "standards/address"],
  "web/ui": [],
  "web/i18n": ["standards/jmap"],
  "web/mail": [
    "web/client",
    "web/ui",
    "web/i18n",
    "standards/jmap",
    "standards/address",
    "standards/icalendar",
    "standards/zip",
  ],
  "web/admin": ["web/client", "web/ui", "web/i18n", "standards/jmap", "standards/address"],
  web: ["web/client", "web/ui", "web/i18n", "web/mail", "web/admin", "standards/jmap", "standards/address"],
};

/** Rooms that may use anything, and that nothing but tests and themselves may use. */
export const OUTSIDE: readonly string[] = ["test", "tools", "bench"];

/** Standards that also run in the browser. */
export const BROWSER_STANDARDS: readonly string[] = [
  "standards/jmap",
  "standards/address",
  "standards/icalendar",
  "standards/zip",
];

/** Modules that open sockets or look names up, and the rooms that may. Types, and what only computes, are free. */
export const SOCKET_MODULES: readonly string[] = [
  "node:net",
  "node:tls",
  "node:dgram",
  "node:http",
  "node:https",
  "node:http2",
  "node:dns",
  "node:dns/promises",
  "fastify",
  "smtp-server",
  "nodemailer",
  "ldapts",
];
export const SOCKET_ROOMS: readonly string[] = ["server/base", ...SURFACES, "server"];
export const COMPUTING_NAMES: readonly string[] = ["isIP", "isIPv4", "isIPv6", "BlockList", "SocketAddress"];

/** What pure standards may not know. */
export const IMPURE_MODULES: readonly string[] = [
  ...SOCKET_MODULES,
  "node:fs",
  "node:fs/promises",
  "node:child_process",
  "node:process",
  "node:os",
  "node:worker_threads",
  "node:timers",
  "node:timers/promises",
  "node:sqlite",
  "pg",
  "pino",
  "zod",
];

/** Only the store speaks to the database. */
export const DATABASE_MODULES: readonly string[] = ["pg", "kysely", "node:sqlite"];
export const DATABASE_ROOM = "server/store";
/** The builder of statements: a file of the store that only the store may import. */
export const STATEMENT_FILE = "server/store/sql.ts";

/** Names that say nothing. */
export const EMPTY_NAMES: readonly string[] = [
  "util",
  "utils",
  "helper",
  "helpers",
  "common",
  "misc",
  "lib",
  "manager",
  "service",
  "services",
  "shared",
  "index",
];

export const MAX_LINES = 500;
/** Files that are data, however long. */
export const DATA_FILES: readonly RegExp[] = [/^web\/i18n\//, /-data\.ts$/, /\/data\//, /\.test\.ts$/];
