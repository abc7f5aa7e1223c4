// A sort of emails from a client's JSON: RFC 8621 §4.4.2.
import { emailSortProperties } from "../../../../standards/jmap/email-query.ts";
import type { EmailSort } from "../../../store/mail-types.ts";
import { invalidArguments } from "../../method-errors.ts";
import { readSort } from "../../standard/query.ts";
import { wantedKeyword } from "./filter.ts";

/** `keyword` belongs to the three keyword sorts, which cannot do without. */
export function readEmailSort(sort: readonly Record<string, unknown>[] | null | undefined): EmailSort[] {
  return readSort(sort, emailSortProperties).map((comparator) => {
    const needsKeyword = comparator.property.endsWith("Keyword");
    if (needsKeyword !== (comparator.keyword !== undefined)) {
      throw invalidArguments(`a sort by ${comparator.property} ${needsKeyword ? "needs a" : "has no"} keyword`);
    }
    return needsKeyword ? { ...comparator, keyword: wantedKeyword(comparator.keyword!) } : comparator;
  });
}
