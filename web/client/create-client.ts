// The client of the mail application: session, accounts and push put together. Nothing here touches a document.
import { batch as inOneStep, computed, effect, signal } from "@preact/signals-core";
import { CORE, PREFERENCES } from "../../standards/jmap/capabilities.ts";
import { createUndoLog } from "./actions/undo-log.ts";
import { createBatch } from "./batch.ts";
import { failureOf } from "./failure.ts";
import { createMailAccount, hasMail, withoutOrigin, type SyncedAccount } from "./mail-account.ts";
import { createForgettingStorage } from "./forgetting-storage.ts";
import { createPreferences } from "./preferences.ts";
import type { Push } from "./push.ts";
import { createTransport } from "./transport.ts";
import type { Environment } from "./environment.ts";
import type { StartData } from "./start-data.ts";
import type { Action, Client, Failure, MailAccount, Session } from "./types.ts";
import type { Uploads } from "./upload.ts";

/** With `start`, the first screen is painted from what came with the page; without, the session is fetched from `sessionUrl`. */
export type ClientOptions = { environment: Environment; start?: StartData; sessionUrl?: string };

/** How long signing out waits for drafts to be saved. */
const maxClosingMs = 3000;

export function createClient({ environment: given, start, sessionUrl = "/jmap/session" }: ClientOptions): Client {
  const storage = createForgettingStorage(given.storage);
  const environment: Environment = { ...given, storage };
  const session = signal<Session | undefined>(start?.session);
  const byId = new Map<string, SyncedAccount>();
  const transport = createTransport(environment);
  const undoLog = createUndoLog();
  const failureListeners = new Set<(failed: { action: Action; failure: Failure }) => void>();
  const arrivalListeners = new Set<(arrival: { accountId: string; emailIds: readonly string[] }) => void>();
  let isClosed = false;
  let lastActionId = 0;
  let loadingSession: Promise<void> | undefined;

  const limits = () => requireSession().capabilities[CORE];
  const batch = createBatch({
    transport,
    timers: environment.timers,
    apiUrl: () => withoutOrigin(requireSession().apiUrl),
    limits,
    onSessionState: (state) => {
      if (state !== session.peek()?.state) void loadSession();
    },
  });
  let uploads: Promise<Uploads> | undefined;
  const loadUploads = (): Promise<Uploads> =>
    (uploads ??= import("./upload.ts").then(
      ({ createUploads }) => createUploads({ upload: environment.upload, limits }),
      // Its code did not arrive, so that nothing else would: it is asked for again the next time.
      () => {
        uploads = undefined;
        return { upload: () => Promise.resolve({ ok: false, failure: { kind: "offline" } }) };
      },
    ));
  const preferencesId = () => session.peek()?.primaryAccounts[PREFERENCES];
  const preferences = createPreferences({ batch, accountId: preferencesId, start: start?.preferences });
  const isPushed = signal(false);
  let push: Promise<Push> | undefined;

  /** Hearing of changes can wait for showing what is there. */
  async function loadPush(): Promise<Push> {
    await environment.shown;
    const { createPush } = await import("./push.ts");
    return createPush({
      environment,
      isOpen: isPushed,
      onChange: (changed) => {
        for (const [accountId, states] of Object.entries(changed)) byId.get(accountId)?.hear(states);
        preferences.hear(changed[preferencesId() ?? ""]?.["Preferences"]);
      },
      onGap: () => void synchronize(),
    });
  }

  function listen(url: string): void {
    push ??= loadPush();
    push.then(
      ({ open }) => isClosed || open(url),
      // Its code did not arrive: it is asked for again when the network is back.
      () => (push = undefined),
    );
  }

  function closePush(): void {
    void push?.then(
      ({ close }) => close(),
      () => undefined,
    );
  }

  function requireSession(): Session {
    const current = session.peek();
    if (!current) throw new Error("The session is not loaded yet");
    return current;
  }

  function loadSession(): Promise<void> {
    loadingSession ??= transport
      .getJson(sessionUrl)
      .then((value) => void (session.value = value as Session))
      .catch((error: unknown) => void failureOf(error))
      .finally(() => (loadingSession = undefined));
    return loadingSession;
  }

  function accountOf(accountId: string): SyncedAccount {
    let account = byId.get(accountId);
    if (!account) {
      if (!requireSession().accounts[accountId]) throw new Error(`No account ${accountId} in the session`);
      account = createMailAccount({
        accountId,
        session: requireSession,
        environment,
        batch,
        uploads: loadUploads,
        undoLog,
        nextActionId: () => ++lastActionId,
        isClosed: () => isClosed,
        onFailure: (failed) => failureListeners.forEach((listener) => listener(failed)),
        onArrival: (arrival) => arrivalListeners.forEach((listener) => listener(arrival)),
      });
      byId.set(accountId, account);
    }
    return account;
  }

  async function synchronize(): Promise<void> {
    await Promise.all([preferences.load(), ...[...byId.values()].map((account) => account.synchronize())]);
  }

  const accounts = computed((): readonly MailAccount[] => {
    const current = session.value;
    if (!current) return [];
    const ids = Object.keys(current.accounts).filter((id) => hasMail(current, id));
    const own = (id: string) => (current.accounts[id]!.isPersonal ? 0 : 1);
    return ids.toSorted((one, other) => own(one) - own(other)).map(accountOf);
  });

  const first = start?.first;
  if (first) inOneStep(() => accountOf(first.accountId).seed(first));
  if (!start) void loadSession();

  let pushUrl = "";
  let wasAway = false;
  const stopWatchingConnection = effect(() => {
    const isOnline = transport.connection.value === "online";
    if (isOnline && wasAway) {
      environment.timers.setTimeout(() => void synchronize(), 0);
      if (!push && pushUrl) listen(pushUrl);
    }
    wasAway = !isOnline;
    if (transport.connection.value === "signedOut") closePush();
  });
  const stopWatchingSession = effect(() => {
    const url = session.value && withoutOrigin(session.value.eventSourceUrl);
    if (url === undefined || url === pushUrl) return;
    pushUrl = url;
    listen(url);
  });

  return {
    session,
    preferences,
    connection: transport.connection,
    isPushed,
    accounts,
    account: accountOf,
    undoLog: undoLog.actions,
    undo: undoLog.undo,
    onFailure: (listener) => subscribe(failureListeners, listener),
    onArrival: (listener) => subscribe(arrivalListeners, listener),
    synchronize,
    async close({ forget } = { forget: false }) {
      const saved = Promise.all([...byId.values()].map((account) => account.close()));
      let timer: unknown;
      const late = new Promise<void>((resolve) => (timer = environment.timers.setTimeout(resolve, maxClosingMs)));
      await Promise.race([saved, late]);
      environment.timers.clearTimeout(timer);
      isClosed = true;
      stopWatchingConnection();
      stopWatchingSession();
      closePush();
      transport.close();
      byId.clear();
      if (forget) await storage.forget();
    },
  };
}

function subscribe<T>(listeners: Set<T>, listener: T): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
