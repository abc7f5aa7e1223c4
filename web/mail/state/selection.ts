// Which conversations are ticked. Holds the email id of the list and the thread it stands for; "all" means everything the list
// finds at the server, also what is not loaded, except what was unticked since.

import { computed, signal, type ReadonlySignal } from "@preact/signals";

import type { EmailSummary, Selection } from "../../client/types.ts";
import type { View } from "./view.ts";

export type SelectionStore = {
  readonly count: ReadonlySignal<number>;
  readonly isAll: ReadonlySignal<boolean>;
  has(emailId: string): boolean;
  toggle(emailId: string, threadId: string): void;
  /** From the row ticked last to this one, as far as they are loaded. */
  extendTo(emailId: string): void;
  /** All that are loaded, or those of them that fit. */
  selectLoaded(fits?: (email: EmailSummary) => boolean): void;
  selectAll(): void;
  clear(): void;
  /** What the actions apply to; null when nothing is ticked. */
  current(): Selection | null;
};

type Ticked = { all: boolean; threads: ReadonlyMap<string, string>; except: ReadonlyMap<string, string> };

const NOTHING: Ticked = { all: false, threads: new Map(), except: new Map() };

export function createSelection(view: ReadonlySignal<View | undefined>): SelectionStore {
  const ticked = signal<Ticked>(NOTHING);
  let anchor: string | null = null;
  const total = () => view.value?.list?.total.value ?? 0;
  const count = computed(() => (ticked.value.all ? total() - ticked.value.except.size : ticked.value.threads.size));
  const threadOf = (emailId: string) => view.peek()?.account.email(emailId).peek().value?.threadId;
  const tickIds = (emailIds: readonly (string | undefined)[]) => {
    const threads = new Map(ticked.peek().threads);
    for (const id of emailIds) {
      const threadId = id === undefined ? undefined : threadOf(id);
      if (id !== undefined && threadId !== undefined) threads.set(id, threadId);
    }
    ticked.value = { all: false, threads, except: new Map() };
  };
  return {
    count,
    isAll: computed(() => ticked.value.all),
    has: (emailId) => (ticked.value.all ? !ticked.value.except.has(emailId) : ticked.value.threads.has(emailId)),
    toggle(emailId, threadId) {
      anchor = emailId;
      const { all, threads, except } = ticked.peek();
      if (all) ticked.value = { all, threads, except: toggled(except, emailId, threadId) };
      else ticked.value = { all, threads: toggled(threads, emailId, threadId), except };
    },
    extendTo(emailId) {
      const list = view.peek()?.list;
      const from = anchor === null ? -1 : (list?.indexOf(anchor) ?? -1);
      const to = list?.indexOf(emailId) ?? -1;
      if (!list || to < 0) return;
      tickIds(from < 0 ? [emailId] : list.slice(Math.min(from, to), Math.max(from, to) + 1));
      anchor ??= emailId;
    },
    selectLoaded(fits) {
      const { list, account } = view.peek() ?? {};
      if (!list || !account) return;
      const ids = list.slice(0, Math.min(list.total.peek() ?? 0, 500));
      tickIds(
        ids.filter((id) => {
          const email = id === undefined ? undefined : account.email(id).peek().value;
          return email !== undefined && (!fits || fits(email));
        }),
      );
    },
    selectAll() {
      ticked.value = { all: true, threads: new Map(), except: new Map() };
    },
    clear() {
      anchor = null;
      if (ticked.peek() !== NOTHING) ticked.value = NOTHING;
    },
    current() {
      const { all, threads, except } = ticked.peek();
      const now = view.peek();
      const mailboxId = now?.mailbox?.id ?? null;
      if (all && now?.list) {
        return { kind: "matching", query: now.list.query, mailboxId, exceptThreadIds: [...except.values()] };
      }
      if (threads.size === 0) return null;
      return { kind: "conversations", threadIds: [...new Set(threads.values())], mailboxId };
    },
  };
}

function toggled(map: ReadonlyMap<string, string>, key: string, value: string): Map<string, string> {
  const next = new Map(map);
  if (!next.delete(key)) next.set(key, value);
  return next;
}
