// Messages as they leave, signed once for all the domains that they go to at about the same time.

import type { Log } from "../base/log.ts";
import type { Mail } from "../mail/mail.ts";
import type { QueueId } from "../store/queue.ts";
import { signMessage } from "./sign-message.ts";

export interface OutgoingMessages {
  signed(id: QueueId, raw: Uint8Array): Promise<Buffer>;
}

const maxKept = 8;
const maxKeptOctets = 1024 * 1024;

export function createOutgoingMessages({ mail, log }: { mail: Mail; log: Log }): OutgoingMessages {
  const kept = new Map<QueueId, Promise<Buffer>>();
  return {
    signed(id, raw) {
      const known = kept.get(id);
      if (known) return known;
      const signing = signMessage(raw, { db: mail.db, log, now: new Date(mail.clock.now()) });
      if (raw.byteLength > maxKeptOctets) return signing;
      kept.set(id, signing);
      signing.catch(() => kept.delete(id));
      for (const oldest of kept.keys()) {
        if (kept.size <= maxKept) break;
        kept.delete(oldest);
      }
      return signing;
    },
  };
}
