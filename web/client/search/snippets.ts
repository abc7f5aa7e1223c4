// By what the emails of a search were found: RFC 8621 §5.
import { signal, type ReadonlySignal, type Signal } from "@preact/signals-core";
import type { SearchSnippet } from "../../../standards/jmap/search-snippet.ts";
import type { Batch } from "../batch.ts";
import type { Timers } from "../environment.ts";
import { failureOf } from "../failure.ts";
import type { EmailFilter } from "../types.ts";

/** A text in pieces, some of which the search is about. */
export type FoundText = readonly { readonly text: string; readonly isMatch: boolean }[];

/** Null where nothing matches. */
export type Found = { readonly subject: FoundText | null; readonly preview: FoundText | null };

export type Snippets = {
  /** Undefined until it is known, and where it cannot be had. Asked for when somebody watches it. */
  read(emailId: string): ReadonlySignal<Found | undefined>;
};

const maxKept = 2_000;
/** Between two requests: of rows that pass by meanwhile, those still in view are asked for. The server opens each message. */
export const restMs = 80;

export function createSnippets(
  { accountId, batch, timers }: { accountId: string; batch: Batch; timers: Timers },
  filter: EmailFilter,
): Snippets {
  const kept = new Map<string, Signal<Found | undefined>>();
  const wanted = new Set<string>();
  let isResting = false;

  function want(emailId: string): void {
    wanted.add(emailId);
    if (wanted.size === 1 && !isResting) queueMicrotask(() => void load());
  }

  async function load(): Promise<void> {
    const emailIds = [...wanted];
    wanted.clear();
    if (emailIds.length === 0) return;
    isResting = true;
    timers.setTimeout(() => {
      isResting = false;
      void load();
    }, restMs);
    try {
      const answers = await batch.send([["SearchSnippet/get", { accountId, filter, emailIds }, "s"]]);
      for (const { emailId, subject, preview } of answers.get<{ list: SearchSnippet[] }>("s").list) {
        const found = kept.get(emailId);
        if (found) found.value = { subject: readSnippet(subject), preview: readSnippet(preview) };
      }
    } catch (error) {
      failureOf(error);
    }
  }

  return {
    read(emailId) {
      let found = kept.get(emailId);
      if (!found) {
        const created: Signal<Found | undefined> = signal<Found | undefined>(undefined, {
          watched: () => created.peek() ?? want(emailId),
          unwatched: () => void wanted.delete(emailId),
        });
        kept.set(emailId, (found = created));
        for (const id of kept.keys()) {
          if (kept.size <= maxKept) break;
          kept.delete(id);
        }
      }
      return found;
    },
  };
}

const entities: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };

/** A snippet is text escaped as HTML, with <mark> as its only element. */
export function readSnippet(html: string | null): FoundText | null {
  if (html === null) return null;
  return html
    .split(/<mark>(.*?)<\/mark>/s)
    .map((part, index) => ({
      text: part.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => entities[name] ?? ""),
      isMatch: index % 2 === 1,
    }))
    .filter(({ text }) => text !== "");
}
