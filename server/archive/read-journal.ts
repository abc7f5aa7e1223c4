// The archive of correspondence: what the journal has, with the message as it was received or sent. Whoever calls has asked
// whether this person may, and notes it in the audit trail.
import type { OrganisationId } from "../base/ids.ts";
import type { Mail } from "../mail/mail.ts";
import { listJournal, type JournalRow } from "../store/journal.ts";

/** One entry and its octets; undefined when the organisation's journal has no such entry. */
export async function readJournal(
  mail: Pick<Mail, "db" | "blobs">,
  organisationId: OrganisationId,
  id: number,
): Promise<{ entry: JournalRow; raw: Uint8Array } | undefined> {
  return mail.db.read(async (tx) => {
    const [entry] = await listJournal(tx, { organisationId, beforeId: id + 1, limit: 1 });
    if (entry?.id !== id) return undefined;
    const raw = await mail.blobs.get(entry.blobHash, tx);
    if (raw === undefined) throw new Error(`the journal's entry ${id} has lost its content`);
    return { entry, raw };
  });
}
