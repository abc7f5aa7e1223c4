// Before there is something to show, and when there will not be.

import { readingWords } from "../../../i18n/parts/reading.ts";
import { useWords } from "../../state/mail-app.ts";

export function PreviewState({ isFailed }: { isFailed: boolean }) {
  const { t, locale } = useWords();
  return (
    <p class="preview-card" role={isFailed ? "alert" : "status"}>
      {isFailed ? readingWords[locale].failed : t.list.loading}
    </p>
  );
}
