// The frame of every screen: what is above, what is at the side, the list, and the conversation.

import { Button } from "../../ui/button.tsx";
import { Icon } from "../../ui/icon.tsx";
import { Toasts } from "../../ui/toasts.tsx";
import { ComposeDock } from "../compose/lazy-compose-dock.ts";
import { DeleteMailboxDialog, MailboxDialog } from "../folders/lazy-parts.ts";
import { ConversationList } from "../list/conversation-list.tsx";
import { useMailApp, useWords } from "../state/mail-app.ts";
import "../../ui/forced-colors.css";
import "./app.css";
import "./outline.css";
import { CommandPalette, Conversation, MailboxDrawer, NoticeLines, Settings, ShortcutsDialog } from "./chunks.ts";
import { composeNew } from "./compose-new.ts";
import { ConnectionLine } from "./connection-line.tsx";
import { mailboxName } from "./mailbox-name.ts";
import { MailboxNavigation } from "./mailbox-navigation.tsx";
import { TopBar } from "./top-bar.tsx";

export function App() {
  const app = useMailApp();
  const { t } = useWords();
  const { room, split, isSplit } = app.layout.value;
  const { threadId } = app.router.route.value;
  const isListShown = isSplit || threadId === null;
  const isReadingShown = isSplit || threadId !== null;
  return (
    <div
      class="app"
      data-room={room}
      data-split={split}
      data-reading={threadId !== null}
      data-density={app.preferences.value.value.density}
    >
      <TopBar />
      {room === "phone" ? app.overlay.value === "mailboxes" && <MailboxDrawer /> : <MailboxNavigation />}
      <main class="panes" aria-label={t.frame.mail}>
        <ConnectionLine />
        {(app.start.notices?.length ?? 0) > 0 && <NoticeLines />}
        <div class="panes-row">
          {/* The list stays when a conversation covers it, so that its place is kept. */}
          <div class="pane-list" hidden={!isListShown}>
            <ConversationList />
          </div>
          {isReadingShown && <ReadingPane />}
        </div>
      </main>
      {app.composeWindows.windows.value.length > 0 && <ComposeDock />}
      {room === "phone" && threadId === null && (
        <Button variant="primary" icon="compose" class="compose-float" onClick={() => composeNew(app)}>
          {t.actions.compose}
        </Button>
      )}
      <Overlay />
      <Toasts
        toasts={app.toasts.toasts.value}
        label={t.frame.notices}
        closeLabel={t.actions.close}
        onClose={app.toasts.close}
        onHold={app.toasts.hold}
      />
    </div>
  );
}

function ReadingPane() {
  const app = useMailApp();
  const { t } = useWords();
  const { threadId } = app.router.route.value;
  const account = app.view.value?.account;
  if (threadId === null || !account) {
    const isEmpty = app.view.value?.list?.total.value === 0;
    return (
      <section class="pane-reading pane-reading-empty" aria-label={t.frame.reading}>
        {!isEmpty && (
          <>
            <Icon name="read" size={44} />
            <p>{t.reading.choose}</p>
            {app.preferences.value.value.hasShortcuts && (
              <dl class="pane-keys">
                <dt>{t.frame.palette}</dt>
                <dd>
                  <kbd>Ctrl</kbd> <kbd>K</kbd>
                </dd>
                <dt>{t.frame.shortcuts}</dt>
                <dd>
                  <kbd>?</kbd>
                </dd>
              </dl>
            )}
          </>
        )}
      </section>
    );
  }
  const mailbox = app.view.value?.mailbox;
  return (
    <section class="pane-reading" aria-label={t.frame.reading}>
      {/* The list, whose title is the first of the page, may be hidden. */}
      {!app.layout.value.isSplit && (
        <h1 class="visually-hidden">{mailbox ? mailboxName(mailbox, t) : t.frame.searchResults}</h1>
      )}
      <Conversation key={`${account.id}/${threadId}`} account={account} threadId={threadId} />
    </section>
  );
}

function Overlay() {
  const { overlay } = useMailApp();
  switch (overlay.value) {
    case "settings":
      return <Settings />;
    case "shortcuts":
      return <ShortcutsDialog />;
    case "palette":
      return <CommandPalette />;
    case "move":
    case "label":
      return <CommandPalette key={overlay.value} purpose={overlay.value} />;
    case "newMailbox":
    case "editMailbox":
      return <MailboxDialog isNew={overlay.value === "newMailbox"} />;
    case "deleteMailbox":
      return <DeleteMailboxDialog />;
    case "mailboxes":
    case null:
      return null;
  }
}
