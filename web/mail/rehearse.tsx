// While a name and a password are typed, the first screen is drawn once of nobody's mail, where nobody sees it: what draws it is
// compiled by the time that somebody is signed in. Part by part, so that no key that is pressed meanwhile waits long.

import { render } from "preact";

import { createClient } from "../client/create-client.ts";
import type { Environment } from "../client/environment.ts";
import type { Locale } from "../i18n/catalogue.ts";
import { ConversationList } from "./list/conversation-list.tsx";
import { rehearsalStart } from "./rehearsal-start.ts";
import { App } from "./shell/app.tsx";
import { MailboxNavigation } from "./shell/mailbox-navigation.tsx";
import { TopBar } from "./shell/top-bar.tsx";
import { createMailApp, MailAppProvider } from "./state/mail-app.ts";
import { whenIdle } from "./when-idle.ts";

export async function rehearse(document: Document): Promise<void> {
  const icon = document.querySelector<HTMLLinkElement>("link[rel=icon]")?.href ?? "";
  const start = rehearsalStart({ locale: document.documentElement.lang as Locale, icon });
  const client = createClient({ environment: nowhere, start });
  const app = await createMailApp(client, start, stillWindow);
  const stage = document.createElement("div");
  for (const Part of [TopBar, MailboxNavigation, ConversationList, App]) {
    await new Promise<void>(whenIdle);
    if (document.getElementById("app")) break;
    render(
      <MailAppProvider value={app}>
        <Part />
      </MailAppProvider>,
      stage,
    );
    // Before its effects run, which would reach out of the stage.
    render(null, stage);
  }
  await client.close();
}

const never = new Promise<never>(() => {});

/** Nothing is asked for, kept or waited for. */
const nowhere: Environment = {
  shown: never,
  fetch: () => never,
  openEventSource: () => ({ addEventListener() {}, readyState: 0, close() {} }),
  upload: () => never,
  storage: { get: async () => undefined, set: async () => {}, delete: async () => {}, keys: async () => [] },
  timers: { setTimeout: () => 0, clearTimeout() {} },
  now: () => Date.now(),
  random: () => Math.random(),
};

/** The window as it is, where nothing is changed or waited for. */
const stillWindow = {
  location: { pathname: "/mail/", search: "" },
  history: { state: null },
  innerWidth,
  matchMedia: (query: string) => ({ matches: matchMedia(query).matches, addEventListener() {} }),
  addEventListener() {},
  setInterval: () => 0,
} as unknown as Window;
