// The beginning: reads what came with the page, makes the client, and paints the first screen from it without asking. On the sign-in
// page, which brings nothing, the application waits for whoever signs in.

import { render } from "preact";

import { createClient } from "../client/create-client.ts";
import type { StartData } from "../client/start-data.ts";
import "../ui/base.css";
import "../ui/tokens.css";
import { browserEnvironment } from "./browser-environment.ts";
import { useShortcuts } from "./commands/use-shortcuts.ts";
import { App } from "./shell/app.tsx";
import { Conversation, NoticeLines } from "./shell/chunks.ts";
import { createMailApp, MailAppProvider, type MailApp } from "./state/mail-app.ts";
import { whenIdle } from "./when-idle.ts";

const start = document.getElementById("surel-start");
if (start) void begin(start);
else void import("./enter-in-place.ts").then(({ enterInPlace }) => enterInPlace(document, begin));

async function begin({ textContent }: HTMLElement): Promise<void> {
  const start = JSON.parse(textContent) as StartData;
  const { promise: shown, resolve: show } = Promise.withResolvers<void>();
  const client = createClient({ environment: browserEnvironment(window, start, shown), start });
  const app = await createMailApp(client, start, window);
  // Lines above the list would move it, coming later.
  if (start.notices?.length) await NoticeLines.preload();
  const root = document.getElementById("app")!;
  root.replaceChildren();
  render(
    <MailAppProvider value={app}>
      <Root app={app} />
    </MailAppProvider>,
    root,
  );
  whenIdle(show);
  // What is opened next is fetched while the first screen is looked at.
  const beginLater = (): unknown =>
    import("./start-later.ts").then(
      ({ startLater }) => startLater(app),
      // Without it nothing new would be told: it is asked for until the network is back.
      () => setTimeout(beginLater, 5_000),
    );
  whenIdle(beginLater);
  whenIdle(async () => {
    await Conversation.preload();
    const { prepareNext } = await import("./reading/prepare-next.ts");
    prepareNext(app);
  });
}

function Root({ app }: { app: MailApp }) {
  useShortcuts(app);
  return <App />;
}
