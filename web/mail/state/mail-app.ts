// Everything the screens share, put together once: where one is, what is shown there, what is ticked, and how to act.

import { computed, signal, type ReadonlySignal, type Signal } from "@preact/signals";
import { createContext } from "preact";
import { useContext } from "preact/hooks";

import type { StartData } from "../../client/start-data.ts";
import type { Client, Failure, MailAccount, Mailbox } from "../../client/types.ts";
import type { Target } from "../commands/target.ts";
import { createComposeWindows, type ComposeWindows } from "./compose-windows.ts";
import { createLayout, type Layout } from "./layout.ts";
import { createPerformer, type Performer } from "./perform.ts";
import { createPreferences, type PreferenceStore } from "./preferences.ts";
import { createRouter, type Router } from "./router.ts";
import { searchContext } from "./search-context.ts";
import { createSelection, type SelectionStore } from "./selection.ts";
import { createToasts, type ToastStore } from "./toasts.ts";
import { createView, type View } from "./view.ts";
import { createWords, type Words, type WordStore } from "./words.ts";

const COMPOSER_WIDTH_PX = 590;

export type Overlay =
  | "settings"
  | "shortcuts"
  | "palette"
  | "mailboxes"
  | "newMailbox"
  | "editMailbox"
  | "deleteMailbox"
  | "move"
  | "label"
  | null;

export type MailApp = {
  readonly client: Client;
  readonly start: StartData;
  readonly router: Router;
  readonly preferences: PreferenceStore;
  readonly wordStore: WordStore;
  readonly layout: ReadonlySignal<Layout>;
  readonly view: ReadonlySignal<View | undefined>;
  readonly selection: SelectionStore;
  readonly toasts: ToastStore;
  /** Tells why something did not happen, and what to do then; `tell` puts the reason into a sentence of its own. */
  tellFailure(failure: Failure, tell?: (reason: string) => string): void;
  readonly performer: Performer;
  readonly composeWindows: ComposeWindows;
  readonly overlay: Signal<Overlay>;
  /** The setting that the settings open at; null: at their beginning. */
  readonly settingsAt: Signal<string | null>;
  /** The folder that the dialogs of folders are about, and whose it is; without a folder: a new one that stands in none. */
  readonly mailboxAt: Signal<{ account: MailAccount; mailbox?: Mailbox } | null>;
  /** What the palette of folders is about, where it is not what is ticked, open or at the cursor. */
  readonly actOn: Signal<Target | null>;
  /** The email id of the row that the keyboard is at. */
  readonly cursor: Signal<string | null>;
  /** The email id of the row that the mouse rests at. */
  readonly pointed: Signal<string | null>;
  /** Moves on every minute, so that "14.05" becomes "Kemarin" without a reload. */
  readonly now: ReadonlySignal<Date>;
};

export async function createMailApp(client: Client, start: StartData, window: Window): Promise<MailApp> {
  const toasts = createToasts(window);
  // Its words come after the first screen, with what can wait. Until then only the line about the connection tells that there is none.
  const tellFailure: MailApp["tellFailure"] = (failure, tell = (reason) => reason) => {
    void import("./failure-text.ts").then(
      ({ failureText }) => {
        toasts.show({ text: tell(failureText(failure, wordStore.words.peek().locale)), isError: true });
      },
      () => {},
    );
  };
  const preferences = createPreferences(client, tellFailure);
  const { locale, timeZone } = preferences.value.peek();
  const wordStore = await createWords(locale ?? start.locale, timeZone ?? start.timeZone);
  const now = signal(new Date());
  window.setInterval(() => (now.value = new Date()), 60_000);
  const router = createRouter(window, (id) => id in start.session.accounts);
  const view = createView(client, router.route, (account) => {
    const zone = preferences.value.value.timeZone ?? start.timeZone;
    return searchContext(account, wordStore.words.value, zone, now.peek());
  });
  client.onFailure(({ failure }) => tellFailure(failure));
  return {
    client,
    start,
    router,
    preferences,
    wordStore,
    layout: createLayout(window, preferences.value),
    view,
    selection: createSelection(view),
    toasts,
    tellFailure,
    performer: createPerformer(toasts, wordStore),
    composeWindows: createComposeWindows(
      computed(() => router.route.value.threadId),
      () => Math.max(1, Math.floor((window.innerWidth - 280) / COMPOSER_WIDTH_PX)),
    ),
    overlay: signal<Overlay>(null),
    settingsAt: signal<string | null>(null),
    mailboxAt: signal(null),
    actOn: signal(null),
    cursor: signal<string | null>(null),
    pointed: signal<string | null>(null),
    now,
  };
}

const MailAppContext = createContext<MailApp | null>(null);
export const MailAppProvider = MailAppContext.Provider;

export function useMailApp(): MailApp {
  const app = useContext(MailAppContext);
  if (!app) throw new Error("A component of the mail application stands outside it");
  return app;
}

/** The catalogue `t` and the formats `f` of the moment. */
export function useWords(): Words {
  return useMailApp().wordStore.words.value;
}
