// The queue on the small organisation of test/support/small-organisation.ts; every address of the zone leads to servers of
// the test.

import { connect } from "node:net";

import { systemRandom } from "../../server/base/ids.ts";
import { createSubmit, type Submit, type SubmitOptions } from "../../server/mail/submit.ts";
import { startQueue, type Queue, type QueueOptions } from "../../server/queue/start-queue.ts";
import { sql } from "../../server/store/sql.ts";
import type { Cleanup } from "./database.ts";
import { createTestResolver, type Zone } from "./dns.ts";
import { openSmallOrganisation, silentLog, type SmallOrganisation } from "./small-organisation.ts";
import { readers, type TestSmtp } from "./smtp.ts";

export interface RecipientRow {
  address: string;
  status: string;
  reply: string | null;
  attempts: number;
}

export interface TestQueue extends SmallOrganisation, Pick<TestSmtp, "messagesOf" | "journalLength"> {
  zone: Zone;
  /** Where a dialled IP address leads; an address that is not in it refuses. */
  ports: Map<string, number>;
  submit: Submit;
  queue: Queue;
  start(options?: Partial<QueueOptions>): Promise<Queue>;
  recipients(): Promise<RecipientRow[]>;
}

export async function openTestQueue(
  context: Cleanup,
  options: Partial<QueueOptions> & Pick<Partial<SubmitOptions>, "recipientsPerHour"> = {},
): Promise<TestQueue> {
  const fixture = await openSmallOrganisation(context);
  const { mail, directory, db, clock } = fixture;
  const zone: Zone = {};
  const ports = new Map<string, number>();
  const start = async (changes: Partial<QueueOptions> = {}): Promise<Queue> =>
    startQueue({
      mail,
      directory,
      resolver: createTestResolver(zone),
      dial: ({ address }) => dialPort(ports.get(address)),
      clock,
      random: systemRandom,
      log: silentLog,
      hostname: "mx.contoh.go.id",
      smtpPort: 2525,
      ...options,
      ...changes,
    });
  const queue = await start();
  context.after(async () => queue[Symbol.asyncDispose]());
  const { recipientsPerHour } = options;
  return {
    ...fixture,
    ...readers(fixture),
    zone,
    ports,
    queue,
    start,
    submit: createSubmit({ mail, directory, hostname: "mx.contoh.go.id", random: systemRandom, recipientsPerHour }),
    recipients: () =>
      db.read((tx) =>
        tx.rows(sql<RecipientRow>`
          select address, status, last_reply as reply, attempts from queue_recipient order by message_id, ordinal`),
      ),
  };
}

async function dialPort(port: number | undefined): Promise<ReturnType<typeof connect>> {
  if (port === undefined) throw Object.assign(new Error("refused"), { code: "ECONNREFUSED" });
  const socket = connect({ port, host: "127.0.0.1" });
  await new Promise((resolve, reject) => socket.once("connect", resolve).once("error", reject));
  socket.removeAllListeners("error");
  return socket;
}
