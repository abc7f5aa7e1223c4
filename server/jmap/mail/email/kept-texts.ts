// Texts of emails that are kept in memory for lists that are asked for again, up to a number of octets: of two generations the older is
// forgotten when the younger is full, and what is used in between moves into the younger.
import type { EmailId } from "../../../base/ids.ts";

/** By list, then by email. */
type Generation = Map<string, Map<EmailId, string>>;

/** A character takes two octets at most; beside its text an entry takes about as much as this. */
const entryBytes = 64;

export class KeptTexts {
  readonly #generationBytes: number;
  #young: Generation = new Map();
  #old: Generation = new Map();
  #youngBytes = 0;

  constructor(maxBytes: number) {
    this.#generationBytes = maxBytes / 2;
  }

  get(list: string, id: EmailId): string | undefined {
    const young = this.#young.get(list)?.get(id);
    if (young !== undefined) return young;
    const old = this.#old.get(list)?.get(id);
    if (old !== undefined) this.keep(list, id, old);
    return old;
  }

  keep(list: string, id: EmailId, text: string): void {
    this.#youngBytes += entryBytes + 2 * text.length;
    if (this.#youngBytes > this.#generationBytes) {
      this.#old = this.#young;
      this.#young = new Map();
      this.#youngBytes = entryBytes + 2 * text.length;
    }
    let texts = this.#young.get(list);
    if (!texts) this.#young.set(list, (texts = new Map()));
    texts.set(id, text);
  }
}
