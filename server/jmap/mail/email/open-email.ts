// An email with properties that are read from the message itself.
import { parseMessage } from "../../../../standards/mime/parse-message.ts";
import type { ReadTx } from "../../../store/database.ts";
import type { Email as EmailRow } from "../../../store/mail-types.ts";
import type { MethodCall } from "../../method.ts";
import { toEmail, type EmailPlan } from "./email-view.ts";

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
