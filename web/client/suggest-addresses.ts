// Whom one may mean by the first letters: those one writes to weigh most, then those one hears from, the recent ones more.
import { normalizeAddress } from "../../standards/address/normalize-address.ts";
import type { GetResponse } from "../../standards/jmap/methods.ts";
import type { Batch } from "./batch.ts";
import { failureOf } from "./failure.ts";
import type { AddressSuggestion, EmailAddress } from "./types.ts";

type Correspondent = { address: EmailAddress; words: string[]; weight: number };
type Header = { id: string; from?: EmailAddress[] | null; to?: EmailAddress[] | null; cc?: EmailAddress[] | null };

export type SuggesterOptions = {
  accountId: string;
  batch: Batch;
  sentMailboxId: () => string | undefined;
  ownAddresses: () => readonly string[];
};

export type SuggestAddresses = (text: string, limit?: number) => Promise<AddressSuggestion[]>;

const recentEmails = 300;
const foundEmails = 40;
const maxCorrespondents = 3000;
const weights = { written: 8, heard: 1 };

export function createSuggester(options: SuggesterOptions): SuggestAddresses {
  const { accountId, batch } = options;
  const correspondents = new Map<string, Correspondent>();
  const searched = new Set<string>();
  let recent: Promise<void> | undefined;

  function note(addresses: readonly EmailAddress[] | null | undefined, weight: number): void {
    for (const address of addresses ?? []) {
      const key = normalizeAddress(address.email);
      if (key === null || correspondents.size >= maxCorrespondents) continue;
      const known = correspondents.get(key);
      const name = address.name || known?.address.name || null;
      correspondents.set(key, {
        address: { name, email: known?.address.email ?? address.email },
        words: [key, ...fold(name ?? "").split(/[^\p{L}\p{N}]+/u), key.slice(key.indexOf("@") + 1)].filter(Boolean),
        weight: (known?.weight ?? 0) + weight,
      });
    }
  }

  async function find(filter: Record<string, unknown>, limit: number): Promise<Header[]> {
    const sort = [{ property: "receivedAt", isAscending: false }];
    const answers = await batch.send([
      ["Email/query", { accountId, filter, sort, limit }, "q"],
      [
        "Email/get",
        {
          accountId,
          "#ids": { resultOf: "q", name: "Email/query", path: "/ids" },
          properties: ["from", "to", "cc"],
        },
        "e",
      ],
    ]);
    return answers.get<GetResponse<Header>>("e").list;
  }

  async function loadRecent(): Promise<void> {
    const sentMailboxId = options.sentMailboxId();
    if (sentMailboxId === undefined) return;
    const sent = await find({ inMailbox: sentMailboxId }, recentEmails);
    // Newest first: the weight of older ones fades.
    sent.forEach((header, index) => {
      const weight = weights.written * (1 - index / (2 * recentEmails));
      note(header.to, weight);
      note(header.cc, weight / 2);
    });
  }

  async function search(text: string): Promise<void> {
    searched.add(text);
    const conditions = [{ from: text }, { to: text }, { cc: text }];
    for (const header of await find({ operator: "OR", conditions }, foundEmails)) {
      for (const addresses of [header.from, header.to, header.cc]) {
        note(
          addresses?.filter((address) => matches(text, [fold(address.email), fold(address.name ?? "")])),
          weights.heard,
        );
      }
    }
  }

  function rank(text: string, limit: number): AddressSuggestion[] {
    const own = new Set(options.ownAddresses().map(normalizeAddress));
    const found: AddressSuggestion[] = [];
    for (const [key, { address, words, weight }] of correspondents) {
      if (!matches(text, words)) continue;
      found.push({ address, score: own.has(key) ? 0 : weight });
    }
    return found.toSorted((one, other) => other.score - one.score).slice(0, limit);
  }

  return async (typed, limit = 8) => {
    const text = fold(typed.trim());
    if (text === "") return [];
    try {
      recent ??= loadRecent();
      await recent;
      const isKnown = [...searched].some((known) => text.startsWith(known));
      if (text.length >= 2 && !isKnown && rank(text, limit).length < limit) await search(text);
    } catch (error) {
      // Suggestions are a convenience: without the server, those known already are offered, and it is asked again next time.
      failureOf(error);
      recent = undefined;
      searched.delete(text);
    }
    return rank(text, limit);
  };
}

/** Every word typed begins a word of the correspondent. */
function matches(text: string, words: readonly string[]): boolean {
  return text.split(/\s+/).every((typed) => words.some((word) => word.startsWith(typed) || word.includes(` ${typed}`)));
}

/** Lower case without diacritics, so that "Jose" finds "José". */
function fold(text: string): string {
  return text
    .normalize("NFD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase();
}
