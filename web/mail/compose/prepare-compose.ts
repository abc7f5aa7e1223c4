// A composer opens without a network too: what it is made of is fetched while nothing else is to be done.

import type { MailApp } from "../state/mail-app.ts";
import { ComposeDock } from "./lazy-compose-dock.ts";

export async function prepareCompose({ client, wordStore }: MailApp): Promise<void> {
  const { locale } = wordStore.words.peek();
  await Promise.allSettled([
    client.accounts.peek()[0]?.compose(),
    import("./use-compose-words.ts").then(({ fetchComposeWords }) => fetchComposeWords(locale)),
    ComposeDock.preload(),
  ]);
}
