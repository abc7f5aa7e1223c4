// One attempt for one batch: find out where it goes, send it there, conclude.

import type { Batch } from "../store/queue.ts";
import { conclude, type ConcludeOptions } from "./conclude.ts";
import type { Connections } from "./connections.ts";
import { deliverLocally } from "./deliver-locally.ts";
import { findServers, type FindOptions } from "./find-servers.ts";
import { sendBatch, type RecipientResult } from "./send-batch.ts";
import type { OutgoingMessages } from "./outgoing-messages.ts";

export interface AttemptOptions extends ConcludeOptions, FindOptions {
  connections: Connections;
  messages: OutgoingMessages;
  /** Takes all mail for other hosts. */
  relay?: { host: string; port: number };
}

const smtpPort = 25;

export async function attempt(batch: Batch, options: AttemptOptions): Promise<void> {
  const { mail, directory, messages } = options;
  const raw = await mail.blobs.get(batch.blobHash);
  if (!raw) throw new Error(`the blob ${batch.blobHash} of message ${batch.messageId} in the queue is gone`);
  if (await directory.findDomain(batch.domain)) {
    const { results, deliver } = await deliverLocally(batch, raw, options);
    return conclude(batch, raw, results, { ...options, also: deliver });
  }
  const results = await route(batch, options, () => messages.signed(batch.messageId, raw));
  return conclude(batch, raw, results, options);
}

async function route(batch: Batch, options: AttemptOptions, sign: () => Promise<Buffer>): Promise<RecipientResult[]> {
  const { relay, connections } = options;
  if (relay) {
    // A host and not a domain, named as the machine knows it: its name is resolved when it is dialled.
    const servers = [{ name: relay.host, address: relay.host }];
    return sendBatch(batch, await sign(), { servers, port: relay.port, connections });
  }
  const found = await findServers(batch.domain, options);
  if ("servers" in found)
    return sendBatch(batch, await sign(), { servers: found.servers, port: smtpPort, connections });
  const [result, reply] =
    "permanent" in found ? (["permanent", found.permanent] as const) : (["temporary", found.temporary] as const);
  return batch.recipients.map(({ ordinal }) => ({ ordinal, result, reply, host: batch.domain, tellsSuccess: false }));
}
