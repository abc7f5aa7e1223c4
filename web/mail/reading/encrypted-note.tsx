// Of what only the recipient's key opens: that it is so, and what opens it.

import { readingWords } from "../../i18n/parts/reading.ts";
import { Icon } from "../../ui/icon.tsx";
import { useWords } from "../state/mail-app.ts";

export function EncryptedNote() {
  const { locale } = useWords();
  return (
    <p class="message-cut">
      <Icon name="shield" size={18} />
      <span>{readingWords[locale].encrypted}</span>
    </p>
  );
}
