// An email with properties that are read from the message itself.
import { parseMessage } from "../../../../standards/mime/parse-message.ts";
import { createErrorId } from "../../../base/ids.ts";
import { DamagedBlob } from "../../../mail/blobs.ts";
import type { ReadTx } from "../../../store/database.ts";
import type { Email as EmailRow } from "../../../store/mail-types.ts";
import type { MethodCall } from "../../method.ts";
import { toEmail, toUnreadableEmail, type EmailPlan } from "./email-view.ts";

export async function openEmail(
  call: MethodCall,
  tx: ReadTx,
  plan: EmailPlan,
  row: EmailRow,
): Promise<Record<string, unknown>> {
  const raw = await call.deps.mail.blobs.get(row.blobHash, tx);
  if (!raw) throw new Error(`email ${row.id} of account ${call.account.accountId} has no blob ${row.blobHash}`);
  return toEmail(plan, row, { parsed: parseMessage(raw), blob: { hash: row.blobHash, partIds: [] } });
}

/**
 * The same for one among others: RFC 8620 §5.1 has no error for one object, and a damaged message must not hide the rest. It comes
 * with what its row tells, and with a text that is cut off before its first character.
 */
export async function openAmongOthers(
  call: MethodCall,
  tx: ReadTx,
  plan: EmailPlan,
  row: EmailRow,
): Promise<Record<string, unknown>> {
  try {
    return await openEmail(call, tx, plan, row);
  } catch (error) {
    if (!(error instanceof DamagedBlob)) throw error;
    const { log, random } = call.deps;
    const { accountId } = call.account;
    log.error({ err: error, errorId: createErrorId(random), accountId, emailId: row.id }, "a message cannot be read");
    return toUnreadableEmail(plan, row);
  }
}
