// The condition `header` (RFC 8621 §4.4.1): fields that no index has, so the messages that all other conditions leave are opened.
import { asRaw, asText, findHeaders, headerValue } from "../../standards/mime/header-forms.ts";
import { parseMessage } from "../../standards/mime/parse-message.ts";
import type { AccountId } from "../base/ids.ts";
import type { ReadTx } from "../store/database.ts";
import type { FilterNode } from "../store/email-filter.ts";
import { filteredRows } from "../store/email-list.ts";
import { createIdSet } from "../store/id-set.ts";
import type { EmailCondition } from "../store/mail-types.ts";
import { forEachMessage } from "./each-message.ts";
import type { Mail } from "./mail.ts";
import { UnsupportedFilter } from "./unsupported-filter.ts";

/** More than these are not opened for one query. */
const maxOpened = 5000;

/** Throws UnsupportedFilter when too many messages would have to be opened. */
export async function matchHeader(
  mail: Pick<Mail, "blobs">,
  tx: ReadTx,
  accountId: AccountId,
  { header, among }: { header: NonNullable<EmailCondition["header"]>; among: FilterNode },
): Promise<FilterNode> {
  const [name, value] = header;
  const wanted = value?.toLowerCase();
  const list = { accountId, filter: among, sort: [], collapseThreads: false };
  const rows = await filteredRows(tx, list, { offset: 0, limit: maxOpened + 1 });
  if (rows.length > maxOpened) {
    throw new UnsupportedFilter("a condition on a header field needs others that leave fewer messages");
  }
  const found = createIdSet();
  await forEachMessage(mail, tx, { accountId, ids: rows.map(({ id }) => id) }, (id, raw) => {
    const fields = findHeaders(parseMessage(raw).root, name);
    const matches = fields.some((field) => {
      const octets = headerValue(raw, field);
      return (
        wanted === undefined ||
        asText(octets).toLowerCase().includes(wanted) ||
        asRaw(octets).toLowerCase().includes(wanted)
      );
    });
    if (matches) found.add(id);
  });
  return { kind: "ids", ids: found.finish() };
}
