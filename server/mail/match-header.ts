// The condition `header` (RFC 8621 §4.4.1): fields that no index has, so the messages that all other conditions leave are opened.
import { asRaw, asText, findHeaders, headerValue } from "../../standards/mime/header-forms.ts";
import { parseMessage } from "../../standards/mime/parse-message.ts";
import type { AccountId, EmailId } from "../base/ids.ts";
import type { ReadTx } from "../store/database.ts";
import type { FilterNode } from "../store/email-filter.ts";
import { filteredRows } from "../store/email-list.ts";
import { createIdSet } from "../store/id-set.ts";
import type { EmailCondition } from "../store/mail-types.ts";
import { forEachMessage } from "./each-message.ts";
import type { Mail } from "./mail.ts";
import { UnsupportedFilter } from "./unsupported-filter.ts";

/** So many are looked up and opened before the time is looked at. */
const window = 1000;
/** Longer than that nobody waits for an answer, and the connection is others' too. */
const maxMs = 10_000;

/** Throws UnsupportedFilter when opening all the messages takes too long. */
export async function matchHeader(
  mail: Pick<Mail, "blobs">,
  tx: ReadTx,
  accountId: AccountId,
  { header, among }: { header: NonNullable<EmailCondition["header"]>; among: FilterNode },
): Promise<FilterNode> {
  const [name, value] = header;
  const wanted = value?.toLowerCase();
  const list = { accountId, filter: among, sort: [], collapseThreads: false };
  const until = performance.now() + maxMs;
  const found = createIdSet();
  const rows = await filteredRows(tx, list, { offset: 0, limit: null });
  for (let start = 0; start < rows.length; start += window) {
    if (performance.now() > until) {
      throw new UnsupportedFilter("a condition on a header field needs others that leave fewer messages");
    }
    const ids = rows.slice(start, start + window).map(({ id }) => id);
    await forEachMessage(mail, tx, { accountId, ids }, look);
  }
  return { kind: "ids", ids: found.finish() };

  function look(id: EmailId, whole: Uint8Array): void {
    const { raw, root, charset } = parseMessage(headOf(whole));
    const matches = findHeaders(root, name).some((field) => {
      const octets = headerValue(raw, field);
      return (
        wanted === undefined ||
        asText(octets, charset).toLowerCase().includes(wanted) ||
        asRaw(octets).toLowerCase().includes(wanted)
      );
    });
    if (matches) found.add(id);
  }
}

/** The header and the empty line: the body has nothing to say here. */
function headOf(raw: Uint8Array): Uint8Array {
  const octets = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);
  const end = octets.indexOf("\r\n\r\n");
  const bare = octets.subarray(0, end < 0 ? undefined : end).indexOf("\n\n");
  if (bare >= 0) return octets.subarray(0, bare + 2);
  return end < 0 ? octets : octets.subarray(0, end + 4);
}
