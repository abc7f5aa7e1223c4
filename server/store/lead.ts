// Work that one process at a time does for all that share a database: whoever holds an advisory lock leads; when its connection
// ends, another takes over within seconds.
import pg from "pg";

import type { Log } from "../base/log.ts";

export interface Lead {
  begin(): void;
  /** Also where it has not begun. Not called when the leadership is disposed of. */
  end(): void;
  /** Somebody asks the leader to look again. */
  wake(): void;
}

export interface Leadership extends AsyncDisposable {
  /** Wakes the leader, whichever process that is. */
  wake(): Promise<void>;
}

/** How often who does not lead asks whether it may. */
const pollMs = 3_000;

/** So that PostgreSQL notices within half a minute that a machine is gone, and lets its lock go. */
const keepalive = "set tcp_keepalives_idle = 10; set tcp_keepalives_interval = 5; set tcp_keepalives_count = 3";

/** `key` is any number, the same in all processes. A lock is tried and not waited for: a statement that waits holds up vacuum. */
export function startLead(
  { connection, log, notify }: { connection: pg.ClientConfig; log: Log; notify: (channel: string) => Promise<void> },
  key: number,
  lead: Lead,
): Leadership {
  const channel = `surel_lead_${key}`;
  let isEnding = false;
  let client: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  let trying = attempt();

  async function attempt(): Promise<void> {
    try {
      client ??= await open();
      const { rows } = await client.query<{ leads: boolean }>("select pg_try_advisory_lock($1) as leads", [key]);
      if (isEnding) return;
      if (rows[0]?.leads) {
        await client.query(`listen ${channel}`);
        if (!isEnding && client) lead.begin();
        return;
      }
    } catch (error) {
      log.warn({ err: error }, "cannot ask yet who leads");
    }
    later();
  }

  function later(): void {
    if (isEnding) return;
    clearTimeout(timer);
    timer = setTimeout(() => void (trying = attempt()), pollMs).unref();
  }

  async function open(): Promise<pg.Client> {
    const opened = new pg.Client({ ...connection, application_name: "surel lead" });
    opened.on("notification", () => lead.wake());
    opened.on("error", (error) => log.warn({ err: error }, "the leading database connection was lost"));
    opened.on("end", () => {
      if (client !== opened) return;
      client = undefined;
      if (!isEnding) lead.end();
      later();
    });
    await opened.connect();
    await opened.query(keepalive);
    return opened;
  }

  return {
    wake: () => notify(channel),
    async [Symbol.asyncDispose]() {
      isEnding = true;
      clearTimeout(timer);
      await trying;
      await client?.end();
    },
  };
}
